//! One event as a calendar file (RFC 5545), with the rules of its time zone; a message of iTIP (RFC 5546) if its
//! organizer is known, and for a cancellation its attendee. Independent of reservations: an event is given by its text
//! and times.
//!
//! Our own code: the crates for it fold lines after 76 octets, or bring a clock and random ids.

use std::fmt::Write as _;

use shared::time::{Change, Instant, TimeZone};

/// The longest line, in octets, without its end (section 3.1).
const MAX_LINE: usize = 75;

/// The status of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The event takes place.
    Confirmed,
    /// The event is not certain yet.
    Tentative,
    /// The event does not take place.
    Cancelled,
}

/// An event.
#[derive(Clone, Copy)]
pub struct Event<'a> {
    /// The permanent, globally unique id.
    pub uid: &'a str,
    /// The sequence number: of two files about an event the one with the larger number is the newer.
    pub sequence: i64,
    /// The instant at which the file is written.
    pub stamp: Instant,
    /// The time zone of its place.
    pub zone: &'a TimeZone,
    /// The instant at which it begins.
    pub start: Instant,
    /// The instant at which it ends.
    pub end: Instant,
    /// The status.
    pub state: State,
    /// The organizer's name and e-mail address. A message of iTIP has exactly one organizer.
    pub organizer: Option<(&'a str, &'a str)>,
    /// The attendee's e-mail address. The message that cancels an event names the attendee, the one that
    /// publishes it does not (RFC 5546, sections 3.2.5 and 3.2.1).
    pub attendee: Option<&'a str>,
    /// The title.
    pub summary: &'a str,
    /// The description, of one or more lines.
    pub description: &'a str,
    /// The place.
    pub location: Option<&'a str>,
}

impl Event<'_> {
    /// The method of iTIP (RFC 5546, section 1.4). None for a plain calendar: an event without an organizer, or a
    /// cancelled one without an attendee.
    #[must_use]
    pub fn method(&self) -> Option<&'static str> {
        match (self.state, self.organizer, self.attendee) {
            (State::Confirmed | State::Tentative, Some(_), _) => Some("PUBLISH"),
            (State::Cancelled, Some(_), Some(_)) => Some("CANCEL"),
            _ => None,
        }
    }

    /// The file's text.
    #[must_use]
    pub fn file(&self) -> String {
        let mut file = File::default();
        file.line("BEGIN:VCALENDAR");
        file.line("VERSION:2.0");
        file.line("PRODID:-//Couvert//Couvert//EN");
        file.line("CALSCALE:GREGORIAN");
        let method = self.method();
        if let Some(method) = method {
            file.line(&format!("METHOD:{method}"));
        }
        self.write_zone(&mut file);
        file.line("BEGIN:VEVENT");
        file.line(&format!("UID:{}", escaped(self.uid)));
        file.line(&format!("SEQUENCE:{}", self.sequence));
        file.line(&format!("DTSTAMP:{}", utc(self.stamp)));
        file.line(&self.time("DTSTART", self.start));
        file.line(&self.time("DTEND", self.end));
        if let Some((name, address)) = self.organizer.filter(|_| method.is_some()) {
            file.line(&format!(
                "ORGANIZER;CN=\"{}\":{}",
                quotable(name),
                mailto(address)
            ));
        }
        if let Some(address) = self.attendee.filter(|_| method == Some("CANCEL")) {
            file.line(&format!("ATTENDEE:{}", mailto(address)));
        }
        file.line(&format!("SUMMARY:{}", escaped(self.summary)));
        if let Some(location) = self.location {
            file.line(&format!("LOCATION:{}", escaped(location)));
        }
        file.line(&format!("DESCRIPTION:{}", escaped(self.description)));
        file.line(match self.state {
            State::Confirmed => "STATUS:CONFIRMED",
            State::Tentative => "STATUS:TENTATIVE",
            State::Cancelled => "STATUS:CANCELLED",
        });
        file.line("END:VEVENT");
        file.line("END:VCALENDAR");
        file.0
    }

    /// Writes a property that is a time. A local time that occurs twice means the earlier (section 3.3.5), so the
    /// later is written in UTC.
    fn time(&self, name: &str, at: Instant) -> String {
        let local = self.zone.local(at);
        let meant = local.and_then(|(day, minutes)| self.zone.resolve(day, minutes).instant());
        if meant == Some(at) {
            let text = local_time(at, self.zone.offset(at));
            format!("{name};TZID={}:{text}", self.zone.name())
        } else {
            format!("{name}:{}", utc(at))
        }
    }

    /// Writes the time zone's rules: the change of the clocks before the event's begin, and those up to the first after
    /// its end.
    fn write_zone(&self, file: &mut File) {
        file.line("BEGIN:VTIMEZONE");
        file.line(&format!("TZID:{}", self.zone.name()));
        let mut changes: Vec<Change> = self.zone.change_before(self.start).into_iter().collect();
        if changes.is_empty() {
            let offset = self.zone.offset(self.start);
            changes.push(Change {
                at: Instant::from_unix(-i64::from(offset)),
                before: offset,
                after: offset,
                is_daylight: false,
                name: self.zone.name().to_owned(),
            });
        }
        let mut next = self.zone.change_after(self.start);
        while let Some(change) = next {
            next = (change.at < self.end)
                .then(|| self.zone.change_after(change.at))
                .flatten();
            changes.push(change);
        }
        for change in changes {
            let kind = if change.is_daylight {
                "DAYLIGHT"
            } else {
                "STANDARD"
            };
            file.line(&format!("BEGIN:{kind}"));
            file.line(&format!("DTSTART:{}", local_time(change.at, change.before)));
            file.line(&format!("TZOFFSETFROM:{}", offset(change.before)));
            file.line(&format!("TZOFFSETTO:{}", offset(change.after)));
            file.line(&format!("TZNAME:{}", escaped(&change.name)));
            file.line(&format!("END:{kind}"));
        }
        file.line("END:VTIMEZONE");
    }
}

/// Content lines, folded.
#[derive(Default)]
struct File(String);

impl File {
    fn line(&mut self, line: &str) {
        let mut length = 0;
        for character in line.chars() {
            let octets = character.len_utf8();
            if length + octets > MAX_LINE {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(character);
            length += octets;
        }
        self.0.push_str("\r\n");
    }
}

/// A value of the type TEXT (section 3.3.11), without control characters.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for character in text.replace("\r\n", "\n").chars() {
        match character {
            '\n' | '\r' => value.push_str("\\n"),
            '\\' | ';' | ',' => value.extend(['\\', character]),
            '\t' => value.push(' '),
            _ if character.is_control() => {}
            _ => value.push(character),
        }
    }
    value
}

/// The value of a quoted parameter, which cannot contain a quote (section 3.2).
fn quotable(text: &str) -> String {
    text.replace('"', "'")
        .chars()
        .filter(|character| !character.is_control())
        .collect()
}

/// An address as a URI (RFC 6068, section 2).
fn mailto(address: &str) -> String {
    let mut uri = "mailto:".to_owned();
    for byte in address.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$'*+@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a `String` does not fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

/// The local time at `at` where clocks are `offset` seconds ahead of UTC.
fn local_time(at: Instant, offset: i32) -> String {
    // `2026-11-27T19:00:00Z` without its punctuation, and without the `Z` of UTC.
    utc(at.plus_seconds(offset.into()))
        .trim_end_matches('Z')
        .to_owned()
}

pub(super) fn utc(at: Instant) -> String {
    at.to_string()
        .chars()
        .filter(|character| !matches!(character, '-' | ':'))
        .collect()
}

/// An offset from UTC (section 3.3.14).
fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let amount = seconds.unsigned_abs();
    let mut text = format!("{sign}{:02}{:02}", amount / 3600, amount / 60 % 60);
    if !amount.is_multiple_of(60) {
        // Writing to a `String` does not fail.
        let _ = write!(text, "{:02}", amount % 60);
    }
    text
}

#[cfg(test)]
#[path = "icalendar_tests.rs"]
mod tests;
