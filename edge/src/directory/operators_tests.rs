//! Facts about operators in the directory: their letters, and requests without one.

use std::cell::{Cell, RefCell};

use async_trait::async_trait;
use config::MailSettings;
use pollster::block_on;
use serde_json::{Value, json};

use super::*;
use crate::directory::rows::MIGRATIONS;
use crate::mail::{Mailer, OutgoingEmail};
use crate::test_support::database::Memory;

/// A mail service that takes letters, or fails in this way.
#[derive(Default)]
struct Office {
    taken: RefCell<Vec<OutgoingEmail>>,
    failure: RefCell<Option<MailError>>,
}

#[async_trait(?Send)]
impl Mailer for Office {
    async fn send(&self, letter: &OutgoingEmail) -> std::result::Result<(), MailError> {
        if let Some(failure) = &*self.failure.borrow() {
            return Err(failure.clone());
        }
        self.taken.borrow_mut().push(letter.clone());
        Ok(())
    }
}

const NOW: i64 = 1_795_000_000;

struct World {
    directory: DirectoryService,
    office: Rc<Office>,
    now: Rc<Cell<i64>>,
    alarm: Rc<Cell<Option<Instant>>>,
    complaints: Rc<RefCell<Vec<String>>>,
}

impl World {
    fn new() -> Self {
        let (office, now) = (Rc::<Office>::default(), Rc::new(Cell::new(NOW)));
        let (alarm, complaints) = (
            Rc::<Cell<Option<Instant>>>::default(),
            Rc::<RefCell<Vec<String>>>::default(),
        );
        let drawn = Cell::new(0);
        let mailer = office.clone();
        let (clock, set, log) = (now.clone(), alarm.clone(), complaints.clone());
        let deps = DirectoryDeps {
            database: MigratedDatabase::with(Rc::new(Memory::empty()), MIGRATIONS),
            random: Box::new(move || {
                drawn.set(drawn.get() + 1);
                Some([drawn.get(); 16])
            }),
            now: Box::new(move || Instant::from_unix(clock.get())),
            mail: Box::new(move || {
                Ok(Some(DeploymentMail {
                    settings: mail(),
                    mailer: mailer.clone(),
                }))
            }),
            alarm: Box::new(move |at| set.set(Some(at))),
            log_error: Box::new(move |cause| log.borrow_mut().push(cause.to_owned())),
        };
        Self {
            directory: DirectoryService::new(deps),
            office,
            now,
            alarm,
            complaints,
        }
    }

    fn ask(&self, operator: &Value, request: &Value) -> Result<Value> {
        let envelope = serde_json::from_value(json!({ "operator": operator, "request": request })).unwrap();
        let answer = self.directory.handle(&envelope)?;
        Ok(serde_json::from_str(answer.get()).unwrap())
    }

    fn by_key(&self, request: &Value) -> Value {
        self.ask(&json!("operator"), request).unwrap()
    }

    /// Runs what is due at the time that the alarm was set to.
    fn wake(&self) {
        let at = self.alarm.take().expect("the alarm is set");
        self.now.set(at.unix().max(self.now.get()));
        block_on(self.directory.send_letters());
    }

    /// The token in the newest letter.
    fn mailed(&self) -> String {
        let taken = self.office.taken.borrow();
        let text = &taken.last().unwrap().text;
        let (_, token) = text
            .split_once("https://book.example.com/operator/sign-in#token=")
            .unwrap();
        token.split_whitespace().next().unwrap().to_owned()
    }

    fn open(&self, token: &str) -> Value {
        let device = json!({ "browser": "firefox", "system": "linux" });
        self.ask(&Value::Null, &json!({ "SignIn": { "Open": [token, device] } }))
            .unwrap()
    }
}

fn mail() -> MailSettings {
    let variable = |name: &str| match name {
        "DEPLOYMENT_MAIL_FROM" => Some("couvert@example.com".to_owned()),
        "DEPLOYMENT_MAIL_SITE" => Some("https://book.example.com".to_owned()),
        _ => None,
    };
    MailSettings::of_deployment(&variable).unwrap().unwrap()
}

fn invitation() -> Value {
    json!({ "InviteOperator": { "name": "Ada", "email": "ada@example.com" } })
}

#[test]
fn an_invitation_is_mailed_and_its_link_signs_in_once_within_a_quarter_of_an_hour() {
    let world = World::new();
    let invited = world.by_key(&invitation());
    assert_eq!(
        (&invited["is_mailed"], invited["token"].is_string()),
        (&json!(true), true)
    );
    world.wake();
    let letter = world.office.taken.borrow()[0].clone();
    assert_eq!(
        (letter.to.address.as_str(), letter.from.address.as_str()),
        ("ada@example.com", "couvert@example.com")
    );
    assert!(
        letter.text.contains("book.example.com") && letter.text.contains("15 minutes"),
        "{}",
        letter.text
    );
    let token = world.mailed();
    assert!(world.open(&token)["SignedIn"].is_object());
    assert_eq!(world.open(&token), "Used");
    // The link of the response is used up with it.
    assert_eq!(world.open(invited["token"].as_str().unwrap()), "Used");
    assert_eq!(world.complaints.take(), Vec::<String>::new());

    let late = world.by_key(&invitation())["token"].as_str().unwrap().to_owned();
    world.now.set(world.now.get() + 15 * 60);
    assert_eq!(world.open(&late), "Expired");
}

#[test]
fn a_link_is_sent_to_an_operator_alone_and_after_the_same_answer() {
    let world = World::new();
    world.by_key(&invitation());
    world.wake();
    for (email, count) in [("nobody@example.com", 1), ("ADA@example.com", 2)] {
        let asked = world.ask(&Value::Null, &json!({ "SignIn": { "SendLink": email } }));
        assert_eq!(asked, Ok(Value::Null));
        world.wake();
        assert_eq!(world.office.taken.borrow().len(), count, "{email}");
    }
}

#[test]
fn a_letter_that_is_not_taken_is_tried_again_and_its_link_opens_nothing() {
    let world = World::new();
    world.by_key(&invitation());
    world
        .office
        .failure
        .replace(Some(MailError::Later("busy".to_owned())));
    world.wake();
    assert_eq!(world.complaints.take(), ["busy"]);
    world.office.failure.take();
    world.wake();
    assert!(world.open(&world.mailed())["SignedIn"].is_object());
    // A refusal for good ends the job.
    world.by_key(&invitation());
    world
        .office
        .failure
        .replace(Some(MailError::Never("no such mailbox".to_owned())));
    world.wake();
    assert_eq!(world.complaints.take(), ["given up: no such mailbox"]);
    assert_eq!(world.alarm.get(), None);
}

#[test]
fn nobody_but_an_operator_is_answered() {
    let world = World::new();
    let session = json!({ "session": ["aaaaaaaaaaaa_x", { "browser": "firefox", "system": "linux" }] });
    for operator in [
        Value::Null,
        json!({ "staffKey": "LINDE_STAFF" }),
        json!({ "accessKey": "cvk_demo" }),
        session,
    ] {
        for request in [
            json!("Operators"),
            invitation(),
            json!({ "Audit": null }),
            json!({ "Sessions": "List" }),
        ] {
            assert_eq!(
                world.ask(&operator, &request),
                Err(VenueError::Unauthorized),
                "{operator} {request}"
            );
        }
    }
    let unknown = json!({ "Identify": ["aaaaaaaaaaaa_x", { "browser": "firefox", "system": "linux" }] });
    assert_eq!(world.ask(&Value::Null, &unknown), Err(VenueError::Unauthorized));
    assert_eq!(world.by_key(&json!("Operators")), json!({ "people": [] }));
}

#[test]
fn an_operator_who_invites_another_does_not_get_the_link_that_is_mailed() {
    let world = World::new();
    let ada = world.by_key(&invitation())["person"]["id"].clone();
    let person = json!({ "operatorPerson": [ada, "bbbbbbbbbbbb"] });
    let request = json!({ "InviteOperator": { "name": "Ben", "email": "ben@example.com" } });
    let invited = world.ask(&person, &request).unwrap();
    assert_eq!(
        (&invited["token"], &invited["is_mailed"]),
        (&Value::Null, &json!(true))
    );
    let log = world.by_key(&json!({ "Audit": null }));
    let actors: Vec<_> = log["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| &entry["actor"])
        .collect();
    assert_eq!(
        actors,
        [
            &json!(format!("operator:{}", ada.as_str().unwrap())),
            &json!("operator")
        ]
    );
    assert!(!log.to_string().contains("example.com"));
}
