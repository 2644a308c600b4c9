//! Requests of a venue's own staff, tills and phone systems, and their responses. They hold what guests must not see:
//! tables, contacts, the state of payments.

use serde::{Deserialize, Serialize};
use shared::gift_card::GiftCardCode;
use shared::id::{ReservationId, TableId, TemplateId};
use shared::locale::Language;
use shared::payment::PaymentProblem;
use shared::reservation::{Guest, Reservation, ReservationRequest, Status};
use shared::time::{Day, Instant, Minutes};
use shared::validation::{Email, Notes};

use crate::provider::{ReservationsQuestion, SlotsQuestion};
use crate::venue::message::policy::Policy;

/// A request of a venue's staff.
#[derive(Debug, Serialize, Deserialize)]
pub enum StaffRequest {
    /// Answered with the day's slots in Molzait's wire format.
    Slots(SlotsQuestion),
    /// Answered with the reservation made, without a key: a repeated call is another reservation.
    Create(Box<ReservationRequest>),
    /// Answered with the reservation.
    Reservation(ReservationId),
    /// Answered with the reservations by day and time.
    Reservations(ReservationsQuestion),
    /// Answered with the reservation in its new status.
    SetStatus(ReservationId, Status),
    /// Answered with the status of the reservation and of the charge to its kept card.
    NoShow {
        /// The reservation.
        id: ReservationId,
        /// Its own token; none where the venue's key was shown.
        token: Option<String>,
        /// Whether a no-show is reported; else it is a look at the reservation.
        #[serde(rename = "is_said")]
        is_reported: bool,
    },
    /// Answered with the gift card made: each code and each payment once.
    CreateCard(Box<NewStaffCard>),
    /// Answered with the gift card of this code.
    Card(GiftCardCode),
    /// Answered with what was taken off the gift card of this code.
    Redeem(GiftCardCode, Redemption),
    /// Answered with every rule and table that decides whether a guest who asks this question is given a time.
    Explain {
        /// The question.
        question: SlotsQuestion,
        /// The time.
        minutes: Minutes,
        /// The languages of the reader, the most wanted first.
        languages: Vec<Language>,
    },
    /// Answered with everything that is kept about this address, whichever system takes the bookings.
    ExportGuest(Email),
    /// Answered with what was erased of it, and what has to wait.
    EraseGuest(Email),
}

impl StaffRequest {
    /// Its policy.
    #[must_use]
    pub fn policy(&self) -> Policy<'static> {
        match self {
            Self::Slots(_)
            | Self::Reservation(_)
            | Self::Reservations(_)
            | Self::Card(_)
            | Self::Explain { .. }
            | Self::ExportGuest(_) => Policy::READ_BY_WORKER,
            Self::Create(_)
            | Self::SetStatus(..)
            | Self::NoShow { .. }
            | Self::CreateCard(_)
            | Self::Redeem(..)
            | Self::EraseGuest(_) => Policy::WRITE_BY_WORKER,
        }
    }
}

/// A reservation as staff see it. It cannot be printed: it holds a guest's data.
#[derive(Serialize, Deserialize)]
pub struct StaffReservation {
    /// What its guest sees of it.
    pub reservation: Reservation,
    /// What staff call the experience; none if it is no longer offered.
    pub shorthand: Option<String>,
    /// When it starts and when its tables are free again.
    pub span: (Instant, Instant),
    /// When the guests came, and when they left.
    pub presence: (Option<Instant>, Option<Instant>),
    /// Where it came from.
    pub source: String,
    /// Who booked.
    pub guest: Guest,
    /// The language to write to them in.
    pub locale: Language,
    /// What they wish.
    pub notes: Option<Notes>,
    /// Its tables.
    pub tables: Vec<StaffTable>,
    /// Where its money stands; none where nothing has to be paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<StaffPayment>,
}

/// The payment of a reservation, read from the payment itself and not from the reservation's status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffPayment {
    /// Where the money stands.
    pub state: StaffPaymentState,
    /// What the provider calls it, once the payment has begun there.
    pub reference: Option<String>,
    /// What is wrong with it; none if all is well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<PaymentProblem>,
}

/// Where the money of a reservation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffPaymentState {
    /// Nothing has come.
    Pending,
    /// A card is kept or an amount is reserved on one; nothing has come.
    Authorized,
    /// Money has come, and is kept.
    Paid,
    /// All of the money went back, or is on its way.
    Refunded,
    /// Nothing has come, and nothing will.
    Closed,
}

/// A table of a reservation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StaffTable {
    /// Its id.
    pub id: TableId,
    /// What staff call it.
    pub name: String,
    /// The smallest and the largest party it is given to.
    pub party: (u8, u8),
}

/// A gift card that staff or their systems want.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewStaffCard {
    /// What it is worth, in minor units of the venue's currency.
    pub amount: i64,
    /// Its design.
    pub template_id: TemplateId,
    /// Its last day.
    pub expires_on: Day,
    /// Its code, if the caller has chosen one.
    pub code: Option<GiftCardCode>,
    /// Names the payment that it is made for.
    pub payment_reference: Option<String>,
}

/// A gift card as staff see it. It cannot be printed: it holds the card's code.
#[derive(Serialize, Deserialize)]
pub struct StaffCard {
    /// Its code.
    pub code: GiftCardCode,
    /// What was put on it, in minor units.
    pub amount: i64,
    /// What can be spent.
    pub remaining: i64,
    /// Its design, if that was written down.
    pub template_id: Option<TemplateId>,
    /// Its last day; none if it does not expire.
    pub expires_on: Option<Day>,
    /// When it was made.
    pub made_at: Instant,
}

/// Money to take off a gift card.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Redemption {
    /// How much, in minor units, above 0.
    pub amount: i64,
    /// The caller's reference: the same one debits once.
    pub reference: Option<String>,
}

/// Money that was taken off a gift card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redeemed {
    /// Names it in the card's books.
    pub id: String,
    /// How much, in minor units.
    pub amount: i64,
    /// The caller's reference.
    pub reference: Option<String>,
    /// When it was taken.
    pub at: Instant,
}
