//! Requests that seat a party without a reservation, which are kept while the connection is lost.

use leptos::prelude::*;

use super::App;
use crate::api::{ApiError, pause};

/// How long a request waits that was not answered, before it is sent again, in milliseconds.
const RETRY: u32 = 3_000;

/// How often it is sent again: for two minutes at least. The party that was to be seated sits by then, or has gone.
const MOST: u32 = 40;

impl App {
    /// The answer to a request that has no second effect. Where none comes it is sent again for a while, and counts among the
    /// changes on their way: a gap in the line costs no tap, and no party is seated an hour later.
    pub(super) async fn insist<T>(self, send: impl AsyncFn() -> Result<T, ApiError>) -> Result<T, ApiError> {
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
