//! Answers as a broken or hostile booking system may give them: parsed and mapped without a panic, and every value
//! that results keeps the promises made to guests.
//!
//! The first byte says which operation answers.

use edge::provider::SlotsQuestion;
use edge::provider::lenient::{self, Elements};
use edge::provider::molzait::{map, wire};
use shared::availability::SlotStatus;
use shared::id::ExperienceId;
use shared::money::Currency;
use shared::party::{Attendees, PartyRange};
use shared::time::Day;

/// Reads an answer.
///
/// # Panics
///
/// Where a promise is broken.
pub fn check(data: &[u8]) {
    let Some((kind, answer)) = data.split_first() else {
        return;
    };
    match kind {
        b'e' => experiences(answer),
        b's' => slots(answer),
        _ => reservations(answer),
    }
}

fn experiences(answer: &[u8]) {
    let Ok(all) = lenient::read::<Elements<wire::Experience>>(answer) else {
        return;
    };
    let party = PartyRange {
        min: Attendees::MIN,
        max: Attendees::MAX,
    };
    for experience in map::experiences(&all.all, party) {
        let written = serde_json::to_string(&experience.description_html)
            .unwrap()
            .to_lowercase();
        for forbidden in ["<script", "<style", "<img", "<iframe", "<svg"] {
            assert!(!written.contains(forbidden), "{written}");
        }
        // Only text within a tag can be an attribute.
        for tag in written
            .split('<')
            .skip(1)
            .filter_map(|rest| rest.split('>').next())
        {
            assert!(!tag.contains("=\\\"javascript:"), "{written}");
        }
        if let Some(image) = experience.image {
            let address: http::Uri = image.url.parse().unwrap();
            let is_here = matches!(address.host(), Some("localhost" | "127.0.0.1"));
            assert!(address.scheme_str() == Some("https") || is_here, "{}", image.url);
            assert!(
                !address.authority().unwrap().as_str().contains('@'),
                "{}",
                image.url
            );
        }
    }
}

fn slots(answer: &[u8]) {
    let Ok(day_slots) = lenient::read::<wire::Slots>(answer) else {
        return;
    };
    let question = SlotsQuestion {
        experience_id: ExperienceId::parse("dinner").unwrap(),
        attendees: Attendees::parse(2).unwrap(),
        day: Day::parse("2026-11-27").unwrap(),
        moving: None,
    };
    let mapped = map::slots(&day_slots.slots.all, &question, Currency::EUR, &[]);
    for pair in mapped.windows(2) {
        assert!(pair[0].minutes < pair[1].minutes);
    }
    for slot in mapped {
        assert_eq!(slot.status == SlotStatus::Open, slot.reasons.is_empty());
        let price = slot.payment.map_or(1, |terms| terms.amount.amount());
        assert!(price > 0);
        assert!(slot.reasons.len() <= 9);
        assert!(slot.reasons.iter().all(|reason| reason.text().len() <= 64));
    }
}

fn reservations(answer: &[u8]) {
    if let Ok(one) = lenient::read::<wire::Reservation>(answer) {
        drop(map::known(&one));
    }
    if let Ok(found) = lenient::read::<Elements<wire::Reservation>>(answer) {
        for candidate in found.all.iter().map(map::candidate) {
            assert!(!candidate.known.number.is_empty());
        }
    }
}
