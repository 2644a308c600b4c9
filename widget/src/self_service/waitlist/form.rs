//! Form state of a new waitlist entry: the window of times, and the guest's details.

use std::sync::Arc;

use shared::availability::{Reason, Slot, SlotStatus};
use shared::locale::Language;
use shared::party::Attendees;
use shared::time::{Day, Minutes};
use shared::venue::{Experience, Feature, FieldRequirement, Venue};
use shared::waitlist::{WaitingGuest, WaitlistEntryRequest};

use super::{Effect, Event};
use crate::flow::{self, Details, Failure, Field, Focus, Prefill, SlotsQuestion, Submission};
use crate::self_service::Opening;

/// Reasons that no cancellation can remove.
const FOR_GOOD: [Reason; 8] = [
    Reason::PARTY_TOO_SMALL,
    Reason::PARTY_TOO_LARGE,
    Reason::IN_THE_PAST,
    Reason::LEAD_TIME_TOO_SHORT,
    Reason::BEYOND_HORIZON,
    Reason::CLOSED,
    Reason::TIME_DOES_NOT_EXIST,
    Reason::PAYMENT_NOT_SUPPORTED,
];

/// The form state of a new entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// The venue, with an e-mail address required and no notes.
    pub venue: Arc<Venue>,
    /// The experience.
    pub experience: Arc<Experience>,
    /// The day.
    pub day: Day,
    /// For how many.
    pub attendees: Attendees,
    /// The language to write to the guest in: the one they read here.
    pub locale: Language,
    /// The full times in a row that can be waited for, in order; never empty.
    pub times: Vec<Minutes>,
    /// The earliest time that would do, one of `times`.
    pub from: Minutes,
    /// The latest, one of `times` and never before `from`.
    pub to: Minutes,
    /// The guest's input.
    pub details: Details,
    /// The state of the entry's request.
    pub submission: Submission<WaitlistEntryRequest>,
    /// Why the entry was refused.
    pub refused: Option<Refused>,
}

/// Why an entry was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// These times are open: there is nothing to wait for.
    Open(Vec<Minutes>),
    /// The guest waits for as many tables as the restaurant allows.
    TooMany,
    /// The restaurant cannot take this entry.
    NotPossible,
    /// The request failed.
    Failed(Failure),
}

/// The request for the slots of a choice; none while the choice is incomplete.
pub(super) fn question(choice: &Prefill) -> Option<SlotsQuestion> {
    Some(SlotsQuestion {
        experience: choice.experience.clone()?,
        attendees: choice.attendees?,
        day: choice.day?,
    })
}

/// Runs of full times for which a table may come free, each between open ones: a window with an open time is refused.
fn full_runs(slots: &[Slot]) -> Vec<Vec<Minutes>> {
    let can_come_free = |slot: &&Slot| !slot.reasons.iter().any(|reason| FOR_GOOD.contains(reason));
    slots
        .split(|slot| slot.status == SlotStatus::Open)
        .map(|run| {
            run.iter()
                .filter(can_come_free)
                .map(|slot| slot.minutes)
                .collect()
        })
        .filter(|run: &Vec<_>| !run.is_empty())
        .collect()
}

impl Form {
    /// An entry for the run of full times whose link was followed, or for the day's first; none where there is no such
    /// time.
    pub(super) fn new(venue: &Venue, opening: &Opening, slots: &[Slot]) -> Option<Self> {
        let asked = question(&opening.choice)?;
        let offered = venue.experiences.iter();
        let experience = offered.clone().find(|offered| offered.id == asked.experience)?;
        let runs = full_runs(slots);
        let link_time = opening.choice.minutes.as_ref();
        // Where the link's time is open by now, the full ones after it are meant.
        let is_meant = |run: &&Vec<Minutes>| run.last() >= link_time;
        let times = runs.iter().find(is_meant).or(runs.last())?;
        let (from, to) = (*times.first()?, *times.last()?);
        if !venue.features.contains(&Feature::Waitlist) || !experience.attendees.contains(asked.attendees) {
            return None;
        }
        let mut asking = venue.clone();
        asking.guest_fields.email = FieldRequirement::Required;
        asking.features.retain(|feature| *feature != Feature::Notes);
        Some(Self {
            locale: opening.language.clone(),
            venue: Arc::new(asking),
            experience: Arc::new(experience.clone()),
            day: asked.day,
            attendees: asked.attendees,
            times: times.clone(),
            from,
            to,
            details: Details::default(),
            submission: Submission::Idle,
            refused: None,
        })
    }

    /// The entry's request, if the details are valid; else every fault is shown.
    pub(super) fn request(&mut self) -> Option<Box<WaitlistEntryRequest>> {
        let contact = match self.details.check(&self.venue) {
            Ok(contact) => contact,
            Err(faults) => {
                self.details.sum_up(faults);
                return None;
            }
        };
        let guest = contact.guest;
        Some(Box::new(WaitlistEntryRequest {
            experience_id: self.experience.id.clone(),
            day: self.day,
            from: self.from,
            to: self.to,
            attendees: self.attendees,
            guest: WaitingGuest {
                first_name: guest.first_name,
                last_name: guest.last_name,
                email: guest.email?,
                phone: guest.phone,
            },
            locale: self.locale.clone(),
        }))
    }

    /// Handles the events that change the form.
    pub(super) fn edit(&mut self, event: Event) -> Vec<Effect> {
        // While the entry is being sent its form may not change.
        if self.submission.is_open() {
            return Vec::new();
        }
        match event {
            Event::Details(event) => return self.edit_details(event),
            Event::FromChosen(time) if self.times.contains(&time) => {
                self.from = time;
                self.to = self.to.max(time);
            }
            Event::ToChosen(time) if self.times.contains(&time) => {
                self.to = time;
                self.from = self.from.min(time);
            }
            _ => {}
        }
        Vec::new()
    }

    fn edit_details(&mut self, event: flow::Event) -> Vec<Effect> {
        let is_asked = |field: Field| field.requirement(&self.venue) != FieldRequirement::Hidden;
        match event {
            flow::Event::Typed(field, text) if is_asked(field) => {
                self.details.type_into(field, text, &self.venue);
            }
            flow::Event::FieldLeft(field) if is_asked(field) => self.details.leave(field, &self.venue),
            flow::Event::FieldWanted(field) if is_asked(field) => {
                return vec![Effect::Focus(Focus::Field(field))];
            }
            _ => {}
        }
        Vec::new()
    }
}
