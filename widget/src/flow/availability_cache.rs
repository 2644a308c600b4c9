//! Cache of availability by question, so that an earlier choice is shown again at once and likely next questions can be
//! asked ahead. At most 24 answers of each kind; an answer counts as fresh for 30 seconds. Availability is only shown
//! from it: the edge decides a booking.

use std::sync::Arc;

use shared::availability::{CalendarDay, Slot};
use shared::time::Instant;

use super::{CalendarQuestion, SlotsQuestion};

/// For how many seconds an answer is shown without asking again behind it.
const FRESH: u64 = 30;

/// Maximum number of cached questions of a kind; those in flight do not count.
const LIMIT: usize = 24;

/// Calendars and slots that were asked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct AvailabilityCache {
    pub(super) calendars: AnswerCache<CalendarQuestion, CalendarDay>,
    pub(super) slots: AnswerCache<SlotsQuestion, Slot>,
    /// The time of the event that is being handled.
    pub(super) now: Instant,
}

/// Questions of one kind, the one asked last at the end.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct AnswerCache<Q, A>(Vec<Entry<Q, A>>);

#[derive(Clone, Debug, PartialEq)]
struct Entry<Q, A> {
    question: Q,
    /// The number of its request in flight.
    number: Option<u32>,
    /// The last answer, and when it came.
    answer: Option<(Instant, Arc<Vec<A>>)>,
}

/// The cache's entry for a request.
pub(super) struct CacheEntry<A> {
    /// The last answer.
    pub(super) answer: Option<Arc<Vec<A>>>,
    /// The number of its request in flight.
    pub(super) number: Option<u32>,
    /// Whether a request is due: there is no fresh answer and none in flight.
    pub(super) is_due: bool,
}

impl<Q, A> Default for AnswerCache<Q, A> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<Q: Clone + PartialEq, A> AnswerCache<Q, A> {
    /// Whether it was ever asked.
    pub(super) fn has(&self, question: &Q) -> bool {
        self.0.iter().any(|entry| entry.question == *question)
    }

    pub(super) fn look(&self, question: &Q, now: Instant) -> CacheEntry<A> {
        let entry = self.0.iter().find(|entry| entry.question == *question);
        let answer = entry.and_then(|entry| entry.answer.as_ref());
        let number = entry.and_then(|entry| entry.number);
        // A clock that was set back makes nothing fresh.
        let is_fresh = answer.is_some_and(|(at, _)| now.unix().abs_diff(at.unix()) < FRESH);
        CacheEntry {
            answer: answer.map(|(_, answer)| Arc::clone(answer)),
            number,
            is_due: !is_fresh && number.is_none(),
        }
    }

    /// Records that a request is in flight.
    pub(super) fn ask(&mut self, question: &Q, number: u32) {
        let index = self.0.iter().position(|entry| entry.question == *question);
        let mut entry = match index {
            Some(index) => self.0.remove(index),
            None => Entry {
                question: question.clone(),
                number: None,
                answer: None,
            },
        };
        entry.number = Some(number);
        self.0.push(entry);
        // Those on their way are waited for, however many they are.
        if self.0.len() > LIMIT
            && let Some(oldest) = self.0.iter().position(|entry| entry.number.is_none())
        {
            self.0.remove(oldest);
        }
    }

    /// Takes an answer; its question, if it was on its way by this number. No answer leaves what was known
    /// before.
    pub(super) fn answered(&mut self, number: u32, answer: Option<&Vec<A>>, now: Instant) -> Option<Q>
    where
        A: Clone,
    {
        let entry = self.0.iter_mut().find(|entry| entry.number == Some(number))?;
        entry.number = None;
        if let Some(answer) = answer {
            entry.answer = Some((now, Arc::new(answer.clone())));
        }
        Some(entry.question.clone())
    }

    /// Stores an answer that came without a request.
    pub(super) fn store(&mut self, question: Q, answer: Vec<A>, now: Instant) {
        self.0.retain(|entry| entry.question != question);
        self.0.push(Entry {
            question,
            number: None,
            answer: Some((now, Arc::new(answer))),
        });
    }

    /// Forgets every answer and waits for none.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Forgets every answer; those on their way are still waited for.
    pub(super) fn forget_answers(&mut self) {
        for entry in &mut self.0 {
            entry.answer = None;
        }
    }

    #[cfg(test)]
    pub(super) fn is_on_its_way(&self, number: u32) -> bool {
        self.0.iter().any(|entry| entry.number == Some(number))
    }

    #[cfg(test)]
    pub(super) fn is_bounded(&self) -> bool {
        self.0.iter().filter(|entry| entry.number.is_none()).count() <= LIMIT
    }
}

impl AvailabilityCache {
    /// Nothing is known yet.
    pub(super) fn new(now: Instant) -> Self {
        Self {
            calendars: AnswerCache::default(),
            slots: AnswerCache::default(),
            now,
        }
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.calendars.clear();
        self.slots.clear();
    }
}
