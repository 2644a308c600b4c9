//! The list of an evening: requests first, then each service by time, then who does not come.

use shared::choices::{BookedAddOn, BookedPeople, GivenAnswer};
use shared::id::ReservationId;
use shared::locale::LocalizedText;
use shared::money::Money;
use shared::payment::PaymentKind;
use shared::reservation::Status;
use shared::staff_day::{DayService, ReceivedMoney, ReservationForStaff, ReservationPayment, StaffDay};
use shared::time::{Instant, Minutes};
use shared::validation::{Name, Notes, Phone};

use super::notes::has_line;
use super::search::Search;
use super::taps::Taps;

/// How many minutes after its time a party counts as late.
const LATE_MINUTES: i64 = 5;

/// After how many minutes a party that is there is not late any more: of a day that is over it was not noted that it left.
const OVER_MINUTES: i64 = 12 * 60;

/// Which reservations are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// All of them.
    #[default]
    All,
    /// Those who have not come yet.
    Expected,
    /// Those who are there.
    Here,
    /// Those who have left, and those who do not come.
    Over,
}

impl Filter {
    /// Every filter, in the order to show.
    pub const ALL: [Self; 4] = [Self::All, Self::Expected, Self::Here, Self::Over];

    fn keeps(self, status: Status) -> bool {
        match self {
            Self::All => true,
            Self::Expected => !status.is_final() && !status.has_come(),
            Self::Here => status.has_come(),
            Self::Over => status.is_final(),
        }
    }
}

/// Whether a party is behind its time, in whole minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lateness {
    /// It is not.
    #[default]
    None,
    /// It has not come, so many minutes after its time.
    Late(u32),
    /// It is there, so many minutes after its table was to be free.
    Over(u32),
}

impl Lateness {
    /// The lateness of a party of this status.
    #[must_use]
    pub fn of(one: &ReservationForStaff, status: Status, now: Instant) -> Self {
        let since = |at: Instant| (now.unix() - at.unix()).div_euclid(60);
        let positive = |minutes: i64| u32::try_from(minutes).unwrap_or_default();
        let (late, over) = (since(one.starts_at), since(one.ends_at));
        // Of one whose time at the table is over it was not noted that it did not come.
        let is_expected = !status.is_final() && !status.has_come() && over < 0;
        if is_expected && late >= LATE_MINUTES {
            Self::Late(positive(late))
        } else if status.has_come() && (1..OVER_MINUTES).contains(&over) {
            Self::Over(positive(over))
        } else {
            Self::None
        }
    }
}

/// A reservation as the list shows it. Printed it is its id alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// Its id.
    pub id: ReservationId,
    /// Its number.
    pub number: String,
    /// Its time.
    pub minutes: Minutes,
    /// The guest's name.
    pub name: String,
    /// The guest's company.
    pub company: Option<String>,
    /// The guest's telephone number.
    pub phone: Option<String>,
    /// The party's size.
    pub covers: u8,
    /// The names of its tables.
    pub tables: Vec<String>,
    /// The staff's short name of the experience.
    pub shorthand: Option<String>,
    /// Its status, after the taps that are on their way.
    pub status: Status,
    /// Whether a tap is on its way.
    pub is_waiting: bool,
    /// Whether the party came without a reservation.
    pub is_walk_in: bool,
    /// Whether its time has come.
    pub has_begun: bool,
    /// Whether it is behind its time.
    pub lateness: Lateness,
    /// The party by age category.
    pub people: Vec<BookedPeople>,
    /// Its add-ons.
    pub add_ons: Vec<BookedAddOn>,
    /// The guest's answers.
    pub answers: Vec<GivenAnswer>,
    /// The names of its labels.
    pub labels: Vec<String>,
    /// The guest's notes.
    pub notes: Option<String>,
    /// The staff's notes about the guest.
    pub guest_notes: Option<String>,
    /// The staff's notes about the reservation.
    pub internal_notes: Option<String>,
    /// Its payment.
    pub payment: Option<ReservationPayment>,
    /// The part of the price that a gift card pays.
    pub gift_card: Option<Money>,
}

impl std::fmt::Debug for Row {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Row")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Row {
    /// The row of a reservation, with the taps on their way.
    #[must_use]
    pub fn of(one: &ReservationForStaff, taps: &Taps, now: Instant) -> Self {
        let (status, (_, tables)) = (taps.status(one), taps.placement(one));
        let guest = &one.guest;
        let first = guest.first_name.as_ref().map(Name::as_str);
        let names: Vec<&str> = first.into_iter().chain([guest.last_name.as_str()]).collect();
        let text = |notes: &Option<Notes>| notes.as_ref().map(|notes| notes.as_str().to_owned());
        Self {
            id: one.id.clone(),
            number: one.number.clone(),
            minutes: one.minutes,
            name: names.join(" "),
            company: one.company.as_ref().map(|name| name.as_str().to_owned()),
            phone: guest.phone.as_ref().map(Phone::as_str).map(str::to_owned),
            covers: one.attendees.get(),
            tables: tables.iter().map(|table| table.name.clone()).collect(),
            shorthand: one.shorthand.clone(),
            status,
            is_waiting: taps.is_waiting(&one.id),
            is_walk_in: one.source == "walk_in",
            has_begun: one.starts_at <= now,
            lateness: Lateness::of(one, status, now),
            people: one.people.clone(),
            add_ons: one.add_ons.clone(),
            answers: one.answers.clone(),
            labels: one.labels.iter().map(|label| label.name.clone()).collect(),
            notes: text(&one.notes),
            guest_notes: text(&one.guest_notes),
            internal_notes: text(&one.internal_notes),
            payment: one.payment.clone(),
            gift_card: one.gift_card,
        }
    }

    /// Whether the party has said that it comes later, by a note that begins with one of these marks, and is not there yet.
    #[must_use]
    pub fn is_running_late(&self, marks: &[&str]) -> bool {
        let notes = self.internal_notes.as_deref();
        let is_expected = !self.status.is_final() && !self.status.has_come();
        is_expected && notes.is_some_and(|notes| has_line(notes, marks))
    }

    /// Whether the party came without a reservation and gave no name, so that the venue has a sign in its place.
    #[must_use]
    pub fn is_unnamed(&self) -> bool {
        self.is_walk_in && !self.name.chars().any(char::is_alphanumeric)
    }

    /// The amount that can be charged to the stored card if the party does not come; none without one.
    #[must_use]
    pub fn no_show_charge(&self) -> Option<Money> {
        let payment = self.payment.as_ref()?;
        let is_stored =
            payment.terms.kind == PaymentKind::CardGuarantee && payment.state == ReceivedMoney::Authorized;
        is_stored.then_some(payment.terms.amount)
    }
}

/// The kind of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SectionKind {
    /// Requests that wait for an answer.
    Requests,
    /// A service: its name, its first and its last seating.
    Service(LocalizedText, Minutes, Minutes),
    /// Parties at times that no service has.
    Others,
    /// Parties that do not come.
    NotComing,
}

/// A section of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedSection {
    /// Names it among the sections of a day.
    pub key: String,
    /// Its kind.
    pub kind: SectionKind,
    /// The covers of its reservations that count.
    pub covers: u32,
    /// Its reservations by time.
    pub groups: Vec<ListedGroup>,
}

/// The reservations of one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedGroup {
    /// The time.
    pub minutes: Minutes,
    /// The reservations, in the order of their numbers.
    pub ids: Vec<ReservationId>,
}

/// The sections of a day that hold a reservation which the search finds and the filter keeps. Services that are over at `now`, the
/// minutes of the day on its own evening, come after those that are not.
#[must_use]
pub fn sections(
    day: &StaffDay,
    taps: &Taps,
    search: &Search,
    filter: Filter,
    now: Option<i64>,
) -> Vec<ListedSection> {
    let services = day.services.iter().enumerate();
    let mut sections: Vec<ListedSection> = services
        .map(|(place, service)| {
            let (first, last) = (service.first_minutes, service.last_minutes);
            section(
                format!("service-{place}"),
                SectionKind::Service(service.name.clone(), first, last),
            )
        })
        .collect();
    let mut requests = section("requests".to_owned(), SectionKind::Requests);
    let mut others = section("others".to_owned(), SectionKind::Others);
    let mut not_coming = section("not-coming".to_owned(), SectionKind::NotComing);
    for one in &day.reservations {
        let status = taps.status(one);
        if !search.finds(one) || !filter.keeps(status) {
            continue;
        }
        let target = match status {
            Status::Requested => &mut requests,
            Status::Declined | Status::Cancelled | Status::NoShow | Status::Voided => &mut not_coming,
            _ => {
                let place = day.services.iter().position(|service| holds(service, one));
                place
                    .and_then(|place| sections.get_mut(place))
                    .unwrap_or(&mut others)
            }
        };
        add(target, one, status);
    }
    let is_over = |service: &DayService| now.is_some_and(|now| is_over(service, day, taps, now));
    let mut services = day.services.iter().map(is_over);
    let (over, to_come): (Vec<_>, Vec<_>) = sections
        .into_iter()
        .partition(|_| services.next().unwrap_or_default());
    let mut sections: Vec<_> = [requests].into_iter().chain(to_come).chain(over).collect();
    sections.extend([others, not_coming]);
    sections.retain(|section| !section.groups.is_empty());
    sections
}

fn section(key: String, kind: SectionKind) -> ListedSection {
    ListedSection {
        key,
        kind,
        covers: 0,
        groups: Vec::new(),
    }
}

/// Adds a reservation, which is not earlier than those before it.
fn add(section: &mut ListedSection, one: &ReservationForStaff, status: Status) {
    if !status.is_final() || status == Status::Finished {
        section.covers += u32::from(one.attendees.get());
    }
    match section.groups.last_mut() {
        Some(group) if group.minutes == one.minutes => group.ids.push(one.id.clone()),
        _ => section.groups.push(ListedGroup {
            minutes: one.minutes,
            ids: vec![one.id.clone()],
        }),
    }
}

/// Whether the last seating of a service has been, and none of its parties is there or expected any more.
fn is_over(service: &DayService, day: &StaffDay, taps: &Taps, now: i64) -> bool {
    let is_gone = |one: &ReservationForStaff| {
        let (status, (minutes, _)) = (taps.status(one), taps.placement(one));
        let end = i64::from(minutes.get()) + i64::from(one.duration);
        status.is_final() || (!status.has_come() && end <= now)
    };
    let mut parties = day.reservations.iter().filter(|one| holds(service, one));
    i64::from(service.last_minutes.get()) < now && parties.all(is_gone)
}

fn holds(service: &DayService, one: &ReservationForStaff) -> bool {
    service.experience_id == one.experience.id
        && (service.first_minutes..=service.last_minutes).contains(&one.minutes)
}

#[cfg(test)]
#[path = "list_tests.rs"]
mod tests;
