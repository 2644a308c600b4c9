//! Taps: steps and moves of reservations, and undoing the last one.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::ReservationId;
use shared::party::Attendees;
use shared::reservation::Status;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};

use super::{App, device_now, row_id};
use crate::api::ApiError;
use crate::day::{Evening, Placement, Row, toggled_line};
use crate::i18n::late_marks;

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
            |row| self.texts.moved(&self.party_name(row), &place),
        );
    }

    fn step_text(self, row: &Row) -> String {
        self.texts
            .done(&self.party_name(row), self.texts.status(row.status))
    }

    /// Takes a change that is tapped, says it and sends it.
    fn changed(
        self,
        id: &ReservationId,
        change: impl FnOnce(&mut Evening) -> bool,
        text: impl FnOnce(&Row) -> String,
    ) {
        let has_focus = has_focus(id);
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
            // Once the row was drawn anew, maybe at another place.
            focus_later(row_id(id));
        }
        self.send();
    }

    /// Notes that a party is running late, as it has said, or takes that back.
    pub fn toggle_running_late(self, id: &ReservationId) {
        let texts = self.texts;
        let found = self.evening.with_untracked(|evening| {
            let row = evening.row(id, device_now())?;
            Some((row, evening.internal_notes(id)?))
        });
        let Some((row, (notes, sequence))) = found else {
            return;
        };
        let marks = late_marks();
        let said = if row.is_running_late(&marks) {
            texts.rule_removed.to_owned()
        } else {
            texts.done(&row.name, texts.running_late)
        };
        let time = untrack(|| self.time_of(self.venue_now())).unwrap_or_default();
        let line = texts.running_late_at.with(&time);
        let notes = toggled_line(&notes, &marks, &line);
        let (client, id) = (self.client.get_value(), id.clone());
        spawn_local(async move {
            match client.write_notes(&id, (notes, sequence)).await {
                Ok(one) => {
                    self.evening.update(|evening| evening.took_reservation(one));
                    self.say(said);
                }
                Err(error) => self.say_failure(error),
            }
        });
    }

    /// Changes the size of a party, for which the venue may choose other tables.
    pub fn change_party(self, id: &ReservationId, size: i64) {
        let known = self.evening.with_untracked(|evening| {
            let row = evening.row(id, device_now())?;
            let (_, sequence) = evening.internal_notes(id)?;
            Some((row, sequence))
        });
        let (Some((row, sequence)), Ok(attendees)) = (known, Attendees::parse(size)) else {
            self.say_failure(ApiError::Refused);
            return;
        };
        let guests = self.texts.guests.of(attendees.get().into());
        let said = self.texts.done(&self.party_name(&row), &guests);
        let (client, id) = (self.client.get_value(), id.clone());
        spawn_local(async move {
            match client.write_party(&id, (attendees, sequence)).await {
                Ok(one) => {
                    self.evening.update(|evening| evening.took_reservation(one));
                    self.say(said);
                }
                Err(error) => self.say_failure(error),
            }
        });
    }

    /// Undoes the last step.
    pub fn undo(self) {
        let now = device_now();
        let bar = document().query_selector(".undo").ok().flatten();
        let has_focus = bar.is_some_and(|bar| bar.contains(document().active_element().as_deref()));
        self.has_undo.set(false);
        let row = self.evening.with_untracked(|evening| evening.undoable(now));
        let Some(row) = row else {
            self.said.set(self.texts.not_undone.to_owned());
            return;
        };
        if has_focus {
            // The button goes with the undoing.
            focus_later(row_id(&row.id));
        }
        let is_undone = self.evening.try_update(|evening| evening.undo(&row.id));
        let after = self.evening.with_untracked(|evening| evening.row(&row.id, now));
        match after.filter(|_| is_undone.unwrap_or_default()) {
            Some(after) => {
                let status = self.texts.status(after.status);
                let name = self.party_name(&after);
                self.said.set(self.texts.undone(&name, status));
            }
            None => self.said.set(self.texts.not_undone.to_owned()),
        }
        self.send();
    }
}

/// The element that takes the focus when what had it is gone: the page's content.
const CONTENT: &str = "list";

/// Gives the focus to the page's content, since the button that had it goes.
pub fn focus_content() {
    focus_later(CONTENT.to_owned());
}

/// Whether the focus is in the row of a reservation.
fn has_focus(id: &ReservationId) -> bool {
    let row = document().get_element_by_id(&row_id(id));
    row.is_some_and(|row| row.contains(document().active_element().as_deref()))
}

/// Leaves the focus with a reservation whose row is about to be drawn anew, such as by the answer to a tap.
pub fn keep_focus(id: &ReservationId) {
    if has_focus(id) {
        focus_later(row_id(id));
    }
}

/// Gives the focus, with the next frame, to the first button in the element of this id, without scrolling there; else to the
/// page's content.
fn focus_later(id: String) {
    request_animation_frame(move || {
        let row = document().get_element_by_id(&id).filter(|_| id != CONTENT);
        let button = row.and_then(|row| row.query_selector("button, summary").ok().flatten());
        focus(button.or_else(|| document().get_element_by_id(CONTENT)));
    });
}

fn focus(element: Option<Element>) {
    if let Some(button) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        // An element that is gone by now has no use for it.
        let _ = button.focus_with_options(&options);
    }
}
