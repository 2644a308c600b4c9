//! The look-up of reservations at Mews.

use shared::id::ReservationId;
use shared::time::Day;

use super::catalogue_reader::service_ids;
use super::client::Operation;
use super::known::{is_lapsed_hold, states};
use super::questions::Questions;
use super::units::day_start;
use super::wire::TimeFilter;
use super::wire::booking::{ReservationFilter, ReservationList, StoredReservation};
use crate::provider::ReservationsQuestion;
use crate::provider::remote::{Candidate, Reference, RemoteError, RemoteReservation};
use crate::provider::status::is_final;
use crate::upstream::Scope;

/// How many days one question for reservations spans: Mews takes three months.
const LISTED_DAYS: u32 = 80;

impl Questions<'_> {
    /// The reservation of this id, as Mews writes it.
    pub(super) async fn stored(
        &self,
        scope: &Scope,
        id: &ReservationId,
    ) -> Result<StoredReservation, RemoteError> {
        let (enterprises, ids) = (self.enterprises(), [id.as_str()]);
        let question = ReservationFilter {
            enterprise_ids: &enterprises,
            reservation_ids: &ids,
            ..ReservationFilter::default()
        };
        let operation = Operation::RESERVATIONS;
        let list: ReservationList = self.connector.ask_by_id(scope, operation, &question).await?;
        let found = all_of(list.reservations.all, list.reservations.unreadable.first())?;
        found
            .into_iter()
            .find(|one| one.id == id.as_str())
            .ok_or(RemoteError::NotFound)
    }

    /// The reservation of this id.
    pub(super) async fn reservation(
        &self,
        scope: &Scope,
        id: &ReservationId,
    ) -> Result<RemoteReservation, RemoteError> {
        let stored = self.stored(scope, id).await?;
        self.reader().stored(&stored)
    }

    /// The reservation with this reference. Of several, which are holds that lapsed before one was confirmed, the one that
    /// is not over; none where nothing but lapsed holds is left.
    pub(super) async fn find(
        &self,
        scope: &Scope,
        reference: &Reference,
    ) -> Result<Option<RemoteReservation>, RemoteError> {
        let (enterprises, services) = (self.enterprises(), service_ids(self.settings));
        let numbers = [reference.as_str()];
        let list = self
            .connector
            .list::<ReservationList, _>(scope, Operation::RESERVATIONS, |limitation| ReservationFilter {
                enterprise_ids: &enterprises,
                service_ids: &services,
                channel_numbers: &numbers,
                limitation,
                ..ReservationFilter::default()
            })
            .await?;
        let found = all_of(list.all, list.unreadable.first())?;
        let ours = found
            .iter()
            .filter(|one| one.channel_number.text() == Some(reference.as_str()) && !is_lapsed_hold(one));
        let known: Result<Vec<RemoteReservation>, RemoteError> =
            ours.map(|one| self.reader().stored(one)).collect();
        let known = known?;
        let live = known.iter().find(|one| !is_final(one.status));
        Ok(live.or(known.first()).cloned())
    }

    /// The reservations that start on these days, in these states or in every one.
    async fn starting(
        &self,
        scope: &Scope,
        (from, to): (Day, Day),
        states: &[&str],
    ) -> Result<(Vec<StoredReservation>, Vec<String>), RemoteError> {
        let (enterprises, services) = (self.enterprises(), service_ids(self.settings));
        let outside = || RemoteError::Refused("the days are outside the calendar's range".to_owned());
        let (mut all, mut unreadable) = (Vec::new(), Vec::new());
        let mut first = from;
        while first <= to {
            let until = first.plus(LISTED_DAYS - 1).unwrap_or(Day::MAX).min(to);
            let start = day_start(&self.venue.zone, first).ok_or_else(outside)?;
            let end = until.plus(1).and_then(|day| day_start(&self.venue.zone, day));
            // The evening of the last day may go on after midnight.
            let end = end
                .ok_or_else(outside)?
                .plus_minutes(i64::from(config::mews::LAST_START) - 1_440 + 1);
            let list = self
                .connector
                .list::<ReservationList, _>(scope, Operation::RESERVATIONS, |limitation| ReservationFilter {
                    enterprise_ids: &enterprises,
                    service_ids: &services,
                    scheduled_start_utc: Some(TimeFilter {
                        start_utc: start.to_string(),
                        end_utc: end.to_string(),
                    }),
                    states,
                    limitation,
                    ..ReservationFilter::default()
                })
                .await?;
            all.extend(list.all);
            unreadable.extend(list.unreadable);
            match until.plus(1) {
                Some(next) => first = next,
                None => break,
            }
        }
        all.sort_by(|one: &StoredReservation, other| one.id.cmp(&other.id));
        all.dedup_by(|one, other| one.id == other.id);
        Ok((all, unreadable))
    }

    /// The reservations of a question. Those that cannot be read are left out, and have a line in the log.
    pub(super) async fn reservations(
        &self,
        scope: &Scope,
        question: &ReservationsQuestion,
    ) -> Result<Vec<RemoteReservation>, RemoteError> {
        let states = states(&question.statuses);
        let days = (question.from, question.to);
        let (all, unreadable) = self.starting(scope, days, &states).await?;
        if let Some(first) = unreadable.first() {
            self.connector
                .log_left_out(Operation::RESERVATIONS, unreadable.len(), first);
        }
        let known = all.iter().filter_map(|one| self.reader().stored(one).ok());
        let is_asked =
            |one: &RemoteReservation| question.statuses.is_empty() || question.statuses.contains(&one.status);
        Ok(known.filter(is_asked).collect())
    }

    /// The reservations of these days with their guests. One that cannot be read is an error.
    pub(super) async fn candidates(
        &self,
        scope: &Scope,
        days: (Day, Day),
    ) -> Result<Vec<Candidate>, RemoteError> {
        let (all, unreadable) = self.starting(scope, days, &[]).await?;
        let all = all_of(all, unreadable.first())?;
        self.with_guests(scope, &all).await
    }

    /// A reservation with its guest.
    pub(super) async fn details(&self, scope: &Scope, id: &ReservationId) -> Result<Candidate, RemoteError> {
        let stored = self.stored(scope, id).await?;
        let mut found = self.with_guests(scope, &[stored]).await?;
        found.pop().ok_or(RemoteError::NotFound)
    }

    async fn with_guests(
        &self,
        scope: &Scope,
        all: &[StoredReservation],
    ) -> Result<Vec<Candidate>, RemoteError> {
        let mut accounts: Vec<&str> = all.iter().map(|one| one.account_id.as_str()).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let guests = self.customers().of_ids(scope, &accounts).await?;
        let candidate = |one: &StoredReservation| {
            let guest = guests.iter().find(|guest| guest.id == one.account_id);
            self.reader().candidate(one, guest)
        };
        all.iter().map(candidate).collect()
    }
}

/// The elements of a list, all of which have to be readable.
fn all_of<T>(all: Vec<T>, unreadable: Option<&String>) -> Result<Vec<T>, RemoteError> {
    match unreadable {
        Some(fault) => Err(RemoteError::Failed(format!("reservations: {fault}"))),
        None => Ok(all),
    }
}
