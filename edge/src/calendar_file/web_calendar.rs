//! A reservation for a calendar of the web, and its start as mail programs read it.

use config::VenueSettings;
use shared::locale::Language;
use shared::reservation::Reservation;
use shared::time::Instant;
use url::Url;

use super::icalendar::utc;
use crate::localization::Texts;

/// The page that puts an event into a guest's Google Calendar, without an account of ours there.
const PAGE: &str = "https://calendar.google.com/calendar/render";

/// A reservation's start, and where it is put into a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebCalendar {
    /// The start, with the offset of the venue's clocks (RFC 3339).
    pub start: String,
    /// The address of the page. It has no token.
    pub address: String,
}

/// The reservation for a calendar of the web; none if its local time is skipped when the clocks change.
#[must_use]
pub fn web_calendar(venue: &VenueSettings, reservation: &Reservation, texts: &Texts) -> Option<WebCalendar> {
    let zone = &venue.time_zone;
    let start = zone.resolve(reservation.day, reservation.minutes).instant()?;
    let end = start.plus_minutes(reservation.duration.into());
    let language = Language::parse(texts.language).ok()?;
    let (summary, place) = (
        summary(venue, reservation, &language),
        venue.address_line().unwrap_or_default(),
    );
    let dates = format!("{}/{}", utc(start), utc(end));
    let details = texts.calendar_reservation(&reservation.number, &texts.party(reservation.attendees));
    let parameters = [
        ("action", "TEMPLATE"),
        ("text", summary.as_str()),
        ("dates", dates.as_str()),
        ("ctz", zone.name()),
        ("details", details.as_str()),
        ("location", place.as_str()),
    ];
    Some(WebCalendar {
        start: with_offset(start, zone.offset(start)),
        address: Url::parse_with_params(PAGE, parameters).ok()?.into(),
    })
}

/// The title: the restaurant, and the experience where it has a name.
pub(super) fn summary(venue: &VenueSettings, reservation: &Reservation, language: &Language) -> String {
    match reservation.experience.name.get(language) {
        "" => venue.name.clone(),
        name => format!("{}: {name}", venue.name),
    }
}

/// An instant as a clock with this offset from UTC in seconds shows it.
fn with_offset(at: Instant, offset: i32) -> String {
    let shown = Instant::from_unix(at.unix() + i64::from(offset)).to_string();
    let sign = if offset < 0 { '-' } else { '+' };
    let amount = offset.unsigned_abs();
    let clock = shown.trim_end_matches('Z');
    format!("{clock}{sign}{:02}:{:02}", amount / 3600, amount / 60 % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_with_the_offset_of_a_clock() {
        let at = Instant::from_unix(1_795_802_400);
        assert_eq!(at.to_string(), "2026-11-27T18:00:00Z");
        for (offset, text) in [
            (3_600, "2026-11-27T19:00:00+01:00"),
            (-12_600, "2026-11-27T14:30:00-03:30"),
            (0, "2026-11-27T18:00:00+00:00"),
        ] {
            assert_eq!(with_offset(at, offset), text);
        }
    }
}
