//! A venue's reservations: keeps the floor plan, the bookings in memory and the database in step. The engine finds
//! the tables; this module numbers, stores and shows its results.
//!
//! Nothing in here awaits: between a check and the write that relies on it no other request is handled.

mod actor;
mod booking;
mod change;
mod choices;
mod day_rule_letters;
mod day_rules;
mod explain;
mod guest_identity;
pub(in crate::venue) mod guest_records;
mod guest_search;
mod letters;
mod money;
mod no_show;
mod offers;
pub mod open_matters;
mod payment_news;
mod payments;
mod phone_calls;
mod query;
mod reminder;
mod request_answer;
mod requests;
pub(in crate::venue) mod row;
mod row_write;
mod source;
mod staff;
mod staff_booking;
mod staff_change;
mod staff_day;
mod staff_place;
mod tables;
mod till;
mod waitlist;
mod waitlist_letters;
mod walk_ins;

use config::payment::ChargeLimits;
use config::plan::Plan;
use config::{EngineSettings, VenueSettings, WaitlistSettings};
use shared::availability::{CalendarDay, Slot};
use shared::day_rule::DayRule;
use shared::id::{AreaId, ExperienceId, TableId};
use shared::locale::{Language, LocalizedText};
use shared::reservation::{BookedExperience, Reservation, Status};
use shared::time::Instant;
use shared::venue::Experience;

use self::actor::Actor;
pub(super) use self::letters::{LetterFacts, Letters};
pub(super) use self::offers::all_offers_returned;
pub(super) use self::reminder::day_of_reminder;
use self::row::{HeldRow, ReservationRow, Source};
pub(super) use self::till::{Followed, without_guests};
use crate::error::{Result, VenueError};
use crate::localization::questions;
use crate::provider::engine::book::{Book, Entry};
use crate::provider::engine::day_rules::DayRules;
use crate::provider::engine::demo::{MadeUp, make_up};
use crate::provider::engine::{adapter, calendar, slot};
use crate::provider::{CalendarQuestion, SlotsQuestion};
use crate::storage::database::Statement;
use crate::storage::meta;
use crate::storage::row::insert;
use crate::storage::secret::Secret;
use crate::venue::context::Ctx;

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
    /// Whether every change is pushed to a till.
    has_till: bool,
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
            has_till: settings.till().is_some(),
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
        till::introduce(ctx, settings)?;
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
            is_pinned: row.is_pinned,
            status: row.status,
            id: row.id,
        }
    }

    /// The experiences on offer, in the order to show.
    pub fn experiences(&self) -> Result<Vec<Experience>> {
        adapter::experiences(&self.settings, self.plan.currency(), questions::words)
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
        let experience = self.plan.find_experience(&question.experience_id);
        let experience = experience.and_then(|index| self.plan.experience(index));
        let price = experience.and_then(adapter::slot_price);
        let priced = slots.into_iter().map(|slot| Slot {
            price,
            ..slot.public(&self.plan)
        });
        Ok(priced.collect())
    }

    /// Statements that queue the letters of a step of a reservation to its status in `facts`: the status before, none for
    /// a new reservation, and the actor.
    fn letters(
        &self,
        facts: LetterFacts<'_>,
        step: (Option<Status>, Actor),
        now: Instant,
    ) -> Result<Vec<Statement>> {
        match &self.letters {
            Some(letters) => letters.follow(&self.secret, facts, step, now),
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

    /// The name of the area that a reservation's guest has chosen; none where its tables are elsewhere.
    fn chosen_area(&self, chosen: Option<&AreaId>, tables: &[TableId]) -> Option<LocalizedText> {
        let mut rooms = self.plan.rooms().iter();
        let area = rooms.find(|room| Some(room.id()) == chosen)?;
        let tables = self.plan.table_set(tables);
        let is_there = tables.count() > 0 && tables.is_within(area.tables());
        is_there.then(|| area.name().clone())
    }

    fn with_token(&self, reservation: Reservation) -> Reservation {
        Reservation {
            manage_token: Some(self.secret.manage_token(&reservation.id)),
            ..reservation
        }
    }
}
