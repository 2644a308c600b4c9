//! Writes bodies in few bytes of code. It must not check anything: what it writes has
//! been parsed.

#[cfg(any(feature = "self-service", test))]
use shared::gift_card::GiftCardRequest;
use shared::id::AreaId;
#[cfg(any(feature = "self-service", test))]
use shared::reservation::ReservationChange;
use shared::reservation::ReservationRequest;
#[cfg(any(feature = "self-service", test))]
use shared::validation::Message;
use shared::validation::{Email, Name, Notes, Phone};
#[cfg(any(feature = "self-service", test))]
use shared::waitlist::WaitlistEntryRequest;

/// A reservation's body.
#[must_use]
pub fn write_reservation(request: &ReservationRequest) -> String {
    let guest = &request.guest;
    let mut json = String::from("{");
    field(&mut json, "experienceId", Some(request.experience_id.as_str()));
    field(&mut json, "day", Some(&request.day.to_string()));
    field(&mut json, "locale", Some(request.locale.as_str()));
    field(&mut json, "notes", request.notes.as_ref().map(Notes::as_str));
    field(&mut json, "areaId", request.area_id.as_ref().map(AreaId::as_str));
    field(
        &mut json,
        "giftCardCode",
        request.gift_card_code.map(|code| code.text()).as_deref(),
    );
    json.push_str("\"minutes\":");
    json.push_str(&request.minutes.get().to_string());
    json.push_str(",\"attendees\":");
    json.push_str(&request.attendees.get().to_string());
    if request.marketing_consent {
        json.push_str(",\"marketingConsent\":true");
    }
    json.push_str(",\"guest\":{");
    field(
        &mut json,
        "firstName",
        guest.first_name.as_ref().map(Name::as_str),
    );
    field(&mut json, "email", guest.email.as_ref().map(Email::as_str));
    field(&mut json, "phone", guest.phone.as_ref().map(Phone::as_str));
    json.push_str("\"lastName\":");
    string(&mut json, guest.last_name.as_str());
    json.push_str("}}");
    json
}

/// The body of a reservation's change.
#[cfg(any(feature = "self-service", test))]
#[must_use]
pub fn write_change(change: &ReservationChange) -> String {
    let mut json = String::from("{");
    field(&mut json, "day", change.day.map(|day| day.to_string()).as_deref());
    field(&mut json, "notes", change.notes.as_ref().map(Notes::as_str));
    let numbers = [
        ("minutes", change.minutes.map(|minutes| minutes.get().to_string())),
        ("attendees", change.attendees.map(|size| size.get().to_string())),
    ];
    for (name, number) in numbers {
        if let Some(number) = number {
            string(&mut json, name);
            json.extend([":", &number, ","]);
        }
    }
    if json.ends_with(',') {
        json.pop();
    }
    json.push('}');
    json
}

/// A wish's body.
#[cfg(any(feature = "self-service", test))]
#[must_use]
pub fn write_wish(request: &WaitlistEntryRequest) -> String {
    let guest = &request.guest;
    let mut json = String::from("{");
    field(&mut json, "experienceId", Some(request.experience_id.as_str()));
    field(&mut json, "day", Some(&request.day.to_string()));
    field(&mut json, "locale", Some(request.locale.as_str()));
    for (name, number) in [
        ("from", request.from.get()),
        ("to", request.to.get()),
        ("attendees", request.attendees.get().into()),
    ] {
        string(&mut json, name);
        json.extend([":", &number.to_string(), ","]);
    }
    json.push_str("\"guest\":{");
    let first_name = guest.first_name.as_ref().map(Name::as_str);
    field(&mut json, "firstName", first_name);
    field(&mut json, "phone", guest.phone.as_ref().map(Phone::as_str));
    field(&mut json, "email", Some(guest.email.as_str()));
    json.push_str("\"lastName\":");
    string(&mut json, guest.last_name.as_str());
    json.push_str("}}");
    json
}

/// A gift-card order's body.
#[cfg(any(feature = "self-service", test))]
#[must_use]
pub fn write_gift_card(request: &GiftCardRequest) -> String {
    let mut json = String::from("{");
    field(&mut json, "templateId", Some(request.template_id.as_str()));
    field(&mut json, "locale", Some(request.locale.as_str()));
    let message = request.message.as_ref().map(Message::as_str);
    field(&mut json, "message", message);
    let day = request.deliver_on.map(|day| day.to_string());
    field(&mut json, "deliverOn", day.as_deref());
    if let Some(recipient) = &request.recipient {
        json.push_str("\"recipient\":{");
        field(&mut json, "name", recipient.name.as_ref().map(Name::as_str));
        field(&mut json, "email", recipient.email.as_ref().map(Email::as_str));
        if json.ends_with(',') {
            json.pop();
        }
        json.push_str("},");
    }
    json.push_str("\"amount\":{");
    field(&mut json, "currency", Some(request.amount.currency().code()));
    json.push_str("\"amount\":");
    json.push_str(&request.amount.amount().to_string());
    json.push_str("},\"purchaser\":{");
    field(&mut json, "name", Some(request.purchaser.name.as_str()));
    json.push_str("\"email\":");
    string(&mut json, request.purchaser.email.as_str());
    json.push_str("}}");
    json
}

/// A text field and the comma after it, if there is a text.
fn field(json: &mut String, name: &str, text: Option<&str>) {
    if let Some(text) = text {
        string(json, name);
        json.push(':');
        string(json, text);
        json.push(',');
    }
}

fn string(json: &mut String, text: &str) {
    json.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => json.extend(['\\', character]),
            '\n' => json.push_str("\\n"),
            '\t' => json.push_str("\\t"),
            // What is checked holds no other control characters; one that came all the same is left out.
            '\0'..' ' => {}
            _ => json.push(character),
        }
    }
    json.push('"');
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::flow::fixtures;

    #[test]
    fn an_order_of_a_gift_card_is_written_as_serde_writes_it() {
        let full = json!({
            "templateId": "branch", "amount": { "amount": 7_550, "currency": "EUR" },
            "purchaser": { "name": "Ada \"\\", "email": "ada@example.com" },
            "recipient": { "name": "דוד", "email": "david@example.com" },
            "message": "One\nTwo", "deliverOn": "2026-12-24", "locale": "de-AT",
        });
        let mut named = full.clone();
        named["recipient"] = json!({ "name": "Grete" });
        let bare = json!({
            "templateId": "branch", "amount": { "amount": 1, "currency": "JPY" },
            "purchaser": { "name": "Ada", "email": "ada@example.com" }, "locale": "en",
        });
        for body in [full, named, bare] {
            let request: GiftCardRequest = fixtures::read(body.clone());
            let written: Value = serde_json::from_str(&write_gift_card(&request)).unwrap();
            assert_eq!(written, body);
        }
    }

    #[test]
    fn a_wish_is_written_as_serde_writes_it() {
        let full = json!({
            "experienceId": "dinner", "day": "2026-11-27", "from": 1080, "to": 1200, "attendees": 2,
            "guest": {
                "firstName": "Ada \"\\", "lastName": "Muster", "email": "ada@example.com", "phone": "+436605512234",
            },
            "locale": "de-AT",
        });
        let bare = json!({
            "experienceId": "dinner", "day": "2026-11-27", "from": 0, "to": 0, "attendees": 50,
            "guest": { "lastName": "Muster", "email": "ada@example.com" }, "locale": "en",
        });
        for body in [full, bare] {
            let request: WaitlistEntryRequest = fixtures::read(body.clone());
            let written: Value = serde_json::from_str(&write_wish(&request)).unwrap();
            assert_eq!(written, body);
        }
    }

    #[test]
    fn a_change_is_written_as_serde_writes_it() {
        for body in [
            json!({ "day": "2026-11-27", "minutes": 1140, "attendees": 2, "notes": "One\nTwo" }),
            json!({ "attendees": 3 }),
            json!({}),
        ] {
            let change: ReservationChange = fixtures::read(body.clone());
            let written: Value = serde_json::from_str(&write_change(&change)).unwrap();
            assert_eq!(written, body);
        }
    }

    #[test]
    fn a_reservation_is_written_as_serde_writes_it() {
        let full = json!({
            "experienceId": "dinner", "day": "2026-11-27", "minutes": 1140, "attendees": 2,
            "guest": {
                "firstName": "Ada \"\\", "lastName": "👩‍👩‍👧 דוד", "email": "ada@example.com", "phone": "+436605512234",
            },
            "notes": "One\nTwo\tThree", "locale": "de-AT", "areaId": "garden", "marketingConsent": true,
            "giftCardCode": "222222-222222-222222",
        });
        let bare = json!({
            "experienceId": "dinner", "day": "2026-11-27", "minutes": 0, "attendees": 50,
            "guest": { "lastName": "Muster" }, "locale": "en",
        });
        for body in [full, bare] {
            let request: ReservationRequest = fixtures::read(body.clone());
            let written: Value = serde_json::from_str(&write_reservation(&request)).unwrap();
            assert_eq!(written, body);
            assert_eq!(written, serde_json::to_value(&request).unwrap());
        }
    }
}
