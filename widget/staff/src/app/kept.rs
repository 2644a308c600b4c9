//! Requests that seat a party without a reservation, which are kept while the connection is lost.

use leptos::prelude::*;
use shared::staff_day::{ReservationForStaff, WalkInRequest};

use super::App;
use crate::api::{ApiError, pause};

/// How long a request waits that was not answered, before it is sent again, in milliseconds.
const RETRY: u32 = 3_000;

/// How often it is sent again: for two minutes at least. The party that was to be seated sits by then, or has gone.
const MOST: u32 = 40;

impl App {
    /// The answer to a tap that seats a party. Its key is its own, by which the venue tells a repetition from the tap of another
    /// device; the same tapped again before the answer has the same key.
    pub(super) async fn seat(self, walk_in: &WalkInRequest) -> Result<ReservationForStaff, ApiError> {
        let awaited = self.seatings.with_value(|all| {
            let same = all.iter().find(|(one, _)| one == walk_in);
            same.map(|(_, key)| key.clone())
        });
        let key = awaited.unwrap_or_else(|| {
            let (now, random) = (js_sys::Date::now(), js_sys::Math::random());
            let key = format!("staff-page-walk-in-{now}-{random}");
            let seating = (walk_in.clone(), key.clone());
            self.seatings.update_value(|all| all.push(seating));
            key
        });
        let client = self.client.get_value();
        let answer = self
            .insist(async || client.seat_walk_in(walk_in, &key).await)
            .await;
        self.seatings
            .update_value(|all| all.retain(|(_, known)| *known != key));
        answer
    }

    /// The answer to a request that has no second effect. Where none comes it is sent again for a while, and counts among the
    /// changes on their way: a gap in the line costs no tap, and no party is seated an hour later.
    async fn insist<T>(self, send: impl AsyncFn() -> Result<T, ApiError>) -> Result<T, ApiError> {
        let is_kept =
            |answer: &Result<T, ApiError>| matches!(answer, Err(ApiError::Lost | ApiError::SignedOut));
        let mut answer = send().await;
        if !is_kept(&answer) {
            return answer;
        }
        self.kept.update(|kept| *kept += 1);
        self.say(self.texts.on_its_way.to_owned());
        for _ in 0..MOST {
            if matches!(answer, Err(ApiError::SignedOut)) {
                self.signed_out();
            } else {
                self.requested(false);
            }
            pause(RETRY).await;
            answer = send().await;
            if !is_kept(&answer) {
                self.requested(true);
                break;
            }
        }
        self.kept.update(|kept| *kept -= 1);
        answer
    }
}
