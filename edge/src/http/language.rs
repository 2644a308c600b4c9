//! Languages a reader prefers: the `language` parameter, then `Accept-Language`.

use http::header::ACCEPT_LANGUAGE;
use shared::locale::Language;
use shared::problem::ProblemCode;

use super::{ApiError, Request};
use crate::localization::Localizer;
use config::VenueSettings;

/// The most languages read of `Accept-Language`; no browser sends more.
const MAX_WANTED: usize = 20;

/// The languages wanted, the most wanted first: the `language` parameter, then `Accept-Language`
/// (RFC 9110, section 12.5.4).
pub fn wanted(request: &Request) -> Vec<Language> {
    let query = request.uri().query().unwrap_or_default();
    let parameter = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "language");
    let header = request
        .headers()
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let chosen = parameter.and_then(|(_, tag)| Language::parse(&tag).ok());
    chosen
        .into_iter()
        .chain(accepted(header.unwrap_or_default()))
        .collect()
}

/// The texts of a page for this reader: in the first wanted language that has texts, else in the venue's.
pub fn localizer(request: &Request, venue: &VenueSettings) -> Result<Localizer, ApiError> {
    let wanted = wanted(request);
    let localizer = Localizer::of(wanted.iter().chain(&venue.locales), venue.region());
    Ok(localizer.ok_or(ProblemCode::Internal)?)
}

/// The texts of a page of no venue for this reader: in the first wanted language that has texts, else in English.
pub fn localizer_of_deployment(request: &Request) -> Result<Localizer, ApiError> {
    let (wanted, english) = (wanted(request), Language::parse("en").ok());
    let localizer = Localizer::of(wanted.iter().chain(&english), "GB");
    Ok(localizer.ok_or(ProblemCode::Internal)?)
}

fn accepted(header: &str) -> Vec<Language> {
    let mut tags: Vec<(u16, Language)> = header
        .split(',')
        .take(MAX_WANTED)
        .filter_map(|entry| {
            let mut parts = entry.split(';');
            let tag = Language::parse(parts.next()?.trim()).ok()?;
            let quality = parts.find_map(|part| part.trim().strip_prefix("q="));
            let quality = quality.map_or(Some(1000), thousandths)?;
            (quality > 0).then_some((quality, tag))
        })
        .collect();
    // A stable sort: tags of equal quality stay in the order in which they were written.
    tags.sort_by_key(|(quality, _)| std::cmp::Reverse(*quality));
    tags.into_iter().map(|(_, tag)| tag).collect()
}

/// A quality value in thousandths: `0.8` is 800.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 3 || !matches!(whole, "0" | "1") {
        return None;
    }
    let digits: u16 = format!("{fraction:0<3}").parse().ok()?;
    Some((whole.parse::<u16>().ok()? * 1000 + digits).min(1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(uri: &str, header: &str) -> Vec<String> {
        let request = http::Request::get(uri)
            .header(ACCEPT_LANGUAGE, header)
            .body(None)
            .unwrap();
        wanted(&request).into_iter().map(String::from).collect()
    }

    #[test]
    fn the_address_comes_before_the_browser_and_quality_before_order() {
        assert_eq!(
            tags("/book/demo?language=de", "en-GB,en;q=0.8"),
            ["de", "en-GB", "en"]
        );
        assert_eq!(tags("/", "fr;q=0.5, de-AT, en;q=0.9"), ["de-AT", "en", "fr"]);
        assert_eq!(tags("/", "de;q=0.501,en;q=0.5"), ["de", "en"]);
    }

    #[test]
    fn invalid_tags_are_ignored() {
        assert_eq!(
            tags("/?language=%2e%2e", "*, de;q=0, en;q=2, fr;q=x, it;q=0.1234, ,nl"),
            ["nl"]
        );
    }
}
