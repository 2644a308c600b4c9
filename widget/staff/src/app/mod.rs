//! The page's shell: what its screens share. `live` asks the network and the clock, `session` who is signed in, `taps` takes what
//! is tapped, `daily` what is changed for the day, and `kept` sends again what was not answered.

mod booking;
mod daily;
mod door;
mod kept;
mod live;
mod rows;
mod session;
mod taps;

use std::sync::Arc;

use leptos::prelude::*;
use shared::access::{Identity, Permission};
use shared::day_rule::DayRuleImpact;
use shared::id::{ReservationId, VenueId, WaitlistEntryId};
use shared::locale::{Language, LocalizedText};
use shared::money::Money;
use shared::phone_call::PhoneCall;
use shared::staff_day::WalkInRequest;
use shared::time::{Day, Instant, Minutes};
use widget::i18n::{Formats, Intl, formatting_language};

pub use taps::{focus_content, keep_focus};

use self::rows::Rows;
use crate::api::Client;
use crate::day::{BookingForm, Evening, Placement, Row};
use crate::i18n::{Texts, texts};
use crate::wording::Wording;

/// The page as its document describes it.
#[derive(Clone)]
pub struct Place {
    /// The venue.
    pub venue: VenueId,
    /// The venue's name.
    pub name: String,
    /// The language of the texts.
    pub language: Language,
    /// Whether the page's address names it: its links name it too then.
    pub is_language_chosen: bool,
}

impl Place {
    /// The page of the document; none if it names no venue.
    pub fn of_document() -> Option<Self> {
        let document = document();
        let body = document.body()?;
        let language = document.document_element()?.get_attribute("lang")?;
        let query = window().location().search().unwrap_or_default();
        Some(Self {
            venue: VenueId::parse(&body.get_attribute("data-venue")?).ok()?,
            name: body.get_attribute("data-name").unwrap_or_default(),
            language: Language::parse(&language).ok()?,
            is_language_chosen: query.contains("language="),
        })
    }
}

/// The access of the page to the evening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// The evening is being read.
    Loading,
    /// The evening.
    Open,
    /// The evening could not be read, and is tried again.
    Unreachable,
    /// The person may not read reservations.
    Forbidden,
    /// The venue's reservations are another system's.
    Elsewhere,
}

/// A screen of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// The list of an evening.
    Tonight,
    /// The evening by table.
    Tables,
    /// The floor plan.
    Plan,
}

/// A guest for whom a booking is to be made, as the form takes them. It cannot be printed: it holds a guest's data.
#[derive(Clone)]
pub struct Caller {
    /// The name; empty where it is not known.
    pub name: String,
    /// The telephone number; empty where it was withheld.
    pub phone: String,
    /// The party's size; none where it is not known.
    pub party: Option<u8>,
    /// The entry of the waitlist of a party that waits.
    pub waiting: Option<WaitlistEntryId>,
}

/// The state that the page's screens share.
#[derive(Clone, Copy)]
pub struct App {
    /// The evening.
    pub evening: RwSignal<Evening>,
    /// The access to the evening.
    pub access: RwSignal<Access>,
    /// Whether it was asked who is signed in, with an answer or without.
    pub has_asked_identity: RwSignal<bool>,
    /// The person who is signed in.
    pub identity: RwSignal<Option<Identity>>,
    /// The instant that the device's clock shows, by the minute.
    pub minute: RwSignal<Instant>,
    /// The last thing that was done, for screen readers and the bar that undoes it.
    pub said: RwSignal<String>,
    /// Whether that is still shown.
    pub has_said: RwSignal<bool>,
    /// Whether the undoing of the last step is on offer.
    pub has_undo: RwSignal<bool>,
    /// Whether the session is over, while the evening is on the page.
    pub is_signed_out: RwSignal<bool>,
    /// The end of the session, as far as it is known.
    pub session_end: RwSignal<Option<Instant>>,
    /// The rule of the day whose reservations are listed.
    pub impact: RwSignal<Option<DayRuleImpact>>,
    /// The latest telephone calls.
    pub calls: RwSignal<Vec<PhoneCall>>,
    /// The calls that staff have put away, by their numbers.
    pub calls_away: RwSignal<Vec<u64>>,
    /// The requests at the door that wait for an answer, and are sent again.
    pub kept: RwSignal<usize>,
    /// The guest for whom a booking is to be made, until the form has taken it.
    pub caller: RwSignal<Option<Caller>>,
    /// The booking that is being typed for a caller. It stays while another day or another screen is looked at.
    pub booking: RwSignal<BookingForm>,
    /// Whether its form is open.
    pub has_booking: RwSignal<bool>,
    /// The day and the form of the last attempt that was not answered, with its key.
    sent_booking: RwSignal<Option<(Day, BookingForm, String)>>,
    /// The requests that seat a party and wait for their answer, each with its key.
    seatings: StoredValue<Vec<(WalkInRequest, String)>>,
    /// The texts.
    pub texts: &'static Texts,
    /// Whether the day that is shown is ahead, and whether it is today.
    when: Memo<(bool, bool)>,
    rows: StoredValue<Rows>,
    place: StoredValue<Place>,
    formats: StoredValue<Arc<dyn Formats>>,
    client: StoredValue<Client>,
    times: StoredValue<Times>,
}

/// Instants of the device's clock.
#[derive(Clone, Copy)]
struct Times {
    tapped: Instant,
    retry: Instant,
    refreshed: Instant,
    /// When the clock was looked at.
    ticked: Instant,
    is_following: bool,
    is_reading_later: bool,
    /// The stream's next attempt, while it waits.
    reconnect: Option<TimeoutHandle>,
}

/// The page's state, from the context.
pub fn app() -> App {
    expect_context::<App>()
}

/// The instant that the device's clock shows.
#[expect(
    clippy::cast_possible_truncation,
    reason = "seconds of this century are far below 2^53"
)]
pub fn device_now() -> Instant {
    Instant::from_unix((js_sys::Date::now() / 1_000.0) as i64)
}

/// The language of the page with the region that the browser's user names for it: `en-GB` writes other times than `en-US`.
fn formatted_as(language: &Language) -> Language {
    let wanted = window().navigator().languages();
    let wanted: Vec<Language> = wanted
        .iter()
        .filter_map(|tag| Language::parse(&tag.as_string()?).ok())
        .collect();
    formatting_language(language.as_str(), &wanted).unwrap_or_else(|| language.clone())
}

/// The id of the element of a reservation's row.
pub fn row_id(id: &ReservationId) -> String {
    format!("row-{id}")
}

/// Removes the list that the document came with, in the next frame: the page has drawn its own by then.
pub fn remove_first_list() {
    request_animation_frame(|| {
        if let Some(list) = document().get_element_by_id("first-list") {
            list.remove();
        }
    });
}

impl App {
    /// The state of a page that was just opened.
    pub fn new(place: Place) -> Self {
        let now = device_now();
        let evening = RwSignal::new(Evening::default());
        let formats: Arc<dyn Formats> = Arc::new(Intl::new(formatted_as(&place.language).as_str()));
        Self {
            evening,
            access: RwSignal::new(Access::Loading),
            has_asked_identity: RwSignal::new(false),
            identity: RwSignal::new(None),
            minute: RwSignal::new(now),
            said: RwSignal::new(String::new()),
            has_said: RwSignal::new(false),
            has_undo: RwSignal::new(false),
            is_signed_out: RwSignal::new(false),
            session_end: RwSignal::new(None),
            impact: RwSignal::new(None),
            calls: RwSignal::new(Vec::new()),
            calls_away: RwSignal::new(Vec::new()),
            kept: RwSignal::new(0),
            caller: RwSignal::new(None),
            booking: RwSignal::new(BookingForm::default()),
            has_booking: RwSignal::new(false),
            sent_booking: RwSignal::new(None),
            seatings: StoredValue::new(Vec::new()),
            when: Memo::new(move |_| evening.with(|evening| (evening.is_ahead(), evening.is_tonight()))),
            rows: StoredValue::new(Rows::new()),
            texts: texts(&place.language),
            formats: StoredValue::new(formats),
            client: StoredValue::new(Client::new(place.venue.clone())),
            place: StoredValue::new(place),
            times: StoredValue::new(Times {
                tapped: now,
                retry: now,
                refreshed: now,
                ticked: now,
                is_following: false,
                is_reading_later: false,
                reconnect: None,
            }),
        }
    }

    /// Whether the day that is shown is ahead.
    pub fn is_ahead(self) -> bool {
        self.when.get().0
    }

    /// Whether the day that is shown is today.
    pub fn is_tonight(self) -> bool {
        self.when.get().1
    }

    /// The venue's name.
    pub fn venue_name(self) -> String {
        self.place.with_value(|place| place.name.clone())
    }

    /// The address of a screen on a day, and in another language where one is named. That of the day that goes on names none, so
    /// that a device that shows it goes on to the next.
    pub fn address(self, screen: Screen, day: Option<Day>, language: Option<&str>) -> String {
        let venue = self.place.with_value(|place| place.venue.to_string());
        let screen = match screen {
            Screen::Tonight => "",
            Screen::Tables => "/tables",
            Screen::Plan => "/plan",
        };
        let today = self
            .evening
            .with_untracked(|evening| evening.day().map(|day| day.today));
        let day = day.filter(|day| Some(*day) != today);
        let day = day.map(|day| format!("day={day}"));
        let chosen = self.place.with_value(|place| {
            place
                .is_language_chosen
                .then(|| place.language.as_str().to_owned())
        });
        let language = language.map(str::to_owned).or(chosen);
        let language = language.map(|language| format!("language={language}"));
        let query: Vec<String> = day.into_iter().chain(language).collect();
        if query.is_empty() {
            format!("/staff/{venue}{screen}")
        } else {
            format!("/staff/{venue}{screen}?{}", query.join("&"))
        }
    }

    /// The day that is shown, without following it.
    pub fn shown_day(self) -> Option<Day> {
        self.evening
            .with_untracked(|evening| evening.day().map(|day| day.day))
    }

    /// The instant by the venue's clock.
    pub fn venue_now(self) -> Instant {
        self.evening
            .with_untracked(|evening| evening.clock().now(device_now()))
    }

    /// The address of the page for signing in.
    pub fn sign_in_address(self) -> String {
        self.place
            .with_value(|place| format!("/staff/{}/sign-in", place.venue))
    }

    /// The name of a party; of one that came without a reservation and without a name that it is one.
    pub fn party_name(self, row: &Row) -> String {
        self.in_words(|words| words.party_name(row))
    }

    /// A time and tables in words.
    pub fn placement_name(self, to: &Placement) -> String {
        let names: Vec<&str> = to.tables.iter().map(|table| table.name.as_str()).collect();
        let table = self.texts.table.with(&names.join(", "));
        self.texts.placement(&table, &self.time(to.minutes))
    }

    /// The texts that `write` makes in the page's language.
    pub fn in_words<T>(self, write: impl FnOnce(Wording<'_>) -> T) -> T {
        self.place.with_value(|place| {
            self.formats.with_value(|formats| {
                write(Wording {
                    texts: self.texts,
                    language: &place.language,
                    formats: &**formats,
                })
            })
        })
    }

    /// A text in the page's language.
    pub fn localized(self, text: &LocalizedText) -> String {
        self.place
            .with_value(|place| text.get(&place.language).to_owned())
    }

    /// A time as the page's language writes it.
    pub fn time(self, minutes: Minutes) -> String {
        self.formats.with_value(|formats| formats.time(minutes))
    }

    /// The time of an instant on the venue's clock, as minutes of the day that is shown; none of another day's.
    pub fn time_of(self, at: Instant) -> Option<String> {
        let minutes = self.evening.with(|evening| {
            let day = evening.day()?;
            Some(evening.clock().minutes(day.day, at))
        })?;
        Some(self.time(Minutes::parse(minutes).ok()?))
    }

    /// A day as the page's language writes it.
    pub fn day(self, day: Day) -> String {
        self.formats.with_value(|formats| formats.day(day))
    }

    /// A day as the page's language writes it in short.
    pub fn short_day(self, day: Day) -> String {
        self.formats.with_value(|formats| formats.short_day(day))
    }

    /// An amount as the page's language writes it.
    pub fn money(self, money: Money) -> String {
        self.formats.with_value(|formats| formats.money(money))
    }

    /// Whether the person may do this.
    pub fn may(self, permission: Permission) -> bool {
        self.identity.with(|identity| {
            let permissions = identity.as_ref().map(|identity| &identity.permissions);
            permissions.is_some_and(|granted| granted.contains(&permission))
        })
    }
}
