//! Names, notes, messages and e-mail addresses, checked alike in the browser and at the edge. `Debug` never shows them, so
//! that no log does.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::FieldCode;
use super::link::has_link;
use super::text::{check, line, lines, machine_readable};

macro_rules! guest_text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "requests", derive(deserr::Deserr))]
        #[cfg_attr(feature = "requests", deserr(error = super::FieldErrors, try_from(String) = Self::received -> FieldCode))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            #[cfg(feature = "requests")]
            fn received(text: String) -> Result<Self, FieldCode> {
                Self::parse(&text)
            }

            /// The text, trimmed.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(concat!(stringify!($name), "(…)"))
            }
        }

        impl TryFrom<String> for $name {
            type Error = FieldCode;

            /// Takes a text that has been checked before, such as one that was stored: the rules may have become
            /// stricter since. What comes from outside is read by `deserr` or parsed.
            fn try_from(text: String) -> Result<Self, FieldCode> {
                check(&text, usize::MAX, |_| false).map(|()| Self(text))
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    };
}

guest_text!(
    /// A first or a last name: 1 to [`Name::MAX_CHARS`] characters of any script, on one line.
    ///
    /// ```
    /// use shared::validation::{FieldCode, Name};
    ///
    /// assert_eq!(Name::parse("  Nguyễn ").unwrap().as_str(), "Nguyễn");
    /// // E-mails greet by it, and mail programs make links of domains.
    /// assert_eq!(Name::parse("win at evil.com"), Err(FieldCode::ContainsLink));
    /// ```
    Name
);
guest_text!(
    /// A guest's notes: 1 to [`Notes::MAX_CHARS`] characters of any script; may have several lines.
    Notes
);
guest_text!(
    /// A message that goes with a gift card, or with a restaurant's answer to a request: 1 to [`Message::MAX_CHARS`]
    /// characters of any script; may have several lines.
    Message
);
guest_text!(
    /// An e-mail address that a mail can be sent to: at most [`Email::MAX_BYTES`] bytes, with a dot in the domain.
    ///
    /// ```
    /// use shared::validation::{Email, FieldCode};
    ///
    /// let email = Email::parse(" ada@example.com ").unwrap();
    /// assert_eq!(email.as_str(), "ada@example.com");
    /// assert_eq!(format!("{email:?}"), "Email(…)");
    /// assert_eq!(Email::parse("ada@localhost"), Err(FieldCode::InvalidEmail));
    /// ```
    Email
);

impl Name {
    /// The longest name, in characters (Unicode scalar values).
    pub const MAX_CHARS: usize = 100;

    /// Takes a name, without characters that are not shown. One that a mail program would make a link of is
    /// [`FieldCode::ContainsLink`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = line(text);
        check(&text, Self::MAX_CHARS, char::is_control)?;
        if has_link(&text) {
            return Err(FieldCode::ContainsLink);
        }
        Ok(Self(text))
    }
}

impl Notes {
    /// The longest note, in characters (Unicode scalar values).
    pub const MAX_CHARS: usize = 1000;

    /// Takes a note, without characters that are not shown and with every line end as `\n`.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        several_lines(text, Self::MAX_CHARS).map(Self)
    }
}

impl Message {
    /// The longest message, in characters (Unicode scalar values): what can be read on a card.
    pub const MAX_CHARS: usize = 400;

    /// Takes a message, without characters that are not shown and with every line end as `\n`.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        several_lines(text, Self::MAX_CHARS).map(Self)
    }
}

impl Email {
    /// The longest address, in bytes: what the path of SMTP allows (RFC 5321, section 4.5.3.1.3).
    pub const MAX_BYTES: usize = 254;

    /// Takes what the HTML standard calls a valid e-mail address (the rule of
    /// `<input type="email">`), and moreover wants a dot in the domain: guests' mail is not local.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = machine_readable(text);
        check(&text, usize::MAX, char::is_control)?;
        if text.len() > Self::MAX_BYTES {
            return Err(FieldCode::TooLong);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(FieldCode::InvalidEmail)?;
        let local_fits = (1..=64).contains(&local.len())
            && local
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte));
        let label_fits = |label: &str| {
            (1..=63).contains(&label.len())
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        if local_fits && domain.contains('.') && domain.split('.').all(label_fits) {
            Ok(Self(text))
        } else {
            Err(FieldCode::InvalidEmail)
        }
    }
}

fn several_lines(text: &str, max_chars: usize) -> Result<String, FieldCode> {
    let text = lines(text);
    check(&text, max_chars, |character| {
        character.is_control() && character != '\n'
    })?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_script_pass_and_are_trimmed() {
        for name in [
            "Nguyễn",
            "O’Brien-Smith",
            "דוד בן־גוריון",
            "محمد",
            "山田 太郎",
            "👩‍👩‍👧 Familie",
            "X Æ A-12",
        ] {
            assert_eq!(Name::parse(&format!("  {name} ")).unwrap().as_str(), name);
        }
    }

    #[test]
    fn empty_long_and_hidden_names_have_codes_of_their_own() {
        assert_eq!(Name::parse(" \t "), Err(FieldCode::Required));
        assert_eq!(Name::parse(&"a".repeat(100)).map(|_| ()), Ok(()));
        assert_eq!(Name::parse(&"ä".repeat(101)), Err(FieldCode::TooLong));
        assert_eq!(Name::parse(&"x".repeat(10_000)), Err(FieldCode::TooLong));
        for hidden in ["a\u{0}b", "a\nb", "a\u{7f}b"] {
            assert_eq!(
                Name::parse(hidden),
                Err(FieldCode::ControlCharacters),
                "{hidden:?}"
            );
        }
    }

    #[test]
    fn notes_may_have_lines() {
        assert_eq!(Notes::parse(" one\r\ntwo ").unwrap().as_str(), "one\ntwo");
        assert_eq!(Notes::parse("one\u{1b}[31m"), Err(FieldCode::ControlCharacters));
    }

    #[test]
    fn addresses_follow_the_html_standard_with_a_dot_in_the_domain() {
        for good in [
            "a@b.co",
            "anna.maria+linde@mail.example.at",
            "x_y'z@xn--bcher-kva.example",
        ] {
            assert!(Email::parse(good).is_ok(), "{good}");
        }
        let (long_local, long_label) = (
            format!("{}@b.co", "a".repeat(65)),
            format!("a@{}.co", "b".repeat(64)),
        );
        for bad in [
            "a",
            "a@",
            "@b.co",
            "a@b",
            "a b@c.de",
            "a@b..co",
            "a@-b.co",
            "a@b.co-",
            "ü@b.co",
            "a@b.c\"o",
            &long_local,
            &long_label,
        ] {
            assert_eq!(Email::parse(bad), Err(FieldCode::InvalidEmail), "{bad}");
        }
        assert_eq!(
            Email::parse(&format!("a@{}com", "b.".repeat(130))),
            Err(FieldCode::TooLong)
        );
        assert_eq!(
            Email::parse("a@b.co\r\nBcc: c@d.de"),
            Err(FieldCode::ControlCharacters)
        );
    }

    #[test]
    fn debug_output_has_no_personal_data() {
        assert_eq!(format!("{:?}", Name::parse("Muster").unwrap()), "Name(…)");
        assert_eq!(format!("{:?}", Email::parse("a@b.co").unwrap()), "Email(…)");
    }
}
