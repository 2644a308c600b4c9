//! The contract of every till, asked of the port alone.

use std::time::Duration;

use edge::delivery::Delivery;
use edge::pos::{Connection, Pos, Push, PushedGuest, Taken};
use edge::upstream::Scope;
use serde_json::{Value, from_value, json};
use shared::reservation::Status;
use shared::time::Instant;

/// The version, the status and the tables of a reservation in a till's books.
pub type Known = (u64, Status, Vec<String>);

/// See [`TillWorld::known`].
pub type FindKnown = dyn Fn(&str) -> Option<Known>;

/// A till, and what its books say.
pub struct TillWorld {
    /// The till behind its port.
    pub pos: Box<dyn Pos>,
    /// A reservation in the till's own books.
    pub known: Box<FindKnown>,
    /// The status that stands for one of ours in the till's books: a till may not have all of them.
    pub kept_as: fn(Status) -> Status,
    /// A delivery as the till sends it.
    pub delivery: Delivery,
    /// The number of the till's connections.
    pub connections: Box<dyn Fn() -> usize>,
}

fn scope() -> Scope {
    Scope::new(Duration::from_mins(1))
}

fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    from_value(value).unwrap()
}

/// A reservation for two at table 5.
fn push(version: u64, status: Status) -> Push {
    let start = Instant::from_unix(1_795_629_600);
    Push {
        version,
        at: Instant::from_unix(1_795_258_800),
        id: read(json!("r1")),
        number: "R-000001".to_owned(),
        status,
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

pub async fn the_same_or_an_older_version_changes_nothing(world: &TillWorld) {
    let tell = async |version, status| world.pos.push(&scope(), &push(version, status)).await;
    let taken = tell(2, Status::Seated).await.unwrap();
    assert!(matches!(taken, Taken::Applied | Taken::Accepted));
    let seated = Some((2, (world.kept_as)(Status::Seated), vec!["5".to_owned()]));
    assert_eq!((world.known)("r1"), seated);
    // Whether it says so or not.
    let _ = tell(2, Status::Booked).await;
    let _ = tell(1, Status::Booked).await;
    assert_eq!((world.known)("r1"), seated);
    tell(3, Status::Paid).await.unwrap();
    let paid = Some((3, (world.kept_as)(Status::Paid), vec!["5".to_owned()]));
    // To a till that is told of parties at their tables alone, nothing was said.
    let is_told = world.pos.abilities().statuses.contains(&Status::Paid);
    assert_eq!((world.known)("r1"), if is_told { paid } else { seated });
}

pub async fn reading_a_delivery_changes_nothing_and_gives_the_same_notices(world: &TillWorld) {
    world.pos.push(&scope(), &push(1, Status::Booked)).await.unwrap();
    let before = (world.known)("r1");
    let first = world.pos.read(&world.delivery).unwrap();
    assert!(!first.is_empty());
    assert_eq!(world.pos.read(&world.delivery).unwrap(), first);
    // It is stored without its credentials.
    let stored = world.delivery.without_credentials();
    assert_eq!(world.pos.read(&stored).unwrap(), first);
    assert_eq!((world.known)("r1"), before);
}

pub async fn what_is_no_delivery_is_unreadable_and_changes_nothing(world: &TillWorld) {
    world.pos.push(&scope(), &push(1, Status::Booked)).await.unwrap();
    let before = (world.known)("r1");
    for body in ["", "{", "null", "7", "\u{0}"] {
        let delivery = Delivery {
            body: body.as_bytes().to_vec(),
            ..world.delivery.clone()
        };
        assert!(world.pos.read(&delivery).is_err(), "{body:?}");
    }
    assert_eq!((world.known)("r1"), before);
}

pub async fn connecting_twice_and_disconnecting_twice_is_no_fault(world: &TillWorld) {
    let connection = Connection {
        name: "linde".to_owned(),
        url: "https://book.example/v1/webhooks/linde/till".to_owned(),
    };
    for _ in 0..2 {
        world.pos.connect(&scope(), &connection).await.unwrap();
        assert_eq!((world.connections)(), 1);
    }
    for _ in 0..2 {
        world.pos.disconnect(&scope(), &connection).await.unwrap();
        assert_eq!((world.connections)(), 0);
    }
}
