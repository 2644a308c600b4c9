//! Facts about slots that cost something in advance, where the venue itself takes the payment.

use serde_json::{Value, json};

use super::*;
use crate::provider::lenient::read;

/// The slot of a dinner for four at 34.00 a head, changed like this.
fn priced(paid_to: PaidTo, change: impl FnOnce(&mut Value)) -> Slot {
    let mut slot = json!({
        "experienceId": "dinner", "day": "2026-11-27", "minutes": 1_140, "duration": 120, "attendees": 4,
        "spotsOpen": 5, "availableAssignments": [], "exclusionReasons": [], "confirmationMode": "instant",
        "showEndTime": true,
        "paymentSettings": {
            "payment": {
                "pricing": { "pricePerPax": 3_400, "displayPricePerPax": 3_900, "type": "per_pax" },
                "requiredFromPax": 0,
            },
            "pendingMinutes": 20, "refundMinutes": 2_880, "type": "payment",
        },
    });
    change(&mut slot);
    let answer: wire::Slots = read(json!({ "slots": [slot] }).to_string().as_bytes()).unwrap();
    let question = SlotsQuestion {
        experience_id: ExperienceId::parse("dinner").unwrap(),
        attendees: Attendees::parse(4).unwrap(),
        day: Day::parse("2026-11-27").unwrap(),
        moving: None,
    };
    slots_paid_to(paid_to, &answer.slots.all, &question, Currency::EUR, &[]).remove(0)
}

#[test]
fn a_slot_is_open_with_the_terms_that_are_charged() {
    let slot = priced(PaidTo::Venue, |_| {});
    assert_eq!((slot.status, slot.reasons), (SlotStatus::Open, vec![]));
    assert_eq!(
        serde_json::to_value(slot.payment).unwrap(),
        json!({
            "type": "prepayment", "amount": { "amount": 13_600, "currency": "EUR" }, "dueMinutes": 20,
            "refundMinutes": 2_880,
        })
    );
}

#[test]
fn without_a_time_to_pay_there_is_a_quarter_of_an_hour() {
    for minutes in [json!(0), json!(null)] {
        let slot = priced(PaidTo::Venue, |slot| {
            slot["paymentSettings"]["pendingMinutes"] = minutes.clone();
        });
        assert_eq!(slot.payment.unwrap().due_minutes, 15, "{minutes}");
    }
}

#[test]
fn a_request_and_a_guarantee_stay_closed() {
    let request = priced(PaidTo::Venue, |slot| slot["confirmationMode"] = json!("request"));
    let guarantee = priced(PaidTo::Venue, |slot| {
        slot["paymentSettings"]["type"] = json!("card_guarantee");
    });
    let unknown = priced(PaidTo::Venue, |slot| {
        slot["paymentSettings"]["type"] = json!("voucher");
    });
    for slot in [request, guarantee, unknown, priced(PaidTo::Molzait, |_| {})] {
        assert_eq!(slot.reasons, [Reason::PAYMENT_NOT_SUPPORTED]);
        assert_eq!(slot.status, SlotStatus::Full);
    }
}
