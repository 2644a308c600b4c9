//! An order after it was made, by its status.

use shared::gift_card::OrderStatus;

use crate::self_service::gift_cards::{Event, Order, Shop, Withdrawal};
use crate::ui::ViewContext;
use crate::ui::button::Look;
use crate::ui::node::{Element, el};
use crate::ui::payment::{Cause, payment};

use super::{frame, issued, withdrawal};

/// The screen.
pub(super) fn order(order: &Order, shop: &Shop, view: &ViewContext<Event>) -> Element {
    let words = view.words;
    if order.is_unknown() {
        return frame::screen("gift-card-unknown", words.cards_unknown_title, view)
            .child(el("p").child(words.cards_unknown))
            .child(frame::leave(order, shop, view));
    }
    if order.withdrawal.is_under_way() {
        return withdrawal::withdrawal(order, view);
    }
    let screen = match order.status() {
        None => frame::screen("gift-card-loading", words.cards_issued_title, view)
            .child(el("p").attr("role", "status").child(words.cards_loading)),
        Some(OrderStatus::PaymentPending) => pay(order, view),
        Some(OrderStatus::Issuing) => frame::screen("gift-card-issuing", words.cards_issuing_title, view)
            .child(el("p").attr("role", "status").child(words.cards_issuing)),
        Some(OrderStatus::Issued) => issued::issued(order, shop, view),
        Some(OrderStatus::Refunding) if matches!(order.withdrawal, Withdrawal::Taken(_)) => {
            frame::screen("gift-card-withdrawn", words.cards_withdrawn_title, view)
                .child(el("p").child(words.cards_withdrawn))
        }
        Some(OrderStatus::Refunding) => {
            frame::screen("gift-card-refunding", words.cards_refunding_title, view)
                .child(el("p").child(words.cards_refunding))
        }
        Some(OrderStatus::Refunded) => frame::screen("gift-card-refunded", words.cards_refunded_title, view)
            .child(el("p").child(words.cards_refunded))
            .child(frame::leave(order, shop, view)),
        Some(OrderStatus::Lapsed) => frame::screen("gift-card-lapsed", words.cards_lapsed_title, view)
            .child(el("p").child(words.cards_lapsed))
            .child(frame::leave(order, shop, view)),
    };
    screen.child(stale(order, view))
}

/// The payment, as long as one is to be made.
fn pay(order: &Order, view: &ViewContext<Event>) -> Element {
    let amount = order
        .known
        .as_ref()
        .map(|known| view.context.formats.money(known.amount));
    let title = view.words.cards_pay_title.with(&amount.unwrap_or_default());
    let cause = Cause {
        terms: None,
        until: None,
        gift: None,
        held: view.words.cards_held,
    };
    let step = order
        .checkout
        .as_ref()
        .map(|checkout| payment(checkout, cause, view, Event::Payment));
    frame::screen("gift-card-payment", title, view).child(step)
}

/// The notice that the order's status could not be read.
fn stale(order: &Order, view: &ViewContext<Event>) -> Option<Element> {
    // The payment goes on asking, and shows a lost connection itself.
    order.failure.as_ref().filter(|_| order.checkout.is_none())?;
    let again = view.button(Look::Quiet, view.context.texts.retry, Event::Retried);
    Some(
        el("p")
            .class("note")
            .child(view.words.cards_stale)
            .child(" ")
            .child(again),
    )
}
