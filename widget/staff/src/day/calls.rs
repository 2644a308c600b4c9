//! Telephone calls that go on.

use shared::phone_call::{PhoneCall, PhoneCallStatus};
use shared::time::Instant;

/// A call of which no end was reported counts as over after so many minutes.
const LONGEST_MINUTES: i64 = 30;

/// The calls that ring or were picked up, the newest first, without those that staff have put away.
#[must_use]
pub fn live_calls(calls: &[PhoneCall], put_away: &[u64], now: Instant) -> Vec<PhoneCall> {
    let live = calls.iter().filter(|call| {
        let goes_on = matches!(call.status, PhoneCallStatus::Ringing | PhoneCallStatus::PickedUp);
        goes_on && now < call.at.plus_minutes(LONGEST_MINUTES) && !put_away.contains(&call.number)
    });
    live.cloned().collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::test_support::evening_at;
    use super::*;

    fn call(number: u64, status: &str, minutes: i64) -> PhoneCall {
        let at = evening_at(minutes);
        let call = json!({
            "number": number, "id": format!("c{number}"), "phoneNumberId": "main", "status": status, "at": at,
        });
        serde_json::from_value(call).unwrap()
    }

    #[test]
    fn a_call_is_shown_until_it_is_over_or_put_away() {
        let calls = [
            call(4, "ringing", 1_140),
            call(3, "picked_up", 1_135),
            call(2, "hung_up", 1_130),
            call(1, "ringing", 1_100),
        ];
        let shown = |put_away: &[u64]| {
            let live = live_calls(&calls, put_away, evening_at(1_141));
            live.iter().map(|call| call.number).collect::<Vec<_>>()
        };
        assert_eq!(shown(&[]), [4, 3]);
        assert_eq!(shown(&[4]), [3]);
    }
}
