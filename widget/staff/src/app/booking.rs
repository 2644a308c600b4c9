//! Bookings for guests at the telephone.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::availability::SlotStatus;
use shared::explanation::{Explanation, TableStatus};
use shared::id::{ExperienceId, TableId};
use shared::party::Attendees;
use shared::staff_booking::StaffBookingRequest;
use shared::staff_day::ReservationForStaff;
use shared::time::{Day, Minutes};
use shared::validation::Name;
use shared::venue::Feature;

use super::App;
use crate::api::ApiError;
use crate::day::KnownGuest;

/// The rules that say no to guests, each with the change after which it would not.
pub type Reasons = Vec<(String, String)>;

impl App {
    /// Reads which times guests could book, into `open`; nothing is known of them where no answer comes. An answer about another
    /// party than the form has by then is left out, as everything here that the form does not ask any more.
    pub fn read_open_times(
        self,
        (experience, day, party): (ExperienceId, Day, u8),
        open: RwSignal<Vec<Minutes>>,
    ) {
        let Ok(attendees) = Attendees::parse(party.into()) else {
            return;
        };
        let client = self.client.get_value();
        spawn_local(async move {
            let slots = client.slots(&experience, day, attendees).await;
            if self.booking.with_untracked(|form| form.party != party) {
                return;
            }
            let slots = slots.map(|answer| answer.slots).unwrap_or_default();
            let is_open = slots.into_iter().filter(|slot| slot.status == SlotStatus::Open);
            open.set(is_open.map(|slot| slot.minutes).collect());
        });
    }

    /// Reads why guests cannot book a time, into `reasons`, and the tables that are free then, into `free`. They are empty where
    /// guests can, and where no answer comes.
    pub fn read_reasons(
        self,
        (experience, day, minutes): (ExperienceId, Day, Minutes),
        party: u8,
        (reasons, free): (RwSignal<Reasons>, RwSignal<Vec<TableId>>),
    ) {
        reasons.set(Vec::new());
        free.set(Vec::new());
        let Ok(attendees) = Attendees::parse(party.into()) else {
            return;
        };
        let client = self.client.get_value();
        spawn_local(async move {
            let slot = (&experience, day, minutes);
            let answer = client.explain(slot, attendees, self.texts.language).await;
            let is_wanted = self.booking.with_untracked(|form| {
                let slot = form.slot.as_ref();
                form.party == party && slot.is_some_and(|slot| *slot == (experience, minutes))
            });
            if let Ok(explanation) = answer
                && is_wanted
            {
                let rules = explanation.rules.into_iter();
                reasons.set(rules.map(|rule| (rule.text, rule.change)).collect());
                // Staff choose one table; several are put together by the venue.
                let single = explanation.tables.into_iter().filter_map(|table| {
                    let [id] = table.table_ids.as_slice() else {
                        return None;
                    };
                    (table.status == TableStatus::Free).then(|| id.clone())
                });
                free.set(single.collect());
            }
        });
    }

    /// Reads what is known of the guest with this number, into `known`, if it is wanted once it is there; none where nothing is
    /// known or no answer comes.
    pub fn read_known_guest(
        self,
        phone: String,
        known: RwSignal<Option<KnownGuest>>,
        is_wanted: impl Fn(&str) -> bool + 'static,
    ) {
        let client = self.client.get_value();
        spawn_local(async move {
            let history = client.history(&phone).await;
            if is_wanted(&phone) {
                known.set(history.ok().as_ref().and_then(KnownGuest::of));
            }
        });
    }

    /// Reads the guests of a name, into `found`.
    pub fn read_guests(self, name: &str, found: RwSignal<Option<Vec<ReservationForStaff>>>) {
        let Ok(name) = Name::parse(name) else {
            return;
        };
        let client = self.client.get_value();
        spawn_local(async move {
            match client.guests(name).await {
                Ok(guests) => found.set(Some(guests)),
                Err(error) => self.say_failure(error),
            }
        });
    }

    /// Reads the experiences that guests can book, into `experiences`; nothing is known of them where no answer comes.
    pub fn read_experiences(self, experiences: RwSignal<Vec<(ExperienceId, String)>>) {
        let client = self.client.get_value();
        spawn_local(async move {
            if let Ok(all) = client.experiences().await {
                let named = all.into_iter().map(|(id, name)| (id, self.localized(&name)));
                experiences.set(named.collect());
            }
        });
    }

    /// Reads the features that guests have here, into `features`; nothing is known of them where no answer comes.
    pub fn read_features(self, features: RwSignal<Vec<Feature>>) {
        let client = self.client.get_value();
        spawn_local(async move {
            features.set(client.features().await.unwrap_or_default());
        });
    }

    /// Reads why guests can or cannot book a time, into `answer`.
    pub fn explain(
        self,
        (experience, day, minutes): (ExperienceId, Day, Minutes),
        party: u8,
        answer: RwSignal<Option<Explanation>>,
    ) {
        let Ok(attendees) = Attendees::parse(party.into()) else {
            return;
        };
        let client = self.client.get_value();
        spawn_local(async move {
            let slot = (&experience, day, minutes);
            match client.explain(slot, attendees, self.texts.language).await {
                Ok(explanation) => answer.set(Some(explanation)),
                Err(error) => self.say_failure(error),
            }
        });
    }

    /// The key of the booking that is typed. Two taps make one reservation, also where the answer to the first was lost and another
    /// screen was looked at meanwhile; a form that was changed since is another one.
    pub fn booking_key(self, day: Day) -> String {
        let form = self.booking.get_untracked();
        let known = self.sent_booking.with_untracked(|sent| {
            let (of_day, of_form, key) = sent.as_ref()?;
            (*of_day == day && *of_form == form).then(|| key.clone())
        });
        let key = known.unwrap_or_else(|| format!("staff-page-booking-{}", js_sys::Date::now()));
        self.sent_booking.set(Some((day, form, key.clone())));
        key
    }

    /// Makes a reservation, once per key; `done` is called once it is made.
    pub fn book(self, request: StaffBookingRequest, key: String, done: impl FnOnce() + 'static) {
        let client = self.client.get_value();
        spawn_local(async move {
            match client.book(&request, &key).await {
                Ok(booking) => {
                    self.sent_booking.set(None);
                    let one = booking.reservation;
                    let said =
                        self.texts
                            .booked(one.guest.last_name.as_str(), &one.number, &self.time(one.minutes));
                    let said = if booking.warnings.is_empty() {
                        said
                    } else {
                        format!("{said} {}", self.texts.booked_past_rules)
                    };
                    self.say(said);
                    self.evening.update(|evening| evening.took_reservation(one));
                    done();
                }
                Err(ApiError::Refused) => self.say(self.texts.not_booked.to_owned()),
                Err(error) => self.say_failure(error),
            }
        });
    }
}
