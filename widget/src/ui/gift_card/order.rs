//! An order after it was made, in each state that it can be in. It must not know how it got there.

use shared::gift_card::OrderStatus;

use crate::self_service::gift_cards::{Counter, Event, Order, Withdrawal};
use crate::ui::Scene;
use crate::ui::button::Look;
use crate::ui::node::{Element, el};
use crate::ui::payment::{Cause, payment};

use super::{frame, issued, withdrawal};

/// The screen.
pub(super) fn order(order: &Order, counter: &Counter, scene: &Scene<Event>) -> Element {
    let words = scene.words;
    if order.is_unknown() {
        return frame::screen("gift-card-unknown", words.cards_unknown_title, scene)
            .child(el("p").child(words.cards_unknown))
            .child(leave(order, counter, scene));
    }
    if order.withdrawal.is_under_way() {
        return withdrawal::withdrawal(order, scene);
    }
    let screen = match order.status() {
        None => frame::screen("gift-card-loading", words.cards_issued_title, scene)
            .child(el("p").attr("role", "status").child(words.cards_loading)),
        Some(OrderStatus::PaymentPending) => pay(order, scene),
        Some(OrderStatus::Issuing) => frame::screen("gift-card-issuing", words.cards_issuing_title, scene)
            .child(el("p").attr("role", "status").child(words.cards_issuing)),
        Some(OrderStatus::Issued) => issued::issued(order, counter, scene),
        Some(OrderStatus::Refunding) if matches!(order.withdrawal, Withdrawal::Taken(_)) => {
            frame::screen("gift-card-withdrawn", words.cards_withdrawn_title, scene)
                .child(el("p").child(words.cards_withdrawn))
        }
        Some(OrderStatus::Refunding) => {
            frame::screen("gift-card-refunding", words.cards_refunding_title, scene)
                .child(el("p").child(words.cards_refunding))
        }
        Some(OrderStatus::Refunded) => frame::screen("gift-card-refunded", words.cards_refunded_title, scene)
            .child(el("p").child(words.cards_refunded))
            .child(leave(order, counter, scene)),
        Some(OrderStatus::Lapsed) => frame::screen("gift-card-lapsed", words.cards_lapsed_title, scene)
            .child(el("p").child(words.cards_lapsed))
            .child(leave(order, counter, scene)),
    };
    screen.child(stale(order, scene))
}

/// The payment, as long as one is to be made.
fn pay(order: &Order, scene: &Scene<Event>) -> Element {
    let amount = order
        .known
        .as_ref()
        .map(|known| scene.context.formats.money(known.amount));
    let title = scene.words.cards_pay_title.with(&amount.unwrap_or_default());
    let cause = Cause {
        terms: None,
        gift: None,
        held: scene.words.cards_held,
    };
    let step = order
        .checkout
        .as_ref()
        .map(|checkout| payment(checkout, cause, scene, Event::Payment));
    frame::screen("gift-card-payment", title, scene).child(step)
}

/// What is said where it cannot be seen how the order stands.
fn stale(order: &Order, scene: &Scene<Event>) -> Option<Element> {
    // The payment says so itself.
    order.failure.as_ref().filter(|_| order.checkout.is_none())?;
    let again = scene.button(Look::Quiet, scene.context.texts.retry, Event::Retried);
    Some(
        el("p")
            .class("note")
            .child(scene.words.cards_stale)
            .child(" ")
            .child(again),
    )
}

/// What can be done next, where this order is over.
pub(super) fn leave(order: &Order, counter: &Counter, scene: &Scene<Event>) -> Element {
    let (look, label) = if order.can_be_repeated() {
        (Look::Primary, scene.words.cards_order_again)
    } else {
        (Look::Plain, scene.words.cards_buy_another)
    };
    let another = counter
        .draft
        .is_some()
        .then(|| scene.button(look, label, Event::AnotherWanted));
    let book = scene.button(Look::Plain, scene.words.cards_book_table, Event::BookingWanted);
    el("div").class("actions").child(another).child(book)
}
