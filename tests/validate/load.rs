//! The hour: guests who come at any time of it, and at its end the operations that they have no need of.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::error::Error;
use std::rc::Rc;
use std::time::Duration;

use couvert_tests::mews_doctor::ExaminedProperty;
use edge::provider::choices::Choices;
use edge::provider::mews::ServedVenue;
use edge::provider::remote::{Deposit, NewReservation, Reference, RemoteError, RemoteSystem};
use edge::provider::{BookingRequest, Provider as _, SlotsQuestion};
use edge::storage::idempotency::IdempotencyKey;
use edge::upstream::Clock as _;
use fastrand::Rng;
use serde_json::json;
use shared::availability::{Slot, SlotStatus};
use shared::party::Attendees;
use shared::reservation::Status;
use shared::time::Day;
use tokio::task::JoinSet;

use crate::guest::Guest;
use crate::property::{Opening, Property};

/// How long guests go on coming, in milliseconds: the last of them have some minutes left of the hour.
const COMING: u64 = 54 * 60 * 1_000;
/// How many guests look for each one who books.
const LOOKERS: u64 = 3;
/// How long no calls are left in any window.
const QUIET: Duration = Duration::from_mins(5);

type Outcome<T> = Result<T, Box<dyn Error>>;

/// A thing that guests do in the course of the hour, beside looking around and booking a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// A booking with add-ons.
    WithAddOns,
    /// A booking with children.
    WithChildren,
    /// A booking at the rate that a voucher's code opens.
    WithVoucher,
    /// A change of day and time.
    Move,
    /// A change of the party's size.
    PartyChange,
    /// A change of the notes.
    NotesChange,
    /// An order of add-ons after the booking.
    LaterAddOns,
    /// A cancellation.
    Cancellation,
}

impl Action {
    /// All of them, each of which a run has to have.
    pub const ALL: [Self; 8] = [
        Self::WithAddOns,
        Self::WithChildren,
        Self::WithVoucher,
        Self::Move,
        Self::PartyChange,
        Self::NotesChange,
        Self::LaterAddOns,
        Self::Cancellation,
    ];

    /// Its name beside a count.
    pub fn name(self) -> &'static str {
        match self {
            Self::WithAddOns => "with add-ons",
            Self::WithChildren => "with children",
            Self::WithVoucher => "with a voucher",
            Self::Move => "moved",
            Self::PartyChange => "with another party",
            Self::NotesChange => "with other notes",
            Self::LaterAddOns => "with add-ons afterwards",
            Self::Cancellation => "cancelled",
        }
    }
}

/// The counts of a run.
#[derive(Debug, Default)]
pub struct Tally {
    /// The calendars that were looked at.
    pub calendars: u64,
    /// The bookings that were made.
    pub booked: u64,
    /// The other things that guests have done.
    pub actions: BTreeMap<Action, u64>,
    /// The answers to bookings, changes and cancellations.
    pub writes: u64,
    /// Those of them that leave the outcome open.
    pub unknown: u64,
    /// Everything that went otherwise than it has to.
    pub wrong: Vec<String>,
}

impl Tally {
    /// Counts a thing that a guest has done.
    pub fn add(&mut self, action: Action) {
        *self.actions.entry(action).or_default() += 1;
    }

    /// How often guests have done a thing.
    pub fn count(&self, action: Action) -> u64 {
        self.actions.get(&action).copied().unwrap_or_default()
    }
}

/// Lets so many guests book, with others who only look, and counts it in a tally.
pub async fn run(opening: &Opening<'_>, bookings: u64, tally: &Rc<RefCell<Tally>>) -> Outcome<()> {
    let property = Rc::new(Property::open(opening, &json!({}), "note")?);
    let mut chance = Rng::with_seed(opening.seed);
    let mut guests = JoinSet::new();
    for number in 0..bookings * (1 + LOOKERS) {
        let seed = chance.u64(..);
        let begins = Duration::from_millis(chance.u64(..COMING));
        let place = usize::try_from(number)?;
        let guest = Guest::new(property.clone(), tally.clone(), place, seed);
        if number < bookings {
            guests.spawn_local(guest.live(begins));
        } else {
            guests.spawn_local(guest.look_around(begins));
        }
    }
    while let Some(ended) = guests.join_next().await {
        ended?;
    }
    property.clock.pass(QUIET).await;
    examine(&property).await?;
    pay_deposit(opening).await?;
    visit(&property).await
}

fn failed(error: &RemoteError) -> Box<dyn Error> {
    format!("{error:?}").into()
}

/// Examines the property, as the doctor does, by operations that no guest needs.
async fn examine(property: &Property) -> Outcome<()> {
    let venue = ServedVenue::of(&property.venue);
    let examined = ExaminedProperty {
        connector: &property.connector,
        system: &property.system,
        settings: property.venue.mews.as_ref().ok_or("the venue has no Mews")?,
        venue: &venue,
        clock: &property.clock,
    };
    let findings = examined.examine().await?;
    if findings.contradictions == 0 {
        Ok(())
    } else {
        Err(findings.lines.join("\n").into())
    }
}

fn order(
    property: &Property,
    (day, slot): (Day, &Slot),
    phone: Option<&str>,
    key: &str,
) -> Outcome<BookingRequest> {
    let request = json!({
        "experienceId": property.experience.id, "day": day, "minutes": slot.minutes, "attendees": 2, "locale": "en",
        "notes": "A high chair, please",
        "guest": { "firstName": "Ada", "lastName": "Muster", "email": "ada@example.com", "phone": phone },
    });
    Ok(BookingRequest {
        request: serde_json::from_value(request)?,
        key: IdempotencyKey::parse(key).ok_or("no key")?,
    })
}

fn open_slot(slots: Vec<Slot>) -> Outcome<Slot> {
    let mut slots = slots.into_iter();
    let found = slots.find(|slot| slot.status == SlotStatus::Open);
    found.ok_or_else(|| "no time is open".into())
}

fn question(property: &Property, day: Day) -> Outcome<SlotsQuestion> {
    Ok(SlotsQuestion {
        experience_id: property.experience.id.clone(),
        attendees: Attendees::parse(2).map_err(|_| "no party")?,
        day,
        moving: None,
    })
}

/// Holds a table, posts its deposit and confirms it, at a venue whose guests' notes become tasks.
async fn pay_deposit(opening: &Opening<'_>) -> Outcome<()> {
    let deposit = json!({ "deposit": { "pricePerGuest": 1_500, "refundMinutes": 1_440 } });
    let property = Property::open(opening, &deposit, "task")?;
    let day = property.today().plus(80).ok_or("no such day")?;
    let (system, question) = (&*property.system, question(&property, day)?);
    let slots = system
        .slots(&property.scope(), &question)
        .await
        .map_err(|error| failed(&error))?;
    let slot = open_slot(slots)?;
    let terms = slot.payment.clone().ok_or("the time costs nothing")?;
    let order = order(&property, (day, &slot), None, "deposit")?;
    let new = NewReservation {
        request: &order.request,
        choices: &Choices::default(),
        reference: &Reference::of(&[9; 32]),
        slot: &slot,
    };
    let held = system
        .create(&property.scope(), new)
        .await
        .map_err(|error| failed(&error))?;
    let deposit = Deposit {
        reference: "payment-1".to_owned(),
        amount: terms.amount,
        is_of_gift_card: false,
    };
    let scope = property.scope();
    system
        .confirm(&scope, &held.id)
        .await
        .map_err(|error| failed(&error))?;
    system
        .post_deposit(&scope, &held.id, &deposit)
        .await
        .map_err(|error| failed(&error))?;
    let posted = system
        .deposits(&scope, &held.id)
        .await
        .map_err(|error| failed(&error))?;
    if posted == [deposit.reference] {
        Ok(())
    } else {
        Err(format!("the deposits are {posted:?}").into())
    }
}

/// Books a table for another day, and is seated there once its time has come.
async fn visit(property: &Property) -> Outcome<()> {
    let day = property.today().plus(3).ok_or("no such day")?;
    let question = question(property, day)?;
    let slots = property.request().slots(&question).await;
    let slot = open_slot(slots.map_err(|error| format!("{error:?}"))?)?;
    // The profile that was made with the deposit takes the number that it lacks.
    let order = order(property, (day, &slot), Some("+436605512234"), "visit")?;
    let booked = property.request().reserve(&order).await;
    let booked = booked.map_err(|error| format!("{error:?}"))?.reservation;
    let start = property.venue.time_zone.resolve(day, slot.minutes).instant();
    let start = start.ok_or("no such time")?.unix();
    let wait = u64::try_from(start - property.clock.now().unix())?;
    property.clock.pass(Duration::from_secs(wait)).await;
    for status in [Status::Seated, Status::Finished] {
        let taken = property.request().set_status(&booked.id, status).await;
        taken.map_err(|error| format!("{error:?}"))?;
    }
    Ok(())
}
