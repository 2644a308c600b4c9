//! Language tags, and texts by language with fallback.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::validation::FieldCode;

/// A language tag of BCP 47 reduced to a primary language, which decides the texts, and optionally a region, which
/// decides how dates and times are written: `de`, `de-AT`, `es-419`. Stored in its usual case (RFC 5646, section 2.1.1).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::validation::FieldErrors, try_from(String) = Self::try_from -> FieldCode))]
#[serde(try_from = "String", into = "String")]
pub struct Language(String);

impl Language {
    /// Takes a tag in any case, and the names that operating systems have for locales (`de_AT.UTF-8`, `en-US@posix`).
    /// Scripts, variants and extensions (`zh-Hant-TW-u-co-stroke`) are passed over, since no venue writes texts by
    /// them; what is no tag at all, `C` included, is [`FieldCode::InvalidLanguage`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = text.split(['.', '@']).next().unwrap_or_default();
        let mut parts = text.split(['-', '_']);
        let primary = parts.next().unwrap_or_default();
        if text.len() > 35
            || !(2..=3).contains(&primary.len())
            || !text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
            || !primary.bytes().all(|byte| byte.is_ascii_alphabetic())
        {
            return Err(FieldCode::InvalidLanguage);
        }
        let mut tag = primary.to_ascii_lowercase();
        // Before it are at most three parts of an extended language and a script (RFC 5646, section 2.1). All that
        // follows a part of one character is an extension.
        let is_alphabetic = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
        let region = parts
            .find(|part| !(matches!(part.len(), 3 | 4) && is_alphabetic(part)))
            .filter(|part| match part.len() {
                2 => is_alphabetic(part),
                3 => part.bytes().all(|byte| byte.is_ascii_digit()),
                _ => false,
            });
        if let Some(region) = region {
            tag.push('-');
            tag.push_str(&region.to_ascii_uppercase());
        }
        Ok(Self(tag))
    }

    /// The tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The tag without its region: `de` of `de-AT`.
    #[must_use]
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// The region: `AT` of `de-AT`.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.0.split('-').nth(1)
    }
}

impl TryFrom<String> for Language {
    type Error = FieldCode;

    fn try_from(text: String) -> Result<Self, FieldCode> {
        Self::parse(&text)
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.0
    }
}

/// The first of `wanted` in the language `primary`, with a region: its own, that of another in this language, or
/// else `region`. None where `primary` is no language.
#[must_use]
pub fn regional<'a>(
    primary: &str,
    wanted: impl IntoIterator<Item = &'a Language>,
    region: &str,
) -> Option<Language> {
    let mut wanted = wanted
        .into_iter()
        .filter(|language| language.primary() == primary);
    match wanted.find(|language| language.region().is_some()) {
        Some(language) => Some(language.clone()),
        None => Language::parse(&[primary, "-", region].concat()).ok(),
    }
}

/// A text by language, `{ "en": "Dinner", "de": "Abendessen" }`.
///
/// ```
/// use shared::locale::{Language, LocalizedText};
///
/// # fn main() -> Result<(), shared::validation::FieldCode> {
/// let [english, german] = [Language::parse("en")?, Language::parse("de")?];
/// let name = LocalizedText::from_iter([(english, "Dinner".to_owned()), (german, "Abendessen".to_owned())]);
/// assert_eq!(name.get(&Language::parse("de_AT.UTF-8")?), "Abendessen");
/// assert_eq!(name.get(&Language::parse("pt-BR")?), "Dinner");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LocalizedText(BTreeMap<Language, String>);

impl LocalizedText {
    /// The text for `language`: exactly it, else the same primary language, else English, else
    /// any. Empty only where there is no text at all.
    #[must_use]
    pub fn get(&self, language: &Language) -> &str {
        let by_primary = |primary: &str| {
            self.0
                .iter()
                .find(|(tag, _)| tag.primary() == primary)
                .map(|(_, text)| text)
        };
        self.0
            .get(language)
            .or_else(|| by_primary(language.primary()))
            .or_else(|| by_primary("en"))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// The text for `language` alone, as [`Self::get`] finds it; no text where there is none at all.
    #[must_use]
    pub fn only(&self, language: &Language) -> Self {
        let text = self.get(language);
        let texts = (!text.is_empty()).then(|| (language.clone(), text.to_owned()));
        texts.into_iter().collect()
    }

    /// Whether there is a text in exactly this language.
    #[must_use]
    pub fn has(&self, language: &Language) -> bool {
        self.0.contains_key(language)
    }

    /// Every language with its text.
    pub fn iter(&self) -> impl Iterator<Item = (&Language, &str)> {
        self.0.iter().map(|(language, text)| (language, text.as_str()))
    }
}

impl FromIterator<(Language, String)> for LocalizedText {
    fn from_iter<I: IntoIterator<Item = (Language, String)>>(texts: I) -> Self {
        Self(texts.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(text: &str) -> Language {
        Language::parse(text).unwrap()
    }

    #[test]
    fn tags_take_their_usual_case() {
        for (text, tag) in [
            ("DE", "de"),
            ("de_at", "de-AT"),
            ("zh-Hant-tw", "zh-TW"),
            ("gsw", "gsw"),
            ("en-US@posix", "en-US"),
            ("de_DE", "de-DE"),
            ("de_AT.UTF-8@euro", "de-AT"),
            ("es-419", "es-419"),
            ("zh-yue-Hant-HK", "zh-HK"),
            ("de-1996", "de"),
            ("en-u-hc-h23", "en"),
            ("en-GB-u-hc-h12", "en-GB"),
            ("de-x-at", "de"),
        ] {
            assert_eq!(language(text).as_str(), tag);
        }
    }

    #[test]
    fn what_is_no_language_is_refused() {
        for text in [
            "", "d", "german", "d1", "de AT", "de;q=0.5", "../de", "C", "C.UTF-8", "POSIX", "*", "@",
        ] {
            assert_eq!(Language::parse(text), Err(FieldCode::InvalidLanguage), "{text:?}");
        }
    }

    #[test]
    fn a_region_is_the_readers_or_else_the_venues() {
        let tags = |tags: &[&str]| tags.iter().map(|tag| language(tag)).collect::<Vec<_>>();
        let of = |wanted: &[&str]| regional("en", &tags(wanted), "AT").unwrap().as_str().to_owned();
        assert_eq!(of(&["en-US", "en-GB"]), "en-US");
        assert_eq!(of(&["en", "de-DE", "en-GB"]), "en-GB");
        assert_eq!(of(&["en", "de-DE"]), "en-AT");
        assert_eq!(of(&[]), "en-AT");
    }

    #[test]
    fn texts_fall_back_to_english_and_then_to_anything() {
        let texts: LocalizedText = serde_json::from_str(r#"{"de":"Abendessen","en":"Dinner"}"#).unwrap();
        assert_eq!(texts.get(&language("de-CH")), "Abendessen");
        assert_eq!(texts.get(&language("fr")), "Dinner");
        let german: LocalizedText = serde_json::from_str(r#"{"de":"Abendessen"}"#).unwrap();
        assert_eq!(german.get(&language("fr")), "Abendessen");
        assert_eq!(LocalizedText::default().get(&language("fr")), "");
        let austrian = language("de-AT");
        assert_eq!(
            serde_json::to_value(texts.only(&austrian)).unwrap(),
            serde_json::json!({ "de-AT": "Abendessen" })
        );
        assert_eq!(LocalizedText::default().only(&austrian), LocalizedText::default());
    }
}
