//! Deliveries of Mews: they say which things have changed, by their ids alone. One has no id and no signature, and may come
//! again: so it says where to look, and nothing else is taken from it.

use std::collections::BTreeSet;

use serde::Deserialize;
use shared::id::ReservationId;

/// The vendor's name among accounts.
pub const VENDOR: &str = "mews";

/// The longest action that is repeated, in characters.
const MAX_ACTION: usize = 64;

/// A delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MewsReport {
    /// Things of a property have changed.
    Changes(Changes),
    /// The integration itself has changed at a property, by this action. What comes with it may be a credential, and is not
    /// read.
    Integration(String),
}

/// The changes at a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The property's id.
    pub property: String,
    /// Whether what is free may have changed.
    pub is_availability: bool,
    /// The reservations that have changed, each once.
    pub reservations: BTreeSet<ReservationId>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Body {
    enterprise_id: Option<String>,
    #[serde(default)]
    events: Vec<Event>,
    action: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Event {
    discriminator: String,
    value: Option<Changed>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Changed {
    id: Option<String>,
}

/// Reads the body of a delivery; none if it is none of Mews'.
#[must_use]
pub fn read(body: &[u8]) -> Option<MewsReport> {
    let body: Body = serde_json::from_slice(body).ok()?;
    if let Some(action) = body.action {
        let is_word = action.len() <= MAX_ACTION && action.bytes().all(|byte| byte.is_ascii_alphanumeric());
        return is_word.then_some(MewsReport::Integration(action));
    }
    let mut changes = Changes {
        property: body.enterprise_id?,
        is_availability: false,
        reservations: BTreeSet::new(),
    };
    for event in body.events {
        match event.discriminator.as_str() {
            "ServiceOrderUpdated" => {
                changes.is_availability = true;
                // Orders of products have ids of the same form, which are no reservation's.
                let id = event.value.and_then(|changed| changed.id);
                let id = id.and_then(|id| ReservationId::parse(&id).ok());
                changes.reservations.extend(id);
            }
            "ResourceUpdated" | "ResourceBlockUpdated" => changes.is_availability = true,
            // Guests, messages and payments are kept nowhere here.
            _ => {}
        }
    }
    Some(MewsReport::Changes(changes))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn report(body: &Value) -> Option<MewsReport> {
        read(body.to_string().as_bytes())
    }

    #[test]
    fn events_name_the_changed_data() {
        let event = |kind: &str, id: &str| json!({ "Discriminator": kind, "Value": { "Id": id } });
        let property = "851df8c8-90f2-4c4a-8e01-a4fc46b25178";
        let order = "7c7e89d6-69c0-4cce-9d42-35443f2193f3";
        for (events, is_availability, reservations) in [
            (vec![], false, vec![]),
            (
                vec![event("CustomerUpdated", "c"), event("Unheard", "u")],
                false,
                vec![],
            ),
            (vec![event("ResourceBlockUpdated", "b")], true, vec![]),
            (
                vec![
                    event("ServiceOrderUpdated", order),
                    event("ServiceOrderUpdated", order),
                ],
                true,
                vec![order],
            ),
            (
                vec![json!({ "Discriminator": "ServiceOrderUpdated" })],
                true,
                vec![],
            ),
        ] {
            let body = json!({ "EnterpriseId": property, "IntegrationId": "i", "Events": events });
            let expected = Changes {
                property: property.to_owned(),
                is_availability,
                reservations: reservations
                    .iter()
                    .map(|id| ReservationId::parse(id).unwrap())
                    .collect(),
            };
            assert_eq!(report(&body), Some(MewsReport::Changes(expected)), "{body}");
        }
    }

    #[test]
    fn a_credential_is_not_read() {
        let body = json!({ "Action": "IntegrationCreated", "Data": { "AccessToken": "secret" } });
        let read = report(&body).unwrap();
        assert_eq!(read, MewsReport::Integration("IntegrationCreated".to_owned()));
        assert!(!format!("{read:?}").contains("secret"));
    }

    #[test]
    fn a_body_that_is_not_from_mews_is_refused() {
        for body in [
            json!({}),
            json!([]),
            json!({ "Events": [] }),
            json!({ "EnterpriseId": 7, "Events": [] }),
            json!({ "Action": "a line\nof the log" }),
        ] {
            assert_eq!(report(&body), None, "{body}");
        }
    }
}
