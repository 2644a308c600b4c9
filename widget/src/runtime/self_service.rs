//! Carries out what the views beyond a first booking ask for and feeds back what comes of it. It must not decide
//! anything: the flows do, and the views only draw.

mod browser;
mod gift_cards;
mod manage;
mod waitlist;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::{ArcRwSignal, Mountable, Owner, Render, Set, WithUntracked};
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use shared::id::VenueId;
use shared::locale::Language;
use shared::time::Instant;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

use super::{Host, Shown, focus, fresh_key, now, tags};
use crate::api::Courier;
use crate::flow::{Focus, Prefill};
use crate::i18n::{
    CachedFormats, FormatCache, Intl, SelfServiceTexts, Texts, formatting_language, take_self_service,
};
use crate::self_service::gift_cards::State as Cards;
use crate::self_service::manage::Manage;
use crate::self_service::waitlist::Waitlist;
use crate::self_service::{Link, Opening, ToPage, Told};
use crate::ui::{Context, View, ViewContext, accent_sheet, focus_id, shown};

use browser::Browser;

/// A view on a page. Dropping it (`free` in JavaScript) takes it off again.
#[wasm_bindgen]
pub struct Mounted {
    _view: Box<dyn std::any::Any>,
    running: Box<dyn Running>,
}

#[wasm_bindgen]
impl Mounted {
    /// Asks for what is new.
    pub fn refresh(&self) {
        self.running.refresh();
    }

    /// Takes the colour that the page has set anew, or the venue's where it has taken its own away.
    pub fn recolor(&self) {
        self.running.adopt_color();
    }
}

/// Puts a view into `root`, an element within the host's shadow root.
///
/// The settings of `host` are those of the booking's `mount`, with `view` (`manage`, `gift-card`, `waitlist`)
/// and `link` (`ID.TOKEN` of a reservation, an order or a wish), and without `fragment`. Throws `restaurant` where that is no venue's id, and
/// `words` where those are not this build's.
#[wasm_bindgen]
pub fn mount(root: &HtmlElement, host: Host, courier: Courier) -> Result<Mounted, JsValue> {
    let venue = VenueId::parse(&host.get("restaurant")).map_err(|_| JsValue::from_str("restaurant"))?;
    let words = take_self_service(&host.get("words")).ok_or_else(|| JsValue::from_str("words"))?;
    let language =
        formatting_language(words.0.language, &tags(&host.get("languages"))).ok_or(JsValue::NULL)?;
    let opening = Opening {
        venue,
        language,
        link: Link::read(&host.get("link")),
        choice: Prefill::read(
            &host.get("experience"),
            &host.get("attendees"),
            &host.get("date"),
            "",
        ),
        has_paid: !host.get("paid").is_empty(),
        now: clock(),
    };
    let browser = Browser {
        courier,
        host,
        root: root.clone(),
        venue: opening.venue.clone(),
    };
    super::prepare(&browser.host);
    root.replace_children_with_node_0();
    Ok(match browser.host.get("view").as_str() {
        "gift-card" => show::<Cards>(opening, words, browser),
        "waitlist" => show::<Waitlist>(opening, words, browser),
        _ => show::<Manage>(opening, words, browser),
    })
}

/// A view whose effects can be carried out in a browser.
trait Carried: View {
    /// Does what is asked for; what comes of it, if anything. What is asked of the page never gets here.
    fn carry(effect: Self::Effect, browser: Browser) -> Carrying<Self::Event>;

    /// What an effect asks of the page, if it does.
    fn to_page(effect: &Self::Effect) -> Option<ToPage>;
}

/// An effect being carried out.
type Carrying<E> = Pin<Box<dyn Future<Output = Option<E>>>>;

/// What a page can ask of a view, whichever it is.
trait Running {
    fn refresh(&self);
    fn adopt_color(&self);
}

fn show<V: Carried>(
    opening: Opening,
    (texts, words): (&'static Texts, &'static SelfServiceTexts),
    browser: Browser,
) -> Mounted {
    let language: Language = opening.language.clone();
    let hosted = Some(browser.host.get("hosted")).filter(|url| !url.is_empty());
    let (state, effects) = V::start(opening);
    let runtime = Runtime {
        state: ArcRwSignal::new(state),
        browser: SendWrapper::new(browser),
    };
    let (dispatcher, of_booking) = (runtime.clone(), runtime.clone());
    let view = ViewContext {
        context: Context {
            texts,
            formats: Arc::new(FormatCache::new(
                Intl::new(language.as_str()),
                CachedFormats::new(),
            )),
            language,
            send: Arc::new(move |event| {
                if let Some(event) = V::of_booking(event) {
                    of_booking.dispatch(event);
                }
            }),
            fresh_key,
            hosted,
            key: None,
        },
        words,
        send: Arc::new(move |event| dispatcher.dispatch(event)),
    };
    let owner = Owner::new();
    let state = runtime.state.clone();
    let root = runtime.browser.root.clone();
    let view = owner.with(|| {
        let mut view = shown(state, view).build();
        view.mount(&root, None);
        view
    });
    runtime.adopt_color();
    runtime.perform(effects);
    Mounted {
        _view: Box::new(Shown { _owner: owner, view }),
        running: Box::new(runtime),
    }
}

/// What every event and effect of one view passes through.
#[derive(Clone)]
struct Runtime<V> {
    state: ArcRwSignal<V>,
    browser: SendWrapper<Browser>,
}

impl<V: Carried> Runtime<V> {
    fn dispatch(&self, event: V::Event) {
        let mut state = self.state.with_untracked(Clone::clone);
        let effects = state.take(event, clock());
        self.state.set(state);
        self.perform(effects);
    }

    fn perform(&self, effects: Vec<V::Effect>) {
        for effect in effects {
            if let Some(asked) = V::to_page(&effect) {
                self.ask_page(&asked);
                continue;
            }
            let runtime = self.clone();
            spawn_local(async move {
                let browser = Browser::clone(&runtime.browser);
                if let Some(event) = V::carry(effect, browser).await {
                    runtime.dispatch(event);
                }
            });
        }
    }

    fn ask_page(&self, asked: &ToPage) {
        let host = &self.browser.host;
        let (name, more) = match asked {
            ToPage::Focus(id) => return focus(&self.browser.root, id),
            ToPage::FocusDay(day) => return focus(&self.browser.root, &focus_id(Focus::Day(*day))),
            ToPage::FocusField(field) => {
                return focus(&self.browser.root, &focus_id(Focus::Field(*field)));
            }
            ToPage::Go(view) => return host.go(view, ""),
            ToPage::Lead(link) => {
                let link = ["manage=", link.id.as_str(), ".", link.token()].concat();
                return host.go("manage", &link);
            }
            ToPage::Tell(Told::Ready) => {
                self.adopt_color();
                ("ready", String::new())
            }
            ToPage::Tell(Told::Step(step)) => ("step", format!(r#","step":"{step}""#)),
            // Ids hold nothing that JSON would escape.
            ToPage::Tell(Told::Reserved {
                experience,
                day,
                minutes,
                attendees,
                status,
            }) => (
                "reserved",
                format!(
                    r#","experienceId":"{experience}","day":"{day}","minutes":{},"attendees":{attendees},"status":"{}""#,
                    minutes.get(),
                    status.text()
                ),
            ),
            ToPage::Tell(Told::GiftCardOrdered { template, amount }) => (
                "gift-card-ordered",
                format!(
                    r#","templateId":"{template}","amount":{},"currency":"{}""#,
                    amount.amount(),
                    amount.currency().code()
                ),
            ),
            ToPage::Tell(Told::Error(code)) => ("error", format!(r#","code":"{code}""#)),
        };
        host.tell(name, &[r#"{"version":1"#, &more, "}"].concat());
    }
}

impl<V: Carried> Running for Runtime<V> {
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

fn clock() -> Instant {
    Instant::from_unix(now().into())
}
