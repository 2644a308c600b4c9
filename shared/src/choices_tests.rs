//! Facts about a guest's choices: what is read of them, and how they are written.

use serde_json::{Value, json};

use super::*;
use crate::validation::{FieldError, read_json};

fn answer(value: &Value) -> Result<Answer, Vec<FieldError>> {
    read_json(json!({ "question": "q1", "value": value })).map_err(FieldErrors::into_vec)
}

#[test]
fn an_answer_is_a_text_a_number_or_yes_or_no() {
    for value in [json!("Nuts"), json!(2), json!(true)] {
        let read = answer(&value).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap()["value"], value);
        let again: Answer = serde_json::from_value(serde_json::to_value(&read).unwrap()).unwrap();
        assert_eq!(again, read);
    }
    assert_eq!(answer(&json!(true)).unwrap().value, AnswerValue::YesNo(true));
    assert_eq!(answer(&json!(2)).unwrap().value, AnswerValue::Number(2));
}

#[test]
fn what_is_no_answer_is_refused_at_its_place() {
    for (value, code) in [
        (json!(null), FieldCode::WrongType),
        (json!(1.5), FieldCode::WrongType),
        (json!(["a"]), FieldCode::WrongType),
        (json!({}), FieldCode::WrongType),
        (json!(-1), FieldCode::OutOfRange),
        (json!(65_536), FieldCode::OutOfRange),
        (json!("  "), FieldCode::Required),
        (json!("x".repeat(1_001)), FieldCode::TooLong),
        (json!("a\u{0}b"), FieldCode::ControlCharacters),
    ] {
        assert_eq!(answer(&value), Err(vec![FieldError::new("/value", code)]));
    }
}

#[test]
fn an_answer_is_not_printed() {
    let printed = format!("{:?}", answer(&json!("Nuts")).unwrap());
    assert!(!printed.contains("Nuts"), "{printed}");
}

#[test]
fn people_and_add_ons_are_counted() {
    let people = json!({ "category": "children", "count": 2 });
    let read: PeopleCount = read_json(people.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), people);
    let add_on = json!({ "id": "wine", "quantity": 2 });
    let read: ChosenAddOn = read_json(add_on.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), add_on);
    let faults = read_json::<ChosenAddOn>(json!({ "id": "a/b", "quantity": 256 })).unwrap_err();
    assert_eq!(
        faults.into_vec(),
        [
            FieldError::new("/id", FieldCode::Invalid),
            FieldError::new("/quantity", FieldCode::OutOfRange),
        ]
    );
}

#[test]
fn a_reservation_names_what_was_chosen() {
    let answer = json!({
        "question": "occasion", "label": { "en": "Occasion" }, "value": "birthday", "choice": { "en": "Birthday" },
    });
    let read: GivenAnswer = serde_json::from_value(answer.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), answer);
    let add_on = json!({
        "id": "wine", "name": { "en": "Wine" }, "quantity": 2, "total": { "amount": 5_800, "currency": "EUR" },
    });
    let read: BookedAddOn = serde_json::from_value(add_on.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), add_on);
    let people = json!({ "category": "children", "name": { "en": "Children" }, "count": 2 });
    let read: BookedPeople = serde_json::from_value(people.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), people);
}

#[test]
fn an_access_code_is_bounded_and_not_printed() {
    let code = AccessCode::parse(" SPRING ").unwrap();
    assert_eq!(
        (code.expose(), format!("{code:?}").as_str()),
        ("SPRING", "AccessCode")
    );
    assert_eq!(AccessCode::parse("  "), Err(FieldCode::Required));
    assert_eq!(AccessCode::parse("a\u{7}b"), Err(FieldCode::ControlCharacters));
    assert!(AccessCode::parse(&"ä".repeat(128)).is_ok());
    assert_eq!(AccessCode::parse(&"ä".repeat(129)), Err(FieldCode::TooLong));
}

#[test]
fn a_total_is_the_price_of_the_experience_and_of_its_add_ons() {
    let euros = |amount: i64| json!({ "amount": amount, "currency": "EUR" });
    let wine = json!({ "id": "wine", "name": {}, "quantity": 1, "total": euros(2_500) });
    let wine: Vec<BookedAddOn> = serde_json::from_value(json!([wine])).unwrap();
    let total = |amount: i64| -> Money { serde_json::from_value(euros(amount)).unwrap() };
    assert_eq!(price_beside(&wine, total(5_500)), Some(total(3_000)));
    // A price that is all there is, or of which nothing is left, is no line beside others.
    assert_eq!(price_beside(&[], total(5_500)), None);
    assert_eq!(price_beside(&wine, total(2_500)), None);
    assert_eq!(price_beside(&wine, total(1_000)), None);
}
