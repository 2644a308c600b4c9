//! Reads the slots of days in as few calls as the system allows, and keeps each day.
//!
//! A call asks for a whole chunk of days. Chunks are counted from the first day that can be booked, so that guests who look
//! at different months send equal calls, which the upstream coalesces, so that what one guest reads serves all others, and
//! so that two months from today are no more chunks than their days fill.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU16;
use std::rc::Rc;

use futures_util::stream::{self, StreamExt};
use shared::availability::Slot;
use shared::id::ExperienceId;
use shared::party::Attendees;
use shared::time::Day;

use super::availability::{DaysAnswer, DaysQuestion, KeptDay, RemoteDay};
use super::cache::{Found, Refresh};
use super::reads::{BEHIND, DayKey, Read, Source, is_passing, stale};
use super::{Inner, RemoteError};
use crate::upstream::Scope;

/// The number of chunks that are requested at a time: where a chunk is a day, a month takes a few rounds, and one guest's
/// calendar does not delay the calls of others.
pub(super) const AT_ONCE: usize = 4;

/// The slots of a day, and where they came from.
type ReadDay = (Day, Read<Rc<Vec<Slot>>>);

/// The first and the last day of a chunk.
type Chunk = (Day, Day);

/// A day of a chunk that is wanted, with what is kept of it from before.
type WantedDay = (Day, Option<KeptDay>);

/// The days of a chunk that were answered.
struct AnsweredChunk {
    days: Vec<(Day, KeptDay)>,
    /// Why others are missing, where they are.
    missing: Option<RemoteError>,
}

/// The chunk of this many days that a day is in, counted from `origin`.
fn chunk_of(day: Day, span: NonZeroU16, origin: Day) -> Chunk {
    let into = day.since(origin).rem_euclid(i64::from(span.get()));
    let into = u32::try_from(into).unwrap_or_default();
    let first = day.minus(into).unwrap_or(Day::MIN);
    (first, first.plus(u32::from(span.get()) - 1).unwrap_or(Day::MAX))
}

impl Inner {
    /// The slots of these days as the party sees them, in no order. An error if one of them cannot be read; those that
    /// were read are kept all the same.
    pub(super) async fn days(
        self: &Rc<Self>,
        scope: &Scope,
        (experience_id, attendees): (&ExperienceId, Attendees),
        days: &[Day],
    ) -> Result<Vec<ReadDay>, RemoteError> {
        let (now, span) = (self.elapsed(), self.system.span());
        let origin = self.bookable_days().map_or(Day::MIN, |days| *days.start());
        let chunk_of = |day: Day| chunk_of(day, span, origin);
        let mut read: Vec<ReadDay> = Vec::new();
        let mut asked: BTreeMap<Chunk, Vec<WantedDay>> = BTreeMap::new();
        let mut outdated: BTreeSet<Chunk> = BTreeSet::new();
        for day in days.iter().copied() {
            let mut ask = |old| asked.entry(chunk_of(day)).or_default().push((day, old));
            match self.days.find(&self.day_key(experience_id, attendees, day), now) {
                Found::Fresh(kept, fresh_seconds) => read.push((
                    day,
                    Read {
                        value: kept.seen_by(attendees),
                        source: Source::Hit,
                        fresh_seconds,
                    },
                )),
                Found::Stale(kept) => {
                    outdated.insert(chunk_of(day));
                    read.push((day, stale(kept.seen_by(attendees))));
                }
                Found::Old(kept) => ask(Some(kept)),
                Found::Nothing => ask(None),
            }
        }
        for chunk in outdated {
            if !asked.contains_key(&chunk) {
                self.refresh_chunk((experience_id, attendees), chunk);
            }
        }
        let has_failed = Cell::new(false);
        let asked = asked.into_iter().map(|(chunk, wanted)| {
            let has_failed = &has_failed;
            async move {
                // The question is not answered any more: nothing further is sent for it.
                if has_failed.get() {
                    return Ok(Vec::new());
                }
                let answer = self
                    .read_chunk(scope, (experience_id, attendees), chunk, wanted)
                    .await;
                has_failed.set(has_failed.get() || answer.is_err());
                answer
            }
        });
        // Those under way are awaited even after an error, since the days that they read are kept.
        let answers: Vec<Result<Vec<ReadDay>, RemoteError>> =
            stream::iter(asked).buffer_unordered(AT_ONCE).collect().await;
        for answer in answers {
            read.extend(answer?);
        }
        Ok(read)
    }

    /// The slots of one day.
    pub(super) async fn day(
        self: &Rc<Self>,
        scope: &Scope,
        of: (&ExperienceId, Attendees),
        day: Day,
    ) -> Result<Read<Rc<Vec<Slot>>>, RemoteError> {
        let mut read = self.days(scope, of, &[day]).await?;
        let lacking = || RemoteError::Failed("the day was not read".to_owned());
        read.pop().map(|(_, read)| read).ok_or_else(lacking)
    }

    /// Drops the cached slots of a day, which have changed.
    pub(super) fn forget_day(&self, day: Day) {
        self.days.drop_where(|key| key.day == day);
    }

    /// Drops the cached slots of every day.
    pub(super) fn forget_days(&self) {
        self.days.drop_where(|_| true);
    }

    fn day_key(&self, experience_id: &ExperienceId, attendees: Attendees, day: Day) -> DayKey {
        DayKey {
            experience_id: experience_id.clone(),
            attendees: (!self.system.answers_every_party()).then_some(attendees),
            day,
        }
    }

    /// Asks for a chunk, and answers the days of it that are wanted.
    async fn read_chunk(
        &self,
        scope: &Scope,
        (experience_id, attendees): (&ExperienceId, Attendees),
        chunk: Chunk,
        wanted: Vec<WantedDay>,
    ) -> Result<Vec<ReadDay>, RemoteError> {
        let fetched = self.fetch_chunk(scope, (experience_id, attendees), chunk, &wanted);
        let AnsweredChunk {
            days: answered,
            missing,
        } = fetched.await.unwrap_or_else(|error| AnsweredChunk {
            days: Vec::new(),
            missing: Some(error),
        });
        if missing.is_some() && !answered.is_empty() {
            scope.add_timing("partial;desc=days");
        }
        let mut read = Vec::new();
        for (day, old) in wanted {
            if let Some((_, kept)) = answered.iter().find(|(one, _)| *one == day) {
                let value = kept.seen_by(attendees);
                read.push((
                    day,
                    Read {
                        value,
                        source: Source::Miss,
                        fresh_seconds: self.days.ages.fresh_seconds(),
                    },
                ));
                continue;
            }
            let lacking = || RemoteError::Failed("the answer lacks a day".to_owned());
            let error = missing.clone().unwrap_or_else(lacking);
            match old {
                Some(kept) if is_passing(&error) => read.push((day, stale(kept.seen_by(attendees)))),
                _ => return Err(error),
            }
        }
        Ok(read)
    }

    /// Asks for the days of a chunk that can be booked, and keeps each one that is answered: those, and why others are
    /// missing.
    async fn fetch_chunk(
        &self,
        scope: &Scope,
        (experience_id, attendees): (&ExperienceId, Attendees),
        (first, last): Chunk,
        wanted: &[WantedDay],
    ) -> Result<AnsweredChunk, RemoteError> {
        let bookable = self.bookable_days();
        let bookable = bookable.map_err(|error| RemoteError::Failed(error.log_text().to_owned()))?;
        // A wanted day is asked for also where midnight has just made it another day's evening.
        let wanted_days = || wanted.iter().map(|(day, _)| *day);
        let (from, to) = (first.max(*bookable.start()), last.min(*bookable.end()));
        let question = DaysQuestion {
            experience_id: experience_id.clone(),
            attendees,
            from: wanted_days().fold(from, Day::min),
            to: wanted_days().fold(to, Day::max),
        };
        if question.from > question.to {
            return Ok(AnsweredChunk {
                days: Vec::new(),
                missing: None,
            });
        }
        let reading = self.days.begin();
        let DaysAnswer { days, missing } = self.system.days(scope, &question).await?;
        let (now, every_party) = (self.elapsed(), self.system.answers_every_party());
        let mut answered = Vec::new();
        for RemoteDay { day, slots } in days {
            let kept = KeptDay::of(slots, every_party);
            let key = self.day_key(experience_id, attendees, day);
            self.days.keep(reading, key, kept.clone(), now);
            answered.push((day, kept));
        }
        Ok(AnsweredChunk {
            days: answered,
            missing,
        })
    }

    /// Refreshes a chunk in the background, once at a time. If that fails, the next request tries it again.
    fn refresh_chunk(self: &Rc<Self>, (experience_id, attendees): (&ExperienceId, Attendees), chunk: Chunk) {
        let key = self.day_key(experience_id, attendees, chunk.0);
        let Some(right) = Refresh::take(&self.days, &key) else {
            return;
        };
        let (inner, experience_id) = (self.clone(), experience_id.clone());
        self.deps.background.spawn(Box::pin(async move {
            let _right = right;
            let scope = Scope::new(inner.elapsed() + BEHIND);
            // A failure is the upstream's to log and count.
            let of = (&experience_id, attendees);
            let _ = inner.fetch_chunk(&scope, of, chunk, &[]).await;
        }));
    }
}

#[cfg(test)]
#[path = "days_tests.rs"]
mod tests;
