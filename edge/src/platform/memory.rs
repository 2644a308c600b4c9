//! What an isolate remembers between requests: answers that may be repeated for a while. It must not
//! know what they say. It is lost with the isolate, and no other isolate sees it.

use std::cell::RefCell;
use std::num::NonZeroUsize;

use lru::LruCache;
use shared::time::Instant;

/// The most answers remembered; beyond it, those not asked for longest go first. A day's slots take
/// a few kilobytes, and an isolate has 128 megabytes.
const CAPACITY: NonZeroUsize = NonZeroUsize::new(256).unwrap();

/// Answers by their question.
pub struct Memory(RefCell<LruCache<String, Kept>>);

struct Kept {
    answer: String,
    until: Instant,
}

impl Default for Memory {
    fn default() -> Self {
        Self(RefCell::new(LruCache::new(CAPACITY)))
    }
}

impl Memory {
    /// The answer to this question, if there is one that may be repeated at `now`.
    #[must_use]
    pub fn recall(&self, question: &str, now: Instant) -> Option<String> {
        let mut kept = self.0.borrow_mut();
        if kept.peek(question)?.until > now {
            kept.get(question).map(|kept| kept.answer.clone())
        } else {
            kept.pop(question);
            None
        }
    }

    /// Remembers an answer until then.
    pub fn remember(&self, question: String, answer: String, until: Instant) {
        self.0.borrow_mut().put(question, Kept { answer, until });
    }

    /// Forgets the answers to all questions that begin like this.
    pub fn forget(&self, beginning: &str) {
        let mut kept = self.0.borrow_mut();
        let questions = kept.iter().map(|(question, _)| question);
        let old: Vec<String> = questions
            .filter(|question| question.starts_with(beginning))
            .cloned()
            .collect();
        for question in old {
            kept.pop(&question);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant::from_unix(seconds)
    }

    #[test]
    fn an_answer_is_repeated_until_its_time_is_over() {
        let memory = Memory::default();
        memory.remember("a?".to_owned(), "1".to_owned(), at(30));
        assert_eq!(memory.recall("a?", at(29)).as_deref(), Some("1"));
        assert_eq!(memory.recall("b?", at(29)), None);
        assert_eq!(memory.recall("a?", at(30)), None);
    }

    #[test]
    fn only_so_many_answers_are_kept_and_the_ones_in_use_stay() {
        let memory = Memory::default();
        for number in 0..=CAPACITY.get() {
            memory.remember(number.to_string(), String::new(), at(30));
            assert!(memory.recall("0", at(0)).is_some());
        }
        assert_eq!(memory.recall("1", at(0)), None);
        assert_eq!(memory.0.borrow().len(), CAPACITY.get());
    }

    #[test]
    fn one_venue_is_forgotten_and_not_the_others() {
        let memory = Memory::default();
        memory.remember("linde:a".to_owned(), "1".to_owned(), at(30));
        memory.remember("quitte:a".to_owned(), "2".to_owned(), at(30));
        memory.forget("linde:");
        assert_eq!(memory.recall("linde:a", at(0)), None);
        assert!(memory.recall("quitte:a", at(0)).is_some());
    }
}
