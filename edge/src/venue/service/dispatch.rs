//! Dispatches a request to the part of the venue that it is about, and serialises the result.

mod staff_answers;

use std::cell::OnceCell;

use base64ct::{Base64, Encoding as _};
use config::{System, VenueSettings};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use shared::gift_card::{Balance, GiftCardCode, GiftCardOrder, WithdrawalRequest};
use shared::problem::ProblemCode;

use self::staff_answers::{answer_day_rules, answer_phone_calls, answer_table, answer_waitlist};
use crate::access::Actor;
use crate::error::{Result, VenueError};
use crate::localization::Localizer;
use crate::provider::choices::Choices;
use crate::provider::{Booked, BookingRequest, Provider};
use crate::storage::{audit, changes};
use crate::upstream::Scope;
use crate::venue::access;
use crate::venue::context::Ctx;
use crate::venue::gift_cards::{self, sheet};
use crate::venue::message::gift_card::{GiftCardsRequest, Ordered};
use crate::venue::message::request_answer::{RequestAnswer, RequestLink};
use crate::venue::message::staff::{RequestView, StaffRequest};
use crate::venue::message::staff_gift_card::CardTransactionRequest;
use crate::venue::message::waitlist::WaitlistRequest;
use crate::venue::message::{Request, Response};
use crate::venue::payments::Subject;
use crate::venue::service::engine::EmbeddedEngine;
use crate::venue::service::paid_remote::PaidRemote;
use crate::venue::service::{READ_DEADLINE, VenueService, WRITE_DEADLINE};

/// The result of a request as JSON; its type follows from the request.
pub(super) type Json = Box<RawValue>;

/// The metrics of a venue without a remote system: OpenMetrics text without a metric.
const NO_METRICS: &str = "# EOF\n";

/// Makes a booking with a guest's choices, where there are any.
async fn reserve(provider: &dyn Provider, order: &BookingRequest, choices: &Choices) -> Result<Booked> {
    if choices.is_empty() {
        provider.reserve(order).await
    } else {
        provider.reserve_with(order, choices).await
    }
}

impl VenueService {
    /// Answers a request that has been authorised.
    pub async fn dispatch(&self, settings: &VenueSettings, request: &Request, actor: &Actor) -> Response {
        let scope = OnceCell::new();
        let result = self.result(settings, (request, actor), &scope).await;
        let scope = scope.get();
        Response {
            result,
            server_timing: scope.map(Scope::server_timing).unwrap_or_default(),
            fresh_seconds: scope.map(Scope::fresh_seconds).unwrap_or_default(),
            settings_version: None,
            is_suspended: false,
        }
    }

    async fn result(
        &self,
        settings: &VenueSettings,
        (request, actor): (&Request, &Actor),
        scope: &OnceCell<Scope>,
    ) -> Result<Json> {
        let provider = || self.provider(settings, request, scope);
        match request {
            Request::Settings(known) => json(&self.settings_for_worker(settings, *known)?),
            Request::Picture(name) => json(&self.picture(settings, name).await?),
            Request::Experiences => json(&provider()?.experiences().await?),
            Request::Calendar(question) => json(&provider()?.calendar(question).await?),
            Request::Slots(question) => json(&provider()?.slots(question).await?),
            Request::ExperiencesWith(code) => json(&provider()?.experiences_with(code).await?),
            Request::CalendarWith(question, code) => {
                let choices = Choices::of_code(code.clone());
                json(&provider()?.calendar_with(question, &choices).await?)
            }
            Request::SlotsWith(question, code) => {
                let choices = Choices::of_code(code.clone());
                json(&provider()?.slots_with(question, &choices).await?)
            }
            Request::SoldOut(experience, day) => json(&self.engine(settings)?.sold_out(experience, *day)?),
            Request::Quote(request, code) => {
                let choices = Choices::of_quote(request, code.clone());
                json(&provider()?.quote(request, &choices).await?)
            }
            Request::Reserve(order) => {
                let choices = Choices::of(&order.request, None);
                json(&reserve(&*provider()?, order, &choices).await?)
            }
            Request::ReserveWith(order, code) => {
                let choices = Choices::of(&order.request, Some(code.clone()));
                json(&reserve(&*provider()?, order, &choices).await?)
            }
            Request::Reservation(id) => json(&provider()?.reservation(id).await?),
            Request::Reservations(question) => json(&provider()?.reservations(question).await?),
            Request::Change(id, change) => json(&provider()?.change(id, change).await?),
            Request::SetStatus(id, status) => json(&provider()?.set_status(id, *status).await?),
            // The payment of a booking elsewhere cannot wait for longer than its hold.
            Request::ExtendHold(id) => json(&self.engine(settings)?.extend_hold(id).await?),
            Request::Metrics => json(&self.metrics(settings)?),
            Request::GiftCards(request) => self.answer_gift_cards(settings, request).await,
            Request::Waitlist(request) => self.answer_waitlist(settings, request).await,
            Request::SignIn(request) => self.answer_sign_in(request),
            Request::Staff(request) => self.answer_staff(settings, request, actor).await,
            Request::Operator(request) => self.answer_operator(settings, request, actor),
            Request::PreviewMail(number) => json(&self.preview_mail(settings, *number)?),
            Request::Webhook { source, delivery } => {
                json(&self.receive_delivery(settings, source, delivery)?)
            }
            Request::Forwarded { source, delivery } => {
                json(&self.receive_forwarded(settings, source, delivery)?)
            }
            Request::DemoPayment(id, token, choice) => {
                json(&self.apply_demo_choice(settings, id, token, *choice)?)
            }
        }
    }

    /// The venue's booking system behind its port. A connection to a remote system is made for this request alone:
    /// `scope` has its deadline and collects its metrics.
    fn provider<'a>(
        &'a self,
        settings: &'a VenueSettings,
        request: &Request,
        scope: &OnceCell<Scope>,
    ) -> Result<Box<dyn Provider + 'a>> {
        if settings.remote_system().is_none() {
            return Ok(Box::new(self.engine(settings)?));
        }
        let connection = self.remote_connection(settings)?;
        let scope = scope.get_or_init(|| {
            let now = connection.ports.clock.elapsed();
            if request.policy().is_write {
                Scope::new(now + WRITE_DEADLINE).of_write()
            } else {
                Scope::new(now + READ_DEADLINE)
            }
        });
        Ok(Box::new(PaidRemote {
            request: connection.remote.for_request(scope),
            service: self,
            settings,
        }))
    }

    /// The embedded engine; [`VenueError::NotFound`] for a venue of a remote system.
    fn engine<'a>(&'a self, settings: &'a VenueSettings) -> Result<EmbeddedEngine<'a>> {
        self.engine_of(settings, &Actor::Unaudited)
    }

    /// The same for a request of this actor.
    fn engine_of<'a>(&'a self, settings: &'a VenueSettings, actor: &'a Actor) -> Result<EmbeddedEngine<'a>> {
        match settings.system() {
            Some(System::Engine(engine)) => Ok(EmbeddedEngine {
                actor,
                service: self,
                settings,
                engine,
            }),
            Some(System::Remote(_)) => Err(VenueError::NotFound),
            None => Err(VenueError::Broken(
                "the settings name no booking system".to_owned(),
            )),
        }
    }

    fn metrics(&self, settings: &VenueSettings) -> Result<String> {
        match settings.system() {
            Some(System::Remote(_)) => Ok((self.remote_connection(settings)?.metrics)()),
            Some(System::Engine(_)) | None => Ok(NO_METRICS.to_owned()),
        }
    }

    /// Gift cards, whichever system takes the venue's bookings.
    async fn answer_gift_cards(&self, settings: &VenueSettings, request: &GiftCardsRequest) -> Result<Json> {
        let ctx = self.ctx();
        match request {
            GiftCardsRequest::Create(wanted) => {
                let Ordered { order, replayed } = gift_cards::create(ctx, settings, wanted)?;
                let order = self.with_order_payment(settings, order).await;
                json(&Ordered { order, replayed })
            }
            GiftCardsRequest::Order(id) => {
                let order = gift_cards::order(ctx, id)?;
                let order = self.with_its_balance(settings, order).await?;
                json(&self.with_order_payment(settings, order).await)
            }
            GiftCardsRequest::Balance(code) => json(&self.gift_card_balance(settings, code).await?),
            GiftCardsRequest::Pdf(id) => {
                self.read_design_files(settings).await;
                let enclosed = gift_cards::enclosed(self.ctx(), &self.design_files.borrow(), settings, id)?;
                json(&Base64::encode_string(&sheet::pdf(settings, &enclosed)?))
            }
            GiftCardsRequest::Withdraw(id, WithdrawalRequest { confirm }) => {
                let left = self.left_elsewhere(settings, id).await?;
                json(&gift_cards::withdraw(self.ctx(), settings, id, *confirm, left)?)
            }
        }
    }

    async fn gift_card_balance(&self, settings: &VenueSettings, code: &GiftCardCode) -> Result<Balance> {
        if settings.system().is_some_and(System::keeps_gift_cards) {
            return self.balance_elsewhere(settings, code).await;
        }
        let account = gift_cards::by_code(self.ctx(), code)?;
        account.ok_or(VenueError::NotFound)?.balance()
    }

    async fn with_order_payment(&self, settings: &VenueSettings, order: GiftCardOrder) -> GiftCardOrder {
        let subject = Subject::GiftCardOrder(order.order_id.clone());
        let payment = self.checkout_or_log(settings, &subject).await;
        GiftCardOrder { payment, ..order }
    }

    async fn answer_waitlist(&self, settings: &VenueSettings, request: &WaitlistRequest) -> Result<Json> {
        let engine = self.engine(settings)?;
        match request {
            // Entries of a waitlist that is closed are still read, withdrawn and, if a table is held, accepted.
            WaitlistRequest::Join(_) if settings.waitlist.is_none() => Err(VenueError::NotFound),
            WaitlistRequest::Join(new) => {
                json(&engine.run(|reservations, ctx| reservations.join_waitlist(ctx, new))?)
            }
            WaitlistRequest::Entry(id) => {
                json(&engine.run(|reservations, ctx| reservations.waitlist_entry(ctx, id))?)
            }
            WaitlistRequest::Withdraw(id) => {
                json(&engine.run(|reservations, ctx| reservations.withdraw_entry(ctx, id))?)
            }
            WaitlistRequest::Accept(id) => {
                let reservation = engine.run(|reservations, ctx| reservations.accept_offer(ctx, id))?;
                json(&engine.with_checkout(reservation).await)
            }
        }
    }

    /// Answers the requests of staff. The staff of a venue with a remote system use that system, except for the data
    /// that is stored here.
    async fn answer_staff(
        &self,
        settings: &VenueSettings,
        request: &StaffRequest,
        actor: &Actor,
    ) -> Result<Json> {
        let (engine, ctx) = (self.engine_of(settings, actor), self.ctx_of(actor));
        match request {
            StaffRequest::Settings(request) => self.answer_settings(settings, request, actor),
            StaffRequest::Pictures(request) => self.answer_pictures(settings, request, actor).await,
            StaffRequest::Identity => json(&access::identity(ctx, &settings.id)?),
            StaffRequest::AccessKeys => json(&access::keys(ctx)?),
            StaffRequest::CreateAccessKey(new) => json(&access::create_key(ctx, &settings.id, new)?),
            StaffRequest::RevokeAccessKey(id) => json(&access::revoke_key(ctx, id)?),
            StaffRequest::Webhooks(request) => self.answer_webhooks(settings, request, actor),
            StaffRequest::People(request) => self.answer_people(settings, request, actor),
            StaffRequest::Sessions(request) => self.answer_sessions(request, actor),
            StaffRequest::Audit(before) => json(&audit::page(ctx.database, *before)?),
            StaffRequest::Changes(query) => json(&changes::page(ctx.database, query)?),
            StaffRequest::ExportGuest(guest) => json(&self.export_guest(settings, guest)?),
            StaffRequest::EraseGuest(guest) => json(&self.erase_guest(settings, guest, actor)?),
            StaffRequest::Secrets => json(&self.list_secrets(settings)?),
            StaffRequest::SetSecret(name, value) => json(&self.set_secret(settings, name, value, actor)?),
            StaffRequest::DeleteSecret(name) => json(&self.delete_secret(settings, name, actor)?),
            StaffRequest::Publish(id, terms) => json(&self.publish(settings, id, terms, actor).await?),
            StaffRequest::ResealSecrets => json(&self.reseal_secrets(&settings.id, actor)?),
            StaffRequest::Slots(question) => json(
                &engine?.run(|reservations, ctx| reservations.staff_slots(&settings.id, ctx, question))?,
            ),
            StaffRequest::Create(wanted) => {
                json(&engine?.run(|reservations, ctx| reservations.staff_create(ctx, wanted))?)
            }
            StaffRequest::Reservation(id) => {
                json(&engine?.run(|reservations, ctx| reservations.staff_reservation(ctx, id))?)
            }
            StaffRequest::Reservations(question) => {
                json(&engine?.run(|reservations, ctx| reservations.staff_reservations(ctx, question))?)
            }
            StaffRequest::Day(day) => {
                json(&engine?.run(|reservations, ctx| reservations.staff_day(ctx, *day))?)
            }
            StaffRequest::FindGuests(name) => {
                json(&engine?.run(|reservations, ctx| reservations.guests_named(ctx, name))?)
            }
            StaffRequest::SetStatus(id, status) => {
                json(&engine?.run(|reservations, ctx| reservations.staff_set_status(ctx, id, *status))?)
            }
            StaffRequest::Change(id, change) => {
                json(&engine?.run(|reservations, ctx| reservations.staff_change(ctx, id, change))?)
            }
            StaffRequest::NoShow {
                id,
                token,
                is_reported,
            } => {
                engine?;
                // The sender of a token has the letter with its link.
                let link = Actor::LetterLink;
                let actor = if token.is_some() { &link } else { actor };
                let token = token.as_deref();
                json(&self.no_show(settings, id, (token, actor), *is_reported).await?)
            }
            StaffRequest::AnswerRequest { link, answer } => {
                json(&self.answer_request(settings, link, answer.as_ref())?)
            }
            StaffRequest::Explain {
                question,
                minutes,
                languages,
            } => {
                let engine = engine?;
                let localizer = Localizer::of(languages.iter().chain(&settings.locales), settings.region());
                let localizer = localizer
                    .ok_or_else(|| VenueError::Broken("the explanations have no texts".to_owned()))?;
                json(
                    &engine
                        .run(|reservations, ctx| reservations.explain(ctx, question, *minutes, &localizer))?,
                )
            }
            StaffRequest::DayRules(request) => answer_day_rules(&engine?, request),
            StaffRequest::Waitlist(request) => answer_waitlist(&engine?, request),
            StaffRequest::PhoneCalls(request) => answer_phone_calls(&engine?, request),
            StaffRequest::Tables(request) => answer_table(&engine?, request),
            StaffRequest::Till(request) => self.answer_till(settings, request, actor).await,
            StaffRequest::CreateCard(new) => {
                engine?;
                json(&gift_cards::made_by_staff(ctx, settings, new)?)
            }
            StaffRequest::Card(code) => {
                engine?;
                json(&gift_cards::seen_by_staff(ctx, code)?)
            }
            StaffRequest::CardTransactions(request) => {
                engine?;
                answer_card_transactions(ctx, settings, request)
            }
        }
    }
}

impl VenueService {
    /// A request by the link of the restaurant's letter, after the answer if there is one.
    fn answer_request(
        &self,
        settings: &VenueSettings,
        link: &RequestLink,
        answer: Option<&RequestAnswer>,
    ) -> Result<RequestView> {
        let engine = self.engine_of(settings, &Actor::LetterLink)?;
        let secret = self.ctx().secret()?;
        if !secret.is_request_token(&link.id, link.revision, &link.token) {
            // The same error whether the reservation exists or not.
            return Err(VenueError::Refused(ProblemCode::Unauthorized));
        }
        engine.run(|reservations, ctx| reservations.answer_request(ctx, link, answer))
    }
}

/// Answers the requests of staff about transactions of gift cards.
fn answer_card_transactions(
    ctx: Ctx<'_>,
    settings: &VenueSettings,
    request: &CardTransactionRequest,
) -> Result<Json> {
    match request {
        CardTransactionRequest::Create(new) => json(&gift_cards::create_transaction(ctx, settings, new)?),
        CardTransactionRequest::Read(code, id) => json(&gift_cards::transaction(ctx, code, id)?),
        CardTransactionRequest::Update(update) => {
            json(&gift_cards::update_transaction(ctx, settings, update)?)
        }
    }
}

/// A result as JSON.
pub(super) fn json<T: Serialize>(value: &T) -> Result<Json> {
    to_raw_value(value).map_err(|error| VenueError::Broken(error.to_string()))
}
