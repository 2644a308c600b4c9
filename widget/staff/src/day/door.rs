//! A party at the door that is noted for a table.

use shared::id::ExperienceId;
use shared::party::Attendees;
use shared::staff_booking::DoorEntryRequest;
use shared::staff_day::StaffDay;
use shared::validation::Name;

/// The waits that are promised by one tap, in minutes.
pub const QUOTES: [u16; 6] = [10, 15, 20, 30, 45, 60];

/// The request for a party of this name; none where the name is none, or the size is.
#[must_use]
pub fn door_entry(
    experience_id: ExperienceId,
    (name, phone): (&str, &str),
    party: u8,
    quoted_minutes: u16,
) -> Option<DoorEntryRequest> {
    let phone = Some(phone.trim().to_owned()).filter(|phone| !phone.is_empty());
    Some(DoorEntryRequest {
        experience_id,
        attendees: Attendees::parse(party.into()).ok()?,
        first_name: None,
        last_name: Name::parse(name.trim()).ok()?,
        phone,
        quoted_minutes,
    })
}

/// The experience that is served at these minutes of the day, or the next one; else the last of the day.
#[must_use]
pub fn served_at(day: &StaffDay, minutes: i64) -> Option<ExperienceId> {
    let mut services = day.services.iter();
    let next = services.find(|service| minutes <= i64::from(service.last_minutes.get()));
    let service = next.or(day.services.last())?;
    Some(service.experience_id.clone())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::test_support::evening_with;
    use super::*;

    #[test]
    fn a_party_is_noted_for_what_is_served_next() {
        let service = |experience: &str, first: i64, last: i64| {
            json!({
                "experienceId": experience, "name": { "en": experience }, "shorthand": "X", "firstMinutes": first,
                "lastMinutes": last, "intervalMinutes": 15, "limits": {},
            })
        };
        let services = [service("lunch", 690, 810), service("dinner", 1_080, 1_290)];
        let day = evening_with(Vec::new(), json!({ "services": services }));
        let at = |minutes| served_at(&day, minutes).map(|id| id.to_string());
        assert_eq!(at(700).as_deref(), Some("lunch"));
        assert_eq!(at(900).as_deref(), Some("dinner"));
        assert_eq!(at(1_400).as_deref(), Some("dinner"));
        assert_eq!(
            served_at(&evening_with(Vec::new(), json!({ "services": [] })), 700),
            None
        );
    }

    #[test]
    fn a_party_needs_a_name_and_no_number() {
        let dinner = || ExperienceId::parse("dinner").unwrap();
        let entry = door_entry(dinner(), (" Curie ", ""), 2, 20).unwrap();
        assert_eq!((entry.last_name.as_str(), entry.phone), ("Curie", None));
        assert_eq!(door_entry(dinner(), ("  ", ""), 2, 20), None);
        assert_eq!(door_entry(dinner(), ("Curie", ""), 0, 20), None);
    }
}
