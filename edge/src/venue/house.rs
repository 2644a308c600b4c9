//! A venue at work: its plan, its book and its database kept in step. It must not know how a table is
//! found (the engine does), nor how messages arrive.
//!
//! Nothing in here waits: between a check and the write that relies on it nobody else gets a turn.

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use shared::availability::{CalendarDay, Slot, SlotStatus};
use shared::id::ReservationId;
use shared::reservation::{BookedExperience, Reservation};
use shared::time::Instant;

use super::database::Database;
use super::idempotency::{Decision, decide, fingerprint};
use super::rows::{self, HeldRow, NewRow};
use super::schema;
use super::token::Secret;
use crate::config::VenueSettings;
use crate::provider::engine::book::{Book, Entry};
use crate::provider::engine::demo::{MadeUp, make_up};
use crate::provider::engine::number::reservation_number;
use crate::provider::engine::plan::Plan;
use crate::provider::engine::reserve::{Placement, Refusal, Wish, reserve};
use crate::provider::engine::{calendar, slot};
use crate::provider::{CalendarQuestion, Order, ProviderError, Reserved, SlotsQuestion};

type Answer<T> = Result<T, ProviderError>;

/// How long a reservation that is over stays in memory, in seconds: nothing asks about it any more,
/// but the peak of a running evening looks back.
const LOOK_BACK_SECONDS: i64 = 24 * 60 * 60;

/// The same made-up guests come to every demonstration, so that two of them look alike.
const SEED: u64 = 7;

/// What a venue works with while it answers one message.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    /// Its database.
    pub database: &'a dyn Database,
    /// Randomness that nobody can guess, 16 bytes at a time; none if there is none to be had.
    pub random: &'a dyn Fn() -> Option<[u8; 16]>,
    /// The instant of the message.
    pub now: Instant,
}

impl Means<'_> {
    fn random(self) -> Answer<[u8; 16]> {
        (self.random)().ok_or_else(|| ProviderError::Broken("there is no randomness".to_owned()))
    }

    /// An id of 128 random bits, in 26 characters.
    fn new_id(self) -> Answer<ReservationId> {
        let text = BASE32_NOPAD.encode(&self.random()?).to_ascii_lowercase();
        ReservationId::parse(&text).map_err(|code| ProviderError::Broken(code.to_string()))
    }

    /// The venue's secret, made at its first start.
    fn secret(self) -> Answer<Secret> {
        let text = if let Some(text) = rows::meta(self.database, "secret")? {
            text
        } else {
            let text = HEXLOWER.encode(&[self.random()?, self.random()?].concat());
            self.database.write(vec![rows::set_meta("secret", &text)])?;
            text
        };
        let bytes = HEXLOWER.decode(text.as_bytes()).unwrap_or_default();
        let bytes: [u8; 32] = bytes
            .try_into()
            .map_err(|_| ProviderError::Broken("the venue's secret is not 32 bytes".to_owned()))?;
        Ok(Secret::new(bytes))
    }
}

/// A venue at work.
pub struct House {
    plan: Plan,
    book: Book,
    secret: Secret,
    last_number: u32,
}

impl House {
    /// Opens the venue's database, sets it up at the first start, and reads what is booked.
    pub fn open(settings: &VenueSettings, means: Means<'_>) -> Answer<Self> {
        let Means { database, now, .. } = means;
        let fault = |text: String| ProviderError::Broken(format!("{}: {text}", settings.id));
        let engine = settings
            .engine
            .as_ref()
            .ok_or_else(|| fault("there is no engine".to_owned()))?;
        let plan = Plan::build(engine, settings.time_zone, settings.currency)
            .map_err(|faults| fault(format!("{} faults", faults.len())))?;
        schema::migrate(database)?;
        let mut house = Self {
            secret: means.secret()?,
            last_number: rows::last_number(database)?,
            book: Book::new(),
            plan,
        };
        let since = Instant::from_unix(now.unix() - LOOK_BACK_SECONDS);
        for row in rows::held_since(database, since)? {
            house.book.put(house.entry(row)?);
        }
        if settings.made_up_reservations && rows::meta(database, "made_up")?.is_none() {
            house.make_up(means)?;
        }
        Ok(house)
    }

    /// Fills a venue that is only shown, once.
    fn make_up(&mut self, means: Means<'_>) -> Answer<()> {
        let (today, _) = self
            .plan
            .zone()
            .local(means.now)
            .ok_or_else(|| ProviderError::Broken("no such day".to_owned()))?;
        let mut statements = vec![rows::set_meta("made_up", &today.to_string())];
        let mut entries = Vec::new();
        let mut number = self.last_number;
        for MadeUp {
            request,
            placement,
            made_at,
        } in make_up(&self.plan, today, SEED)
        {
            let id = means.new_id()?;
            number += 1;
            statements.push(rows::insert(&NewRow::of(
                &id, number, &request, &placement, made_at,
            ))?);
            entries.push(placement.entry(id));
        }
        means.database.write(statements)?;
        self.last_number = number;
        for entry in entries {
            self.book.put(entry);
        }
        Ok(())
    }

    fn entry(&self, row: HeldRow) -> Answer<Entry> {
        let (start, end) = row.span();
        Ok(Entry {
            experience: self.plan.find_experience(&row.experience_id),
            day: row.day,
            minutes: row.minutes,
            start,
            end,
            attendees: row.attendees,
            tables: self.plan.table_set(&row.tables()?),
            status: row.status,
            id: row.id,
        })
    }

    /// The state of every day asked for.
    pub fn calendar(&self, question: &CalendarQuestion, now: Instant) -> Answer<Vec<CalendarDay>> {
        calendar::calendar(&self.plan, &self.book, now, question).map_err(ProviderError::Fields)
    }

    /// The slots of a day.
    pub fn slots(&self, question: &SlotsQuestion, now: Instant) -> Answer<Vec<Slot>> {
        let slots = slot::slots(&self.plan, &self.book, now, question).map_err(ProviderError::Fields)?;
        Ok(slots.into_iter().map(|slot| slot.public(&self.plan)).collect())
    }

    /// Makes a booking, or repeats the answer to an earlier request with the same key: re-check,
    /// assign, number, store and answer, with nothing in between.
    pub fn reserve(&mut self, means: Means<'_>, order: &Order) -> Answer<Reserved> {
        let now = means.now;
        let fingerprint = fingerprint(&order.request);
        let kept = rows::kept(means.database, &order.key, now)?;
        match decide(kept, &fingerprint) {
            Decision::CarryOut => {}
            Decision::Repeat(reservation) => {
                return Ok(Reserved {
                    reservation: self.with_token(reservation),
                    replayed: true,
                });
            }
            Decision::InFlight => return Err(ProviderError::InFlight),
            Decision::Reused => return Err(ProviderError::KeyReused),
        }
        let placement = match reserve(&self.plan, &self.book, now, &Wish::from(&order.request)) {
            Ok(placement) => placement,
            Err(Refusal::Invalid(errors)) => return Err(ProviderError::Fields(errors)),
            Err(Refusal::Taken(_)) => return Err(self.taken(order, now)),
        };
        let reservation = self.store(means, order, &placement, &fingerprint)?;
        self.book.put(placement.entry(reservation.id.clone()));
        self.last_number += 1;
        Ok(Reserved {
            reservation: self.with_token(reservation),
            replayed: false,
        })
    }

    /// The day's open slots as they are now.
    fn taken(&self, order: &Order, now: Instant) -> ProviderError {
        let question = SlotsQuestion {
            experience_id: order.request.experience_id.clone(),
            attendees: order.request.attendees,
            day: order.request.day,
            moving: None,
        };
        let slots = self.slots(&question, now).unwrap_or_default();
        let alternatives = slots
            .into_iter()
            .filter(|slot| slot.status == SlotStatus::Open)
            .collect();
        ProviderError::Taken { alternatives }
    }

    fn store(
        &self,
        means: Means<'_>,
        order: &Order,
        placement: &Placement,
        fingerprint: &str,
    ) -> Answer<Reservation> {
        let now = means.now;
        let request = &order.request;
        let experience = self.plan.experience(placement.experience);
        let number = self.last_number + 1;
        let reservation = Reservation {
            id: means.new_id()?,
            number: reservation_number(number.into()),
            status: placement.status,
            day: placement.day,
            minutes: placement.minutes,
            duration: placement.duration,
            attendees: placement.attendees,
            experience: BookedExperience {
                id: request.experience_id.clone(),
                name: experience
                    .map(|experience| experience.name().clone())
                    .unwrap_or_default(),
            },
            manage_token: None,
            payment: placement.payment.clone(),
        };
        let row = NewRow::of(&reservation.id, number, request, placement, now);
        let statements = vec![
            rows::forget(now),
            rows::insert(&row)?,
            rows::keep(&order.key, fingerprint, &reservation, now)?,
        ];
        means.database.write(statements)?;
        Ok(reservation)
    }

    fn with_token(&self, reservation: Reservation) -> Reservation {
        Reservation {
            manage_token: Some(self.secret.manage_token(&reservation.id)),
            ..reservation
        }
    }
}
