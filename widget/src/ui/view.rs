//! What the views beyond a first booking are drawn with: what the booking's parts need, words and events of
//! their own beside it. It must not know any view.

use std::sync::Arc;

use leptos::prelude::{ArcRwSignal, RenderHtml, With};
use leptos::web_sys;
use shared::venue::Venue;

use super::Context;
use super::button::Look;
use super::node::{Element, Listener, Node, el};
use super::summary::phone_link;
use crate::i18n::SelfServiceTexts;
use crate::self_service::Flow;

/// What a view is drawn with, whose flow takes `E`.
#[derive(Clone)]
pub struct ViewContext<E> {
    /// What the booking's parts are drawn with. Its events reach the flow wrapped, where it takes them.
    pub context: Context,
    /// The sentences that no first booking says.
    pub words: &'static SelfServiceTexts,
    /// Where events go.
    pub send: Arc<dyn Fn(E) + Send + Sync>,
}

/// A flow that can be seen.
pub trait View: Flow {
    /// The whole view in its present state.
    fn draw(&self, view: &ViewContext<Self::Event>) -> Node;

    /// What the flow takes of a part that belongs to the booking; none where no such part is shown.
    #[must_use]
    fn of_booking(_event: crate::flow::Event) -> Option<Self::Event> {
        None
    }
}

/// The view in a state, within the element that every view stands in.
#[must_use]
pub fn framed<V: View>(state: &V, view: &ViewContext<V::Event>) -> Node {
    let texts = view.context.texts;
    el("div")
        .class("couvert")
        .part("root")
        .attr("lang", texts.language)
        .attr("dir", texts.direction)
        .child(state.draw(view))
        .into()
}

/// The view, drawn anew whenever its state changes.
#[must_use]
pub fn shown<V: View>(state: ArcRwSignal<V>, view: ViewContext<V::Event>) -> impl RenderHtml {
    move || state.with(|state| framed(state, &view))
}

impl<E: Clone + Send + Sync + 'static> ViewContext<E> {
    /// Sends `event` whatever has happened at an element.
    pub(super) fn sends(&self, event: E) -> Listener {
        self.reads(move |happened| {
            happened.prevent_default();
            Some(event.clone())
        })
    }

    /// Sends what `read` makes of what has happened at an element, if anything.
    pub(super) fn reads(&self, read: impl Fn(&web_sys::Event) -> Option<E> + Send + 'static) -> Listener {
        let send = Arc::clone(&self.send);
        Box::new(move |happened| {
            if let Some(event) = read(happened) {
                send(event);
            }
        })
    }

    /// A button that sends `event`.
    pub(super) fn button(&self, look: Look, label: impl Into<String>, event: E) -> Element {
        let class = look.class();
        el("button")
            .attr("type", "button")
            .class(class)
            .part(class)
            .on("click", self.sends(event))
            .child(label.into())
    }

    /// Whom to call, below every screen: whoever is stuck need not look for it.
    pub(super) fn help(&self, venue: Option<&Venue>) -> Option<Element> {
        let phone = venue?.policies.phone.as_ref()?;
        let help = el("p").class("hint help").part("help");
        Some(
            help.child(self.context.texts.call)
                .child(" ")
                .child(phone_link(phone)),
        )
    }

    /// A screen's heading, which takes the focus when the screen is new.
    #[expect(clippy::unused_self, reason = "parts are made by the view")]
    pub(super) fn heading(&self, text: impl Into<String>) -> Element {
        el("h2")
            .id("step")
            .attr("tabindex", "-1")
            .part("title")
            .child(text.into())
    }
}
