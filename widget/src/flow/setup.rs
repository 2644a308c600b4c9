//! Settings that a booking starts with, parsed from the tag's attributes. An attribute that cannot be parsed is
//! ignored.

use shared::id::{ExperienceId, VenueId};
use shared::locale::Language;
use shared::party::Attendees;
use shared::time::{Day, Minutes};

/// The settings of a booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// The venue to book at.
    pub venue: VenueId,
    /// The language the guest reads.
    pub language: Language,
    /// The prefilled choice.
    pub prefill: Prefill,
}

/// The prefilled choice, from attributes. One that cannot be parsed is left to the guest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prefill {
    /// The experience.
    pub experience: Option<ExperienceId>,
    /// The party's size.
    pub attendees: Option<Attendees>,
    /// The day.
    pub day: Option<Day>,
    /// The time; means nothing without a day.
    pub minutes: Option<Minutes>,
}

impl Prefill {
    /// Reads the attributes `experience`, `attendees`, `date` (`YYYY-MM-DD`) and `time` (`HH:MM`,
    /// past 24:00 for the small hours of the following day).
    #[must_use]
    pub fn read(experience: &str, attendees: &str, date: &str, time: &str) -> Self {
        Self {
            experience: ExperienceId::parse(experience.trim()).ok(),
            attendees: attendees
                .trim()
                .parse()
                .ok()
                .and_then(|number| Attendees::parse(number).ok()),
            day: Day::parse(date.trim()).ok(),
            minutes: read_time(time.trim()),
        }
    }

    /// Whether nothing but the guest's details is missing.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.experience.is_some() && self.attendees.is_some() && self.day.is_some() && self.minutes.is_some()
    }
}

fn read_time(text: &str) -> Option<Minutes> {
    let (hour, minute) = text.split_once(':')?;
    let hour: i64 = hour.parse().ok().filter(|hour| (0..48).contains(hour))?;
    let minute: i64 = minute.parse().ok().filter(|minute| (0..60).contains(minute))?;
    Minutes::parse(hour * 60 + minute).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_left_to_the_guest() {
        assert_eq!(
            Prefill::read("a b", "many", "tomorrow", "7 pm"),
            Prefill::default()
        );
        assert_eq!(Prefill::read("", "0", "2026-02-30", "48:00"), Prefill::default());
    }

    #[test]
    fn times_may_lie_past_midnight() {
        let minutes = |text| Prefill::read("", "", "", text).minutes.map(Minutes::get);
        assert_eq!(minutes("19:30"), Some(1170));
        assert_eq!(minutes("25:15"), Some(1515));
        assert_eq!(minutes("19:60"), None);
    }
}
