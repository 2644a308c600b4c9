//! The part of the API's description about tokens and permissions. Only tests compile it.

use serde_json::{Map, Value, json};
use shared::access::Permission;

use super::endpoint::{Access, Endpoint};

/// The kinds of bearer tokens.
pub fn security_schemes() -> Value {
    let schemes = [
        (
            "manageToken",
            "The `manageToken` of the response to the reservation's creation.",
        ),
        (
            "orderToken",
            "The `orderToken` of the response to the order's creation.",
        ),
        (
            "wishToken",
            "The `wishToken` of the response to the waitlist entry's creation.",
        ),
        (
            "staffKey",
            "An access key of the venue (`cvk_…`), its staff key, which its operator has set as a worker secret, or \
             the operator's key. On pages of this host the cookie of a session does instead, `__Host-couvert-` and the \
             venue's id; with it a write has to state this host's `Origin`. Under `/external` a key alone does.",
        ),
        (
            "operatorKey",
            "The operator's key, the worker secret `OPERATOR_KEY`. On pages of this host the cookie of an operator's session \
             does instead, `__Host-couvert-operator`; with it a write has to state this host's `Origin`.",
        ),
    ];
    let schemes = schemes.map(|(name, text)| {
        let scheme = json!({ "type": "http", "scheme": "bearer", "description": text });
        (name.to_owned(), scheme)
    });
    Value::Object(Map::from_iter(schemes))
}

/// The permission that an operation of staff requires.
pub fn permission(access: Access) -> Option<Permission> {
    match access {
        Access::Staff(permission) | Access::StaffOrToken(permission) => Some(permission),
        Access::Operator => Some(Permission::Directory),
        _ => None,
    }
}

/// The description of an operation, with the permission that it requires.
pub fn description(endpoint: &Endpoint) -> String {
    let text = endpoint.docs.description;
    match permission(endpoint.access) {
        Some(permission) => {
            let (name, role) = (json!(permission), json!(permission.least_role()));
            let (name, role) = (name.as_str().unwrap(), role.as_str().unwrap());
            format!("{text} It requires the permission `{name}`, which keys of the role `{role}` have.")
        }
        None => text.to_owned(),
    }
}

/// Alternatives, of which one has to be met; empty for an operation without a token.
pub fn security(access: Access) -> Value {
    match access {
        Access::Public | Access::Signature | Access::Client | Access::Page => json!([]),
        Access::PublicOrReservationToken => json!([{}, { "manageToken": [] }]),
        Access::ReservationToken => json!([{ "manageToken": [] }]),
        Access::OrderToken => json!([{ "orderToken": [] }]),
        Access::EntryToken => json!([{ "wishToken": [] }]),
        Access::Staff(_) | Access::StaffOrToken(_) => json!([{ "staffKey": [] }]),
        Access::Operator => json!([{ "operatorKey": [] }]),
    }
}
