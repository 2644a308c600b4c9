//! Facts about references.

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn a_reference_is_found_in_a_text_and_no_other_is(hash: [u8; 32], other: [u8; 32], notes in "\\PC{0,40}") {
        let (ours, theirs) = (Reference::of(&hash), Reference::of(&other));
        let text = format!("{notes}\n{}", ours.annotation());
        prop_assert!(ours.is_in(&text));
        prop_assert!(Reference::any_in(&text));
        prop_assert_eq!(theirs.is_in(&ours.annotation()), ours == theirs);
        prop_assert!(ours.as_str().len() == 11 && ours.as_str().as_bytes()[4] == b'-');
    }
}

#[test]
fn no_character_looks_like_another() {
    let mut letters = ALPHABET.to_vec();
    letters.sort_unstable();
    letters.dedup();
    assert_eq!(letters.len(), ALPHABET.len());
    for alike in ["0O", "1IL", "5S", "8B", "2Z", "UV"] {
        let there = alike.bytes().filter(|byte| ALPHABET.contains(byte)).count();
        assert!(there <= 1, "{alike}");
    }
}

#[test]
fn what_only_looks_like_a_reference_is_none() {
    for text in [
        "",
        "(Ref. ",
        "(Ref. 4F7K-93QDXM",
        "(Ref. 4F7K93QDXMM)",
        "(Ref. 4f7k-93qdxm)",
        "(Ref. ä",
    ] {
        assert!(!Reference::any_in(text), "{text}");
    }
    assert!(Reference::any_in("x (Ref. 4F7K-93QDXM) y"));
}
