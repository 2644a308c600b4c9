//! Facts about an order after it was made, its card and its withdrawal.

use super::*;

/// Lets time go by until the order is asked about.
fn asked(session: &mut Session) -> u32 {
    for _ in 0..20 {
        let pause = session.effects.iter().find_map(|effect| match effect {
            Effect::Wait(number, _) => Some(Event::Waited(*number)),
            Effect::Payment(_, payment::Effect::Wait) => Some(Event::Payment(payment::Event::Ticked)),
            _ => None,
        });
        if let Some(Effect::AskOrder(number, _)) = session
            .effects
            .iter()
            .find(|effect| matches!(effect, Effect::AskOrder(..)))
        {
            return *number;
        }
        session.now = session.now.plus_seconds(1);
        session.take(pause.unwrap());
    }
    panic!("no request: {:?}", session.effects);
}

fn answered(session: &mut Session, status: &str) {
    let number = asked(session);
    session.take(Event::OrderAnswered(number, Ok(Box::new(order(status)))));
}

fn ordered_events(session: &Session) -> usize {
    let is_told = |effect: &&Effect| matches!(effect, Effect::Emit(HostEvent::GiftCardOrdered { .. }));
    session.effects.iter().filter(is_told).count()
}

#[test]
fn an_order_is_polled_until_it_rests_and_the_page_s_event_comes_once_it_is_paid() {
    let mut session = Session::ordered("payment_pending");
    assert_eq!(session.effects[0], Effect::Focus(Focus::Heading));
    assert_eq!(ordered_events(&session), 0);
    let number = asked(&mut session);
    session.take(Event::OrderAnswered(
        number,
        Ok(Box::new(order("payment_pending"))),
    ));
    assert!(!session.effects.contains(&Effect::Focus(Focus::Heading)));
    // The payment went on ticking meanwhile.
    let key = session.the_order().key.clone();
    session.effects = vec![Effect::Payment(key, payment::Effect::Wait)];
    answered(&mut session, "issuing");
    let ordered = HostEvent::GiftCardOrdered {
        template: template("branch"),
        amount: euros(5_000),
    };
    assert!(session.effects.contains(&Effect::Emit(ordered)));
    answered(&mut session, "issued");
    assert_eq!(ordered_events(&session), 0);
    assert!(session.effects.contains(&Effect::Focus(Focus::Heading)));
    assert!(
        !session
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::Wait(..)))
    );
}

#[test]
fn every_end_is_one() {
    for status in ["issued", "refunded", "lapsed"] {
        let session = Session::ordered(status);
        assert!(
            !session
                .effects
                .iter()
                .any(|effect| matches!(effect, Effect::Wait(..))),
            "{status}"
        );
    }
    let session = Session::ordered("payment_pending");
    let key = session.the_order().key.clone();
    assert!(
        session
            .effects
            .contains(&Effect::Payment(key, payment::Effect::Wait))
    );
    for status in ["issuing", "refunding"] {
        let session = Session::ordered(status);
        assert!(
            session
                .effects
                .iter()
                .any(|effect| matches!(effect, Effect::Wait(_, 2))),
            "{status}"
        );
    }
}

#[test]
fn a_failed_poll_is_repeated_later_and_shown_once() {
    let mut session = Session::ordered("issuing");
    for round in 0..3 {
        let number = session.number();
        session.take(Event::Waited(number));
        let number = session.number();
        session.take(Event::OrderAnswered(number, Err(Failure::Offline)));
        assert!(
            session
                .effects
                .iter()
                .any(|effect| matches!(effect, Effect::Wait(_, 10)))
        );
        let is_told = session
            .effects
            .contains(&Effect::Emit(HostEvent::Error("offline")));
        assert_eq!(is_told, round == 0);
    }
    let stale = session.number();
    session.take(Event::Retried);
    let number = session.number();
    session.take(Event::Waited(stale));
    assert_eq!(session.effects, []);
    session.take(Event::OrderAnswered(number, Ok(Box::new(order("issued")))));
    assert_eq!(session.the_order().failure, None);
}

#[test]
fn while_an_order_is_being_paid_only_a_lost_connection_is_called_one() {
    for (failure, error) in [
        (Failure::Offline, Some(payment::CheckoutError::Offline)),
        (problem(ProblemCode::RateLimited), None),
        (Failure::Unreadable(503), None),
    ] {
        let mut session = Session::ordered("payment_pending");
        let number = asked(&mut session);
        session.take(Event::OrderAnswered(number, Err(failure)));
        let checkout = session.the_order().checkout.as_ref().unwrap();
        assert_eq!(checkout.error, error);
        assert!(checkout.is_pending());
    }
}

#[test]
fn a_declined_card_is_shown_and_the_payment_ends_with_the_order() {
    let mut session = Session::ordered("payment_pending");
    let number = asked(&mut session);
    let mut declined = order("payment_pending");
    if let Some(payment) = &mut declined.payment {
        payment.status = shared::payment::PaymentStatus::Failed;
    }
    session.take(Event::OrderAnswered(number, Ok(Box::new(declined))));
    assert_eq!(session.effects, [Effect::Focus(Focus::PaymentNotice)]);
    let key = session.the_order().key.clone();
    session.effects = vec![Effect::Payment(key, payment::Effect::Wait)];
    answered(&mut session, "issued");
    assert_eq!(session.the_order().checkout, None);
    // What is left of its ticking means nothing any more.
    session.take(Event::Payment(payment::Event::Ticked));
    assert_eq!(session.effects, []);
}

#[test]
fn an_order_whose_payment_is_not_ready_is_asked_about() {
    let (mut session, number) = Session::sending();
    let mut bare = ordered("payment_pending");
    bare.payment = None;
    session.take(Event::Ordered(number, Ok(bare)));
    assert_eq!(session.the_order().checkout, None);
    answered(&mut session, "payment_pending");
    assert!(session.the_order().checkout.is_some());
}

#[test]
fn more_time_to_pay_for_a_card_is_not_to_be_had() {
    let (mut session, number) = Session::sending();
    let mut order = ordered("payment_pending");
    if let Some(payment) = &mut order.payment {
        payment.extendable = true;
    }
    session.take(Event::Ordered(number, Ok(order)));
    session.take(Event::Payment(payment::Event::MoreTimeWanted));
    assert_eq!(session.effects, [Effect::Focus(Focus::PaymentNotice)]);
}

#[test]
fn an_order_that_is_not_there_is_not_asked_about_again() {
    let mut session = Session::start(opening_with("o1.wrong"));
    session.take(Event::VenueAnswered(1, Ok(Box::new(venue()))));
    let number = session.number();
    session.take(Event::OrderAnswered(number, Err(problem(ProblemCode::NotFound))));
    assert!(session.the_order().is_unknown());
    assert!(
        !session
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::Wait(..)))
    );
    session.take(Event::AnotherWanted);
    assert_eq!(session.shop().section, Section::Purchase);
}

#[test]
fn a_card_can_be_copied_and_fetched_as_a_file() {
    let mut session = Session::ordered("issued");
    session.take(Event::CopyWanted);
    assert_eq!(session.effects, [Effect::Copy(code())]);
    session.take(Event::Copied(true));
    assert_eq!(session.the_order().copied, Some(true));
    session.take(Event::DownloadWanted);
    let number = session.number();
    session.take(Event::DownloadWanted);
    assert_eq!(session.effects, []);
    session.take(Event::Downloaded(number, Err(Failure::Offline)));
    assert_eq!(session.the_order().download, Download::Failed(Failure::Offline));
    session.take(Event::DownloadWanted);
    let number = session.number();
    session.take(Event::Downloaded(number, Ok(())));
    assert_eq!(session.the_order().download, Download::Offered);
}

#[test]
fn there_is_nothing_to_fetch_before_there_is_a_card() {
    let mut session = Session::ordered("issuing");
    for event in [Event::CopyWanted, Event::DownloadWanted, Event::WithdrawalWanted] {
        session.take(event);
        assert_eq!(session.effects, []);
    }
}

#[test]
fn another_card_begins_anew_for_the_same_purchaser() {
    let mut session = Session::ordered("issued");
    session.take(Event::AnotherWanted);
    assert_eq!(
        (session.shop().section, session.shop().step),
        (Section::Purchase, Step::Design)
    );
    assert_eq!(session.draft().text(Field::PurchaserName), "Ada Muster");
    assert_eq!(session.draft().text(Field::Message), "");
    assert_eq!(session.draft().to, SendTo::Me);
    assert_eq!(session.shop().order, None);
}

#[test]
fn what_was_not_paid_in_time_can_be_ordered_again_as_it_was() {
    let mut session = Session::ordered("lapsed");
    session.take(Event::AnotherWanted);
    assert_eq!(
        (session.shop().section, session.shop().step),
        (Section::Purchase, Step::Review)
    );
    assert_eq!(session.draft().text(Field::Message), "Happy birthday!");
    session.take(Event::Confirmed(key(8)));
    assert_eq!(session.sent().1, key(8));
}

#[test]
fn a_withdrawal_takes_two_steps_and_may_be_confirmed_again() {
    let mut session = Session::ordered("issued");
    session.take(Event::WithdrawalConfirmed);
    assert_eq!(session.effects, []);
    session.take(Event::WithdrawalWanted);
    let asked = session.number();
    assert!(matches!(&session.effects[0], Effect::Withdraw(_, _, false)));
    session.take(Event::WithdrawalConfirmed);
    assert_eq!(session.effects, []);
    session.take(Event::WithdrawalAnswered(asked, Ok(terms("issued"))));
    assert_eq!(
        session.the_order().withdrawal,
        Withdrawal::Stated(terms("issued"))
    );
    session.take(Event::WithdrawalConfirmed);
    let number = session.number();
    assert!(matches!(&session.effects[0], Effect::Withdraw(_, _, true)));
    session.take(Event::WithdrawalConfirmed);
    assert_eq!(session.effects, []);
    session.take(Event::WithdrawalAnswered(number, Err(Failure::Offline)));
    // It may have arrived: there is no way back from here.
    session.take(Event::WentBack);
    assert!(session.the_order().withdrawal.is_under_way());
    session.take(Event::WithdrawalConfirmed);
    let number = session.number();
    session.take(Event::WithdrawalAnswered(number, Ok(terms("refunding"))));
    assert_eq!(
        session.the_order().withdrawal,
        Withdrawal::Taken(terms("refunding"))
    );
    assert_eq!(session.the_order().card(), None);
    assert!(session.effects.contains(&Effect::Focus(Focus::Heading)));
    answered(&mut session, "refunded");
}

#[test]
fn a_withdrawal_can_be_left_until_it_is_confirmed() {
    let mut session = Session::ordered("issued");
    session.take(Event::WithdrawalWanted);
    let number = session.number();
    session.take(Event::WentBack);
    assert_eq!(session.the_order().withdrawal, Withdrawal::Unwanted);
    session.take(Event::WithdrawalAnswered(number, Ok(terms("issued"))));
    assert_eq!(session.the_order().withdrawal, Withdrawal::Unwanted);
}

#[test]
fn a_withdrawal_that_is_refused_says_so_and_can_be_left() {
    for code in [
        ProblemCode::WithdrawalOver,
        ProblemCode::GiftCardUsedUp,
        ProblemCode::NotWithdrawable,
    ] {
        let mut session = Session::ordered("issued");
        session.take(Event::WithdrawalWanted);
        let number = session.number();
        session.take(Event::WithdrawalAnswered(number, Err(problem(code))));
        assert_eq!(session.effects[0], Effect::Focus(Focus::Notice));
        assert_eq!(session.the_order().withdrawal, Withdrawal::Refused(problem(code)));
        session.take(Event::WentBack);
        assert_eq!(session.the_order().withdrawal, Withdrawal::Unwanted);
    }
    // Used up between the two steps.
    let mut session = Session::ordered("issued");
    session.take(Event::WithdrawalWanted);
    let number = session.number();
    session
        .take(Event::WithdrawalAnswered(number, Ok(terms("issued"))))
        .take(Event::WithdrawalConfirmed);
    let number = session.number();
    session
        .take(Event::WithdrawalAnswered(
            number,
            Err(problem(ProblemCode::GiftCardUsedUp)),
        ))
        .take(Event::WentBack);
    assert_eq!(session.the_order().withdrawal, Withdrawal::Unwanted);
}

#[test]
fn a_withdrawal_in_another_window_is_shown() {
    let mut session = Session::ordered("issued");
    session.take(Event::WithdrawalWanted);
    let number = session.number();
    session.take(Event::WithdrawalAnswered(number, Ok(terms("refunded"))));
    assert_eq!(
        session.the_order().withdrawal,
        Withdrawal::Taken(terms("refunded"))
    );
}
