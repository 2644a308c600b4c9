//! A venue at work: its plan, its book and its database kept in step. It must not know how a table is
//! found (the engine does), nor how messages arrive.
//!
//! Nothing in here waits: between a check and the write that relies on it nobody else gets a turn.

mod change;
mod ledger;
mod letters;
mod no_show;
mod offers;
mod payment_news;
mod payments;
mod record;
mod staff;
mod waitlist;
mod waitlist_letters;

use config::payment::ChargeLimits;
use config::plan::Plan;
use config::{EngineSettings, VenueSettings, WaitlistSettings};
use shared::availability::{CalendarDay, Slot, SlotStatus};
use shared::id::{ExperienceId, ReservationId};
use shared::money::Money;
use shared::reservation::{BookedExperience, Reservation, ReservationRequest, Status};
use shared::time::{Day, Instant};
use shared::venue::Experience;

use self::ledger::Actor;
use self::letters::{Letters, Told};
use super::database::Statement;
use super::idempotency::{Decision, decide, fingerprint};
use super::means::Means;
use super::payments as venue_payments;
use super::rows::{self, HeldRow, NewRow, Source};
use super::token::Secret;
use crate::mail::templates::PaymentState;
use crate::provider::engine::book::{Book, Entry};
use crate::provider::engine::demo::{MadeUp, make_up};
use crate::provider::engine::number::reservation_number;
use crate::provider::engine::reserve::{Placement, Refusal, Wish, reserve};
use crate::provider::engine::{adapter, calendar, slot};
use crate::provider::{CalendarQuestion, IdempotencyKey, Order, ProviderError, Reserved, SlotsQuestion};

type Answer<T> = Result<T, ProviderError>;

/// How long a reservation that is over stays in memory, in seconds: nothing asks about it any more,
/// but the peak of a running evening looks back.
const LOOK_BACK_SECONDS: i64 = 24 * 60 * 60;

/// The same made-up guests come to every demonstration, so that two of them look alike.
const SEED: u64 = 7;

/// A venue at work.
pub struct House {
    settings: EngineSettings,
    plan: Plan,
    book: Book,
    secret: Secret,
    last_number: u32,
    /// None where the venue sends no mail.
    letters: Option<Letters>,
    /// What can be charged; none where the venue takes no payments.
    charges: Option<ChargeLimits>,
    /// For how many days after its start nobody has come to a reservation.
    no_show_days: u16,
    /// None where nobody can wait for a table.
    waitlist: Option<WaitlistSettings>,
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
        let plan = Plan::build(engine, settings.time_zone.clone(), settings.currency)
            .map_err(|faults| fault(format!("{} faults", faults.len())))?;
        let charges = match &settings.payments {
            Some(payments) => {
                let limits = payments.charge_limits(settings.currency);
                Some(limits.ok_or_else(|| fault("its currency cannot be charged".to_owned()))?)
            }
            None => None,
        };
        let mut house = Self {
            secret: means.secret()?,
            last_number: rows::last_number(database)?,
            book: Book::new(),
            letters: Letters::of(settings),
            charges,
            no_show_days: settings.no_show_days,
            waitlist: settings.waitlist.clone(),
            settings: engine.clone(),
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
        let today = self.today(means.now)?;
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
                &id,
                number,
                &request,
                &placement,
                Source::App,
                made_at,
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

    /// What can be booked, in the order to show.
    pub fn experiences(&self) -> Answer<Vec<Experience>> {
        adapter::experiences(&self.settings)
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

    /// Makes a booking, or answers an earlier request with the same key again: re-check, assign, number, store and
    /// answer, with nothing in between.
    pub fn reserve(&mut self, means: Means<'_>, order: &Order) -> Answer<Reserved> {
        let now = means.now;
        let fingerprint = fingerprint(&order.request);
        let kept = rows::kept(means.database, &order.key, now)?;
        match decide(kept, &fingerprint) {
            Decision::CarryOut => {}
            Decision::Repeat(answered) => {
                return Ok(Reserved {
                    reservation: self.with_token(self.answered_again(means, *answered)?),
                    replayed: true,
                });
            }
            Decision::InFlight => return Err(ProviderError::InFlight),
            Decision::Reused => return Err(ProviderError::KeyReused),
        }
        let keep = Keep {
            key: &order.key,
            fingerprint: &fingerprint,
        };
        let reservation = self.place(means, &order.request, Source::App, Some(keep))?;
        Ok(Reserved {
            reservation: self.with_token(reservation),
            replayed: false,
        })
    }

    /// The booking of an earlier answer as it stands now. The notes are left out there too.
    fn answered_again(&self, means: Means<'_>, answered: Reservation) -> Answer<Reservation> {
        match self.reservation(means, &answered.id) {
            Ok(reservation) => Ok(Reservation {
                notes: None,
                ..reservation
            }),
            Err(ProviderError::NotFound) => Ok(answered),
            Err(error) => Err(error),
        }
    }

    /// Places a party, stores it and puts it into the book.
    fn place(
        &mut self,
        means: Means<'_>,
        request: &ReservationRequest,
        source: Source,
        keep: Option<Keep<'_>>,
    ) -> Answer<Reservation> {
        let mut placement = match reserve(&self.plan, &self.book, means.now, &Wish::from(request)) {
            Ok(placement) => placement,
            Err(Refusal::Invalid(errors)) => return Err(ProviderError::Fields(errors)),
            Err(Refusal::Taken(_)) => {
                let question = SlotsQuestion {
                    experience_id: request.experience_id.clone(),
                    attendees: request.attendees,
                    day: request.day,
                    moving: None,
                };
                return Err(self.taken(&question, means.now));
            }
        };
        let id = means.new_id()?;
        let gift = self.gift(means, request, &placement)?;
        let wanted = match source {
            Source::App => {
                let experience = Some(placement.experience);
                self.wanted(
                    means,
                    (placement.payment.as_ref(), experience),
                    &id,
                    gift.as_ref(),
                )?
            }
            // Whoever books for a guest sees to the money too.
            Source::Pos => None,
        };
        // A reservation waits for a payment exactly where one is open: that one's deadline ends the wait.
        if wanted.is_some() {
            placement.status = Status::PaymentPending;
        } else if placement.status == Status::PaymentPending {
            placement.status = self.secured(&request.experience_id);
        }
        let mut beside = match &wanted {
            Some(wanted) => venue_payments::want(wanted, means.now)?,
            None => Vec::new(),
        };
        if let Some(gift) = &gift {
            let is_certain = placement.status == Status::Booked;
            beside.extend(gift.redeem(means, &id, self.today(means.now)?, is_certain)?);
        }
        let given = gift.map(|gift| gift.amount);
        let reservation = self.store(means, (id, request, source), (&placement, given), keep, beside)?;
        self.book.put(placement.entry(reservation.id.clone()));
        self.last_number += 1;
        Ok(reservation)
    }

    /// The day it is at the venue.
    fn today(&self, now: Instant) -> Answer<Day> {
        let local = self.plan.zone().local(now);
        local
            .map(|(today, _)| today)
            .ok_or_else(|| ProviderError::Broken("no such day".to_owned()))
    }

    /// The day's open slots as they are now.
    fn taken(&self, question: &SlotsQuestion, now: Instant) -> ProviderError {
        let slots = self.slots(question, now).unwrap_or_default();
        let alternatives = slots
            .into_iter()
            .filter(|slot| slot.status == SlotStatus::Open)
            .collect();
        ProviderError::Taken { alternatives }
    }

    fn store(
        &self,
        means: Means<'_>,
        (id, request, source): (ReservationId, &ReservationRequest, Source),
        (placement, gift_card): (&Placement, Option<Money>),
        keep: Option<Keep<'_>>,
        beside: Vec<Statement>,
    ) -> Answer<Reservation> {
        let now = means.now;
        let number = self.last_number + 1;
        let reservation = Reservation {
            id,
            number: reservation_number(number.into()),
            status: placement.status,
            day: placement.day,
            minutes: placement.minutes,
            duration: placement.duration,
            attendees: placement.attendees,
            experience: self.booked(&request.experience_id),
            manage_token: None,
            payment: placement.payment.clone(),
            checkout: None,
            gift_card,
            refund_until: record::refund_until(placement.start, placement.payment.as_ref()),
            sequence: Some(0),
            // This answer is kept under its key, and guests know what they have just written.
            notes: None,
        };
        let row = NewRow::of(&reservation.id, number, request, placement, source, now);
        let mut statements = vec![rows::forget(now), rows::insert(&row)?];
        statements.extend(beside);
        if let Some(Keep { key, fingerprint }) = keep {
            statements.push(rows::keep(key, fingerprint, &reservation, now)?);
        }
        let told = Told {
            reservation: &reservation,
            revision: 0,
            money: Some(if gift_card.is_some() && placement.status == Status::Booked {
                PaymentState::Paid
            } else {
                PaymentState::Agreed
            }),
            guest: &request.guest,
            notes: request.notes.as_ref(),
            locale: &request.locale,
        };
        statements.extend(self.letters(told, None, now)?);
        means.database.write(statements)?;
        Ok(reservation)
    }

    /// What is to be written for the letters that follow when somebody has taken a reservation from a status to the
    /// one it is told in; none is before it was made.
    fn letters(&self, told: Told<'_>, from: Option<(Status, Actor)>, now: Instant) -> Answer<Vec<Statement>> {
        match &self.letters {
            Some(letters) => letters.follow(&self.secret, told, from, now),
            None => Ok(Vec::new()),
        }
    }

    /// An experience as reservations name it; without a name, if it is no longer offered.
    fn booked(&self, id: &ExperienceId) -> BookedExperience {
        let experience = self.plan.find_experience(id);
        let experience = experience.and_then(|index| self.plan.experience(index));
        BookedExperience {
            id: id.clone(),
            name: experience
                .map(|experience| experience.name().clone())
                .unwrap_or_default(),
        }
    }

    fn with_token(&self, reservation: Reservation) -> Reservation {
        Reservation {
            manage_token: Some(self.secret.manage_token(&reservation.id)),
            ..reservation
        }
    }
}

/// Under which key an answer is kept, and for which request.
#[derive(Clone, Copy)]
struct Keep<'a> {
    key: &'a IdempotencyKey,
    fingerprint: &'a str,
}
