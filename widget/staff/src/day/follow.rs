//! Following the venue's changes: the cursor, what has to be read anew, and when to try again after the connection was lost.

use std::time::Duration;

use shared::change::{ChangeKind, VenueChange};
use shared::change_stream::StreamMessage;
use shared::id::ReservationId;
use shared::page::PagePosition;

/// The wait before the first new attempt.
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// The longest wait between attempts.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// The most reservations that are read one by one; of more the day is read at once.
const MOST_SINGLE: usize = 12;

/// A thing that has to be read anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The whole day.
    Day,
    /// A reservation.
    Reservation(ReservationId),
    /// The telephone calls.
    Calls,
}

/// The state of the connection to the venue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Line {
    /// It is being opened for the first time.
    #[default]
    Opening,
    /// Changes come.
    Open,
    /// It was lost, and is tried again.
    Lost,
}

/// The place in the journal, and the state of the connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Follow {
    line: Line,
    /// Whether the last request got no answer.
    is_unanswered: bool,
    cursor: Option<PagePosition>,
    attempts: u32,
}

impl Follow {
    /// The state of the connection: lost also where the stream does not know it yet, and a request got no answer.
    #[must_use]
    pub fn line(&self) -> Line {
        match self.line {
            Line::Open if self.is_unanswered => Line::Lost,
            line => line,
        }
    }

    /// Takes whether a request got an answer.
    pub fn requested(&mut self, is_answered: bool) {
        self.is_unanswered = !is_answered;
    }

    /// The cursor after which the stream is asked to begin; none before the day was read.
    #[must_use]
    pub fn cursor(&self) -> Option<PagePosition> {
        self.cursor
    }

    /// Takes the cursor of a day that was read: every change up to it is in the day. An older one changes nothing.
    pub fn read_to(&mut self, cursor: PagePosition) {
        if self.cursor.is_none_or(|known| known < cursor) {
            self.cursor = Some(cursor);
        }
    }

    /// Takes a message of the stream; what has to be read anew, each thing once.
    pub fn received(&mut self, message: &StreamMessage) -> Vec<Reading> {
        self.line = Line::Open;
        self.is_unanswered = false;
        self.attempts = 0;
        match message {
            // What was missed follows, since the stream began after the known cursor.
            StreamMessage::Hello { cursor } => {
                self.read_to(*cursor);
                Vec::new()
            }
            StreamMessage::Changes { changes, cursor } => {
                self.cursor = Some(*cursor);
                readings(changes)
            }
            StreamMessage::Resync { cursor } => {
                self.cursor = Some(*cursor);
                // The changes between are not told, calls among them.
                vec![Reading::Day, Reading::Calls]
            }
        }
    }

    /// Takes the loss of the connection; how long to wait before it is tried again. The wait doubles with each attempt, up to half a
    /// minute, and `jitter`, a random number, spreads the devices of all restaurants over half of it.
    pub fn lost(&mut self, jitter: u32) -> Duration {
        self.line = Line::Lost;
        let wait = FIRST_WAIT
            .saturating_mul(1 << self.attempts.min(10))
            .min(LONGEST_WAIT);
        self.attempts = self.attempts.saturating_add(1);
        wait / 2 + (wait / 2).saturating_mul(jitter % 1_000) / 1_000
    }
}

/// The things that have to be read after these changes.
fn readings(changes: &[VenueChange]) -> Vec<Reading> {
    let mut reservations: Vec<ReservationId> = Vec::new();
    let has_call = changes.iter().any(|change| change.kind == ChangeKind::PhoneCall);
    let calls = has_call.then_some(Reading::Calls);
    for change in changes {
        match change.kind {
            ChangeKind::Reservation => match ReservationId::parse(&change.id) {
                Ok(id) if !reservations.contains(&id) => reservations.push(id),
                Ok(_) => {}
                Err(_) => return calls.into_iter().chain([Reading::Day]).collect(),
            },
            ChangeKind::Settings | ChangeKind::DayRule | ChangeKind::WaitlistEntry => {
                return calls.into_iter().chain([Reading::Day]).collect();
            }
            ChangeKind::GiftCard | ChangeKind::GiftCardOrder | ChangeKind::PhoneCall => {}
        }
    }
    if reservations.len() > MOST_SINGLE {
        return calls.into_iter().chain([Reading::Day]).collect();
    }
    let single = reservations.into_iter().map(Reading::Reservation);
    calls.into_iter().chain(single).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use shared::change::ChangeAction;

    use super::super::test_support::evening_at;
    use super::*;

    fn change(cursor: u64, kind: ChangeKind, id: &str) -> VenueChange {
        VenueChange {
            cursor: PagePosition(cursor),
            at: evening_at(1_140),
            kind,
            action: ChangeAction::Changed,
            id: id.to_owned(),
            revision: None,
            fields: Vec::new(),
        }
    }

    fn changes(all: Vec<VenueChange>) -> StreamMessage {
        let cursor = all.last().map_or(PagePosition(9), |change| change.cursor);
        StreamMessage::Changes { changes: all, cursor }
    }

    fn reservation(id: &str) -> Reading {
        Reading::Reservation(ReservationId::parse(id).unwrap())
    }

    #[test]
    fn each_reservation_that_was_changed_is_read_once() {
        let mut follow = Follow::default();
        let of = |cursor, id| change(cursor, ChangeKind::Reservation, id);
        let readings = follow.received(&changes(vec![of(6, "r1"), of(7, "r2"), of(8, "r1")]));
        assert_eq!(readings, [reservation("r1"), reservation("r2")]);
        assert_eq!(
            (follow.cursor(), follow.line()),
            (Some(PagePosition(8)), Line::Open)
        );
    }

    #[test]
    fn a_day_rule_a_gap_and_many_changes_are_read_as_the_whole_day() {
        let mut follow = Follow::default();
        let cursor = PagePosition(70);
        assert_eq!(
            follow.received(&StreamMessage::Resync { cursor }),
            [Reading::Day, Reading::Calls]
        );
        let rule = change(71, ChangeKind::DayRule, "d1");
        assert_eq!(follow.received(&changes(vec![rule])), [Reading::Day]);
        let many = (0..40u64).map(|one| change(72 + one, ChangeKind::Reservation, &format!("r{one}")));
        assert_eq!(follow.received(&changes(many.collect())), [Reading::Day]);
        let card = change(200, ChangeKind::GiftCard, "g1");
        assert_eq!(follow.received(&changes(vec![card])), Vec::new());
        let call = change(201, ChangeKind::PhoneCall, "7");
        assert_eq!(follow.received(&changes(vec![call])), [Reading::Calls]);
    }

    #[test]
    fn the_wait_grows_and_is_reset_once_a_connection_was_open() {
        let mut follow = Follow::default();
        let waits: Vec<_> = (0..9).map(|_| follow.lost(999).as_millis()).collect();
        assert!(
            waits.is_sorted() && waits[0] < 500 && waits[8] <= 30_000 && waits[8] > 29_000,
            "{waits:?}"
        );
        assert_eq!(follow.line(), Line::Lost);
        follow.received(&StreamMessage::Hello {
            cursor: PagePosition(1),
        });
        assert!(follow.lost(0).as_millis() <= 500);
    }

    #[test]
    fn a_request_without_an_answer_shows_the_lost_connection_before_the_stream_does() {
        let mut follow = Follow::default();
        let hello = StreamMessage::Hello {
            cursor: PagePosition(1),
        };
        follow.received(&hello);
        follow.requested(false);
        assert_eq!(follow.line(), Line::Lost);
        follow.requested(true);
        assert_eq!(follow.line(), Line::Open);
        follow.requested(false);
        follow.received(&hello);
        assert_eq!(follow.line(), Line::Open);
    }

    #[test]
    fn a_day_that_is_older_than_the_stream_does_not_turn_the_cursor_back() {
        let mut follow = Follow::default();
        follow.read_to(PagePosition(9));
        follow.read_to(PagePosition(5));
        assert_eq!(follow.cursor(), Some(PagePosition(9)));
    }

    proptest! {
        #[test]
        fn no_wait_is_shorter_than_a_quarter_of_a_second_or_longer_than_half_a_minute(
            jitters in prop::collection::vec(any::<u32>(), 1..60),
        ) {
            let mut follow = Follow::default();
            for jitter in jitters {
                let wait = follow.lost(jitter);
                prop_assert!(wait >= FIRST_WAIT / 2 && wait <= LONGEST_WAIT);
            }
        }
    }
}
