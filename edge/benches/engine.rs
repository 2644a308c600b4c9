//! How long the engine takes over the demo venue in a month with 3,000 reservations, and over a hall of 400 tables. It must
//! not measure storage.
//!
//! A restaurant of this size cannot seat that many, so the month is filled as far as the rules allow
//! and then completed with reservations that overlap others. No evening has a free table, so that a
//! calendar query has to look at every slot: the slowest case.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot start has to stop")]

mod hall;

use std::hint::black_box;

use config::plan::{Plan, Service, TableSet};
use criterion::{BatchSize, Criterion};
use edge::demo::Allowed;
use edge::platform::venues;
use edge::provider::engine::book::{Book, Entry};
use edge::provider::engine::calendar::calendar;
use edge::provider::engine::day_rules::DayRules;
use edge::provider::engine::reserve::{PlacementRequest, reserve};
use edge::provider::engine::slot::slots;
use edge::provider::{CalendarQuestion, SlotsQuestion};
use shared::availability::DayStatus;
use shared::id::{ExperienceId, ReservationId, VenueId};
use shared::money::Currency;
use shared::party::Attendees;
use shared::reservation::Status;
use shared::time::{Day, Instant, Minutes, TimeZone};

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

/// A hall of 400 tables with reservations in the coming weeks, the same on the evening that is asked about.
struct Hall {
    plan: Plan,
    book: Book,
    now: Instant,
    dinner: ExperienceId,
    evening: Day,
}

impl Hall {
    fn with(reservations: usize) -> Self {
        let settings = serde_json::from_value(hall::engine()).unwrap();
        let first = Day::from_ymd(2027, 2, 1).unwrap();
        let mut hall = Self {
            plan: Plan::build(
                &settings,
                TimeZone::parse("Europe/Vienna").unwrap(),
                Currency::EUR,
            )
            .unwrap(),
            book: Book::new(),
            now: Instant::try_from("2027-01-31T11:00:00Z".to_owned()).unwrap(),
            dinner: ExperienceId::parse("dinner").unwrap(),
            evening: first.plus(10).unwrap(),
        };
        let evening = hall.evening;
        // Three quarters of the tables, so that each party still finds one.
        let tables = hall::TABLES * 3 / 4;
        let stays = |day: Day| {
            [1_080, 1_200].into_iter().flat_map(move |minutes| {
                let minutes = Minutes::parse(minutes).unwrap();
                (0..tables).map(move |table| (day, minutes, table))
            })
        };
        let others = first.through(first.plus(118).unwrap());
        let others: Vec<Day> = others.filter(|day| *day != evening).collect();
        // More than a hall of this size can seat stand on top of others.
        let others = others.iter().copied().cycle().flat_map(stays);
        let all = stays(evening).chain(others).take(reservations);
        let dinner = hall.plan.find_experience(&hall.dinner);
        for (number, (day, minutes, table)) in all.enumerate() {
            let start = hall.plan.start(day, minutes).unwrap();
            hall.book.put(Entry {
                id: ReservationId::parse(&format!("r{number}")).unwrap(),
                experience: dinner,
                day,
                minutes,
                start,
                end: start.plus_minutes(120),
                attendees: Attendees::parse(2).unwrap(),
                tables: TableSet::of(table),
                status: Status::Booked,
                is_pinned: false,
            });
        }
        assert_eq!(hall.book.entries().count(), reservations);
        hall
    }

    fn slots(&self) -> usize {
        let question = SlotsQuestion {
            experience_id: self.dinner.clone(),
            attendees: Attendees::parse(4).unwrap(),
            day: self.evening,
            moving: None,
        };
        slots(&self.plan, &self.book, &DayRules::none(), self.now, &question)
            .unwrap()
            .len()
    }

    fn reserve(&self) -> bool {
        let request = PlacementRequest {
            experience_id: &self.dinner,
            day: self.evening,
            minutes: Minutes::parse(1_140).unwrap(),
            attendees: Attendees::parse(4).unwrap(),
            area_id: None,
            moving: None,
        };
        reserve(&self.plan, &self.book, &DayRules::none(), self.now, &request).is_ok()
    }
}

/// Asks the hall the same with few reservations on other days and with many.
fn measure_hall(criterion: &mut Criterion) {
    for reservations in [1_000, 100_000] {
        let hall = Hall::with(reservations);
        assert!(hall.reserve());
        criterion.bench_function(&format!("slots/hall_{reservations}_reservations"), |bencher| {
            bencher.iter(|| black_box(&hall).slots());
        });
        criterion.bench_function(&format!("reserve/hall_{reservations}_reservations"), |bencher| {
            bencher.iter(|| black_box(&hall).reserve());
        });
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

    measure_hall(&mut criterion);
    criterion.final_summary();
}
