//! Facts about putting a card together.

use super::*;

#[test]
fn the_first_design_and_its_first_amount_are_chosen_beforehand() {
    let session = Session::open();
    assert_eq!(session.draft().template.id, template("branch"));
    assert_eq!(session.draft().money(), Ok(euros(2_500)));
    let told = [HostEvent::Ready, HostEvent::Step("gift-card-design")];
    assert_eq!(session.effects, told.map(Effect::Emit));
}

#[test]
fn another_design_keeps_the_amount_where_it_has_it() {
    let mut session = Session::open();
    session
        .take(Event::AmountChosen(AmountChoice::Own))
        .types(Field::Amount, "75")
        .take(Event::TemplateChosen(template("evening")));
    assert_eq!(session.draft().money(), Ok(euros(12_000)));
    session
        .take(Event::TemplateChosen(template("branch")))
        .take(Event::AmountChosen(AmountChoice::Own));
    assert_eq!(session.draft().money(), Ok(euros(7_500)));
    session.take(Event::TemplateChosen(template("gone")));
    assert_eq!(session.draft().template.id, template("branch"));
    // What the design does not have cannot be chosen.
    session.take(Event::AmountChosen(AmountChoice::Fixed(euros(12_000))));
    assert_eq!(session.draft().money(), Ok(euros(7_500)));
}

#[test]
fn a_faulty_amount_keeps_the_guest_at_the_first_step() {
    let mut session = Session::open();
    session
        .take(Event::AmountChosen(AmountChoice::Own))
        .types(Field::Amount, "5")
        .take(Event::Continued);
    assert_eq!(session.shop().step, Step::Design);
    assert_eq!(session.effects, [Effect::Focus(Focus::Faults)]);
    assert_eq!(
        session.draft().fault(Field::Amount),
        Some(Fault::Amount(AmountFault::TooSmall))
    );
    session.take(Event::FieldWanted(Field::Amount));
    assert_eq!(session.effects, [Effect::Focus(Focus::Field(Field::Amount))]);
    session.types(Field::Amount, "15");
    assert_eq!(session.draft().fault(Field::Amount), None);
    session.take(Event::Continued);
    assert_eq!(session.shop().step, Step::Delivery);
    assert_eq!(session.effects[0], Effect::Focus(Focus::Heading));
}

#[test]
fn a_fault_goes_with_the_question_it_belongs_to() {
    let mut session = Session::open();
    session
        .take(Event::AmountChosen(AmountChoice::Own))
        .take(Event::Continued)
        .take(Event::AmountChosen(AmountChoice::Fixed(euros(5_000))));
    assert_eq!(session.draft().faults, []);
    session
        .take(Event::Continued)
        .take(Event::ToChosen(SendTo::Recipient))
        .take(Event::WhenChosen(SendWhen::OnDay))
        .take(Event::Continued);
    let faulty = |session: &Session| -> Vec<Field> {
        session.draft().faults.iter().map(|fault| fault.field).collect()
    };
    assert_eq!(
        faulty(&session),
        [
            Field::RecipientEmail,
            Field::Day,
            Field::PurchaserName,
            Field::PurchaserEmail
        ]
    );
    session
        .take(Event::ToChosen(SendTo::Me))
        .take(Event::WhenChosen(SendWhen::Now));
    assert_eq!(faulty(&session), [Field::PurchaserName, Field::PurchaserEmail]);
}

#[test]
fn the_day_lies_between_today_and_a_year_from_now() {
    let mut session = Session::at_delivery();
    session.take(Event::WhenChosen(SendWhen::OnDay));
    for (text, fault) in [
        ("2026-11-20", Some(FieldCode::InThePast)),
        ("2026-11-21", None),
        ("2027-11-21", None),
        ("2027-11-22", Some(FieldCode::BeyondHorizon)),
        ("2026-02-30", Some(FieldCode::InvalidDay)),
    ] {
        session.types(Field::Day, text).take(Event::FieldLeft(Field::Day));
        assert_eq!(
            session.draft().fault(Field::Day),
            fault.map(Fault::Code),
            "{text}"
        );
    }
}

#[test]
fn how_long_a_card_is_valid_is_counted_from_the_day_it_is_bought() {
    let mut session = Session::open();
    assert_eq!(session.shop().last_day(), None);
    session.take(Event::TemplateChosen(template("evening")));
    let last = session.shop().last_day().map(|day| day.to_string());
    assert_eq!(last.as_deref(), Some("2029-12-31"));
}

#[test]
fn going_back_and_changing_keep_what_was_typed() {
    let mut session = Session::at_review();
    assert_eq!(session.shop().step, Step::Review);
    session.take(Event::ChangeWanted(Step::Design));
    assert_eq!(session.shop().step, Step::Design);
    session
        .take(Event::Continued)
        .take(Event::WentBack)
        .take(Event::Continued)
        .take(Event::Continued);
    assert_eq!(session.shop().step, Step::Review);
    assert_eq!(session.draft().text(Field::Message), "Happy birthday!");
    assert_eq!(session.draft().text(Field::RecipientEmail), "grete@example.com");
}

#[test]
fn what_is_offered_anew_replaces_what_is_not() {
    let mut session = Session::at_review();
    session.take(Event::Refreshed);
    let number = session.number();
    let mut changed = venue();
    changed.gift_cards.as_mut().unwrap().templates.remove(0);
    session.take(Event::VenueAnswered(number, Ok(Box::new(changed))));
    assert_eq!(session.shop().step, Step::Design);
    assert_eq!(session.shop().notice, Some(Notice::NotOffered));
    assert_eq!(session.draft().money(), Ok(euros(12_000)));
    assert_eq!(session.draft().text(Field::PurchaserName), "Ada Muster");
}

#[test]
fn what_is_typed_says_nothing_in_debug_output() {
    let mut session = Session::at_review();
    session
        .take(Event::BalanceWanted)
        .take(Event::CodeTyped("234567".to_owned()));
    let shown = format!("{:?}", session.state);
    for personal in ["Ada", "grete@", "birthday", "234567"] {
        assert!(!shown.contains(personal), "{personal}");
    }
}
