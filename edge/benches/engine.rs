//! How long the engine takes over the demo venue in a month with 3,000 reservations. It must not
//! measure storage.
//!
//! A house of this size cannot seat that many, so the month is filled as far as the rules let it be
//! and then made up to the number with reservations that stand on top of others. No evening has
//! anything left, so that a calendar question has to look at every slot: the hardest case.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot start has to stop")]

use std::hint::black_box;

use config::plan::{Plan, Service};
use criterion::{BatchSize, Criterion};
use edge::demo::Allowed;
use edge::platform::venues;
use edge::provider::CalendarQuestion;
use edge::provider::engine::book::{Book, Entry};
use edge::provider::engine::calendar::calendar;
use edge::provider::engine::day_rules::DayRules;
use edge::provider::engine::reserve::{PlacementRequest, reserve};
use shared::availability::DayStatus;
use shared::id::{ExperienceId, ReservationId, VenueId};
use shared::party::Attendees;
use shared::time::{Day, Instant, Minutes};

const RESERVATIONS: usize = 3_000;

struct Month {
    plan: Plan,
    book: Book,
    now: Instant,
    dinner: ExperienceId,
    two: Attendees,
    first: Day,
    last: Day,
    /// An evening with nothing but what the rules allow.
    evening: Day,
}

impl Month {
    /// March 2027, with a clock change in it, as it is on the evening before.
    fn full() -> Self {
        let venue = venues::served(Allowed::by(&|_| Some("yes".to_owned())))
            .unwrap()
            .get(&VenueId::parse("demo").unwrap())
            .unwrap();
        let first = Day::from_ymd(2027, 3, 1).unwrap();
        let mut month = Self {
            plan: Plan::build(
                venue.engine.as_ref().unwrap(),
                venue.time_zone.clone(),
                venue.currency,
            )
            .unwrap(),
            book: Book::new(),
            now: Instant::try_from("2027-02-28T20:00:00Z".to_owned()).unwrap(),
            dinner: ExperienceId::parse("dinner").unwrap(),
            two: Attendees::parse(2).unwrap(),
            first,
            last: first.last_of_month(),
            evening: Day::from_ymd(2027, 3, 12).unwrap(),
        };
        month.seat();
        month.make_up_the_number();
        let full = month
            .statuses()
            .iter()
            .filter(|status| **status == DayStatus::Full)
            .count();
        assert!(full > 20, "only {full} evenings are full");
        month
    }

    /// Books every slot of every experience for twos and fours until nothing is left.
    fn seat(&mut self) {
        let sizes = [2, 4, 2, 3].map(|size| Attendees::parse(size).unwrap());
        let mut sizes = sizes.into_iter().cycle();
        for day in self.first.through(self.last) {
            for experience in self.plan.experiences() {
                let slots: Vec<Minutes> = experience.services(day).flat_map(Service::slots).collect();
                for minutes in slots {
                    for size in sizes.by_ref().take(12).chain([self.two; 12]) {
                        let request = PlacementRequest {
                            experience_id: experience.id(),
                            day,
                            minutes,
                            attendees: size,
                            area_id: None,
                            moving: None,
                        };
                        if let Ok(placement) =
                            reserve(&self.plan, &self.book, &DayRules::none(), self.now, &request)
                        {
                            let id = format!("r{}", self.book.entries().count());
                            self.book.put(placement.entry(ReservationId::parse(&id).unwrap()));
                        }
                    }
                }
            }
        }
    }

    fn make_up_the_number(&mut self) {
        let seated: Vec<Entry> = self
            .book
            .entries()
            .filter(|one| one.day != self.evening)
            .cloned()
            .collect();
        let lacking = RESERVATIONS.checked_sub(self.book.entries().count()).unwrap();
        for (number, entry) in seated.into_iter().cycle().take(lacking).enumerate() {
            let id = ReservationId::parse(&format!("x{number}")).unwrap();
            self.book.put(Entry { id, ..entry });
        }
    }

    fn statuses(&self) -> Vec<DayStatus> {
        let question = CalendarQuestion {
            experience_id: self.dinner.clone(),
            attendees: self.two,
            from: self.first,
            to: self.last,
        };
        let days = calendar(&self.plan, &self.book, &DayRules::none(), self.now, &question).unwrap();
        days.into_iter().map(|day| day.status).collect()
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let month = Month::full();

    criterion.bench_function("calendar/month_3000_reservations", |bencher| {
        bencher.iter(|| black_box(&month).statuses());
    });

    // One party of two calls off, and another takes its place.
    let mut book = month.book.clone();
    let dinner = month.plan.find_experience(&month.dinner);
    let freed = month
        .book
        .entries()
        .find(|one| one.day == month.evening && one.experience == dinner && one.attendees == month.two);
    let freed = freed.unwrap();
    book.remove(&freed.id);
    let request = PlacementRequest {
        experience_id: &month.dinner,
        day: freed.day,
        minutes: freed.minutes,
        attendees: freed.attendees,
        area_id: None,
        moving: None,
    };
    criterion.bench_function("reserve/one", |bencher| {
        bencher.iter_batched_ref(
            || (book.clone(), freed.id.clone()),
            |(book, id)| {
                let placement = reserve(
                    &month.plan,
                    book,
                    &DayRules::none(),
                    month.now,
                    black_box(&request),
                )
                .unwrap();
                book.put(placement.entry(id.clone()))
            },
            BatchSize::PerIteration,
        );
    });

    criterion.final_summary();
}
