//! Experiences, checked: their parties, durations, prices, tables and services.

use std::collections::BTreeSet;

use shared::availability::Confirmation;
use shared::id::ExperienceId;
use shared::locale::LocalizedText;
use shared::money::{Currency, Money};
use shared::offer::AgeCategory;
use shared::party::Attendees;
use shared::party::PartyRange;
use shared::payment::{PaymentKind, PaymentTerms};
use shared::time::{Day, Instant, TimeZone};

use super::assignment::Assignments;
use super::closure::{self, Closure};
use super::fault::{FaultKind, Faults};
use super::floor_plan::FloorPlan;
use super::offer::{self, Offer};
use super::schedule::Schedule;
use super::service::{Limits, Service};
use super::table_set::TableSet;
use crate::engine::{self, EngineSettings};
use crate::offer as settings;

/// Bounds of what an owner may write, generous to every restaurant, so that no question takes long.
const MAX_EXPERIENCES: usize = 64;
const SLOT_INTERVAL: (u32, u32) = (5, 1440);
const STAY_MINUTES: (u32, u32) = (5, 1440);
/// A year.
const MAX_LEAD_MINUTES: u32 = 366 * 1440;
/// Thirty days: after that a table held without payment is a mistake.
const MAX_DUE_MINUTES: u32 = 30 * 1440;

/// An experience.
#[derive(Clone, Debug)]
pub struct Experience {
    id: ExperienceId,
    name: LocalizedText,
    party: PartyRange,
    confirmation: Confirmation,
    show_end_time: bool,
    /// By size of the party.
    durations: Vec<u16>,
    lead_minutes: u32,
    limits: Limits,
    payment: Option<Payment>,
    offer: Offer,
    /// The tables that it may be booked at, in whichever service.
    tables: TableSet,
    slot_interval: u16,
    schedule: Schedule,
    closures: Vec<Closure>,
}

/// A payment in advance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Its kind.
    pub kind: PaymentKind,
    /// Per guest.
    pub price_per_guest: Money,
    /// The smallest party that has to pay.
    pub required_from: u8,
    /// Minutes in which to pay before the table is given up.
    pub due_minutes: u32,
    /// Given back when cancelled at least this many minutes before the start.
    pub refund_minutes: Option<u32>,
    /// Whether add-ons are paid with a deposit.
    pub add_ons: bool,
}

impl Payment {
    /// The terms of a payment of this amount.
    #[must_use]
    pub fn terms(self, amount: Money) -> PaymentTerms {
        PaymentTerms {
            kind: self.kind,
            amount,
            due_minutes: self.due_minutes,
            refund_minutes: self.refund_minutes,
        }
    }
}

impl Experience {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> &ExperienceId {
        &self.id
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &LocalizedText {
        &self.name
    }

    /// The parties it takes.
    #[must_use]
    pub fn party(&self) -> PartyRange {
        self.party
    }

    /// Whether a booking is confirmed at once.
    #[must_use]
    pub fn confirmation(&self) -> Confirmation {
        self.confirmation
    }

    /// Whether guests see when their time ends.
    #[must_use]
    pub fn shows_end_time(&self) -> bool {
        self.show_end_time
    }

    /// How many minutes of elapsed time a party of this size keeps its table.
    #[must_use]
    pub fn duration(&self, party: Attendees) -> u16 {
        self.durations
            .get(usize::from(party.get()))
            .copied()
            .unwrap_or_default()
    }

    /// How many minutes before a slot it can last be booked.
    #[must_use]
    pub fn lead_minutes(&self) -> u32 {
        self.lead_minutes
    }

    /// Its own limits, beside those of the venue.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// The rules of payment, if any party has to pay.
    #[must_use]
    pub fn payment(&self) -> Option<Payment> {
        self.payment
    }

    /// The payment in advance of a party of this size whose guests are not counted by age, if there is one.
    #[must_use]
    pub fn payment_terms(&self, party: Attendees) -> Option<PaymentTerms> {
        let payment = self.due_payment(party)?;
        let guest_price = self.guest_price(self.offer.default_category());
        let price = match payment.kind {
            PaymentKind::Prepayment => guest_price?,
            PaymentKind::Deposit if guest_price.is_some_and(|price| price.amount() == 0) => return None,
            PaymentKind::Deposit | PaymentKind::CardGuarantee => payment.price_per_guest,
        };
        // A price is a u32 and a party at most 50, so their product is always an amount.
        let amount = price.checked_mul(party.get().into()).ok()?;
        (amount.amount() > 0).then(|| payment.terms(amount))
    }

    /// The rules of payment for a party of this size, if it has to pay.
    #[must_use]
    pub fn due_payment(&self, party: Attendees) -> Option<Payment> {
        self.payment
            .filter(|payment| party.get() >= payment.required_from)
    }

    /// The price of a guest of this age category, or of one who is not counted by age: the category's, or the
    /// experience's, or that of a prepayment; none where no price is stated.
    #[must_use]
    pub fn guest_price(&self, category: Option<&AgeCategory>) -> Option<Money> {
        let prepaid = self
            .payment
            .filter(|payment| payment.kind == PaymentKind::Prepayment);
        category
            .and_then(|category| category.price)
            .or(self.offer.price)
            .or(prepaid.map(|payment| payment.price_per_guest))
    }

    /// Its prices, and the choices of its guests.
    #[must_use]
    pub fn offer(&self) -> &Offer {
        &self.offer
    }

    /// The services of a day, by time.
    pub fn services(&self, day: Day) -> impl Iterator<Item = &Service> {
        self.schedule.services(day)
    }

    /// The tables that it may be booked at, and the minutes between two of its seatings.
    pub(super) fn seating(&self) -> (TableSet, u16) {
        (self.tables, self.slot_interval)
    }

    /// Whether it is closed to a party that is named by `day` and stays from `start` to `end`.
    #[must_use]
    pub fn is_closed(&self, zone: &TimeZone, day: Day, stay: Option<(Instant, Instant)>) -> bool {
        self.closures_of(zone, day, stay).next().is_some()
    }

    /// The positions of its closures that cover a party, as [`Self::is_closed`] describes it.
    pub fn closures_of(
        &self,
        zone: &TimeZone,
        day: Day,
        stay: Option<(Instant, Instant)>,
    ) -> impl Iterator<Item = usize> {
        closure::covering(&self.closures, zone, day, stay)
    }

    /// Whether a special day replaces the week's services on this day.
    #[must_use]
    pub fn is_special(&self, day: Day) -> bool {
        self.schedule.is_special(day)
    }
}

/// Reads every experience.
pub(super) fn read(
    settings: &EngineSettings,
    floor_plan: &FloorPlan,
    assignments: &Assignments,
    currency: Currency,
    faults: &mut Faults,
) -> Vec<Experience> {
    if settings.experiences.is_empty() {
        faults.add("experiences", FaultKind::Empty);
    }
    faults.count("experiences", settings.experiences.len(), MAX_EXPERIENCES);
    let mut ids = BTreeSet::new();
    let mut default = false;
    let mut read = Vec::with_capacity(settings.experiences.len());
    for (place, written) in settings.experiences.iter().enumerate() {
        let path = format!("experiences[{place}]");
        if !ids.insert(&written.id) {
            faults.add(format!("{path}.id"), FaultKind::Duplicate(written.id.to_string()));
        }
        if written.is_default && std::mem::replace(&mut default, true) {
            faults.add(format!("{path}.isDefault"), FaultKind::SecondDefault);
        }
        read.push(read_one(
            &path,
            written,
            floor_plan,
            assignments,
            currency,
            faults,
        ));
    }
    read
}

fn read_one(
    path: &str,
    written: &engine::Experience,
    floor_plan: &FloorPlan,
    assignments: &Assignments,
    currency: Currency,
    faults: &mut Faults,
) -> Experience {
    faults.filled(format!("{path}.shorthand"), &written.shorthand);
    if let Some(image) = &written.image {
        faults.filled(format!("{path}.image"), image);
    }
    let party = read_party(path, written.attendees, faults);
    let durations = read_durations(&format!("{path}.durations"), &written.durations, party, faults);
    let (min, max) = SLOT_INTERVAL;
    faults.range(
        format!("{path}.slotIntervalMinutes"),
        written.slot_interval_minutes.into(),
        min,
        max,
    );
    faults.range(
        format!("{path}.leadMinutes"),
        written.lead_minutes,
        0,
        MAX_LEAD_MINUTES,
    );
    if let Some(minutes) = written.free_cancellation_minutes {
        let path = format!("{path}.freeCancellationMinutes");
        faults.range(path, minutes, 0, MAX_LEAD_MINUTES);
    }
    let limits = Limits::read(
        &format!("{path}."),
        written.seated_limit,
        written.starting_limit,
        faults,
    );
    let rooms = floor_plan.rooms_named(&format!("{path}.rooms"), &written.rooms, faults);
    let kinds = floor_plan.categories_named(&format!("{path}.categories"), &written.categories, faults);
    let own = rooms.intersection(kinds);
    for size in party.min.get()..=party.max.get() {
        let seats = |size: Attendees| {
            assignments
                .of_party(size)
                .any(|(_, one)| one.tables().is_within(own))
        };
        if Attendees::parse(size.into()).is_ok_and(|size| !seats(size)) {
            faults.add(format!("{path}.attendees"), FaultKind::NoTableSeats(size));
        }
    }
    Experience {
        id: written.id.clone(),
        name: written.name.clone(),
        party,
        confirmation: written.confirmation,
        show_end_time: written.show_end_time,
        durations,
        lead_minutes: written.lead_minutes,
        limits,
        payment: written
            .payment
            .map(|payment| read_payment(path, payment, currency, faults)),
        offer: offer::read(path, written, party, currency, faults),
        tables: own.intersection(floor_plan.reservable()),
        slot_interval: written.slot_interval_minutes,
        schedule: Schedule::read(path, written, floor_plan, own, faults),
        closures: closure::read(&format!("{path}."), &written.closures, faults),
    }
}

fn read_party(path: &str, written: engine::Attendance, faults: &mut Faults) -> PartyRange {
    let mut size = |key: &str, number: u8| {
        let (min, max) = (Attendees::MIN.get().into(), Attendees::MAX.get().into());
        faults.range(format!("{path}.attendees.{key}"), number.into(), min, max);
        Attendees::parse(number.into()).unwrap_or(Attendees::MIN)
    };
    let (min, max) = (size("min", written.min), size("max", written.max));
    if written.min > written.max {
        faults.add(format!("{path}.attendees.max"), FaultKind::Reversed);
    }
    PartyRange { min, max }
}

/// The stay of every size of party; larger ones than are provided for stay as long as the largest.
fn read_durations(path: &str, stays: &[engine::Stay], party: PartyRange, faults: &mut Faults) -> Vec<u16> {
    if stays.is_empty() {
        faults.add(path, FaultKind::Empty);
    }
    let mut before = 0;
    for (place, stay) in stays.iter().enumerate() {
        let (min, max) = STAY_MINUTES;
        faults.range(format!("{path}[{place}].minutes"), stay.minutes.into(), min, max);
        if stay.up_to <= before {
            faults.add(format!("{path}[{place}].upTo"), FaultKind::NotRising);
        }
        before = stay.up_to;
    }
    if before < party.max.get() {
        faults.add(path, FaultKind::SizeNotCovered(party.max.get()));
    }
    let stay = |size: u8| stays.iter().find(|stay| size <= stay.up_to).or(stays.last());
    (0..=Attendees::MAX.get())
        .map(|size| stay(size).map_or(0, |stay| stay.minutes))
        .collect()
}

fn read_payment(path: &str, written: settings::Payment, currency: Currency, faults: &mut Faults) -> Payment {
    let path = format!("{path}.payment");
    let (min, max) = (Attendees::MIN.get().into(), Attendees::MAX.get().into());
    faults.range(
        format!("{path}.requiredFrom"),
        written.required_from.into(),
        min,
        max,
    );
    faults.range(
        format!("{path}.pricePerGuest"),
        written.price_per_guest,
        1,
        u32::MAX,
    );
    faults.range(
        format!("{path}.dueMinutes"),
        written.due_minutes,
        1,
        MAX_DUE_MINUTES,
    );
    if let Some(minutes) = written.refund_minutes {
        faults.range(format!("{path}.refundMinutes"), minutes, 0, MAX_LEAD_MINUTES);
    }
    Payment {
        kind: written.kind,
        price_per_guest: Money::new(written.price_per_guest.into(), currency)
            .unwrap_or(Money::zero(currency)),
        required_from: written.required_from,
        due_minutes: written.due_minutes,
        refund_minutes: written.refund_minutes,
        add_ons: written.add_ons,
    }
}
