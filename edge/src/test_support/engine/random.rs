//! Random venues and random histories, for property tests.

use config::EngineSettings;
use config::engine::{
    Attendance, Category, Closure, Combination, Experience, Period, Room, Stay, Table, Weekday,
};
use proptest::option;
use proptest::prelude::*;
use shared::availability::Confirmation;
use shared::id::{AreaId, ExperienceId, TableId};
use shared::locale::{Language, LocalizedText};
use shared::time::{Day, Instant};

use super::day;

/// Something that happens to a venue.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// A party books a slot.
    Book {
        experience: usize,
        day: Day,
        slot: usize,
        size: u8,
    },
    /// A party calls off.
    Cancel { which: usize },
    /// A party moves to another slot of its day.
    Move { which: usize, slot: usize },
    /// Time goes by.
    Wait { minutes: i64 },
}

/// A history, from a moment on.
#[derive(Clone, Debug)]
pub(crate) struct Story {
    pub(crate) zone: &'static str,
    /// The first day that parties ask for.
    pub(crate) day: Day,
    pub(crate) now: Instant,
    pub(crate) steps: Vec<Step>,
}

/// Two or three days, often with a clock change or a leap day in them.
pub(crate) fn story() -> impl Strategy<Value = Story> {
    let zones = [
        "Europe/Vienna",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "Australia/Lord_Howe",
        "America/St_Johns",
    ];
    let days = [
        "2026-03-28",
        "2026-10-24",
        "2026-04-04",
        "2026-11-27",
        "2028-02-28",
    ];
    (
        prop::sample::select(zones.to_vec()),
        prop::sample::select(days.to_vec()),
        -600i64..600,
    )
        .prop_flat_map(|(zone, first, offset)| {
            let first = day(first);
            let midnight = first
                .date()
                .and_time(chrono::NaiveTime::MIN)
                .and_utc()
                .timestamp();
            let now = Instant::from_unix(midnight).plus_minutes(offset);
            prop::collection::vec(step(first), 1..40).prop_map(move |steps| Story {
                zone,
                day: first,
                now,
                steps,
            })
        })
}

fn step(first: Day) -> impl Strategy<Value = Step> {
    let book = (0usize..2, 0u32..3, 0usize..60, 0u8..8).prop_map(move |(experience, after, slot, size)| {
        Step::Book {
            experience,
            day: first.plus(after).unwrap(),
            slot,
            size,
        }
    });
    prop_oneof![
        8 => book,
        1 => (0usize..40).prop_map(|which| Step::Cancel { which }),
        1 => (0usize..40, 0usize..60).prop_map(|(which, slot)| Step::Move { which, slot }),
        1 => (0i64..120).prop_map(|minutes| Step::Wait { minutes }),
    ]
}

fn text() -> LocalizedText {
    [(Language::parse("en").unwrap(), "Text".to_owned())]
        .into_iter()
        .collect()
}

fn table(
    room: usize,
    number: usize,
    (min, extra, priority, reservable, kind): (u8, u8, u16, bool, bool),
) -> Table {
    Table {
        id: TableId::parse(&format!("t{room}-{number}")).unwrap(),
        name: "T".into(),
        min_party_size: min,
        max_party_size: min + extra,
        priority_index: priority,
        reservable,
        categories: if kind { vec!["kind".into()] } else { Vec::new() },
        shape: "rect_four".into(),
        x: 0,
        y: 0,
        rotation: 0,
    }
}

/// A room whose first table takes every party, so that no experience lacks one.
fn room(number: usize) -> impl Strategy<Value = Room> {
    let tables = prop::collection::vec(
        (1u8..4, 0u8..6, 0u16..3, prop::bool::weighted(0.9), any::<bool>()),
        1..5,
    );
    let combinations = prop::collection::vec(
        (
            any::<prop::sample::Index>(),
            any::<prop::sample::Index>(),
            2u8..6,
            0u8..6,
            0u16..3,
        ),
        0..4,
    );
    (tables, combinations, 0u16..3).prop_map(move |(tables, combinations, sort_index)| {
        let all = (1, 7, 1, true, true);
        let tables: Vec<_> = [all]
            .into_iter()
            .chain(tables)
            .enumerate()
            .map(|(place, one)| table(number, place, one))
            .collect();
        let combinations =
            combinations
                .into_iter()
                .enumerate()
                .filter_map(|(place, (one, other, min, extra, priority))| {
                    let (one, other) = (one.get(&tables), other.get(&tables));
                    (one.id != other.id).then(|| Combination {
                        id: format!("c{number}-{place}"),
                        table_ids: vec![one.id.clone(), other.id.clone()],
                        min_party_size: min,
                        max_party_size: min + extra,
                        priority_index: priority,
                    })
                });
        Room {
            id: AreaId::parse(&format!("room{number}")).unwrap(),
            name: text(),
            sort_index,
            combinations: combinations.collect(),
            elements: Vec::new(),
            tables,
        }
    })
}

fn period(from: u16) -> impl Strategy<Value = Period> {
    (
        0u16..500,
        0u16..300,
        any::<bool>(),
        option::weighted(0.3, 4u16..20),
        option::weighted(0.3, 2u16..12),
    )
        .prop_map(move |(later, length, one_room, seated_limit, starting_limit)| {
            use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
            let first = (from + later).min(2879);
            Period {
                weekdays: vec![Mon, Tue, Wed, Thu, Fri, Sat, Sun],
                from: None,
                to: None,
                first_minutes: first,
                last_minutes: (first + length).min(2879),
                rooms: if one_room {
                    vec![AreaId::parse("room0").unwrap()]
                } else {
                    Vec::new()
                },
                seated_limit,
                starting_limit,
            }
        })
}

fn experience(number: usize) -> impl Strategy<Value = Experience> {
    let periods = (0u16..1400).prop_flat_map(period).prop_flat_map(|one| {
        let after = one.last_minutes + 1;
        (Just(one), option::of(period(after))).prop_map(move |(one, other)| {
            let other = other.filter(|other| other.first_minutes >= after);
            [Some(one), other].into_iter().flatten().collect::<Vec<_>>()
        })
    });
    let limits = (option::weighted(0.3, 4u16..24), option::weighted(0.3, 2u16..14));
    let shape = (
        1u8..=8,
        prop::sample::select(vec![15u16, 30, 45, 60]),
        20u16..200,
        20u16..200,
        0u32..180,
    );
    let tables = (prop::bool::weighted(0.2), prop::bool::weighted(0.2));
    let closed = option::weighted(
        0.2,
        (
            0u16..1440,
            1u16..300,
            prop::sample::select(vec!["2026-03-29", "2026-10-25", "2026-11-28", "2028-02-29"]),
        ),
    );
    (periods, limits, shape, tables, closed).prop_map(
        move |(
            periods,
            (seated_limit, starting_limit),
            (max, interval, short, long, lead),
            (one_room, kind),
            closed,
        )| Experience {
            id: ExperienceId::parse(&format!("e{number}")).unwrap(),
            name: text(),
            shorthand: "E".into(),
            short_description: text(),
            description_html: text(),
            image: None,
            is_default: number == 0,
            attendees: Attendance { min: 1, max },
            confirmation: Confirmation::Instant,
            show_end_time: false,
            slot_interval_minutes: interval,
            durations: vec![
                Stay {
                    up_to: 3,
                    minutes: short,
                },
                Stay {
                    up_to: 8,
                    minutes: long,
                },
            ],
            lead_minutes: lead,
            free_cancellation_minutes: None,
            seated_limit,
            starting_limit,
            rooms: if one_room {
                vec![AreaId::parse("room0").unwrap()]
            } else {
                Vec::new()
            },
            categories: if kind { vec!["kind".into()] } else { Vec::new() },
            payment: None,
            is_private: false,
            access_codes: Vec::new(),
            price_per_guest: None,
            vat_basis_points: None,
            people: Vec::new(),
            add_ons: Vec::new(),
            questions: Vec::new(),
            periods,
            special_days: Vec::new(),
            closures: closed
                .map(|(from, length, on)| Closure {
                    from: day(on),
                    to: None,
                    from_minutes: Some(from),
                    until_minutes: Some(from + length),
                })
                .into_iter()
                .collect(),
        },
    )
}

/// A venue without faults. Its second experience is often served along with the first, so that they
/// compete for tables and for the venue's limits.
pub(crate) fn settings() -> impl Strategy<Value = EngineSettings> {
    let limits = (option::of(6u16..30), option::of(4u16..16));
    let experiences = (experience(0), option::weighted(0.7, experience(1)), any::<bool>());
    (room(0), option::of(room(1)), experiences, limits, 1u16..9).prop_map(
        |(room, other_room, (first, second, together), (seated_limit, starting_limit), horizon_days)| {
            let second = second.map(|mut second| {
                if together {
                    second.periods.clone_from(&first.periods);
                    second.slot_interval_minutes = first.slot_interval_minutes;
                }
                second
            });
            EngineSettings {
                horizon_days,
                seated_limit,
                starting_limit,
                categories: vec![Category {
                    id: "kind".into(),
                    name: text(),
                }],
                labels: Vec::new(),
                rooms: [Some(room), other_room].into_iter().flatten().collect(),
                experiences: [Some(first), second].into_iter().flatten().collect(),
                closures: Vec::new(),
            }
        },
    )
}

/// A venue with absurd numbers, most of them faults.
pub(crate) fn any_settings() -> impl Strategy<Value = EngineSettings> {
    let wild = (
        any::<[u8; 6]>(),
        any::<[u16; 8]>(),
        any::<[Option<u16>; 4]>(),
        any::<u32>(),
    );
    (settings(), wild, any::<u16>()).prop_map(|(mut settings, (bytes, numbers, limits, lead), which)| {
        // Each bit of `which` is set where a number is spoilt.
        let spoilt = |bit: u32| which >> bit & 1 == 1;
        if spoilt(0) {
            settings.horizon_days = numbers[0];
        }
        if spoilt(1) {
            (settings.seated_limit, settings.starting_limit) = (limits[0], limits[1]);
        }
        let room = &mut settings.rooms[0];
        if spoilt(2) {
            (room.tables[1].min_party_size, room.tables[1].max_party_size) = (bytes[0], bytes[1]);
        }
        if spoilt(3) {
            room.tables[0].id = room.tables[1].id.clone();
        }
        if spoilt(4) {
            room.tables.truncate(usize::from(bytes[2] % 2));
        }
        if spoilt(5) {
            for one in &mut room.combinations {
                (one.min_party_size, one.max_party_size) = (bytes[2], bytes[3]);
                one.table_ids.truncate(usize::from(bytes[3] % 3));
            }
        }
        let experience = &mut settings.experiences[0];
        if spoilt(6) {
            experience.attendees = Attendance {
                min: bytes[4],
                max: bytes[5],
            };
        }
        if spoilt(7) {
            experience.slot_interval_minutes = numbers[1];
        }
        if spoilt(8) {
            experience.durations = vec![Stay {
                up_to: bytes[5],
                minutes: numbers[2],
            }];
        }
        if spoilt(9) {
            experience.durations.clear();
        }
        if spoilt(10) {
            experience.lead_minutes = lead;
        }
        if spoilt(11) {
            (experience.seated_limit, experience.starting_limit) = (limits[2], limits[3]);
        }
        let period = &mut experience.periods[0];
        if spoilt(12) {
            (period.first_minutes, period.last_minutes) = (numbers[3], numbers[4]);
        }
        if spoilt(13) {
            (period.from, period.to) = (Some(Day::MAX), Some(Day::MIN));
        }
        if spoilt(14) {
            experience.closures = vec![Closure {
                from: Day::MIN,
                to: Some(Day::MAX),
                from_minutes: Some(numbers[5]),
                until_minutes: Some(numbers[6]),
            }];
        }
        if spoilt(15) {
            experience.is_default = false;
            experience.rooms = vec![AreaId::parse("nowhere").unwrap()];
        }
        settings
    })
}
