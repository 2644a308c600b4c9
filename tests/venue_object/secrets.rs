//! Facts about a venue's sealed secrets: who reads them, what is in force, and what never comes out.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use edge::error::VenueError;
use edge::mail::MailError;
use edge::provider::{Booked, BookingRequest};
use edge::storage::idempotency::IdempotencyKey;
use edge::venue::jobs::outbox;
use edge::venue::message::Request;
use edge::venue::message::settings::SettingsRequest;
use edge::venue::message::staff::StaffRequest;
use futures_util::future::FutureExt;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use shared::id::SecretName;
use shared::venue_secret::SecretValue;

use super::moves::{BUSY, MOST_POINTS, Step, Venue, send};
use super::object::{NOON, Object, Office, letter_of_its_own, settings};
use super::settings::{about_as, operator};

pub const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
pub const MAIL: &str = "LINDE_MAIL";

fn name(text: &str) -> SecretName {
    SecretName::parse(text).unwrap()
}

fn set_secret(secret: &str, value: &str) -> Request {
    let value = SecretValue::parse(value).unwrap();
    Request::Staff(StaffRequest::SetSecret(name(secret), value))
}

/// A venue with a secret of each kind, and the keys with which its mailer was made, one after the other.
pub fn venue() -> (Object, Rc<Office>, Rc<RefCell<Vec<String>>>) {
    let (office, keys) = (Rc::new(Office::default()), Rc::<RefCell<Vec<String>>>::default());
    let settings = settings(&json!({
        "mail": {
            "adapter": "http_api", "key": MAIL, "from": "house@example.com", "site": "https://book.example.com",
        },
        "payments": {
            "adapter": "stripe", "secretKey": "LINDE_STRIPE", "webhookSecret": "LINDE_WEBHOOK",
            "publishableKey": "pk_test_1",
        },
        "turnstile": { "siteKey": "1x0", "secret": "LINDE_TURNSTILE" },
        "molzait": { "key": "LINDE_MOLZAIT", "horizonDays": 30 },
        "staffKey": "LINDE_STAFF",
    }));
    assert_eq!(settings.faults(), Vec::<String>::new());
    let (post, made) = (office.clone(), keys.clone());
    let object = Object::with_post(
        settings,
        Box::new(move |_, secrets| {
            let key = secrets.require(MAIL);
            let key = key.map_err(|error| VenueError::Broken(error.to_string()))?;
            made.borrow_mut().push(key.expose_secret().to_owned());
            Ok(post.clone())
        }),
    );
    set_worker_secrets(&object, &[("SEAL_KEY", KEY)]);
    (object, office, keys)
}

pub fn set_worker_secrets(object: &Object, secrets: &[(&str, &str)]) {
    let secrets = secrets
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    *object.worker_secrets.borrow_mut() = secrets.collect();
}

impl Object {
    pub async fn staff(&self, request: StaffRequest) -> Value {
        self.send(Request::Staff(request)).await
    }

    pub async fn set(&self, secret: &str, value: &str) -> Value {
        self.send(set_secret(secret, value)).await
    }

    async fn delete(&self, secret: &str) -> Value {
        self.staff(StaffRequest::DeleteSecret(name(secret))).await
    }

    /// Each secret's name and status.
    async fn statuses(&self) -> Vec<(String, String)> {
        let list = self.staff(StaffRequest::Secrets).await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let secrets = list["Ok"]["secrets"].as_array().unwrap();
        secrets
            .iter()
            .map(|one| (text(&one["name"]), text(&one["status"])))
            .collect()
    }

    pub async fn status(&self, secret: &str) -> Option<String> {
        let all = self.statuses().await;
        all.into_iter()
            .find(|(name, _)| name == secret)
            .map(|(_, status)| status)
    }

    /// Writes a letter, and runs what is due.
    pub async fn write_letter(&self, id: &str) {
        self.write(outbox::post(&letter_of_its_own(id), self.now()).unwrap());
        self.wake().await;
    }
}

#[tokio::test]
async fn a_newly_set_secret_is_in_force_at_once() {
    let (object, office, keys) = venue();
    object.write_letter("before").await;
    assert!(
        object.complaints.borrow()[0].contains("the secret LINDE_MAIL is not set"),
        "{:?}",
        object.complaints
    );
    assert_eq!(object.set(MAIL, "re_1").await, json!({ "Ok": null }));
    object.write_letter("a").await;
    object.write_letter("b").await;
    // The mailer is kept until the secret changes.
    assert_eq!(*keys.borrow(), ["re_1"]);
    object.set(MAIL, "re_2").await;
    object.write_letter("c").await;
    assert_eq!(*keys.borrow(), ["re_1", "re_2"]);
    object.delete(MAIL).await;
    object.write_letter("d").await;
    assert_eq!(*keys.borrow(), ["re_1", "re_2"]);
    set_worker_secrets(&object, &[("SEAL_KEY", KEY), (MAIL, "re_worker")]);
    object.set(MAIL, "re_3").await;
    object.write_letter("e").await;
    assert_eq!(*keys.borrow(), ["re_1", "re_2", "re_worker"]);
    let sent: Vec<_> = office
        .taken
        .borrow()
        .iter()
        .map(|letter| letter.id.clone())
        .collect();
    assert_eq!(sent, ["a", "b", "c", "e"]);
}

#[tokio::test]
async fn letters_are_tried_with_a_new_key_though_the_service_refused_the_one_before() {
    let (object, office, _) = venue();
    object.set(MAIL, "re_1").await;
    let away = MailError::Away {
        retry_after: Some(Duration::from_hours(1)),
        cause: "mail: breaker".to_owned(),
    };
    office.says.borrow_mut().push_back(away);
    object.write(outbox::post(&letter_of_its_own("a"), NOON).unwrap());
    object.write(outbox::post(&letter_of_its_own("b"), NOON).unwrap());
    object.wake().await;
    assert_eq!(object.asked_for(), Some(NOON.plus_seconds(3_601)));
    object.set(MAIL, "re_2").await;
    assert_eq!(object.asked_for(), Some(NOON));
    object.wake().await;
    assert_eq!(office.taken.borrow()[0].id, "b");
}

#[tokio::test]
async fn the_list_says_where_each_secret_is_and_nothing_of_it() {
    let (object, ..) = venue();
    set_worker_secrets(&object, &[("SEAL_KEY", KEY), ("LINDE_TURNSTILE", "0x4")]);
    object.set(MAIL, "re_1").await;
    object.set("LINDE_TURNSTILE", "0x5").await;
    let list = object.staff(StaffRequest::Secrets).await;
    assert_eq!(
        list["Ok"],
        json!({ "secrets": [
            {
                "name": "LINDE_TURNSTILE", "settings": ["turnstile.secret"], "status": "worker",
                "sealedAt": "2026-11-21T11:00:00Z",
            },
            { "name": MAIL, "settings": ["mail.key"], "status": "sealed", "sealedAt": "2026-11-21T11:00:00Z" },
            { "name": "LINDE_STRIPE", "settings": ["payments.secretKey"], "status": "missing" },
            { "name": "LINDE_WEBHOOK", "settings": ["payments.webhookSecret"], "status": "missing" },
            { "name": "LINDE_MOLZAIT", "settings": ["molzait.key"], "status": "missing" },
        ] })
    );
}

#[tokio::test]
async fn only_a_secret_that_the_settings_name_is_set() {
    let (object, ..) = venue();
    let unknown = json!({ "Err": { "Refused": "unknown_secret" } });
    for other in [
        "OTHER",
        "linde_mail",
        "SEAL_KEY",
        "SEAL_KEY_PREVIOUS",
        "LINDE_STAFF",
    ] {
        assert_eq!(object.set(other, "x").await, unknown, "{other}");
        assert_eq!(object.delete(other).await, unknown, "{other}");
    }
    assert_eq!(object.rows("SELECT * FROM sealed_secrets"), Vec::<Value>::new());
    assert_eq!(object.delete(MAIL).await, json!({ "Ok": null }));

    // One that the settings do not name any more can still be seen and deleted.
    object.set("LINDE_TURNSTILE", "0x4").await;
    let mut settings = serde_json::to_value(&object.settings).unwrap();
    settings.as_object_mut().unwrap().remove("turnstile");
    let new = serde_json::from_value(json!({ "settings": settings })).unwrap();
    let request = SettingsRequest::Replace { expected: 0, new };
    about_as((object.writer(), &object.settings), request, operator())
        .await
        .unwrap();
    assert_eq!(object.status("LINDE_TURNSTILE").await.as_deref(), Some("sealed"));
    assert_eq!(object.set("LINDE_TURNSTILE", "0x5").await, unknown);
    assert_eq!(object.delete("LINDE_TURNSTILE").await, json!({ "Ok": null }));
    assert_eq!(object.status("LINDE_TURNSTILE").await, None);
    assert_eq!(object.delete("LINDE_TURNSTILE").await, unknown);
}

#[tokio::test]
async fn without_a_right_key_of_the_deployment_nothing_is_sealed_and_the_log_says_why() {
    let (object, ..) = venue();
    for (secrets, cause) in [
        (&[][..], "the secret SEAL_KEY is not set"),
        (&[("SEAL_KEY", "short")], "the secret SEAL_KEY is not 32 bytes"),
    ] {
        set_worker_secrets(&object, secrets);
        let refused = json!({ "Err": { "Refused": "sealing_unavailable" } });
        assert_eq!(object.set(MAIL, "re_1").await, refused);
        // Where nothing is sealed no key is needed.
        let nothing = json!({ "Ok": { "resealed": 0, "current": 0, "unreadable": [] } });
        assert_eq!(object.staff(StaffRequest::ResealSecrets).await, nothing);
        let complaints = object.complaints.take();
        assert!(
            complaints.iter().all(|line| line.contains(cause)),
            "{complaints:?}"
        );
        assert_eq!(complaints.len(), 1);
        assert!(!complaints[0].contains("re_1"));
        assert_eq!(object.status(MAIL).await.as_deref(), Some("missing"));
    }
}

#[tokio::test]
async fn the_database_holds_no_value_and_an_answer_none() {
    let (object, ..) = venue();
    let answer = object.set(MAIL, "re_canary").await.to_string();
    object.write_letter("a").await;
    let list = object.staff(StaffRequest::Secrets).await.to_string();
    let rows = format!("{:?}", object.rows("SELECT * FROM sealed_secrets"));
    assert!(rows.contains(MAIL) && rows.contains("\"staff_key\""), "{rows}");
    let audit = object.staff(StaffRequest::Audit(None)).await.to_string();
    for text in [answer, list, rows, audit, format!("{:?}", object.complaints)] {
        assert!(!text.contains("re_canary"), "{text}");
    }
    assert!(!format!("{:?}", set_secret(MAIL, "re_canary")).contains("re_canary"));
}

#[tokio::test]
async fn a_change_is_in_the_audit_log_by_the_secrets_name_alone() {
    let (object, ..) = venue();
    object.set(MAIL, "re_1").await;
    object.set(MAIL, "re_2").await;
    object.set("OTHER", "x").await;
    object.delete(MAIL).await;
    // Nothing is there to delete any more.
    object.delete(MAIL).await;
    let page = object.staff(StaffRequest::Audit(None)).await;
    let entries = page["Ok"]["entries"].as_array().unwrap();
    let entries: Vec<_> = entries
        .iter()
        .map(|entry| {
            assert!(entry.get("before").is_none() && entry.get("after").is_none());
            json!([entry["actor"], entry["action"], entry["subject"]])
        })
        .collect();
    assert_eq!(
        entries,
        [
            json!(["staff_key", "secret.delete", MAIL]),
            json!(["staff_key", "secret.set", MAIL]),
            json!(["staff_key", "secret.set", MAIL]),
        ]
    );
}

impl Venue {
    /// Changes the key of the booking system.
    async fn change_key(&self) {
        let set = send(
            &self.writer,
            &self.settings,
            set_secret("LINDE_KEY", "another-key"),
            None,
        );
        let () = set.await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_step_keeps_others_out_also_while_the_key_of_the_system_changes() {
    let mut waits = 0;
    for points in 0..MOST_POINTS {
        let venue = Venue::with_reservation().await;
        let (pending, waited) = venue.take_until(Step::Change(1_170), points).await;
        if !waited {
            break;
        }
        waits += 1;
        venue.change_key().await;
        let case = format!("after {points} points");
        let other = venue.take(Step::Change(1_200)).now_or_never();
        assert_eq!(other, Some(Err(BUSY)), "{case}");
        venue.barrier.open();
        let answer = pending.await.unwrap();
        assert_eq!(venue.check(&case).await.minutes, answer.minutes, "{case}");
        let afterwards = venue.take(Step::Change(1_200)).await.unwrap();
        assert_eq!(afterwards.minutes.get(), 1_200, "{case}");
    }
    assert!(waits >= 2);
}

#[tokio::test(start_paused = true)]
async fn a_booking_under_way_is_not_begun_again_when_the_key_of_the_system_changes() {
    let venue = Venue::with_reservation().await;
    let order = || {
        let request = json!({
            "experienceId": venue.booked.experience.id, "day": "2026-11-26", "minutes": 1_140, "attendees": 2,
            "locale": "en", "guest": { "lastName": "Muster", "email": "ben@example.com" },
        });
        let order = BookingRequest {
            request: serde_json::from_value(request).unwrap(),
            key: IdempotencyKey::parse("another-booking").unwrap(),
        };
        send::<Booked>(
            &venue.writer,
            &venue.settings,
            Request::Reserve(Box::new(order)),
            None,
        )
    };
    venue.barrier.close_after(0);
    let mut first = Box::pin(order());
    assert!((&mut first).now_or_never().is_none());
    venue.change_key().await;
    let again = order().now_or_never().map(|answer| answer.map(|_| ()));
    assert_eq!(again, Some(Err(VenueError::InFlight)));
    venue.barrier.open();
    let booked = first.await.unwrap();
    let replayed = order().await.unwrap();
    assert_eq!(replayed.reservation.id, booked.reservation.id);
    assert!(replayed.replayed);
}
