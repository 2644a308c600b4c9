//! Draws any flow in its present state: [`View`] is what the booking and the self-service views implement, and
//! [`ViewContext`] what the latter are drawn with.

use std::sync::Arc;

use leptos::prelude::{ArcRwSignal, RenderHtml, With};
use leptos::web_sys;
use shared::venue::Venue;

use super::Context;
use super::button::Look;
use super::node::{Element, Listener, Node, el};
use super::summary::phone_link;
use crate::flow::Flow;
use crate::i18n::SelfServiceTexts;

/// A flow that can be drawn.
pub trait View: Flow {
    /// The context that it is drawn with.
    type Context: AsRef<Context> + Send + Sync + 'static;

    /// The view in its present state, without the element around it.
    fn draw(&self, context: &Self::Context) -> Node;
}

/// The view in a state, within the element that every view stands in. Its direction is that of the widget's language,
/// not of the page around it.
#[must_use]
pub fn root<V: View>(state: &V, context: &V::Context) -> Node {
    let texts = context.as_ref().texts;
    el("div")
        .class("couvert")
        .part("root")
        .attr("lang", texts.language)
        .attr("dir", texts.direction)
        .child(state.draw(context))
        .into()
}

/// The view, drawn anew whenever its state changes.
#[must_use]
pub fn view<V: View>(state: ArcRwSignal<V>, context: V::Context) -> impl RenderHtml {
    move || state.with(|state| root(state, &context))
}

/// A self-service view, which may show parts of the booking.
pub trait SelfServiceView: View<Context = ViewContext<<Self as Flow>::Event>> {
    /// The event that the flow takes for one of a part that belongs to the booking; none where it shows no such part.
    #[must_use]
    fn of_booking(_event: crate::flow::Event) -> Option<Self::Event> {
        None
    }
}

/// The drawing context of a view whose flow handles `E`.
#[derive(Clone)]
pub struct ViewContext<E> {
    /// The drawing context of the booking's parts. Their events reach the flow wrapped, where it handles them.
    pub context: Context,
    /// The texts of the self-service views.
    pub words: &'static SelfServiceTexts,
    /// Where events go.
    pub send: Arc<dyn Fn(E) + Send + Sync>,
}

impl<E> AsRef<Context> for ViewContext<E> {
    fn as_ref(&self) -> &Context {
        &self.context
    }
}

impl<E: Clone + Send + Sync + 'static> ViewContext<E> {
    /// A listener that sends `event`.
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

    /// The venue's telephone number, in the same place below every screen.
    pub(super) fn help(&self, venue: Option<&Venue>) -> Option<Element> {
        let policies = &venue?.policies;
        let phone = policies.phone.as_ref()?;
        let help = el("p").class("hint help").part("help");
        Some(
            help.child(self.context.texts.call)
                .child(" ")
                .child(phone_link(phone, policies)),
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
