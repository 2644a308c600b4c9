//! The events of the till, as the contract has them, with all that a check has: guests and staff too.

use std::time::Duration;

use base64ct::{Base64, Encoding as _};
use serde_json::{Value, json};

use super::books::Check;

/// An event on its way to a platform. It cannot be printed: it has credentials.
#[derive(Clone)]
pub struct Outgoing {
    /// Where it goes.
    pub url: String,
    /// Its id, which a repetition has too.
    pub key: String,
    /// Its body.
    pub body: Value,
    /// How it proves its origin.
    pub authentication: Authentication,
    /// How often it was sent in vain.
    pub tries: u32,
}

/// How events prove their origin, as the profile has it.
#[derive(Clone)]
pub enum Authentication {
    /// The header `Authorization`.
    Header(String),
    /// Keys in headers and in the query.
    Keys(Vec<(String, String)>, Vec<(String, String)>),
    /// A token that is fetched first.
    Client {
        /// Where.
        url: String,
        /// The client's id.
        id: String,
        /// Its secret.
        secret: String,
        /// How it shows that it has the secret.
        proof: ClientProof,
    },
    /// Nothing.
    None,
}

/// How the till shows at the platform's issuer that it has its client's secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientProof {
    /// The secret in the header `Authorization`.
    Header,
    /// The secret in the form.
    Form,
    /// An assertion in the form, which the secret signs.
    Assertion,
}

impl Authentication {
    /// That of a profile.
    pub(super) fn of(profile: &Value) -> Self {
        let details = &profile["webhookAuthDetails"];
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let pairs = |map: &Value| {
            let pairs = map.as_object().into_iter().flatten();
            pairs.map(|(name, value)| (name.clone(), text(value))).collect()
        };
        match profile["webhookAuthType"].as_str().unwrap_or_default() {
            "BASIC_AUTH" => {
                let basic = &details["basic"];
                Self::Header(basic_header(&text(&basic["username"]), &text(&basic["password"])))
            }
            "BEARER_TOKEN" => Self::Header(format!("Bearer {}", text(&details["bearer"]["token"]))),
            "API_KEYS" => {
                let keys = &details["apiKeys"];
                Self::Keys(pairs(&keys["headers"]), pairs(&keys["parameters"]))
            }
            "OAUTH2" => {
                let client = &details["oauth2"];
                Self::Client {
                    url: text(&client["providerTokenUri"]),
                    id: text(&client["clientId"]),
                    secret: text(&client["clientSecret"]),
                    proof: match client["clientAuthorizationMethod"].as_str() {
                        Some("CLIENT_SECRET_POST") => ClientProof::Form,
                        Some("CLIENT_SECRET_JWT") => ClientProof::Assertion,
                        _ => ClientProof::Header,
                    },
                }
            }
            _ => Self::None,
        }
    }
}

/// The header of basic authentication (RFC 7617).
pub(super) fn basic_header(name: &str, password: &str) -> String {
    format!(
        "Basic {}",
        Base64::encode_string(format!("{name}:{password}").as_bytes())
    )
}

/// Milliseconds since 1970.
fn ms(at: Duration) -> u64 {
    u64::try_from(at.as_millis()).unwrap_or(u64::MAX)
}

/// An amount in major units.
fn major(cents: i64) -> Value {
    let text = format!("{}.{:02}", cents / 100, cents % 100);
    serde_json::from_str(&text).unwrap_or_default()
}

/// The head of an event about a restaurant.
pub(super) fn head(platform: &str, restaurant: &str, location: u64) -> Value {
    json!({
        "platformCode": platform, "platformRestaurantId": restaurant, "businessLocationId": location,
    })
}

/// An order event.
pub(super) fn order(kind: &str, head: &Value, check: &Check, now: Duration) -> Value {
    let mut event = head.clone();
    event["notificationType"] = json!(kind);
    event["sequenceId"] = json!(check.events.to_string());
    if let Some((_, id)) = &check.reservation {
        event["platformReservationId"] = json!(id);
    }
    let total = check.total();
    let lines = check.lines.iter().enumerate().map(|(place, line)| {
        json!({
            "id": format!("50272162702{place}"), "itemDescription": line.name, "quantity": 1,
            "nameOverride": "Burger for Napoleon", "accountingGroupName": "Food",
            "amount": major(line.cents), "amountWithTax": major(line.cents),
            "amountLessTax": major(line.cents * 100 / 110), "unitAmount": major(line.cents), "phase": check.course,
            "activeTax": { "code": "VAT10", "description": "VAT 10%", "rate": 1.1, "taxIncluded": true },
            "date": ms(check.opened),
        })
    });
    let mut account = json!({
        "accountNumber": check.number, "receiptNumber": format!("R{}", check.number), "tables": [check.table],
        "tableName": check.table, "businessLocationId": head["businessLocationId"].to_string(),
        "openDate": ms(check.opened), "updateDate": ms(now), "offset": 60, "currencyCode": "EUR",
        "totalAmount": major(total), "paidAmount": major(0), "taxAmount": major(total - total * 100 / 110),
        "gratuityAmount": 0, "coverCount": check.covers, "currentProductionPhase": check.course,
        "orderMode": "TABLE", "staffName": "Josephine", "name": "Napoleon's table",
        "consumerRecord": {
            "consumer": { "id": "111466", "emailAddress": "napoleon@bonapart.fr" },
            "contactInformation": { "firstName": "Napoleon", "lastName": "Bonaparte" },
        },
        "transactionLines": lines.collect::<Vec<_>>(), "paymentLines": [], "discounts": [],
    });
    if let Some(closed) = check.closed {
        account["closeDate"] = json!(ms(closed));
        account["paidAmount"] = major(total);
        account["paymentLines"] = json!([{
            "id": 21_474_836_506_u64, "paymentMethod": "CARD", "paymentMethodDescription": "Card",
            "amount": major(total), "gratuityAmount": 0, "currencyCode": "EUR", "date": ms(closed),
        }]);
    }
    event["account"] = account;
    event
}

/// A change of a reservation at the till.
pub(super) fn reservation(head: &Value, id: &str, (status, tables, covers): (&str, &[String], i64)) -> Value {
    let mut event = head.clone();
    event["platformReservationId"] = json!(id);
    event["status"] = json!(status);
    event["tables"] = json!(tables);
    event["covers"] = json!(covers);
    event
}

/// An error of a push.
pub(super) fn error(platform: &str, (restaurant, id): (&str, &str), code: &str, trace: &str) -> Value {
    let is_ours = matches!(
        code,
        "INTERNAL_ERROR" | "ACCOUNT_CREATION_ERROR" | "CLIENT_REQUEST_ERROR"
    );
    json!({
        "entityType": "platform-reservation", "errorCode": code, "errorMessage": "Incorrect properties",
        "errorProperties": ["tableNumbers"], "httpCode": if is_ours { 500 } else { 400 }, "platformCode": platform,
        "platformReservationId": id, "platformRestaurantId": restaurant, "traceId": trace,
    })
}

/// An onboarding.
pub(super) fn onboarding(
    platform: &str,
    id: &str,
    (reference, location, name): (&str, u64, &str),
    deadline: u64,
) -> Value {
    json!({
        "platformCode": platform, "platformRestaurantReference": reference, "onboardingId": id,
        "epochSecondsDeadlineUtc": deadline,
        "businessInformation": {
            "businessLocationId": location, "name": name, "street1": "Hauptstraße 1", "city": "Wien", "zip": "1010",
            "country": "AT",
        },
    })
}
