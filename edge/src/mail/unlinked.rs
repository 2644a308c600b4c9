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
            is_point(character) && is_word(before) && (after.is_alphabetic() || is_beyond_latin(after));
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
    character.is_alphanumeric() || matches!(character, '-' | '_' | ')' | ']') || is_beyond_latin(character)
}

/// Characters of a label beside letters and digits: combining marks, emoji and other symbols, and the joiners and
/// selectors that are not shown. Everything beyond Latin-1 counts, but for spaces, points, and the punctuation of
/// sentences, after or before which a point ends one.
fn is_beyond_latin(character: char) -> bool {
    let is_hidden = matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}');
    let is_punctuation = matches!(
        character,
        '\u{2010}'..='\u{205E}' | '\u{3001}'..='\u{3011}' | '\u{3014}'..='\u{301F}' | '\u{FF01}'..='\u{FF0F}'
    );
    is_hidden
        || (character > '\u{FF}' && !character.is_whitespace() && !is_punctuation && !is_point(character))
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
            (
                "e\u{301}vil.com cafe\u{301}.com",
                "e\u{301}vil. com cafe\u{301}. com",
            ),
            (
                "🍕.ws ❤\u{FE0F}.ws 👨\u{200D}🍳.ws",
                "🍕. ws ❤\u{FE0F}. ws 👨\u{200D}🍳. ws",
            ),
            ("a.🍕.ws a.\u{301}b.ws", "a. 🍕. ws a. \u{301}b. ws"),
            (
                "“Danke.” „Bitte.“ Schön…so – gut.",
                "“Danke.” „Bitte.“ Schön…so – gut.",
            ),
            ("at 19.30, 1.5 l. Thank you...", "at 19.30, 1.5 l. Thank you..."),
            ("9/10 and/or 1:2", "9/10 and/or 1:2"),
        ] {
            assert_eq!(unlinked(text), parted);
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_address_is_left(text in "[a-zé0-9.:/@ \u{301}\u{FE0F}\u{200D}🍕❤-]{0,40}") {
            let parted = unlinked(&text);
            prop_assert_eq!(parted.replace(' ', ""), text.replace(' ', ""));
            prop_assert!(!parted.contains("://"));
            let characters: Vec<char> = parted.chars().collect();
            for three in characters.windows(3) {
                let is_label = three[0].is_alphanumeric() || !three[0].is_ascii();
                prop_assert!(!(is_label && three[1] == '.' && three[2].is_alphabetic()), "{}", parted);
            }
        }
    }
}
