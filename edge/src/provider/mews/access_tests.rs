//! Facts about access tokens: those of a secret, those of the account, and their rotation while calls are under way.

use std::cell::Cell;
use std::time::Duration;

use futures_util::future;
use pollster::block_on;
use serde_json::{Value, json};

use super::*;
use crate::provider::mews::client::{Connector, Operation, Tokens};
use crate::provider::mews::wire::Done;
use crate::provider::mews::wire::catalogue::NoFilter;
use crate::test_support::mews::{ports, settings};
use crate::test_support::scripted_network::ScriptedNetwork;
use crate::upstream::{Scope, Upstream};

/// An account that lends the token of its number, which is replaced when it was rejected.
#[derive(Default)]
struct Lender {
    generation: Cell<u64>,
    next: Cell<u64>,
    asked: Cell<u32>,
    rejected: RefCell<Vec<u64>>,
    is_away: Cell<bool>,
}

#[async_trait(?Send)]
impl MewsAccount for Lender {
    async fn access(&self) -> Result<Option<LentAccess>, RemoteError> {
        // Others go on meanwhile.
        tokio::task::yield_now().await;
        self.asked.set(self.asked.get() + 1);
        if self.is_away.get() {
            return Err(RemoteError::Away {
                retry_after: None,
                cause: "away".to_owned(),
            });
        }
        let generation = self.generation.get();
        Ok((generation > 0).then(|| LentAccess {
            token: SecretString::from(format!("token-{generation}")),
            generation,
        }))
    }

    async fn reject(&self, generation: u64) {
        self.rejected.borrow_mut().push(generation);
        self.generation.set(self.next.get());
    }
}

fn lender(generation: u64, next: u64) -> Rc<Lender> {
    let lender = Lender::default();
    lender.generation.set(generation);
    lender.next.set(next);
    Rc::new(lender)
}

fn of(secret: Option<&str>, lender: &Rc<Lender>) -> PropertyAccess {
    PropertyAccess::of(secret.map(SecretString::from), Some(lender.clone()))
}

fn generation(access: &PropertyAccess) -> Result<u64, RemoteError> {
    block_on(access.token()).map(|lent| lent.generation)
}

fn in_place_of(access: &PropertyAccess, refused: u64) -> Option<u64> {
    block_on(access.in_place_of(refused)).map(|lent| lent.generation)
}

#[test]
fn a_secret_is_used_as_it_is() {
    let access = PropertyAccess::from(SecretString::from("secret"));
    assert_eq!(generation(&access), Ok(0));
    assert_eq!(in_place_of(&access, 0), None);
}

#[test]
fn the_account_is_asked_once_until_its_token_is_refused() {
    let lender = lender(1, 2);
    let access = of(Some("secret"), &lender);
    for _ in 0..3 {
        assert_eq!(generation(&access), Ok(1));
    }
    assert_eq!(lender.asked.get(), 1);
    assert_eq!(in_place_of(&access, 1), Some(2));
    // Calls that were under way with the one before.
    assert_eq!(in_place_of(&access, 1), Some(2));
    assert_eq!(generation(&access), Ok(2));
    assert_eq!((lender.asked.get(), lender.rejected.take()), (2, vec![1]));
}

#[test]
fn a_token_that_the_account_has_no_other_for_is_none_in_its_own_place() {
    let lender = lender(1, 1);
    let access = of(None, &lender);
    assert_eq!(generation(&access), Ok(1));
    assert_eq!(in_place_of(&access, 1), None);
    assert_eq!(generation(&access), Ok(1));
}

#[test]
fn the_secret_is_used_until_the_account_was_given_a_token() {
    let lender = lender(0, 0);
    let access = of(Some("secret"), &lender);
    assert_eq!(generation(&access), Ok(0));
    assert_eq!(in_place_of(&access, 0), None);
    lender.generation.set(1);
    assert_eq!(generation(&access), Ok(0));
    assert_eq!(in_place_of(&access, 0), Some(1));
    assert!(lender.rejected.borrow().is_empty());
    let none = Rc::new(Lender::default());
    assert!(matches!(
        generation(&of(None, &none)),
        Err(RemoteError::Away { .. })
    ));
}

#[test]
fn without_the_account_the_last_token_is_used() {
    let lender = lender(1, 2);
    let known = of(Some("secret"), &lender);
    assert_eq!(generation(&known), Ok(1));
    lender.is_away.set(true);
    assert_eq!(generation(&known), Ok(1));
    assert_eq!(in_place_of(&known, 1), None);
    assert_eq!(generation(&known), Ok(1));
    // The account may have another one than the secret, which would be refused.
    assert!(matches!(
        generation(&of(Some("secret"), &lender)),
        Err(RemoteError::Away { .. })
    ));
}

#[test]
fn calls_whose_token_is_replaced_while_they_are_under_way_are_sent_again_with_the_new_one() {
    let network = ScriptedNetwork::default();
    for status in [200, 401, 401, 200, 200] {
        network.answer(status, &json!({}));
    }
    let lender = lender(1, 2);
    let tokens = Tokens {
        client: SecretString::from("the client's"),
        access: of(None, &lender),
    };
    let connector = Connector::new(&settings(&json!({})), tokens, Upstream::new(ports(&network)));
    let scope = Scope::new(Duration::from_secs(20));
    block_on(connector.ask::<Done>(&scope, Operation::SERVICES, &NoFilter {})).unwrap();
    let act = connector.act::<Done>(&scope, Operation::START, &NoFilter {});
    let asked = connector.ask::<Done>(&scope, Operation::RATES, &NoFilter {});
    let (acted, asked) = block_on(future::join(act, asked));
    assert!(acted.is_ok() && asked.is_ok());
    let token = |request: &http::Request<Vec<u8>>| {
        let body: Value = serde_json::from_slice(request.body()).unwrap();
        body["AccessToken"].as_str().unwrap().to_owned()
    };
    let sent: Vec<String> = network.sent.borrow().iter().map(token).collect();
    assert_eq!(sent, ["token-1", "token-1", "token-1", "token-2", "token-2"]);
}

#[test]
fn a_token_that_is_refused_for_good_is_tried_once_more_at_most() {
    let network = ScriptedNetwork::default();
    for _ in 0..2 {
        network.answer(401, &json!({}));
    }
    let tokens = Tokens {
        client: SecretString::from("the client's"),
        access: of(None, &lender(1, 2)),
    };
    let connector = Connector::new(&settings(&json!({})), tokens, Upstream::new(ports(&network)));
    let scope = Scope::new(Duration::from_secs(20));
    let acted = block_on(connector.act::<Done>(&scope, Operation::ADD, &NoFilter {}));
    assert!(matches!(acted, Err(RemoteError::Refused(_))));
    assert_eq!(network.sent.borrow().len(), 2);
}
