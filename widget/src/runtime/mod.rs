//! Runs a flow in the browser: one [`Runtime`] for all four views. It carries out effects and feeds back the events that
//! come of them. It must not decide anything: the flow does, and the views only draw.

#[cfg(all(feature = "hydrate", not(feature = "self-service")))]
pub(crate) mod booking;
mod host;
#[cfg(feature = "self-service")]
pub(crate) mod self_service;

use std::any::Any;
use std::sync::Arc;

use leptos::prelude::{ArcRwSignal, Mountable, Owner, Render, Set, WithUntracked};
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use shared::locale::Language;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

use crate::flow::{self, CommonEffect, HostEvent, IdempotencyKey};
use crate::i18n::{CachedFormats, FormatCache, Intl, Texts};
use crate::ui::{Context, View, accent_sheet};

use host::Browser;
pub use host::Host;

/// A widget on a page. Dropping it (`free` in JavaScript) takes it off again.
#[wasm_bindgen]
pub struct Mounted {
    _view: Box<dyn Any>,
    controls: Box<dyn Controls>,
}

#[wasm_bindgen]
impl Mounted {
    /// Asks for fresh data, such as availability.
    pub fn refresh(&self) {
        self.controls.refresh();
    }

    /// Takes the colour that the page has set anew, or the venue's where it has taken its own away.
    pub fn recolor(&self) {
        self.controls.adopt_color();
    }
}

/// A flow whose effects a browser can carry out.
pub(crate) trait Perform: View {
    /// Carries out an effect other than an event for the page; returns the event that follows, if one does.
    async fn perform(effect: Self::Effect, browser: Browser) -> Option<Self::Event>;
}

/// A page's controls of any view.
trait Controls {
    fn refresh(&self);
    fn adopt_color(&self);
}

/// The runtime of one view: its state, and the browser that its effects are carried out in.
#[derive(Clone)]
pub(crate) struct Runtime<V> {
    state: ArcRwSignal<V>,
    browser: SendWrapper<Browser>,
}

impl<V: Perform> Runtime<V> {
    fn new(state: V, browser: Browser) -> Self {
        Self {
            state: ArcRwSignal::new(state),
            browser: SendWrapper::new(browser),
        }
    }

    /// Shows the view that `draw` puts into the document, and carries out the first effects.
    fn mount<M: Mountable + 'static>(self, draw: impl FnOnce() -> M, effects: Vec<V::Effect>) -> Mounted {
        self.adopt_color();
        let owner = Owner::new();
        let view = owner.with(draw);
        self.perform(effects);
        Mounted {
            _view: Box::new(MountedView { _owner: owner, view }),
            controls: Box::new(self),
        }
    }

    fn dispatch(&self, event: V::Event) {
        let (next, effects) = flow::step(self.state.with_untracked(Clone::clone), event, host::now());
        self.state.set(next);
        self.perform(effects);
    }

    fn perform(&self, effects: Vec<V::Effect>) {
        for effect in effects {
            if let Some(event) = effect.host_event() {
                self.emit(event);
                continue;
            }
            let runtime = self.clone();
            spawn_local(async move {
                let browser = Browser::clone(&runtime.browser);
                if let Some(event) = V::perform(effect, browser).await {
                    runtime.dispatch(event);
                }
            });
        }
    }

    fn emit(&self, event: &HostEvent) {
        if matches!(event, HostEvent::Ready) {
            self.adopt_color();
        }
        let (name, detail) = event.json();
        self.browser.host.tell(name, &detail);
    }
}

impl<V: Perform> Controls for Runtime<V> {
    fn refresh(&self) {
        self.dispatch(V::refreshed());
    }

    /// Takes the page's colour, or else the venue's.
    fn adopt_color(&self) {
        let host = &self.browser.host;
        let venues = || {
            self.state
                .with_untracked(|state| accent_sheet(state.venue()?.theme.color.as_deref()?))
        };
        host.adopt(
            &accent_sheet(&host.get("color"))
                .or_else(venues)
                .unwrap_or_default(),
        );
    }
}

/// The drawing context of the booking's parts in a browser.
fn context(
    host: &Host,
    texts: &'static Texts,
    language: Language,
    cached: CachedFormats,
    send: Arc<dyn Fn(flow::Event) + Send + Sync>,
) -> Context {
    Context {
        texts,
        formats: Arc::new(FormatCache::new(Intl::new(language.as_str()), cached)),
        language,
        send,
        fresh_key,
        hosted: Some(host.get("hosted")).filter(|url| !url.is_empty()),
        key: None,
    }
}

/// Draws a view in place of what stands in `root`.
fn place<M: Mountable>(view: impl Render<State = M>, root: &HtmlElement) -> M {
    root.replace_children_with_node_0();
    let mut view = view.build();
    view.mount(root, None);
    view
}

/// A view in the document, until it is dropped.
struct MountedView<M: Mountable> {
    _owner: Owner,
    view: M,
}

impl<M: Mountable> Drop for MountedView<M> {
    fn drop(&mut self) {
        self.view.unmount();
    }
}

/// A key from the browser's own source of randomness.
fn fresh_key() -> IdempotencyKey {
    let mut bits = [0; 16];
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        let _ = crypto.get_random_values_with_u8_array(&mut bits);
    }
    IdempotencyKey::from_random(u128::from_ne_bytes(bits))
}
