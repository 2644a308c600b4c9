//! The moment until which a time can be cancelled free of charge, as the venue's clock shows it: between it and the
//! party's arrival clocks may be changed, so that it is worked out where the time zone is known.

use config::VenueSettings;
use shared::availability::{ClockTime, Slot};
use shared::id::ExperienceId;
use shared::reservation::Reservation;
use shared::time::{Day, Instant, Minutes, TimeZone};

use crate::provider::SlotsQuestion;

/// States the moment in each slot of a day: of one that is paid in advance where it is ahead, of others where the
/// experience has one.
pub fn state_deadlines(slots: &mut [Slot], settings: &VenueSettings, question: &SlotsQuestion, now: Instant) {
    let (zone, day) = (&settings.time_zone, question.day);
    for slot in slots {
        slot.free_until = match &slot.payment {
            Some(terms) => before(zone, (day, slot.minutes), terms.refund_minutes, Some(now)),
            None => unpaid_deadline(settings, &question.experience_id, (day, slot.minutes)),
        };
    }
}

/// The last moment at which a table at this time that nothing is paid for can be cancelled free of charge; none where the
/// venue's words say it. It is stated after it has passed too: those words are about other tables.
#[must_use]
pub fn unpaid_deadline(
    settings: &VenueSettings,
    experience: &ExperienceId,
    time: (Day, Minutes),
) -> Option<ClockTime> {
    let minutes_before = settings.free_cancellation_minutes(experience);
    before(&settings.time_zone, time, minutes_before, None)
}

/// The last moment at which this reservation can be cancelled free of charge, where nothing is paid for it and its
/// experience states that; none once that has passed.
#[must_use]
pub fn own_deadline(settings: &VenueSettings, reservation: &Reservation, now: Instant) -> Option<ClockTime> {
    if reservation.payment.is_some() {
        return None;
    }
    let minutes_before = settings.free_cancellation_minutes(&reservation.experience.id);
    let time = (reservation.day, reservation.minutes);
    before(&settings.time_zone, time, minutes_before, Some(now))
}

/// The moment so many minutes before a time, if it comes after `now`.
fn before(
    zone: &TimeZone,
    (day, minutes): (Day, Minutes),
    minutes_before: Option<u32>,
    now: Option<Instant>,
) -> Option<ClockTime> {
    let start = zone.resolve(day, minutes).instant()?;
    let deadline = start.plus_minutes(-i64::from(minutes_before?));
    if now.is_some_and(|now| deadline <= now) {
        return None;
    }
    let (day, minutes) = zone.local(deadline)?;
    Some(ClockTime { day, minutes })
}

#[cfg(test)]
mod tests {
    use config::test_support::venue_settings;
    use serde_json::{Value, json};
    use shared::party::Attendees;

    use super::*;

    fn deposit(refund_minutes: Option<u32>) -> Value {
        json!({
            "type": "deposit", "amount": { "amount": 4000, "currency": "EUR" }, "dueMinutes": 30,
            "refundMinutes": refund_minutes,
        })
    }

    /// The moment for a time at noon of `day` with this payment, as `YYYY-MM-DD` and minutes, where a table without one is
    /// free until `free_minutes` before.
    fn of_slot(day: &str, payment: &Value, free_minutes: Option<u32>, now: &str) -> Option<(String, u16)> {
        let mut slots: Vec<Slot> = serde_json::from_value(json!([{
            "minutes": 720, "duration": 120, "showEndTime": false, "status": "open", "spotsOpen": 4,
            "confirmation": "instant", "areas": [], "reasons": [], "payment": payment,
        }]))
        .unwrap();
        let mut settings = venue_settings();
        let experience = &mut settings.engine.as_mut().unwrap().experiences[0];
        experience.free_cancellation_minutes = free_minutes;
        let question = SlotsQuestion {
            experience_id: experience.id.clone(),
            attendees: Attendees::parse(2).unwrap(),
            day: Day::parse(day).unwrap(),
            moving: None,
        };
        let now = Instant::try_from(now.to_owned()).unwrap();
        state_deadlines(&mut slots, &settings, &question, now);
        let stated = slots[0].free_until?;
        Some((stated.day.to_string(), stated.minutes.get()))
    }

    fn stated(day: &str, refund_minutes: Option<u32>, now: &str) -> Option<(String, u16)> {
        of_slot(day, &deposit(refund_minutes), Some(60), now)
    }

    #[test]
    fn the_deadline_is_in_local_time() {
        let now = "2026-01-01T00:00:00Z";
        let noon = |day: &str| Some((day.to_owned(), 720));
        assert_eq!(stated("2026-12-09", Some(2_880), now), noon("2026-12-07"));
        // Clocks go forward on 29 March and back on 25 October.
        assert_eq!(
            stated("2026-03-29", Some(2_880), now),
            Some(("2026-03-27".to_owned(), 660))
        );
        assert_eq!(
            stated("2026-10-25", Some(2_880), now),
            Some(("2026-10-23".to_owned(), 780))
        );
    }

    #[test]
    fn a_missing_or_past_deadline_is_not_stated() {
        assert_eq!(stated("2026-12-09", None, "2026-01-01T00:00:00Z"), None);
        assert_eq!(stated("2026-12-09", Some(2_880), "2026-12-07T11:00:00Z"), None);
    }

    #[test]
    fn a_table_that_nothing_is_paid_for_has_the_moment_of_its_experience() {
        let unpaid = |free_minutes, now: &str| of_slot("2026-12-09", &Value::Null, free_minutes, now);
        let at_ten = Some(("2026-12-09".to_owned(), 600));
        assert_eq!(unpaid(Some(120), "2026-12-01T00:00:00Z"), at_ten);
        assert_eq!(unpaid(Some(120), "2026-12-09T10:30:00Z"), at_ten);
        assert_eq!(unpaid(None, "2026-12-01T00:00:00Z"), None);
    }

    #[test]
    fn an_unpaid_reservation_has_its_moment_until_that_has_passed() {
        let mut settings = venue_settings();
        let experience = &mut settings.engine.as_mut().unwrap().experiences[0];
        experience.free_cancellation_minutes = Some(120);
        let mut reservation: Reservation = serde_json::from_value(json!({
            "id": "r1", "number": "R-000001", "status": "booked", "day": "2026-12-09", "minutes": 720, "duration": 120,
            "attendees": 2, "experience": { "id": experience.id, "name": { "en": "Dinner" } },
        }))
        .unwrap();
        let stated = |reservation: &Reservation, now: &str| {
            let now = Instant::try_from(now.to_owned()).unwrap();
            let stated = own_deadline(&settings, reservation, now)?;
            Some((stated.day.to_string(), stated.minutes.get()))
        };
        let at_ten = Some(("2026-12-09".to_owned(), 600));
        assert_eq!(stated(&reservation, "2026-12-09T08:59:00Z"), at_ten);
        assert_eq!(stated(&reservation, "2026-12-09T09:00:00Z"), None);
        reservation.payment = Some(serde_json::from_value(deposit(None)).unwrap());
        assert_eq!(stated(&reservation, "2026-12-01T00:00:00Z"), None);
    }
}
