//! The moment until which a time can be cancelled free of charge, as the venue's clock shows it: between it and the
//! party's arrival clocks may be changed, so that it is worked out where the time zone is known.

use shared::availability::{ClockTime, Slot};
use shared::time::{Day, Instant, TimeZone};

/// States the moment in each slot of a day, where it is ahead.
pub fn state_deadlines(slots: &mut [Slot], zone: &TimeZone, day: Day, now: Instant) {
    for slot in slots {
        slot.free_until = free_until(slot, zone, day, now);
    }
}

fn free_until(slot: &Slot, zone: &TimeZone, day: Day, now: Instant) -> Option<ClockTime> {
    let minutes_before = slot.payment.as_ref()?.refund_minutes?;
    let start = zone.resolve(day, slot.minutes).instant()?;
    let deadline = start.plus_minutes(-i64::from(minutes_before));
    if deadline <= now {
        return None;
    }
    let (day, minutes) = zone.local(deadline)?;
    Some(ClockTime { day, minutes })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn slots(refund_minutes: Option<u32>) -> Vec<Slot> {
        let slots = json!([{
            "minutes": 720, "duration": 120, "showEndTime": false, "status": "open", "spotsOpen": 4,
            "confirmation": "instant", "areas": [], "reasons": [],
            "payment": {
                "type": "deposit", "amount": { "amount": 4000, "currency": "EUR" }, "dueMinutes": 30,
                "refundMinutes": refund_minutes,
            },
        }]);
        serde_json::from_value(slots).unwrap()
    }

    /// The moment for a time at noon of `day`, as `YYYY-MM-DD` and minutes.
    fn stated(day: &str, refund_minutes: Option<u32>, now: &str) -> Option<(String, u16)> {
        let mut slots = slots(refund_minutes);
        let zone = TimeZone::parse("Europe/Vienna").unwrap();
        let now = Instant::try_from(now.to_owned()).unwrap();
        state_deadlines(&mut slots, &zone, Day::parse(day).unwrap(), now);
        let stated = slots[0].free_until?;
        Some((stated.day.to_string(), stated.minutes.get()))
    }

    #[test]
    fn the_deadline_is_in_local_time() {
        let now = "2026-01-01T00:00:00Z";
        let noon = |day: &str| Some((day.to_owned(), 720));
        assert_eq!(stated("2026-12-09", Some(2_880), now), noon("2026-12-07"));
        // Clocks go forward on 29 March and back on 25 October.
        assert_eq!(
            stated("2026-03-29", Some(2_880), now),
            Some(("2026-03-27".to_owned(), 660))
        );
        assert_eq!(
            stated("2026-10-25", Some(2_880), now),
            Some(("2026-10-23".to_owned(), 780))
        );
    }

    #[test]
    fn a_missing_or_past_deadline_is_not_stated() {
        assert_eq!(stated("2026-12-09", None, "2026-01-01T00:00:00Z"), None);
        assert_eq!(stated("2026-12-09", Some(2_880), "2026-12-07T11:00:00Z"), None);
    }
}
