//! The scripted venue's responses to its staff about gift cards.

use serde_json::{Value, json};

use super::{Answer, code};
use crate::error::VenueError;
use crate::gift_card::code::CardCode;
use crate::storage::idempotency::IdempotencyKey;
use crate::venue::message::staff_gift_card::{CardTransactionRequest, NewStaffCard};

/// A card of a hundred euros, a quarter of which is spent.
fn shown(code: &CardCode) -> Value {
    json!({
        "code": code, "amount": 10_000, "remaining": 7_500, "template_id": "branch",
        "expires_on": "2029-12-31", "email": "ada@example.com", "locale": "de", "made_at": "2026-11-22T12:00:00Z",
    })
}

/// Makes every card; one whose key is `used` belongs to another, and one whose key is `again` was made before.
pub(super) fn create(new: &NewStaffCard) -> Answer {
    let mut made = shown(&new.code.clone().unwrap_or(code().into()));
    match new.key.as_ref().map(IdempotencyKey::as_str) {
        Some("used") => return Err(VenueError::KeyReused),
        Some("again") => made["replayed"] = json!(true),
        _ => {}
    }
    Ok(made)
}

fn is_known(code: &CardCode) -> bool {
    *code == super::code().into() || *code == CardCode::parse("Gut 2019/7").unwrap()
}

pub(super) fn card(code: &CardCode) -> Answer {
    if is_known(code) {
        Ok(shown(code))
    } else {
        Err(VenueError::NotFound)
    }
}

/// Answers with a transaction, or refuses with the reference of the request.
pub(super) fn transactions(request: &CardTransactionRequest) -> Answer {
    let transaction = |id: &str, status: &str, amount: i64, reference: &Option<String>| {
        let lapses_at = (status == "pending").then_some("2026-11-23T12:00:00Z");
        json!({
            "id": id, "status": status, "amount": amount, "reference": reference, "at": "2026-11-22T12:00:00Z",
            "lapses_at": lapses_at,
        })
    };
    let outcome = |reference: &Option<String>, transaction: Value| {
        let refusals = [
            "amount",
            "over_balance",
            "expired",
            "withdrawn",
            "reused",
            "successful",
            "cancelled",
            "lapsed",
        ];
        match reference.as_deref() {
            Some(refusal) if refusals.contains(&refusal) => json!({ "refused": refusal }),
            reference => json!({ "recorded": {
                "transaction": transaction, "replayed": reference == Some("again"),
            } }),
        }
    };
    let (code, id) = match request {
        CardTransactionRequest::Create(new) => (&new.code, "external-r1"),
        CardTransactionRequest::Read(code, id) => (code, id.as_str()),
        CardTransactionRequest::Update(update) => (&update.code, update.id.as_str()),
    };
    if !is_known(code) || id == "external-unknown" {
        return Err(VenueError::NotFound);
    }
    Ok(match request {
        CardTransactionRequest::Create(new) => {
            let status = if new.is_pending { "pending" } else { "successful" };
            outcome(
                &new.reference,
                transaction(id, status, new.amount, &new.reference),
            )
        }
        CardTransactionRequest::Read(..) => transaction(id, "pending", -7_500, &None),
        CardTransactionRequest::Update(update) => {
            let status = json!(update.status);
            let moved = transaction(id, status.as_str().unwrap(), -7_500, &update.reference);
            outcome(&update.reference, moved)
        }
    })
}
