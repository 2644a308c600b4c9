//! Calls of the network and the clock: the evening, its changes, and the taps on their way.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::staff_day::StaffDay;
use shared::time::Day;

use super::{Access, App, device_now};
use crate::api::{self, ApiError};
use crate::day::{Evening, HOLD_SECONDS, Reading, SentTap, TapOutcome};

/// How long the undoing of a step is on offer, in seconds: as long as one that cannot be undone later is held. What can be
/// undone later is among the other steps of its row.
const UNDO_SECONDS: i64 = HOLD_SECONDS;

/// How long a tap waits that was not answered, before it is sent again, in seconds.
const RETRY_SECONDS: i64 = 3;

/// How often the day is read again although nothing was changed, in seconds: for the venue's day and its clock.
const REFRESH_SECONDS: i64 = 600;

/// A random number for the waits of devices, which need not be secret.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number from 0 to 999"
)]
fn jitter() -> u32 {
    (js_sys::Math::random() * 1_000.0) as u32
}

impl App {
    /// Begins: reads who is signed in and the evening, and looks at the clock from now on.
    pub fn open(self) {
        let client = self.client.get_value();
        spawn_local(async move {
            match client.identity().await {
                Ok(identity) => self.identity.set(Some(identity)),
                Err(ApiError::SignedOut) => self.sign_in(),
                Err(_) => {}
            }
        });
        self.read(Reading::Day);
        set_interval(move || self.tick(), Duration::from_secs(1));
    }

    /// Shows another day.
    pub fn show(self, day: Option<Day>) {
        if self.evening.with_untracked(Evening::wanted) == day {
            return;
        }
        self.evening.update(|evening| evening.show(day));
        self.access.set(Access::Loading);
        self.read(Reading::Day);
    }

    /// Signs out, and leads to the page for signing in.
    pub fn sign_out(self) {
        let client = self.client.get_value();
        spawn_local(async move {
            // A session that is over already is ended too.
            let _ = client.sign_out().await;
            self.sign_in();
        });
    }

    /// Leads to the page for signing in. Where it cannot be loaded, this one stays.
    fn sign_in(self) {
        let venue = self.place.with_value(|place| place.venue.to_string());
        let _ = window().location().assign(&format!("/staff/{venue}/sign-in"));
    }

    /// Looks at the clock: shows another minute, sends what was held or lost, and reads the day again now and then.
    fn tick(self) {
        let now = device_now();
        if now.unix().div_euclid(60) != self.minute.get_untracked().unix().div_euclid(60) {
            self.minute.set(now);
        }
        let times = self.times.get_value();
        if self.has_said.get_untracked() && times.tapped.plus_seconds(UNDO_SECONDS) <= now {
            self.has_undo.set(false);
            self.has_said.set(false);
        }
        if times.retry <= now && self.evening.with_untracked(Evening::waiting) > 0 {
            self.send();
        }
        if times.refreshed.plus_seconds(REFRESH_SECONDS) <= now {
            self.times.update_value(|times| times.refreshed = now);
            self.read(Reading::Day);
        }
    }

    /// Sends the taps that can be sent.
    pub(super) fn send(self) {
        let now = device_now();
        // Sending changes nothing that is shown.
        let taps = self
            .evening
            .try_maybe_update(|evening| (false, evening.send(now)));
        for tap in taps.unwrap_or_default() {
            let client = self.client.get_value();
            spawn_local(async move {
                let outcome = client.send(&tap).await;
                self.answered(&tap, outcome);
            });
        }
    }

    fn answered(self, tap: &SentTap, outcome: TapOutcome) {
        let is_lost = outcome == TapOutcome::Lost;
        let reading = self.evening.try_update(|evening| evening.answered(tap, outcome));
        if let Some(reading) = reading.flatten() {
            self.read(reading);
        }
        if is_lost {
            let retry = device_now().plus_seconds(RETRY_SECONDS);
            self.times.update_value(|times| times.retry = retry);
        } else {
            // The next tap of the same reservation.
            self.send();
        }
    }

    /// Reads the day again.
    pub(super) fn refresh(self) {
        self.read(Reading::Day);
    }

    /// Reads something anew.
    fn read(self, reading: Reading) {
        let client = self.client.get_value();
        spawn_local(async move {
            match reading {
                Reading::Day => {
                    let wanted = self.evening.with_untracked(Evening::wanted);
                    let answer = client.day(wanted).await;
                    self.took_day(wanted, answer);
                }
                Reading::Reservation(id) => match client.reservation(&id).await {
                    Ok(one) => self.evening.update(|evening| evening.took_reservation(one)),
                    Err(ApiError::NotFound) => self.evening.update(|evening| evening.missed_reservation(&id)),
                    Err(ApiError::SignedOut) => self.sign_in(),
                    // The refreshing of the day reads it again.
                    Err(_) => {}
                },
            }
        });
    }

    fn took_day(self, wanted: Option<Day>, answer: Result<StaffDay, ApiError>) {
        if self.evening.with_untracked(Evening::wanted) != wanted {
            // Another day is wanted by now, whose answer is on its way.
            return;
        }
        let access = match answer {
            Ok(day) => {
                self.evening.update(|evening| evening.took_day(day, device_now()));
                self.follow();
                Access::Open
            }
            Err(ApiError::SignedOut) => return self.sign_in(),
            Err(ApiError::Forbidden) => Access::Forbidden,
            Err(ApiError::NotFound) => Access::Elsewhere,
            Err(ApiError::Changed | ApiError::Refused | ApiError::Lost) => {
                // What is known of the day stays on the page.
                let is_known = self.evening.with_untracked(|evening| evening.day().is_some());
                set_timeout(move || self.read(Reading::Day), Duration::from_secs(5));
                if is_known {
                    Access::Open
                } else {
                    Access::Unreachable
                }
            }
        };
        if self.access.get_untracked() != access {
            self.access.set(access);
        }
    }

    /// Follows the venue's changes, once.
    fn follow(self) {
        if self.times.get_value().is_following {
            return;
        }
        self.times.update_value(|times| times.is_following = true);
        self.open_stream();
    }

    /// Opens the stream of changes, and once more after it was lost.
    fn open_stream(self) {
        spawn_local(async move {
            let client = self.client.get_value();
            let origin = window().location().origin().unwrap_or_default();
            let after = self.evening.with_untracked(Evening::cursor);
            let address = client.stream_address(&origin, after);
            api::follow(&address, |message| {
                let readings = self.evening.try_update(|evening| evening.received(message));
                for reading in readings.unwrap_or_default() {
                    self.read(reading);
                }
                true
            })
            .await;
            let wait = self.evening.try_update(|evening| evening.lost(jitter()));
            // A stream does not say why it was refused: a request does.
            if client.identity().await == Err(ApiError::SignedOut) {
                return self.sign_in();
            }
            set_timeout(move || self.open_stream(), wait.unwrap_or_default());
        });
    }
}
