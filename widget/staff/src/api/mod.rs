//! The venue's staff API over HTTP, with the session of the browser's cookie, and the stream of its changes.

mod stream;

use std::pin::pin;

use futures_util::future::{Either, select};
use gloo_net::http::{Request, RequestBuilder, Response};
use gloo_timers::future::TimeoutFuture;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shared::access::Identity;
use shared::availability::Slots;
use shared::day_rule::{DayRuleImpact, DayRuleNotification, DayRuleRequest};
use shared::explanation::Explanation;
use shared::id::{DayRuleId, ExperienceId, ReservationId, VenueId, WaitlistEntryId};
use shared::locale::LocalizedText;
use shared::page::PagePosition;
use shared::party::Attendees;
use shared::phone_call::{PhoneCall, PhoneCallPage};
use shared::staff_booking::{
    DoorEntryRequest, GuestHistory, GuestList, GuestLookUp, GuestSearch, StaffBooking, StaffBookingRequest,
};
use shared::staff_day::{ReservationForStaff, StaffDay, StaffReservationPatch, WaitingParty, WalkInRequest};
use shared::time::{Day, Instant, Minutes};
use shared::validation::Name;
use shared::venue::Feature;

use crate::day::{SentTap, TapChange, TapOutcome};

pub use stream::follow;

/// How long an answer may take, in milliseconds. A browser waits for minutes until it sees that a router is gone; what is sent
/// again meanwhile has no second effect.
const PATIENCE: u32 = 20_000;

/// Why a request was not answered with what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// The browser has no session, or one that is over.
    SignedOut,
    /// The person may not do this.
    Forbidden,
    /// There is no such thing, or the venue's reservations are another system's.
    NotFound,
    /// The reservation was written by another device since.
    Changed,
    /// It cannot be done.
    Refused,
    /// No answer came, or the venue cannot answer at present.
    Lost,
}

/// A problem answer, of which the code is read. Its names are those of [`shared::problem::ProblemCode`], some of which are not
/// compiled for browsers.
#[derive(Deserialize)]
struct ProblemAnswer {
    code: String,
}

/// The part of the list of sessions that the page reads.
#[derive(Deserialize)]
struct SessionsAnswer {
    sessions: Vec<SessionAnswer>,
}

/// The part of a session that the page reads.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SessionAnswer {
    ends_at: Instant,
    is_current: bool,
}

/// The part of a venue's description that the page reads.
#[derive(Deserialize)]
struct VenueAnswer {
    experiences: Vec<ExperienceAnswer>,
    features: Vec<Feature>,
}

/// The part of an experience that the page reads.
#[derive(Deserialize)]
struct ExperienceAnswer {
    id: ExperienceId,
    name: LocalizedText,
}

/// The client of a venue's API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    venue: VenueId,
}

impl Client {
    /// The client of a venue's API on the page's own host.
    pub fn new(venue: VenueId) -> Self {
        Self { venue }
    }

    /// The person or the key of the session.
    pub async fn identity(&self) -> Result<Identity, ApiError> {
        get(&format!("{}/me", self.base())).await
    }

    /// The end of the browser's session; none of a page that has none.
    pub async fn session_end(&self) -> Result<Option<Instant>, ApiError> {
        let answer: SessionsAnswer = get(&format!("{}/sessions", self.base())).await?;
        let mut sessions = answer.sessions.into_iter();
        let own = sessions.find(|session| session.is_current);
        Ok(own.map(|session| session.ends_at))
    }

    /// A day; without one the day whose evening goes on.
    pub async fn day(&self, day: Option<Day>) -> Result<StaffDay, ApiError> {
        let query = day.map(|day| format!("?day={day}")).unwrap_or_default();
        get(&format!("{}/day{query}", self.base())).await
    }

    /// A reservation.
    pub async fn reservation(&self, id: &ReservationId) -> Result<ReservationForStaff, ApiError> {
        get(&format!("{}/reservations/{id}", self.base())).await
    }

    /// Writes the staff's notes about a reservation, of which this is the sequence that was seen.
    pub async fn write_notes(
        &self,
        id: &ReservationId,
        (notes, sequence): (String, u32),
    ) -> Result<ReservationForStaff, ApiError> {
        let change = StaffReservationPatch {
            if_sequence: Some(sequence),
            internal_notes: Some(notes),
            ..StaffReservationPatch::default()
        };
        self.change(id, &change).await
    }

    /// Writes the size of a party, of whose reservation this is the sequence that was seen.
    pub async fn write_party(
        &self,
        id: &ReservationId,
        (attendees, sequence): (Attendees, u32),
    ) -> Result<ReservationForStaff, ApiError> {
        let change = StaffReservationPatch {
            if_sequence: Some(sequence),
            attendees: Some(attendees),
            ..StaffReservationPatch::default()
        };
        self.change(id, &change).await
    }

    /// Sends a tap.
    pub async fn send(&self, tap: &SentTap) -> TapOutcome {
        let change = StaffReservationPatch {
            if_sequence: Some(tap.sequence),
            ..StaffReservationPatch::default()
        };
        let change = match &tap.change {
            TapChange::ChargedNoShow => None,
            TapChange::Status(to) => Some(StaffReservationPatch {
                status: Some(*to),
                ..change
            }),
            TapChange::Move(to) => Some(StaffReservationPatch {
                minutes: Some(to.minutes),
                table_ids: Some(to.tables.iter().map(|table| table.id.clone()).collect()),
                ..change
            }),
        };
        let answer = match change {
            Some(change) => self.change(&tap.reservation, &change).await,
            None => self.charge_no_show(&tap.reservation).await,
        };
        match answer {
            Ok(reservation) => TapOutcome::Done(Box::new(reservation)),
            Err(ApiError::Changed) => TapOutcome::Changed,
            Err(ApiError::Refused | ApiError::Forbidden | ApiError::NotFound) => TapOutcome::Refused,
            Err(ApiError::SignedOut) => TapOutcome::SignedOut,
            Err(ApiError::Lost) => TapOutcome::Lost,
        }
    }

    /// Seats a party that came without a reservation, once per key.
    pub async fn seat_walk_in(
        &self,
        walk_in: &WalkInRequest,
        key: &str,
    ) -> Result<ReservationForStaff, ApiError> {
        let request = Request::post(&format!("{}/walk-ins", self.base())).header("idempotency-key", key);
        read(send_json(request, walk_in).await?).await
    }

    /// The slots of a day for a party, as guests have them.
    pub async fn slots(
        &self,
        experience: &ExperienceId,
        day: Day,
        attendees: Attendees,
    ) -> Result<Slots, ApiError> {
        let venue = &self.venue;
        let query = format!("experienceId={experience}&day={day}&attendees={attendees}");
        get(&format!("/v1/venues/{venue}/slots?{query}")).await
    }

    /// The latest telephone calls, the newest first.
    pub async fn calls(&self) -> Result<Vec<PhoneCall>, ApiError> {
        let page: PhoneCallPage = get(&format!("{}/calls", self.base())).await?;
        Ok(page.calls)
    }

    /// The experiences that guests can book, with their names.
    pub async fn experiences(&self) -> Result<Vec<(ExperienceId, LocalizedText)>, ApiError> {
        let venue: VenueAnswer = get(&format!("/v1/venues/{}", self.venue)).await?;
        let named = venue.experiences.into_iter().map(|one| (one.id, one.name));
        Ok(named.collect())
    }

    /// The features that guests have at the venue.
    pub async fn features(&self) -> Result<Vec<Feature>, ApiError> {
        let venue: VenueAnswer = get(&format!("/v1/venues/{}", self.venue)).await?;
        Ok(venue.features)
    }

    /// Why a guest can or cannot book a time, in a language.
    pub async fn explain(
        &self,
        (experience, day, minutes): (&ExperienceId, Day, Minutes),
        attendees: Attendees,
        language: &str,
    ) -> Result<Explanation, ApiError> {
        let slot = format!("experienceId={experience}&day={day}&minutes={}", minutes.get());
        let query = format!("{slot}&attendees={attendees}&language={language}");
        get(&format!("{}/explain?{query}", self.base())).await
    }

    /// The reservations of a telephone number.
    pub async fn history(&self, phone: &str) -> Result<GuestHistory, ApiError> {
        let request = Request::post(&format!("{}/guests/history", self.base()));
        let phone = phone.to_owned();
        read(send_json(request, &GuestLookUp { phone }).await?).await
    }

    /// The newest reservation of each guest of a name.
    pub async fn guests(&self, name: Name) -> Result<Vec<ReservationForStaff>, ApiError> {
        let request = Request::post(&format!("{}/guests/search", self.base()));
        let found: GuestList = read(send_json(request, &GuestSearch { name }).await?).await?;
        Ok(found.guests)
    }

    /// Makes a reservation for a guest at the telephone, once per key.
    pub async fn book(&self, booking: &StaffBookingRequest, key: &str) -> Result<StaffBooking, ApiError> {
        let request = Request::post(&format!("{}/reservations", self.base())).header("idempotency-key", key);
        read(send_json(request, booking).await?).await
    }

    /// Notes a party at the door, once per key.
    pub async fn wait_at_door(&self, party: &DoorEntryRequest, key: &str) -> Result<WaitingParty, ApiError> {
        let request = Request::post(&format!("{}/waitlist", self.base())).header("idempotency-key", key);
        read(send_json(request, party).await?).await
    }

    /// Withdraws an entry of the waitlist.
    pub async fn withdraw(&self, id: &WaitlistEntryId) -> Result<(), ApiError> {
        let request = Request::delete(&format!("{}/waitlist/{id}", self.base()));
        let response = in_time(request.send()).await?;
        succeeded(response).await.map(|_| ())
    }

    /// Creates a rule of the day, once per key.
    pub async fn create_rule(&self, rule: &DayRuleRequest, key: &str) -> Result<DayRuleImpact, ApiError> {
        let request = Request::post(&format!("{}/day-rules", self.base())).header("idempotency-key", key);
        read(send_json(request, rule).await?).await
    }

    /// A rule of the day, with the reservations that it meets now.
    pub async fn rule(&self, id: &DayRuleId) -> Result<DayRuleImpact, ApiError> {
        get(&format!("{}/day-rules/{id}", self.base())).await
    }

    /// Writes to the guests whom a rule meets and who were not written to about it.
    pub async fn notify(&self, id: &DayRuleId) -> Result<DayRuleNotification, ApiError> {
        let request = Request::post(&format!("{}/day-rules/{id}/notify", self.base()));
        read(in_time(request.send()).await?).await
    }

    /// Removes a rule of the day.
    pub async fn remove_rule(&self, id: &DayRuleId) -> Result<(), ApiError> {
        let request = Request::delete(&format!("{}/day-rules/{id}", self.base()));
        let response = in_time(request.send()).await?;
        succeeded(response).await.map(|_| ())
    }

    /// Ends the session.
    pub async fn sign_out(&self) -> Result<(), ApiError> {
        let request = Request::delete(&format!("{}/session", self.base()));
        let response = in_time(request.send()).await?;
        succeeded(response).await.map(|_| ())
    }

    /// The address of the stream of changes after a cursor, on the host of this origin, such as `https://book.example.com`.
    pub fn stream_address(&self, origin: &str, after: Option<PagePosition>) -> String {
        let host = origin.strip_prefix("http").unwrap_or_default();
        let query = after.map(|PagePosition(after)| format!("?after={after}"));
        format!(
            "ws{host}{}/changes/stream{}",
            self.base(),
            query.unwrap_or_default()
        )
    }

    async fn change(
        &self,
        id: &ReservationId,
        change: &StaffReservationPatch,
    ) -> Result<ReservationForStaff, ApiError> {
        let request = Request::patch(&format!("{}/reservations/{id}", self.base()));
        read(send_json(request, change).await?).await
    }

    /// Reports a no-show, which charges the stored card, and reads the reservation after it.
    async fn charge_no_show(&self, id: &ReservationId) -> Result<ReservationForStaff, ApiError> {
        let request = Request::post(&format!("/v1/venues/{}/reservations/{id}/no-show", self.venue));
        let response = in_time(request.send()).await?;
        succeeded(response).await?;
        self.reservation(id).await
    }

    fn base(&self) -> String {
        format!("/v1/staff/{}", self.venue)
    }
}

/// Waits so many milliseconds.
pub async fn pause(milliseconds: u32) {
    TimeoutFuture::new(milliseconds).await;
}

/// Sends a request with this body.
async fn send_json<T: Serialize>(request: RequestBuilder, body: &T) -> Result<Response, ApiError> {
    let text = serde_json::to_string(body).map_err(|_| ApiError::Refused)?;
    let request = request
        .header("content-type", "application/json")
        .body(text)
        .map_err(|_| ApiError::Lost)?;
    in_time(request.send()).await
}

async fn get<T: DeserializeOwned>(address: &str) -> Result<T, ApiError> {
    read(in_time(Request::get(address).send()).await?).await
}

/// The outcome of a request; [`ApiError::Lost`] where it fails or nothing comes for [`PATIENCE`].
async fn in_time<T>(coming: impl Future<Output = Result<T, gloo_net::Error>>) -> Result<T, ApiError> {
    let coming = pin!(coming);
    match select(coming, TimeoutFuture::new(PATIENCE)).await {
        Either::Left((Ok(come), _)) => Ok(come),
        Either::Left((Err(_), _)) | Either::Right(_) => Err(ApiError::Lost),
    }
}

/// Reads the answer of a request that succeeded.
async fn read<T: DeserializeOwned>(response: Response) -> Result<T, ApiError> {
    let text = succeeded(response).await?;
    serde_json::from_str(&text).map_err(|_| ApiError::Lost)
}

/// The body of a success, or the reason of a failure.
async fn succeeded(response: Response) -> Result<String, ApiError> {
    let (status, text) = (response.status(), in_time(response.text()).await?);
    match status {
        200..=299 => Ok(text),
        401 => Err(ApiError::SignedOut),
        403 => Err(ApiError::Forbidden),
        404 => Err(ApiError::NotFound),
        409 if code(&text).as_deref() == Some("reservation_changed") => Err(ApiError::Changed),
        // Too many requests, and all that passes by itself.
        408 | 425 | 429 | 500.. => Err(ApiError::Lost),
        _ => Err(ApiError::Refused),
    }
}

fn code(text: &str) -> Option<String> {
    let problem = serde_json::from_str::<ProblemAnswer>(text).ok()?;
    Some(problem.code)
}
