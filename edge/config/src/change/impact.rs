//! The effect of a change of settings on the reservations that are made already. A reservation has to keep its tables,
//! its experience, its terms of payment and the account that these are paid to.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use shared::choices::{ChosenAddOn, PeopleCount};
use shared::id::{AddOnId, AgeCategoryId, AreaId, ExperienceId, TableId};
use shared::offer::PricePer;
use shared::party::Attendees;
use shared::payment::{PaymentKind, PaymentTerms};

use super::account::payment_account;
use crate::engine::{EngineSettings, Experience};
use crate::offer::Payment;
use crate::venue::VenueSettings;

/// The most numbers of reservations in one line of [`summary`].
const MAX_NUMBERS: usize = 20;

/// A reservation that is not over, as far as settings can harm it. It holds nothing of its guest's.
#[derive(Clone, Debug)]
pub struct UpcomingReservation {
    /// Its number, such as `R-000123`.
    pub number: String,
    /// Its experience.
    pub experience_id: ExperienceId,
    /// The size of its party.
    pub attendees: Attendees,
    /// Its party by age category; empty where it is only a number.
    pub people: Vec<PeopleCount>,
    /// Its add-ons.
    pub add_ons: Vec<ChosenAddOn>,
    /// Its tables.
    pub table_ids: Vec<TableId>,
    /// The room that its guest has chosen.
    pub area_id: Option<AreaId>,
    /// The terms of payment that it was made with.
    pub terms: Option<PaymentTerms>,
    /// Whether it has a payment that can still be made, taken or given back, or a card on file.
    pub has_payment: bool,
}

/// A reservation that would lose something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Its number.
    pub number: String,
    /// The things that it would lose.
    pub loses: Vec<Loss>,
}

/// A thing that a reservation can lose by a change of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Loss {
    /// A table of its own is not there any more.
    Table,
    /// Its tables are there, and its party does not fit them any more, or they cannot be put together.
    Seats,
    /// Its tables stand in another room than its guest has chosen.
    Area,
    /// Its experience is not there any more.
    Experience,
    /// The terms of its payment cannot be carried out any more: prices are in another currency.
    Terms,
    /// Its payment was made to another account, or would be.
    PaymentAccount,
}

impl Loss {
    /// Every loss, in the order of the summary.
    const ALL: [Self; 6] = [
        Self::Table,
        Self::Seats,
        Self::Area,
        Self::Experience,
        Self::Terms,
        Self::PaymentAccount,
    ];

    /// The thing, as one reservation and as several lose it.
    fn text(self) -> [&'static str; 2] {
        match self {
            Self::Table => ["its table", "their table"],
            Self::Seats => ["the seats for its party", "the seats for their party"],
            Self::Area => [
                "the room that its guest has chosen",
                "the room that their guests have chosen",
            ],
            Self::Experience => ["its experience", "their experience"],
            Self::Terms => ["its terms of payment", "their terms of payment"],
            Self::PaymentAccount => ["its payment account", "their payment account"],
        }
    }
}

/// The reservations that would lose something by the change, in the order given. A reservation's terms are stored with
/// it, so another price takes nothing from it: see [`earlier_terms`].
#[must_use]
pub fn conflicts(
    before: &VenueSettings,
    after: &VenueSettings,
    reservations: &[UpcomingReservation],
) -> Vec<Conflict> {
    let is_paid_elsewhere = payment_account(before) != payment_account(after);
    let plans = before.engine.as_ref().zip(after.engine.as_ref());
    let plans = plans.map(|(before, after)| [Rooms::of(before), Rooms::of(after)]);
    let experiences = |settings: &VenueSettings| -> BTreeSet<ExperienceId> {
        let engine = settings.engine.iter();
        engine
            .flat_map(|engine| &engine.experiences)
            .map(|experience| experience.id.clone())
            .collect()
    };
    let known_before = experiences(before);
    let known_after = experiences(after);
    let of_one = |reservation: &UpcomingReservation| -> Option<Conflict> {
        let mut loses = Vec::new();
        if let Some([before, after]) = &plans {
            loses.extend(Rooms::lost(before, after, reservation));
        }
        // Without an engine after the change, the whole system changes: that is a lock, not a loss of each.
        let id = &reservation.experience_id;
        if after.engine.is_some() && known_before.contains(id) && !known_after.contains(id) {
            loses.push(Loss::Experience);
        }
        let terms = reservation.terms.as_ref();
        if before.currency != after.currency
            && terms.is_some_and(|terms| terms.amount.currency() != after.currency)
        {
            loses.push(Loss::Terms);
        }
        if is_paid_elsewhere && reservation.has_payment {
            loses.push(Loss::PaymentAccount);
        }
        (!loses.is_empty()).then(|| Conflict {
            number: reservation.number.clone(),
            loses,
        })
    };
    reservations.iter().filter_map(of_one).collect()
}

/// The numbers of the reservations whose terms of payment differ from those that the change gives to their experience.
#[must_use]
pub fn earlier_terms(
    before: &VenueSettings,
    after: &VenueSettings,
    reservations: &[UpcomingReservation],
) -> Vec<String> {
    let prices = |settings: &VenueSettings| -> BTreeMap<ExperienceId, Prices> {
        let engine = settings.engine.iter();
        let experiences = engine.flat_map(|engine| &engine.experiences);
        experiences
            .map(|experience| (experience.id.clone(), Prices::of(experience)))
            .collect()
    };
    let (before, after) = (prices(before), prices(after));
    let differs = |reservation: &&UpcomingReservation| {
        let id = &reservation.experience_id;
        let Some(prices) = after.get(id).filter(|prices| before.get(id) != Some(prices)) else {
            return false;
        };
        let made = reservation.terms.as_ref();
        let made = made.map(|terms| (terms.kind, terms.amount.amount(), terms.refund_minutes));
        prices.terms(reservation) != made
    };
    let reservations = reservations.iter().filter(differs);
    reservations
        .map(|reservation| reservation.number.clone())
        .collect()
}

/// The settings of an experience that the terms of payment follow from.
#[derive(PartialEq)]
struct Prices {
    payment: Option<Payment>,
    per_guest: Option<u32>,
    /// The price of each age category, and whether it is the default one.
    people: Vec<(AgeCategoryId, bool, Option<u32>)>,
    add_ons: Vec<(AddOnId, u32, PricePer)>,
}

impl Prices {
    fn of(experience: &Experience) -> Self {
        let people = experience.people.iter();
        let add_ons = experience.add_ons.iter();
        Self {
            payment: experience.payment,
            per_guest: experience.price_per_guest,
            people: people
                .map(|one| (one.id.clone(), one.is_default, one.price))
                .collect(),
            add_ons: add_ons.map(|one| (one.id.clone(), one.price, one.per)).collect(),
        }
    }

    /// The terms of an order as it was made, at these prices: kind, amount in minor units, and until how many minutes
    /// before the start the money comes back; none where nothing is to be paid. What is not offered any more has no price.
    fn terms(&self, reservation: &UpcomingReservation) -> Option<(PaymentKind, i64, Option<u32>)> {
        let party = reservation.attendees.get();
        let payment = self.payment.filter(|payment| party >= payment.required_from)?;
        let deposit = i64::from(payment.price_per_guest);
        let heads = self.heads(reservation, payment);
        let amount = match payment.kind {
            PaymentKind::Prepayment => {
                let prices = heads
                    .iter()
                    .map(|(count, price)| count * price.unwrap_or_default());
                prices.sum::<i64>() + self.of_add_ons(reservation)
            }
            PaymentKind::Deposit => {
                let paying = heads.iter().filter(|(_, price)| *price != Some(0));
                let paying: i64 = paying.map(|(count, _)| count).sum();
                let with_it = if payment.add_ons {
                    self.of_add_ons(reservation)
                } else {
                    0
                };
                deposit * paying + with_it
            }
            PaymentKind::CardGuarantee => deposit * i64::from(party),
        };
        (amount > 0).then_some((payment.kind, amount, payment.refund_minutes))
    }

    /// How many guests have which price; none where no price is stated.
    fn heads(&self, reservation: &UpcomingReservation, payment: Payment) -> Vec<(i64, Option<i64>)> {
        let prepaid = (payment.kind == PaymentKind::Prepayment).then_some(payment.price_per_guest);
        let general = self.per_guest.or(prepaid);
        let price = |own: Option<u32>| own.or(general).map(i64::from);
        if reservation.people.is_empty() {
            let default = self.people.iter().find(|(_, is_default, _)| *is_default);
            let own = default.and_then(|(_, _, own)| *own);
            return vec![(reservation.attendees.get().into(), price(own))];
        }
        let heads = reservation.people.iter().map(|one| {
            let category = self.people.iter().find(|(id, ..)| *id == one.category);
            (one.count.into(), price(category.and_then(|(_, _, own)| *own)))
        });
        heads.collect()
    }

    fn of_add_ons(&self, reservation: &UpcomingReservation) -> i64 {
        let add_ons = reservation.add_ons.iter().filter_map(|chosen| {
            let (_, price, per) = self.add_ons.iter().find(|(id, ..)| *id == chosen.id)?;
            let quantity = match per {
                PricePer::Booking => 1,
                PricePer::Guest | PricePer::Unit => chosen.quantity,
            };
            Some(i64::from(*price) * i64::from(quantity))
        });
        add_ons.sum()
    }
}

/// A line for each kind of loss, with the numbers of the reservations.
#[must_use]
pub fn summary(conflicts: &[Conflict]) -> Vec<String> {
    let line = |loss: Loss| -> Option<String> {
        let concerned = conflicts.iter().filter(|conflict| conflict.loses.contains(&loss));
        let numbers: Vec<&str> = concerned.map(|conflict| conflict.number.as_str()).collect();
        let [one, several] = loss.text();
        let count = numbers.len();
        let subject = match count {
            0 => return None,
            1 => format!("1 future reservation loses {one}"),
            _ => format!("{count} future reservations lose {several}"),
        };
        let more = match count.saturating_sub(MAX_NUMBERS) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let numbers: Vec<&str> = numbers.into_iter().take(MAX_NUMBERS).collect();
        Some(format!("{subject}: {}{more}", numbers.join(", ")))
    };
    Loss::ALL.into_iter().filter_map(line).collect()
}

/// The tables of a floor plan, indexed.
struct Rooms<'a> {
    /// By table: its room, and the largest party it seats.
    tables: BTreeMap<&'a TableId, (&'a AreaId, u8)>,
    /// By the tables that may be put together: the largest party.
    combinations: BTreeMap<BTreeSet<&'a TableId>, u8>,
}

impl<'a> Rooms<'a> {
    fn of(engine: &'a EngineSettings) -> Self {
        let tables = engine.rooms.iter().flat_map(|room| {
            let tables = room.tables.iter();
            tables.map(|table| (&table.id, (&room.id, table.max_party_size)))
        });
        let mut combinations: BTreeMap<BTreeSet<&TableId>, u8> = BTreeMap::new();
        for combination in engine.rooms.iter().flat_map(|room| &room.combinations) {
            let seats = combinations
                .entry(combination.table_ids.iter().collect())
                .or_default();
            *seats = combination.max_party_size.max(*seats);
        }
        Self {
            tables: tables.collect(),
            combinations,
        }
    }

    /// The largest party that these tables seat together; none if they cannot be given to one party.
    fn seats(&self, ids: &[TableId]) -> Option<u8> {
        match ids {
            [one] => self.tables.get(one).map(|(_, seats)| *seats),
            several => self.combinations.get(&several.iter().collect()).copied(),
        }
    }

    /// The losses of a reservation by a change from one floor plan to another. A thing that it did not have before the
    /// change, it cannot lose.
    fn lost(before: &Rooms<'_>, after: &Rooms<'_>, reservation: &UpcomingReservation) -> Option<Loss> {
        let UpcomingReservation {
            table_ids,
            attendees,
            area_id,
            ..
        } = reservation;
        let is_gone = |id: &TableId| before.tables.contains_key(id) && !after.tables.contains_key(id);
        if table_ids.iter().any(is_gone) {
            return Some(Loss::Table);
        }
        let fits = |rooms: &Rooms<'_>| {
            let seats = rooms.seats(table_ids);
            seats.is_some_and(|seats| seats >= attendees.get())
        };
        if fits(before) && !fits(after) {
            return Some(Loss::Seats);
        }
        let is_within = |rooms: &Rooms<'_>, area: &AreaId| {
            let mut places = table_ids.iter().filter_map(|id| rooms.tables.get(id));
            places.all(|(room, _)| *room == area)
        };
        let area = area_id.as_ref();
        area.is_some_and(|area| is_within(before, area) && !is_within(after, area))
            .then_some(Loss::Area)
    }
}

#[cfg(test)]
#[path = "impact_tests.rs"]
mod tests;
