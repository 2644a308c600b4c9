//! Facts about the rows of payments.

use serde_json::json;

use super::*;
use crate::storage::row::test_support::check;

#[test]
fn the_rows_are_the_tables() {
    for (kind, agreed) in [("reservation", 0), ("reservation", 1), ("gift_card_order", 2)] {
        check::<Row>(&json!({
            "id": "p1", "kind": kind, "subject": "s1", "amount": 2_000, "currency": "EUR",
            "flow": serde_json::to_string(&Flow::new(Mode::Charge)).unwrap(), "reference": "pi_1",
            "handover": "{\"type\":\"demo\",\"url\":\"/pay/p1#token\"}", "deadline": 1_795_259_700,
            "due_minutes": 15, "extended": 1, "created_at": 1_795_258_800, "charge_reference": null,
            "agreed": agreed,
        }));
    }
    check::<NoticeRow>(&json!({ "id": "evt_1", "at": 1_795_258_800 }));
}
