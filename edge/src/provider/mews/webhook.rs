//! Deliveries of Mews, to either of its two addresses: they say which things have changed, by their ids alone, or that an
//! integration has. One has no id and no signature, and may come again: so it says where to look, and nothing else is taken
//! from it but the access token of an integration, which Mews states nowhere else.

use std::collections::BTreeSet;
use std::fmt;

use config::account::MEWS;
use serde::Deserialize;
use shared::id::{ReservationId, TokenName};

/// The vendor's name among accounts.
pub const VENDOR: &str = MEWS;

/// The longest action that is repeated, in characters.
const MAX_ACTION: usize = 64;

/// The longest access token, in bytes.
const MAX_TOKEN: usize = 512;

/// A delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MewsReport {
    /// Things of a property have changed.
    Changes(Changes),
    /// An integration itself has changed.
    Integration(IntegrationEvent),
}

/// An event of an integration, which is the connection of a property, or of a chain of them, with the deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntegrationEvent {
    /// The action, such as `IntegrationEnabled`.
    pub action: String,
    /// The integration, by whose id its token is known; none where the event does not say which it is.
    pub integration: Option<TokenName>,
    /// The property's or the chain's id, where the event says it.
    pub property: Option<String>,
    /// The change of the integration's access token.
    pub change: Option<AccessChange>,
}

/// A change of an integration's access token. It cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub enum AccessChange {
    /// The first token of the integration.
    First(String),
    /// A token in place of the one before.
    Next(String),
    /// The integration is there no more.
    Ended,
}

impl fmt::Debug for AccessChange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::First(_) => "First",
            Self::Next(_) => "Next",
            Self::Ended => "Ended",
        })
    }
}

impl fmt::Display for IntegrationEvent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.action)?;
        if let Some(integration) = &self.integration {
            write!(formatter, " of the integration {integration}")?;
        }
        if let Some(property) = &self.property {
            write!(formatter, " with the property {property}")?;
        }
        Ok(())
    }
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
    data: Option<Data>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Data {
    enterprise: Option<Changed>,
    integration: Option<Changed>,
    access_token: Option<String>,
    api_key: Option<String>,
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
        return integration(action, body.data.unwrap_or_default()).map(MewsReport::Integration);
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

/// Reads the event of an integration. Nothing goes into a log that could be another line of it.
fn integration(action: String, data: Data) -> Option<IntegrationEvent> {
    if action.len() > MAX_ACTION || !action.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let id = |entity: Option<Changed>| TokenName::parse(&entity?.id?).ok();
    let is_token = |token: &String| {
        (1..=MAX_TOKEN).contains(&token.len()) && token.bytes().all(|byte| byte.is_ascii_graphic())
    };
    let change = match action.as_str() {
        "IntegrationCreated" => data.access_token.filter(is_token).map(AccessChange::First),
        "IntegrationApiKeyCreated" => data.api_key.filter(is_token).map(AccessChange::Next),
        "IntegrationDeleted" => Some(AccessChange::Ended),
        // While it is disabled or cancelled its token is refused, and after that it is accepted again.
        _ => None,
    };
    Some(IntegrationEvent {
        action,
        integration: id(data.integration),
        property: id(data.enterprise).map(|property| property.as_str().to_owned()),
        change,
    })
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

    fn event_of(body: &Value) -> IntegrationEvent {
        match report(body) {
            Some(MewsReport::Integration(event)) => event,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_integration_says_its_token_which_is_not_printed() {
        let integration = json!({ "Id": "9e5e84e9-974d-4f16-9662-ab2200f27cb1", "Name": "Couvert" });
        let enterprise = json!({ "Id": "8865aa96-f62d-4f9b-a912-ab2100f60f42", "Name": "Hotel" });
        for (action, data, change) in [
            (
                "IntegrationCreated",
                json!({
                    "Enterprise": enterprise, "Service": null, "Requestor": null, "AccessToken": "secret-A",
                    "CreatedUtc": "2026-12-13T14:42:52Z", "IsEnabled": true, "Integration": integration,
                }),
                Some(AccessChange::First("secret-A".to_owned())),
            ),
            (
                "IntegrationApiKeyCreated",
                json!({ "Integration": integration, "ApiKey": "secret-B" }),
                Some(AccessChange::Next("secret-B".to_owned())),
            ),
            (
                "IntegrationDeleted",
                json!({ "Integration": integration, "DeletedUtc": "2026-12-13T14:42:52Z" }),
                Some(AccessChange::Ended),
            ),
            ("IntegrationDisabled", json!({ "Integration": integration }), None),
            (
                "IntegrationApiKeyCreated",
                json!({ "Integration": integration, "ApiKey": "a line\nof the log" }),
                None,
            ),
            ("IntegrationCreated", json!({ "Integration": integration }), None),
        ] {
            let event = event_of(&json!({ "Action": action, "Data": data }));
            assert_eq!(event.change, change, "{action}");
            assert_eq!(
                event.integration.as_ref().map(TokenName::as_str),
                integration["Id"].as_str()
            );
            assert!(!format!("{event:?} {event}").contains("secret"), "{action}");
        }
        let created = json!({ "Integration": integration, "Enterprise": enterprise });
        let created = event_of(&json!({ "Action": "IntegrationCreated", "Data": created }));
        assert_eq!(
            created.to_string(),
            "IntegrationCreated of the integration 9e5e84e9-974d-4f16-9662-ab2200f27cb1 with the property \
             8865aa96-f62d-4f9b-a912-ab2100f60f42"
        );
        assert_eq!(
            event_of(&json!({ "Action": "IntegrationEnabled" })).to_string(),
            "IntegrationEnabled"
        );
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
