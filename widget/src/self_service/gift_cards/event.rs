//! What can happen to the purchase of a gift card and what it asks to be done. It must not know how either is
//! carried out.

use shared::gift_card::{Balance, GiftCardCode, GiftCardOrder, GiftCardRequest, Withdrawal};
use shared::id::{TemplateId, VenueId};
use shared::venue::Venue;

use super::{AmountChoice, Field, OrderKey, SendTo, SendWhen, Step};
use crate::flow::{Failure, HostEvent, IdempotencyKey};
use crate::self_service::payment;

/// What can happen.
#[derive(Clone, Debug)]
pub enum Event {
    /// The venue's data came, or did not.
    VenueAnswered(u32, Result<Box<Venue>, Failure>),
    /// The order was made, or was not, or nobody knows.
    Ordered(u32, Result<Box<GiftCardOrder>, Failure>),
    /// Where the order stands came, or did not.
    OrderAnswered(u32, Result<Box<GiftCardOrder>, Failure>),
    /// A card's balance came, or did not.
    BalanceAnswered(u32, Result<Balance, Failure>),
    /// What comes back by a withdrawal was told or done, or was not, or nobody knows.
    WithdrawalAnswered(u32, Result<Withdrawal, Failure>),
    /// The card was offered as a file, or could not be had.
    Downloaded(u32, Result<(), Failure>),
    /// Something happened to the payment.
    Payment(payment::Event),
    /// The time waited for is over.
    Waited(u32),
    /// The code is where it can be pasted from, or is not.
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
    /// The guest wants to get to a field, from the list of faults.
    FieldWanted(Field),
    /// The guest goes on to the next step.
    Continued,
    /// The guest goes back one step, or leaves the balance or the withdrawal.
    WentBack,
    /// The guest wants to change what a step asked for.
    ChangeWanted(Step),
    /// The guest orders the card. The key is random and used only where a new one is due.
    Confirmed(IdempotencyKey),
    /// The guest asks again what could not be had.
    Retried,
    /// The guest wants to buy another card.
    AnotherWanted,
    /// The guest wants to make a reservation.
    BookingWanted,
    /// The guest wants to know a card's balance.
    BalanceWanted,
    /// The guest changed the code whose balance is asked for.
    CodeTyped(String),
    /// The guest asks for the balance.
    BalanceAsked,
    /// The guest wants the card as a file.
    DownloadWanted,
    /// The guest wants to paste the code elsewhere.
    CopyWanted,
    /// The guest wants to withdraw from the purchase.
    WithdrawalWanted,
    /// The guest withdraws.
    WithdrawalConfirmed,
    /// The page asks for what is offered now.
    Refreshed,
}

/// What is to be done outside. Answers carry the number of their question.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for the venue.
    AskVenue(u32, VenueId),
    /// Order the card.
    Order(u32, IdempotencyKey, Box<GiftCardRequest>),
    /// Ask where the order stands.
    AskOrder(u32, OrderKey),
    /// Request a card's balance.
    AskBalance(u32, GiftCardCode),
    /// Fetch the card's PDF and offer it for download.
    Download(u32, OrderKey),
    /// Ask what comes back by a withdrawal or, if it is confirmed, withdraw. To confirm it again counts once.
    Withdraw(u32, OrderKey, bool),
    /// What the order's payment asks for.
    Payment(OrderKey, payment::Effect),
    /// Say so after so many seconds in which the page could be seen.
    Wait(u32, u8),
    /// Copy the code to the clipboard.
    Copy(GiftCardCode),
    /// Show another view, by its name.
    OpenView(&'static str),
    /// Move the keyboard's focus, once the new state is drawn.
    Focus(Focus),
    /// Tell the page.
    Emit(HostEvent),
}

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
