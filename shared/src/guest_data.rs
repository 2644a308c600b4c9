//! Export and erasure of the personal data of one guest, found by e-mail address, or by telephone number and name, for the
//! venue's staff.

use serde::{Deserialize, Serialize};

use crate::choices::{BookedAddOn, BookedPeople, GivenAnswer};
use crate::gift_card::OrderStatus;
use crate::id::{ExperienceId, LabelId, OrderId, PaymentId, ReservationId, TemplateId, WaitlistEntryId};
use crate::locale::Language;
use crate::money::Money;
use crate::party::Attendees;
use crate::payment::PaymentStatus;
use crate::phone_call::PhoneCallStatus;
use crate::reservation::Status;
use crate::time::{Day, Instant, Minutes};
use crate::validation::{Email, Message, Name, Notes, Phone, request_type};
use crate::waitlist::WaitlistEntryStatus;

request_type! {
    /// The guest whose data is meant, by e-mail address or by `phone` and `lastName`: the body of a POST, so that neither is
    /// in a URL.
    pub struct GuestQuestion {
        /// The e-mail address; upper and lower case are equal. Where it is given the other fields are not looked at.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub email: Option<Email>,
        /// The telephone number of a guest who has left no address.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub phone: Option<Phone>,
        /// The first name beside the telephone number, if there is one.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub first_name: Option<Name>,
        /// The last name beside the telephone number, since families share a number.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub last_name: Option<Name>,
    }
}

/// Everything stored about a guest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct GuestExport {
    /// The address; none where the guest was asked for by telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// Reservations, by number.
    pub reservations: Vec<GuestReservation>,
    /// Orders of gift cards, by when they were made.
    pub gift_card_orders: Vec<GuestOrder>,
    /// Gift cards that staff made and sent to the address, by when they were made.
    #[serde(default)]
    pub gift_cards: Vec<GuestCard>,
    /// Open waitlist entries.
    pub waitlist: Vec<GuestWaitlistEntry>,
    /// Telephone calls from the numbers that were left under the address, by when they came.
    #[serde(default)]
    pub calls: Vec<GuestCall>,
    /// E-mails that are still to be sent, or are shown instead.
    pub letters: Vec<GuestLetter>,
    /// The booking system that keeps reservations of its own, which are not in this answer; none where the embedded
    /// engine takes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote_system: Option<String>,
}

/// A reservation, with its guest's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct GuestReservation {
    /// Its id.
    pub id: ReservationId,
    /// The number that the guest gives at the door.
    pub number: String,
    /// Its status.
    pub status: Status,
    /// The experience.
    pub experience_id: ExperienceId,
    /// The day.
    pub day: Day,
    /// Minutes after its local midnight.
    pub minutes: Minutes,
    /// The party's size.
    pub attendees: Attendees,
    /// The first name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<Name>,
    /// The last name.
    pub last_name: Name,
    /// The phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// The guest's notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Notes>,
    /// The party by age category.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<BookedPeople>,
    /// The add-ons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add_ons: Vec<BookedAddOn>,
    /// The guest's answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<GivenAnswer>,
    /// Its price, as it was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Money>,
    /// The guest's company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Name>,
    /// Staff's notes about the guest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guest_notes: Option<Notes>,
    /// Staff's notes about the reservation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub internal_notes: Option<Notes>,
    /// The labels that staff have attached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub label_ids: Vec<LabelId>,
    /// The language of the e-mails.
    pub locale: Language,
    /// Whether the guest agreed to receive news.
    pub marketing_consent: bool,
    /// When it was made.
    pub created_at: Instant,
    /// Its payments.
    pub payments: Vec<GuestPayment>,
}

/// A payment, without card data: that is with the payment provider alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct GuestPayment {
    /// Its id.
    pub id: PaymentId,
    /// Its status.
    pub status: PaymentStatus,
    /// How much.
    pub amount: Money,
    /// The payment provider's id of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// A person's role in a gift-card order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrderRole {
    /// They bought the card.
    Purchaser,
    /// The card is for them.
    Recipient,
}

/// An order of a gift card. Of the other person involved it has only what was written by or to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct GuestOrder {
    /// Its id.
    pub id: OrderId,
    /// The role of the address's owner.
    pub role: OrderRole,
    /// Its status.
    pub status: OrderStatus,
    /// The card's design.
    pub template_id: TemplateId,
    /// The card's value.
    pub amount: Money,
    /// The name of whose address it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// The message on the card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
    /// The day on which the card is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deliver_on: Option<Day>,
    /// The language of the e-mails.
    pub locale: Language,
    /// When it was made.
    pub created_at: Instant,
    /// Its payments, to the purchaser.
    pub payments: Vec<GuestPayment>,
}

/// A gift card that staff made for an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct GuestCard {
    /// The card's design.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_id: Option<TemplateId>,
    /// Its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Day>,
    /// The language of the e-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Language>,
    /// When it was made.
    pub created_at: Instant,
}

/// A waitlist entry. The address of one that is over has been erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct GuestWaitlistEntry {
    /// Its id.
    pub id: WaitlistEntryId,
    /// Its status.
    pub status: WaitlistEntryStatus,
    /// The experience.
    pub experience_id: ExperienceId,
    /// The day.
    pub day: Day,
    /// The earliest time: minutes after the day's local midnight.
    pub from: Minutes,
    /// The latest time, in the same unit.
    pub to: Minutes,
    /// The party's size.
    pub attendees: Attendees,
    /// The first name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<Name>,
    /// The last name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<Name>,
    /// The phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// The language of the e-mails.
    pub locale: Language,
    /// When it was left.
    pub created_at: Instant,
}

/// A telephone call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct GuestCall {
    /// Its id at the telephone system.
    pub id: String,
    /// The caller's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// How far it came.
    pub status: PhoneCallStatus,
    /// When it came.
    pub at: Instant,
}

/// An e-mail to the address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct GuestLetter {
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
}

/// The data that was erased at once, and the data that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct GuestErasure {
    /// How many records were blanked or deleted.
    pub erased: ErasedCounts,
    /// Records that are erased without another request as soon as they are no longer needed.
    pub waiting: Vec<WaitingRecord>,
    /// The booking system that keeps data of its own, which has to be erased there; none where the embedded engine
    /// takes the bookings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote_system: Option<String>,
}

/// How many records of each kind were erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ErasedCounts {
    /// Reservations.
    pub reservations: u32,
    /// Orders of gift cards that the guest bought.
    pub gift_card_orders: u32,
    /// Gift cards that were for the guest: name, address and message were blanked.
    pub gift_card_recipients: u32,
    /// Gift cards that staff made for the guest: the address was blanked.
    #[serde(default)]
    pub gift_cards: u32,
    /// Open waitlist entries, which were withdrawn.
    pub waitlist: u32,
    /// Telephone calls, which were deleted.
    #[serde(default)]
    pub calls: u32,
    /// E-mails that will not be sent.
    pub letters: u32,
}

/// A record that cannot be blanked yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct WaitingRecord {
    /// Its kind.
    pub kind: RecordKind,
    /// Its id.
    pub id: String,
    /// The reason why it cannot be erased yet.
    pub reason: WaitReason,
}

/// A kind of record with personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// A reservation.
    Reservation,
    /// An order of a gift card.
    GiftCardOrder,
}

/// Why a record cannot be blanked yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WaitReason {
    /// The guests are still expected, or there.
    Upcoming,
    /// A payment, a refund or a dispute is under way, or a card is held for a charge.
    MoneyMoving,
    /// An e-mail about the gift card is still to be sent.
    LetterWaiting,
    /// The gift card can be spent or withdrawn from.
    CardInUse,
}
