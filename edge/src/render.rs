//! Runs the widget's own flow on the edge and draws its screens. This file alone knows the widget. It
//! must not know where its HTML goes, nor any system behind the port.

use std::sync::Arc;

use config::VenueSettings;
use shared::availability::{Area, CalendarDay, Confirmation, DayStatus, Slot, SlotStatus};
use shared::fragment::{Fragment, FragmentCalendar, FragmentSlots};
use shared::id::AreaId;
use shared::locale::{Language, LocalizedText};
use shared::problem::Problem;
use shared::time::Instant;
use shared::venue::Venue;
#[cfg(target_arch = "wasm32")]
use widget::i18n::Intl as RuntimeFormats;
#[cfg(not(target_arch = "wasm32"))]
use widget::i18n::Tables as RuntimeFormats;
use widget::i18n::{CachedFormats, FormatCache, Texts, formatting_language, texts};
use widget::ui::{Context, accent_sheet, html};

pub use widget::i18n::{Formats, spoken};

pub use widget::flow::{Event, Field, IdempotencyKey, Prefill, Setup, State, Step};
pub use widget::ui::{GIFT_CODE_NAME, field_name};

use widget::flow::{Answer, Effect, Failure, Flow, Focus, Screen, step};

use crate::booking::{self, Addresses};
use crate::error::VenueError;
use crate::provider::{BookingRequest, CalendarQuestion, Provider, SlotsQuestion};

/// The data that a session's requests are answered from.
pub struct Backend<'a> {
    /// The venue.
    pub settings: &'a VenueSettings,
    /// Its booking system.
    pub provider: &'a dyn Provider,
    /// How its files are addressed.
    pub addresses: Addresses<'a>,
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
    /// The language and region that days and prices are written by.
    pub language: Language,
}

impl Reader {
    /// The reader with these preferred languages, the best first; none where the widget has none of them.
    #[must_use]
    pub fn of(wanted: &[Language]) -> Option<Self> {
        let texts = texts(wanted);
        formatting_language(texts.language, wanted).map(|language| Self { texts, language })
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
    state: State,
    focus: Option<Focus>,
    waiting: Vec<Effect>,
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
        let (state, _) = State::start(setup);
        let failure = Failure::Problem(Box::new((backend.to_problem)(error)));
        let number = match state.screen {
            Screen::Loading(number) => number,
            _ => 0,
        };
        let (state, _) = step(state, Event::VenueAnswered(number, Err(failure)), backend.now);
        Self {
            backend,
            state,
            focus: None,
            waiting: Vec::new(),
            known: Answers::default(),
            sure: None,
        }
    }

    async fn start(backend: Backend<'a>, setup: Setup, sure: Option<Assumed>, leaves_failures: bool) -> Self {
        let (state, effects) = State::start(setup);
        let mut session = Self {
            backend,
            state,
            focus: None,
            waiting: Vec::new(),
            known: Answers::default(),
            sure,
        };
        session.perform(effects, leaves_failures).await;
        session
    }

    /// The day's state as it has to be for the chosen time to be open.
    fn assume_day(&self, days: &mut [CalendarDay]) {
        let wanted = self.sure.as_ref().and(self.state.setup.prefill.day);
        if let Some(known) = days.iter_mut().find(|known| Some(known.day) == wanted) {
            known.status = DayStatus::Open;
        }
    }

    /// The slots as they have to be for the chosen time to be open.
    fn assume_slot(&self, slots: &mut Vec<Slot>) {
        let (Some(Assumed { area }), Some(minutes)) = (&self.sure, self.state.setup.prefill.minutes) else {
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
        let effects = self.step(event);
        self.perform(effects, false).await;
    }

    /// Where the guest stands.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
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
        let html = html(&self.state, &context, self.focus);
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
            language: reader.language,
            sheet: drawing.sheet,
            venue: self.known.venue?,
            calendars: self.known.calendars,
            slots: self.known.slots,
            formatted: drawing.cached,
            style: file("couvert.css"),
            code: file("couvert.js"),
            module: file("couvert_bg.wasm"),
        })
    }

    fn step(&mut self, event: Event) -> Vec<Effect> {
        let (state, effects) = step(self.state.clone(), event, self.backend.now);
        self.state = state;
        effects
    }

    async fn perform(&mut self, effects: Vec<Effect>, leaves_failures: bool) {
        self.waiting.extend(effects);
        while let Some(effect) = self.next() {
            let Some(event) = self.carry_out(effect).await else {
                continue;
            };
            let is_failure = matches!(
                event,
                Event::VenueAnswered(_, Err(_))
                    | Event::CalendarAnswered(_, Err(_))
                    | Event::SlotsAnswered(_, Err(_))
            );
            if !(is_failure && leaves_failures) {
                let effects = self.step(event);
                self.waiting.extend(effects);
            }
        }
    }

    /// The next thing to do. What is asked ahead waits until the screen does.
    fn next(&mut self) -> Option<Effect> {
        let is_due = |effect: &Effect| match (effect, self.state.booking()) {
            (Effect::AskCalendar(number, _), Some(booking)) => {
                booking.months.get(booking.month) == Some(&Answer::Requested(*number))
            }
            (Effect::AskSlots(number, _), Some(booking)) => booking.slots == Answer::Requested(*number),
            _ => true,
        };
        let index = self.waiting.iter().position(is_due)?;
        Some(self.waiting.remove(index))
    }

    /// Carries out an effect and returns the event that follows, if one does.
    async fn carry_out(&mut self, effect: Effect) -> Option<Event> {
        let Backend {
            settings,
            provider,
            addresses,
            now,
            is_suspended,
            to_problem,
        } = self.backend;
        let failure = |error| Failure::Problem(Box::new(to_problem(error)));
        Some(match effect {
            Effect::AskVenue(number, _) => {
                let answer = booking::venue(settings, provider, addresses, now, is_suspended).await;
                self.known.venue = answer.as_ref().ok().cloned();
                Event::VenueAnswered(number, answer.map(Box::new).map_err(failure))
            }
            Effect::AskCalendar(number, asked) => {
                let question = CalendarQuestion {
                    experience_id: asked.experience,
                    attendees: asked.attendees,
                    from: asked.from,
                    to: asked.to,
                };
                let mut answer = provider.calendar(&question).await;
                if let Ok(days) = &mut answer {
                    self.assume_day(days);
                }
                if let Ok(days) = &answer {
                    self.known.calendars.push(FragmentCalendar {
                        experience_id: question.experience_id,
                        attendees: question.attendees,
                        from: question.from,
                        to: question.to,
                        days: days.clone(),
                    });
                }
                Event::CalendarAnswered(number, answer.map_err(failure))
            }
            Effect::AskSlots(number, asked) => {
                let question = SlotsQuestion {
                    experience_id: asked.experience,
                    attendees: asked.attendees,
                    day: asked.day,
                    moving: None,
                };
                let mut answer = provider.slots(&question).await;
                if let Ok(slots) = &mut answer {
                    self.assume_slot(slots);
                }
                if let Ok(slots) = &answer {
                    self.known.slots = Some(FragmentSlots {
                        experience_id: question.experience_id,
                        attendees: question.attendees,
                        day: question.day,
                        slots: slots.clone(),
                    });
                }
                Event::SlotsAnswered(number, answer.map_err(failure))
            }
            Effect::Reserve(number, key, request) => {
                let answer = match crate::storage::idempotency::IdempotencyKey::parse(key.as_str()) {
                    Some(key) => {
                        let order = BookingRequest {
                            request: *request,
                            key,
                        };
                        booking::reserve(settings, provider, &order, None).await
                    }
                    None => Err(VenueError::KeyReused),
                };
                let answer = answer.map(|reserved| Box::new(reserved.reservation));
                Event::ReservationAnswered(number, answer.map_err(failure))
            }
            Effect::Focus(focus) => {
                self.focus = Some(focus);
                return None;
            }
            // No page listens yet.
            Effect::Emit(_) => return None,
        })
    }
}
