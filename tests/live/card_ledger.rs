//! Eight tills move money of gift cards at the same time, each its own card's and those of two that they share. A model
//! knows what each answer has to be, and what is on every card in the end.

use std::collections::BTreeMap;
use std::sync::Barrier;
use std::thread;

use fastrand::Rng;
use serde_json::{Value, json};

use crate::guest::Answer;
use crate::server::{Home, STAFF_KEY};
use crate::staff::send;

const TILLS: usize = 8;
const CALLS: usize = 250;
const OPENING: i64 = 10_000;
const SHARED: [&str; 2] = ["Shared 1", "Shared 2"];

/// A transaction that a till has made.
#[derive(Clone)]
struct Made {
    card: String,
    reference: String,
    amount: i64,
    was_pending: bool,
    status: &'static str,
}

impl Made {
    /// Its effect on the card's balance.
    fn weight(&self) -> i64 {
        match self.status {
            "successful" => self.amount,
            "pending" => self.amount.min(0),
            _ => 0,
        }
    }
}

/// A till with what it knows.
struct Till {
    origin: String,
    number: usize,
    random: Rng,
    made: Vec<Made>,
}

impl Till {
    /// Sends a request until it is answered: a repeated one moves nothing.
    fn send(&self, method: &str, path: &str, body: &Value) -> Answer {
        let address = format!("203.0.113.{}", self.number);
        let headers = [("cf-connecting-ip", address.as_str())];
        (0..5)
            .find_map(|_| send(&self.origin, STAFF_KEY, (method, path), &headers, body))
            .unwrap()
    }

    fn own_card(&self) -> String {
        format!("Till {}", self.number)
    }

    fn balance(&self, card: &str) -> i64 {
        let answer = self.send("GET", &card_path(card), &Value::Null);
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body["remainingAmount"].as_i64().unwrap()
    }

    /// The balance of the till's own card by the model.
    fn own_worth(&self) -> i64 {
        let own = self.made.iter().filter(|made| made.card == self.own_card());
        OPENING + own.map(Made::weight).sum::<i64>()
    }

    fn step(&mut self, turn: usize) {
        match self.random.u8(0..10) {
            0..6 => self.create(turn),
            6..9 if !self.made.is_empty() => self.update(),
            _ => assert_eq!(self.balance(&self.own_card()), self.own_worth()),
        }
    }

    fn create(&mut self, turn: usize) {
        let is_repeated = self.random.u8(0..8) == 0 && !self.made.is_empty();
        if is_repeated {
            let made = self.random.choice(&self.made).unwrap().clone();
            let answer = self.send(
                "POST",
                &format!("{}/transactions", card_path(&made.card)),
                &body_of(&made),
            );
            if made.status == "cancelled" {
                // It moved nothing, and no till may take it for paid.
                assert_eq!(answer.status, 409, "{}", answer.body);
            } else {
                assert_eq!(
                    (answer.status, &answer.body["status"]),
                    (201, &json!(made.status))
                );
            }
            let other = Made {
                amount: made.amount + 1,
                ..made
            };
            let answer = self.send(
                "POST",
                &format!("{}/transactions", card_path(&other.card)),
                &body_of(&other),
            );
            assert!(matches!(answer.status, 400 | 409), "{}", answer.body);
            return;
        }
        let card = if self.random.u8(0..5) < 3 {
            self.own_card()
        } else {
            SHARED[self.random.usize(0..SHARED.len())].to_owned()
        };
        let was_pending = self.random.bool();
        let amount = match self.random.i64(-4_000..3_000) {
            0 => 1,
            amount => amount,
        };
        let made = Made {
            reference: format!("t{}-{turn}", self.number),
            status: if was_pending { "pending" } else { "successful" },
            card,
            amount,
            was_pending,
        };
        let answer = self.send(
            "POST",
            &format!("{}/transactions", card_path(&made.card)),
            &body_of(&made),
        );
        // What is on a shared card is not known while others spend it.
        let is_enough = amount > 0 || self.own_worth() >= -amount;
        let expected: &[u16] = match (made.card == self.own_card(), is_enough, amount > 0) {
            (true, true, _) | (false, _, true) => &[201],
            (true, false, _) => &[400],
            (false, _, false) => &[201, 400],
        };
        assert!(
            expected.contains(&answer.status),
            "{} {}",
            answer.status,
            answer.body
        );
        if answer.status == 201 {
            assert_eq!(
                (&answer.body["status"], &answer.body["amount"]),
                (&json!(made.status), &json!(amount))
            );
            self.made.push(made);
        } else {
            assert_eq!(
                answer.body["message"],
                json!(["amount: more than the gift card's balance"])
            );
        }
    }

    fn update(&mut self) {
        let chosen = self.random.usize(0..self.made.len());
        let made = self.made[chosen].clone();
        let status = *self
            .random
            .choice(["pending", "successful", "cancelled"].iter())
            .unwrap();
        let method = if self.random.bool() { "PATCH" } else { "PUT" };
        let path = format!(
            "{}/transactions/external-{}",
            card_path(&made.card),
            made.reference
        );
        let answer = self.send(method, &path, &json!({ "status": status }));
        if made.status == "pending" || made.status == status {
            assert_eq!((answer.status, &answer.body["status"]), (200, &json!(status)));
            self.made[chosen].status = status;
        } else {
            assert_eq!(answer.status, 409, "{}", answer.body);
        }
        let seen = self.send("GET", &path, &Value::Null);
        assert_eq!(seen.body["status"], self.made[chosen].status);
    }
}

fn card_path(card: &str) -> String {
    format!("/external/gift-cards/{}", card.replace(' ', "%20"))
}

fn body_of(made: &Made) -> Value {
    json!({
        "status": if made.was_pending { "pending" } else { "successful" },
        "amount": made.amount, "reference": made.reference,
    })
}

#[test]
fn two_thousand_movements_of_eight_tills_at_once_lose_and_make_no_cent() {
    let home = Home::new();
    let server = home.start();
    let tills: Vec<Till> = (1..=TILLS)
        .map(|number| Till {
            origin: server.origin.clone(),
            number,
            random: Rng::with_seed(number.try_into().unwrap()),
            made: Vec::new(),
        })
        .collect();
    let own = tills.iter().map(Till::own_card);
    let cards: Vec<String> = own.chain(SHARED.map(str::to_owned)).collect();
    for card in &cards {
        let new = json!({
            "id": card, "amount": OPENING, "templateId": "branch", "expiresOnDay": "2150-12-31",
        });
        let answer = tills[0].send("POST", "/external/gift-cards", &new);
        assert_eq!((answer.status, &answer.body["id"]), (201, &json!(card)));
    }
    let start = Barrier::new(TILLS);
    let tills: Vec<Till> = thread::scope(|scope| {
        let running: Vec<_> = tills
            .into_iter()
            .map(|mut till| {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    for turn in 0..CALLS {
                        till.step(turn);
                    }
                    till
                })
            })
            .collect();
        running.into_iter().map(|till| till.join().unwrap()).collect()
    });
    let mut worth: BTreeMap<&str, i64> = cards.iter().map(|card| (card.as_str(), OPENING)).collect();
    for made in tills.iter().flat_map(|till| &till.made) {
        *worth.get_mut(made.card.as_str()).unwrap() += made.weight();
    }
    let read = |till: &Till| -> BTreeMap<&str, i64> {
        cards
            .iter()
            .map(|card| (card.as_str(), till.balance(card)))
            .collect()
    };
    assert_eq!(read(&tills[0]), worth);
    assert!(worth.values().all(|balance| *balance >= 0));
    // It is so on disk.
    server.kill();
    let server = home.start();
    let till = Till {
        origin: server.origin.clone(),
        number: 1,
        random: Rng::with_seed(0),
        made: Vec::new(),
    };
    assert_eq!(read(&till), worth);
}
