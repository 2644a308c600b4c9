//! Breaks up addresses in what others have written, so that no mail program makes a link of them.

/// The text with a space in each address: after a point between two words, and before the slashes of a scheme.
/// A space is seen, which an invisible character is not, and no filter takes it for a trick.
#[must_use]
pub fn unlinked(text: &str) -> String {
    let mut parted = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let mut before = ' ';
    while let Some(character) = characters.next() {
        parted.push(character);
        let after = characters.peek().copied().unwrap_or(' ');
        let is_between =
            is_point(character) && is_word(before) && (after.is_alphabetic() || is_hidden(after));
        let is_scheme = matches!(character, ':' | '\u{FF1A}') && matches!(after, '/' | '\u{FF0F}');
        if is_between || is_scheme {
            parted.push(' ');
        }
        before = character;
    }
    parted
}

/// The points that browsers take for the one between the labels of a domain (UTS #46, section 4), and one that
/// looks alike.
fn is_point(character: char) -> bool {
    matches!(
        character,
        '.' | '\u{3002}' | '\u{FF0E}' | '\u{FF61}' | '\u{2024}' | '\u{FE52}'
    )
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '_' | ')' | ']') || is_hidden(character)
}

/// Joiners and selectors, which texts may hold between letters.
fn is_hidden(character: char) -> bool {
    matches!(character, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' | '\u{AD}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_are_parted_and_sentences_are_left() {
        for (text, parted) in [
            ("https://evil.example/win", "https: //evil. example/win"),
            ("www.evil.example", "www. evil. example"),
            ("t.me/x", "t. me/x"),
            ("ada@evil.example", "ada@evil. example"),
            ("http://127.0.0.1/x", "http: //127.0.0.1/x"),
            ("evil．com evil。com", "evil． com evil。 com"),
            ("Dr.Huber", "Dr. Huber"),
            ("at 19.30, 1.5 l. Thank you...", "at 19.30, 1.5 l. Thank you..."),
            ("9/10 and/or 1:2", "9/10 and/or 1:2"),
        ] {
            assert_eq!(unlinked(text), parted);
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_address_is_left(text in "[a-zé0-9.:/@ -]{0,40}") {
            let parted = unlinked(&text);
            prop_assert_eq!(parted.replace(' ', ""), text.replace(' ', ""));
            prop_assert!(!parted.contains("://"));
            let characters: Vec<char> = parted.chars().collect();
            for three in characters.windows(3) {
                prop_assert!(!(three[0].is_alphanumeric() && three[1] == '.' && three[2].is_alphabetic()), "{}", parted);
            }
        }
    }
}
