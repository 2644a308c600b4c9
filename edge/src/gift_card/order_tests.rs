//! Facts about orders, one after another.

use super::*;

#[path = "order_property_tests.rs"]
mod property_tests;

fn payment(number: u8) -> PaymentReference {
    PaymentReference(format!("p{number}"))
}

fn after(issuer: Issuer, events: &[Event]) -> (Order, Vec<Effect>) {
    let mut all = Vec::new();
    let mut order = Order::new(issuer);
    for event in events {
        let (next, effects) = step(&order, event);
        order = next;
        all.extend(effects);
    }
    (order, all)
}

#[test]
fn a_paid_order_becomes_a_card() {
    let (order, effects) = after(Issuer::Here, &[Event::Paid(payment(1)), Event::Issued]);
    assert_eq!(order.stage, Stage::Issued);
    assert_eq!(
        effects,
        [Effect::IssueHere, Effect::SendReceipt, Effect::SendCard]
    );
}

#[test]
fn a_payment_after_the_lapse_goes_back() {
    let events = [
        Event::Lapsed,
        Event::Paid(payment(1)),
        Event::Refunded(payment(1)),
    ];
    let (order, effects) = after(Issuer::Here, &events);
    assert_eq!(order.stage, Stage::Refunded);
    assert_eq!(
        effects,
        [
            Effect::ClosePayment,
            Effect::Refund(payment(1)),
            Effect::SendRefundNotice
        ]
    );
}

#[test]
fn a_card_that_cannot_be_made_is_money_back() {
    let events = [Event::Paid(payment(1)), Event::IssueBegun, Event::NotIssued];
    let (order, effects) = after(Issuer::Upstream, &events);
    assert_eq!(order.stage, Stage::Refunding);
    let asked = Effect::IssueUpstream {
        payment: payment(1),
        is_asked: false,
    };
    assert_eq!(effects, [asked, Effect::Refund(payment(1))]);
}

#[test]
fn after_an_interrupted_request_its_outcome_is_read_first() {
    let (order, _) = after(Issuer::Upstream, &[Event::Paid(payment(1)), Event::IssueBegun]);
    assert_eq!(
        order.outstanding(),
        [Effect::IssueUpstream {
            payment: payment(1),
            is_asked: true
        }]
    );
}

#[test]
fn a_second_payment_goes_back_and_changes_nothing_else() {
    let events = [Event::Paid(payment(1)), Event::Issued, Event::Paid(payment(2))];
    let (order, effects) = after(Issuer::Here, &events);
    assert_eq!((order.stage, order.payment), (Stage::Issued, Some(payment(1))));
    assert_eq!(effects.last(), Some(&Effect::Refund(payment(2))));
}

#[test]
fn a_withdrawal_refunds_once_and_is_news_at_once() {
    let events = [
        Event::Paid(payment(1)),
        Event::Issued,
        Event::Withdrawn,
        Event::Withdrawn,
        Event::Paid(payment(1)),
        Event::Refunded(payment(1)),
        Event::Refunded(payment(1)),
        Event::Withdrawn,
    ];
    let (order, effects) = after(Issuer::Here, &events);
    assert_eq!(order.stage, Stage::Refunded);
    assert_eq!(
        effects[1..],
        [
            Effect::SendReceipt,
            Effect::SendCard,
            Effect::SendWithdrawal,
            Effect::SendRefundNotice
        ]
    );
}

#[test]
fn a_card_elsewhere_is_emptied_before_its_money_goes_back() {
    let events = [
        Event::Paid(payment(1)),
        Event::IssueBegun,
        Event::Issued,
        // Nothing was taken off it yet.
        Event::Withdrawn,
        Event::WithdrawalBegun,
        Event::WithdrawalBegun,
        Event::Refunded(payment(1)),
        Event::Withdrawn,
        Event::NotWithdrawn,
        Event::Refunded(payment(1)),
    ];
    let (before, _) = after(Issuer::Upstream, &events[..4]);
    assert_eq!(before.stage, Stage::Issued);
    let (emptying, effects) = after(Issuer::Upstream, &events[..7]);
    assert_eq!(emptying.stage, Stage::Emptying);
    assert_eq!(emptying.outstanding(), [Effect::EmptyUpstream]);
    assert_eq!(effects[3..], [Effect::EmptyUpstream]);
    let (order, effects) = after(Issuer::Upstream, &events);
    assert_eq!(order.stage, Stage::Refunded);
    assert_eq!(
        effects[3..],
        [
            Effect::EmptyUpstream,
            Effect::SendWithdrawal,
            Effect::SendRefundNotice
        ]
    );
}

#[test]
fn a_card_that_was_used_up_meanwhile_stays_as_it_is() {
    let events = [
        Event::Paid(payment(1)),
        Event::Issued,
        Event::WithdrawalBegun,
        Event::NotWithdrawn,
    ];
    assert_eq!(after(Issuer::Upstream, &events).0.stage, Stage::Issued);
    // What is kept here is never emptied elsewhere.
    assert_eq!(after(Issuer::Here, &events[..3]).0.stage, Stage::Issued);
}

#[test]
fn a_withdrawal_is_declared_once() {
    let declared = [
        (Stage::Issued, Stage::Emptying),
        (Stage::Issued, Stage::Withdrawing),
    ];
    for (from, to) in declared {
        assert_eq!(Reason::of(from, to), Some(Reason::Withdrawn));
    }
    // It was, before the card was empty.
    assert_eq!(Reason::of(Stage::Emptying, Stage::Withdrawing), None);
}

#[test]
fn an_order_without_a_card_cannot_be_withdrawn() {
    for events in [
        &[Event::Withdrawn][..],
        &[Event::Paid(payment(1)), Event::IssueBegun, Event::Withdrawn],
        &[Event::Lapsed, Event::Withdrawn],
        &[Event::Paid(payment(1)), Event::NotIssued, Event::Withdrawn],
    ] {
        let before = after(Issuer::Upstream, &events[..events.len() - 1]).0;
        assert_eq!(after(Issuer::Upstream, events).0, before, "{events:?}");
    }
}

#[test]
fn stages_are_stored_by_the_word_they_are_read_by() {
    for stage in [
        Stage::AwaitingPayment,
        Stage::Paid,
        Stage::Issuing,
        Stage::Issued,
        Stage::Refunding,
        Stage::Emptying,
        Stage::Withdrawing,
        Stage::Refunded,
        Stage::Lapsed,
    ] {
        assert_eq!(serde_json::to_value(stage).unwrap(), stage.text());
    }
}
