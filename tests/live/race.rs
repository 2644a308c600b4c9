//! Two hundred guests want the last table at the same moment.

use std::sync::Barrier;
use std::thread;

use crate::guest::{Answer, Choice, Guest};
use crate::server::Home;

const GUESTS: usize = 200;

/// Books an open time again and again until it is full; says which and how often.
fn fill(guest: &Guest) -> (Choice, usize) {
    let choice = guest.open_times("dinner", 4).next().unwrap();
    let count = (0..1000)
        .take_while(|turn| guest.book(&choice, &format!("fill-{turn}")).unwrap().status == 201)
        .count();
    (choice, count)
}

#[test]
fn two_hundred_attempts_at_the_last_table_give_one_booking_and_fresh_alternatives() {
    // Two venues with the same reservations: one is filled to learn how many tables a time has, the
    // other is filled but for the last.
    let home = Home::new();
    let server = home.start();
    Guest::of(&server.origin, "demo").get("/slots?experienceId=dinner&day=2026-01-01&attendees=2");
    server.kill();
    let twin = home.copy();
    let server = twin.start();
    let (choice, tables) = fill(&Guest::of(&server.origin, "demo"));
    server.kill();
    assert!(tables > 0);
    let server = home.start();
    let guest = Guest::of(&server.origin, "demo");
    for turn in 1..tables {
        assert_eq!(guest.book(&choice, &format!("fill-{turn}")).unwrap().status, 201);
    }

    let start = Barrier::new(GUESTS);
    let answers: Vec<Answer> = thread::scope(|scope| {
        let attempts: Vec<_> = (0..GUESTS)
            .map(|number| {
                let (guest, choice, start) = (&guest, &choice, &start);
                scope.spawn(move || {
                    start.wait();
                    guest.book(choice, &format!("race-{number}")).unwrap()
                })
            })
            .collect();
        attempts
            .into_iter()
            .map(|attempt| attempt.join().unwrap())
            .collect()
    });

    let booked = answers.iter().filter(|answer| answer.status == 201).count();
    let refused: Vec<_> = answers.iter().filter(|answer| answer.status == 409).collect();
    assert_eq!((booked, refused.len()), (1, GUESTS - 1));
    let open_now: Vec<_> = guest
        .slots(&choice)
        .into_iter()
        .filter(|slot| slot["status"] == "open")
        .collect();
    for answer in refused {
        assert_eq!(answer.body["code"], "slot_taken");
        assert_eq!(answer.body["alternatives"].as_array().unwrap(), &open_now);
    }
}
