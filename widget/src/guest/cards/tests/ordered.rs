//! Facts about an order after it was made, its card, its withdrawal, and the question for a balance.

use super::*;

fn answered(session: &mut Session, status: &str) {
    let number = session.number();
    session.take(Event::Waited(number));
    let number = session.number();
    session.take(Event::OrderAnswered(number, Ok(Box::new(order(status)))));
}

fn told_ordered(session: &Session) -> usize {
    let is_told = |effect: &&Effect| matches!(effect, Effect::Tell(HostEvent::Ordered { .. }));
    session.effects.iter().filter(is_told).count()
}

#[test]
fn an_order_is_asked_about_until_it_rests_and_the_page_is_told_once_it_is_paid() {
    let mut session = Session::ordered("payment_pending");
    assert_eq!(session.effects[0], Effect::Focus(Focus::Heading));
    assert_eq!(told_ordered(&session), 0);
    answered(&mut session, "payment_pending");
    assert!(!session.effects.contains(&Effect::Focus(Focus::Heading)));
    answered(&mut session, "issuing");
    let told = HostEvent::Ordered {
        template: template("branch"),
        amount: euros(5_000),
    };
    assert!(session.effects.contains(&Effect::Tell(told)));
    answered(&mut session, "issued");
    assert_eq!(told_ordered(&session), 0);
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
    for status in ["payment_pending", "issuing", "refunding"] {
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
fn a_question_without_an_answer_is_asked_again_later_and_told_once() {
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
            .contains(&Effect::Tell(HostEvent::Error("offline")));
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
fn an_order_that_is_not_there_is_not_asked_about_again() {
    let mut session = Session::start(Setup {
        order: OrderKey::read("o1.wrong"),
        ..setup()
    });
    session.take(Event::VenueAnswered(1, Ok(Box::new(venue()))));
    let number = session.number();
    session.take(Event::OrderAnswered(number, Err(problem(Code::NotFound))));
    assert!(session.the_order().is_unknown());
    assert!(
        !session
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::Wait(..)))
    );
    session.take(Event::AnotherWanted);
    assert_eq!(session.counter().place, Place::Shop);
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
        (session.counter().place, session.counter().step),
        (Place::Shop, Step::Design)
    );
    assert_eq!(session.draft().text(Field::PurchaserName), "Ada Muster");
    assert_eq!(session.draft().text(Field::Message), "");
    assert_eq!(session.draft().to, SendTo::Me);
    assert_eq!(session.counter().order, None);
}

#[test]
fn a_withdrawal_takes_two_steps_and_is_repeated_under_its_key() {
    let mut session = Session::ordered("issued");
    session.take(Event::WithdrawalConfirmed(key(4)));
    assert_eq!(session.effects, []);
    session.take(Event::WithdrawalWanted);
    assert_eq!(session.the_order().comes_back(), Some(euros(5_000)));
    session.take(Event::WentBack);
    assert_eq!(session.the_order().withdrawal, Withdrawal::Unwanted);
    session
        .take(Event::WithdrawalWanted)
        .take(Event::WithdrawalConfirmed(key(5)));
    let number = session.number();
    session.take(Event::WithdrawalConfirmed(key(6)));
    assert_eq!(session.effects, []);
    session.take(Event::WithdrawalAnswered(number, Err(Failure::Offline)));
    session.take(Event::WentBack);
    assert!(session.the_order().withdrawal.is_under_way());
    session.take(Event::WithdrawalConfirmed(key(7)));
    assert!(matches!(&session.effects[0], Effect::Withdraw(_, sent, _) if *sent == key(5)));
    let number = session.number();
    session.take(Event::WithdrawalAnswered(
        number,
        Ok(Box::new(order("refunding"))),
    ));
    assert_eq!(session.the_order().withdrawal, Withdrawal::Taken);
    assert!(session.effects.contains(&Effect::Focus(Focus::Heading)));
    answered(&mut session, "refunded");
}

#[test]
fn a_withdrawal_that_is_refused_can_be_left() {
    let mut session = Session::ordered("issued");
    session
        .take(Event::WithdrawalWanted)
        .take(Event::WithdrawalConfirmed(key(5)));
    let number = session.number();
    session.take(Event::WithdrawalAnswered(
        number,
        Err(problem(Code::IllegalTransition)),
    ));
    assert_eq!(session.effects[0], Effect::Focus(Focus::Notice));
    session.take(Event::WentBack);
    assert_eq!(session.the_order().withdrawal, Withdrawal::Unwanted);
}

#[test]
fn a_mistyped_code_is_told_before_anybody_is_asked() {
    let mut session = Session::open();
    session.take(Event::BalanceWanted);
    let right = code().text();
    for (text, fault) in [
        (String::new(), FieldCode::Required),
        (right.replacen('2', "3", 1), FieldCode::Mistyped),
        (right.replacen('2', "0", 1), FieldCode::LookAlike),
        (right[1..].to_owned(), FieldCode::Invalid),
    ] {
        session.take(Event::CodeTyped(text)).take(Event::BalanceAsked);
        assert_eq!(session.effects, [Effect::Focus(Focus::Code)]);
        assert_eq!(session.counter().balance.fault, Some(BalanceFault::Code(fault)));
    }
    session.take(Event::CodeTyped(right.to_lowercase()));
    assert_eq!(session.counter().balance.fault, None);
    session.take(Event::BalanceAsked);
    assert_eq!(session.effects, [Effect::AskBalance(session.number(), code())]);
}

#[test]
fn a_balance_is_that_of_the_code_that_stands_there() {
    let mut session = Session::open();
    session
        .take(Event::BalanceWanted)
        .take(Event::CodeTyped(code().text()))
        .take(Event::BalanceAsked);
    let number = session.number();
    session.take(Event::BalanceAsked);
    assert_eq!(session.effects, []);
    session.take(Event::CodeTyped("2".to_owned()));
    session.take(Event::BalanceAnswered(number, Ok(balance(700))));
    assert_eq!(session.counter().balance.known, None);
    session
        .take(Event::CodeTyped(code().text()))
        .take(Event::BalanceAsked);
    let number = session.number();
    session.take(Event::BalanceAnswered(number, Ok(balance(700))));
    assert_eq!(session.counter().balance.known, Some(balance(700)));
    assert_eq!(session.effects, [Effect::Focus(Focus::Balance)]);
    session.take(Event::WentBack);
    assert_eq!(session.counter().place, Place::Shop);
    assert_eq!(session.counter().balance, BalanceCheck::default());
}

#[test]
fn no_balance_is_told_by_its_cause() {
    for (failure, fault, focus) in [
        (
            problem(Code::GiftCardNotFound),
            BalanceFault::Unknown,
            Focus::Code,
        ),
        (
            refusal(&[("/code", FieldCode::Mistyped)]),
            BalanceFault::Code(FieldCode::Mistyped),
            Focus::Code,
        ),
        (
            problem(Code::RateLimited),
            BalanceFault::Failed(problem(Code::RateLimited)),
            Focus::Notice,
        ),
        (
            Failure::Offline,
            BalanceFault::Failed(Failure::Offline),
            Focus::Notice,
        ),
    ] {
        let mut session = Session::open();
        session
            .take(Event::BalanceWanted)
            .take(Event::CodeTyped(code().text()))
            .take(Event::BalanceAsked);
        let number = session.number();
        session.take(Event::BalanceAnswered(number, Err(failure)));
        assert_eq!(session.counter().balance.fault, Some(fault));
        assert_eq!(session.effects[0], Effect::Focus(focus));
        assert_eq!(session.counter().balance.text, code().text());
        session.take(Event::BalanceAsked);
        assert!(matches!(session.effects[0], Effect::AskBalance(..)));
    }
}
