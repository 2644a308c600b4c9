//! Replies that this process may give again for a while, to whoever asks the same. It must not know
//! what they say. They are lost with the process, and no other process sees them.

use std::cell::RefCell;
use std::num::NonZeroUsize;

use lru::LruCache;
use shared::id::VenueId;
use shared::time::{Day, Instant};

use super::Reply;

/// The most replies kept; beyond it, those not asked for longest go first. A day's slots take a few
/// kilobytes, and an isolate has 128 megabytes.
const CAPACITY: NonZeroUsize = NonZeroUsize::new(256).unwrap();

/// What a reply answers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    /// The venue.
    pub venue: VenueId,
    /// What day it is there: at midnight other answers are right.
    pub today: Day,
    /// The whole address, since replies may hold addresses of the host they were asked at.
    pub address: String,
}

/// Replies by their question.
pub struct Kept(RefCell<LruCache<Question, (Reply, Instant)>>);

impl Default for Kept {
    fn default() -> Self {
        Self(RefCell::new(LruCache::new(CAPACITY)))
    }
}

impl Kept {
    /// The reply to this question, if there is one that may be given at `now`.
    #[must_use]
    pub fn reply(&self, question: &Question, now: Instant) -> Option<Reply> {
        let mut kept = self.0.borrow_mut();
        if kept.peek(question)?.1 > now {
            kept.get(question).map(|(reply, _)| reply.clone())
        } else {
            kept.pop(question);
            None
        }
    }

    /// Keeps a reply until then.
    pub fn keep(&self, question: Question, reply: Reply, until: Instant) {
        self.0.borrow_mut().put(question, (reply, until));
    }

    /// Forgets the replies of a venue.
    pub fn forget(&self, venue: &VenueId) {
        let mut kept = self.0.borrow_mut();
        let questions = kept.iter().map(|(question, _)| question);
        let old: Vec<Question> = questions
            .filter(|question| question.venue == *venue)
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

    fn question(venue: &str, address: &str) -> Question {
        Question {
            venue: VenueId::parse(venue).unwrap(),
            today: Day::parse("2026-11-22").unwrap(),
            address: address.to_owned(),
        }
    }

    fn reply(text: &str) -> Reply {
        Reply::new(text.as_bytes().to_vec())
    }

    #[test]
    fn a_reply_is_given_again_until_its_time_is_over() {
        let kept = Kept::default();
        let (a, b) = (question("linde", "a"), question("linde", "b"));
        kept.keep(a.clone(), reply("1"), at(30));
        assert_eq!(kept.reply(&a, at(29)).unwrap().body(), b"1");
        assert!(kept.reply(&b, at(29)).is_none());
        assert!(kept.reply(&a, at(30)).is_none());
    }

    #[test]
    fn nothing_is_kept_over_midnight() {
        let kept = Kept::default();
        let today = question("linde", "a");
        let tomorrow = Question {
            today: Day::parse("2026-11-23").unwrap(),
            ..today.clone()
        };
        kept.keep(today, reply("1"), at(30));
        assert!(kept.reply(&tomorrow, at(1)).is_none());
    }

    #[test]
    fn only_so_many_replies_are_kept_and_the_ones_in_use_stay() {
        let kept = Kept::default();
        for number in 0..=CAPACITY.get() {
            kept.keep(question("linde", &number.to_string()), reply(""), at(30));
            assert!(kept.reply(&question("linde", "0"), at(0)).is_some());
        }
        assert!(kept.reply(&question("linde", "1"), at(0)).is_none());
        assert_eq!(kept.0.borrow().len(), CAPACITY.get());
    }

    #[test]
    fn one_venue_is_forgotten_and_not_the_others() {
        let kept = Kept::default();
        let (linde, quitte) = (question("linde", "a"), question("quitte", "a"));
        kept.keep(linde.clone(), reply("1"), at(30));
        kept.keep(quitte.clone(), reply("2"), at(30));
        kept.forget(&linde.venue);
        assert!(kept.reply(&linde, at(0)).is_none());
        assert!(kept.reply(&quitte, at(0)).is_some());
    }
}
