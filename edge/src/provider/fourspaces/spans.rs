//! The starts of a day, cut out of the spans in which the spaces of a product are free. Pure.
//!
//! 4spaces answers for one space with spans that are free or taken, not with times. A start is a slot where a span of some
//! space covers it; it is open where one space is free from it until the party leaves. A moment that no span covers does
//! not count as free.

use shared::availability::{Reason, Slot, SlotStatus};
use shared::party::PartyRange;
use shared::payment::PaymentTerms;
use shared::time::{Day, Instant, Minutes, TimeZone};

use super::offering::{Offering, Schedule};
use super::scalar::{is_true, moment};
use super::wire;
use crate::provider::remote::{RemoteDay, RemoteSlot};

/// A span in which a space is free, or is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its first moment; none where it has begun before the first that was asked for.
    pub from: Option<Instant>,
    /// The moment at which it is over; none where it goes on after the last that was asked for.
    pub to: Option<Instant>,
    /// Whether the space is free.
    pub is_free: bool,
}

/// The answer for one space.
#[must_use]
pub fn spans(answer: &[wire::AvailabilityView]) -> Vec<Span> {
    answer
        .iter()
        .map(|one| Span {
            from: moment(&one.from),
            to: moment(&one.to),
            is_free: is_true(&one.available),
        })
        .collect()
}

impl Span {
    fn holds(self, at: Instant) -> bool {
        self.from.is_none_or(|from| from <= at) && self.to.is_none_or(|to| at < to)
    }

    fn meets(self, from: Instant, to: Instant) -> bool {
        self.from.is_none_or(|start| start < to) && self.to.is_none_or(|end| from < end)
    }
}

/// Whether a space is free from one moment to the other: free spans reach over all of it, and none says otherwise.
#[must_use]
pub fn is_free(space: &[Span], from: Instant, to: Instant) -> bool {
    if space.iter().any(|span| !span.is_free && span.meets(from, to)) {
        return false;
    }
    let mut reached = from;
    // Each round goes on to the end of a span, so there are no more rounds than spans.
    for _ in space {
        let next = space.iter().find(|span| span.is_free && span.holds(reached));
        match next.map(|span| span.to) {
            None => return false,
            Some(None) => return true,
            Some(Some(end)) if end >= to => return true,
            Some(Some(end)) => reached = end,
        }
    }
    false
}

/// The first and the last instant to ask for, for the starts of some days; none where the days have no start.
#[must_use]
pub fn bounds(schedule: Schedule, days: (Day, Day), zone: &TimeZone) -> Option<(Instant, Instant)> {
    let starts = days.0.through(days.1).flat_map(|day| schedule.starts(day, zone));
    let mut moments = starts.filter_map(|(_, instant)| instant);
    let first = moments.next()?;
    let (from, to) = moments.fold((first, first), |(from, to), at| (from.min(at), to.max(at)));
    Some((from, to.plus_minutes(schedule.duration.into())))
}

/// The place at which a booking is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentPlace {
    /// At the venue, or nothing is to be paid.
    AtVenue,
    /// Online, through the venue's own payment provider, on these terms.
    Online(PaymentTerms),
    /// At 4spaces, which is not supported: its payment needs a script and a key that its API does not return.
    AtVendor,
}

/// The slots of a day as the spaces have it.
#[must_use]
pub fn day(
    offering: &Offering,
    spaces: &[Vec<Span>],
    day: Day,
    zone: &TimeZone,
    (now, payment_place): (Instant, &PaymentPlace),
) -> RemoteDay {
    let slots = offering.schedule.starts(day, zone);
    let slots = slots.filter_map(|start| slot(offering, spaces, start, (now, payment_place)));
    RemoteDay {
        day,
        slots: slots.collect(),
    }
}

fn slot(
    offering: &Offering,
    spaces: &[Vec<Span>],
    (minutes, start): (Minutes, Option<Instant>),
    (now, payment_place): (Instant, &PaymentPlace),
) -> Option<RemoteSlot> {
    let duration = offering.schedule.duration;
    let mut reasons = Vec::new();
    let mut free = 0_u32;
    match start {
        None => reasons.push(Reason::TIME_DOES_NOT_EXIST),
        Some(start) => {
            let end = start.plus_minutes(duration.into());
            let is_stated = spaces.iter().flatten().any(|span| span.holds(start));
            if !is_stated {
                return None;
            }
            let of_spaces = spaces.iter().filter(|space| is_free(space, start, end));
            free = u32::try_from(of_spaces.count()).unwrap_or(u32::MAX);
            if start < now {
                reasons.push(Reason::IN_THE_PAST);
            } else if free == 0 {
                reasons.push(Reason::NO_TABLES_FOUND);
            }
        }
    }
    if *payment_place == PaymentPlace::AtVendor {
        reasons.push(Reason::PAYMENT_NOT_SUPPORTED);
    }
    let is_open = reasons.is_empty();
    let attendees: PartyRange = offering.experience.attendees;
    Some(RemoteSlot {
        slot: Slot {
            minutes,
            duration,
            show_end_time: true,
            status: if is_open {
                SlotStatus::Open
            } else {
                SlotStatus::Full
            },
            spots_open: free.saturating_mul(attendees.max.get().into()),
            confirmation: offering.experience.confirmation,
            areas: Vec::new(),
            payment: match payment_place {
                PaymentPlace::Online(terms) => Some(terms.clone()),
                PaymentPlace::AtVenue | PaymentPlace::AtVendor => None,
            },
            reasons,
            price: None,
            free_until: None,
        },
        // A space has no stated number of seats: what fits is the service's own range.
        open_to: if is_open { vec![attendees] } else { Vec::new() },
        prices: Vec::new(),
        terms_per_guest: None,
    })
}

#[cfg(test)]
#[path = "spans_tests.rs"]
mod tests;
