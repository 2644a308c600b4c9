//! Two tills report the same table two hundred times at the same moment.

use std::sync::Barrier;
use std::thread;

use serde_json::json;

use crate::guest::Answer;
use crate::server::{Home, STAFF_KEY};
use crate::staff::{get, send};

const CALLS: usize = 200;

/// A table of the demo venue that no guest books.
const TABLE: &str = "C4";

#[test]
fn a_table_that_two_tills_check_in_at_once_has_one_party() {
    let home = Home::new();
    let server = home.start();
    let call = json!({ "tableName": TABLE, "attendees": 2 });
    let start = Barrier::new(CALLS);
    let answers: Vec<Answer> = thread::scope(|scope| {
        let calls: Vec<_> = (0..CALLS)
            .map(|number| {
                let (origin, call, start) = (&server.origin, &call, &start);
                scope.spawn(move || {
                    let address = format!("203.0.113.{}", number % 2);
                    let headers = [("cf-connecting-ip", address.as_str())];
                    start.wait();
                    let check_in = ("POST", "/external/tables/checkin");
                    send(origin, STAFF_KEY, check_in, &headers, call).unwrap()
                })
            })
            .collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    });
    let party = &answers[0].body;
    for answer in &answers {
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(answer.body, *party);
    }
    assert_eq!(
        (&party["source"], &party["status"]),
        (&json!("walk_in"), &json!("seated"))
    );
    let day = party["day"].as_str().unwrap();
    let path = format!("/reservations?from={day}&to={day}&status=seated&includeWalkIns=true");
    let (status, listed) = get(&server.origin, Some(STAFF_KEY), &path);
    assert_eq!(status, 200, "{listed}");
    let walk_ins = listed.as_array().unwrap().iter();
    let walk_ins: Vec<_> = walk_ins.filter(|one| one["source"] == "walk_in").collect();
    assert_eq!(walk_ins, [party]);
    // The party is stored: a till is answered about it after a crash too.
    server.kill();
    let server = home.start();
    let paid = ("POST", "/external/tables/paid");
    let answer = send(&server.origin, STAFF_KEY, paid, &[], &call).unwrap();
    assert_eq!(
        (&answer.body["id"], &answer.body["status"]),
        (&party["id"], &json!("paid")),
        "{}",
        answer.body
    );
}
