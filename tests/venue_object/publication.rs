//! Facts about experiences that a venue's object publishes: with its own secret, its uploaded pictures, and in its log.

use base64ct::{Base64, Encoding as _};
use edge::error::VenueError;
use edge::venue::message::picture::PicturesRequest;
use edge::venue::message::staff::StaffRequest;
use edge::venue::message::{Envelope, Request};
use serde_json::{Value, json};
use shared::id::ExperienceId;
use shared::validation::{FieldCode, FieldError};

use super::object::{Object, settings};
use super::settings::operator;
use super::webhooks::set_key;

/// A PNG of two pixels.
const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGPYoKCgsEEBAAcnAeH8ElZrAAAAAElFTkSuQmCC";

/// A venue with a dinner, and these members beside.
fn venue(beside: &Value) -> Object {
    let mut all = json!({ "engine": { "horizonDays": 30, "rooms": [], "experiences": [{
        "id": "dinner", "name": { "en": "Dinner" }, "shorthand": "DIN", "shortDescription": { "en": "Four courses" },
        "descriptionHtml": { "en": "<p>Four courses</p>" }, "attendees": { "min": 1, "max": 6 },
        "confirmation": "instant", "slotIntervalMinutes": 30, "durations": [{ "upTo": 6, "minutes": 120 }],
        "pricePerGuest": 4_990,
    }] } });
    let members = all.as_object_mut().unwrap();
    members.extend(beside.as_object().unwrap().clone());
    let object = Object::of(settings(&all));
    set_key(&object, &[("LINDE_4SPACES", "sim-key")]);
    object
}

fn publishing() -> Object {
    venue(&json!({ "publication": { "key": "LINDE_4SPACES", "organizationId": "0b".repeat(16) } }))
}

async fn ask(object: &Object, request: StaffRequest) -> Result<Value, VenueError> {
    let message = Envelope {
        venue: object.settings.id.clone(),
        request: Request::Staff(request),
        visitor: None,
        staff: Some(operator()),
    };
    let of_file = Some(&object.settings);
    object.writer().handle(of_file, &message).await.into_result()
}

async fn publish(object: &Object, id: &str, terms: &Value) -> Result<Value, VenueError> {
    let terms = serde_json::from_value(terms.clone()).unwrap();
    let id = ExperienceId::parse(id).unwrap();
    ask(object, StaffRequest::Publish(id, Box::new(terms))).await
}

#[tokio::test(start_paused = true)]
async fn an_experience_is_published_with_the_venues_secret_and_is_in_the_log() {
    let object = publishing();
    let made = publish(&object, "dinner", &json!({})).await.unwrap();
    assert_eq!(made["isNew"], true);
    let again = publish(&object, "dinner", &json!({ "image": PNG }))
        .await
        .unwrap();
    assert_eq!(again, json!({ "serviceId": made["serviceId"], "isNew": false }));
    let rows = object.rows("SELECT action, subject, after FROM audit ORDER BY id");
    assert_eq!(rows.len(), 2);
    assert_eq!(
        (&rows[0]["action"], &rows[0]["subject"]),
        (&json!("experience.publish"), &json!("dinner"))
    );
    assert_eq!(object.marketplace.borrow().counts().get("publish"), Some(&1));
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_published_is_refused_before_anything_is_sent() {
    let object = publishing();
    assert_eq!(
        publish(&object, "lunch", &json!({})).await,
        Err(VenueError::NotFound)
    );
    for image in ["no base64", &Base64::encode_string(b"<svg/>")] {
        let refused = publish(&object, "dinner", &json!({ "image": image })).await;
        let fault = FieldError::new("/image", FieldCode::Invalid);
        assert_eq!(refused, Err(VenueError::Fields(vec![fault])));
    }
    let elsewhere = venue(&json!({}));
    assert_eq!(
        publish(&elsewhere, "dinner", &json!({})).await,
        Err(VenueError::NotFound)
    );
    for object in [object, elsewhere] {
        assert!(object.marketplace.borrow().counts().is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn a_missing_secret_closes_the_marketplace_alone() {
    let object = publishing();
    set_key(&object, &[]);
    let answer = publish(&object, "dinner", &json!({})).await;
    assert!(matches!(answer, Err(VenueError::Away { .. })), "{answer:?}");
    let pictures = ask(&object, StaffRequest::Pictures(PicturesRequest::List)).await;
    assert!(pictures.is_ok());
}
