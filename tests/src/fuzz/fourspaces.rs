//! Answers as a broken or hostile 4spaces may give them, in JSON and in JSV: parsed and mapped without a panic, and every
//! value that results keeps the promises made to guests.
//!
//! The first byte says which operation answers, the second in which format: `v` for JSV.

use config::FourspacesSettings;
use edge::provider::fourspaces::catalogue::ServiceCatalogue;
use edge::provider::fourspaces::offering::VenueTerms;
use edge::provider::fourspaces::price::{HeadCount, quote};
use edge::provider::fourspaces::{jsv, map, spans, wire};
use edge::provider::lenient::{self, Elements};
use shared::availability::SlotStatus;
use shared::locale::Language;
use shared::money::Currency;
use shared::time::{Day, Instant, TimeZone};

/// Reads an answer.
///
/// # Panics
///
/// Where a promise is broken.
pub fn check(data: &[u8]) {
    let [kind, format, answer @ ..] = data else {
        return;
    };
    let json = if *format == b'v' {
        let Some(value) = std::str::from_utf8(answer)
            .ok()
            .and_then(|text| jsv::parse(text).ok())
        else {
            return;
        };
        serde_json::to_vec(&value).unwrap()
    } else {
        answer.to_vec()
    };
    match kind {
        b's' => services(&json),
        b'a' => availability(&json),
        _ => reservations(&json),
    }
}

fn settings() -> FourspacesSettings {
    serde_json::from_str(r#"{"key":"K","horizonDays":30}"#).unwrap()
}

/// The services of an answer, whose access templates are all there.
fn catalogue(services: &[wire::ServiceView]) -> ServiceCatalogue {
    let products = services
        .iter()
        .filter_map(|one| one.products.read())
        .flat_map(|all| &all.all);
    let ids = products.filter_map(|one| one.reservation_data.read()?.access_template_id.text());
    let template = |id: &str| {
        let space = serde_json::json!({ "id": id, "name": "Room", "smartspaces": [{ "id": "space" }] });
        serde_json::from_value(space).unwrap()
    };
    let templates: Vec<wire::AccessTemplateView> = ids.map(template).collect();
    let settings = settings();
    let terms = VenueTerms {
        settings: &settings,
        currency: Currency::EUR,
        language: &Language::parse("en").unwrap(),
    };
    ServiceCatalogue::of(services, &templates, terms)
}

fn services(answer: &[u8]) {
    let Ok(read) = lenient::read::<wire::DataAnswer<Elements<wire::ServiceView>>>(answer) else {
        return;
    };
    let zone = TimeZone::parse("Europe/Vienna").unwrap();
    for offering in catalogue(&read.data.all).offerings {
        let experience = &offering.experience;
        assert!(experience.attendees.min <= experience.attendees.max);
        let written = serde_json::to_string(&experience.description_html)
            .unwrap()
            .to_lowercase();
        for forbidden in ["<script", "<style", "<img", "<iframe", "<svg"] {
            assert!(!written.contains(forbidden), "{written}");
        }
        if let Some(image) = &experience.image {
            assert!(image.url.starts_with("https://"), "{}", image.url);
        }
        let schedule = offering.schedule;
        assert!(schedule.interval >= 5 && (1..=1_440).contains(&schedule.duration));
        let day = Day::parse("2026-11-27").unwrap();
        assert!(schedule.starts(day, &zone).count() <= 2_880 / 5);
        let party = HeadCount {
            adults: 2,
            children: 0,
        };
        if let Ok(quote) = quote(&offering, party, &[], Currency::EUR) {
            assert!(quote.total.amount() >= 0);
            assert_eq!(quote.due_now.checked_add(quote.due_at_venue), Ok(quote.total));
        }
        for add_on in offering.offers().add_ons {
            assert!((1..=99).contains(&add_on.max) && add_on.price.amount() >= 0);
        }
    }
}

fn availability(answer: &[u8]) {
    let Ok(read) = lenient::read::<wire::DataAnswer<Elements<wire::AvailabilityView>>>(answer) else {
        return;
    };
    let space = spans::spans(&read.data.all);
    let (from, to) = (
        Instant::from_unix(1_796_148_000),
        Instant::from_unix(1_796_155_200),
    );
    if spans::is_free(&space, from, to) {
        assert!(space.iter().any(|span| span.is_free));
    }
    let service = r#"{"id":"s","serviceType":1,"name":"Room","products":[{"id":"p","reservationData":{"accessTemplateId":"t"}}]}"#;
    let service: wire::ServiceView = serde_json::from_str(service).unwrap();
    let zone = TimeZone::parse("Europe/Vienna").unwrap();
    let offering = catalogue(&[service]).offerings.remove(0);
    let day = spans::day(
        &offering,
        &[space],
        Day::parse("2026-12-01").unwrap(),
        &zone,
        (Instant::from_unix(0), &spans::PaymentPlace::AtVenue),
    );
    for slot in day.slots {
        let slot = slot.slot;
        assert_eq!(slot.status == SlotStatus::Open, slot.reasons.is_empty());
    }
}

fn reservations(answer: &[u8]) {
    let Ok(read) = lenient::read::<wire::DataAnswer<Elements<wire::ReservationListItem>>>(answer) else {
        return;
    };
    let zone = TimeZone::parse("Europe/Vienna").unwrap();
    for one in &read.data.all {
        if let Some(candidate) = map::candidate(one, None, &zone) {
            assert!(!candidate.known.number.is_empty());
        }
    }
}
