//! The withdrawal from a purchase: its consequences, and the button that confirms it.

use shared::problem::ProblemCode;

use crate::flow::Failure;
use crate::self_service::gift_cards::{Event, Order, Withdrawal, is_refusal};
use crate::ui::button::Look;
use crate::ui::node::{Element, Node, el};
use crate::ui::{ViewContext, notice};

use super::{frame, sentences};

/// The screen.
pub(super) fn withdrawal(order: &Order, view: &ViewContext<Event>) -> Element {
    let words = view.words;
    let screen = frame::screen("gift-card-withdrawal", words.cards_withdraw_title, view);
    let keep = || view.button(Look::Plain, words.cards_withdraw_keep, Event::WentBack);
    match &order.withdrawal {
        Withdrawal::Refused(failure) => {
            let again = (!is_refusal(failure))
                .then(|| view.button(Look::Primary, view.context.texts.retry, Event::Retried));
            screen
                .child(notice::titled(
                    words.cards_withdraw_not_now,
                    text(failure, view),
                    Node::Nothing,
                ))
                .child(el("div").class("actions").child(keep()).child(again))
        }
        Withdrawal::Failed(_, failure) => screen
            .child(notice::titled(
                words.cards_withdraw_failed,
                text(failure, view),
                Node::Nothing,
            ))
            .child(statement(order, view)),
        Withdrawal::Requested(_) => screen
            .child(el("p").attr("role", "status").child(view.context.texts.loading))
            .child(el("div").class("actions").child(keep())),
        _ => screen.child(statement(order, view)),
    }
}

/// The consequences, and the button that confirms.
fn statement(order: &Order, view: &ViewContext<Event>) -> Element {
    let words = view.words;
    let back = order.withdrawal.terms().map(|terms| {
        let money = view.context.formats.money(terms.refund);
        el("p")
            .class("strong")
            .child(words.cards_withdraw_back.with(&money))
    });
    let until = order.withdrawal.terms().map(|terms| {
        let day = view.context.formats.day(terms.until);
        el("p").child(words.cards_withdraw_until.with(&day))
    });
    let is_sending = matches!(order.withdrawal, Withdrawal::Sending(..));
    let keep = order
        .withdrawal
        .may_be_left()
        .then(|| view.button(Look::Plain, words.cards_withdraw_keep, Event::WentBack));
    let label = if is_sending {
        view.context.texts.sending
    } else {
        words.cards_withdraw_confirm
    };
    let confirm = view
        .button(Look::Primary, label, Event::WithdrawalConfirmed)
        .aria("aria-disabled", is_sending)
        .aria("aria-busy", is_sending);
    el("div")
        .class("conditions")
        .child(back)
        .child(el("p").child(words.cards_withdraw_card))
        .child(el("p").child(words.cards_withdraw_mail))
        .child(until)
        .child(el("div").class("actions").child(keep).child(confirm))
}

fn text(failure: &Failure, view: &ViewContext<Event>) -> &'static str {
    let words = view.words;
    match failure {
        Failure::Problem(problem) => match problem.code {
            ProblemCode::WithdrawalOver => words.cards_withdraw_over,
            ProblemCode::GiftCardUsedUp => words.cards_withdraw_used_up,
            ProblemCode::NotWithdrawable => words.cards_withdraw_not_here,
            _ => sentences::failure(failure, view),
        },
        Failure::Offline | Failure::Unreadable(_) => words.cards_withdraw_unsure,
    }
}
