//! The views: every part draws a piece of a state and sends events. A part must not decide anything, nor touch the
//! browser while it draws.
//!
//! Parts are functions of the state. The whole tree is drawn anew for each state and only what differs is changed in
//! the document, so a part need not know what happened before.

mod button;
mod calendar;
mod choice;
mod details;
mod done;
mod experience;
mod extras;
mod field;
mod form;
mod gift_card;
mod manage;
mod node;
mod notice;
mod ordered;
mod party;
mod payment;
mod progress;
mod review;
mod shell;
mod skeleton;
mod slot_buttons;
mod summary;
mod terms;
mod theme;
mod times;
mod view;
mod waitlist;

use std::sync::Arc;

use leptos::web_sys;
use shared::locale::{Language, LocalizedText};
use shared::time::Minutes;

pub use extras::{EXTRAS_STEP, QUOTED_NAMES, add_on_name, answer_name, extras_focus, people_name};
pub use gift_card::gift_card_focus;
use node::Listener;
pub use node::Node;
#[cfg(any(feature = "hydrate", feature = "self-service"))]
pub(crate) use node::trust;
pub use shell::screen;
pub use theme::accent_sheet;
pub use view::{SelfServiceView, View, ViewContext, root, view};

use crate::flow::{Event, Field, Focus, IdempotencyKey, Part};
use crate::i18n::{Formats, Texts};
#[cfg(any(feature = "ssr", test))]
use crate::self_service::extras::BookingWithExtras;

/// The drawing context of every part.
#[derive(Clone)]
pub struct Context {
    /// The widget's own sentences.
    pub texts: &'static Texts,
    /// How days, times and money are written.
    pub formats: Arc<dyn Formats>,
    /// The language of the restaurant's texts.
    pub language: Language,
    /// Where events go.
    pub send: Arc<dyn Fn(Event) + Send + Sync>,
    /// Makes a random key.
    pub fresh_key: fn() -> IdempotencyKey,
    /// The address of the restaurant's own booking page; none where this is that page.
    pub hosted: Option<String>,
    /// The key to book under where no code will be there to make one: the review's form then holds
    /// all that a booking needs.
    pub key: Option<IdempotencyKey>,
}

impl AsRef<Self> for Context {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl Context {
    /// A listener that sends `event`, and no form.
    fn sends(&self, event: Event) -> Listener {
        let send = Arc::clone(&self.send);
        Box::new(move |happened| {
            happened.prevent_default();
            send(event.clone());
        })
    }

    /// Sends nothing: neither an event nor a form.
    fn holds(&self) -> Listener {
        self.reads(|happened| {
            happened.prevent_default();
            None
        })
    }

    /// Sends what `read` makes of what has happened at an element, if anything.
    fn reads(&self, read: impl Fn(&web_sys::Event) -> Option<Event> + Send + 'static) -> Listener {
        let send = Arc::clone(&self.send);
        Box::new(move |happened| {
            if let Some(event) = read(happened) {
                send(event);
            }
        })
    }

    /// A time of the service, which may go on past midnight.
    fn time(&self, minutes: Minutes) -> String {
        let time = self.formats.time(minutes);
        if minutes.is_next_day() {
            format!("{time} ({})", self.texts.next_day)
        } else {
            time
        }
    }

    /// A text of the restaurant in the guest's language.
    fn of<'a>(&self, text: &'a LocalizedText) -> &'a str {
        text.get(&self.language)
    }
}

/// Whether what stands in `place` is the widget in this state.
#[cfg(feature = "hydrate")]
#[must_use]
pub fn fits(state: &crate::flow::State, context: &Context, place: &web_sys::Element) -> bool {
    let first = place.first_child();
    let is_alone = first.as_ref().is_some_and(|node| node.next_sibling().is_none());
    is_alone && root(state, context).fits(first.as_ref())
}

/// The widget in a state, as HTML. The focus goes to the element of the id `focus` as soon as a browser has read it.
#[cfg(any(feature = "ssr", test))]
#[must_use]
pub fn html(state: &crate::flow::State, context: &Context, focus: Option<&str>) -> String {
    focused(root(state, context), focus)
}

/// A booking with extras in a state, as HTML.
#[cfg(any(feature = "ssr", test))]
#[must_use]
pub fn extras_html(
    state: &BookingWithExtras,
    view: &ViewContext<crate::self_service::extras::Event>,
    focus: Option<&str>,
) -> String {
    focused(root(state, view), focus)
}

#[cfg(any(feature = "ssr", test))]
fn focused(mut node: Node, focus: Option<&str>) -> String {
    if let Some(focus) = focus {
        node.autofocus(focus);
    }
    node.html()
}

/// The id of the element that a focus is meant for; ids are the shadow root's own.
#[must_use]
pub fn focus_id(focus: Focus) -> String {
    match focus {
        Focus::Step => "step".to_owned(),
        Focus::Notice => notice::ID.to_owned(),
        Focus::Faults => "faults".to_owned(),
        Focus::Times => "times".to_owned(),
        Focus::Day(day) => format!("day-{day}"),
        Focus::Field(field) => field_id(field).to_owned(),
        Focus::GiftCard => GIFT_CODE.to_owned(),
        Focus::PaymentNotice => payment::NOTICE.to_owned(),
        Focus::Part(part) => part_id(part).to_owned(),
    }
}

fn part_id(part: Part) -> &'static str {
    match part {
        Part::Experience => "experience",
        Part::Party => "party",
        Part::Day => "calendar",
        Part::Time => "times",
        Part::Details => "step",
    }
}

/// A field's name in a form, as in a reservation's body.
#[must_use]
pub fn field_name(field: Field) -> &'static str {
    match field {
        Field::FirstName => "firstName",
        Field::LastName => "lastName",
        Field::Email => "email",
        Field::Phone => "phone",
        Field::Notes => "notes",
    }
}

/// The name of a gift card's code in a form, as in a reservation's body.
pub const GIFT_CODE_NAME: &str = "giftCardCode";
/// The id of its field.
const GIFT_CODE: &str = "gift-code";

fn field_id(field: Field) -> &'static str {
    match field {
        Field::FirstName => "first-name",
        Field::LastName => "last-name",
        Field::Email => "email",
        Field::Phone => "phone",
        Field::Notes => "notes",
    }
}

#[cfg(test)]
mod tests;
