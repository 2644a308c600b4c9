//! Carries out what the flow asks for and feeds back what comes of it. It must not decide anything:
//! the flow does, and the views only draw.

use std::sync::Arc;

use leptos::mount::mount_to;
use leptos::prelude::{ArcRwSignal, Set, WithUntracked};
use leptos::task::{spawn_local, tick};
use send_wrapper::SendWrapper;
use shared::id::VenueId;
use shared::locale::Language;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use crate::api::{Client, Transport};
use crate::flow::{Effect, Event, Focus, HostEvent, IdempotencyKey, Prefill, Setup, State, step};
use crate::i18n::{Intl, take};
use crate::ui::{Context, accent_sheet, app, focus_id};

#[wasm_bindgen]
extern "C" {
    /// The element on the page, as the loader hands it over.
    #[derive(Clone)]
    pub type Host;

    /// A setting by its name; empty if it was not set.
    #[wasm_bindgen(method)]
    fn get(this: &Host, name: &str) -> String;

    /// Dispatches a custom event with a detail written in JSON.
    #[wasm_bindgen(method)]
    fn tell(this: &Host, name: &str, detail: &str);

    /// Adopts a style sheet beside the widget's own, in place of the one before.
    #[wasm_bindgen(method)]
    fn adopt(this: &Host, css: &str);
}

/// A widget on a page. Dropping it (`free` in JavaScript) takes it off again.
#[wasm_bindgen]
pub struct Mounted {
    _handle: Box<dyn std::any::Any>,
    runtime: Runtime,
}

#[wasm_bindgen]
impl Mounted {
    /// Asks for fresh availability.
    pub fn refresh(&self) {
        self.runtime.dispatch(Event::Refreshed);
    }

    /// Takes the colour that the page has set anew, or the venue's where it has taken its own away.
    pub fn recolor(&self) {
        self.runtime.adopt_color();
    }
}

/// Puts a widget into `root`, an element within the host's shadow root.
///
/// The settings of `host` are: `restaurant`, `words` (the texts of the guest's language, as they are
/// delivered), `languages` (the wanted ones, separated by commas, the best first), `hosted` (the address of the restaurant's own
/// page), the prefill `experience`, `attendees`, `date`, `time`, and `color`. Throws `restaurant`
/// where that is no venue's id, and `words` where those are not this build's.
#[wasm_bindgen]
pub fn mount(root: HtmlElement, host: Host, transport: Transport) -> Result<Mounted, JsValue> {
    let venue = VenueId::parse(&host.get("restaurant")).map_err(|_| JsValue::from_str("restaurant"))?;
    let wanted = tags(&host.get("languages"));
    let texts = take(&host.get("words")).ok_or_else(|| JsValue::from_str("words"))?;
    // The guest's own tag may name a region, and `en-GB` writes other times than `en-US`.
    let spoken = |tag: &Language| tag.primary() == texts.language;
    let language = wanted
        .iter()
        .find(|tag| spoken(tag) && tag.as_str() != tag.primary())
        .cloned()
        .or_else(|| Language::parse(texts.language).ok())
        .ok_or(JsValue::NULL)?;
    let formats = Arc::new(Intl::new(language.as_str()));
    let setup = Setup {
        venue,
        language: language.clone(),
        prefill: Prefill::read(
            &host.get("experience"),
            &host.get("attendees"),
            &host.get("date"),
            &host.get("time"),
        ),
    };
    if let Some(sheet) = accent_sheet(&host.get("color")) {
        host.adopt(&sheet);
    }
    let hosted = Some(host.get("hosted")).filter(|url| !url.is_empty());
    let client = Client::new(transport);
    let venue = setup.venue.clone();
    let (state, effects) = State::start(setup);
    let runtime = Runtime {
        state: ArcRwSignal::new(state),
        venue,
        browser: SendWrapper::new(Browser {
            client,
            host,
            root: root.clone(),
        }),
    };
    let dispatcher = runtime.clone();
    let context = Context {
        texts,
        formats,
        language,
        send: Arc::new(move |event| dispatcher.dispatch(event)),
        fresh_key,
        hosted,
        key: None,
    };
    let shown = runtime.state.clone();
    let handle = mount_to(root, move || app(shown, context));
    runtime.perform(effects);
    Ok(Mounted {
        _handle: Box::new(handle),
        runtime,
    })
}

/// The language tags of a comma-separated list; what is none is passed over.
fn tags(list: &str) -> Vec<Language> {
    list.split(',')
        .filter_map(|tag| Language::parse(tag).ok())
        .collect()
}

/// What every event and effect of one widget passes through.
#[derive(Clone)]
struct Runtime {
    state: ArcRwSignal<State>,
    venue: VenueId,
    browser: SendWrapper<Browser>,
}

/// What belongs to the browser's one thread.
#[derive(Clone)]
struct Browser {
    client: Client,
    host: Host,
    root: HtmlElement,
}

impl Runtime {
    fn dispatch(&self, event: Event) {
        let (next, effects) = step(self.state.with_untracked(Clone::clone).at(now()), event);
        self.state.set(next);
        self.perform(effects);
    }

    fn perform(&self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Tell(event) => self.tell(&event),
                Effect::Focus(focus) => self.focus(focus),
                effect => spawn_local(self.clone().ask(effect)),
            }
        }
    }

    async fn ask(self, effect: Effect) {
        let client = &self.browser.client;
        let event = match effect {
            Effect::AskVenue(number, venue) => Event::VenueAnswered(number, client.venue(&venue).await),
            Effect::AskCalendar(number, question) => {
                Event::CalendarAnswered(number, client.calendar(&self.venue, &question).await)
            }
            Effect::AskSlots(number, question) => {
                Event::SlotsAnswered(number, client.slots(&self.venue, &question).await)
            }
            Effect::Reserve(number, key, request) => {
                Event::ReservationAnswered(number, client.reserve(&self.venue, &key, &request).await)
            }
            Effect::Focus(_) | Effect::Tell(_) => return,
        };
        self.dispatch(event);
    }

    /// Moves the focus once the views have drawn the state that asked for it.
    fn focus(&self, focus: Focus) {
        let root = SendWrapper::new(self.browser.root.clone());
        spawn_local(async move {
            tick().await;
            let selector = ["#", &focus_id(focus)].concat();
            if let Ok(Some(element)) = root.query_selector(&selector) {
                let _ = element.unchecked_into::<HtmlElement>().focus();
            }
        });
    }

    fn tell(&self, event: &HostEvent) {
        let host = &self.browser.host;
        let (name, detail) = match event {
            HostEvent::Ready => {
                self.adopt_color();
                ("ready", String::new())
            }
            HostEvent::Step(step) => ("step", format!(r#","step":"{step}""#)),
            // Ids hold nothing that JSON would escape.
            HostEvent::Reserved {
                experience,
                day,
                minutes,
                attendees,
                status,
            } => (
                "reserved",
                format!(
                    r#","experienceId":"{experience}","day":"{day}","minutes":{},"attendees":{attendees},"status":"{}""#,
                    minutes.get(),
                    status.text()
                ),
            ),
            HostEvent::Error(code) => ("error", format!(r#","code":"{code}""#)),
        };
        host.tell(name, &[r#"{"version":1"#, &detail, "}"].concat());
    }

    /// Takes the page's colour, or else the venue's.
    fn adopt_color(&self) {
        let host = &self.browser.host;
        let venues = || {
            self.state.with_untracked(|state| {
                let booking = state.booking()?;
                accent_sheet(booking.venue.theme.color.as_deref()?)
            })
        };
        host.adopt(
            &accent_sheet(&host.get("color"))
                .or_else(venues)
                .unwrap_or_default(),
        );
    }
}

/// The browser's clock, in seconds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "seconds since 1970 fit until 2106"
)]
fn now() -> u32 {
    (js_sys::Date::now() / 1000.0) as u32
}

/// A key from the browser's own source of randomness.
fn fresh_key() -> IdempotencyKey {
    let mut bits = [0; 16];
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        let _ = crypto.get_random_values_with_u8_array(&mut bits);
    }
    IdempotencyKey::from_random(u128::from_ne_bytes(bits))
}
