//! The rows of the evening, each a signal of its own: a change reaches the rows that it changes. Memos of the evening, one for each
//! row, would all run at each change, and five hundred of them leave the evening's subscribers one by one.

use std::collections::HashMap;

use leptos::prelude::*;
use shared::id::ReservationId;

use super::{App, device_now};
use crate::day::Row;

/// The rows that were shown, by reservation; none of one that the day does not have.
pub(super) type Rows = HashMap<ReservationId, ArcRwSignal<Option<Row>>>;

impl App {
    /// The row of a reservation, as long as it is in the evening.
    pub fn row(self, id: ReservationId) -> ArcRwSignal<Option<Row>> {
        let known = self.rows.with_value(|rows| rows.get(&id).cloned());
        known.unwrap_or_else(|| {
            let row = self
                .evening
                .with_untracked(|evening| evening.row(&id, device_now()));
            let signal = ArcRwSignal::new(row);
            self.rows.update_value(|rows| {
                rows.insert(id, signal.clone());
            });
            signal
        })
    }

    /// Has the rows follow the evening, and the minutes, by which a party is late.
    pub(super) fn follow_rows(self) {
        Effect::new(move |_| {
            self.minute.track();
            let mut rows = self.evening.with(|evening| evening.rows(device_now()));
            // Those of another day stay too: what shows one follows it again once that day is looked at again.
            for (id, signal) in self.rows.get_value() {
                let row = rows.remove(&id);
                if signal.with_untracked(|shown| *shown != row) {
                    signal.set(row);
                }
            }
        });
    }
}
