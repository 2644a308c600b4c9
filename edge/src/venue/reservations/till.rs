//! The till's part of reservations: the pushes to it, and the steps that follow from its notices.

use std::collections::BTreeSet;

use config::till::table_name;
use config::{Till, VenueSettings};
use shared::id::{ReservationId, TableId};
use shared::money::Money;
use shared::reservation::Status;
use shared::validation::{Name, Notes};

use super::actor::Actor;
use super::query::find;
use super::row::{self, ReservationRow, Source};
use super::tables::LEAVES_AFTER_MINUTES;
use super::{Reservations, staff};
use crate::error::{Result, VenueError};
use crate::payment::flow::Mode;
use crate::pos::fact::Notice;
use crate::pos::fold::{Folded, Target, fold, has_push_failed, steps};
use crate::pos::{Deposit, DepositRefund, Push, PushedGuest, reason};
use crate::provider::engine::number::reservation_number;
use crate::provider::status::is_final;
use crate::storage::database::Statement;
use crate::storage::job_queue::{self, JobKind};
use crate::storage::meta;
use crate::storage::row::insert_or_replace;
use crate::venue::context::Ctx;
use crate::venue::gift_cards;
use crate::venue::message::staff_reservation::StaffReservationChange;
use crate::venue::payments::{self, Subject};
use crate::venue::tills::inbox;
use crate::venue::tills::push::{self, PushRow};
use crate::venue::tills::state::{self, PosStateRow};

/// The outcome of following a till's notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    /// The reservation has the status of the notices.
    Done,
    /// There is no such reservation.
    Unknown,
    /// The party came although the reservation had ended.
    Over,
    /// The party came although the restaurant has not accepted it, or it waits for its payment.
    NotCertain,
}

/// The key of the database's value that names the till to which every reservation was pushed.
const KNOWN_TILL: &str = "till";

/// Queues a push of every reservation for a till that is new to the venue, once.
pub(super) fn introduce(ctx: Ctx<'_>, settings: &VenueSettings) -> Result<()> {
    let till = settings.till().map(Till::source).unwrap_or_default();
    let known = meta::get(ctx.database, KNOWN_TILL)?.unwrap_or_default();
    if till == known {
        return Ok(());
    }
    let mut statements = vec![meta::set(KNOWN_TILL, till)];
    if !till.is_empty() {
        statements.extend(push::introduce(ctx.now));
    }
    Ok(ctx.database.write(statements)?)
}

/// The notices without texts of the till that repeat their guest: where they are kept no data of guests is.
pub fn without_guests(ctx: Ctx<'_>, mut notices: Vec<Notice>) -> Result<Vec<Notice>> {
    for notice in &mut notices {
        let Some(id) = &notice.to.reservation else {
            continue;
        };
        let Some(record) = row::find(ctx.database, id)? else {
            continue;
        };
        let names = [record.first_name.as_ref(), Some(&record.last_name)];
        let names: Vec<&str> = names.into_iter().flatten().map(Name::as_str).collect();
        let notes = [&record.notes, &record.guest_notes, &record.internal_notes];
        let notes = notes.into_iter().flatten().map(Notes::as_str);
        let notes: Vec<&str> = notes.chain(record.company.as_ref().map(Name::as_str)).collect();
        // A guest whose data was blanked is not known any more.
        let is_blanked = record.is_blanked();
        let repeats =
            |text: &str| is_blanked || reason::repeats(text, names.iter().copied(), notes.iter().copied());
        let facts = std::mem::take(&mut notice.facts).into_iter();
        notice.facts = facts
            .filter_map(|fact| reason::without_guest(fact, &repeats))
            .collect();
    }
    Ok(notices)
}

impl Reservations {
    /// Statements that queue a push of this reservation, for the transaction of its change; none where the venue has no
    /// till.
    pub(super) fn tell_till(&self, ctx: Ctx<'_>, id: &ReservationId) -> Vec<Statement> {
        if self.has_till {
            push::changed(id, ctx.now)
        } else {
            Vec::new()
        }
    }

    /// A reservation as it is pushed to the till; none if it does not exist. One whose guest's data was blanked, such as an
    /// offer that was not accepted, is pushed too, with the data that is left: its table is free.
    pub fn push(&self, ctx: Ctx<'_>, push: &PushRow) -> Result<Option<Push>> {
        let Some(record) = row::find(ctx.database, &push.reservation_id)? else {
            return Ok(None);
        };
        let state = state::find(ctx.database, &record.id)?;
        let has_failed = has_push_failed(&inbox::notices_of(ctx.database, &record.id)?);
        let mut experiences = self.settings.experiences.iter();
        let experience = experiences.find(|experience| experience.id == record.experience_id);
        let language = self.locales.first();
        let name = experience
            .zip(language)
            .map(|(experience, language)| experience.name.get(language));
        let names = record.table_ids.iter().map(|id| self.table(id.clone()).name);
        Ok(Some(Push {
            version: push.version,
            at: push.changed_at,
            number: reservation_number(record.number.into()),
            status: record.status,
            is_from_till: state.is_some_and(|state| is_of_till(&state, record.status)),
            is_known: push.sent_version > 0 && !has_failed,
            attendees: record.attendees,
            start: record.starts_at,
            end: record.ends_at,
            experience: name.map(str::to_owned),
            is_walk_in: record.source == Source::WalkIn,
            guest: PushedGuest {
                id: staff::guest_id(&record),
                guest: record.guest(),
                company: record.company.clone(),
                notes: record.guest_notes.clone(),
                language: record.locale.clone(),
            },
            notes: record.notes.clone(),
            internal_notes: record.internal_notes.clone(),
            labels: record.label_ids.iter().map(|id| self.label(id).name).collect(),
            tables: names.map(|name| table_name(&name).to_owned()).collect(),
            deposits: deposits(ctx, &record, push)?,
            id: record.id,
        }))
    }

    /// Stores a notice about a reservation, and takes the reservation where all its notices say, with `beside` in the
    /// first write. Repeating the call changes nothing.
    pub fn follow_till(
        &mut self,
        ctx: Ctx<'_>,
        (id, notice): (&ReservationId, &Notice),
        beside: Vec<Statement>,
    ) -> Result<Followed> {
        let record = row::find(ctx.database, id)?;
        let Some(record) = record.filter(|record| !record.is_blanked()) else {
            ctx.database.write(beside)?;
            return Ok(Followed::Unknown);
        };
        let mut notices = inbox::notices_of(ctx.database, id)?;
        if notices.iter().all(|known| known.id != notice.id) {
            notices.push(notice.clone());
        }
        let folded = fold(&notices);
        let before = state::find(ctx.database, id)?;
        let base = match &before {
            Some(state) if state.status == record.status => state.base_status,
            _ => record.status,
        };
        let target = folded.target(base);
        let tables_before = before.and_then(|before| before.tables);
        let state = PosStateRow {
            reservation_id: id.clone(),
            base_status: base,
            status: record.status,
            // Those that it named last are stored once the party sits there: a crash in between moves it all the same.
            tables: tables_before.clone(),
            covers: folded.covers,
            in_service: folded.in_service.clone(),
            receipts: folded.receipts.clone(),
        };
        let mut statements = beside;
        statements.push(inbox::note(notice, id, ctx.now)?);
        statements.push(insert_or_replace(&state)?);
        ctx.database.write(statements)?;
        let has_come = folded.progress.is_some();
        let followed = match target {
            // What the till itself has ended: its table may be another party's by now.
            Target::Is(to) if is_final(record.status) && to != record.status => {
                if has_come && record.status != Status::Finished {
                    Followed::Over
                } else {
                    Followed::Done
                }
            }
            Target::Is(to) => self.walk_to(ctx, state, to)?,
            Target::Over => Followed::Over,
            Target::NotCertain => Followed::NotCertain,
        };
        if folded.tables != tables_before {
            self.move_to_tables_of_till(ctx, id, &folded)?;
            let named = state::at_tables(id, folded.tables.as_deref());
            ctx.database.write(vec![named])?;
        }
        Ok(followed)
    }

    /// Takes a reservation to a status step by step, each of which is a write with the till's state as it is then: after a
    /// crash between two of them the next run goes on from there.
    fn walk_to(&mut self, ctx: Ctx<'_>, mut state: PosStateRow, to: Status) -> Result<Followed> {
        let id = state.reservation_id.clone();
        let way = steps(state.status, to).ok_or(VenueError::IllegalTransition)?;
        for status in way {
            let record = find(ctx, &id)?;
            state.status = status;
            let mut beside = vec![insert_or_replace(&state)?];
            if status == Status::Paid {
                let at = ctx.now.plus_minutes(LEAVES_AFTER_MINUTES);
                beside.push(job_queue::schedule_if_absent(JobKind::StayEnd, id.as_str(), at));
            }
            self.take_to(ctx, &record, (status, Actor::Restaurant), beside)?;
        }
        Ok(Followed::Done)
    }

    /// Moves a party to the tables that the till has named, where the floor plan has them and they are free. Otherwise the
    /// reservation keeps its own, and staff see both.
    fn move_to_tables_of_till(&mut self, ctx: Ctx<'_>, id: &ReservationId, folded: &Folded) -> Result<()> {
        let record = find(ctx, id)?;
        let Some(wanted) = folded.tables.as_ref().and_then(|names| self.tables_named(names)) else {
            return Ok(());
        };
        let has_come = folded.progress.is_some();
        let present: BTreeSet<&TableId> = record.table_ids.iter().collect();
        // Of tables that were put together some tills name one alone.
        let is_there = wanted.iter().all(|table| present.contains(table));
        if is_final(record.status) || !has_come || is_there {
            return Ok(());
        }
        let change = StaffReservationChange {
            table_ids: Some(wanted),
            ..StaffReservationChange::default()
        };
        match self.staff_change(ctx, id, &change) {
            // Another party has them here, or they make no set: the till's book is not the floor plan's.
            Ok(_)
            | Err(
                VenueError::TablesNotFree { .. }
                | VenueError::Taken { .. }
                | VenueError::Fields(_)
                | VenueError::IllegalTransition,
            ) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The tables of these names; none if the floor plan lacks one of them.
    fn tables_named(&self, names: &[String]) -> Option<Vec<TableId>> {
        let all = || self.settings.rooms.iter().flat_map(|room| &room.tables);
        let of_name = |name: &String| {
            let mut tables = all().filter(|table| table_name(&table.name) == table_name(name));
            tables.next().map(|table| table.id.clone())
        };
        names.iter().map(of_name).collect()
    }
}

/// Whether the till's notices have led to this status, and not staff or the guest.
fn is_of_till(state: &PosStateRow, status: Status) -> bool {
    state.status == status && state.base_status != status
}

/// Money that was paid in advance for a reservation, by card and from a gift card. A card that is only stored has paid
/// nothing.
fn deposits(ctx: Ctx<'_>, record: &ReservationRow, push: &PushRow) -> Result<Vec<Deposit>> {
    let broken = |error: shared::money::MoneyError| VenueError::Broken(error.to_string());
    let mut deposits = Vec::new();
    for row in payments::all_of_subject(ctx.database, &Subject::Reservation(record.id.clone()))? {
        if row.flow.taken <= 0 || row.flow.mode == Mode::Guarantee {
            continue;
        }
        let currency = row.amount.currency();
        let refunds = row.flow.reversals.done().map(|(id, amount)| {
            Ok(DepositRefund {
                id: id.to_owned(),
                amount: Money::new(amount, currency).map_err(broken)?,
                at: push.changed_at,
            })
        });
        deposits.push(Deposit {
            id: row.id.to_string(),
            amount: Money::new(row.flow.taken, currency).map_err(broken)?,
            at: row.created_at(),
            refunds: refunds.collect::<Result<_>>()?,
        });
    }
    let part = gift_cards::contribution(ctx.database, &record.id)?;
    if let Some(part) = part.filter(gift_cards::CardContribution::is_spent) {
        let back = part.given().is_none().then(|| DepositRefund {
            id: format!("gift-back-{}", record.id),
            amount: part.amount(),
            at: push.changed_at,
        });
        deposits.push(Deposit {
            id: format!("gift-{}", record.id),
            amount: part.amount(),
            at: record.created_at,
            refunds: back.into_iter().collect(),
        });
    }
    Ok(deposits)
}
