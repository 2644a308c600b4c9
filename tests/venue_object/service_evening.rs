//! An evening of service at two venues, one at each simulated till: parties come, order, pay, stay away and cancel, answers get
//! lost, the till is away for ten minutes, and the objects are killed. Afterwards both books have the same reservations, tables,
//! statuses and bills.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use couvert_tests::ikentoo::{self as kitchen, CheckState, Dish};
use couvert_tests::lightspeed;
use couvert_tests::native::since_epoch;
use serde_json::{Value, json};
use shared::id::ReservationId;
use shared::reservation::Status;

use super::staff_changes::{id, made, tables};
use super::tills::dead_letters;
use super::venue::Venue;
use super::{ikentoo, till_lightspeed};

/// How many parties come to each venue.
const PARTIES: u32 = 12;
/// The place of the party that sits down while the till is away.
const AWAY: usize = 4;
/// The price of what each party orders, in cents.
const CENTS: u32 = 3_519;

/// The till of a venue.
enum Till {
    Lightspeed(Rc<RefCell<lightspeed::Simulator>>),
    Ikentoo(Rc<RefCell<kitchen::Simulator>>),
}

/// The end of a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It comes, eats and pays.
    Pays,
    /// The same without a reservation.
    WalksIn,
    /// It does not come.
    StaysAway,
    /// It cancels.
    Cancels,
}

impl Fate {
    const ALL: [Self; 4] = [Self::Pays, Self::WalksIn, Self::StaysAway, Self::Cancels];

    const fn status(self) -> Status {
        match self {
            Self::Pays | Self::WalksIn => Status::Finished,
            Self::StaysAway => Status::NoShow,
            Self::Cancels => Status::Cancelled,
        }
    }

    const fn pays(self) -> bool {
        matches!(self, Self::Pays | Self::WalksIn)
    }
}

/// The numbers of an evening, which both books have.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    reservations: usize,
    finished: usize,
    no_shows: usize,
    cancelled: usize,
    bills: usize,
    cents: i64,
}

impl fmt::Display for Counts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} reservations, {} finished, {} no-shows, {} cancelled, {} bills of {} cents",
            self.reservations, self.finished, self.no_shows, self.cancelled, self.bills, self.cents
        )
    }
}

/// A venue with its till.
struct Restaurant {
    venue: Venue,
    till: Till,
}

impl Restaurant {
    fn at_lightspeed() -> Self {
        let (venue, simulator) = till_lightspeed::venue(&["t1", "t2", "g1"]);
        let till = Till::Lightspeed(simulator);
        Self { venue, till }
    }

    fn at_ikentoo() -> Self {
        let (venue, simulator) = ikentoo::venue();
        let till = Till::Ikentoo(simulator);
        Self { venue, till }
    }

    /// Lets venue and till exchange pushes and events, for some minutes.
    async fn settle(&self, minutes: i64) {
        let until = self.venue.now.get().plus_minutes(minutes);
        self.venue.run_until(until).await;
        match &self.till {
            Till::Ikentoo(simulator) => ikentoo::settle(&self.venue, simulator).await,
            Till::Lightspeed(simulator) => loop {
                let events = simulator.borrow_mut().take_events();
                if events.is_empty() {
                    return;
                }
                for event in events {
                    simulator.borrow_mut().put_back(event);
                }
                till_lightspeed::deliver(&self.venue, simulator).await;
            },
        }
    }

    /// Kills the object after so many writes more, and starts it again.
    async fn kill(self, writes: u32) -> Self {
        self.venue.doom(writes);
        self.venue.run_until(self.venue.now.get()).await;
        Self {
            venue: self.venue.restarted(),
            till: self.till,
        }
    }

    /// Loses the next answer of the till.
    fn lose_an_answer(&self) {
        match &self.till {
            Till::Lightspeed(simulator) => till_lightspeed::play(&self.venue, simulator, "fault lost"),
            Till::Ikentoo(simulator) => {
                let lost = kitchen::Trouble::ResetAfter;
                simulator.borrow_mut().troubles.push_back(lost);
            }
        }
    }

    /// Lets ten minutes pass in which the till answers nothing.
    async fn wait_while_away(&self) {
        const REQUESTS: usize = 1_000;
        match &self.till {
            Till::Lightspeed(simulator) => {
                let resets = std::iter::repeat_n(lightspeed::Fault::Reset, REQUESTS);
                simulator.borrow_mut().faults.extend(resets);
            }
            Till::Ikentoo(simulator) => {
                let resets = std::iter::repeat_n(kitchen::Trouble::ResetBefore, REQUESTS);
                simulator.borrow_mut().troubles.extend(resets);
            }
        }
        let back = self.venue.now.get().plus_minutes(10);
        self.venue.run_until(back).await;
        // The clock by which calls are made is tokio's.
        tokio::time::advance(Duration::from_mins(10)).await;
        let left = match &self.till {
            Till::Lightspeed(simulator) => std::mem::take(&mut simulator.borrow_mut().faults).len(),
            Till::Ikentoo(simulator) => std::mem::take(&mut simulator.borrow_mut().troubles).len(),
        };
        assert!((1..REQUESTS).contains(&left), "{left} of {REQUESTS}");
    }

    /// A party that sits at this table orders.
    fn order(&self, table: &str) {
        match &self.till {
            Till::Lightspeed(simulator) => {
                till_lightspeed::play(&self.venue, simulator, &format!("order {table} 35.19 Steak"));
            }
            Till::Ikentoo(simulator) => {
                let name = "Steak".to_owned();
                let steak = Dish { name, cents: CENTS };
                assert!(simulator.borrow_mut().order(table, steak));
            }
        }
    }

    /// It pays.
    fn pay(&self, table: &str) {
        match &self.till {
            Till::Lightspeed(simulator) => {
                till_lightspeed::play(&self.venue, simulator, &format!("pay {table}"));
            }
            Till::Ikentoo(simulator) => {
                let now = since_epoch(self.venue.now.get());
                assert!(simulator.borrow_mut().pay(table, 0, now));
            }
        }
    }

    /// The numbers of the venue's book.
    fn book(&self) -> Counts {
        let rows = self.venue.rows("SELECT status FROM reservations");
        let with = |status: Status| rows.iter().filter(|row| row["status"] == json!(status)).count();
        let states = self.venue.rows("SELECT receipts FROM pos_states");
        let receipts = states.iter().filter_map(|row| row["receipts"].as_str());
        let bills: Vec<BTreeMap<String, Value>> =
            receipts.map(|text| serde_json::from_str(text).unwrap()).collect();
        let bills = || bills.iter().flat_map(BTreeMap::values);
        Counts {
            reservations: rows.len(),
            finished: with(Status::Finished),
            no_shows: with(Status::NoShow),
            cancelled: with(Status::Cancelled),
            bills: bills().count(),
            cents: bills().filter_map(|bill| bill["total"]["amount"].as_i64()).sum(),
        }
    }

    /// The bills in the till's books: how many were paid, and how much.
    fn paid_at_till(&self) -> (usize, i64) {
        let paid: Vec<i64> = match &self.till {
            Till::Lightspeed(simulator) => {
                let simulator = simulator.borrow();
                let checks = simulator.books.checks.iter();
                let paid = checks.filter(|check| check.closed.is_some());
                paid.map(lightspeed::Check::total).collect()
            }
            Till::Ikentoo(simulator) => {
                let simulator = simulator.borrow();
                let checks = simulator.checks.iter();
                let paid = checks.filter(|check| check.state == CheckState::Paid);
                paid.map(|check| i64::from(check.cents())).collect()
            }
        };
        (paid.len(), paid.iter().sum())
    }

    /// Compares the reservation in the till's books with the venue's.
    fn compare(&self, (id, fate, table): &(ReservationId, Fate, String)) {
        match &self.till {
            Till::Lightspeed(simulator) => {
                let status = match fate {
                    Fate::Pays | Fate::WalksIn => "DEPARTED",
                    Fate::StaysAway => "NO_SHOW",
                    Fate::Cancels => "CANCELLED",
                };
                let (known, at) = till_lightspeed::known(simulator, id).unwrap();
                assert_eq!(known, status, "{id}");
                if fate.pays() {
                    assert_eq!(at, [table.as_str()], "{id}");
                }
            }
            Till::Ikentoo(simulator) => {
                let simulator = simulator.borrow();
                let check = simulator.check_of(id.as_str());
                let known = check.map(|check| (check.state, check.table.clone()));
                let expected = fate.pays().then(|| (CheckState::Paid, table.clone()));
                assert_eq!(known, expected, "{id}");
            }
        }
    }
}

/// Runs an evening at a restaurant, and returns its numbers, which both books have.
async fn evening(mut restaurant: Restaurant) -> Counts {
    let mut parties = Vec::new();
    for number in 0..PARTIES {
        let fate = Fate::ALL[(number % 4) as usize];
        let message = if fate == Fate::WalksIn {
            json!({ "source": "walk_in" })
        } else {
            json!({})
        };
        // Twice as many as there are tables, on two days.
        let day = if number < PARTIES / 2 {
            "2026-11-24"
        } else {
            "2026-11-25"
        };
        let minutes = if (number / 3) % 2 == 0 { 1_080 } else { 1_260 };
        let made = made(
            &restaurant.venue,
            message,
            json!({ "day": day, "minutes": minutes }),
        )
        .await;
        parties.push((id(&made), fate, tables(&made)[0].to_owned()));
        restaurant.settle(1).await;
    }
    for (number, (id, fate, table)) in parties.iter().enumerate() {
        if number % 5 == 1 {
            restaurant.lose_an_answer();
        }
        if *fate == Fate::Pays {
            restaurant.venue.staff(id, Status::Arrived).await;
            restaurant.settle(1).await;
        }
        match fate {
            Fate::StaysAway => restaurant.venue.staff(id, Status::NoShow).await,
            Fate::Cancels => restaurant.venue.staff(id, Status::Cancelled).await,
            Fate::Pays | Fate::WalksIn => restaurant.venue.staff(id, Status::Seated).await,
        }
        if number == AWAY {
            restaurant.wait_while_away().await;
        }
        if number % 3 == 0 {
            restaurant = Box::pin(restaurant.kill(u32::try_from(number).unwrap() % 4)).await;
        }
        restaurant.settle(10).await;
        if fate.pays() {
            restaurant.order(table);
            restaurant.settle(1).await;
            restaurant.pay(table);
            // It leaves by itself.
            restaurant.settle(1).await;
            restaurant.settle(20).await;
        }
    }
    restaurant.settle(60).await;
    for party in &parties {
        restaurant.compare(party);
        let status = restaurant.venue.staff_sees(&party.0).await.reservation.status;
        assert_eq!(status, party.1.status(), "{:?}", party.1);
    }
    assert!(dead_letters(&restaurant.venue).await.is_empty());
    let counts = restaurant.book();
    assert_eq!((counts.bills, counts.cents), restaurant.paid_at_till());
    counts
}

#[tokio::test(start_paused = true)]
async fn an_evening_at_both_tills_ends_with_the_same_books() {
    let expected = Counts {
        reservations: 12,
        finished: 6,
        no_shows: 3,
        cancelled: 3,
        bills: 6,
        cents: 6 * 3_519,
    };
    let at_lightspeed = Box::pin(evening(Restaurant::at_lightspeed())).await;
    let at_ikentoo = Box::pin(evening(Restaurant::at_ikentoo())).await;
    println!("lightspeed: {at_lightspeed}; ikentoo: {at_ikentoo}");
    assert_eq!(at_lightspeed, expected);
    assert_eq!(at_ikentoo, expected);
}
