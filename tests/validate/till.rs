//! A restaurant at the simulated Lightspeed: every operation of the platform's API, with each way in which deliveries prove their
//! origin, each status of a reservation, and money that was paid and went back.

use std::cell::{Cell, RefCell};
use std::error::Error;
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use config::AccountSettings;
use config::account::PlatformSettings;
use couvert_tests::lightspeed::control;
use couvert_tests::native::{SeededRng, TestClock};
use edge::pos::lightspeed::client::{CallError, LightspeedClient};
use edge::pos::lightspeed::decimal::LocationId;
use edge::pos::lightspeed::wire::{IntegrationBody, OnboardingBody};
use edge::pos::lightspeed::{KnownRestaurant, LentToken, Lightspeed, LightspeedAccount, TokenOwner, profile};
use edge::pos::{Connection, Deposit, DepositRefund, Pos as _, PosError, Push, PushedGuest};
use edge::upstream::{Clock as _, Ports, Scope, Upstream};
use secrecy::SecretString;
use serde_json::{Value, from_value, json};
use shared::money::{Currency, Money};
use shared::reservation::Status;

use crate::lightspeed::Till;
use crate::proxy::Line;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// How long a call may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// The surroundings of the restaurant.
#[derive(Clone)]
pub struct Surroundings {
    /// The network to the till.
    pub line: Line,
    /// The clock.
    pub clock: TestClock,
    /// The till itself, which gives tokens as if they were authorized.
    pub till: Arc<Mutex<Till>>,
}

impl Surroundings {
    fn till(&self) -> MutexGuard<'_, Till> {
        self.till.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn upstream(&self) -> Upstream {
        Upstream::new(Rc::new(Ports {
            network: Box::new(self.line.clone()),
            clock: Box::new(self.clock),
            rng: Box::new(SeededRng::new(1)),
        }))
    }

    fn scope(&self) -> Scope {
        Scope::new(self.clock.elapsed() + PATIENCE)
    }

    fn token(&self, owner: TokenOwner) -> SecretString {
        let (mut till, now) = (self.till(), self.clock.since_epoch());
        SecretString::from(match owner {
            TokenOwner::Platform => till.simulator.platform_token(now),
            TokenOwner::Restaurant => till.simulator.user_token(now),
        })
    }
}

/// The account of which the restaurant is one.
struct Account {
    surroundings: Surroundings,
    settings: AccountSettings,
    location: RefCell<Option<LocationId>>,
    lent: Cell<u64>,
}

#[async_trait(?Send)]
impl LightspeedAccount for Account {
    async fn token(&self, owner: TokenOwner) -> Result<LentToken, PosError> {
        self.lent.set(self.lent.get() + 1);
        Ok(LentToken {
            token: self.surroundings.token(owner),
            generation: self.lent.get(),
        })
    }

    async fn reject(&self, _: TokenOwner, _: u64) {}

    async fn set_profile(&self) -> Result<Vec<(String, String)>, PosError> {
        let set = set_profile(&self.surroundings, &self.settings).await;
        Ok(profile::shown(&set?))
    }

    async fn restaurant(&self) -> Result<KnownRestaurant, PosError> {
        let location = self.location.borrow().clone();
        Ok(KnownRestaurant {
            is_authorized: true,
            is_active: location.is_some(),
            location,
        })
    }

    async fn authorize(&self) -> Result<String, PosError> {
        Err(PosError::Refused("AUTHORIZED".to_owned()))
    }

    async fn join(&self, location: &LocationId) -> Result<(), PosError> {
        self.location.replace(Some(location.clone()));
        Ok(())
    }

    async fn set_active(&self, _: bool) -> Result<(), PosError> {
        Ok(())
    }
}

/// The value of every secret.
fn secret(name: &str) -> SecretString {
    SecretString::from(format!("value of {name}"))
}

/// The account whose deliveries prove their origin so, at this address.
fn account(webhooks: &Value, origin: &str) -> Outcome<AccountSettings> {
    Ok(from_value(json!({
        "id": "group", "vendor": "lightspeed", "name": "Lightspeed", "site": "https://book.example.com",
        "webhooks": webhooks,
        "lightspeed": {
            "code": "couvert", "displayName": "Couvert", "baseUrl": origin, "allowCourseNumberUpdates": true,
            "inServiceTableStatuses": [{ "statusLabel": "Dessert", "statusValue": "dessert", "sequence": 3 }],
            "allowedPosStatuses": ["ARRIVED", "SEATED"],
        },
    }))?)
}

/// Each way in which deliveries prove their origin; the last one stays.
fn kinds() -> [Value; 5] {
    [
        json!({ "kind": "none" }),
        json!({ "kind": "basic", "username": "till", "password": "PASSWORD" }),
        json!({ "kind": "api_keys", "headers": { "x-key": "ONE" }, "parameters": { "key": "TWO" } }),
        json!({ "kind": "oauth2", "clientId": "till", "clientSecret": "CLIENT", "scopes": ["events"] }),
        json!({ "kind": "bearer", "token": "TOKEN", "expiresAt": "2035-01-01T00:00:00Z" }),
    ]
}

fn platform(settings: &AccountSettings) -> Result<&PlatformSettings, PosError> {
    let platform = settings.lightspeed.as_ref();
    platform.ok_or_else(|| PosError::Refused("NO_PLATFORM".to_owned()))
}

fn client<'a>(platform: &'a PlatformSettings, upstream: &'a Upstream) -> LightspeedClient<'a> {
    LightspeedClient {
        base: &platform.base_url,
        code: &platform.code,
        upstream,
    }
}

fn failed(error: &CallError) -> Box<dyn Error> {
    format!("{error:?}").into()
}

async fn set_profile(surroundings: &Surroundings, settings: &AccountSettings) -> Result<Value, PosError> {
    let (platform, upstream) = (platform(settings)?, surroundings.upstream());
    let wanted = profile::of(settings, platform, &|name| Some(secret(name)))
        .map_err(|missing| PosError::Refused(format!("{missing:?}")))?;
    let (token, scope) = (surroundings.token(TokenOwner::Platform), surroundings.scope());
    let set = client(platform, &upstream)
        .set_profile(&scope, &token, &wanted)
        .await?;
    Ok(set)
}

/// Goes through every operation at this address, and counts the reservations that are pushed.
pub async fn run(surroundings: &Surroundings, origin: &str, pushes: &Cell<u64>) -> Outcome<()> {
    for kind in kinds() {
        let settings = account(&kind, origin)?;
        set_profile(surroundings, &settings).await?;
        change_profile(surroundings, &settings).await?;
    }
    let [.., kind] = kinds();
    let settings = account(&kind, origin)?;
    answer_onboarding(surroundings, &settings).await?;
    let restaurant = from_value(json!({
        "account": "group", "restaurant": "linde", "allergenLabels": ["Nuts"], "dietaryLabels": ["Vegan"],
    }))?;
    let (platform, upstream) = (platform(&settings)?.clone(), surroundings.upstream());
    let account = Account {
        surroundings: surroundings.clone(),
        settings,
        location: RefCell::default(),
        lent: Cell::new(0),
    };
    let till = Lightspeed::new(restaurant, platform, Currency::EUR, Rc::new(account), upstream);
    let till = till.reading_floor_plans();
    let connection = Connection {
        name: "linde".to_owned(),
        url: "https://book.example.com/v1/webhooks/lightspeed".to_owned(),
    };
    till.connect(&surroundings.scope(), &connection).await?;
    till.tables(&surroundings.scope()).await?;
    for status in Status::ALL {
        for is_walk_in in [false, true] {
            let version = pushes.get() + 1;
            let push = reservation(surroundings, version, (*status, is_walk_in))?;
            till.push(&surroundings.scope(), &push).await?;
            pushes.set(version);
        }
    }
    till.disconnect(&surroundings.scope(), &connection).await?;
    Ok(())
}

/// Reads the profile, and changes the parts of it that can be changed alone.
async fn change_profile(surroundings: &Surroundings, settings: &AccountSettings) -> Outcome<()> {
    let (platform, upstream) = (platform(settings)?, surroundings.upstream());
    let client = client(platform, &upstream);
    let token = surroundings.token(TokenOwner::Platform);
    let scope = surroundings.scope();
    client
        .profile(&scope, &token)
        .await
        .map_err(|error| failed(&error))?;
    let courses = profile::courses(platform);
    client
        .set_courses(&scope, &token, &courses)
        .await
        .map_err(|error| failed(&error))?;
    let details =
        profile::details(settings, &|name| Some(secret(name))).map_err(|missing| format!("{missing:?}"))?;
    if let Some(auth) = profile::new_auth(&details) {
        let set = client.set_auth(&scope, &token, &auth).await;
        let answer = set.map_err(|error| failed(&error))?;
        if !answer.accepted {
            return Err("the credentials of deliveries were not accepted".into());
        }
    }
    Ok(())
}

/// Answers a restaurant that has begun at Lightspeed.
async fn answer_onboarding(surroundings: &Surroundings, settings: &AccountSettings) -> Outcome<()> {
    let (platform, upstream) = (platform(settings)?, surroundings.upstream());
    let (id, location) = {
        let (mut till, now) = (surroundings.till(), surroundings.clock.since_epoch());
        let location = till.location().to_string();
        (control::run(&mut till.simulator, "onboard adler", now)?, location)
    };
    let location = LocationId::parse(&location).ok_or("the location is no id")?;
    let body = OnboardingBody {
        onboarding_id: &id,
        onboarding_code: "ACCEPTED",
        platform_restaurant_id: "adler",
        business_location_id: &location,
    };
    let token = surroundings.token(TokenOwner::Platform);
    let reply = client(platform, &upstream)
        .answer_onboarding(&surroundings.scope(), &token, &body)
        .await
        .map_err(|error| failed(&error))?;
    match reply.onboarding_code.as_str() {
        "DONE" => Ok(()),
        code => Err(format!("the onboarding ended with {code}").into()),
    }
}

/// Activates a restaurant at a location past the numbers of JavaScript, at this address.
pub async fn activate(surroundings: &Surroundings, origin: &str, location: u64) -> Outcome<()> {
    let settings = account(&json!({ "kind": "none" }), origin)?;
    let (platform, upstream) = (platform(&settings)?, surroundings.upstream());
    let location = LocationId::parse(&location.to_string()).ok_or("the location is no id")?;
    let body = IntegrationBody {
        business_location_id: &location,
        platform_restaurant_id: "far",
    };
    let token = surroundings.token(TokenOwner::Restaurant);
    client(platform, &upstream)
        .activate(&surroundings.scope(), &token, &body)
        .await
        .map_err(|error| failed(&error))
}

/// A reservation for two at table 5, with a deposit of which a part went back.
fn reservation(
    surroundings: &Surroundings,
    version: u64,
    (status, is_walk_in): (Status, bool),
) -> Outcome<Push> {
    let now = surroundings.clock.now();
    let euros = |cents| Money::new(cents, Currency::EUR);
    let refund = DepositRefund {
        id: "refund-1".to_owned(),
        amount: euros(1_050)?,
        at: now,
    };
    let deposit = Deposit {
        id: "deposit-1".to_owned(),
        amount: euros(4_000)?,
        at: now,
        refunds: vec![refund],
    };
    let guest = if is_walk_in {
        json!({ "lastName": "—" })
    } else {
        json!({
            "firstName": "Ada", "lastName": "Lovelace", "email": "ada@example.com", "phone": "+436605512234",
        })
    };
    Ok(Push {
        version,
        at: now,
        id: from_value(json!(format!("r{}", u64::from(is_walk_in))))?,
        number: "R-000001".to_owned(),
        status,
        is_from_till: false,
        is_known: version > 2,
        attendees: from_value(json!(2))?,
        start: now.plus_minutes(60),
        end: now.plus_minutes(150),
        experience: Some("Dinner".to_owned()),
        is_walk_in,
        guest: PushedGuest {
            id: "g1".to_owned(),
            guest: from_value(guest)?,
            company: None,
            notes: Some(from_value(json!("The owner's aunt"))?),
            language: from_value(json!("de-AT"))?,
        },
        notes: Some(from_value(json!("A high chair, please"))?),
        internal_notes: Some(from_value(json!("By the window"))?),
        labels: ["Nuts", "Vegan", "VIP"].map(str::to_owned).into(),
        tables: vec!["5".to_owned()],
        deposits: if is_walk_in { Vec::new() } else { vec![deposit] },
    })
}
