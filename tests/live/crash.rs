//! The machine loses power in the middle of a load.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::guest::{Choice, Guest};
use crate::server::Home;

const GUESTS: usize = 24;
const ANSWERED_BEFORE_THE_CRASH: usize = 60;

#[test]
fn after_sigkill_every_answered_booking_is_there_once() {
    let home = Home::new();
    let server = home.start();
    let guest = Guest::of(&server.origin, "demo");
    let choices: Vec<Choice> = guest.open_times("dinner", 2).take(400).collect();
    assert!(
        choices.len() > ANSWERED_BEFORE_THE_CRASH * 2,
        "too few open times: {}",
        choices.len()
    );

    // Guests book until their connection breaks. When enough are answered, the power goes.
    let next = AtomicUsize::new(0);
    let answered: Mutex<HashMap<String, String>> = Mutex::new(HashMap::new());
    let mut server = Some(server);
    thread::scope(|scope| {
        let (enough, is_enough) = std::sync::mpsc::channel();
        for _ in 0..GUESTS {
            let (guest, choices, next, answered, enough) =
                (&guest, &choices, &next, &answered, enough.clone());
            scope.spawn(move || {
                while let Some((number, choice)) = take(choices, next) {
                    let key = format!("crash-{number}");
                    let Some(answer) = guest.book(choice, &key) else {
                        return;
                    };
                    if answer.status == 201 {
                        let id = answer.body["id"].as_str().unwrap().to_owned();
                        let mut answered = answered.lock().unwrap();
                        answered.insert(key, id);
                        if answered.len() == ANSWERED_BEFORE_THE_CRASH {
                            enough.send(()).unwrap();
                        }
                    }
                }
            });
        }
        is_enough.recv().unwrap();
        server.take().unwrap().kill();
    });
    let answered = answered.into_inner().unwrap();
    let asked = next.load(Ordering::SeqCst).min(choices.len());
    assert!(asked < choices.len(), "the load was over before the crash");

    // After the restart every key, answered or not, leads to exactly one booking.
    let server = home.start();
    let guest = Guest::of(&server.origin, "demo");
    let mut ids = HashSet::new();
    for (number, choice) in choices.iter().take(asked).enumerate() {
        let key = format!("crash-{number}");
        let answer = guest.book(choice, &key).unwrap();
        if let Some(id) = answered.get(&key) {
            assert_eq!(answer.status, 201, "{}", answer.body);
            assert_eq!(answer.body["id"], id.as_str());
            assert_eq!(answer.headers["idempotency-replayed"], "true");
        } else {
            assert!([201, 409].contains(&answer.status), "{}", answer.body);
        }
        if answer.status == 201 {
            assert!(
                ids.insert(answer.body["id"].as_str().unwrap().to_owned()),
                "one booking, two keys"
            );
        }
    }
    assert!(answered.len() >= ANSWERED_BEFORE_THE_CRASH);
}

fn take<'a>(choices: &'a [Choice], next: &AtomicUsize) -> Option<(usize, &'a Choice)> {
    let number = next.fetch_add(1, Ordering::SeqCst);
    choices.get(number).map(|choice| (number, choice))
}
