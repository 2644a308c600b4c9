//! A venue to which things happen, for property tests. What may be is worked out here a second
//! time, from the settings and a plain list of stays, without the plan and the book.

use config::EngineSettings;
use config::engine::{Experience, Table};
use config::plan::Plan;
use shared::availability::{DayStatus, Reason};
use shared::id::{ReservationId, TableId};
use shared::money::Currency;
use shared::time::{Day, Instant, Minutes};

use super::random::{Step, Story};
use super::{party, zone};
use crate::provider::SlotsQuestion;
use crate::provider::engine::book::{Book, Entry};
use crate::provider::engine::day_rules::DayRules;
use crate::provider::engine::reserve::{Placement, PlacementRequest, Refusal, reserve};
use crate::provider::engine::slot::{Slot, slots};

/// A venue, what happens to it, and what is held at present.
pub(crate) struct History<'a> {
    settings: &'a EngineSettings,
    pub(crate) plan: Plan,
    pub(crate) book: Book,
    pub(crate) rules: DayRules,
    pub(crate) now: Instant,
    held: Vec<(ReservationId, usize, Placement)>,
    next: u32,
}

/// An assignment that the settings allow for a party.
struct Choice<'a> {
    tables: Vec<&'a Table>,
    min: u8,
    max: u8,
    priority: u16,
}

impl<'a> History<'a> {
    /// The venue at the end of the story.
    pub(crate) fn after(settings: &'a EngineSettings, story: &Story) -> Self {
        let plan = Plan::build(settings, zone(story.zone), Currency::EUR).unwrap();
        let mut history = Self {
            settings,
            plan,
            book: Book::new(),
            rules: DayRules::none(),
            now: story.now,
            held: Vec::new(),
            next: 0,
        };
        for step in &story.steps {
            history.take(step);
        }
        history
    }

    /// The present placements, each with its reservation and the experience's position.
    pub(crate) fn held(&self) -> &[(ReservationId, usize, Placement)] {
        &self.held
    }

    fn experience(&self, index: usize) -> &'a Experience {
        &self.settings.experiences[index % self.settings.experiences.len()]
    }

    pub(crate) fn slots(
        &self,
        experience: &Experience,
        on: Day,
        size: u8,
        moving: Option<&ReservationId>,
    ) -> Vec<Slot> {
        let question = SlotsQuestion {
            experience_id: experience.id.clone(),
            attendees: party(size),
            day: on,
            moving: moving.cloned(),
        };
        slots(&self.plan, &self.book, &self.rules, self.now, &question).unwrap_or_default()
    }

    fn tables(&self) -> impl Iterator<Item = (usize, &'a Table)> {
        let rooms = self.settings.rooms.iter().enumerate();
        rooms.flat_map(|(room, one)| one.tables.iter().map(move |table| (room, table)))
    }

    /// Every single table and every combination of the venue.
    fn choices(&self) -> Vec<Choice<'a>> {
        let singles = self.tables().map(|(_, table)| Choice {
            tables: vec![table],
            min: table.min_party_size,
            max: table.max_party_size,
            priority: table.priority_index,
        });
        let combinations = self.settings.rooms.iter().flat_map(|room| {
            room.combinations.iter().map(|one| Choice {
                tables: one.table_ids.iter().map(|id| find(&room.tables, id)).collect(),
                min: one.min_party_size,
                max: one.max_party_size,
                priority: one.priority_index,
            })
        });
        singles.chain(combinations).collect()
    }

    /// Whether none of these tables is held at any time of the stay.
    fn free(&self, tables: &[&Table], start: Instant, end: Instant) -> bool {
        tables.iter().all(|table| {
            table.reservable
                && !self.held.iter().any(|(_, _, other)| {
                    other.start < end && start < other.end && other.table_ids.contains(&table.id)
                })
        })
    }

    fn may_use(&self, experience: &Experience, minutes: Minutes, tables: &[&Table]) -> bool {
        let period = period(experience, minutes);
        tables.iter().all(|table| {
            let room = self
                .tables()
                .find(|(_, one)| one.id == table.id)
                .map(|(room, _)| &self.settings.rooms[room].id);
            let in_rooms = |rooms: &[shared::id::AreaId]| {
                rooms.is_empty() || room.is_some_and(|room| rooms.contains(room))
            };
            let of_kind = experience.categories.is_empty()
                || experience
                    .categories
                    .iter()
                    .any(|kind| table.categories.contains(kind));
            of_kind && in_rooms(&experience.rooms) && in_rooms(&experience.periods[period].rooms)
        })
    }

    /// The rule of choice, written out: lower comes first.
    fn cost(&self, choice: &Choice, party: u8, start: Instant, end: Instant) -> [u32; 6] {
        let broken = self.choices().into_iter().filter(|other| {
            let same = other.tables.len() == choice.tables.len()
                && other
                    .tables
                    .iter()
                    .all(|table| choice.tables.iter().any(|one| one.id == table.id));
            let shares = other
                .tables
                .iter()
                .any(|table| choice.tables.iter().any(|one| one.id == table.id));
            other.tables.len() > 1 && shares && !same && self.free(&other.tables, start, end)
        });
        let broken = broken.map(|other| other.max).max().unwrap_or(0);
        let largest = choice
            .tables
            .iter()
            .map(|table| table.max_party_size)
            .max()
            .unwrap_or(0);
        [
            u32::from(choice.tables.len() > 1),
            u32::from(choice.max - party),
            u32::from(choice.priority),
            u32::try_from(choice.tables.len()).unwrap(),
            u32::from(largest),
            u32::from(broken),
        ]
    }

    /// No table of two parties at once, no limit passed at any instant.
    fn check_limits(&self) {
        let stays: Vec<_> = self
            .held
            .iter()
            .map(|(_, experience, placement)| (*experience, placement))
            .collect();
        for (place, (_, one)) in stays.iter().enumerate() {
            for (_, other) in &stays[place + 1..] {
                let together = one.start < other.end && other.start < one.end;
                assert!(
                    !(together && one.table_ids.iter().any(|id| other.table_ids.contains(id))),
                    "{one:?} {other:?}"
                );
            }
        }
        // Covers only rise when someone comes, so the most is reached at someone's start.
        for (index, at) in &stays {
            let sum = |counts: &dyn Fn(usize, &Placement) -> bool| -> u32 {
                let counted = stays.iter().filter(|(index, stay)| counts(*index, stay));
                counted.map(|(_, stay)| u32::from(stay.attendees.get())).sum()
            };
            let seated = |stay: &Placement| stay.start <= at.start && at.start < stay.end;
            let starting = |stay: &Placement| stay.start == at.start;
            let experience = &self.settings.experiences[*index];
            let number = period(experience, at.minutes);
            let of_period = |other: usize, stay: &Placement| {
                other == *index && stay.day == at.day && period(experience, stay.minutes) == number
            };
            let written = &experience.periods[number];
            for (limit, covers) in [
                (self.settings.seated_limit, sum(&|_, stay| seated(stay))),
                (self.settings.starting_limit, sum(&|_, stay| starting(stay))),
                (
                    experience.seated_limit,
                    sum(&|other, stay| other == *index && seated(stay)),
                ),
                (
                    experience.starting_limit,
                    sum(&|other, stay| other == *index && starting(stay)),
                ),
                (
                    written.seated_limit,
                    sum(&|other, stay| of_period(other, stay) && seated(stay)),
                ),
                (
                    written.starting_limit,
                    sum(&|other, stay| of_period(other, stay) && starting(stay)),
                ),
            ] {
                assert!(
                    limit.is_none_or(|limit| covers <= limit.into()),
                    "{covers} pass {limit:?} at {at:?}"
                );
            }
        }
    }

    /// Reserves a slot, and compares the answer with the list of slots and the free tables.
    pub(crate) fn ask(&self, index: usize, slot: &Slot, moving: Option<&ReservationId>) -> Option<Placement> {
        let experience = self.experience(index);
        let request = PlacementRequest {
            experience_id: &experience.id,
            day: slot.day,
            minutes: slot.minutes,
            attendees: slot.attendees,
            area_id: None,
            moving,
        };
        let answer = reserve(&self.plan, &self.book, &self.rules, self.now, &request);
        assert_eq!(answer.is_ok(), slot.is_open(), "{slot:?} {answer:?}");
        for (room, written) in self.plan.rooms().iter().enumerate() {
            let request = PlacementRequest {
                area_id: Some(written.id()),
                ..request
            };
            let there = reserve(&self.plan, &self.book, &self.rules, self.now, &request);
            assert_eq!(
                there.is_ok(),
                slot.is_open() && slot.rooms_with_tables.contains(&room)
            );
            if let Ok(there) = there {
                assert!(there.tables.is_within(written.tables()));
            }
        }
        if let Err(Refusal::Taken(reasons)) = &answer {
            assert_eq!(*reasons, slot.reasons);
        }
        answer.ok()
    }

    /// The tables are fit for the party, and none that are free would be better.
    fn check_choice(&self, index: usize, placement: &Placement) {
        let experience = self.experience(index);
        let party = placement.attendees.get();
        let (start, end) = (placement.start, placement.end);
        let costs = self.choices().into_iter().filter(|choice| {
            (choice.min..=choice.max).contains(&party)
                && self.free(&choice.tables, start, end)
                && self.may_use(experience, placement.minutes, &choice.tables)
        });
        let costs: Vec<_> = costs
            .map(|choice| {
                let mut ids: Vec<_> = choice.tables.iter().map(|table| table.id.clone()).collect();
                ids.sort();
                (self.cost(&choice, party, start, end), ids)
            })
            .collect();
        let mut given = placement.table_ids.clone();
        given.sort();
        let best = costs
            .iter()
            .map(|(cost, _)| cost)
            .min()
            .expect("something was free");
        let chosen = costs
            .iter()
            .filter(|(_, ids)| *ids == given)
            .map(|(cost, _)| cost)
            .min();
        assert_eq!(chosen, Some(best), "{given:?} of {costs:?}");
    }

    pub(crate) fn hold(&mut self, index: usize, placement: Placement) -> ReservationId {
        let id = ReservationId::parse(&format!("r{}", self.next)).unwrap();
        self.next += 1;
        self.book.put(placement.entry(id.clone()));
        self.held
            .push((id.clone(), index % self.settings.experiences.len(), placement));
        id
    }

    fn take(&mut self, step: &Step) {
        match *step {
            Step::Book {
                experience,
                day,
                slot,
                size,
            } => {
                let size = 1 + size % self.experience(experience).attendees.max;
                let slots = self.slots(self.experience(experience), day, size, None);
                if slots.is_empty() {
                    return;
                }
                if let Some(placement) = self.ask(experience, &slots[slot % slots.len()], None) {
                    self.check_choice(experience, &placement);
                    self.hold(experience, placement);
                }
            }
            Step::Cancel { which } if !self.held.is_empty() => {
                let (id, ..) = self.held.remove(which % self.held.len());
                let entry = self.book.get(&id).unwrap().clone();
                self.book.put(Entry {
                    status: shared::reservation::Status::Cancelled,
                    ..entry
                });
            }
            Step::Move { which, slot } if !self.held.is_empty() => {
                let which = which % self.held.len();
                let (id, experience, before) = self.held[which].clone();
                let size = before.attendees.get();
                let slots = self.slots(self.experience(experience), before.day, size, Some(&id));
                if slots.is_empty() {
                    return;
                }
                if let Some(placement) = self.ask(experience, &slots[slot % slots.len()], Some(&id)) {
                    self.held.remove(which);
                    self.check_choice(experience, &placement);
                    self.book.put(placement.entry(id.clone()));
                    self.held.push((id, experience, placement));
                }
            }
            Step::Wait { minutes } => self.now = self.now.plus_minutes(minutes),
            Step::Cancel { .. } | Step::Move { .. } => {}
        }
        self.check_limits();
    }

    /// A day's status in the calendar, derived from its slots.
    pub(crate) fn status(&self, experience: &Experience, on: Day, size: u8) -> DayStatus {
        let capacity = [
            Reason::SEATED_LIMIT_REACHED,
            Reason::STARTING_LIMIT_REACHED,
            Reason::COVERS_LIMIT_REACHED,
            Reason::NO_TABLES_FOUND,
        ];
        let slots = self.slots(experience, on, size, None);
        if slots.iter().any(Slot::is_open) {
            DayStatus::Open
        } else if slots
            .iter()
            .any(|slot| slot.reasons.iter().all(|reason| capacity.contains(reason)))
        {
            DayStatus::Full
        } else {
            DayStatus::Closed
        }
    }
}

fn find<'a>(tables: &'a [Table], id: &TableId) -> &'a Table {
    tables.iter().find(|table| table.id == *id).unwrap()
}

/// The period of a slot; of a random venue all are held every day.
fn period(experience: &Experience, minutes: Minutes) -> usize {
    let holds = |period: &config::engine::Period| {
        (period.first_minutes..=period.last_minutes).contains(&minutes.get())
    };
    experience.periods.iter().position(holds).unwrap()
}
