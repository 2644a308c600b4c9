//! JSON Schemas (draft 2020-12) of the values that are one text or number on the wire, with the
//! bounds that their parsers enforce. What a schema cannot express, such as that a day exists, is left to
//! the parser.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::gift_card::GiftCardCode;
use crate::id::{
    AccessKeyId, AddOnId, AgeCategoryId, AreaId, ChoiceId, DayRuleId, ExperienceId, LabelId, MAX_ID_BYTES,
    MarketplaceId, OrderId, PaymentId, PersonId, PictureName, QuestionId, ReservationId, SecretName,
    SessionId, TableId, TemplateId, VenueId, WaitlistEntryId, WebhookId,
};
use crate::locale::{Language, LocalizedText};
use crate::money::{Currency, Money};
use crate::party::Attendees;
use crate::problem::ProblemCode;
use crate::reservation::Status;
use crate::time::{Day, Instant, Minutes};
use crate::validation::{Email, Message, Name, Notes, Phone};
use crate::venue_secret::SecretValue;
use crate::webhook::{WebhookHost, WebhookUrl};

macro_rules! values {
    ($($name:ident: $schema:tt;)+) => {
        $(impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        })+
    };
}

/// An id of another system: characters that need no escaping in an address, not dots alone.
const ID: &str = r"^(?!\.+$)[A-Za-z0-9._~-]+$";

values! {
    VenueId: {
        "type": "string", "pattern": "^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$", "minLength": 1, "maxLength": 63,
    };
    ExperienceId: { "type": "string", "pattern": ID, "maxLength": MAX_ID_BYTES };
    MarketplaceId: { "type": "string", "pattern": ID, "maxLength": MAX_ID_BYTES };
    AreaId: { "type": "string", "pattern": ID, "maxLength": MAX_ID_BYTES };
    TableId: { "type": "string", "pattern": ID, "maxLength": MAX_ID_BYTES };
    ReservationId: { "type": "string", "pattern": ID, "maxLength": MAX_ID_BYTES };
    AgeCategoryId: { "type": "string", "pattern": ID, "maxLength": MAX_ID_BYTES };
    AddOnId: { "type": "string", "pattern": ID, "maxLength": MAX_ID_BYTES };
    QuestionId: { "type": "string", "pattern": ID, "maxLength": MAX_ID_BYTES };
    ChoiceId: { "type": "string", "pattern": ID, "maxLength": MAX_ID_BYTES };
    PaymentId: { "type": "string", "pattern": ID, "maxLength": MAX_ID_BYTES };
    TemplateId: { "type": "string", "pattern": ID, "maxLength": MAX_ID_BYTES };
    OrderId: { "type": "string", "pattern": ID, "maxLength": MAX_ID_BYTES };
    AccessKeyId: { "type": "string", "pattern": "^[a-z2-7]{12}$" };
    PersonId: { "type": "string", "pattern": "^[a-z2-7]{12}$" };
    SessionId: { "type": "string", "pattern": "^[a-z2-7]{12}$" };
    WebhookId: { "type": "string", "pattern": "^[a-z2-7]{12}$" };
    WebhookHost: {
        "description": "The name of a host, with its port unless that is 443.",
        "type": "string", "maxLength": 259,
        "pattern": "^[A-Za-z0-9.-]+(:[0-9]+)?$",
    };
    WebhookUrl: {
        "description": "An address by HTTPS: of a host with a name, without the name of a user and without a fragment.",
        "type": "string", "maxLength": 2048,
        "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[A-Za-z0-9.-]+(:[0-9]+)?([/?][!-~]*)?$",
    };
    WaitlistEntryId: { "type": "string", "pattern": ID, "maxLength": MAX_ID_BYTES };
    SecretName: { "type": "string", "pattern": ID, "maxLength": MAX_ID_BYTES };
    SecretValue: {
        "description": "Visible characters of ASCII, without spaces. It is never shown again.",
        "type": "string", "format": "password", "writeOnly": true,
        "pattern": "^[!-~]+$", "minLength": 1, "maxLength": SecretValue::MAX_BYTES,
    };
    DayRuleId: { "type": "string", "pattern": ID, "maxLength": MAX_ID_BYTES };
    PictureName: { "type": "string", "pattern": "^[0-9a-f]{32}\\.(png|jpg|webp)$" };
    LabelId: { "type": "string", "pattern": ID, "maxLength": MAX_ID_BYTES };
    Attendees: {
        "description": "How many guests.",
        "type": "integer", "minimum": Attendees::MIN.get(), "maximum": Attendees::MAX.get(),
    };
    Day: {
        "description": "A day of the venue's calendar, in its own time zone.",
        "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    };
    Instant: { "description": "RFC 3339, in UTC.", "type": "string", "format": "date-time" };
    Minutes: {
        "description": "Minutes after the day's midnight as the venue's clock shows them; from 1440 on \
            it is the following day.",
        "type": "integer", "minimum": 0, "maximum": Minutes::MAX.get(),
    };
    Language: {
        "description": "A language tag (BCP 47), such as `de` or `de-AT`.",
        "type": "string", "pattern": "^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$", "maxLength": 35,
    };
    LocalizedText: {
        "description": "A text by language.",
        "type": "object", "additionalProperties": { "type": "string" },
    };
    Currency: { "description": "ISO 4217.", "type": "string", "pattern": "^[A-Z]{3}$" };
    Name: { "type": "string", "minLength": 1, "maxLength": Name::MAX_CHARS };
    Notes: { "type": "string", "minLength": 1, "maxLength": Notes::MAX_CHARS };
    Message: { "type": "string", "minLength": 1, "maxLength": Message::MAX_CHARS };
    Email: { "type": "string", "format": "email", "maxLength": Email::MAX_BYTES };
    Phone: {
        "description": "E.164.",
        "type": "string", "pattern": "^\\+[1-9][0-9]{6,14}$",
    };
    GiftCardCode: {
        "description": "A gift card's code. Asked for, it may be written in small letters, with spaces or \
            dashes anywhere; the last character checks the others.",
        "type": "string", "maxLength": 64,
    };
    ProblemCode: {
        "description": "What went wrong, by a name that never changes.",
        "enum": ProblemCode::ALL.iter().map(|code| code.text()).collect::<Vec<_>>(),
    };
    Status: {
        "description": "Where a reservation stands.",
        "enum": Status::ALL.iter().map(|status| status.text()).collect::<Vec<_>>(),
    };
}

impl JsonSchema for Money {
    fn schema_name() -> Cow<'static, str> {
        "Money".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let bound = crate::money::MAX_AMOUNT;
        json_schema!({
            "description": "An amount in minor units: 1250 EUR is €12.50.",
            "type": "object",
            "properties": {
                "amount": { "type": "integer", "minimum": -bound, "maximum": bound },
                "currency": generator.subschema_for::<Currency>(),
            },
            "required": ["amount", "currency"],
        })
    }
}

#[cfg(test)]
mod tests {
    use schemars::generate::SchemaSettings;

    use super::*;
    use crate::reservation::{Reservation, ReservationRequest};

    fn schema<T: JsonSchema>() -> serde_json::Value {
        let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
        generator.into_root_schema_for::<T>().to_value()
    }

    #[test]
    fn a_request_takes_its_own_fields_only_and_names_those_it_needs() {
        let request = schema::<ReservationRequest>();
        assert_eq!(request["additionalProperties"], false);
        let required = ["experienceId", "day", "minutes", "attendees", "guest", "locale"];
        assert_eq!(request["required"], serde_json::json!(required));
        assert_eq!(
            request["$defs"]["Guest"]["required"],
            serde_json::json!(["lastName"])
        );
    }

    #[test]
    fn bounds_are_those_of_the_parsers() {
        let definitions = &schema::<Reservation>()["$defs"];
        assert_eq!(definitions["Attendees"]["maximum"], 50);
        assert_eq!(definitions["Minutes"]["maximum"], 2879);
        assert_eq!(definitions["ReservationId"]["maxLength"], 128);
        assert_eq!(definitions["Status"]["enum"].as_array().unwrap().len(), 14);
    }
}
