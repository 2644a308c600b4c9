//! Facts about codes: which faults are found, and that every character is as likely as any other.

use proptest::prelude::*;

use super::*;

fn any_code() -> impl Strategy<Value = GiftCardCode> {
    proptest::array::uniform32(0u8..=247).prop_map(|bytes| GiftCardCode::of_random(bytes).unwrap())
}

#[test]
fn a_code_is_three_groups_of_six_and_says_nothing_in_debug_output() {
    let code = GiftCardCode::of_random(0..=40).unwrap();
    // The last character is what makes the sum a multiple of 31.
    assert_eq!(&code.text()[..17], "234567-89ABCD-EFG");
    assert_eq!(format!("{code:?}"), "GiftCardCode(…)");
    assert_eq!(serde_json::to_value(code).unwrap(), code.text());
}

#[test]
fn bytes_that_would_favour_a_character_are_passed_over() {
    let unfair = [248, 255, 250, 249];
    assert_eq!(
        GiftCardCode::of_random(unfair.into_iter().chain(0..17)),
        GiftCardCode::of_random(0..17)
    );
    let mut counts = [0; 31];
    for byte in 0..=u8::MAX {
        let first = std::iter::once(byte).chain(0..=200);
        let expected = if byte < 248 { usize::from(byte) % 31 } else { 0 };
        let text = GiftCardCode::of_random(first).unwrap().text();
        assert_eq!(text.as_bytes()[0], ALPHABET[expected]);
        if byte < 248 {
            counts[expected] += 1;
        }
    }
    assert_eq!(counts, [8; 31]);
    assert_eq!(GiftCardCode::of_random(0..16), None);
}

#[test]
fn look_alikes_other_signs_and_other_lengths_are_distinguished() {
    let text = GiftCardCode::of_random(0..40).unwrap().text();
    for (text, fault) in [
        (String::new(), FieldCode::Required),
        (" - ".to_owned(), FieldCode::Required),
        (text.replacen('2', "0", 1), FieldCode::LookAlike),
        (text.replacen('3', "l", 1), FieldCode::LookAlike),
        (text.replacen('2', "Ä", 1), FieldCode::Invalid),
        (text.replacen('2', "/", 1), FieldCode::Invalid),
        (text[1..].to_owned(), FieldCode::Invalid),
        (format!("{text}2"), FieldCode::Invalid),
        ("0".repeat(17), FieldCode::Invalid),
        ("2".repeat(1000), FieldCode::TooLong),
        (text.replacen('2', "3", 1), FieldCode::Mistyped),
    ] {
        assert_eq!(GiftCardCode::parse(&text), Err(fault), "{text}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_again_however_it_is_typed(
        code in any_code(),
        small in any::<bool>(),
        between in prop::sample::select(vec!["", " ", "-", " – ", "\u{a0}"]),
    ) {
        let mut text = code.text().replace('-', between);
        if small {
            text = text.to_ascii_lowercase();
        }
        prop_assert_eq!(GiftCardCode::parse(&format!("  {text}\t")), Ok(code));
    }

    #[test]
    fn every_single_wrong_character_is_found(code in any_code()) {
        for place in 0..LENGTH {
            for number in (0..31).filter(|number| *number != code.0[place]) {
                let mut wrong = code;
                wrong.0[place] = number;
                prop_assert_eq!(GiftCardCode::parse(&wrong.text()), Err(FieldCode::Mistyped));
            }
        }
    }

    #[test]
    fn every_swap_of_two_different_characters_is_found(code in any_code()) {
        for one in 0..LENGTH {
            for other in (0..one).filter(|other| code.0[*other] != code.0[one]) {
                let mut wrong = code;
                wrong.0.swap(one, other);
                prop_assert_eq!(GiftCardCode::parse(&wrong.text()), Err(FieldCode::Mistyped));
            }
        }
    }

    #[test]
    fn no_text_brings_the_parser_down(text in ".{0,80}") {
        if let Ok(code) = GiftCardCode::parse(&text) {
            prop_assert_eq!(GiftCardCode::parse(&code.text()), Ok(code));
        }
    }
}
