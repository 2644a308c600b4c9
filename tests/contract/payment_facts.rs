//! Facts about slots with a payment in advance at another system: they are closed, for every type of payment, since
//! no call there starts one.

use edge::error::VenueError;
use edge::provider::payment_type::PaymentType;
use edge::provider::{BookingRequest, CalendarQuestion, SlotsQuestion};
use edge::storage::idempotency::IdempotencyKey;
use serde_json::json;
use shared::availability::{DayStatus, Reason, SlotStatus};
use shared::validation::{FieldCode, FieldError};

use super::worlds::external_with_payment;

#[tokio::test(start_paused = true)]
async fn what_has_to_be_paid_is_closed_and_nothing_is_sent_for_it() {
    let mut kinds = Vec::new();
    for kind in PaymentType::ALL.into_iter().filter_map(PaymentType::kind) {
        let terms = json!({ "type": kind, "pricePerGuest": 3_400, "dueMinutes": 30, "refundMinutes": 1_440 });
        let (world, sent) = external_with_payment(&terms);
        let day = world.today.plus(3).unwrap();
        let question = SlotsQuestion {
            experience_id: world.experience.clone(),
            attendees: world.party,
            day,
            moving: None,
        };
        let slots = world.provider.slots(&question).await.unwrap();
        assert!(!slots.is_empty());
        for slot in &slots {
            assert_eq!(slot.status, SlotStatus::Full, "{kind:?}");
            assert_eq!(slot.reasons, [Reason::PAYMENT_NOT_SUPPORTED], "{kind:?}");
            assert_eq!(slot.payment.as_ref().map(|terms| terms.kind), Some(kind));
        }
        let question = CalendarQuestion {
            experience_id: world.experience.clone(),
            attendees: world.party,
            from: day,
            to: day,
        };
        let days = world.provider.calendar(&question).await.unwrap();
        assert_eq!(days[0].status, DayStatus::Closed, "{kind:?}");
        let request = json!({
            "experienceId": world.experience, "day": day, "minutes": slots[0].minutes, "attendees": world.party,
            "guest": { "lastName": "Muster", "email": "ada@example.com" }, "locale": "en",
        });
        let order = BookingRequest {
            request: serde_json::from_value(request).unwrap(),
            key: IdempotencyKey::parse("paid").unwrap(),
        };
        let refused = VenueError::Fields(vec![FieldError::new("/minutes", FieldCode::NotOffered)]);
        assert_eq!(world.provider.reserve(&order).await, Err(refused), "{kind:?}");
        assert_eq!(sent.get(), 0, "{kind:?}");
        kinds.push(kind);
    }
    assert_eq!(kinds.len(), 3);
}
