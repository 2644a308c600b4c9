//! A venue's single writer, as long as its object lives: it opens what the settings name and answers
//! one message after the other. It must not know the runtime, nor how a message arrives.
//!
//! The embedded engine answers without waiting for anything, so no other message comes between a
//! check and the write that relies on it. A remote system is waited for, and meanwhile others are
//! answered.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use config::mail::Adapter;
use config::{ChallengeSettings, MailSettings, System, VenueSettings};
use serde::Serialize;
use shared::id::VenueId;
use shared::time::Instant;

use super::call::{self, Call, Message, Said};
use super::cards;
use super::gate::{Around, Gate};
use super::house::House;
use super::means::Means;
use super::remote_call::by_remote;
use super::rows;
use super::schema::MigratedDatabase;
use super::staff::StaffCall;
use super::token::Secret;
use super::visitor::Visitor;
use super::waitlist;
use crate::challenge::Check;
use crate::limits::Creation;
use crate::mail::Mailer;
use crate::mail::preview::{self, ShownLetter};
use crate::payment::Payments;
use crate::provider::remote::{self, Remote, RemoteCards};
use crate::provider::{ProviderError, Reserved};
use crate::upstream::Ports;

/// How long a guest is kept waiting for something to look at.
pub(super) const READ_DEADLINE: Duration = Duration::from_secs(8);
/// How long a guest is kept waiting for a booking: giving up early helps nobody.
pub(super) const WRITE_DEADLINE: Duration = Duration::from_secs(25);

/// What a venue's object is surrounded by.
pub struct World {
    /// Its database, migrated before the first statement.
    pub database: Rc<MigratedDatabase>,
    /// Randomness that nobody can guess, 16 bytes at a time; none if there is none to be had.
    pub random: Box<dyn Fn() -> Option<[u8; 16]>>,
    /// What time it is.
    pub now: Box<dyn Fn() -> Instant>,
    /// Reaches the remote system of a venue that has one, or says why it cannot. The secret is the
    /// venue's own.
    pub reach: Box<Reach>,
    /// Makes ready the check against robots of these settings, or says why it cannot.
    pub challenge: Box<Challenge>,
    /// Who sends the mail of a venue, or why nobody does.
    pub mailer: Box<MailerFactory>,
    /// Takes the payments of a venue, whose secret this is, or says why nobody does.
    pub payments: Box<PaymentOffice>,
    /// Sets the alarm to this time, or clears it; what it was set to before is forgotten.
    pub alarm: Box<dyn Fn(Option<Instant>)>,
    /// Hears what went wrong while nobody waited for an answer.
    pub complain: Box<Complain>,
}

/// See [`World::challenge`].
pub type Challenge = dyn Fn(&VenueId, &ChallengeSettings) -> Result<Check, ProviderError>;

/// See [`World::complain`]: the venue, and the cause without personal data.
pub type Complain = dyn Fn(&VenueId, &str);

/// See [`World::mailer`].
pub type MailerFactory = dyn Fn(&VenueSettings) -> Result<Rc<dyn Mailer>, ProviderError>;

/// See [`World::payments`].
pub type PaymentOffice = dyn Fn(&VenueSettings, Secret) -> Result<Rc<dyn Payments>, ProviderError>;

/// See [`World::reach`].
pub type Reach = dyn Fn(&VenueSettings, Secret) -> Result<Reached, ProviderError>;

/// A remote system that can be called.
pub struct Reached {
    /// The system with everything around it.
    pub remote: Remote,
    /// The world it is reached through.
    pub ports: Rc<Ports>,
    /// Its gift cards.
    pub cards: Rc<dyn RemoteCards>,
    /// What has been counted of its calls, as OpenMetrics text.
    pub metrics: Box<dyn Fn() -> String>,
}

/// What a venue without a remote system has counted: OpenMetrics text with nothing in it.
const NOTHING_COUNTED: &str = "# EOF\n";

/// A venue's single writer.
pub struct Writer {
    pub(super) world: World,
    gate: Gate,
    house: RefCell<Option<House>>,
    reached: RefCell<Option<Rc<Reached>>>,
    check: RefCell<Option<Rc<Check>>>,
    mailer: RefCell<Option<Rc<dyn Mailer>>>,
    pub(super) till: RefCell<Option<Rc<dyn Payments>>>,
    /// When the current run of letters began, if there is one.
    pub(super) sending_since: Cell<Option<Instant>>,
    pub(super) is_retention_scheduled: Cell<bool>,
    /// Until when the mail service takes nothing, as far as this object knows: no letter is tried before.
    pub(super) letters_held_until: Cell<Option<Instant>>,
}

impl Writer {
    /// A writer that has opened nothing yet.
    #[must_use]
    pub fn new(world: World) -> Self {
        Self {
            world,
            gate: Gate::default(),
            house: RefCell::new(None),
            reached: RefCell::new(None),
            check: RefCell::new(None),
            mailer: RefCell::new(None),
            till: RefCell::new(None),
            sending_since: Cell::new(None),
            is_retention_scheduled: Cell::new(false),
            letters_held_until: Cell::new(None),
        }
    }

    /// Answers a message that gets past the gate.
    pub async fn hear(&self, settings: &VenueSettings, message: &Message) -> String {
        let Message { call, visitor, .. } = message;
        let means = self.means();
        let around = Around {
            settings,
            now: means.now,
            key: &|| means.key(),
            secret: &|| means.secret(),
        };
        if let Err(error) = self.gate.admit(around, call, visitor.as_ref()) {
            return plain::<()>(Err(error));
        }
        let counted = match self.challenge(settings, call, visitor.as_ref()).await {
            Ok(counted) => counted,
            Err(error) => return plain::<()>(Err(error)),
        };
        let answer = self.answer(settings, call).await;
        if call::is_refusal(&answer) {
            counted.inspect(|creation| self.gate.give_back_creation(*creation));
        }
        // A venue at which nothing is booked any more is read at times, and its guests' data ends too.
        if call.is_write() || !self.is_retention_scheduled.get() {
            self.rest(settings);
        }
        answer
    }

    /// Verifies the check against robots and counts against the venue's quota, for calls that create something;
    /// returns what was counted. A known idempotency key only repeats an answer, and needs neither.
    async fn challenge(
        &self,
        settings: &VenueSettings,
        call: &Call,
        visitor: Option<&Visitor>,
    ) -> Result<Option<Creation>, ProviderError> {
        let Some((creation, key)) = call.creation() else {
            return Ok(None);
        };
        let Means { database, now, .. } = self.means();
        let is_known = match (creation, settings.system()) {
            (Creation::Reservation, Some(System::Molzait(_))) => remote::knows(database, key, now)?,
            (Creation::Reservation, Some(System::Engine(_)) | None) => {
                rows::kept(database, key, now)?.is_some()
            }
            (Creation::GiftCardOrder, _) => cards::knows(database, key, now)?,
            (Creation::WaitlistEntry, _) => waitlist::of_key(database, key, now)?.is_some(),
        };
        if is_known {
            return Ok(None);
        }
        if let Some(turnstile) = &settings.turnstile {
            let token = visitor.and_then(|visitor| visitor.challenge_token.as_deref());
            // Venues may share a secret, and guests choose their keys, which have no spaces.
            let purpose = format!("{} {creation:?} {}", settings.id, key.as_str());
            self.check(settings, turnstile)?.pass(token, &purpose).await?;
        }
        self.gate.count_creation(settings, creation, now)?;
        Ok(Some(creation))
    }

    fn check(
        &self,
        settings: &VenueSettings,
        turnstile: &ChallengeSettings,
    ) -> Result<Rc<Check>, ProviderError> {
        if let Some(check) = &*self.check.borrow() {
            return Ok(check.clone());
        }
        let check = Rc::new((self.world.challenge)(&settings.id, turnstile)?);
        self.check.replace(Some(check.clone()));
        Ok(check)
    }

    /// Answers a call to the venue of these settings, always the same, as JSON of a [`Said`].
    pub async fn answer(&self, settings: &VenueSettings, call: &Call) -> String {
        if let Call::Cards(call) = call {
            return plain(self.of_cards(settings, call).await);
        }
        if let Call::Waitlist(call) = call {
            return plain(self.of_waitlist(settings, call).await);
        }
        if let Call::ShownMail(number) = call {
            return plain(self.shown_mail(settings, *number));
        }
        let answer = self.of_guest_data(settings, call);
        if let Some(answer) = answer.or_else(|| self.of_payments(settings, call)) {
            return answer;
        }
        let is_engine = matches!(settings.system(), Some(System::Engine(_)));
        if let (Call::Staff(StaffCall::NoShow { id, token, is_said }), true) = (call, is_engine) {
            return plain(self.no_show(settings, id, (token.as_deref(), *is_said)).await);
        }
        match settings.system() {
            Some(System::Engine(_)) => match (call, &settings.payments) {
                (
                    Call::Reserve(_) | Call::Reservation(_) | Call::Change(..) | Call::ExtendHold(_),
                    Some(_),
                ) => self.with_payment(settings, call).await,
                _ => self.by_house(settings, call),
            },
            Some(System::Molzait(_)) => match self.reached(settings) {
                Ok(reached) => by_remote(&reached, call).await,
                Err(error) => plain::<()>(Err(error)),
            },
            None => plain::<()>(Err(ProviderError::Broken("no system is named".to_owned()))),
        }
    }

    pub(super) fn means(&self) -> Means<'_> {
        Means {
            database: &*self.world.database,
            random: &*self.world.random,
            now: (self.world.now)(),
        }
    }

    /// The letters of a venue that shows them.
    fn shown_mail(
        &self,
        settings: &VenueSettings,
        number: Option<u32>,
    ) -> Result<Vec<ShownLetter>, ProviderError> {
        let is_shown = |mail: &MailSettings| mail.adapter == Adapter::Shown;
        if !settings.mail.as_ref().is_some_and(is_shown) {
            return Err(ProviderError::NotFound);
        }
        let Means { database, .. } = self.means();
        Ok(preview::letters(database, number)?)
    }

    /// What the house answers, with the payment that belongs to it.
    async fn with_payment(&self, settings: &VenueSettings, call: &Call) -> String {
        let answer = self.with_house(settings, |house, means| match call {
            Call::Reserve(order) => house.reserve(means, order),
            Call::Reservation(id) => house.reservation(means, id).map(Reserved::looked_up),
            Call::Change(id, change) => house.change(means, id, change).map(Reserved::looked_up),
            Call::ExtendHold(id) => house.extend_hold(means, id).map(Reserved::looked_up),
            _ => Err(ProviderError::NotFound),
        });
        let reserved = match answer {
            Ok(reserved) => reserved,
            Err(error) => return plain::<()>(Err(error)),
        };
        let reservation = self.with_checkout(settings, reserved.reservation).await;
        if let Call::Reserve(_) = call {
            plain(Ok(Reserved {
                reservation,
                replayed: reserved.replayed,
            }))
        } else {
            plain(Ok(reservation))
        }
    }

    /// Lets the house do something, with nothing in between.
    pub(super) fn with_house<T>(
        &self,
        settings: &VenueSettings,
        work: impl FnOnce(&mut House, Means<'_>) -> Result<T, ProviderError>,
    ) -> Result<T, ProviderError> {
        let means = self.means();
        // Taken out while it works: should that fail half-way, the next message reads it from disk
        // again, where everything has happened or nothing.
        let opened = self.house.take();
        let mut house = opened.map_or_else(|| House::open(settings, means), Ok)?;
        let answer = work(&mut house, means);
        self.house.replace(Some(house));
        answer
    }

    fn by_house(&self, settings: &VenueSettings, call: &Call) -> String {
        let means = self.means();
        let opened = self.house.take();
        let mut house = match opened.map_or_else(|| House::open(settings, means), Ok) {
            Ok(house) => house,
            Err(error) => return plain::<()>(Err(error)),
        };
        let answer = match call {
            Call::Webhook { .. }
            | Call::Play(..)
            | Call::ExtendHold(_)
            | Call::ShownMail(_)
            | Call::Staff(StaffCall::NoShow { .. } | StaffCall::ExportGuest(_) | StaffCall::EraseGuest(_))
            | Call::Waitlist(_) => plain::<()>(Err(ProviderError::NotFound)),
            Call::Experiences => plain(house.experiences()),
            Call::Calendar(question) => plain(house.calendar(question, means.now)),
            Call::Slots(question) => plain(house.slots(question, means.now)),
            Call::Reserve(order) => plain(house.reserve(means, order)),
            Call::Reservation(id) => plain(house.reservation(means, id)),
            Call::Reservations(question) => plain(house.reservations(means, question)),
            Call::Change(id, change) => plain(house.change(means, id, change)),
            Call::SetStatus(id, status) => plain(house.set_status(means, id, *status)),
            Call::Metrics => plain(Ok(NOTHING_COUNTED)),
            Call::Cards(call) => plain(cards::call::answer(means, settings, call)),
            Call::Staff(StaffCall::Slots(question)) => {
                plain(house.staff_slots(&settings.id, means, question))
            }
            Call::Staff(StaffCall::Create(request)) => plain(house.staff_create(means, request)),
            Call::Staff(StaffCall::Reservation(id)) => plain(house.staff_reservation(means, id)),
            Call::Staff(StaffCall::Reservations(question)) => {
                plain(house.staff_reservations(means, question))
            }
            Call::Staff(StaffCall::CreateCard(new)) => plain(cards::made_by_staff(means, settings, new)),
            Call::Staff(StaffCall::Card(code)) => plain(cards::seen_by_staff(means, code)),
            Call::Staff(StaffCall::Redeem(code, redemption)) => {
                plain(cards::redeemed_by_staff(means, settings, code, redemption))
            }
            Call::Staff(StaffCall::SetStatus(id, status)) => {
                plain(house.staff_set_status(means, id, *status))
            }
        };
        self.house.replace(Some(house));
        answer
    }

    /// The mail service. It is made once per object, so that its breaker, queue and `Retry-After` outlive a letter.
    pub(super) fn mailer(&self, settings: &VenueSettings) -> Result<Rc<dyn Mailer>, ProviderError> {
        if let Some(mailer) = &*self.mailer.borrow() {
            return Ok(mailer.clone());
        }
        let mailer = (self.world.mailer)(settings)?;
        self.mailer.replace(Some(mailer.clone()));
        Ok(mailer)
    }

    pub(super) fn reached(&self, settings: &VenueSettings) -> Result<Rc<Reached>, ProviderError> {
        if let Some(reached) = &*self.reached.borrow() {
            return Ok(reached.clone());
        }
        let means = self.means();
        let reached = Rc::new((self.world.reach)(settings, means.secret()?)?);
        self.reached.replace(Some(reached.clone()));
        Ok(reached)
    }
}

pub(super) fn plain<T: Serialize>(answer: Result<T, ProviderError>) -> String {
    Said::plain(answer).text()
}
