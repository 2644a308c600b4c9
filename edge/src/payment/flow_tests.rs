//! Facts about a payment's course.

use shared::no_show::ChargeRefusal;
use shared::payment::PaymentProblem;

use super::*;

pub(super) const AMOUNT: i64 = 6_800;

/// A refund of this name, as far as it has come.
pub(super) fn refund(id: &str, amount: i64, status: RefundStatus) -> Event {
    Event::Refund {
        id: id.to_owned(),
        amount,
        status,
    }
}

fn back(amount: i64) -> Event {
    refund("re_1", amount, RefundStatus::Succeeded)
}

fn dispute(amount: i64, status: DisputeStatus) -> Event {
    Event::Dispute {
        id: "dp_1".to_owned(),
        amount,
        status,
    }
}

/// The first refund of a payment.
#[expect(
    clippy::unnecessary_wraps,
    reason = "it is compared with what there is to do, which may be nothing"
)]
fn to_refund(amount: i64, total: i64) -> Option<Todo> {
    Some(Todo::Refund {
        amount,
        total,
        failures: 0,
    })
}

pub(super) fn run(mode: Mode, events: &[Event]) -> (Flow, Vec<News>) {
    let mut news_list = Vec::new();
    let flow = events.iter().fold(Flow::new(mode), |flow, event| {
        let (flow, news) = flow.step(event.clone());
        news_list.extend(news);
        flow
    });
    (flow, news_list)
}

#[test]
fn a_payment_in_time_is_news_once() {
    let (flow, news_list) = run(
        Mode::Charge,
        &[
            Event::Begun,
            Event::Declined,
            Event::Authenticating,
            Event::Paid(AMOUNT),
            Event::Paid(AMOUNT),
            Event::Expired,
            Event::Declined,
        ],
    );
    assert_eq!((flow.state, flow.taken, flow.todo()), (State::Paid, AMOUNT, None));
    assert_eq!(news_list, [News::Secured]);
}

#[test]
fn what_comes_too_late_goes_back() {
    let (flow, news_list) = run(Mode::Charge, &[Event::Begun, Event::Expired, Event::Paid(AMOUNT)]);
    assert_eq!(
        (flow.state, flow.todo()),
        (State::Refunding, to_refund(AMOUNT, AMOUNT))
    );
    assert_eq!(news_list, [News::Lost, News::Late]);
    let (flow, news) = flow.step(back(AMOUNT));
    assert_eq!((flow.state, flow.todo()), (State::Refunded, None));
    assert_eq!(news, [News::Returned]);
}

#[test]
fn what_lapses_is_closed_at_the_provider() {
    let (flow, _) = run(Mode::Charge, &[Event::Begun, Event::Expired]);
    assert_eq!(flow.todo(), Some(Todo::Cancel));
    assert_eq!(flow.step(Event::Closed).0.todo(), None);
}

#[test]
fn what_is_set_aside_is_taken_or_set_free() {
    let (flow, news_list) = run(Mode::Reserve, &[Event::Begun, Event::Authorised]);
    assert_eq!((flow.state, flow.todo()), (State::Authorised, None));
    assert_eq!(news_list, [News::Secured]);
    let (captured, _) = flow.clone().step(Event::Capture);
    assert_eq!(captured.todo(), Some(Todo::Capture));
    let (captured, news) = captured.step(Event::Paid(AMOUNT));
    assert_eq!(
        (captured.state, captured.todo(), news),
        (State::Paid, None, vec![])
    );
    let (freed, news) = flow.step(Event::GiveBack(AMOUNT));
    assert_eq!(
        (freed.state, freed.todo(), news),
        (State::Lapsed, Some(Todo::Cancel), vec![])
    );
}

#[test]
fn what_the_bank_no_longer_sets_aside_is_lost() {
    let (flow, news_list) = run(Mode::Reserve, &[Event::Authorised, Event::Closed]);
    assert_eq!((flow.state, flow.todo()), (State::Lapsed, None));
    assert_eq!(news_list, [News::Secured, News::Lost]);
    assert_eq!(flow.problem(), Some(PaymentProblem::AuthorisationLost));
}

#[test]
fn a_stored_card_costs_nothing() {
    let (flow, news_list) = run(
        Mode::Guarantee,
        &[
            Event::Begun,
            Event::Authorised,
            Event::Capture,
            Event::Paid(AMOUNT),
        ],
    );
    assert_eq!(
        (flow.state, flow.taken, flow.todo()),
        (State::Authorised, 0, None)
    );
    assert_eq!(news_list, [News::Secured]);
}

/// A stored card that is to be charged.
fn claimed() -> Flow {
    run(
        Mode::Guarantee,
        &[Event::Begun, Event::Authorised, Event::Charge(AMOUNT)],
    )
    .0
}

#[test]
fn a_card_on_file_is_charged_on_request_and_once() {
    let flow = claimed();
    assert_eq!(
        (flow.state, flow.todo()),
        (State::Charging, Some(Todo::Charge(AMOUNT)))
    );
    assert_eq!(
        flow.clone().step(Event::Charge(AMOUNT * 2)),
        (flow.clone(), vec![])
    );
    let (paid, news) = flow.step(Event::Paid(AMOUNT));
    assert_eq!(
        (paid.state, paid.taken, paid.todo(), news),
        (State::Paid, AMOUNT, None, vec![News::Charged])
    );
    assert_eq!(paid.clone().step(Event::Charge(AMOUNT)), (paid, vec![]));
}

#[test]
fn a_failed_charge_is_news_and_not_repeated() {
    let (failed, news) = claimed().step(Event::Refused(ChargeRefusal::AuthenticationRequired));
    assert_eq!(
        (failed.state, failed.todo(), failed.refusal, news),
        (
            State::Uncharged,
            None,
            Some(ChargeRefusal::AuthenticationRequired),
            vec![News::Uncharged]
        )
    );
    assert_eq!(
        failed.clone().step(Event::Charge(AMOUNT)),
        (failed.clone(), vec![])
    );
    // Should the money come after all, it is not lost.
    let (paid, news) = failed.step(Event::Paid(AMOUNT));
    assert_eq!((paid.taken, news), (AMOUNT, vec![News::Charged]));
}

#[test]
fn what_was_charged_can_go_back_and_what_may_have_been_goes_back_when_it_comes() {
    let back = to_refund(AMOUNT, AMOUNT);
    let (paid, _) = claimed().step(Event::Paid(AMOUNT));
    let (owed, _) = paid.step(Event::GiveBack(AMOUNT));
    assert_eq!(owed.todo(), back);
    let (waived, _) = claimed().step(Event::GiveBack(AMOUNT));
    assert_eq!(waived.state, State::Charging);
    let (owed, news) = waived.clone().step(Event::Paid(AMOUNT));
    assert_eq!((owed.todo(), news), (back, vec![]));
    // The outcome of a waived charge is no news.
    assert_eq!(waived.step(Event::Refused(ChargeRefusal::CardDeclined)).1, []);
}

#[test]
fn late_events_about_storing_the_card_do_not_touch_the_charge() {
    let flow = claimed();
    for event in [
        Event::Begun,
        Event::Declined,
        Event::Authenticating,
        Event::Authorised,
        Event::Closed,
        Event::Expired,
    ] {
        assert_eq!(
            flow.clone().step(event.clone()),
            (flow.clone(), vec![]),
            "{event:?}"
        );
    }
    assert_eq!(
        Event::Declined.of_charge(),
        Some(Event::Refused(ChargeRefusal::CardDeclined))
    );
    assert_eq!(Event::Begun.of_charge(), None);
}

#[test]
fn what_was_stored_before_there_were_charges_is_read() {
    let stored = r#"{"state":"authorised","mode":"guarantee","taken":0,"owed":0,"returned":0,"capture":false,"closed":false}"#;
    let flow: Flow = serde_json::from_str(stored).unwrap();
    assert_eq!(flow.step(Event::Charge(AMOUNT)).0, claimed());
}

#[test]
fn a_part_may_go_back_and_the_rest_later() {
    let (flow, _) = run(
        Mode::Charge,
        &[
            Event::Paid(AMOUNT),
            Event::GiveBack(1_000),
            Event::GiveBack(1_000),
        ],
    );
    assert_eq!(flow.todo(), to_refund(1_000, 1_000));
    let (flow, _) = flow.step(back(1_000));
    assert_eq!((flow.state, flow.todo()), (State::Refunded, None));
    let (flow, _) = flow.step(Event::GiveBack(AMOUNT * 2));
    assert_eq!(flow.todo(), to_refund(AMOUNT - 1_000, AMOUNT));
}

#[test]
fn a_refund_on_its_way_is_not_done() {
    let (flow, _) = run(Mode::Charge, &[Event::Paid(AMOUNT), Event::GiveBack(AMOUNT)]);
    let (flow, news) = flow.step(refund("re_1", AMOUNT, RefundStatus::Pending));
    assert_eq!(
        (flow.state, flow.todo(), news),
        (State::Refunding, Some(Todo::Look), vec![])
    );
    let (flow, news) = flow.step(back(AMOUNT));
    assert_eq!(
        (flow.state, flow.todo(), news),
        (State::Refunded, None, vec![News::Returned])
    );
}

#[test]
fn a_failed_refund_is_news_and_repeated_for_as_long_as_it_takes() {
    let (mut flow, _) = run(Mode::Charge, &[Event::Paid(AMOUNT), Event::GiveBack(AMOUNT)]);
    for failures in 0..500 {
        let again = Todo::Refund {
            amount: AMOUNT,
            total: AMOUNT,
            failures,
        };
        assert_eq!(flow.todo(), Some(again));
        let id = format!("re_{failures}");
        flow = flow.step(refund(&id, AMOUNT, RefundStatus::Succeeded)).0;
        let (next, news) = flow.step(refund(&id, AMOUNT, RefundStatus::Failed));
        assert_eq!((next.state, news), (State::Refunding, vec![News::RefundFailed]));
        assert_eq!(next.problem(), Some(PaymentProblem::RefundFailed));
        flow = next;
    }
    // It was refunded another way.
    let (flow, news) = flow.step(refund("by hand", AMOUNT, RefundStatus::Succeeded));
    assert_eq!((flow.todo(), flow.problem()), (None, None));
    assert_eq!(news, [News::Returned]);
}

#[test]
fn a_refunded_total_is_kept_until_the_payment_s_event_comes() {
    let (flow, news_list) = run(Mode::Charge, &[back(AMOUNT), Event::Paid(AMOUNT)]);
    assert_eq!((flow.state, flow.todo()), (State::Refunded, None));
    assert_eq!(news_list, [News::Secured, News::SentBack, News::Returned]);
    // The total alone does not show the refunds' progress.
    let (flow, _) = run(Mode::Charge, &[Event::Paid(AMOUNT), Event::Returned(500)]);
    assert_eq!((flow.state, flow.todo()), (State::Paid, Some(Todo::Look)));
    let (flow, news_list) = flow.step(refund("re_1", 500, RefundStatus::Failed));
    assert_eq!((flow.state, flow.todo()), (State::Paid, None));
    assert_eq!(news_list, [News::RefundFailed]);
}

#[test]
fn a_total_before_the_payment_s_event_is_looked_for_once_the_money_has_come() {
    for (mode, paid) in [
        (Mode::Charge, vec![Event::Paid(AMOUNT)]),
        (
            Mode::Reserve,
            vec![Event::Authorised, Event::Capture, Event::Paid(AMOUNT)],
        ),
    ] {
        let mut events = vec![Event::Returned(500)];
        events.extend(paid);
        let (flow, _) = run(mode, &events);
        assert_eq!(
            (flow.state, flow.todo()),
            (State::Paid, Some(Todo::Look)),
            "{mode:?}"
        );
        let (flow, news_list) = flow.step(refund("re_1", 500, RefundStatus::Succeeded));
        assert_eq!((flow.gone_back(), flow.todo()), (500, None));
        assert_eq!(news_list, [News::SentBack, News::Returned]);
    }
}

#[test]
fn a_dispute_is_news_and_its_lost_amount_is_not_refunded_again() {
    let (flow, _) = run(Mode::Charge, &[Event::Paid(AMOUNT)]);
    let (flow, news) = flow.step(dispute(AMOUNT, DisputeStatus::Inquiry));
    assert_eq!(news, [News::Disputed]);
    assert_eq!(flow.problem(), Some(PaymentProblem::Disputed));
    let (open, news) = flow.step(dispute(AMOUNT, DisputeStatus::Open));
    assert_eq!(news, []);
    let (won, news) = open.clone().step(dispute(AMOUNT, DisputeStatus::Won));
    assert_eq!((won.problem(), news), (None, vec![News::DisputeWon]));
    assert_eq!(
        won.step(Event::GiveBack(AMOUNT)).0.todo(),
        to_refund(AMOUNT, AMOUNT)
    );
    let (lost, news) = open.step(dispute(AMOUNT, DisputeStatus::Lost));
    assert_eq!(news, [News::DisputeLost, News::SentBack]);
    let (lost, _) = lost.step(Event::GiveBack(AMOUNT));
    assert_eq!((lost.state, lost.todo()), (State::Refunded, None));
    assert_eq!(lost.problem(), Some(PaymentProblem::DisputeLost));
}

#[test]
fn what_the_bank_does_not_give_is_lost_and_closed() {
    let (flow, news_list) = run(
        Mode::Reserve,
        &[Event::Authorised, Event::Capture, Event::CaptureRefused],
    );
    assert_eq!((flow.state, flow.todo()), (State::Lapsed, Some(Todo::Cancel)));
    assert_eq!(flow.problem(), Some(PaymentProblem::CaptureFailed));
    assert_eq!(news_list, [News::Secured, News::Lost]);
}

#[test]
fn a_call_that_fails_for_days_is_news_once() {
    let (flow, _) = run(Mode::Charge, &[Event::Paid(AMOUNT), Event::GiveBack(AMOUNT)]);
    let (stuck, news) = flow.step(Event::Stuck);
    assert_eq!(news, [News::Stuck]);
    assert_eq!(stuck.problem(), Some(PaymentProblem::RefundStuck));
    let (stuck, news) = stuck.step(Event::Stuck);
    assert_eq!(news, []);
    let (done, _) = stuck.step(back(AMOUNT));
    assert_eq!((done.problem(), done.stuck), (None, false));
    // Nothing is left to do.
    assert_eq!(done.step(Event::Stuck).1, []);
}

#[test]
fn what_was_stored_before_refunds_were_kept_is_read() {
    let stored = r#"{"state":"refunding","mode":"charge","taken":6800,"owed":6800,"returned":500,"capture":false,"closed":false}"#;
    let flow: Flow = serde_json::from_str(stored).unwrap();
    assert_eq!(flow.todo(), to_refund(6_300, AMOUNT));
    // All earlier refunds are seen with the first look, and counted once.
    let (flow, _) = flow.step(refund("re_0", 500, RefundStatus::Succeeded));
    assert_eq!(flow.todo(), to_refund(6_300, AMOUNT));
    let (flow, news) = flow.step(refund("re_1", 6_300, RefundStatus::Succeeded));
    assert_eq!((flow.state, news), (State::Refunded, vec![News::Returned]));
}
