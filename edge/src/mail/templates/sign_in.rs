//! E-mails to people who work for the restaurant, with a link by which they sign in.

use super::layout::{Extras, Layout};
use super::{Message, Restaurant};
use crate::localization::Localizer;
use crate::mail::unlinked;

/// The occasion of an e-mail with a link, and for how long the link is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInLetter {
    /// The person was invited.
    Invitation {
        /// Days.
        days: i64,
    },
    /// A link was asked for with the person's address, by that person or by another.
    Link {
        /// Minutes.
        minutes: i64,
    },
}

/// The e-mail to a person of this name. Nothing of what the asker wrote is in it.
#[must_use]
pub fn sign_in(
    letter: SignInLetter,
    restaurant: &Restaurant<'_>,
    localizer: &Localizer,
    (name, link): (&str, String),
) -> Message {
    let texts = localizer.texts();
    let (heading, text, ignore) = match letter {
        SignInLetter::Invitation { days } => (
            texts.invitation_heading,
            texts.invitation_text(&days.to_string(), restaurant.name),
            texts.invitation_ignore,
        ),
        SignInLetter::Link { minutes } => (
            texts.sign_in_heading,
            texts.sign_in_text(&minutes.to_string(), restaurant.name),
            texts.sign_in_ignore,
        ),
    };
    Layout {
        texts,
        subject: texts.subject(heading, restaurant.name),
        heading: heading.to_owned(),
        paragraphs: vec![texts.greeting(&unlinked(name)), text, ignore.to_owned()],
        facts: Vec::new(),
        button: Some((texts.sign_in_open, link)),
        sender: restaurant.sender(texts),
        more: Extras::default(),
    }
    .write()
}

#[cfg(test)]
mod tests {
    use shared::locale::Language;

    use super::*;
    use crate::localization::languages;

    fn write(language: &Language, letter: SignInLetter) -> Message {
        let restaurant = Restaurant {
            name: "Linde",
            address: None,
            phone: None,
            venue: None,
        };
        let localizer = Localizer::of([language], "AT").unwrap();
        let link = "https://book.example.com/staff/linde/sign-in#token=t".to_owned();
        sign_in(letter, &restaurant, &localizer, ("Ada <Muster>", link))
    }

    #[test]
    fn an_invitation_reads_as_it_was_approved() {
        let language = Language::parse("en").unwrap();
        let message = write(&language, SignInLetter::Invitation { days: 7 });
        assert_eq!(message.subject, "You are invited: Linde");
        for part in [
            "Dear Ada <Muster>,",
            "You can now sign in at Linde, to work with its reservations. This link works once, within 7 days.",
            "https://book.example.com/staff/linde/sign-in#token=t",
        ] {
            assert!(message.text.contains(part), "{part}: {}", message.text);
        }
        assert!(message.html.contains("Ada &#60;Muster&#62;"), "{}", message.html);
    }

    #[test]
    fn each_language_says_how_long_the_link_is_valid() {
        for language in languages() {
            for (letter, number) in [
                (SignInLetter::Invitation { days: 7 }, "7"),
                (SignInLetter::Link { minutes: 15 }, "15"),
            ] {
                let message = write(&language, letter);
                let text = message.text.split("https://").next().unwrap();
                assert!(
                    text.contains(number) && text.contains("Linde"),
                    "{language:?}: {text}"
                );
            }
        }
    }
}
