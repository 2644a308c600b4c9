//! A venue's reservations: keeps the floor plan, the bookings in memory and the database in step. The engine finds
//! the tables; this module numbers, stores and shows its results.
//!
//! Nothing in here awaits: between a check and the write that relies on it no other request is handled.

mod actor;
mod change;
mod day_rule_letters;
mod day_rules;
mod explain;
mod letters;
mod money;
mod no_show;
mod offers;
pub mod open_matters;
mod payment_news;
mod payments;
mod phone_calls;
mod query;
mod request_answer;
mod requests;
pub(in crate::venue) mod row;
mod staff;
mod waitlist;
mod waitlist_letters;

use config::payment::ChargeLimits;
use config::plan::Plan;
use config::{EngineSettings, VenueSettings, WaitlistSettings};
use serde_json::json;
use shared::availability::{CalendarDay, Slot, SlotStatus};
use shared::day_rule::DayRule;
use shared::id::{ExperienceId, ReservationId};
use shared::locale::Language;
use shared::money::Money;
use shared::payment::PaymentKind;
use shared::reservation::{BookedExperience, Reservation, ReservationRequest, Status};
use shared::time::Instant;
use shared::venue::Experience;

use self::actor::Actor;
pub(super) use self::letters::day_of_reminder;
use self::letters::{LetterFacts, Letters};
use self::query::impersonal;
use self::row::{HeldRow, ReservationRow, Source};
use crate::error::{Result, VenueError};
use crate::mail::templates::PaymentState;
use crate::provider::engine::book::{Book, Entry};
use crate::provider::engine::day_rules::DayRules;
use crate::provider::engine::demo::{MadeUp, make_up};
use crate::provider::engine::reserve::{Placement, PlacementRequest, Refusal, reserve};
use crate::provider::engine::{adapter, calendar, slot};
use crate::provider::{Booked, BookingRequest, CalendarQuestion, SlotsQuestion};
use crate::storage::database::Statement;
use crate::storage::idempotency::{Decision, IdempotencyKey, decide, fingerprint};
use crate::storage::row::insert;
use crate::storage::secret::Secret;
use crate::storage::{idempotency, meta};
use crate::venue::context::Ctx;
use crate::venue::payments as venue_payments;

/// How long a reservation that is over stays in memory, in seconds: the peak of a running evening looks back, and a limit
/// of a day's guests counts those who have left, until the last seating that the day can name, two days after its
/// midnight.
const LOOK_BACK_SECONDS: i64 = 3 * 24 * 60 * 60;

/// The seed of a demonstration's invented guests, the same for all, so that two demonstrations look alike.
const SEED: u64 = 7;

/// The reservations of an open venue.
pub struct Reservations {
    settings: EngineSettings,
    /// The languages of the venue.
    locales: Vec<Language>,
    plan: Plan,
    book: Book,
    /// The rules of days that are in force, as the API has them.
    day_rules: Vec<DayRule>,
    /// The same, for the engine.
    rules: DayRules,
    secret: Secret,
    last_number: u32,
    /// The composer of letters; none where the venue sends no mail.
    letters: Option<Letters>,
    /// The amounts that can be charged; none where the venue takes no payments.
    charges: Option<ChargeLimits>,
    /// The number of days after its start in which a reservation can be reported as a no-show.
    no_show_days: u16,
    /// The waitlist's settings; none where the venue has no waitlist.
    waitlist: Option<WaitlistSettings>,
}

impl Reservations {
    /// Opens the venue's database, sets it up at the first start, and reads the bookings.
    pub fn open(settings: &VenueSettings, ctx: Ctx<'_>) -> Result<Self> {
        let Ctx { database, now, .. } = ctx;
        let fault = |text: String| VenueError::Broken(format!("{}: {text}", settings.id));
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
        let mut reservations = Self {
            secret: ctx.secret()?,
            last_number: row::last_number(database)?,
            book: Book::new(),
            day_rules: Vec::new(),
            rules: DayRules::none(),
            letters: Letters::of(settings),
            charges,
            no_show_days: settings.no_show_days,
            waitlist: settings.waitlist.clone(),
            settings: engine.clone(),
            locales: settings.locales.clone(),
            plan,
        };
        let since = Instant::from_unix(now.unix() - LOOK_BACK_SECONDS);
        row::for_each_held_since(database, since, |row| {
            let entry = reservations.entry(row);
            reservations.book.put(entry);
        })?;
        reservations.read_day_rules(ctx)?;
        if settings.made_up_reservations && meta::get(database, "made_up")?.is_none() {
            reservations.fill_demonstration(ctx)?;
        }
        Ok(reservations)
    }

    /// Fills a demonstration with invented guests, once.
    fn fill_demonstration(&mut self, ctx: Ctx<'_>) -> Result<()> {
        let today = ctx.today(self.plan.zone())?;
        let mut statements = vec![meta::set("made_up", &today.to_string())];
        let mut entries = Vec::new();
        let mut number = self.last_number;
        for MadeUp {
            request,
            placement,
            made_at,
        } in make_up(&self.plan, today, SEED)
        {
            let id = ctx.new_id()?;
            number += 1;
            let row = ReservationRow::new((id.clone(), number), &request, &placement, Source::App, made_at);
            statements.push(insert(&row)?);
            if placement.status == Status::Requested {
                statements.push(requests::end_of_request(&id, placement.status, placement.start));
            }
            entries.push(placement.entry(id));
        }
        ctx.database.write(statements)?;
        self.last_number = number;
        for entry in entries {
            self.book.put(entry);
        }
        Ok(())
    }

    fn entry(&self, row: HeldRow) -> Entry {
        Entry {
            experience: self.plan.find_experience(&row.experience_id),
            day: row.day,
            minutes: row.minutes,
            start: row.starts_at,
            end: row.ends_at,
            attendees: row.attendees,
            tables: self.plan.table_set(&row.table_ids),
            status: row.status,
            id: row.id,
        }
    }

    /// The experiences on offer, in the order to show.
    pub fn experiences(&self) -> Result<Vec<Experience>> {
        adapter::experiences(&self.settings)
    }

    /// The state of every day of the question.
    pub fn calendar(&self, question: &CalendarQuestion, now: Instant) -> Result<Vec<CalendarDay>> {
        let days = calendar::calendar(&self.plan, &self.book, &self.rules, now, question);
        let mut days = days.map_err(VenueError::Fields)?;
        for notice in days.iter_mut().filter_map(|day| day.notice.as_mut()) {
            day_rules::in_languages(notice, &self.locales);
        }
        Ok(days)
    }

    /// The slots of a day.
    pub fn slots(&self, question: &SlotsQuestion, now: Instant) -> Result<Vec<Slot>> {
        let slots =
            slot::slots(&self.plan, &self.book, &self.rules, now, question).map_err(VenueError::Fields)?;
        Ok(slots.into_iter().map(|slot| slot.public(&self.plan)).collect())
    }

    /// Makes a booking, or answers an earlier request with the same key again: re-check, assign, number, store and
    /// answer, with nothing in between.
    pub fn reserve(&mut self, ctx: Ctx<'_>, order: &BookingRequest) -> Result<Booked> {
        let now = ctx.now;
        let fingerprint = fingerprint(&order.request);
        let stored = idempotency::find(ctx.database, &order.key, now)?;
        match decide(stored, &fingerprint) {
            Decision::CarryOut => {}
            Decision::Repeat(answered) => {
                return Ok(Booked {
                    reservation: self.with_token(self.replayed_reservation(ctx, *answered)?),
                    replayed: true,
                });
            }
            Decision::InFlight => return Err(VenueError::InFlight),
            Decision::Reused => return Err(VenueError::KeyReused),
        }
        let keep = Keep {
            key: &order.key,
            fingerprint: &fingerprint,
        };
        let reservation = self.place(ctx, &order.request, Source::App, Some(keep))?;
        Ok(Booked {
            reservation: self.with_token(reservation),
            replayed: false,
        })
    }

    /// The booking of an earlier response as it is now. The notes are left out there too.
    fn replayed_reservation(&self, ctx: Ctx<'_>, answered: Reservation) -> Result<Reservation> {
        match self.reservation(ctx, &answered.id) {
            Ok(reservation) => Ok(impersonal(reservation)),
            Err(VenueError::NotFound) => Ok(answered),
            Err(error) => Err(error),
        }
    }

    /// Places a party, stores it and puts it into the book.
    fn place(
        &mut self,
        ctx: Ctx<'_>,
        request: &ReservationRequest,
        source: Source,
        keep: Option<Keep<'_>>,
    ) -> Result<Reservation> {
        let mut placement = match reserve(
            &self.plan,
            &self.book,
            &self.rules,
            ctx.now,
            &PlacementRequest::from(request),
        ) {
            Ok(placement) => placement,
            Err(Refusal::Invalid(errors)) => return Err(VenueError::Fields(errors)),
            Err(Refusal::Taken(_)) => {
                let question = SlotsQuestion {
                    experience_id: request.experience_id.clone(),
                    attendees: request.attendees,
                    day: request.day,
                    moving: None,
                };
                return Err(self.taken(&question, ctx.now));
            }
        };
        let id = ctx.new_id()?;
        let gift = self.gift(ctx, request, &placement)?;
        let wanted = match source {
            Source::App => {
                let experience = Some(placement.experience);
                self.wanted(ctx, (placement.payment.as_ref(), experience), &id, gift.as_ref())?
            }
            // Staff who book for a guest handle the payment themselves.
            Source::Pos => None,
        };
        // A reservation waits for a payment exactly where one is open: the payment's deadline ends the wait.
        if wanted.is_some() {
            placement.status = Status::PaymentPending;
        } else if placement.status == Status::PaymentPending {
            placement.status = self.secured(&request.experience_id);
        }
        let mut beside = match &wanted {
            Some(wanted) => venue_payments::create(wanted, ctx.now)?,
            None => Vec::new(),
        };
        if let Some(gift) = &gift {
            let is_certain = placement.status == Status::Booked;
            beside.extend(gift.redeem(ctx, &id, ctx.today(self.plan.zone())?, is_certain)?);
        }
        let given = gift.map(|gift| gift.amount);
        let reservation = self.store(ctx, (id, request, source), (&placement, given), keep, beside)?;
        self.book.put(placement.entry(reservation.id.clone()));
        self.last_number += 1;
        Ok(reservation)
    }

    /// The day's open slots as they are now.
    fn taken(&self, question: &SlotsQuestion, now: Instant) -> VenueError {
        let slots = self.slots(question, now).unwrap_or_default();
        let alternatives = slots
            .into_iter()
            .filter(|slot| slot.status == SlotStatus::Open)
            .collect();
        VenueError::Taken { alternatives }
    }

    fn store(
        &self,
        ctx: Ctx<'_>,
        (id, request, source): (ReservationId, &ReservationRequest, Source),
        (placement, gift_card): (&Placement, Option<Money>),
        keep: Option<Keep<'_>>,
        beside: Vec<Statement>,
    ) -> Result<Reservation> {
        let now = ctx.now;
        let row = ReservationRow::new((id, self.last_number + 1), request, placement, source, now);
        let reservation = Reservation {
            gift_card,
            // This response is stored under its key, and guests know what they have just written.
            ..impersonal(self.public(&row))
        };
        let mut statements = vec![idempotency::delete_expired(now), insert(&row)?];
        statements.extend(beside);
        if let Some(Keep { key, fingerprint }) = keep {
            statements.push(idempotency::store(key, fingerprint, &reservation, now)?);
        }
        if placement.status == Status::Requested {
            statements.push(requests::end_of_request(
                &reservation.id,
                placement.status,
                placement.start,
            ));
        }
        let facts = LetterFacts {
            reservation: &reservation,
            revision: 0,
            money: match (gift_card, placement.payment.as_ref().map(|terms| terms.kind)) {
                (Some(_), _) if placement.status == Status::Booked => Some(PaymentState::Paid),
                // For guests whom staff book no card is stored.
                (_, Some(PaymentKind::CardGuarantee)) if source == Source::Pos => None,
                _ => Some(PaymentState::Agreed),
            },
            guest: &request.guest,
            notes: request.notes.as_ref(),
            message: None,
            locale: &request.locale,
        };
        statements.extend(self.letters(facts, None, now)?);
        let after = json!({
            "number": reservation.number, "day": reservation.day, "minutes": reservation.minutes,
            "attendees": reservation.attendees,
        });
        statements.extend(ctx.audit("reservation.create", reservation.id.as_str(), None, Some(after))?);
        ctx.database.write(statements)?;
        Ok(reservation)
    }

    /// Statements that queue the letters of a step of a reservation to its status in `facts`; `from` is none for a
    /// new reservation.
    fn letters(
        &self,
        facts: LetterFacts<'_>,
        from: Option<(Status, Actor)>,
        now: Instant,
    ) -> Result<Vec<Statement>> {
        match &self.letters {
            Some(letters) => letters.follow(&self.secret, facts, from, now),
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

/// The key under which a response is stored, and the request that it answers.
#[derive(Clone, Copy)]
struct Keep<'a> {
    key: &'a IdempotencyKey,
    fingerprint: &'a str,
}
