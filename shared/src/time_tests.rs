//! Facts about days, minutes and zones: both clock changes of Vienna, zones far from UTC, leap days.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn minutes(number: i64) -> Minutes {
    Minutes::parse(number).unwrap()
}

fn zone(name: &str) -> TimeZone {
    TimeZone::parse(name).unwrap()
}

fn utc(text: &str) -> Instant {
    Instant::try_from(text.to_owned()).unwrap()
}

#[test]
fn days_are_written_in_one_way_only() {
    assert_eq!(day("2028-02-29").to_string(), "2028-02-29");
    for text in [
        "2027-02-29",
        "2026-1-01",
        "2026-01-1",
        "26-01-01",
        "2026-13-01",
        "1999-12-31",
        "2200-01-01",
        "2026-01-01T00:00",
        "+026-01-01",
        "２０２６-01-01",
        "",
    ] {
        assert_eq!(Day::parse(text), Err(FieldCode::InvalidDay), "{text:?}");
    }
}

#[test]
fn february_ends_by_leap_year() {
    assert_eq!(day("2028-02-10").last_of_month(), day("2028-02-29"));
    assert_eq!(day("2027-02-10").last_of_month(), day("2027-02-28"));
    assert_eq!(day("2100-02-10").last_of_month(), day("2100-02-28"));
    assert_eq!(day("2028-02-28").plus(1), Some(day("2028-02-29")));
}

#[test]
fn minutes_past_midnight_belong_to_the_evening_before() {
    assert!(minutes(1500).is_next_day());
    assert_eq!(minutes(1500).clock(), (1, 0));
    assert_eq!(
        zone("Europe/Vienna").resolve(day("2026-11-21"), minutes(1500)),
        Resolved::Once(utc("2026-11-22T00:00:00Z"))
    );
    assert_eq!(Minutes::parse(2880), Err(FieldCode::OutOfRange));
    assert_eq!(Minutes::parse(-1), Err(FieldCode::OutOfRange));
}

#[test]
fn an_hour_does_not_exist_when_vienna_goes_forward() {
    let vienna = zone("Europe/Vienna");
    let (eve, sunday) = (day("2026-03-28"), day("2026-03-29"));
    assert_eq!(
        vienna.resolve(sunday, minutes(119)),
        Resolved::Once(utc("2026-03-29T00:59:00Z"))
    );
    for minute in [120, 150, 179] {
        assert_eq!(vienna.resolve(sunday, minutes(minute)), Resolved::Never);
        assert_eq!(vienna.resolve(eve, minutes(1440 + minute)), Resolved::Never);
    }
    assert_eq!(
        vienna.resolve(sunday, minutes(180)),
        Resolved::Once(utc("2026-03-29T01:00:00Z"))
    );
    assert_eq!(
        vienna.resolve(sunday, minutes(1140)),
        Resolved::Once(utc("2026-03-29T17:00:00Z"))
    );
}

#[test]
fn an_hour_comes_twice_when_vienna_goes_back_and_guests_mean_the_first() {
    let vienna = zone("Europe/Vienna");
    let twice = vienna.resolve(day("2026-10-25"), minutes(150));
    assert_eq!(
        twice,
        Resolved::Twice {
            earlier: utc("2026-10-25T00:30:00Z"),
            later: utc("2026-10-25T01:30:00Z")
        }
    );
    assert_eq!(twice.instant(), Some(utc("2026-10-25T00:30:00Z")));
}

#[test]
fn today_is_the_venues_day_and_not_that_of_utc() {
    let noon = utc("2026-11-21T10:30:00Z");
    let local = |name: &str| zone(name).local(noon).unwrap();
    assert_eq!(local("Pacific/Kiritimati"), (day("2026-11-22"), minutes(30)));
    assert_eq!(
        local("Pacific/Pago_Pago"),
        (day("2026-11-20"), minutes(23 * 60 + 30))
    );
    assert_eq!(
        local("Asia/Kathmandu"),
        (day("2026-11-21"), minutes(16 * 60 + 15))
    );
}

#[test]
fn zones_have_the_names_of_the_iana_database_and_no_others() {
    assert_eq!(
        zone("America/Argentina/Buenos_Aires").name(),
        "America/Argentina/Buenos_Aires"
    );
    assert_eq!(zone("UTC").name(), "UTC");
    for name in [
        "",
        "europe/vienna",
        "Europe/Wien",
        "CEST",
        "+01:00",
        "../Europe/Vienna",
    ] {
        assert_eq!(TimeZone::parse(name), Err(FieldCode::Invalid), "{name}");
    }
}

#[test]
fn the_clocks_of_a_later_century_change_by_todays_rule() {
    assert_eq!(
        zone("Europe/Vienna").resolve(day("2150-07-01"), minutes(720)),
        Resolved::Once(utc("2150-07-01T10:00:00Z"))
    );
}

#[test]
fn a_zone_tells_its_changes_of_clocks_around_an_instant() {
    let vienna = zone("Europe/Vienna");
    let spring = Change {
        at: utc("2026-03-29T01:00:00Z"),
        before: 3600,
        after: 7200,
        is_daylight: true,
        name: "CEST".to_owned(),
    };
    let autumn = Change {
        at: utc("2026-10-25T01:00:00Z"),
        before: 7200,
        after: 3600,
        is_daylight: false,
        name: "CET".to_owned(),
    };
    let summer = utc("2026-07-01T12:00:00Z");
    assert_eq!(vienna.offset(summer), 7200);
    assert_eq!(vienna.change_before(summer), Some(spring.clone()));
    assert_eq!(vienna.change_after(summer), Some(autumn.clone()));
    assert_eq!(vienna.change_before(spring.at), Some(spring));
    assert_eq!(vienna.change_before(utc("2026-12-01T00:00:00Z")), Some(autumn));
    assert_eq!(zone("UTC").change_before(summer), None);
    assert_eq!(zone("Asia/Tokyo").change_after(summer), None);
    assert_eq!(zone("Asia/Kathmandu").offset(summer), 20_700);
}

#[test]
fn instants_are_rfc_3339_in_utc() {
    assert_eq!(
        serde_json::to_string(&utc("2026-11-21T11:30:00+01:00")).unwrap(),
        r#""2026-11-21T10:30:00Z""#
    );
}

proptest! {
    #[test]
    fn local_time_leads_back_to_its_instant(
        name in prop::sample::select(vec!["Europe/Vienna", "America/St_Johns", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Australia/Lord_Howe", "Asia/Kathmandu"]),
        seconds in 1_600_000_000i64..2_500_000_000,
    ) {
        let instant = Instant::from_unix(seconds - seconds.rem_euclid(60));
        let (day, minutes) = zone(name).local(instant).unwrap();
        let back = zone(name).resolve(day, minutes);
        let found = match back {
            Resolved::Once(one) => one == instant,
            Resolved::Twice { earlier, later } => earlier == instant || later == instant,
            Resolved::Never => false,
        };
        prop_assert!(found, "{name} {day:?} {minutes:?} gave {back:?}, not {instant:?}");
    }

    #[test]
    fn a_day_prints_as_it_parses(offset in 0u32..73_000) {
        let day = Day::MIN.plus(offset).unwrap();
        prop_assert_eq!(Day::parse(&day.to_string()), Ok(day));
        prop_assert_eq!(day.since(Day::MIN), i64::from(offset));
    }

    #[test]
    fn no_text_makes_parsing_panic(text in ".{0,16}") {
        let _ = Day::parse(&text);
    }
}

#[test]
fn a_zone_is_read_and_written_as_its_name() {
    let vienna = zone("Europe/Vienna");
    assert_eq!(
        serde_json::from_str::<TimeZone>(r#""Europe/Vienna""#).unwrap(),
        vienna
    );
    assert_eq!(serde_json::to_string(&vienna).unwrap(), r#""Europe/Vienna""#);
    for unknown in [r#""europe/vienna""#, r#""Europe/Linz""#, r#""""#, "1"] {
        assert!(serde_json::from_str::<TimeZone>(unknown).is_err(), "{unknown}");
    }
}
