//! Facts about calendar files: their exact text, the rules of time zones, folding.

use proptest::prelude::*;

use super::*;

fn zone(name: &str) -> TimeZone {
    TimeZone::parse(name).unwrap()
}

fn utc_of(text: &str) -> Instant {
    Instant::try_from(text.to_owned()).unwrap()
}

fn event<'a>(zone: &'a TimeZone, start: &str, minutes: i64) -> Event<'a> {
    let start = utc_of(start);
    Event {
        uid: "r1@linde",
        sequence: 7,
        stamp: utc_of("2026-11-21T10:30:00Z"),
        zone,
        start,
        end: start.plus_minutes(minutes),
        state: State::Confirmed,
        organizer: Some(("Linde, \"the\" inn", "house@example.com")),
        attendee: Some("ada@example.com"),
        summary: "Linde: Dinner",
        description: "R-000001\n2 guests; no, 3",
        location: Some("Hauptplatz 1, 8010 Graz"),
    }
}

#[test]
fn an_event_is_written_with_the_rules_of_its_zone() {
    let vienna = zone("Europe/Vienna");
    let expected = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Couvert//Couvert//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Vienna",
        "BEGIN:STANDARD",
        "DTSTART:20261025T030000",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "TZNAME:CET",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:20270328T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "TZNAME:CEST",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "UID:r1@linde",
        "SEQUENCE:7",
        "DTSTAMP:20261121T103000Z",
        "DTSTART;TZID=Europe/Vienna:20261127T190000",
        "DTEND;TZID=Europe/Vienna:20261127T210000",
        "ORGANIZER;CN=\"Linde, 'the' inn\":mailto:house@example.com",
        "SUMMARY:Linde: Dinner",
        "LOCATION:Hauptplatz 1\\, 8010 Graz",
        "DESCRIPTION:R-000001\\n2 guests\\; no\\, 3",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ];
    assert_eq!(
        event(&vienna, "2026-11-27T18:00:00Z", 120).file(),
        expected.join("\r\n")
    );
}

#[test]
fn a_cancelled_event_has_the_method_cancel() {
    let vienna = zone("Europe/Vienna");
    let file = |state| {
        Event {
            state,
            ..event(&vienna, "2026-11-27T18:00:00Z", 120)
        }
        .file()
    };
    let cancelled = file(State::Cancelled);
    assert!(cancelled.contains("\r\nMETHOD:CANCEL\r\n"));
    assert!(cancelled.contains("\r\nSTATUS:CANCELLED\r\n"));
    assert!(file(State::Tentative).contains("\r\nSTATUS:TENTATIVE\r\n"));
}

#[test]
fn a_night_in_which_the_clocks_change_has_both_rules_and_no_ambiguous_time() {
    let vienna = zone("Europe/Vienna");
    // From 02:30 summer time to 02:30 winter time: a local time that occurs twice.
    let file = event(&vienna, "2026-10-25T00:30:00Z", 60).file();
    assert!(file.contains("\r\nDTSTART;TZID=Europe/Vienna:20261025T023000\r\n"));
    assert!(file.contains("\r\nDTEND:20261025T013000Z\r\n"));
    let starts: Vec<_> = file.lines().filter(|line| line.starts_with("DTSTART:")).collect();
    assert_eq!(
        starts,
        [
            "DTSTART:20260329T020000",
            "DTSTART:20261025T030000",
            "DTSTART:20270328T020000"
        ]
    );
}

#[test]
fn zones_whose_clocks_do_not_change_have_one_rule() {
    for (name, rule) in [
        (
            "UTC",
            [
                "DTSTART:19700101T000000",
                "TZOFFSETFROM:+0000",
                "TZOFFSETTO:+0000",
            ],
        ),
        (
            "Asia/Kathmandu",
            [
                "DTSTART:19860101T000000",
                "TZOFFSETFROM:+0530",
                "TZOFFSETTO:+0545",
            ],
        ),
    ] {
        let zone = zone(name);
        let file = event(&zone, "2026-11-27T18:00:00Z", 120).file();
        assert_eq!(file.matches("BEGIN:STANDARD").count(), 1, "{file}");
        assert_eq!(file.matches("BEGIN:DAYLIGHT").count(), 0, "{file}");
        for line in rule {
            assert!(file.contains(&format!("\r\n{line}\r\n")), "{line} in {file}");
        }
    }
}

#[test]
fn offsets_have_seconds_where_a_zone_had_them() {
    assert_eq!(offset(-12_600), "-0330");
    assert_eq!(offset(3_921), "+010521");
}

#[test]
fn nothing_typed_by_a_guest_begins_a_line_of_its_own() {
    let vienna = zone("Europe/Vienna");
    let file = Event {
        summary: "a\r\nATTACH:x\rb\u{85}\u{0}c",
        ..event(&vienna, "2026-11-27T18:00:00Z", 120)
    }
    .file();
    assert!(file.contains("\r\nSUMMARY:a\\nATTACH:x\\nbc\r\n"), "{file}");
}

proptest! {
    #[test]
    fn folded_lines_fit_and_unfold_to_what_they_were(text in "(?s).{0,400}") {
        let mut file = File::default();
        let line = escaped(&text);
        file.line(&line);
        for folded in file.0.split("\r\n") {
            prop_assert!(folded.len() <= MAX_LINE, "{} octets", folded.len());
        }
        prop_assert_eq!(file.0.replace("\r\n ", ""), format!("{line}\r\n"));
    }

    #[test]
    fn a_long_line_is_folded_as_late_as_its_characters_allow(text in "[aäа中𝄞]{60,300}") {
        let mut file = File::default();
        file.line(&text);
        let lines: Vec<_> = file.0.trim_end().split("\r\n").collect();
        for folded in lines.iter().rev().skip(1) {
            prop_assert!(folded.len() > MAX_LINE - 4, "{} octets", folded.len());
        }
    }
}
