//! Runs the widget's own flows on the edge and draws its screens. This module alone knows the widget. It
//! must not know where its HTML goes, nor any system behind the port.

mod effects;
mod limits;
mod staff;

use std::sync::Arc;
use std::time::Duration;

use config::VenueSettings;
use shared::availability::{Area, CalendarDay, Confirmation, DayStatus, Slot, SlotStatus};
use shared::fragment::{Fragment, FragmentCalendar, FragmentSlots};
use shared::id::AreaId;
use shared::locale::{Language, LocalizedText, regional};
use shared::problem::Problem;
use shared::time::Instant;
use shared::venue::Venue;
#[cfg(target_arch = "wasm32")]
use widget::i18n::Intl as RuntimeFormats;
#[cfg(not(target_arch = "wasm32"))]
use widget::i18n::Tables as RuntimeFormats;
use widget::i18n::{CachedFormats, FormatCache, SelfServiceTexts, Texts, self_service_texts};
use widget::ui::{Context, ViewContext, accent_sheet, extras_html, focus_id, html};

pub use staff::{FirstList, first_list};
pub use widget::flow::{Event, Field, IdempotencyKey, Prefill, Setup, State, Step};
pub use widget::i18n::{Formats, spoken};
pub use widget::self_service::extras::{Event as ExtrasEvent, Extras, ExtrasFault, ExtrasField};
pub use widget::self_service::{gift_cards::read_amount, manage::ChangedExtras};
pub use widget::ui::{
    EXTRAS_STEP, GIFT_CODE_NAME, QUOTED_NAMES, add_on_name, answer_name, field_name, people_name,
};

use widget::flow::{Booking, Failure, Flow, Focus, Screen};
use widget::self_service::Opening;
use widget::self_service::extras::{BookingWithExtras, Effect, ExtrasNotice};

use crate::booking::Addresses;
use crate::error::VenueError;
use crate::provider::Provider;
use crate::provider::server_timing::ServerTiming;
use crate::upstream::Clock;

/// The data that a session's requests are answered from.
pub struct Backend<'a> {
    /// The venue.
    pub settings: &'a VenueSettings,
    /// Its booking system.
    pub provider: &'a dyn Provider,
    /// How its files are addressed.
    pub addresses: Addresses<'a>,
    /// The clock, by which other systems' times are waited for.
    pub clock: &'a dyn Clock,
    /// The decisions of the request, which count the calls to other systems.
    pub server_timing: &'a ServerTiming,
    /// The instant of the request.
    pub now: Instant,
    /// Whether an operator has suspended the venue.
    pub is_suspended: bool,
    /// Maps an error to the problem that guests see.
    pub to_problem: &'a dyn Fn(VenueError) -> Problem,
}

/// The reader: language and formats.
pub struct Reader {
    texts: &'static Texts,
    words: &'static SelfServiceTexts,
    /// The language and region that days and prices are written by.
    pub language: Language,
}

impl Reader {
    /// The reader with these preferred languages, the best first; of the venue's region where they name none.
    #[must_use]
    pub fn of(wanted: &[Language], venue: &VenueSettings) -> Option<Self> {
        let (texts, words) = self_service_texts(wanted);
        let known = wanted.iter().chain(&venue.locales);
        regional(texts.language, known, venue.region()).map(|language| Self {
            texts,
            words,
            language,
        })
    }

    /// The tag of the language that the widget speaks to them.
    #[must_use]
    pub fn spoken(&self) -> &'static str {
        self.texts.language
    }

    /// The direction of their script, as HTML has it.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        self.texts.direction
    }
}

/// Writes days, times and money as readers of this language and region do.
#[must_use]
pub fn formats(language: &Language) -> Box<dyn Formats> {
    Box::new(RuntimeFormats::new(language.as_str()))
}

/// A guest's way through the widget's steps, walked on the edge.
pub struct Session<'a> {
    backend: Backend<'a>,
    state: BookingWithExtras,
    /// The id of the element that the focus is meant for.
    focus: Option<String>,
    waiting: Vec<Effect>,
    /// Whether the booking's own screens alone are drawn: those that its module takes over.
    is_fragment: bool,
    began: Duration,
    known: Answers,
    sure: Option<Assumed>,
}

/// A chosen time that is taken to be open, with the wanted area.
struct Assumed {
    area: Option<AreaId>,
}

/// The answers that the screen was drawn from, for the browser's hydration.
#[derive(Default)]
struct Answers {
    venue: Option<Venue>,
    calendars: Vec<FragmentCalendar>,
    slots: Option<FragmentSlots>,
}

/// A screen.
pub struct Drawing {
    /// As HTML.
    pub html: String,
    /// The style sheet of the accent colour.
    pub sheet: Option<String>,
    cached: CachedFormats,
}

impl<'a> Session<'a> {
    /// Asks for all that the first screen shows. What fails is shown as failed.
    pub async fn open(backend: Backend<'a>, setup: Setup) -> Self {
        Self::start(backend, setup, None, false).await
    }

    /// The same, and takes the chosen day and time to be open, with this area. For a booking that is
    /// about to be made: it fails if they are not, and is not made again if it was made before.
    pub async fn sure(backend: Backend<'a>, setup: Setup, area: Option<AreaId>) -> Self {
        Self::start(backend, setup, Some(Assumed { area }), false).await
    }

    /// Requests all that the first screen shows. A failed request is left to the browser, which repeats it; until then
    /// the part is shown as loading.
    pub async fn first(backend: Backend<'a>, setup: Setup) -> Self {
        Self::start(backend, setup, None, true).await
    }

    /// A session that may ask nothing, for this reason.
    #[must_use]
    pub fn refused(backend: Backend<'a>, setup: Setup, error: VenueError) -> Self {
        let (mut state, _) = BookingWithExtras::start(opening(setup, backend.now));
        let failure = Failure::Problem(Box::new((backend.to_problem)(error)));
        let number = match state.booking.screen {
            Screen::Loading(number) => number,
            _ => 0,
        };
        let unanswered = Event::VenueAnswered(number, Err(failure));
        state.take(ExtrasEvent::Booking(unanswered), backend.now);
        Self {
            began: backend.clock.elapsed(),
            backend,
            state,
            focus: None,
            waiting: Vec::new(),
            is_fragment: false,
            known: Answers::default(),
            sure: None,
        }
    }

    async fn start(backend: Backend<'a>, setup: Setup, sure: Option<Assumed>, leaves_failures: bool) -> Self {
        let (state, effects) = BookingWithExtras::start(opening(setup, backend.now));
        let mut session = Self {
            began: backend.clock.elapsed(),
            backend,
            state,
            focus: None,
            waiting: Vec::new(),
            is_fragment: leaves_failures,
            known: Answers::default(),
            sure,
        };
        session.perform(effects, leaves_failures).await;
        session
    }

    /// The day's state as it has to be for the chosen time to be open.
    fn assume_day(&self, days: &mut [CalendarDay]) {
        let wanted = self.sure.as_ref().and(self.state.booking.setup.prefill.day);
        if let Some(known) = days.iter_mut().find(|known| Some(known.day) == wanted) {
            known.status = DayStatus::Open;
        }
    }

    /// The slots as they have to be for the chosen time to be open.
    fn assume_slot(&self, slots: &mut Vec<Slot>) {
        let (Some(Assumed { area }), Some(minutes)) = (&self.sure, self.state.booking.setup.prefill.minutes)
        else {
            return;
        };
        let index = slots.iter().position(|slot| slot.minutes == minutes);
        let index = index.unwrap_or_else(|| {
            slots.push(Slot {
                minutes,
                duration: 0,
                show_end_time: false,
                status: SlotStatus::Open,
                spots_open: 0,
                confirmation: Confirmation::Instant,
                areas: Vec::new(),
                payment: None,
                reasons: Vec::new(),
                price: None,
                free_until: None,
            });
            slots.len() - 1
        });
        if let Some(slot) = slots.get_mut(index) {
            slot.status = SlotStatus::Open;
            let area = area
                .iter()
                .filter(|id| slot.areas.iter().all(|area| area.id != **id));
            let missing: Vec<_> = area
                .map(|id| Area {
                    id: id.clone(),
                    name: LocalizedText::default(),
                })
                .collect();
            slot.areas.extend(missing);
        }
    }

    /// Takes what the guest has done, and answers what it leads to.
    pub async fn take(&mut self, event: Event) {
        self.take_extras(ExtrasEvent::Booking(event)).await;
    }

    async fn take_extras(&mut self, event: ExtrasEvent) {
        let effects = self.state.take(event, self.backend.now);
        self.perform(effects, false).await;
    }

    /// Takes what the guest has chosen and answered in a form of the extras. Whether more was chosen than there can be: it
    /// was lowered then, which the screen says.
    pub async fn take_form(&mut self, events: Vec<ExtrasEvent>) -> bool {
        let mut adjusted = None;
        for event in events {
            self.take_extras(event).await;
            adjusted = adjusted.or_else(|| self.state.notice.take());
        }
        let is_adjusted = adjusted.is_some();
        self.state.notice = adjusted;
        is_adjusted
    }

    /// Gives the focus to the heading of a later step than the first: who reads by ear, or presses a time before any
    /// script has arrived, has come to a page that begins there.
    pub fn focus_step(&mut self) {
        let is_past_find = |booking: &Booking| booking.step != Step::Find;
        if self.is_at_extras() || self.state().booking().is_some_and(is_past_find) {
            self.focus.get_or_insert_with(|| focus_id(Focus::Step));
        }
    }

    /// Where the guest stands.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state.booking
    }

    /// Whether the guest stands at the extras.
    #[must_use]
    pub fn is_at_extras(&self) -> bool {
        self.state.is_at_extras
    }

    /// The price of what is chosen, as the form of its review states it: the total and what is due now, in minor units.
    #[must_use]
    pub fn price(&self) -> Option<[i64; 2]> {
        let quote = self.state.quoting.quote()?;
        Some([quote.total.amount(), quote.due_now.amount()])
    }

    /// Says that the price is another one than the guest has seen.
    pub fn say_price_changed(&mut self) {
        self.state.notice = Some(ExtrasNotice::PriceChanged(None));
    }

    /// The screen. Forms go to `hosted`, or else to the page's own address; `key` is what a booking is
    /// made under.
    #[must_use]
    pub fn draw(
        &self,
        reader: &Reader,
        hosted: Option<String>,
        key: Option<IdempotencyKey>,
        color: Option<&str>,
    ) -> Drawing {
        let formats = Arc::new(FormatCache::new(
            RuntimeFormats::new(reader.language.as_str()),
            CachedFormats::new(),
        ));
        let context = Context {
            texts: reader.texts,
            formats: formats.clone(),
            language: reader.language.clone(),
            send: Arc::new(|_| {}),
            fresh_key: || IdempotencyKey::from_random(0),
            hosted,
            key,
        };
        let html = if self.is_fragment {
            html(&self.state.booking, &context, self.focus.as_deref())
        } else {
            let view = ViewContext {
                context,
                words: reader.words,
                send: Arc::new(|_| {}),
            };
            extras_html(&self.state, &view, self.focus.as_deref())
        };
        let venues = || {
            self.backend
                .settings
                .theme
                .color
                .as_deref()
                .and_then(accent_sheet)
        };
        Drawing {
            html,
            sheet: color.and_then(accent_sheet).or_else(venues),
            cached: formats.cached(),
        }
    }

    /// The drawing with what it was made from; none where the venue could not be had.
    #[must_use]
    pub fn fragment(self, drawing: Drawing, reader: Reader) -> Option<Fragment> {
        let folder = [self.backend.addresses.origin, self.backend.addresses.assets].concat();
        let file = |name: &str| [&folder, "/", name].concat();
        Some(Fragment {
            html: drawing.html,
            sheet: drawing.sheet,
            venue: abridged(self.known.venue?, &reader.language),
            language: reader.language,
            calendars: self.known.calendars,
            slots: self.known.slots,
            formatted: drawing.cached,
            style: file("couvert.css"),
            code: file("couvert.js"),
            module: file("couvert_bg.wasm"),
        })
    }
}

/// The part of a venue that the booking's module reads: the guest waits for every byte of it.
fn abridged(mut venue: Venue, language: &Language) -> Venue {
    for experience in &mut venue.experiences {
        for text in [
            &mut experience.name,
            &mut experience.short_description,
            &mut experience.description_html,
        ] {
            *text = text.only(language);
        }
        experience.people.clear();
        experience.add_ons.clear();
        experience.questions.clear();
    }
    let cancellation = venue.policies.cancellation.as_mut();
    if let Some(text) = cancellation {
        *text = text.only(language);
    }
    venue
}

/// The settings of a booking as those of one with extras.
fn opening(setup: Setup, now: Instant) -> Opening {
    Opening {
        venue: setup.venue,
        language: setup.language,
        link: None,
        choice: setup.prefill,
        has_paid: false,
        answer: None,
        now,
    }
}
