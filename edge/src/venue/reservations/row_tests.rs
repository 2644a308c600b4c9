//! Facts about the row of a reservation.

use serde_json::json;

use super::*;
use crate::storage::row::test_support::check;

#[test]
fn the_row_is_the_table() {
    check::<ReservationRow>(&json!({
        "id": "r1", "number": 7, "experience_id": "dinner", "day": "2026-11-27", "minutes": 1_140,
        "starts_at": 1_795_802_400, "ends_at": 1_795_809_600, "attendees": 2, "status": "payment_pending",
        "table_ids": "[\"t1\",\"t2\"]", "area_id": "garden", "first_name": "Ada", "last_name": "Muster",
        "email": "Ada@example.com", "phone": "+436601234567", "notes": "A quiet table", "locale": "de",
        "marketing_consent": 1,
        "payment": "{\"type\":\"deposit\",\"amount\":{\"amount\":2000,\"currency\":\"EUR\"},\"dueMinutes\":15,\"refundMinutes\":1440}",
        "created_at": 1_795_258_800, "source": "pos", "checked_in_at": 1_795_802_460, "checked_out_at": null,
        "refund_until": 1_795_716_000, "revision": 3, "sequence_base": 300_000_000, "blanked_at": null,
        "erase_asked_at": 1_795_258_900, "is_pinned": 1, "label_ids": "[\"vip\"]", "company": "BestCorp Inc.",
        "guest_notes": "Likes to drink red wine", "internal_notes": "The owner's aunt", "guest_id": "g1",
        "ordered": "{\"people\":[],\"addOns\":[{\"id\":\"wine\",\"name\":{\"en\":\"Wine\"},\"quantity\":2,\"total\":{\"amount\":5800,\"currency\":\"EUR\"}}],\"taxes\":[],\"total\":{\"amount\":5800,\"currency\":\"EUR\"}}",
        "answers": "[{\"question\":\"allergies\",\"label\":{\"en\":\"Allergies\"},\"value\":\"Nuts\"}]",
    }));
}
