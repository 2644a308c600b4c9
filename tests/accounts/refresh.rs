//! Facts about refresh tokens that are valid once, at a vendor that was written elsewhere and refuses one that it has seen before.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use couvert_tests::native::{Handler, SeededRng, TestClock};
use edge::account::link::RestaurantLink;
use edge::pos::lightspeed::Lightspeed;
use edge::pos::{Pos as _, PosError, Push, PushedGuest, Taken};
use edge::upstream::{Ports, Scope, Upstream};
use futures_util::future::join_all;
use http::header::AUTHORIZATION;
use http::{Request, Response};
use serde_json::{Value, from_value, json};
use shared::id::{AccountRestaurantId, VenueId};
use shared::money::Currency;
use shared::reservation::Status;
use shared::time::Instant;

use super::surroundings::{AccountLine, Surroundings, settings};
use super::vendor::{LIFE, Vendor, authorize};

/// Noon of 21 November 2026 in Vienna.
const NOON: Instant = Instant::from_unix(1_795_258_800);

/// The access tokens that the vendor's API has been called with, each with the number of calls.
type TokensSeen = Rc<RefCell<BTreeMap<String, u32>>>;

fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    from_value(value).unwrap()
}

/// A reservation for two at table 5.
fn reservation() -> Push {
    let start = NOON.plus_minutes(7 * 60);
    Push {
        version: 1,
        at: NOON,
        id: read(json!("r1")),
        number: "R-000001".to_owned(),
        status: Status::Booked,
        is_from_till: false,
        is_known: false,
        attendees: read(json!(2)),
        start,
        end: start.plus_minutes(90),
        experience: Some("Dinner".to_owned()),
        is_walk_in: false,
        guest: PushedGuest {
            id: "g1".to_owned(),
            guest: read(json!({ "firstName": "Ada", "lastName": "Lovelace" })),
            company: None,
            notes: None,
            language: read(json!("en")),
        },
        notes: None,
        internal_notes: None,
        labels: Vec::new(),
        tables: vec!["5".to_owned()],
        deposits: Vec::new(),
    }
}

/// Pushes a reservation of a restaurant of the account, whose number this is.
async fn push(line: &AccountLine, number: usize, seen: &TokensSeen) -> Result<Taken, PosError> {
    let platform = settings("https://auth.example.com").lightspeed.unwrap();
    let name = format!("house-{number}");
    let joined = RestaurantLink {
        client: line.client(),
        restaurant: AccountRestaurantId::parse(&name).unwrap(),
        venue: VenueId::parse(&name).unwrap(),
    };
    let seen = seen.clone();
    let api = async move |request: Request<Vec<u8>>| {
        let token = request.headers()[AUTHORIZATION].to_str().unwrap().to_owned();
        *seen.borrow_mut().entry(token).or_default() += 1;
        let answer = json!({ "accepted": true, "platformCode": "couvert" });
        Response::builder()
            .status(202)
            .body(answer.to_string().into_bytes())
            .unwrap()
    };
    let ports = Rc::new(Ports {
        network: Box::new(Handler(api)),
        clock: Box::new(TestClock::at(NOON)),
        rng: Box::new(SeededRng::new(1)),
    });
    let restaurant = read(json!({ "account": "group", "restaurant": name }));
    let till = Lightspeed::new(
        restaurant,
        platform,
        Currency::EUR,
        Rc::new(joined),
        Upstream::new(ports),
    );
    let scope = Scope::new(Duration::from_mins(1)).of_write();
    till.push(&scope, &reservation()).await
}

/// The outcomes of so many pushes at once, each of another restaurant.
async fn push_all(line: &AccountLine, count: usize, seen: &TokensSeen) -> Vec<Result<Taken, PosError>> {
    join_all((0..count).map(|number| push(line, number, seen))).await
}

#[tokio::test]
async fn fifty_pushes_around_the_end_of_a_token_make_one_refresh() {
    let vendor = Vendor::start();
    let world = Surroundings::new(settings(&vendor.origin), NOON);
    let seen = TokensSeen::default();
    authorize(&world.object()).await;
    let line = world.object();
    // While the token is fresh, in its last minute, and once it is over.
    for (seconds, count) in [(60, 10), (LIFE - 30, 30), (LIFE + 30, 10)] {
        world.now.set(NOON.plus_seconds(seconds));
        for taken in push_all(&line, count, &seen).await {
            assert_eq!(taken, Ok(Taken::Accepted));
        }
    }
    let calls: Vec<u32> = seen.borrow().values().copied().collect();
    assert_eq!((calls.len(), calls.iter().sum::<u32>()), (2, 50), "{calls:?}");
    assert_eq!(
        vendor.counts(),
        json!({ "codes": 1, "refreshes": 1, "repeated": 0 })
    );
}

#[tokio::test]
async fn a_refresh_whose_answer_is_lost_is_not_sent_again_by_any_caller_or_restart() {
    let vendor = Vendor::start();
    let world = Surroundings::new(settings(&vendor.origin), NOON);
    let seen = TokensSeen::default();
    authorize(&world.object()).await;
    world.now.set(NOON.plus_seconds(LIFE - 30));
    world.lost.set(1);
    for _ in 0..2 {
        // The token is not over yet.
        for taken in push_all(&world.object(), 25, &seen).await {
            assert_eq!(taken, Ok(Taken::Accepted));
        }
    }
    world.now.set(NOON.plus_seconds(LIFE));
    for _ in 0..2 {
        for refused in push_all(&world.object(), 25, &seen).await {
            assert!(matches!(refused, Err(PosError::Unauthorised(_))), "{refused:?}");
        }
    }
    assert_eq!(
        vendor.counts(),
        json!({ "codes": 1, "refreshes": 1, "repeated": 0 })
    );
    // A person authorizes again.
    let line = world.object();
    authorize(&line).await;
    assert_eq!(push(&line, 0, &seen).await, Ok(Taken::Accepted));
    let log = world.log.borrow();
    assert_eq!(log.len(), 1, "{log:?}");
}
