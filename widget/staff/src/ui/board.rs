//! Selecting and moving parties on the timeline and the floor plan: by dragging, by keys, and by a form.

use std::time::Duration;

use leptos::prelude::*;
use leptos::web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};
use shared::id::{ReservationId, TableId};
use wasm_bindgen::JsCast;

use crate::app::{App, app, device_now, focus_content};
use crate::day::Moving;

/// How far a pointer moves before a press is a drag, in pixels.
const SLACK: i32 = 8;

/// The selection of a screen, and the party that is being moved on it.
#[derive(Clone, Copy)]
pub struct Board {
    /// The party that is selected.
    pub selected: RwSignal<Option<ReservationId>>,
    /// The party that is being moved.
    pub moving: RwSignal<Option<Moving>>,
    pressed: RwSignal<Option<Press>>,
    /// Whether the last press became a drag, whose click is none.
    is_dragged: RwSignal<bool>,
}

/// A pointer that is down on a party.
#[derive(Clone)]
struct Press {
    at: (i32, i32),
    moving: Moving,
    /// The minutes of a line of time, and its width in pixels; none where moving changes no time.
    scale: Option<(i64, i32)>,
}

/// The id of the element that shows a party at a table.
pub fn party_id(id: &ReservationId, table: &TableId) -> String {
    format!("party-{id}-{table}")
}

impl Board {
    /// A screen on which nothing is selected.
    pub fn new() -> Self {
        Self {
            selected: RwSignal::new(None),
            moving: RwSignal::new(None),
            pressed: RwSignal::new(None),
            is_dragged: RwSignal::new(false),
        }
    }

    /// Takes that a pointer goes down on a party at a table. With `minutes` its line of time is as long. A mouse drags any party,
    /// a finger the one that is selected.
    pub fn press(
        self,
        app: App,
        event: &PointerEvent,
        (id, table): (&ReservationId, &TableId),
        minutes: Option<i64>,
    ) {
        self.is_dragged.set(false);
        // A finger on the page scrolls it, as long as the party under it is not selected.
        let is_selected = || {
            self.selected
                .with_untracked(|selected| selected.as_ref() == Some(id))
        };
        if event.pointer_type() == "touch" && !is_selected() {
            return;
        }
        let moving = app
            .evening
            .with_untracked(|evening| evening.moving(id, Some(table)));
        let element = event
            .current_target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let (Some(moving), Some(element)) = (moving, element) else {
            return;
        };
        // The events go on to come here, also from beyond the element.
        let _ = element.set_pointer_capture(event.pointer_id());
        let line = element.closest(".lane").ok().flatten();
        let width = line.map_or(1, |line| line.client_width().max(1));
        self.pressed.set(Some(Press {
            at: (event.client_x(), event.client_y()),
            moving,
            scale: minutes.map(|minutes| (minutes, width)),
        }));
    }

    /// Takes that the pointer moves.
    pub fn drag(self, event: &PointerEvent) {
        let Some(press) = self.pressed.get_untracked() else {
            return;
        };
        let (x, y) = (event.client_x(), event.client_y());
        let (across, down) = (x - press.at.0, y - press.at.1);
        if !self.is_dragged.get_untracked() && across.abs() < SLACK && down.abs() < SLACK {
            return;
        }
        self.is_dragged.set(true);
        let mut moving = press.moving;
        if let Some((minutes, width)) = press.scale.filter(|_| across.abs() >= SLACK) {
            let later = i64::from(across) * minutes / i64::from(width);
            let at = i64::from(moving.minutes.get()) + later;
            moving = moving.at(at);
        }
        if let Some(table) = table_at(x, y) {
            moving.to = table;
        }
        self.moving.set(Some(moving));
    }

    /// Takes that the pointer is up: a party that was dragged is let go.
    pub fn release(self, app: App) {
        self.pressed.set(None);
        if self.is_dragged.get_untracked() {
            self.let_go(app);
            // A mouse clicks at once at the end of a drag, and a finger does not.
            set_timeout(move || self.is_dragged.set(false), Duration::ZERO);
        }
    }

    /// Takes that the pointer is gone: nothing is moved.
    pub fn cancel(self) {
        self.pressed.set(None);
        self.moving.set(None);
        self.is_dragged.set(false);
    }

    /// Whether a click is one: that at the end of a drag is none.
    pub fn is_click(self) -> bool {
        let is_dragged = self.is_dragged.get_untracked();
        self.is_dragged.set(false);
        !is_dragged
    }

    /// Selects a party, or leaves it if it is selected.
    pub fn toggle(self, id: &ReservationId) {
        let is_selected = self
            .selected
            .with_untracked(|selected| selected.as_ref() == Some(id));
        self.selected.set((!is_selected).then(|| id.clone()));
    }

    /// Leaves the party that is selected, and gives the focus back to it.
    pub fn leave(self) {
        let chosen = document().query_selector("[aria-pressed='true'].party, .table.chosen");
        self.selected.set(None);
        match chosen.ok().flatten() {
            Some(element) => focus(element),
            None => focus_content(),
        }
    }

    /// Takes a key on a party: the arrows move it, Enter lets it go and Escape leaves it. Those to the left and the right change
    /// its time where it is on a line of time, and lead from table to table elsewhere.
    pub fn key(
        self,
        app: App,
        event: &KeyboardEvent,
        (id, table): (&ReservationId, &TableId),
        is_on_line: bool,
    ) {
        let known = self.moving.get_untracked().filter(|moving| moving.id == *id);
        let (later, further) = match event.key().as_str() {
            "ArrowLeft" if is_on_line => (-1, 0),
            "ArrowRight" if is_on_line => (1, 0),
            "ArrowLeft" | "ArrowUp" => (0, -1),
            "ArrowRight" | "ArrowDown" => (0, 1),
            "Escape" => return self.moving.set(None),
            "Enter" if known.is_some() => {
                event.prevent_default();
                return self.let_go(app);
            }
            _ => return,
        };
        event.prevent_default();
        let moving = app.evening.with_untracked(|evening| {
            let moving = known.or_else(|| evening.moving(id, Some(table)))?;
            Some(evening.along(moving, further))
        });
        self.moving
            .set(moving.map(|moving| if later == 0 { moving } else { moving.later(later) }));
    }

    /// Moves the party to where it was moved, and keeps the focus on it.
    fn let_go(self, app: App) {
        let Some(moving) = self.moving.get_untracked() else {
            return;
        };
        self.moving.set(None);
        let placement = app
            .evening
            .with_untracked(|evening| evening.placement_of(&moving));
        if let Some(placement) = placement {
            app.move_to(&moving.id, placement);
            let element = party_id(&moving.id, &moving.to);
            request_animation_frame(move || {
                if let Some(element) = document().get_element_by_id(&element) {
                    focus(element);
                }
            });
        }
    }
}

/// The table at a point of the screen.
#[expect(clippy::cast_precision_loss, reason = "coordinates of a screen")]
fn table_at(x: i32, y: i32) -> Option<TableId> {
    let element = document().element_from_point(x as f32, y as f32)?;
    let line = element.closest("[data-table]").ok().flatten()?;
    TableId::parse(&line.get_attribute("data-table")?).ok()
}

fn focus(element: Element) {
    if let Ok(element) = element.dyn_into::<HtmlElement>() {
        // An element that is gone by now has no use for it.
        let _ = element.focus();
    }
}

/// The move that is being made, in words.
#[component]
pub fn MoveStatus(board: Board) -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let said = Memo::new(move |_| {
        let moving = board.moving.get()?;
        app.evening.with(|evening| {
            let row = evening.row(&moving.id, device_now())?;
            let place = app.placement_name(&evening.placement_of(&moving)?);
            let said = texts.moving(&app.party_name(&row), &place);
            Some(match evening.clash(&moving, device_now()) {
                Some(other) => format!("{said} {}", texts.move_clash.with(&app.party_name(&other))),
                None => said,
            })
        })
    });
    view! { <p class="moving" role="status" class:shown={move || said.with(Option::is_some)}>{move || said.get()}</p> }
}

/// Gives the focus to what can be done with the selection, where a key made it: what is seen by a glance has to be reached.
pub fn focus_selection(event: &MouseEvent) {
    if event.detail() > 0 {
        return;
    }
    request_animation_frame(|| {
        let first = document().query_selector(".at-hand :is(button, summary, input, select)");
        if let Some(element) = first.ok().flatten() {
            focus(element);
        }
    });
}
