//! A booking that is being typed for a guest at the telephone.

use shared::id::{ExperienceId, TableId, WaitlistEntryId};
use shared::party::Attendees;
use shared::reservation::Status;
use shared::staff_booking::{GuestHistory, StaffBookingRequest};
use shared::staff_day::{DayService, ReservationForStaff, StaffDay};
use shared::time::{Day, Minutes};
use shared::validation::{Email, Name, Notes};

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookingField {
    /// The time, which is chosen.
    Time,
    /// The last name.
    LastName,
    /// The e-mail address.
    Email,
    /// The guest's notes.
    Notes,
}

/// A text that is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedText {
    /// The name.
    Name,
    /// The telephone number.
    Phone,
    /// The e-mail address.
    Email,
    /// The guest's notes.
    Notes,
}

/// The form as it is typed. It cannot be printed: it holds a guest's data.
#[derive(Clone, PartialEq, Eq)]
pub struct BookingForm {
    /// The experience and the time that were chosen.
    pub slot: Option<(ExperienceId, Minutes)>,
    /// The party's size.
    pub party: u8,
    /// The first and the last name: the last word is the last name.
    pub name: String,
    /// The telephone number.
    pub phone: String,
    /// The e-mail address.
    pub email: String,
    /// The guest's notes.
    pub notes: String,
    /// The table; none for the best that is free.
    pub table: Option<TableId>,
    /// The entry of the waitlist whose party it is; none of a guest who does not wait.
    pub waiting: Option<WaitlistEntryId>,
}

impl Default for BookingForm {
    /// A form in which nothing is typed, for a party of two.
    fn default() -> Self {
        Self {
            slot: None,
            party: 2,
            name: String::new(),
            phone: String::new(),
            email: String::new(),
            notes: String::new(),
            table: None,
            waiting: None,
        }
    }
}

impl BookingForm {
    /// Takes a guest, whose party has this size where it is known. What was typed about another guest is not about this one.
    pub fn take_guest(
        &mut self,
        (name, phone): (String, String),
        party: Option<u8>,
        waiting: Option<WaitlistEntryId>,
    ) {
        let typed = self.name.trim().to_lowercase();
        if !name.to_lowercase().contains(&typed) {
            self.email.clear();
            self.notes.clear();
        }
        self.name = name;
        self.phone = phone;
        self.party = party.unwrap_or(self.party);
        self.waiting = waiting;
    }

    /// Takes that another day is booked: the guest stays, and the time and the table are chosen anew.
    pub fn change_day(&mut self) {
        self.slot = None;
        self.table = None;
    }

    /// A text as it is typed.
    #[must_use]
    pub fn text(&self, which: TypedText) -> &str {
        match which {
            TypedText::Name => &self.name,
            TypedText::Phone => &self.phone,
            TypedText::Email => &self.email,
            TypedText::Notes => &self.notes,
        }
    }

    /// Takes a text as it is typed now.
    pub fn set_text(&mut self, which: TypedText, text: String) {
        match which {
            TypedText::Name => {
                self.name = text;
                // Another name is another party.
                self.waiting = None;
            }
            TypedText::Phone => self.phone = text,
            TypedText::Email => self.email = text,
            TypedText::Notes => self.notes = text,
        }
    }

    /// The request, or the first field that is not right.
    pub fn request(&self, day: Day) -> Result<StaffBookingRequest, BookingField> {
        let (experience_id, minutes) = self.slot.clone().ok_or(BookingField::Time)?;
        let attendees = Attendees::parse(self.party.into()).map_err(|_| BookingField::Time)?;
        let name = self.name.trim();
        let (first, last) = match name.rsplit_once(char::is_whitespace) {
            Some((first, last)) => (Name::parse(first.trim()).ok(), last),
            None => (None, name),
        };
        let last_name = Name::parse(last).map_err(|_| BookingField::LastName)?;
        let email = match self.email.trim() {
            "" => None,
            text => Some(Email::parse(text).map_err(|_| BookingField::Email)?),
        };
        let notes = match self.notes.trim() {
            "" => None,
            text => Some(Notes::parse(text).map_err(|_| BookingField::Notes)?),
        };
        let phone = Some(self.phone.trim().to_owned()).filter(|phone| !phone.is_empty());
        Ok(StaffBookingRequest {
            experience_id,
            day,
            minutes,
            attendees,
            first_name: first,
            last_name,
            phone,
            email,
            notes,
            internal_notes: None,
            table_ids: self.table.clone().map(|table| vec![table]),
            locale: None,
        })
    }
}

/// A guest as earlier reservations of the number have them. It cannot be printed: it holds a guest's data.
#[derive(Clone, PartialEq, Eq)]
pub struct KnownGuest {
    /// The name.
    pub name: String,
    /// How often the guest was there, of the last reservations.
    pub visits: usize,
    /// How often the guest did not come, of the last reservations.
    pub no_shows: usize,
    /// The staff's notes about the guest.
    pub notes: Option<String>,
    /// The next reservations, the earliest first.
    pub upcoming: Vec<ReservationForStaff>,
    /// The last reservation.
    pub last: Option<ReservationForStaff>,
}

impl KnownGuest {
    /// The guest of these reservations; none without any.
    #[must_use]
    pub fn of(history: &GuestHistory) -> Option<Self> {
        let GuestHistory { upcoming, past } = history;
        let newest = upcoming.first().or(past.first())?;
        let first = newest.guest.first_name.as_ref().map(Name::as_str);
        let names: Vec<&str> = first
            .into_iter()
            .chain([newest.guest.last_name.as_str()])
            .collect();
        let count = |status| past.iter().filter(|one| one.status == status).count();
        Some(Self {
            name: names.join(" "),
            visits: count(Status::Finished),
            no_shows: count(Status::NoShow),
            notes: newest.guest_notes.as_ref().map(|notes| notes.as_str().to_owned()),
            upcoming: upcoming.clone(),
            last: past.first().cloned(),
        })
    }
}

/// Whether a text has as many digits as the shortest telephone numbers that are worth asking about.
#[must_use]
pub fn is_number(text: &str) -> bool {
    text.chars().filter(char::is_ascii_digit).count() >= 6
}

/// The times of a service, from the first seating to the last.
#[must_use]
pub fn times(service: &DayService) -> Vec<Minutes> {
    let (first, last) = (service.first_minutes.get(), service.last_minutes.get());
    (first..=last)
        .step_by(service.interval_minutes.max(1).into())
        .filter_map(|minutes| Minutes::parse(minutes.into()).ok())
        .collect()
}

/// The experiences of a day, each once, in the order of their first service.
#[must_use]
pub fn experiences(day: &StaffDay) -> Vec<&DayService> {
    let mut once: Vec<&DayService> = Vec::new();
    for service in &day.services {
        if once
            .iter()
            .all(|known| known.experience_id != service.experience_id)
        {
            once.push(service);
        }
    }
    once
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{day, evening_of, named, reservation, with_status};
    use super::*;

    fn form() -> BookingForm {
        BookingForm {
            slot: Some((
                ExperienceId::parse("dinner").unwrap(),
                Minutes::parse(1_140).unwrap(),
            )),
            party: 2,
            name: " Ada King  Lovelace ".to_owned(),
            phone: "0660 112".to_owned(),
            ..BookingForm::default()
        }
    }

    #[test]
    fn a_name_is_typed_as_it_is_said() {
        let request = form().request(day("2026-11-27")).unwrap();
        assert_eq!(request.last_name.as_str(), "Lovelace");
        assert_eq!(request.first_name.as_ref().map(Name::as_str), Some("Ada King"));
        assert_eq!(
            (request.phone.as_deref(), request.email),
            (Some("0660 112"), None)
        );
        let alone = BookingForm {
            name: "Lovelace".to_owned(),
            ..form()
        };
        assert_eq!(alone.request(day("2026-11-27")).unwrap().first_name, None);
    }

    #[test]
    fn a_caller_who_asks_for_another_day_is_not_asked_for_the_name_again() {
        let mut changed = form();
        changed.change_day();
        assert_eq!(changed.request(day("2026-11-28")).err(), Some(BookingField::Time));
        changed.slot = form().slot;
        let request = changed.request(day("2026-11-28")).unwrap();
        assert_eq!(request.last_name.as_str(), "Lovelace");
        assert_eq!((request.attendees.get(), request.table_ids), (2, None));
    }

    #[test]
    fn what_was_typed_about_a_guest_is_not_about_the_next_caller() {
        let half_typed = BookingForm {
            email: "ada@example.com".to_owned(),
            notes: "A high chair".to_owned(),
            ..form()
        };
        let taken = |name: &str| {
            let mut form = half_typed.clone();
            form.take_guest((name.to_owned(), "+43660113".to_owned()), Some(4), None);
            assert_eq!(
                (form.name.as_str(), form.phone.as_str(), form.party),
                (name, "+43660113", 4)
            );
            (form.email, form.notes)
        };
        assert_eq!(taken("Grace Hopper"), (String::new(), String::new()));
        assert_eq!(taken(""), (String::new(), String::new()));
        // The guest who was looked for.
        assert_eq!(taken("Dr. Ada King  Lovelace").0, "ada@example.com");
    }

    #[test]
    fn a_party_of_the_waitlist_is_another_one_once_the_name_is_another() {
        let mut form = BookingForm::default();
        let entry = WaitlistEntryId::parse("e1").ok();
        form.take_guest(("Curie".to_owned(), String::new()), None, entry.clone());
        form.set_text(TypedText::Notes, "At the window".to_owned());
        assert_eq!(form.waiting, entry);
        form.set_text(TypedText::Name, "Meitner".to_owned());
        assert_eq!(form.waiting, None);
    }

    #[test]
    fn the_first_field_that_is_not_right_is_named() {
        let fault = |form: BookingForm| form.request(day("2026-11-27")).err();
        assert_eq!(
            fault(BookingForm { slot: None, ..form() }),
            Some(BookingField::Time)
        );
        let name = String::new();
        assert_eq!(
            fault(BookingForm { name, ..form() }),
            Some(BookingField::LastName)
        );
        let email = "ada".to_owned();
        assert_eq!(fault(BookingForm { email, ..form() }), Some(BookingField::Email));
        assert_eq!(fault(form()), None);
    }

    #[test]
    fn a_guest_is_known_by_earlier_reservations() {
        let past = vec![
            with_status(
                named(reservation("r2", 1_140, 2), "Ada", "Lovelace"),
                Status::Finished,
            ),
            with_status(reservation("r1", 1_140, 2), Status::NoShow),
        ];
        let history = GuestHistory {
            upcoming: Vec::new(),
            past,
        };
        let known = KnownGuest::of(&history).unwrap();
        assert_eq!(
            (known.name.as_str(), known.visits, known.no_shows),
            ("Ada Lovelace", 1, 1)
        );
        let nothing = GuestHistory {
            upcoming: Vec::new(),
            past: Vec::new(),
        };
        assert!(KnownGuest::of(&nothing).is_none());
    }

    #[test]
    fn a_number_that_is_half_typed_is_not_asked_about() {
        assert!(!is_number("0660 1"));
        assert!(is_number("0660 11"));
    }

    #[test]
    fn the_times_of_a_service_are_its_seatings() {
        let evening = evening_of(Vec::new());
        let times = times(&evening.services[0]);
        assert_eq!((times.len(), times[0].get(), times[14].get()), (15, 1_080, 1_290));
        assert_eq!(experiences(&evening).len(), 1);
    }
}
