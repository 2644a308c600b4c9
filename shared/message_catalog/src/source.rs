//! Catalog files as translators write them: parsed, checked against English, and put in order.

use std::collections::{BTreeMap, BTreeSet};

use crate::plural::{FORMS, forms};

/// The language that all others are checked against, and whose order they take.
pub const ORIGINAL: &str = "en";

/// A gap without a name.
const GAP: &str = "{}";

/// Parts the forms of a plural in a delivered text: `one`, its text, `other`, its text.
const BETWEEN_FORMS: &str = "\t";

/// The kind of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words alone.
    Plain,
    /// Words with gaps that have no names.
    Phrase,
    /// Words with gaps that have names.
    Named,
    /// Words about a number.
    Plural,
}

/// A text by its name, with all its forms if it is a plural.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its key, such as `fault.required`.
    pub key: String,
    /// Its kind.
    pub kind: Kind,
    /// By the name of the form; under an empty name where it is no plural.
    by_form: Vec<(String, String)>,
}

impl Text {
    /// The line that it is delivered as.
    #[must_use]
    pub fn line(&self) -> String {
        let words = self.by_form.iter().flat_map(|(form, words)| [form, words]);
        let words: Vec<_> = words
            .map(String::as_str)
            .filter(|word| !word.is_empty())
            .collect();
        words.join(BETWEEN_FORMS)
    }

    fn form(&self, name: &str) -> Option<&str> {
        let found = self.by_form.iter().find(|(form, _)| form == name);
        found.map(|(_, words)| words.as_str())
    }

    /// How many gaps without a name its fullest form has.
    fn gaps(&self) -> usize {
        let counts = self.by_form.iter().map(|(_, words)| words.matches(GAP).count());
        counts.max().unwrap_or_default()
    }

    /// The names of its gaps, in alphabetical order.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let gaps = self.by_form.iter().filter_map(|(_, words)| gaps(words));
        let names: BTreeSet<&str> = gaps.flatten().filter(|name| !name.is_empty()).collect();
        names.into_iter().collect()
    }
}

/// The name of each gap in these words, empty where it has none; none where another brace is among them.
fn gaps(words: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    let mut rest = words;
    while let Some(place) = rest.find(['{', '}']) {
        let (name, after) = rest[place..].strip_prefix('{')?.split_once('}')?;
        if !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
            return None;
        }
        names.push(name);
        rest = after;
    }
    Some(names)
}

/// The kind of a text by its gaps; none where gaps with and without names are mixed, or a plural has named ones.
fn kind(form: &str, gaps: &[&str]) -> Option<Kind> {
    let (named, unnamed) = (gaps.iter().any(|name| !name.is_empty()), gaps.contains(&""));
    match (form, named, unnamed) {
        ("", false, false) => Some(Kind::Plain),
        ("", false, true) => Some(Kind::Phrase),
        ("", true, false) => Some(Kind::Named),
        (_, false, _) => Some(Kind::Plural),
        _ => None,
    }
}

/// Parses a catalog file. Faults name their lines.
pub fn read(file: &str) -> Result<Vec<Text>, Vec<String>> {
    let mut texts: Vec<Text> = Vec::new();
    let mut faults = Vec::new();
    for (index, line) in file.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((key, words)) = line.split_once(" = ") else {
            faults.push(format!("line {}: `key = text` is wanted", index + 1));
            continue;
        };
        let (key, words) = (key.trim(), words.trim());
        let is_key = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._".contains(&byte);
        if key.is_empty() || !key.bytes().all(is_key) || words.is_empty() || words.contains(BETWEEN_FORMS) {
            faults.push(format!("line {}: no key, or no text, or a tab in it", index + 1));
            continue;
        }
        let (key, form) = match key.rsplit_once('.') {
            Some((key, form)) if FORMS.contains(&form) => (key, form),
            _ => (key, ""),
        };
        let Some(kind) = gaps(words).and_then(|gaps| kind(form, &gaps)) else {
            faults.push(format!("line {}: gaps are `{{}}`, or each has a name", index + 1));
            continue;
        };
        let entry = (form.to_owned(), words.to_owned());
        match texts.iter_mut().find(|text| text.key == key) {
            Some(text) if text.kind == Kind::Plural && kind == Kind::Plural && text.form(form).is_none() => {
                text.by_form.push(entry);
            }
            Some(_) => faults.push(format!("line {}: {key} is there twice", index + 1)),
            None => texts.push(Text {
                key: key.to_owned(),
                kind,
                by_form: vec![entry],
            }),
        }
    }
    if faults.is_empty() { Ok(texts) } else { Err(faults) }
}

/// Everything that is wrong with a language's texts beside the original's: missing and unknown keys,
/// gaps that differ, plural forms that the language needs and lacks or has no use for.
#[must_use]
pub fn faults(language: &str, texts: &[Text], original: &[Text]) -> Vec<String> {
    let Some(forms) = forms(language) else {
        return vec![format!("which plural forms does '{language}' have?")];
    };
    let is_listed = |key: &str| {
        key.rsplit('.')
            .next()
            .is_some_and(|part| part.parse::<u8>().is_ok())
    };
    let by_key: BTreeMap<&str, &Text> = texts.iter().map(|text| (text.key.as_str(), text)).collect();
    let named = texts
        .iter()
        .filter(|text| text.kind == Kind::Named && is_listed(&text.key));
    let mut faults: Vec<String> = named
        .map(|text| format!("{} is in a list and cannot have gaps with names", text.key))
        .collect();
    for wanted in original {
        match by_key.get(wanted.key.as_str()) {
            None => faults.push(format!("{} is missing", wanted.key)),
            Some(text) => compare(text, wanted, forms, &mut faults),
        }
    }
    let is_known = |key: &str| original.iter().any(|wanted| wanted.key == key);
    faults.extend(
        texts
            .iter()
            .filter(|text| !is_known(&text.key))
            .map(|text| format!("{} is unknown to the original", text.key)),
    );
    faults
}

fn compare(text: &Text, wanted: &Text, forms: &[&str], faults: &mut Vec<String>) {
    let key = &text.key;
    if (text.kind == Kind::Plural) != (wanted.kind == Kind::Plural) {
        faults.push(format!("{key} has forms for numbers in one language only"));
        return;
    }
    let (names, wanted_names) = (text.names(), wanted.names());
    if names != wanted_names {
        let listed = |names: &[&str]| {
            let names: Vec<_> = names.iter().map(|name| format!("{{{name}}}")).collect();
            if names.is_empty() {
                "no names".to_owned()
            } else {
                names.join(", ")
            }
        };
        faults.push(format!(
            "{key} has {} in its gaps instead of {}",
            listed(&names),
            listed(&wanted_names)
        ));
    }
    for (form, words) in &text.by_form {
        // Only a form for few numbers can do without the number.
        let may_leave_out = !["", "many", "other"].contains(&form.as_str());
        let count = words.matches(GAP).count();
        if count != wanted.gaps() && !(may_leave_out && count < wanted.gaps()) {
            faults.push(format!(
                "{key} {form} has {count} gaps instead of {}",
                wanted.gaps()
            ));
        }
        if !form.is_empty() && !forms.contains(&form.as_str()) {
            faults.push(format!(
                "{key} has a form '{form}' that the language does not know"
            ));
        }
    }
    if text.kind == Kind::Plural {
        let missing = forms.iter().filter(|form| text.form(form).is_none());
        faults.extend(missing.map(|form| format!("{key} lacks the form '{form}'")));
    }
}

/// A language as it is delivered: its tag, then a text a line in the original's order.
#[must_use]
pub fn deliver(language: &str, texts: &[Text], original: &[Text]) -> String {
    let mut lines = vec![language.to_owned()];
    for wanted in original {
        let text = texts.iter().find(|text| text.key == wanted.key);
        lines.push(text.map(Text::line).unwrap_or_default());
    }
    lines.join("\n") + "\n"
}

/// A language as it is delivered to pages, whose columns are narrow: no line ends within an e-mail, whose hyphen a word joiner
/// (U+2060) follows.
#[must_use]
pub fn deliver_to_pages(language: &str, texts: &[Text], original: &[Text]) -> String {
    ["e-mail", "E-mail", "E-Mail"]
        .iter()
        .fold(deliver(language, texts, original), |texts, word| {
            texts.replace(word, &word.replace('-', "-\u{2060}"))
        })
}

#[cfg(test)]
#[path = "source_tests.rs"]
mod tests;
