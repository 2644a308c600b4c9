//! The one place that decides whether a slot can be booked. Calendar, slots and reserving all use it, so that open
//! means bookable.

use std::cell::OnceCell;

use config::plan::{Experience, ExperienceIndex, Plan, Service, TableSet};
use shared::id::ReservationId;
use shared::party::Attendees;
use shared::time::{Day, Instant, Minutes};

use super::assign;
use super::book::{Book, Entry, Holding};
use super::day_rules::{self, Block, DayRules, Effect, EngineRule};
use super::exclusion::{Exclusion, Exclusions};
use super::kept_seating::{kept, usual_service};
use super::load::{Load, Loads};
use super::occupancy::{Occupancy, Seated};
use super::pinned_tables::{is_held_in, pinned, seats};

/// The party of a question: experience, size, and a reservation that is being moved.
#[derive(Clone, Copy)]
pub(super) struct Party<'a> {
    pub(super) experience: ExperienceIndex,
    pub(super) attendees: Attendees,
    /// The party's reservation, if it has one and wants to move: it does not stand in its own way.
    pub(super) moving: Option<&'a ReservationId>,
}

/// One day of one experience for one party.
pub(super) struct ServiceDay<'a> {
    pub(super) plan: &'a Plan,
    pub(super) experience: &'a Experience,
    pub(super) party: Party<'a>,
    pub(super) day: Day,
    book: &'a Book,
    /// The rules of days that may matter to its seatings.
    pub(super) rules: Vec<&'a EngineRule>,
    pub(super) now: Instant,
    pub(super) today: Option<Day>,
    /// By time, each with the covers of its own reservations once they are asked for.
    services: Vec<(&'a Service, OnceCell<Seated>)>,
    seatings: Vec<Seating>,
    /// The seating that the moving party has already, with its tables.
    kept: Option<(Minutes, TableSet)>,
    /// The tables that the party must have; none where any will do.
    pinned: Option<TableSet>,
    occupancy: OnceCell<Occupancy>,
    seated_venue: OnceCell<Seated>,
    seated_own: OnceCell<Seated>,
    covers: OnceCell<Load>,
}

/// A time at which parties are seated.
pub(super) struct Seating {
    service: usize,
    pub(super) minutes: Minutes,
    /// From when to when the party would stay; none if the clocks are put forward over its start.
    pub(super) stay: Option<(Instant, Instant)>,
}

/// The free capacity during the stay of a seating.
pub(super) struct Capacity {
    pub(super) exclusions: Exclusions,
    /// The tables that the party would be given.
    pub(super) tables: Option<TableSet>,
    pub(super) taken: TableSet,
    pub(super) seated: Load,
    pub(super) starting: Load,
}

impl<'a> ServiceDay<'a> {
    /// The day as it is at `now`; none if the index is another plan's.
    pub(super) fn new(
        (plan, book, rules): (&'a Plan, &'a Book, &'a DayRules),
        now: Instant,
        party: Party<'a>,
        day: Day,
    ) -> Option<Self> {
        let experience = plan.experience(party.experience)?;
        let duration = experience.duration(party.attendees).into();
        let seating = |service: usize, minutes: Minutes| Seating {
            service,
            minutes,
            stay: plan
                .start(day, minutes)
                .map(|start| (start, start.plus_minutes(duration))),
        };
        let rules = rules.near(party.experience, day);
        let seat = (party.experience, party.attendees);
        let kept = party.moving.and_then(|id| kept(book, id, seat, day));
        let mut services = day_rules::services(plan, &rules, party.experience, day);
        let usual = kept.and_then(|(minutes, _)| usual_service(experience, day, minutes, &services));
        let special = services.len();
        services.extend(usual);
        let is_seating = |(place, minutes): &(usize, Minutes)| {
            *place < special || kept.is_some_and(|(kept, _)| kept == *minutes)
        };
        let mut seatings: Vec<_> = (0..)
            .zip(&services)
            .flat_map(|(place, service)| service.slots().map(move |minutes| (place, minutes)))
            .filter(is_seating)
            .map(|(place, minutes)| seating(place, minutes))
            .collect();
        seatings.sort_by_key(|seating| seating.minutes);
        let services = services
            .into_iter()
            .map(|service| (service, OnceCell::new()))
            .collect();
        Some(Self {
            plan,
            experience,
            party,
            day,
            book,
            rules,
            now,
            today: plan.zone().local(now).map(|(today, _)| today),
            services,
            seatings,
            kept,
            pinned: party.moving.and_then(|id| pinned(book, id)),
            occupancy: OnceCell::new(),
            seated_venue: OnceCell::new(),
            seated_own: OnceCell::new(),
            covers: OnceCell::new(),
        })
    }

    /// The same day for a party that must have these tables, or may have any. The pinned tables of the moving party do not
    /// count.
    pub(super) fn with_pinned(self, pinned: Option<TableSet>) -> Self {
        Self { pinned, ..self }
    }

    /// The tables that the party must have; none where any will do.
    pub(super) fn pinned(&self) -> Option<TableSet> {
        self.pinned
    }

    /// The day's seatings, by time.
    pub(super) fn seatings(&self) -> &[Seating] {
        &self.seatings
    }

    /// The service a seating belongs to.
    pub(super) fn service(&self, seating: &Seating) -> Option<&'a Service> {
        self.services.get(seating.service).map(|(service, _)| *service)
    }

    /// How long the party stays, in minutes of elapsed time.
    pub(super) fn duration(&self) -> u16 {
        self.experience.duration(self.party.attendees)
    }

    /// Whether the day has passed. Yesterday has not while a seating after midnight is ahead.
    pub(super) fn is_over(&self) -> bool {
        let ahead = |seating: &Seating| seating.stay.is_some_and(|(start, _)| self.now <= start);
        self.today.is_none_or(|today| self.day < today) && !self.seatings.iter().any(ahead)
    }

    /// Why nothing of the whole day can be booked, even where tables are free.
    pub(super) fn day_rules(&self) -> Exclusions {
        let mut exclusions = party_rules(self.experience, self.party.attendees);
        let last = self
            .today
            .and_then(|today| today.plus(self.plan.horizon_days().into()));
        exclusions.add_if(last.is_none_or(|last| self.day > last), Exclusion::BeyondHorizon);
        exclusions
    }

    /// Why a seating cannot be booked, even where tables are free.
    pub(super) fn rules(&self, seating: &Seating) -> Exclusions {
        let mut exclusions = self.day_rules();
        let zone = self.plan.zone();
        let closed = self.plan.is_closed(self.day, seating.stay)
            || self.experience.is_closed(zone, self.day, seating.stay);
        let closed = (closed && !self.is_kept(seating)) || self.is_closed_by_rule(seating);
        exclusions.add_if(closed, Exclusion::Closed);
        let Some((start, _)) = seating.stay else {
            exclusions.add_if(true, Exclusion::TimeDoesNotExist);
            return exclusions;
        };
        let past = start < self.now;
        let earliest = self.now.plus_minutes(self.experience.lead_minutes().into());
        exclusions.add_if(past, Exclusion::InThePast);
        exclusions.add_if(!past && start < earliest, Exclusion::LeadTimeTooShort);
        exclusions
    }

    /// Whether the moving party has this seating already and does not grow. What was closed, paused or limited since
    /// takes nothing from it, so that its guests can come with fewer.
    pub(super) fn is_kept(&self, seating: &Seating) -> bool {
        self.kept.is_some_and(|(minutes, _)| minutes == seating.minutes)
    }

    /// The rules of the day that take tables from a seating, and what they take: from one that the moving party keeps
    /// no rule takes every table, and none takes the party's own.
    pub(super) fn blocks(&self, seating: &Seating) -> impl Iterator<Item = (&'a EngineRule, Block)> {
        let (day, stay) = (self.day, seating.stay);
        let rules = self.rules.iter().copied();
        let own = self.kept.filter(|_| self.is_kept(seating)).map(|(_, own)| own);
        rules.filter_map(move |rule| {
            let block = rule.block(self.plan, day, stay)?;
            let block = match own {
                Some(own) => block.sparing(own)?,
                None => block,
            };
            Some((rule, block))
        })
    }

    /// Whether closures of the day's rules that guests see as such leave a seating no table.
    pub(super) fn is_closed_by_rule(&self, seating: &Seating) -> bool {
        let closed = self.blocks(seating).filter(|(_, block)| block.is_closed);
        let closed = union(closed);
        let tables = self.service(seating).map_or(TableSet::EMPTY, Service::tables);
        closed != TableSet::EMPTY && tables.is_within(closed)
    }

    /// The tables that the day's rules take from a seating. A seating that is closed to guests by them is not full.
    pub(super) fn blocked(&self, seating: &Seating) -> TableSet {
        let is_closed = self.is_closed_by_rule(seating);
        union(
            self.blocks(seating)
                .filter(|(_, block)| !(is_closed && block.is_closed)),
        )
    }

    /// Whether the party would have a table if the day's rules took none.
    pub(super) fn has_table_without_rules(&self, seating: &Seating) -> bool {
        let (Some((start, end)), Some(service)) = (seating.stay, self.service(seating)) else {
            return false;
        };
        let taken = self.occupancy().tables(start, end);
        self.tables_for(service, TableSet::ALL, taken).is_some()
    }

    /// The tables that the party would be given in a service, among those of `within` and none of `taken`: the best, or
    /// those that are pinned for it, if they have chairs enough and the service is held in their room.
    fn tables_for(&self, service: &Service, within: TableSet, taken: TableSet) -> Option<TableSet> {
        let party = self.party.attendees;
        let Some(pinned) = self.pinned else {
            let usable = service.tables().intersection(within);
            return assign::best(self.plan, party, usable, taken).map(|(_, one)| one.tables());
        };
        let is_free = pinned.is_within(within) && !pinned.meets(taken);
        let is_enough = seats(self.plan, pinned) >= u32::from(party.get());
        (is_free && is_enough && is_held_in(self.plan, service, pinned)).then_some(pinned)
    }

    /// The tables that other parties have at some time of a seating's stay.
    pub(super) fn occupied(&self, seating: &Seating) -> TableSet {
        let stay = seating.stay;
        stay.map_or(TableSet::EMPTY, |(start, end)| {
            self.occupancy().tables(start, end)
        })
    }

    /// The guests of the day against the limit of its rules that leaves least; no limit for a seating that the moving
    /// party keeps.
    pub(super) fn covers(&self, seating: &Seating) -> Load {
        if self.is_kept(seating) {
            return Load::UNLIMITED;
        }
        *self.covers.get_or_init(|| {
            let limits = self.covers_limits();
            limits
                .map(|(_, load)| load)
                .reduce(Load::tighter)
                .unwrap_or(Load::UNLIMITED)
        })
    }

    /// Each limit of the day's guests by its rule, with the guests that count against it.
    pub(super) fn covers_limits(&self) -> impl Iterator<Item = (&'a EngineRule, Load)> {
        let limits = self.rules.iter().filter_map(|rule| match rule.effect {
            Effect::Covers { limit, .. } => Some((*rule, limit)),
            _ => None,
        });
        limits.map(|(rule, limit)| {
            let counts = |entry: &Entry| rule.experience().is_none_or(|one| Some(one) == entry.experience);
            let load = Load {
                covers: self.book.covers_named(self.day, self.party.moving, counts),
                limit: Some(limit),
            };
            (rule, load)
        })
    }

    /// The party's free capacity during a seating's stay, at the tables `within` that its service may use; none for a
    /// seating whose time does not exist.
    pub(super) fn capacity(&self, seating: &Seating, within: TableSet) -> Option<Capacity> {
        let (start, end) = seating.stay?;
        let (service, _) = self.services.get(seating.service)?;
        let loads = self.loads(seating)?;
        let party = u32::from(self.party.attendees.get());
        let (seated, starting) = (Load::tightest(loads.seated), Load::tightest(loads.starting));
        let taken = self.occupancy().tables(start, end).union(self.blocked(seating));
        let tables = self.tables_for(service, within, taken);
        let mut exclusions = Exclusions::default();
        exclusions.add_if(seated.is_exceeded_by(party), Exclusion::SeatedLimitReached);
        exclusions.add_if(starting.is_exceeded_by(party), Exclusion::StartingLimitReached);
        exclusions.add_if(
            self.covers(seating).is_exceeded_by(party),
            Exclusion::CoversLimitReached,
        );
        exclusions.add_if(tables.is_none(), Exclusion::NoTablesFound);
        Some(Capacity {
            exclusions,
            tables,
            taken,
            seated,
            starting,
        })
    }

    /// The covers that count against each limit during a seating's stay; none for a seating whose time does not exist.
    pub(super) fn loads(&self, seating: &Seating) -> Option<Loads> {
        let (start, end) = seating.stay?;
        let occupancy = self.occupancy();
        let of_experience = |holding: &Holding| holding.experience == Some(self.party.experience);
        let of_service = |holding: &Holding| {
            let holds = |service: &Service| service.holds(holding.minutes);
            of_experience(holding) && holding.day == self.day && self.service(seating).is_some_and(holds)
        };
        let seated = |limit: Option<u32>, cell: &OnceCell<Seated>, counts: &dyn Fn(&Holding) -> bool| Load {
            covers: cell.get_or_init(|| occupancy.seated(counts)).peak(start, end),
            limit,
        };
        let starting = |limit: Option<u32>, counts: &dyn Fn(&Holding) -> bool| Load {
            covers: occupancy.starting(start, counts),
            limit,
        };
        let (service, seated_service) = self.services.get(seating.service)?;
        let [venue, own, its] = [self.plan.limits(), self.experience.limits(), service.limits()];
        Some(Loads {
            seated: [
                seated(own.seated, &self.seated_own, &of_experience),
                seated(its.seated, seated_service, &of_service),
                seated(venue.seated, &self.seated_venue, &|_| true),
            ],
            starting: [
                starting(own.starting, &of_experience),
                starting(its.starting, &of_service),
                starting(venue.starting, &|_| true),
            ],
        })
    }

    /// The occupancy while any seating of the day lasts.
    fn occupancy(&self) -> &Occupancy {
        self.occupancy.get_or_init(|| {
            let stays = || self.seatings.iter().filter_map(|seating| seating.stay);
            let first = stays().map(|(start, _)| start).min();
            let last = stays().map(|(_, end)| end).max();
            let holdings = match (first, last) {
                (Some(first), Some(last)) => self.book.holdings(first, last, self.party.moving),
                _ => Vec::new(),
            };
            Occupancy::of(holdings)
        })
    }
}

fn union<'a>(blocks: impl Iterator<Item = (&'a EngineRule, Block)>) -> TableSet {
    blocks.fold(TableSet::EMPTY, |tables, (_, block)| tables.union(block.tables))
}

/// Why an experience does not take a party of this size.
pub(super) fn party_rules(experience: &Experience, party: Attendees) -> Exclusions {
    let mut exclusions = Exclusions::default();
    exclusions.add_if(party < experience.party().min, Exclusion::PartyTooSmall);
    exclusions.add_if(party > experience.party().max, Exclusion::PartyTooLarge);
    exclusions
}

#[cfg(test)]
#[path = "service_day_tests.rs"]
mod tests;
