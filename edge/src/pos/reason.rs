//! Texts that a till words by itself, such as the reason of a failure: they may repeat the guest, and are kept where no data
//! of guests is.

use super::fact::Fact;

/// The code of a failure whose reason repeats the guest, or is none.
pub const NO_REASON: &str = "OPERATION_FAILED";

/// Whether a text repeats a word of one of the names, or one of the notes.
#[must_use]
pub fn repeats<'t>(
    text: &str,
    names: impl IntoIterator<Item = &'t str>,
    notes: impl IntoIterator<Item = &'t str>,
) -> bool {
    let lower = text.to_lowercase();
    let is_there = |name: &str| words(name).any(|part| words(text).any(|word| word == part));
    names.into_iter().any(is_there)
        || notes
            .into_iter()
            .any(|note| !note.is_empty() && lower.contains(&note.to_lowercase()))
}

/// The fact without a text that repeats the guest; none if nothing is left of it. A code of the vendor's is no such text.
#[must_use]
pub fn without_guest(fact: Fact, repeats: &dyn Fn(&str) -> bool) -> Option<Fact> {
    match fact {
        Fact::PushFailed {
            code,
            fields,
            may_pass,
        } if !is_code(&code) && repeats(&code) => Some(Fact::PushFailed {
            code: NO_REASON.to_owned(),
            fields,
            may_pass,
        }),
        Fact::InService(text) if repeats(&text) => None,
        fact => Some(fact),
    }
}

/// Whether it is capitals and underscores, such as `CURRENCY_NOT_ACCEPTABLE`.
fn is_code(text: &str) -> bool {
    let is_of_code = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    text.contains('_') && text.bytes().all(is_of_code)
}

/// The words of a text in small letters.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_ada(text: &str) -> bool {
        repeats(text, ["Ada", "Lovelace-King", "—"], ["A quiet table", ""])
    }

    #[test]
    fn a_text_repeats_a_guest_by_a_word_of_a_name_or_by_a_whole_note() {
        for (text, is_repeated) in [
            ("LOVELACE is there already", true),
            ("customer: ada", true),
            ("a QUIET table is none", true),
            ("Adam is no customer", false),
            ("the table does not exist", false),
            ("—", false),
        ] {
            assert_eq!(of_ada(text), is_repeated, "{text}");
        }
    }

    #[test]
    fn a_fact_is_kept_without_the_text_and_a_code_as_it_is() {
        let failed = |code: &str| Fact::PushFailed {
            code: code.to_owned(),
            fields: Vec::new(),
            may_pass: false,
        };
        let without = |fact| without_guest(fact, &of_ada);
        assert_eq!(without(failed("Ada is there already")), Some(failed(NO_REASON)));
        assert_eq!(
            without(failed("ADA_NOT_ACCEPTABLE")),
            Some(failed("ADA_NOT_ACCEPTABLE"))
        );
        assert_eq!(without(failed("No such table")), Some(failed("No such table")));
        assert_eq!(without(Fact::InService("for Ada".to_owned())), None);
        assert_eq!(without(Fact::Accepted), Some(Fact::Accepted));
    }
}
