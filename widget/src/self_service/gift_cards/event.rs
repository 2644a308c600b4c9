//! Events and effects of gift cards.

use shared::gift_card::{Balance, GiftCardCode, GiftCardOrder, GiftCardRequest, Withdrawal};
use shared::id::{TemplateId, VenueId};
use shared::venue::Venue;

use super::{AmountChoice, Field, OrderKey, SendTo, SendWhen, Step};
use crate::flow::{Failure, HostEvent, IdempotencyKey, common_effect};
use crate::self_service::payment;

/// An event: an answer of the API, an act of the guest, or a request of the page.
#[derive(Clone, Debug)]
pub enum Event {
    /// Answer to the request for the venue.
    VenueAnswered(u32, Result<Box<Venue>, Failure>),
    /// Answer to the order's request. After [`Failure::Offline`] its outcome is unknown.
    Ordered(u32, Result<Box<GiftCardOrder>, Failure>),
    /// Answer to the request for the order.
    OrderAnswered(u32, Result<Box<GiftCardOrder>, Failure>),
    /// Answer to the request for a balance.
    BalanceAnswered(u32, Result<Balance, Failure>),
    /// Answer to a withdrawal, stated or confirmed. After [`Failure::Offline`] its outcome is unknown.
    WithdrawalAnswered(u32, Result<Withdrawal, Failure>),
    /// The card's file was offered for download, or the request failed.
    Downloaded(u32, Result<(), Failure>),
    /// An event of the payment.
    Payment(payment::Event),
    /// The delay of this number is over.
    Waited(u32),
    /// Whether the code was copied to the clipboard.
    Copied(bool),
    /// The guest chose a design.
    TemplateChosen(TemplateId),
    /// The guest chose an amount.
    AmountChosen(AmountChoice),
    /// The guest chose whom the card is sent to.
    ToChosen(SendTo),
    /// The guest chose when the card is sent.
    WhenChosen(SendWhen),
    /// The guest changed a field's text.
    Typed(Field, String),
    /// The guest left a field.
    FieldLeft(Field),
    /// The guest pressed a fault in the list, which leads to its field.
    FieldWanted(Field),
    /// The guest continues to the next step.
    Continued,
    /// The guest goes back one step, or leaves the balance or the withdrawal.
    WentBack,
    /// The guest wants to change what a step asked for.
    ChangeWanted(Step),
    /// The guest ordered the card. The random key is used unless an earlier request is repeated.
    Confirmed(IdempotencyKey),
    /// The guest retried a failed request.
    Retried,
    /// The guest wants to buy another card.
    AnotherWanted,
    /// The guest wants to make a reservation.
    BookingWanted,
    /// The guest wants to know a card's balance.
    BalanceWanted,
    /// The guest changed the code whose balance is asked for.
    CodeTyped(String),
    /// The guest requests the balance.
    BalanceAsked,
    /// The guest wants the card as a file.
    DownloadWanted,
    /// The guest wants to paste the code elsewhere.
    CopyWanted,
    /// The guest wants to withdraw from the purchase.
    WithdrawalWanted,
    /// The guest withdraws.
    WithdrawalConfirmed,
    /// The page requests fresh data.
    Refreshed,
}

/// A side effect for the runtime. Requests carry a number, which their answer repeats.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Request the venue.
    AskVenue(u32, VenueId),
    /// Order the card.
    Order(u32, IdempotencyKey, Box<GiftCardRequest>),
    /// Request the order.
    AskOrder(u32, OrderKey),
    /// Request a card's balance.
    AskBalance(u32, GiftCardCode),
    /// Fetch the card's PDF and offer it for download.
    Download(u32, OrderKey),
    /// Request a statement of the refund or, if `true`, confirm the withdrawal. Confirming again has no further
    /// effect.
    Withdraw(u32, OrderKey, bool),
    /// An effect of the order's payment.
    Payment(OrderKey, payment::Effect),
    /// Report when so many seconds have passed in which the page was visible.
    Wait(u32, u8),
    /// Copy the code to the clipboard.
    Copy(GiftCardCode),
    /// Show another view, by its name.
    OpenView(&'static str),
    /// Move the keyboard's focus, once the new state is drawn.
    Focus(Focus),
    /// Dispatch an event to the page.
    Emit(HostEvent),
}

common_effect!(Effect);

/// Where the keyboard's focus belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The heading of what is shown.
    Heading,
    /// The notice above the step.
    Notice,
    /// The list of faulty fields.
    Faults,
    /// A field.
    Field(Field),
    /// The code whose balance is asked for.
    Code,
    /// The answer to the question for a balance.
    Balance,
    /// The notice above the payment.
    PaymentNotice,
}
