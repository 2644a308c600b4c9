//! Facts about a listener: when it waits, when its stream ends, and that it is sent each change once and in order.

use proptest::prelude::*;
use shared::change::{ChangeAction, ChangeKind, VenueChange};

use super::*;

const NOW: Instant = Instant::from_unix(1_795_258_800);

/// The most changes of a page, as the stream reads them.
const PAGE: u64 = 100;

/// The part of a journal of `total` changes that follows a cursor.
fn page(after: PagePosition, total: u64) -> ChangePage {
    let last = total.min(after.0 + PAGE);
    let changes = (after.0 + 1..=last).map(|number| VenueChange {
        cursor: PagePosition(number),
        at: NOW,
        kind: ChangeKind::Reservation,
        action: ChangeAction::Created,
        id: format!("r{number}"),
        revision: None,
        fields: Vec::new(),
    });
    ChangePage {
        changes: changes.collect(),
        cursor: PagePosition(last.max(after.0)),
        more: last < total,
    }
}

fn listener(cursor: u64) -> Listener {
    Listener::new(CredentialId::Operator, None, PagePosition(cursor), NOW)
}

/// Offers pages until the listener takes no more: the numbers of the changes that were sent, and the last outcome.
fn send(listener: &mut Listener, total: u64, now: Instant) -> (Vec<u64>, Offer) {
    let mut sent = Vec::new();
    loop {
        let page = page(listener.cursor(), total);
        let offer = listener.offer(&page, now);
        if offer != Offer::Sent {
            return (sent, offer);
        }
        sent.extend(page.changes.iter().map(|change| change.cursor.0));
    }
}

fn acknowledge(listener: &mut Listener, cursor: u64, now: Instant) -> Result<(), Ending> {
    listener.receive(Incoming::Text(&format!(r#"{{"acknowledge":{cursor}}}"#)), now)
}

#[test]
fn a_listener_that_catches_up_waits_and_one_that_had_everything_is_too_slow() {
    let mut far = listener(0);
    let (sent, offer) = send(&mut far, 2_500, NOW);
    assert_eq!((sent.len(), offer), (1_000, Offer::Waiting));
    assert!(!far.is_live());
    acknowledge(&mut far, 1_000, NOW).unwrap();
    assert_eq!(send(&mut far, 2_500, NOW).0.len(), 1_000);
    acknowledge(&mut far, 2_000, NOW).unwrap();
    assert_eq!(
        send(&mut far, 2_500, NOW),
        ((2_001..=2_500).collect(), Offer::UpToDate)
    );
    assert!(far.is_live());
    // 500 are not acknowledged: there is room for as many, and for no more.
    assert_eq!(send(&mut far, 3_000, NOW).1, Offer::UpToDate);
    assert_eq!(far.unacknowledged(), MAX_UNACKNOWLEDGED);
    assert_eq!(
        send(&mut far, 3_001, NOW).1,
        Offer::Ended(Ending::TooManyUnacknowledged)
    );
}

#[test]
fn a_change_that_is_not_acknowledged_for_a_minute_ends_the_stream() {
    let mut slow = listener(0);
    assert_eq!(slow.check_at(), None);
    send(&mut slow, 2, NOW);
    send(&mut slow, 3, NOW.plus_seconds(30));
    assert_eq!(slow.check_at(), Some(NOW.plus_seconds(60)));
    assert!(!slow.is_behind(NOW.plus_seconds(59)));
    assert!(slow.is_behind(NOW.plus_seconds(60)));
    // In part: the rest of what was sent first is as old as before.
    acknowledge(&mut slow, 1, NOW.plus_seconds(50)).unwrap();
    assert_eq!(
        (slow.unacknowledged(), slow.check_at()),
        (2, Some(NOW.plus_seconds(60)))
    );
    acknowledge(&mut slow, 2, NOW.plus_seconds(50)).unwrap();
    assert_eq!(
        (slow.unacknowledged(), slow.check_at()),
        (1, Some(NOW.plus_seconds(90)))
    );
    acknowledge(&mut slow, 3, NOW.plus_seconds(80)).unwrap();
    assert_eq!((slow.unacknowledged(), slow.check_at()), (0, None));
    assert!(!slow.is_behind(NOW.plus_seconds(1_000)));
}

#[test]
fn the_end_of_its_credential_is_looked_at_in_time() {
    let mut signed_in = Listener::new(
        CredentialId::Operator,
        Some(NOW.plus_seconds(40)),
        PagePosition(0),
        NOW,
    );
    send(&mut signed_in, 1, NOW);
    assert_eq!(signed_in.check_at(), Some(NOW.plus_seconds(40)));
    assert!(!signed_in.is_credential_over(NOW.plus_seconds(39)));
    assert!(signed_in.is_credential_over(NOW.plus_seconds(40)));
    signed_in.set_credential_end(Some(NOW.plus_seconds(4_000)));
    assert_eq!(signed_in.check_at(), Some(NOW.plus_seconds(60)));
}

#[test]
fn only_acknowledgements_of_what_was_sent_are_understood() {
    let sent = || {
        let mut listener = listener(5);
        send(&mut listener, 7, NOW);
        listener
    };
    // Earlier ones, and repeated ones, change nothing.
    let mut patient = sent();
    for cursor in [7, 6, 7, 5, 0] {
        assert_eq!(acknowledge(&mut patient, cursor, NOW), Ok(()), "{cursor}");
    }
    assert_eq!(patient.unacknowledged(), 0);
    let long = format!(r#"{{"acknowledge":7{}}}"#, " ".repeat(MAX_MESSAGE_BYTES));
    for (message, ending) in [
        (Incoming::Text(r#"{"acknowledge":8}"#), Ending::NotUnderstood),
        (Incoming::Text(r#"{"acknowledge":-1}"#), Ending::NotUnderstood),
        (Incoming::Text(r#"{"acknowledge":"7"}"#), Ending::NotUnderstood),
        (Incoming::Text(r#"{"cursor":7}"#), Ending::NotUnderstood),
        (Incoming::Text("hello"), Ending::NotUnderstood),
        (Incoming::Text(""), Ending::NotUnderstood),
        (Incoming::Binary, Ending::NotUnderstood),
        (Incoming::Text(&long), Ending::MessageTooLarge),
    ] {
        let mut listener = sent();
        assert_eq!(listener.receive(message, NOW), Err(ending), "{message:?}");
        assert_eq!(listener.unacknowledged(), 2);
    }
}

#[test]
fn messages_are_counted_by_the_minute() {
    let mut eager = listener(0);
    for _ in 0..MAX_MESSAGES_PER_MINUTE {
        assert_eq!(acknowledge(&mut eager, 0, NOW), Ok(()));
    }
    assert_eq!(acknowledge(&mut eager, 0, NOW), Err(Ending::TooManyMessages));
    assert_eq!(acknowledge(&mut eager, 0, NOW.plus_seconds(60)), Ok(()));
}

#[test]
fn a_listener_whose_changes_are_gone_goes_on_from_another_cursor() {
    let mut late = listener(0);
    send(&mut late, 10, NOW);
    late.resynchronise(PagePosition(50));
    assert_eq!(
        (late.cursor(), late.unacknowledged(), late.check_at()),
        (PagePosition(50), 0, None)
    );
    assert_eq!(send(&mut late, 52, NOW).0, [51, 52]);
    // What it had before may still be on its way back.
    assert_eq!(acknowledge(&mut late, 10, NOW), Ok(()));
    assert_eq!(late.unacknowledged(), 2);
}

/// An event around a listener.
#[derive(Clone, Debug)]
enum Step {
    /// So many changes are made, and the listener is offered them.
    Change(u64),
    /// So many seconds pass, after which the listener is looked at.
    Wait(i64),
    /// The listener deals with so many of the changes on their way to it, and acknowledges the last one.
    Deal(usize),
    /// The line breaks: what was on its way is lost.
    Break,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (1_u64..400).prop_map(Step::Change),
        3 => (1_i64..50).prop_map(Step::Wait),
        4 => (0_usize..600).prop_map(Step::Deal),
        1 => Just(Step::Break),
    ];
    prop::collection::vec(step, 1..60)
}

proptest! {
    #[test]
    fn each_change_is_dealt_with_once_and_in_order_by_a_listener_that_comes_back(steps in steps()) {
        let (mut total, mut now) = (0, NOW);
        let (mut dealt, mut on_its_way) = (Vec::new(), std::collections::VecDeque::new());
        let mut stream = listener(0);
        for step in steps {
            let is_lost = match step {
                Step::Change(count) => {
                    total += count;
                    false
                }
                Step::Wait(seconds) => {
                    now = now.plus_seconds(seconds);
                    stream.is_behind(now)
                }
                Step::Deal(count) => {
                    let count = count.min(on_its_way.len());
                    dealt.extend(on_its_way.drain(..count));
                    let last = dealt.last().copied().unwrap_or_default();
                    acknowledge(&mut stream, last, now).is_err()
                }
                Step::Break => true,
            };
            let is_lost = is_lost || {
                let (sent, offer) = send(&mut stream, total, now);
                on_its_way.extend(sent);
                matches!(offer, Offer::Ended(_))
            };
            if is_lost {
                on_its_way.clear();
                stream = Listener::new(
                    CredentialId::Operator,
                    None,
                    PagePosition(dealt.last().copied().unwrap_or_default()),
                    now,
                );
                on_its_way.extend(send(&mut stream, total, now).0);
            }
            prop_assert!(stream.unacknowledged() <= MAX_UNACKNOWLEDGED);
            prop_assert!(on_its_way.len() <= 1_000);
            // What it deals with has no gap and nothing twice.
            prop_assert!(dealt.iter().copied().eq(1..=dealt.len() as u64));
            // The state fits into what the runtime stores with a WebSocket.
            prop_assert!(serde_json::to_string(&stream).unwrap().len() < 2_048);
        }
        // In the end it has everything.
        while dealt.len() as u64 != total {
            dealt.extend(on_its_way.drain(..));
            let last = dealt.last().copied().unwrap_or_default();
            prop_assert_eq!(acknowledge(&mut stream, last, now.plus_seconds(60)), Ok(()));
            on_its_way.extend(send(&mut stream, total, now.plus_seconds(60)).0);
        }
        prop_assert!(dealt.iter().copied().eq(1..=total));
    }
}
