//! Makes up reservations for a demonstration, so that its venue looks like a real one: full on Saturday at eight,
//! quiet on a Tuesday in two months. Each is placed by the engine's own [`reserve`], so none breaks a rule.

mod demand;
mod guests;

use chrono::Weekday;
use config::plan::{Experience, Plan, Service};
use fastrand::Rng;
use shared::availability::Confirmation;
use shared::id::ReservationId;
use shared::locale::Language;
use shared::party::Attendees;
use shared::reservation::{ReservationRequest, Status};
use shared::time::{Day, Instant, Minutes};

use super::book::Book;
use super::day_rules::DayRules;
use super::reserve::{Placement, PlacementRequest, reserve};
use crate::provider::status;

/// The longest time between booking and today, in days.
const MAX_BOOKED_AGO: u32 = 21;
/// Guests book from eight in the morning until midnight.
const BOOKED_FROM: u16 = 8 * 60;
/// The practical load of a service, in hundredths of its chairs over all its turns: guests come late, stay longer, or
/// do not fill their table.
const FILLED: u32 = 70;
/// A service is given up after this many guests in a row found no table.
const MAX_MISSES: u32 = 40;
/// Reconfirmed, in hundredths, of what is booked for today and tomorrow.
const RECONFIRMED: u32 = 40;

/// A reservation that was made up, to be stored like any other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeUp {
    /// The guest's request.
    pub request: ReservationRequest,
    /// Where the party was placed. Its status is what has become of it since.
    pub placement: Placement,
    /// When it was booked: before `today` began.
    pub made_at: Instant,
}

/// Reservations from `today` to the end of the horizon, in the order in which they were made. The
/// same plan, day and seed give the same reservations.
///
/// The coming Saturday and one day of the week after are booked out for the experience that is
/// shown first; elsewhere something is left.
#[must_use]
pub fn make_up(plan: &Plan, today: Day, seed: u64) -> Vec<MadeUp> {
    let mut evenings = Evenings {
        plan,
        today,
        rng: Rng::with_seed(seed),
        book: Book::new(),
        made: Vec::new(),
    };
    let last = today.plus(plan.horizon_days().into()).unwrap_or(Day::MAX);
    let booked_out = evenings.booked_out();
    for day in today.through(last) {
        for (place, experience) in plan.experiences().iter().enumerate() {
            for service in experience.services(day) {
                evenings.fill(experience, service, day);
                if place == 0 && booked_out.contains(&day) {
                    evenings.fill_up(experience, service, day);
                }
            }
        }
    }
    evenings.made.sort_by_key(|made| made.made_at);
    evenings.made
}

/// The evenings while they fill.
struct Evenings<'a> {
    plan: &'a Plan,
    today: Day,
    rng: Rng,
    book: Book,
    made: Vec<MadeUp>,
}

impl Evenings<'_> {
    /// The days on which nothing is left of the first experience.
    fn booked_out(&mut self) -> Vec<Day> {
        let days = |from: u32, to: u32| (from..=to).filter_map(|ahead| self.today.plus(ahead));
        let saturday = days(1, 7).find(|day| day.weekday() == Weekday::Sat);
        let experience = self.plan.experiences().first();
        let is_served = |day: &Day| experience.is_some_and(|one| one.services(*day).next().is_some());
        let served: Vec<Day> = days(8, 14)
            .filter(|day| is_served(day) && day.weekday() != Weekday::Sat)
            .collect();
        saturday.into_iter().chain(self.rng.choice(served)).collect()
    }

    /// Lets as many guests ask for a service as it draws on such a day.
    fn fill(&mut self, experience: &Experience, service: &Service, day: Day) {
        let slots: Vec<Minutes> = service.slots().collect();
        let (Some(first), Some(last)) = (slots.first(), slots.last()) else {
            return;
        };
        let party = experience.party();
        let stay = experience.duration(party.min).max(1);
        let turns = u32::from((last.get() - first.get()) / stay + 1);
        let distance = self.distance(day);
        let pull = demand::pull(&mut self.rng, day, distance, *first);
        let wanted = service.seats() * turns * FILLED / 100 * pull / 1000;
        let (mut covers, mut misses) = (0, 0);
        while covers < wanted && misses < MAX_MISSES {
            let Some(size) = demand::party(&mut self.rng, party) else {
                return;
            };
            let size_covers = u32::from(size.get());
            // The last party may be larger than what is still wanted: it comes as often as it fits in.
            if self.rng.u32(..size_covers) >= wanted - covers {
                return;
            }
            if self.ask(experience, day, &slots, size) {
                covers += size_covers;
                misses = 0;
            } else {
                misses += 1;
            }
        }
    }

    /// Books all that a service has left for a party of any size.
    fn fill_up(&mut self, experience: &Experience, service: &Service, day: Day) {
        let takes = experience.party();
        let usual = demand::parties_by_frequency(takes);
        for minutes in service.slots() {
            loop {
                let any = demand::party(&mut self.rng, takes);
                let mut sizes = any.into_iter().chain(usual.iter().copied());
                if !sizes.any(|size| self.book(experience, day, minutes, size).is_some()) {
                    break;
                }
            }
        }
    }

    /// A guest asks for the time they like best, then for one a little earlier or later.
    fn ask(&mut self, experience: &Experience, day: Day, slots: &[Minutes], size: Attendees) -> bool {
        let Some(wanted) = demand::time(&mut self.rng, slots) else {
            return false;
        };
        let patience = self.rng.u16(0..=45);
        let mut near: Vec<Minutes> = slots
            .iter()
            .copied()
            .filter(|slot| slot.get().abs_diff(wanted.get()) <= patience)
            .collect();
        near.sort_by_key(|slot| slot.get().abs_diff(wanted.get()));
        near.into_iter()
            .any(|minutes| self.book(experience, day, minutes, size).is_some())
    }

    fn book(&mut self, experience: &Experience, day: Day, minutes: Minutes, size: Attendees) -> Option<()> {
        let made_at = self.made_at(day)?;
        let request = PlacementRequest {
            experience_id: experience.id(),
            day,
            minutes,
            attendees: size,
            area_id: None,
            moving: None,
        };
        let mut placement = reserve(self.plan, &self.book, &DayRules::none(), made_at, &request).ok()?;
        placement.status = self.settled(placement.status, experience, day);
        let languages: Vec<&Language> = experience.name().iter().map(|(language, _)| language).collect();
        let locale = self.rng.choice(languages)?.clone();
        let number = self.made.len() + 1;
        let guest = guests::guest(&mut self.rng, number)?;
        let notes = guests::note(&mut self.rng, &locale);
        let experience_id = experience.id().clone();
        let request = ReservationRequest {
            notes,
            marketing_consent: self.rng.u32(..5) == 0,
            ..ReservationRequest::new(experience_id, (day, minutes), size, guest, locale)
        };
        // The id is this book's alone: the reservation gets its real one when it is stored.
        let id = ReservationId::parse(&format!("made-up-{number}")).ok()?;
        self.book.put(placement.entry(id));
        self.made.push(MadeUp {
            request,
            placement,
            made_at,
        });
        Some(())
    }

    /// A reservation's status by today: deposits are paid, most requests are granted, and guests of the next days have
    /// confirmed again.
    fn settled(&mut self, status: Status, experience: &Experience, day: Day) -> Status {
        let distance = self.distance(day);
        let to = match status {
            Status::PaymentPending => Status::Booked,
            Status::Requested if distance < demand::NEAR_DAYS || self.rng.bool() => Status::Booked,
            Status::Booked
                if distance <= 1
                    && experience.confirmation() == Confirmation::Instant
                    && self.rng.u32(..100) < RECONFIRMED =>
            {
                Status::Reconfirmed
            }
            other => other,
        };
        status::step(status, to).unwrap_or(status)
    }

    /// A time of booking for `day`: on a day before today from which it was within the horizon.
    fn made_at(&mut self, day: Day) -> Option<Instant> {
        let furthest = u32::from(self.plan.horizon_days()).checked_sub(self.distance(day))?;
        let ago = match furthest.min(MAX_BOOKED_AGO) {
            0 => return None,
            most => self.rng.u32(1..=most),
        };
        let minutes = Minutes::parse(self.rng.u16(BOOKED_FROM..Minutes::DAY).into()).ok()?;
        self.plan.start(self.today.minus(ago)?, minutes)
    }

    fn distance(&self, day: Day) -> u32 {
        u32::try_from(day.since(self.today)).unwrap_or_default()
    }
}

#[cfg(test)]
#[path = "demo_tests.rs"]
mod tests;
