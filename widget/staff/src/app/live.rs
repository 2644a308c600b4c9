//! Calls of the network and the clock: the evening, its changes, and the taps on their way.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::phone_call::PhoneCall;
use shared::staff_day::StaffDay;
use shared::time::Day;

use super::{Access, App, device_now};
use crate::api::{self, ApiError};
use crate::day::{BookingForm, DayGlance, Evening, HOLD_SECONDS, Reading, SentTap, TapOutcome};

/// How long the undoing of a step is on offer, in seconds: as long as one that cannot be undone later is held. What can be
/// undone later is among the other steps of its row.
const UNDO_SECONDS: i64 = HOLD_SECONDS;

/// How long a tap waits that was not answered, before it is sent again, in seconds.
const RETRY_SECONDS: i64 = 3;

/// How often the day is read again although nothing was changed, in seconds: for the venue's day and its clock.
const REFRESH_SECONDS: i64 = 600;

/// How long it takes until something is read again that could not be read.
pub(super) const LATER: Duration = Duration::from_secs(5);

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
        self.follow_rows();
        self.read_identity();
        self.read(Reading::Day);
        self.read_session();
        set_interval(move || self.tick(), Duration::from_secs(1));
        // These last as long as the page.
        let _ = window_event_listener(leptos::ev::offline, move |_| self.requested(false));
        let _ = window_event_listener(leptos::ev::online, move |_| self.came_back());
        // A device that was asleep, or showed another page.
        let _ = window_event_listener(leptos::ev::visibilitychange, move |_| {
            if !document().hidden() {
                self.read(Reading::Day);
            }
        });
        // A browser that goes back may show this page as it was before its person signed out.
        let _ = window_event_listener(leptos::ev::pageshow, move |event| {
            if event.persisted() {
                let _ = window().location().reload();
            }
        });
        let _ = window_event_listener(leptos::ev::beforeunload, move |event| {
            if self.evening.with_untracked(Evening::waiting) + self.kept.get_untracked() > 0 {
                // The browser asks whether the page may be left.
                event.prevent_default();
            }
        });
    }

    /// Shows another day.
    pub fn show(self, day: Option<Day>) {
        if self.evening.with_untracked(Evening::wanted) == day {
            return;
        }
        self.evening.update(|evening| evening.show(day));
        self.booking.update(BookingForm::change_day);
        self.access.set(Access::Loading);
        self.read(Reading::Day);
    }

    /// Reads the seven days from `first` on, into `week`, one after the other. Days of another week, which was asked for
    /// meanwhile, are left out.
    pub fn read_week(self, first: Day, week: RwSignal<(Option<Day>, Vec<DayGlance>)>) {
        week.set((Some(first), Vec::new()));
        let client = self.client.get_value();
        spawn_local(async move {
            for day in (0..7).filter_map(|count| first.plus(count)) {
                let answer = client.day(Some(day)).await;
                // The panel may be gone by now.
                let is_wanted = week.try_with_untracked(|(wanted, _)| *wanted == Some(first));
                if is_wanted != Some(true) {
                    return;
                }
                match answer {
                    Ok(read) => week.update(|(_, days)| days.push(DayGlance::of(&read))),
                    Err(error) => return self.say_failure(error),
                }
            }
        });
    }

    /// Takes whether a request got an answer.
    pub(super) fn requested(self, is_answered: bool) {
        let line = self.evening.with_untracked(Evening::line);
        self.evening.try_maybe_update(|evening| {
            evening.requested(is_answered);
            (evening.line() != line, ())
        });
        if is_answered {
            self.signed_in();
        }
    }

    /// Takes that the device is connected again: nothing waits any longer.
    fn came_back(self) {
        self.send();
        self.read(Reading::Day);
        self.reconnect();
    }

    /// Opens the stream now, where its next attempt waits.
    pub(super) fn reconnect(self) {
        let reconnect = self
            .times
            .try_update_value(|times| times.reconnect.take())
            .flatten();
        if let Some(timeout) = reconnect {
            timeout.clear();
            self.open_stream();
        }
    }

    /// Looks at the clock: shows another minute, sends what was held or lost, and reads the day again now and then.
    fn tick(self) {
        let now = device_now();
        let is_turned_back = now < self.times.get_value().ticked;
        self.times.update_value(|times| times.ticked = now);
        if is_turned_back {
            self.turned_back();
        }
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
            self.read_session();
        }
    }

    /// Takes that the device's clock was turned back. What waits for an instant would wait for too long, and the venue's clock
    /// is reckoned from this one.
    fn turned_back(self) {
        let now = device_now();
        self.times.update_value(|times| {
            times.tapped = now;
            times.retry = now;
            times.refreshed = now;
        });
        self.read(Reading::Day);
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
        let is_signed_out = outcome == TapOutcome::SignedOut;
        let is_lost = is_signed_out || outcome == TapOutcome::Lost;
        let reading = self.evening.try_update(|evening| evening.answered(tap, outcome));
        if let Some(reading) = reading.flatten() {
            self.read(reading);
        }
        if is_signed_out {
            self.signed_out();
        }
        if is_lost {
            let retry = device_now().plus_seconds(RETRY_SECONDS);
            self.times.update_value(|times| times.retry = retry);
        } else {
            self.signed_in();
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
                Reading::Calls => match client.calls().await {
                    Ok(calls) => self.took_calls(calls),
                    // One that rings meanwhile is not to be missed.
                    Err(ApiError::Lost | ApiError::SignedOut) => {
                        set_timeout(move || self.read(Reading::Calls), LATER);
                    }
                    Err(ApiError::Forbidden | ApiError::NotFound | ApiError::Changed | ApiError::Refused) => {
                    }
                },
                Reading::Reservation(id) => match client.reservation(&id).await {
                    Ok(one) => self.evening.update(|evening| evening.took_reservation(one)),
                    Err(ApiError::NotFound) => self.evening.update(|evening| evening.missed_reservation(&id)),
                    Err(ApiError::SignedOut) => self.signed_out(),
                    // What the change was is known with the day.
                    Err(ApiError::Lost) => self.read_later(),
                    Err(ApiError::Forbidden | ApiError::Changed | ApiError::Refused) => {}
                },
            }
        });
    }

    /// Takes the latest calls; what staff have put away of older ones need not be known any more.
    fn took_calls(self, calls: Vec<PhoneCall>) {
        let is_known = |number: &u64| calls.iter().any(|call| call.number == *number);
        self.calls_away.update(|away| away.retain(is_known));
        self.calls.set(calls);
    }

    fn took_day(self, wanted: Option<Day>, answer: Result<StaffDay, ApiError>) {
        if self.evening.with_untracked(Evening::wanted) != wanted {
            // Another day is wanted by now, whose answer is on its way.
            return;
        }
        self.requested(!matches!(answer, Err(ApiError::Lost | ApiError::SignedOut)));
        let access = match answer {
            Ok(day) => {
                let before = self.shown_day();
                self.evening.update(|evening| evening.took_day(day, device_now()));
                // After midnight another day goes on.
                if before.is_some() && before != self.shown_day() {
                    self.booking.update(BookingForm::change_day);
                }
                self.follow();
                Access::Open
            }
            Err(ApiError::SignedOut) => {
                self.signed_out();
                self.read_later();
                return;
            }
            Err(ApiError::Forbidden) => Access::Forbidden,
            Err(ApiError::NotFound) => Access::Elsewhere,
            Err(ApiError::Changed | ApiError::Refused | ApiError::Lost) => {
                // What is known of the day stays on the page.
                let is_known = self.evening.with_untracked(|evening| evening.day().is_some());
                self.read_later();
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

    /// Reads the day again in a while, once.
    pub(super) fn read_later(self) {
        let is_first = self
            .times
            .try_update_value(|times| !std::mem::replace(&mut times.is_reading_later, true));
        if is_first == Some(true) {
            let read = move || {
                self.times.update_value(|times| times.is_reading_later = false);
                self.read(Reading::Day);
            };
            set_timeout(read, LATER);
        }
    }

    /// Follows the venue's changes, once.
    fn follow(self) {
        if self.times.get_value().is_following {
            return;
        }
        self.times.update_value(|times| times.is_following = true);
        self.read(Reading::Calls);
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
            })
            .await;
            let wait = self.evening.try_update(|evening| evening.lost(jitter()));
            // A stream does not say why it was refused: a request does.
            if client.identity().await == Err(ApiError::SignedOut) {
                self.signed_out();
            }
            let open = move || {
                self.times.update_value(|times| times.reconnect = None);
                self.open_stream();
            };
            let reconnect = set_timeout_with_handle(open, wait.unwrap_or_default()).ok();
            self.times.update_value(|times| times.reconnect = reconnect);
        });
    }
}
