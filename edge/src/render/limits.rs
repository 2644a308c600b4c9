//! Limits of what a first screen waits for. A booking system elsewhere takes its time: the times of the day that the screen
//! chooses by itself are in it where they come from days that are kept, or nearly so, and else it has the days alone.

use std::time::Duration;

use widget::flow;
use widget::self_service::extras::Effect;

use super::{Backend, ExtrasEvent, Session};
use crate::upstream::deadline;

/// The most calls to the system for one screen: with so many behind it, its times are not asked for.
const MAX_CALLS: usize = 4;
/// The longest that the screen has been in the making when its times come.
const MAX_WAIT: Duration = Duration::from_millis(300);

impl Session<'_> {
    /// Carries out an effect, and returns the event that follows, if one does within the limits.
    pub(super) async fn carry_out_in_time(&mut self, effect: Effect) -> Option<ExtrasEvent> {
        if !self.can_do_without(&effect) {
            return self.carry_out(effect).await;
        }
        let Backend {
            clock, server_timing, ..
        } = self.backend;
        if server_timing.upstream_calls() < MAX_CALLS {
            let until = self.began + MAX_WAIT;
            let answered = deadline::until(clock, until, self.carry_out(effect)).await;
            if let Some(event) = answered {
                return event;
            }
        }
        // The next screen may have them.
        server_timing.holds_for(0);
        None
    }

    /// Whether the screen can do without the answer to an effect: the times of a day that the page has not named.
    fn can_do_without(&self, effect: &Effect) -> bool {
        let asks_times = match effect {
            Effect::Booking(effect) => matches!(**effect, flow::Effect::AskSlots(..)),
            _ => false,
        };
        asks_times
            && self.is_fragment
            && self.backend.settings.engine.is_none()
            && self.state.booking.setup.prefill.day.is_none()
    }
}
