//! The simulated restaurant: its experiences, hours and capacity.

use chrono::Weekday;
use shared::time::Day;

/// The restaurant's id.
pub(super) const RESTAURANT: &str = "4b0f6e51c2aa-4d19-8f27-3a6be0917c55";
/// Its time zone.
pub(super) const ZONE: &str = "Europe/Vienna";
/// How many guests can sit at the same time.
pub(super) const SEATS: u32 = 60;
/// The largest party it takes online.
pub(super) const LARGEST_PARTY: u32 = 10;
/// Begins every text that only staff may see: where it turns up outside, something has leaked.
pub const STAFF_MARKER: &str = "STAFF-ONLY";

/// The experience that is open nearly always.
pub const ALA_CARTE: &str = "8c1d2e3f4a5b-4c6d-9e7f-0a1b2c3d4e5f";
/// The experience that is paid in advance, or has to be confirmed by the restaurant.
pub const CHEFS_TABLE: &str = "1f2e3d4c5b6a-4978-8695-a4b3c2d1e0ff";
/// The experience with texts that are not all there.
pub const BRUNCH: &str = "77aa88bb99cc-4dd0-8ee1-ff2233445566";

/// An experience.
pub(super) struct Experience {
    pub(super) id: &'static str,
    pub(super) shorthand: &'static str,
    /// German, English.
    pub(super) name: [&'static str; 2],
    pub(super) short: [&'static str; 2],
    pub(super) html: [&'static str; 2],
    pub(super) is_default: bool,
}

/// Everything that can be booked.
pub(super) const EXPERIENCES: [Experience; 3] = [
    Experience {
        id: ALA_CARTE,
        shorthand: "ALC",
        name: ["À la carte", "À la carte"],
        short: ["Unsere Karte", "From our menu"],
        html: [
            "<p>Unsere Karte, <strong>jeden Tag</strong> neu.</p>",
            "<p>Our menu, <strong>new</strong> every day.</p>",
        ],
        is_default: true,
    },
    Experience {
        id: CHEFS_TABLE,
        shorthand: "CT",
        name: ["Tisch des Küchenchefs", "Chef's table"],
        short: ["Sechs Gänge", "Six courses"],
        html: [
            "<p onclick=\"window.hostile=1\">Sechs <b>Gänge</b></p><script>window.hostile=2</script>\
             <img src=x onerror=\"window.hostile=3\"><a href=\"javascript:window.hostile=4\">mehr</a>\
             <iframe src=\"https://hostile.example/\"></iframe><style>*{display:none}</style>\
             <a href=\"https://example.com/menu\">Karte</a>",
            "<p onclick=\"window.hostile=1\">Six <b>courses</b></p><script>window.hostile=2</script>\
             <img src=x onerror=\"window.hostile=3\"><a href=\" java&#x09;script:window.hostile=4\">more</a>\
             <iframe srcdoc=\"<script>window.hostile=5</script>\"></iframe><style>*{display:none}</style>\
             <svg><style><img src=x onerror=window.hostile=6></style></svg><a href=\"https://example.com/menu\">menu</a>",
        ],
        is_default: false,
    },
    Experience {
        id: BRUNCH,
        shorthand: "BR",
        name: ["Brunch", "Brunch"],
        short: ["", ""],
        html: ["", ""],
        is_default: false,
    },
];

/// The experience of this id.
pub(super) fn experience(id: &str) -> Option<&'static Experience> {
    EXPERIENCES.iter().find(|experience| experience.id == id)
}

/// A time at which parties are seated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sitting {
    /// Minutes after local midnight; past 1440 on the following day.
    pub minutes: u16,
    /// Minutes.
    pub duration: u16,
    /// How many guests may start then.
    pub limit: u32,
    /// Whether each guest is paid for in advance.
    pub is_paid: bool,
    /// How a booking becomes certain.
    pub confirmation: &'static str,
}

const fn plain(minutes: u16, duration: u16, limit: u32) -> Sitting {
    Sitting {
        minutes,
        duration,
        limit,
        is_paid: false,
        confirmation: "instant",
    }
}

/// The sittings of an experience on a day, by time; none where it is closed or unknown. Mondays are
/// closed.
#[must_use]
pub fn sittings(experience: &str, day: Day) -> Vec<Sitting> {
    let weekday = day.weekday();
    let is_weekend = matches!(weekday, Weekday::Fri | Weekday::Sat);
    match experience {
        _ if weekday == Weekday::Mon => Vec::new(),
        ALA_CARTE => {
            let lunch = (690..=810).step_by(30).map(|minutes| plain(minutes, 90, 10));
            let dinner = (1080..=1260).step_by(30).map(|minutes| plain(minutes, 120, 12));
            let late = [1410, 1440, 1470, 1500]
                .map(|minutes| plain(minutes, 60, 8))
                .into_iter()
                .filter(|_| is_weekend);
            lunch.chain(dinner).chain(late).collect()
        }
        CHEFS_TABLE if is_weekend || weekday == Weekday::Thu => vec![
            Sitting {
                is_paid: true,
                ..plain(1110, 180, 8)
            },
            Sitting {
                confirmation: "manual_review",
                ..plain(1200, 180, 8)
            },
        ],
        BRUNCH if weekday == Weekday::Sun => {
            vec![plain(600, 150, 20), plain(660, 150, 20), plain(720, 150, 20)]
        }
        _ => Vec::new(),
    }
}
