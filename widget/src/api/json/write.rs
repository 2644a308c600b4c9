//! Serde serializer for request bodies: structs, lists, strings, integers, booleans and optional fields. A field added to a
//! request's type is written without a change here; one of an unsupported form fails that request's test.

use serde::ser::{Impossible, Serialize, SerializeSeq, SerializeStruct, Serializer};

use super::error::Unwritable;

/// The body of a request; empty where its type has a form that this does not write.
#[must_use]
pub fn write(request: &impl Serialize) -> String {
    let mut json = String::new();
    match request.serialize(Writer(&mut json)) {
        Ok(()) => json,
        Err(Unwritable) => String::new(),
    }
}

struct Writer<'t>(&'t mut String);

/// Forms that no request has.
macro_rules! refuse {
    ($($method:ident($($type:ty),*) -> $answer:ty;)*) => {
        $(fn $method(self, $(_: $type),*) -> Result<$answer, Unwritable> { Err(Unwritable) })*
    };
}

/// Whole numbers of every width.
macro_rules! integers {
    ($($method:ident($type:ty))*) => {
        $(fn $method(self, number: $type) -> Result<(), Unwritable> {
            self.0.push_str(&number.to_string());
            Ok(())
        })*
    };
}

type No = Impossible<(), Unwritable>;

impl<'t> Serializer for Writer<'t> {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Items<'t>;
    type SerializeTuple = No;
    type SerializeTupleStruct = No;
    type SerializeTupleVariant = No;
    type SerializeMap = No;
    type SerializeStruct = Fields<'t>;
    type SerializeStructVariant = No;

    integers! {
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64)
    }
    refuse! {
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_tuple(usize) -> No;
        serialize_tuple_struct(&'static str, usize) -> No;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> No;
        serialize_map(Option<usize>) -> No;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> No;
    }

    fn serialize_bool(self, value: bool) -> Result<(), Unwritable> {
        self.0.push_str(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Result<(), Unwritable> {
        string(self.0, text);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Unwritable> {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<(), Unwritable> {
        self.serialize_str(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'t>, Unwritable> {
        self.0.push('[');
        Ok(Items(self.0))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields<'t>, Unwritable> {
        self.0.push('{');
        Ok(Fields(self.0))
    }
}

/// The fields of an object.
struct Fields<'t>(&'t mut String);

impl SerializeStruct for Fields<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        if !self.0.ends_with('{') {
            self.0.push(',');
        }
        string(self.0, name);
        self.0.push(':');
        value.serialize(Writer(self.0))
    }

    fn end(self) -> Result<(), Unwritable> {
        self.0.push('}');
        Ok(())
    }
}

/// The items of a list.
struct Items<'t>(&'t mut String);

impl SerializeSeq for Items<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Unwritable> {
        if !self.0.ends_with('[') {
            self.0.push(',');
        }
        item.serialize(Writer(self.0))
    }

    fn end(self) -> Result<(), Unwritable> {
        self.0.push(']');
        Ok(())
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

    use shared::gift_card::{BalanceQuestion, GiftCardRequest, WithdrawalRequest};
    use shared::reservation::{ReservationChange, ReservationRequest};
    use shared::waitlist::WaitlistEntryRequest;

    use super::*;
    use crate::test_support::booking as fixtures;

    #[test]
    fn questions_about_a_gift_card_are_written_as_serde_writes_them() {
        let body = json!({ "code": "222222-222222-222222" });
        let question: BalanceQuestion = fixtures::read(body.clone());
        assert_eq!(serde_json::from_str::<Value>(&write(&question)).unwrap(), body);
        let withdrawal = WithdrawalRequest { confirm: true };
        assert_eq!(write(&withdrawal), r#"{"confirm":true}"#);
    }

    #[test]
    fn a_form_that_no_request_has_is_not_written() {
        assert_eq!(write(&[1, 2]), "");
        assert_eq!(write(&1.5), "");
    }

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
            let written: Value = serde_json::from_str(&write(&request)).unwrap();
            assert_eq!(written, body);
        }
    }

    #[test]
    fn an_entry_is_written_as_serde_writes_it() {
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
            let written: Value = serde_json::from_str(&write(&request)).unwrap();
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
            let written: Value = serde_json::from_str(&write(&change)).unwrap();
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
            "people": [{ "category": "adults", "count": 1 }, { "category": "children", "count": 1 }],
            "addOns": [{ "id": "wine", "quantity": 1 }],
            "answers": [
                { "question": "allergies", "value": "Nuts [all]" }, { "question": "highChair", "value": 1 },
                { "question": "wheelchair", "value": false },
            ],
            "quoted": {
                "total": { "amount": 5_850, "currency": "EUR" }, "dueNow": { "amount": 0, "currency": "EUR" },
            },
        });
        let bare = json!({
            "experienceId": "dinner", "day": "2026-11-27", "minutes": 0, "attendees": 50,
            "guest": { "lastName": "Muster" }, "locale": "en",
        });
        for body in [full, bare] {
            let request: ReservationRequest = fixtures::read(body.clone());
            let written: Value = serde_json::from_str(&write(&request)).unwrap();
            assert_eq!(written, body);
            assert_eq!(written, serde_json::to_value(&request).unwrap());
        }
    }
}
