//! The tills of the contract.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use async_trait::async_trait;
use config::IkentooSettings;
use couvert_tests::ikentoo::{Settings, Simulator, SimulatorNetwork};
use couvert_tests::native::{SeededRng, TestClock};
use couvert_tests::till::MemoryTill;
use edge::delivery::Delivery;
use edge::pos::fact::{CheckPhase, Notice};
use edge::pos::ikentoo::{Ikentoo, IkentooCredentials, IkentooSecrets};
use edge::pos::{Connected, Connection, Pos, PosAbilities, PosError, Push, Taken, Unreadable};
use edge::upstream::{Ports, Scope, Upstream};
use secrecy::SecretString;
use serde_json::json;
use shared::id::{ReservationId, VenueId};
use shared::money::Currency;
use shared::reservation::Status;
use shared::time::Instant;

use super::pos_facts::TillWorld;

/// The till that a test can look into.
struct Shared(Rc<MemoryTill>);

#[async_trait(?Send)]
impl Pos for Shared {
    fn abilities(&self) -> PosAbilities {
        self.0.abilities()
    }

    async fn push(&self, scope: &Scope, push: &Push) -> Result<Taken, PosError> {
        self.0.push(scope, push).await
    }

    fn read(&self, delivery: &Delivery) -> Result<Vec<Notice>, Unreadable> {
        self.0.read(delivery)
    }

    async fn connect(&self, scope: &Scope, connection: &Connection) -> Result<Connected, PosError> {
        self.0.connect(scope, connection).await
    }

    async fn disconnect(&self, scope: &Scope, connection: &Connection) -> Result<(), PosError> {
        self.0.disconnect(scope, connection).await
    }
}

/// The till in memory.
pub fn memory() -> TillWorld {
    let till = Rc::new(MemoryTill::default());
    let (books, lines) = (till.clone(), till.clone());
    let id = ReservationId::parse("r1").unwrap();
    let opened = MemoryTill::check(&id, 1, CheckPhase::Opened);
    TillWorld {
        pos: Box::new(Shared(till)),
        known: Box::new(move |id| {
            let book = books.book.borrow();
            let known = book.get(id)?;
            Some((known.version, known.status, known.tables.clone()))
        }),
        kept_as: |status| status,
        delivery: MemoryTill::delivery(&[opened]),
        connections: Box::new(move || lines.connections.borrow().len()),
    }
}

/// iKentoo as it is simulated. It knows no versions and of each party that it sits: the version is that of the one check-in
/// that a fact sends, and the status that of a party at its table. Its connections are the configurations of providers,
/// since no operation removes a webhook.
pub fn ikentoo() -> TillWorld {
    let clock = TestClock::at(Instant::from_unix(1_795_258_800));
    let settings = Settings {
        authorization: Some("Bearer the-token".to_owned()),
        ..Settings::default()
    };
    let location = settings.location.to_string();
    let mut simulator = Simulator::new(settings);
    let webhook = json!({ "endpointId": "linde", "url": "https://old.example" });
    simulator.webhooks.insert("linde".to_owned(), webhook);
    let simulator = Rc::new(RefCell::new(simulator));
    let upstream = Upstream::new(Rc::new(Ports {
        network: Box::new(SimulatorNetwork {
            simulator: simulator.clone(),
            clock,
        }),
        clock: Box::new(clock),
        rng: Box::new(SeededRng::new(1)),
    }));
    let settings: IkentooSettings = serde_json::from_value(json!({
        "baseUrl": "https://till.example", "businessLocationId": location, "webhookUsername": "couvert",
        "webhookPassword": "WEBHOOK", "configuration": { "provider": "couvert", "restaurantId": "linde" },
    }))
    .unwrap();
    let secrets = IkentooSecrets {
        credentials: IkentooCredentials::Bearer(SecretString::from("the-token")),
        webhook_password: SecretString::from("the-password"),
        api_key: None,
    };
    let venue = VenueId::parse("linde").unwrap();
    let (books, lines) = (simulator.clone(), simulator);
    TillWorld {
        pos: Box::new(Ikentoo::new(settings, (&venue, Currency::EUR), secrets, upstream)),
        known: Box::new(move |id| {
            let books = books.borrow();
            let check = books.check_of(id)?;
            Some((2, Status::Seated, vec![check.table.clone()]))
        }),
        kept_as: |status| status,
        delivery: Delivery {
            headers: [("content-type".to_owned(), "application/json".to_owned())].into(),
            query: BTreeMap::new(),
            body: include_bytes!("samples/ikentoo/notification.checkedin.request.json").to_vec(),
        },
        connections: Box::new(move || lines.borrow().configurations.len()),
    }
}
