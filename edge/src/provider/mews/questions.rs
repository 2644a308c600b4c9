//! Questions that a venue asks its Mews: what is free, what it costs, which reservations there are.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use config::MewsSettings;
use shared::availability::Slot;
use shared::choices::AccessCode;
use shared::id::ExperienceId;
use shared::offer::Price;
use shared::party::Attendees;
use shared::payment::{PaymentKind, PaymentTerms};
use shared::quote::{Quote, QuoteRequest};
use shared::time::{Day, Instant, Minutes};
use shared::validation::{FieldCode, FieldError};

use super::availability::{SlotQuestion, UnitTable};
use super::bookable::{Bookable, deposit_of};
use super::booking::AskedStay;
use super::catalogue::Catalogue;
use super::catalogue_reader::ServedVenue;
use super::client::{Connector, Operation};
use super::customers::Customers;
use super::deposits::Deposits;
use super::known::{ReservationReader, stay_of};
use super::prices::{StartPrices, start_prices};
use super::units::{Stay, range};
use super::wire::Limitation;
use super::wire::booking::{NewReservations, PriceList};
use super::wire::service::{
    AvailabilityMetrics, AvailabilityQuestion, METRICS, PricingQuestion, RatePricing,
};
use super::wire::voucher::{VoucherExtent, VoucherFilter, VoucherList};
use crate::provider::SlotsQuestion;
use crate::provider::choices::Choices;
use crate::provider::remote::{DaysAnswer, DaysQuestion, Decline, PRICES_WITHIN, RemoteDay, RemoteError};
use crate::upstream::Scope;

/// The questions, with everything that they are answered from.
pub(super) struct Questions<'a> {
    pub(super) connector: &'a Connector,
    pub(super) settings: &'a MewsSettings,
    pub(super) venue: &'a ServedVenue,
    /// The time it is.
    pub(super) now: Instant,
    /// The time that has passed since the upstream's clock began to run.
    pub(super) elapsed: Duration,
    pub(super) catalogue: Rc<Catalogue>,
    /// The profile by which Mews names this integration; none until it was seen.
    pub(super) own_profile: &'a RefCell<Option<String>>,
}

impl Questions<'_> {
    /// The ids of the property, for a question with the access token of a portfolio.
    pub(super) fn enterprises(&self) -> Vec<&str> {
        self.settings.enterprise_id.as_deref().into_iter().collect()
    }

    /// The reader of reservations.
    pub(super) fn reader(&self) -> ReservationReader<'_> {
        ReservationReader {
            catalogue: &self.catalogue,
            zone: &self.venue.zone,
        }
    }

    /// The customers.
    pub(super) fn customers(&self) -> Customers<'_> {
        let is_portfolio = self.settings.enterprise_id.is_some();
        Customers {
            connector: self.connector,
            chain_id: self.catalogue.chain_id.as_deref().filter(|_| is_portfolio),
            own_profile: self.own_profile,
        }
    }

    /// The stay that is asked for.
    pub(super) fn asked<'b>(
        &'b self,
        request: &QuoteRequest,
        choices: &'b Choices,
    ) -> Result<AskedStay<'b>, RemoteError> {
        let bookable = self.catalogue.bookable(&request.experience_id);
        let bookable = bookable.ok_or(RemoteError::NotFound)?;
        let start = self.venue.zone.resolve(request.day, request.minutes).instant();
        let start = start.ok_or(RemoteError::Conflict)?;
        let parties = bookable.attendees();
        let fault = if request.attendees < parties.min {
            Some(FieldCode::PartyTooSmall)
        } else if request.attendees > parties.max {
            // Mews would price it as if it fitted.
            Some(FieldCode::PartyTooLarge)
        } else {
            None
        };
        if let Some(code) = fault {
            return Err(RemoteError::Fields(vec![FieldError::new("/attendees", code)]));
        }
        Ok(AskedStay {
            bookable,
            attendees: request.attendees,
            choices,
            stay: Stay::beginning(start, bookable.settings.units, bookable.offsets),
        })
    }

    /// The slots of days, for parties of every size.
    pub(super) async fn days(
        &self,
        scope: &Scope,
        question: &DaysQuestion,
    ) -> Result<DaysAnswer, RemoteError> {
        let days = (question.from, question.to);
        let Some(bookable) = self.catalogue.bookable(&question.experience_id) else {
            let none = |day| RemoteDay {
                day,
                slots: Vec::new(),
            };
            return Ok(DaysAnswer {
                days: question.from.through(question.to).map(none).collect(),
                missing: None,
            });
        };
        let slots = self.slot_question(bookable, false)?;
        let table = self.units(scope, bookable, days).await?;
        let mut found = slots.days(days, &table);
        let terms = self.terms(bookable, Attendees::MIN)?;
        for slot in found.iter_mut().flat_map(|day| &mut day.slots) {
            slot.terms_per_guest.clone_from(&terms);
        }
        Ok(DaysAnswer {
            days: found,
            missing: None,
        })
    }

    /// The slots of a day as a guest with these choices sees them.
    pub(super) async fn slots(
        &self,
        scope: &Scope,
        question: &SlotsQuestion,
        choices: &Choices,
    ) -> Result<Vec<Slot>, RemoteError> {
        let Some(bookable) = self.catalogue.bookable(&question.experience_id) else {
            return Ok(Vec::new());
        };
        let of_code = choices.access_code.as_ref();
        if let Some(code) = of_code {
            self.check_code(scope, bookable, code).await?;
        }
        let days = (question.day, question.day);
        let mut table = self.units(scope, bookable, days).await?;
        if let Some(moving) = &question.moving {
            let own = self.stored(scope, moving).await?;
            if own.requested_resource_category_id == bookable.category.id {
                table = table.without(stay_of(&own)?, bookable.offsets);
            }
        }
        let prices = match (of_code, bookable.rate_for(true)) {
            (Some(_), Some(rate)) => self.known_prices(scope, (bookable, rate.id.as_str()), days).await,
            // Those of every guest are kept with the days.
            _ => StartPrices::default(),
        };
        let slots = self
            .slot_question(bookable, of_code.is_some())?
            .days(days, &table);
        let of_day = slots.into_iter().flat_map(|day| day.slots);
        of_day
            .map(|slot| {
                let seen = slot.seen_by(question.attendees);
                let price = prices.at(question.day, seen.minutes);
                self.with_terms(bookable, question.attendees, Slot { price, ..seen })
            })
            .collect()
    }

    /// A slot with the terms on which a party pays its deposit, where it does.
    fn with_terms(&self, bookable: &Bookable, attendees: Attendees, slot: Slot) -> Result<Slot, RemoteError> {
        Ok(Slot {
            payment: self.terms(bookable, attendees)?,
            ..slot
        })
    }

    /// The terms on which a party pays its deposit; none where it pays none.
    fn terms(&self, bookable: &Bookable, attendees: Attendees) -> Result<Option<PaymentTerms>, RemoteError> {
        let Some(deposit) = &bookable.settings.deposit else {
            return Ok(None);
        };
        let amount = deposit_of(deposit, attendees, self.venue.currency);
        Ok(Some(PaymentTerms {
            kind: PaymentKind::Deposit,
            amount: amount.map_err(|_| RemoteError::Refused("a deposit is too large".to_owned()))?,
            due_minutes: self.settings.hold_minutes.into(),
            refund_minutes: deposit.refund_minutes,
        }))
    }

    /// The payments that were made here.
    pub(super) fn deposits(&self) -> Deposits<'_> {
        Deposits {
            connector: self.connector,
            enterprise_id: self.settings.enterprise_id.as_deref(),
            catalogue: &self.catalogue,
            payment_type: &self.settings.payment_type,
            accounting_category_id: self.settings.accounting_category_id.as_deref(),
        }
    }

    fn slot_question<'b>(
        &'b self,
        bookable: &'b Bookable,
        has_code: bool,
    ) -> Result<SlotQuestion<'b>, RemoteError> {
        let rate = bookable.rate_for(has_code);
        Ok(SlotQuestion {
            bookable,
            rate: rate.ok_or(RemoteError::Declined(Decline::CodeNotAccepted))?,
            restrictions: &self.catalogue.restrictions,
            zone: &self.venue.zone,
            now: self.now,
        })
    }

    async fn units(
        &self,
        scope: &Scope,
        bookable: &Bookable,
        days: (Day, Day),
    ) -> Result<UnitTable, RemoteError> {
        let outside = || RemoteError::Refused("the days are outside the calendar's range".to_owned());
        let (first, last) = range(&self.venue.zone, days, &bookable.settings).ok_or_else(outside)?;
        let question = AvailabilityQuestion {
            service_id: &bookable.settings.service_id,
            first_time_unit_start_utc: first.to_string(),
            last_time_unit_start_utc: last.to_string(),
            metrics: &METRICS,
        };
        let operation = Operation::AVAILABILITY;
        let answer: AvailabilityMetrics = self.connector.ask(scope, operation, &question).await?;
        UnitTable::of(&answer, &bookable.category.id)
            .map_err(|cause| RemoteError::Failed(format!("availability: {cause}")))
    }

    /// Refuses a code that does not open the private rate of an experience.
    async fn check_code(
        &self,
        scope: &Scope,
        bookable: &Bookable,
        code: &AccessCode,
    ) -> Result<(), RemoteError> {
        let declined = RemoteError::Declined(Decline::CodeNotAccepted);
        let Some(rate) = bookable.rate_for(true) else {
            return Err(declined);
        };
        let enterprises = self.enterprises();
        let question = VoucherFilter {
            enterprise_ids: &enterprises,
            service_ids: [&bookable.settings.service_id],
            voucher_code_values: [code.expose()],
            extent: VoucherExtent {
                vouchers: true,
                voucher_assignments: true,
            },
            limitation: Limitation::default(),
        };
        let list: VoucherList = self.connector.ask(scope, Operation::VOUCHERS, &question).await?;
        if list.opens(&rate.id) {
            Ok(())
        } else {
            Err(declined)
        }
    }

    /// The prices of a day's starts at the rate of every guest.
    pub(super) async fn prices_of_day(
        &self,
        scope: &Scope,
        experience_id: &ExperienceId,
        day: Day,
    ) -> Result<Vec<(Minutes, Price)>, RemoteError> {
        let Some(bookable) = self.catalogue.bookable(experience_id) else {
            return Ok(Vec::new());
        };
        let of = (bookable, bookable.rate.id.as_str());
        let prices = self.logged_prices(scope, of, (day, day)).await?;
        Ok(prices.of_day(day))
    }

    /// The prices of the starts of days at this rate; none of them where they cannot be read in time, which keeps no guest
    /// from booking: a quote says what a booking costs.
    async fn known_prices(
        &self,
        scope: &Scope,
        (bookable, rate_id): (&Bookable, &str),
        days: (Day, Day),
    ) -> StartPrices {
        let mut scope = scope.clone();
        scope.until = scope.until.min(self.elapsed + PRICES_WITHIN);
        let prices = self.logged_prices(&scope, (bookable, rate_id), days).await;
        prices.unwrap_or_default()
    }

    async fn logged_prices(
        &self,
        scope: &Scope,
        of: (&Bookable, &str),
        days: (Day, Day),
    ) -> Result<StartPrices, RemoteError> {
        let prices = self.prices(scope, of, days).await;
        if prices.is_err() {
            let connector = self.connector;
            connector.log_left_out(Operation::PRICING, 1, "times are shown without their prices");
        }
        prices
    }

    async fn prices(
        &self,
        scope: &Scope,
        (bookable, rate_id): (&Bookable, &str),
        days: (Day, Day),
    ) -> Result<StartPrices, RemoteError> {
        let outside = || RemoteError::Refused("the days are outside the calendar's range".to_owned());
        let (first, last) = range(&self.venue.zone, days, &bookable.settings).ok_or_else(outside)?;
        let question = PricingQuestion {
            rate_id,
            first_time_unit_start_utc: first.to_string(),
            last_time_unit_start_utc: last.to_string(),
        };
        let pricing: RatePricing = self.connector.ask(scope, Operation::PRICING, &question).await?;
        let currency = self.venue.currency;
        Ok(start_prices(&pricing, bookable, &self.venue.zone, currency))
    }

    /// The price of a booking.
    pub(super) async fn quote(
        &self,
        scope: &Scope,
        request: &QuoteRequest,
        choices: &Choices,
    ) -> Result<Quote, RemoteError> {
        let asked = self.asked(request, choices)?;
        let question = NewReservations {
            enterprise_id: None,
            service_id: &asked.bookable.settings.service_id,
            reservations: [asked.data()?],
            check_rate_applicability: None,
            check_overbooking: None,
            send_confirmation_email: None,
        };
        let list: PriceList = self.connector.ask(scope, Operation::PRICE, &question).await?;
        let lacking = || RemoteError::Failed("the answer lacks a price".to_owned());
        let price = list.reservation_prices.first().ok_or_else(lacking)?;
        let terms = self.terms(asked.bookable, asked.attendees)?;
        asked.quote(price, &self.catalogue, self.venue.currency, terms)
    }
}
