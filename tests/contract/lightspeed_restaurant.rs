//! A restaurant at the simulated Lightspeed, behind the port to tills: its adapter, the simulator, and the network between
//! them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use async_trait::async_trait;
use config::AccountSettings;
use couvert_tests::lightspeed::{Settings, Simulator};
use couvert_tests::molzait::End;
use couvert_tests::native::{Handler, SeededRng, TestClock};
use edge::pos::PosError;
use edge::pos::lightspeed::client::LightspeedClient;
use edge::pos::lightspeed::decimal::LocationId;
use edge::pos::lightspeed::{KnownRestaurant, LentToken, Lightspeed, LightspeedAccount, TokenOwner, profile};
use edge::upstream::{Ports, Scope, Upstream};
use http::{Request, Response};
use secrecy::SecretString;
use serde_json::{from_value, json};
use shared::money::Currency;

/// The id of the location, which is past the numbers of JavaScript.
const LOCATION: u64 = 9_765_040_300_495_493;

/// The deployment's account, of whose restaurants one is tested.
struct TestAccount {
    settings: AccountSettings,
    simulator: Rc<RefCell<Simulator>>,
    clock: TestClock,
    api: Upstream,
    location: RefCell<Option<LocationId>>,
    is_active: Cell<bool>,
    lent: Cell<u64>,
}

fn secret(name: &str) -> SecretString {
    SecretString::from(format!("value of {name}"))
}

#[async_trait(?Send)]
impl LightspeedAccount for TestAccount {
    async fn token(&self, owner: TokenOwner) -> Result<LentToken, PosError> {
        let now = self.clock.since_epoch();
        let mut simulator = self.simulator.borrow_mut();
        let token = match owner {
            TokenOwner::Platform => simulator.platform_token(now),
            TokenOwner::Restaurant => simulator.user_token(now),
        };
        self.lent.set(self.lent.get() + 1);
        Ok(LentToken {
            token: SecretString::from(token),
            generation: self.lent.get(),
        })
    }

    async fn reject(&self, _: TokenOwner, _: u64) {}

    async fn set_profile(&self) -> Result<Vec<(String, String)>, PosError> {
        let platform = self.settings.lightspeed.as_ref().unwrap();
        let wanted = profile::of(&self.settings, platform, &|name| Some(secret(name))).unwrap();
        let client = LightspeedClient {
            base: &platform.base_url,
            code: &platform.code,
            upstream: &self.api,
        };
        let lent = self.token(TokenOwner::Platform).await?;
        let scope = Scope::new(Duration::from_mins(1));
        let set = client.set_profile(&scope, &lent.token, &wanted).await?;
        Ok(profile::shown(&set))
    }

    async fn restaurant(&self) -> Result<KnownRestaurant, PosError> {
        let location = self.location.borrow().clone();
        Ok(KnownRestaurant {
            is_authorized: true,
            is_active: self.is_active.get(),
            location,
        })
    }

    async fn authorize(&self) -> Result<String, PosError> {
        Ok("https://auth.example.com/auth".to_owned())
    }

    async fn join(&self, location: &LocationId) -> Result<(), PosError> {
        self.location.replace(Some(location.clone()));
        Ok(())
    }

    async fn set_active(&self, is_active: bool) -> Result<(), PosError> {
        self.is_active.set(is_active);
        Ok(())
    }
}

fn account() -> AccountSettings {
    from_value(json!({
        "id": "group", "vendor": "lightspeed", "name": "Lightspeed", "site": "https://book.example.com",
        "webhooks": { "kind": "bearer", "token": "GROUP_TOKEN" },
        "lightspeed": {
            "code": "couvert", "displayName": "Couvert", "baseUrl": "https://api.example.com",
            "ownNotificationsOnly": false,
        },
    }))
    .unwrap()
}

/// A simulator with the account's profile, at which the restaurant `linde` is connected.
fn simulator(settings: &AccountSettings, clock: TestClock, tables: &[&str]) -> Simulator {
    let now = clock.since_epoch();
    let mut simulator = Simulator::new(Settings {
        tables: tables.iter().map(|name| (*name).to_owned()).collect(),
        ..Settings::default()
    });
    let platform = settings.lightspeed.as_ref().unwrap();
    let wanted = profile::of(settings, platform, &|name| Some(secret(name))).unwrap();
    let token = simulator.platform_token(now);
    let request = Request::post("/reservation/api/1/platform/couvert/profile")
        .header("authorization", format!("Bearer {token}"))
        .body(serde_json::to_vec(&wanted).unwrap())
        .unwrap();
    assert_eq!(simulator.answer(&request, now).status(), 200);
    simulator.integrations.insert("linde".to_owned(), LOCATION);
    simulator
}

/// The restaurant `linde`, which is connected, with these tables: its adapter, the simulator, and the ports of the adapter.
pub fn restaurant(clock: TestClock, tables: &[&str]) -> (Lightspeed, Rc<RefCell<Simulator>>, Rc<Ports>) {
    let settings = account();
    let simulator = Rc::new(RefCell::new(simulator(&settings, clock, tables)));
    let line = simulator.clone();
    let answer = async move |request: Request<Vec<u8>>| {
        match line.borrow_mut().act(&request, clock.since_epoch()).end {
            End::Answer(answer) => answer,
            // The other ends need a connection.
            _ => Response::builder().status(503).body(Vec::new()).unwrap(),
        }
    };
    let ports = Rc::new(Ports {
        network: Box::new(Handler(answer)),
        clock: Box::new(clock),
        rng: Box::new(SeededRng::new(1)),
    });
    let platform = settings.lightspeed.clone().unwrap();
    let account = TestAccount {
        settings,
        simulator: simulator.clone(),
        clock,
        api: Upstream::new(ports.clone()),
        location: RefCell::new(None),
        is_active: Cell::new(false),
        lent: Cell::new(0),
    };
    let restaurant = from_value(json!({ "account": "group", "restaurant": "linde" })).unwrap();
    let upstream = Upstream::new(ports.clone());
    let till = Lightspeed::new(restaurant, platform, Currency::EUR, Rc::new(account), upstream);
    (till, simulator, ports)
}
