//! Rules of days for tests: from the API's JSON, and at random for a random venue.

use config::EngineSettings;
use proptest::prelude::*;
use serde_json::{Value, json};
use shared::day_rule::DayRule;
use shared::time::{Day, Instant, Minutes};

/// A rule of this effect, created at this instant.
pub(crate) fn rule(id: &str, effect: &Value, created_at: Instant) -> DayRule {
    serde_json::from_value(json!({
        "id": id, "effect": effect, "endsAt": created_at.plus_minutes(60 * 24 * 900), "createdAt": created_at,
    }))
    .unwrap()
}

/// The numbers of a random rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seed {
    kind: u8,
    after: u32,
    length: u32,
    minutes: (u16, u16),
    has_span: bool,
    experience: Option<usize>,
    room: Option<usize>,
    table: usize,
    is_full: bool,
    covers: u16,
}

/// Up to four rules.
pub(crate) fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    let place = (0u8..5, 0u32..4, 0u32..2, (0u16..2_400, 1u16..400), any::<bool>());
    let subject = (
        proptest::option::of(0usize..2),
        proptest::option::of(0usize..2),
        0usize..8,
        any::<bool>(),
        0u16..12,
    );
    let seed = (place, subject).prop_map(
        |((kind, after, length, minutes, has_span), (experience, room, table, is_full, covers))| Seed {
            kind,
            after,
            length,
            minutes,
            has_span,
            experience,
            room,
            table,
            is_full,
            covers,
        },
    );
    prop::collection::vec(seed, 1..5)
}

/// The rules of these numbers for a venue: around `first`, created at `now`.
pub(crate) fn rules(settings: &EngineSettings, first: Day, now: Instant, seeds: &[Seed]) -> Vec<DayRule> {
    let experience = |place: usize| &settings.experiences[place % settings.experiences.len()].id;
    let room = |place: usize| &settings.rooms[place % settings.rooms.len()];
    let effect = |seed: &Seed| {
        let from = first.plus(seed.after).unwrap();
        let (begin, length) = seed.minutes;
        let until = (begin + length).min(Minutes::MAX.get());
        let named = seed.experience.map(experience);
        match seed.kind {
            0 => {
                let mut closure = json!({
                    "kind": "closure", "from": from, "to": from.plus(seed.length).unwrap(),
                    "shownAs": if seed.is_full { "full" } else { "closed" },
                    "experienceId": named, "areaId": seed.room.map(|place| &room(place).id),
                });
                if seed.has_span {
                    closure["fromMinutes"] = json!(begin);
                    closure["untilMinutes"] = json!(until);
                }
                closure
            }
            1 => {
                let tables = &room(seed.room.unwrap_or_default()).tables;
                let begin = now.plus_minutes(i64::from(seed.after) * 1_440 - 600);
                json!({
                    "kind": "blocked_tables", "tableIds": [&tables[seed.table % tables.len()].id],
                    "from": begin, "until": begin.plus_minutes(length.into()),
                })
            }
            2 => json!({
                "kind": "pause", "experienceId": named, "until": now.plus_minutes(i64::from(length) * 6),
            }),
            3 => json!({
                "kind": "special_hours", "day": from, "experienceId": experience(seed.experience.unwrap_or_default()),
                "periods": [{ "firstMinutes": begin, "lastMinutes": until }],
            }),
            _ => json!({ "kind": "covers_limit", "day": from, "experienceId": named, "covers": seed.covers }),
        }
    };
    let numbered = seeds.iter().enumerate();
    numbered
        .map(|(number, seed)| rule(&format!("rule{number}"), &effect(seed), now))
        .collect()
}
