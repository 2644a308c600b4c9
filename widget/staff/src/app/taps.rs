//! Taps: steps and moves of reservations, and undoing the last one.

use leptos::prelude::*;
use shared::id::ReservationId;
use shared::reservation::Status;
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

use super::{App, device_now, row_id};
use crate::day::{Evening, Placement, Row};

impl App {
    /// Takes a tap, which is shown at once and sent.
    pub fn tap(self, id: &ReservationId, to: Status) {
        let now = device_now();
        self.changed(id, |evening| evening.tap(id, to, now), |row| self.step_text(row));
    }

    /// Reports a no-show for which the stored card is charged.
    pub fn charge_no_show(self, id: &ReservationId) {
        let now = device_now();
        self.changed(
            id,
            |evening| evening.charge_no_show(id, now),
            |row| self.step_text(row),
        );
    }

    /// Moves a party to another time or other tables, which is shown at once and sent.
    pub fn move_to(self, id: &ReservationId, to: Placement) {
        let place = self.placement_name(&to);
        self.changed(
            id,
            |evening| evening.move_to(id, to),
            |row| self.texts.moved(&row.name, &place),
        );
    }

    fn step_text(self, row: &Row) -> String {
        self.texts.done(&row.name, self.texts.status(row.status))
    }

    /// Takes a change that is tapped, says it and sends it.
    fn changed(
        self,
        id: &ReservationId,
        change: impl FnOnce(&mut Evening) -> bool,
        text: impl FnOnce(&Row) -> String,
    ) {
        let row = document().get_element_by_id(&row_id(id));
        let has_focus = row.is_some_and(|row| row.contains(document().active_element().as_deref()));
        let now = device_now();
        if !self.evening.try_update(change).unwrap_or_default() {
            return;
        }
        self.times.update_value(|times| times.tapped = now);
        self.has_undo.set(true);
        self.has_said.set(true);
        if let Some(row) = self.evening.with_untracked(|evening| evening.row(id, now)) {
            self.said.set(text(&row));
        }
        if has_focus {
            let id = row_id(id);
            // Once the row was drawn anew, maybe at another place.
            request_animation_frame(move || focus_button_of(&id));
        }
        self.send();
    }

    /// Undoes the last step.
    pub fn undo(self) {
        let now = device_now();
        self.has_undo.set(false);
        let row = self.evening.with_untracked(|evening| evening.undoable(now));
        let Some(row) = row else {
            self.said.set(self.texts.not_undone.to_owned());
            return;
        };
        let is_undone = self.evening.try_update(|evening| evening.undo(&row.id));
        let after = self.evening.with_untracked(|evening| evening.row(&row.id, now));
        match after.filter(|_| is_undone.unwrap_or_default()) {
            Some(after) => {
                let status = self.texts.status(after.status);
                self.said.set(self.texts.undone(&after.name, status));
            }
            None => self.said.set(self.texts.not_undone.to_owned()),
        }
        self.send();
    }
}

/// Gives the focus to the first button in the element of this id, without scrolling there.
fn focus_button_of(id: &str) {
    let row = document().get_element_by_id(id);
    let button = row.and_then(|row| row.query_selector("button, summary").ok().flatten());
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        // An element that is gone by now has no use for it.
        let _ = button.focus_with_options(&options);
    }
}
