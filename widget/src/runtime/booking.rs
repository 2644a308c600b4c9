//! Carries out what the flow asks for and feeds back what comes of it. It must not decide anything:
//! the flow does, and the views only draw.

use std::sync::Arc;

use leptos::prelude::{ArcRwSignal, Mountable, Owner, Render, RenderHtml, Set, WithUntracked};
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use shared::id::VenueId;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

use super::{Host, Shown, focus, fresh_key, now, tags};
use crate::api::{Client, Transport, read_fragment};
use crate::flow::{Effect, Event, HostEvent, Prefill, Setup, State, step};
use crate::hydrate::restore;
use crate::i18n::{CachedFormats, FormatCache, Intl, formatting_language, take};
use crate::ui::{Context, accent_sheet, app, fits, focus_id};

/// A widget on a page. Dropping it (`free` in JavaScript) takes it off again.
#[wasm_bindgen]
pub struct Mounted {
    _view: Box<dyn std::any::Any>,
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
/// page), the prefill `experience`, `attendees`, `date`, `time`, `color`, and
/// `fragment`, what the edge has answered to a question for the first screen. Where that screen stands
/// in `root` already, it is taken over as it is. Throws `restaurant`
/// where that is no venue's id, and `words` where those are not this build's.
#[wasm_bindgen]
pub fn mount(root: &HtmlElement, host: Host, transport: Transport) -> Result<Mounted, JsValue> {
    let venue = VenueId::parse(&host.get("restaurant")).map_err(|_| JsValue::from_str("restaurant"))?;
    let wanted = tags(&host.get("languages"));
    let texts = take(&host.get("words")).ok_or_else(|| JsValue::from_str("words"))?;
    let language = formatting_language(texts.language, &wanted).ok_or(JsValue::NULL)?;
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
    super::prepare(&host);
    if let Some(sheet) = accent_sheet(&host.get("color")) {
        host.adopt(&sheet);
    }
    let hosted = Some(host.get("hosted")).filter(|url| !url.is_empty());
    let client = Client::new(transport);
    let venue = setup.venue.clone();
    let fragment = read_fragment(&host.get("fragment"))
        .filter(|fragment| fragment.language == language && fragment.venue.id == venue);
    let is_drawn = fragment.is_some();
    let (cached, (state, effects)) = match fragment {
        Some(mut fragment) => (
            std::mem::take(&mut fragment.formatted),
            restore(setup, fragment, now()),
        ),
        None => (CachedFormats::new(), State::start(setup)),
    };
    let formats = Arc::new(FormatCache::new(Intl::new(language.as_str()), cached));
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
    let fits = is_drawn && runtime.state.with_untracked(|state| fits(state, &context, root));
    let owner = Owner::new();
    let shown = runtime.state.clone();
    let view = owner.with(|| {
        let app = app(shown, context);
        if fits {
            app.hydrate_from::<true>(root)
        } else {
            root.replace_children_with_node_0();
            let mut view = app.build();
            view.mount(root, None);
            view
        }
    });
    runtime.perform(effects);
    Ok(Mounted {
        _view: Box::new(Shown { _owner: owner, view }),
        runtime,
    })
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
                Effect::Focus(wanted) => focus(&self.browser.root, &focus_id(wanted)),
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
