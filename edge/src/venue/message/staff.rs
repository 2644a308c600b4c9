//! Requests of a venue's own staff, tills and phone systems, and their responses. They contain data that guests must
//! not see: tables, contacts, the state of payments.

use serde::{Deserialize, Serialize};
use shared::access::NewAccessKey;
use shared::availability::Reason;
use shared::change::ChangesQuery;
use shared::id::{AccessKeyId, ExperienceId, ReservationId, SecretName};
use shared::locale::{Language, LocalizedText};
use shared::page::PagePosition;
use shared::payment::PaymentProblem;
use shared::phone_call::PhoneCallStatus;
use shared::publication::PublicationTerms;
use shared::reservation::{Guest, Reservation, Status};
use shared::staff_day::{
    AssignedTable, ReceivedMoney, ReservationForStaff, ReservationLabel, ReservationPayment,
};
use shared::time::{Day, Instant, Minutes};
use shared::validation::{Email, Name, Notes, Phone};
use shared::venue_secret::SecretValue;

use crate::gift_card::code::CardCode;
use crate::provider::{ReservationsQuestion, SlotsQuestion};
use crate::venue::message::day_rule::DayRulesRequest;
use crate::venue::message::person::{PeopleRequest, SessionsRequest};
use crate::venue::message::phone_call::PhoneCallsRequest;
use crate::venue::message::picture::PicturesRequest;
use crate::venue::message::policy::Policy;
use crate::venue::message::request_answer::{MoneyEffect, RequestAnswer, RequestLink};
use crate::venue::message::settings::SettingsRequest;
use crate::venue::message::staff_gift_card::{CardTransactionRequest, NewStaffCard};
use crate::venue::message::staff_reservation::{
    NewStaffReservation, StaffDetails, StaffLabel, StaffReservationChange, StaffTable,
};
use crate::venue::message::table::TablesRequest;
use crate::venue::message::till::TillRequest;
use crate::venue::message::waitlist::StaffWaitlistRequest;
use crate::venue::message::webhook::WebhooksRequest;

/// The contact by which the data of a guest is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum GuestContact {
    /// The e-mail address.
    Email(Email),
    /// The telephone number of a guest who has left no address, with the name beside it: families share a number.
    Phone {
        /// The number.
        phone: Phone,
        /// The first name, if there is one.
        #[serde(default)]
        first_name: Option<Name>,
        /// The last name.
        last_name: Name,
    },
}

/// A request of a venue's staff.
#[derive(Debug, Serialize, Deserialize)]
pub enum StaffRequest {
    /// Answered with the day's slots in Molzait's wire format.
    Slots(SlotsQuestion),
    /// Answered with the reservation made, and the rules for guests that it breaks.
    Create(Box<NewStaffReservation>),
    /// Answered with the reservation.
    Reservation(ReservationId),
    /// Answered with the reservations by day and time.
    Reservations(ReservationsQuestion),
    /// Answered with a day: its services, its floor plan and every reservation. Without one it is the day whose evening goes
    /// on at present.
    Day(Option<Day>),
    /// Answered with the guests of this name.
    FindGuests(Name),
    /// Answered with the reservation in its new status.
    SetStatus(ReservationId, Status),
    /// Answered with the reservation as it was changed, and the rules for guests that it breaks.
    Change(ReservationId, Box<StaffReservationChange>),
    /// Answered with the status of the reservation and of the charge to its stored card.
    NoShow {
        /// The reservation.
        id: ReservationId,
        /// Its no-show token; none where staff send it.
        token: Option<String>,
        /// Whether a no-show is reported; else the reservation is only read.
        #[serde(rename = "is_said")]
        is_reported: bool,
    },
    /// Answered with a request by the link of the restaurant's letter, after the answer if there is one. A link of an
    /// earlier revision only shows the reservation.
    AnswerRequest {
        /// The link.
        link: RequestLink,
        /// The answer; none where the request is only shown.
        answer: Option<RequestAnswer>,
    },
    /// Answered with the gift card made: each code and each payment once.
    CreateCard(Box<NewStaffCard>),
    /// Answered with the gift card of this code.
    Card(CardCode),
    /// About telephone calls.
    PhoneCalls(PhoneCallsRequest),
    /// About a table and the party at it.
    Tables(TablesRequest),
    /// A request about the venue's till.
    Till(TillRequest),
    /// About the transactions of gift cards.
    CardTransactions(CardTransactionRequest),
    /// Answered with every rule and table that decides whether a guest who asks this question can book the time.
    Explain {
        /// The question.
        question: SlotsQuestion,
        /// The time.
        minutes: Minutes,
        /// The reader's languages, the preferred one first.
        languages: Vec<Language>,
    },
    /// About the venue's settings, for venues of any booking system.
    Settings(SettingsRequest),
    /// Answered with the sender's role and permissions.
    Identity,
    /// Answered with the access keys.
    AccessKeys,
    /// Answered with the access key made, and its token.
    CreateAccessKey(Box<NewAccessKey>),
    /// Answered with nothing: the access key is not valid any more.
    RevokeAccessKey(AccessKeyId),
    /// Answered with a page of the audit log: the entries before this one.
    Audit(Option<PagePosition>),
    /// Answered with the changes after a cursor, for venues of any booking system.
    Changes(ChangesQuery),
    /// About webhooks.
    Webhooks(WebhooksRequest),
    /// About people.
    People(PeopleRequest),
    /// About sessions of people.
    Sessions(SessionsRequest),
    /// About pictures, for venues of any booking system.
    Pictures(PicturesRequest),
    /// About rules of days.
    DayRules(DayRulesRequest),
    /// About the waitlist.
    Waitlist(StaffWaitlistRequest),
    /// Answered with everything that is stored about this guest, for venues of any booking system.
    ExportGuest(GuestContact),
    /// Answered with the counts of erased rows, and the rows that cannot be erased yet.
    EraseGuest(GuestContact),
    /// Answered with the secrets of a venue of any booking system, without their values.
    Secrets,
    /// Answered with nothing once the secret of this name has this value.
    SetSecret(SecretName, SecretValue),
    /// Answered with nothing once no secret of this name is sealed.
    DeleteSecret(SecretName),
    /// Answered with the publication of this experience of the embedded engine at a marketplace.
    Publish(ExperienceId, Box<PublicationTerms>),
    /// Answered with what was sealed again with the deployment's current key.
    ResealSecrets,
}

impl StaffRequest {
    /// Its policy.
    #[must_use]
    pub fn policy(&self) -> Policy<'static> {
        match self {
            Self::Settings(request) => request.policy(),
            Self::Slots(_) => Policy::READ_BY_STAFF.refused_when_suspended(),
            Self::Reservation(_)
            | Self::Reservations(_)
            | Self::Day(_)
            | Self::FindGuests(_)
            | Self::Card(_)
            | Self::Explain { .. }
            | Self::Identity
            | Self::AccessKeys
            | Self::Audit(_)
            | Self::Changes(_)
            | Self::Secrets
            | Self::ExportGuest(_) => Policy::READ_BY_STAFF,
            // Telephone systems book by this, and tills sell by it.
            Self::Create(_) | Self::CreateCard(_) => Policy::WRITE_BY_STAFF.refused_when_suspended(),
            Self::SetStatus(..)
            | Self::Change(..)
            | Self::NoShow { token: None, .. }
            | Self::CreateAccessKey(_)
            | Self::RevokeAccessKey(_)
            | Self::SetSecret(..)
            | Self::DeleteSecret(_)
            | Self::ResealSecrets
            | Self::Publish(..)
            | Self::EraseGuest(_) => Policy::WRITE_BY_STAFF,
            Self::CardTransactions(request) => request.policy(),
            Self::PhoneCalls(request) => request.policy(),
            Self::Tables(request) => request.policy(),
            Self::Till(request) => request.policy(),
            Self::DayRules(request) => request.policy(),
            Self::Waitlist(request) => request.policy(),
            Self::Webhooks(request) => request.policy(),
            Self::People(request) => request.policy(),
            Self::Sessions(request) => request.policy(),
            Self::Pictures(request) => request.policy(),
            // The token is the right to this one reservation; its area compares it.
            Self::NoShow { token: Some(_), .. } | Self::AnswerRequest { .. } => Policy::WRITE_BY_WORKER,
        }
    }
}

/// A reservation as staff see it. It cannot be printed: it holds a guest's data.
#[derive(Serialize, Deserialize)]
pub struct StaffReservation {
    /// The reservation as its guest sees it.
    pub reservation: Reservation,
    /// The staff's short name of the experience; none if it is no longer offered.
    pub shorthand: Option<String>,
    /// When it starts and when its tables are free again.
    pub span: (Instant, Instant),
    /// When the guests arrived, and when they left.
    pub presence: (Option<Instant>, Option<Instant>),
    /// Its source, in Molzait's words.
    pub source: String,
    /// The guest who booked.
    pub guest: Guest,
    /// The guest's id, which the guest's reservations share.
    #[serde(default)]
    pub guest_id: String,
    /// The labels that staff have attached.
    #[serde(default)]
    pub labels: Vec<StaffLabel>,
    /// The fields that staff alone write.
    #[serde(default)]
    pub details: StaffDetails,
    /// The language of letters to the guest.
    pub locale: Language,
    /// The guest's notes.
    pub notes: Option<Notes>,
    /// Its tables.
    pub tables: Vec<StaffTable>,
    /// The state of its payment; none where nothing has to be paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<StaffPayment>,
}

impl StaffReservation {
    /// The reservation as the API of staff has it.
    #[must_use]
    pub fn for_staff(self) -> ReservationForStaff {
        let Self {
            reservation, details, ..
        } = self;
        let payment = reservation.payment.map(|terms| ReservationPayment {
            terms,
            state: self
                .payment
                .as_ref()
                .map_or(ReceivedMoney::Pending, |payment| payment.state.into()),
            problem: self.payment.as_ref().and_then(|payment| payment.problem),
        });
        let labels = self.labels.into_iter().map(|label| ReservationLabel {
            id: label.id,
            name: label.name,
        });
        let tables = self.tables.into_iter().map(|table| AssignedTable {
            id: table.id,
            name: table.name,
        });
        ReservationForStaff {
            id: reservation.id,
            number: reservation.number,
            status: reservation.status,
            sequence: reservation.sequence.unwrap_or_default(),
            day: reservation.day,
            minutes: reservation.minutes,
            duration: reservation.duration,
            starts_at: self.span.0,
            ends_at: self.span.1,
            arrived_at: self.presence.0,
            left_at: self.presence.1,
            attendees: reservation.attendees,
            experience: reservation.experience,
            shorthand: self.shorthand,
            source: self.source,
            guest: self.guest,
            guest_id: self.guest_id,
            company: details.company,
            locale: self.locale,
            notes: self.notes,
            guest_notes: details.guest_notes,
            internal_notes: details.internal_notes,
            people: reservation.people,
            add_ons: reservation.add_ons,
            answers: reservation.answers,
            labels: labels.collect(),
            tables: tables.collect(),
            payment,
            gift_card: reservation.gift_card,
        }
    }
}

impl From<StaffPaymentState> for ReceivedMoney {
    fn from(state: StaffPaymentState) -> Self {
        match state {
            StaffPaymentState::Pending => Self::Pending,
            StaffPaymentState::Authorized => Self::Authorized,
            StaffPaymentState::Paid => Self::Paid,
            StaffPaymentState::Refunded => Self::Refunded,
            StaffPaymentState::Closed => Self::Closed,
        }
    }
}

/// A call after a report, with the caller's reservations.
#[derive(Serialize, Deserialize)]
pub struct ReportedPhoneCall {
    /// The caller's number; none if it was withheld.
    pub phone: Option<Phone>,
    /// How far the call has come.
    pub status: PhoneCallStatus,
    /// The next reservations with this number, the earliest first.
    pub upcoming: Vec<StaffReservation>,
    /// Those that are over, the latest first.
    pub past: Vec<StaffReservation>,
}

/// The payment of a reservation, read from the payment itself and not from the reservation's status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffPayment {
    /// The payment's state.
    pub state: StaffPaymentState,
    /// The provider's reference, once the payment has begun there.
    pub reference: Option<String>,
    /// The problem with the payment; none if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<PaymentProblem>,
}

/// The state of a reservation's payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffPaymentState {
    /// No money has come.
    Pending,
    /// A card is kept, or an amount is reserved on one; no money has come.
    Authorized,
    /// Money has come, and the restaurant has it.
    Paid,
    /// All of the money went back, or is on its way.
    Refunded,
    /// No money has come, and none will.
    Closed,
}

/// A reservation that was made or changed by staff. It cannot be printed: it holds a guest's data.
#[derive(Serialize, Deserialize)]
pub struct StaffBooked {
    /// The reservation: its fields stand beside the others, as in a request.
    #[serde(flatten)]
    pub reservation: StaffReservation,
    /// The rules for guests that it breaks, and other things that staff should know.
    #[serde(default)]
    pub warnings: Vec<Reason>,
    /// Whether this is the answer to an earlier request with the same key.
    #[serde(default)]
    pub replayed: bool,
}

/// A request, or what has become of it, as the restaurant's page shows it. It cannot be printed: it holds a guest's data.
#[derive(Serialize, Deserialize)]
pub struct RequestView {
    /// The reservation, with the tables that are held for it.
    pub reservation: StaffReservation,
    /// The room of the tables; none if it is no longer in the settings.
    pub room: Option<LocalizedText>,
    /// Whether the link can answer it: it waits for an answer, has not begun, and is as it was when the letter was written.
    pub is_open: bool,
    /// Whether its start has come.
    pub has_begun: bool,
    /// The effects of accepting on the guest's money; empty where it is not open.
    pub accepting: Vec<MoneyEffect>,
    /// The effects of declining; empty where it is not open.
    pub declining: Vec<MoneyEffect>,
}

/// The sealed secrets of a venue after they were sealed with the deployment's current key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Resealed {
    /// The number of secrets that were sealed again.
    pub resealed: u32,
    /// The number of secrets that the current key had sealed before.
    pub current: u32,
    /// The names of the secrets that cannot be opened.
    pub unreadable: Vec<SecretName>,
}
