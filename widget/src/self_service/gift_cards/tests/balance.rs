//! Facts about the question for a card's balance.

use super::*;

#[test]
fn a_mistyped_code_is_a_fault_without_a_request() {
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
        assert_eq!(session.shop().balance.fault, Some(BalanceFault::Code(fault)));
    }
    session.take(Event::CodeTyped(right.to_lowercase()));
    assert_eq!(session.shop().balance.fault, None);
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
    assert_eq!(session.shop().balance.known, None);
    session
        .take(Event::CodeTyped(code().text()))
        .take(Event::BalanceAsked);
    let number = session.number();
    session.take(Event::BalanceAnswered(number, Ok(balance(700))));
    assert_eq!(session.shop().balance.known, Some(balance(700)));
    assert_eq!(session.effects, [Effect::Focus(Focus::Balance)]);
    session.take(Event::WentBack);
    assert_eq!(session.shop().section, Section::Purchase);
    assert_eq!(session.shop().balance, BalanceCheck::default());
}

#[test]
fn each_cause_of_no_balance_has_its_own_fault() {
    for (failure, fault, focus) in [
        (
            problem(ProblemCode::GiftCardNotFound),
            BalanceFault::Unknown,
            Focus::Code,
        ),
        (
            refusal(&[("/code", FieldCode::Mistyped)]),
            BalanceFault::Code(FieldCode::Mistyped),
            Focus::Code,
        ),
        (
            problem(ProblemCode::RateLimited),
            BalanceFault::Failed(problem(ProblemCode::RateLimited)),
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
        assert_eq!(session.shop().balance.fault, Some(fault));
        assert_eq!(session.effects[0], Effect::Focus(focus));
        assert_eq!(session.shop().balance.text, code().text());
        session.take(Event::BalanceAsked);
        assert!(matches!(session.effects[0], Effect::AskBalance(..)));
    }
}
