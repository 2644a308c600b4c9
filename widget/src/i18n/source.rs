//! The words files as translators write them: read, checked against English, and put in order. It is
//! compiled into the build script, which makes the widget's texts of them, and into the command that
//! lays out the static files. It must not know what is done with a text.

use std::collections::BTreeMap;

/// The language that all others are checked against, and whose order they take.
pub const ORIGINAL: &str = "en";

/// The gap in a text.
const GAP: &str = "{}";

/// The names of plural forms in Unicode's CLDR.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Parts the forms of a plural in a delivered text: `one`, its text, `other`, its text.
const BETWEEN_FORMS: &str = "\t";

/// The plural forms that whole numbers have in a language. A language that is not named here cannot be
/// checked, so it is refused.
fn forms(language: &str) -> Option<&'static [&'static str]> {
    match language {
        "en" | "de" | "nl" => Some(&["one", "other"]),
        "fr" | "it" | "es" => Some(&["one", "many", "other"]),
        _ => None,
    }
}

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words alone.
    Plain,
    /// Words with gaps.
    Phrase,
    /// Words about a number.
    Plural,
}

/// A text by its name, with all its forms if it is a plural.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// What it is called, such as `fault.required`.
    pub key: String,
    /// What it is.
    pub kind: Kind,
    /// By the name of the form; under an empty name where it is no plural.
    by_form: Vec<(String, String)>,
}

impl Text {
    /// The line that it is delivered as.
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

    /// How many gaps its fullest form has.
    fn gaps(&self) -> usize {
        let counts = self.by_form.iter().map(|(_, words)| words.matches(GAP).count());
        counts.max().unwrap_or_default()
    }
}

/// Reads a words file; what is wrong with it is said with its lines.
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
            Some((key, form)) if CATEGORIES.contains(&form) => (key, form),
            _ => (key, ""),
        };
        let kind = match (form, words.contains(GAP)) {
            ("", false) => Kind::Plain,
            ("", true) => Kind::Phrase,
            _ => Kind::Plural,
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
pub fn faults(language: &str, texts: &[Text], original: &[Text]) -> Vec<String> {
    let Some(forms) = forms(language) else {
        return vec![format!("which plural forms does '{language}' have?")];
    };
    let by_key: BTreeMap<&str, &Text> = texts.iter().map(|text| (text.key.as_str(), text)).collect();
    let mut faults = Vec::new();
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
pub fn deliver(language: &str, texts: &[Text], original: &[Text]) -> String {
    let mut lines = vec![language.to_owned()];
    for wanted in original {
        let text = texts.iter().find(|text| text.key == wanted.key);
        lines.push(text.map(Text::line).unwrap_or_default());
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
#[path = "source_tests.rs"]
mod tests;
