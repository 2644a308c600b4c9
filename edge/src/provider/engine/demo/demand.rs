//! Made-up demand: how many guests come, in what party sizes and at what times.

use std::cmp::Reverse;

use chrono::Weekday;
use fastrand::Rng;
use shared::party::Attendees;
use shared::party::PartyRange;
use shared::time::{Day, Minutes};

/// Days ahead within which a restaurant is as full as it will get; from there on there are fewer bookings.
pub(super) const NEAR_DAYS: u32 = 14;

/// The weight of each party size, from one guest on; larger ones have [`LARGER`].
const PARTY_WEIGHTS: [u32; 8] = [4, 46, 13, 22, 5, 6, 1, 3];

/// The weight of each larger party size.
const LARGER: u32 = 1;

/// The most popular times: late breakfast, lunch, dinner, after the theatre.
const PEAKS: [u16; 4] = [660, 735, 1170, 1365];

/// Before this minute it is noon: half the town eats at its desk.
const AFTERNOON: u16 = 15 * 60;

/// The demand on `day` in thousandths of a service's practical load, when the day is `distance` days away and the first
/// seating is at `first`.
pub(super) fn pull(rng: &mut Rng, day: Day, distance: u32, first: Minutes) -> u32 {
    let weekday = day.weekday();
    let base = match weekday {
        Weekday::Mon | Weekday::Tue => 360,
        Weekday::Wed => 470,
        Weekday::Thu => 620,
        Weekday::Fri => 820,
        Weekday::Sat | Weekday::Sun => 900,
    };
    let is_noon = first.get() < AFTERNOON && weekday != Weekday::Sun;
    let by_hour = if is_noon { base * 7 / 10 } else { base };
    let by_distance = by_hour * NEAR_DAYS / distance.max(NEAR_DAYS);
    by_distance * rng.u32(88..=112) / 100
}

/// How many guests come together.
pub(super) fn party(rng: &mut Rng, takes: PartyRange) -> Option<Attendees> {
    pick(rng, sizes(takes))
}

/// Every size of party that is taken, the most usual first.
pub(super) fn parties_by_frequency(takes: PartyRange) -> Vec<Attendees> {
    let mut sizes = sizes(takes);
    sizes.sort_by_key(|(_, weight)| Reverse(*weight));
    sizes.into_iter().map(|(size, _)| size).collect()
}

/// The sizes of party that are taken, each with its weight.
fn sizes(takes: PartyRange) -> Vec<(Attendees, u32)> {
    let weight = |size: u8| {
        PARTY_WEIGHTS
            .get(usize::from(size) - 1)
            .copied()
            .unwrap_or(LARGER)
    };
    (takes.min.get()..=takes.max.get())
        .filter_map(|size| Some((Attendees::parse(size.into()).ok()?, weight(size))))
        .collect()
}

/// The slot that a guest tries first.
pub(super) fn time(rng: &mut Rng, slots: &[Minutes]) -> Option<Minutes> {
    let near = |slot: Minutes, peak: u16| 14u32.saturating_sub(u32::from(slot.get().abs_diff(peak)) / 8);
    let weight = |slot: Minutes| 1 + PEAKS.iter().map(|peak| near(slot, *peak).pow(2)).sum::<u32>();
    pick(rng, slots.iter().map(|slot| (*slot, weight(*slot))).collect())
}

fn pick<T: Copy>(rng: &mut Rng, weighted: Vec<(T, u32)>) -> Option<T> {
    let total: u32 = weighted.iter().map(|(_, weight)| weight).sum();
    let mut ticket = (total > 0).then(|| rng.u32(..total))?;
    for (item, weight) in weighted {
        if ticket < weight {
            return Some(item);
        }
        ticket -= weight;
    }
    None
}
