//! The parameters of paths, as the API's description has them. Only tests compile it.

use schemars::SchemaGenerator;
use serde_json::{Value, json};
use shared::id::{
    AccessKeyId, AccountId, AccountRestaurantId, DayRuleId, ExperienceId, OrderId, PaymentId, PersonId,
    PictureName, ReservationId, SecretName, SessionId, TokenName, VenueId, WaitlistEntryId, WebhookId,
};
use shared::settings::VersionParameter;
use shared::till::DeadLetterKind;
use shared::webhook::WebhookHost;

use super::openapi_docs::Schema;

/// Name, description, schema and example of a parameter; an example that is empty is left out.
type PathParameter = (&'static str, &'static str, Schema, &'static str);

/// Every parameter.
const PARAMETERS: &[PathParameter] = &[
    ("venue", "The venue's id.", Schema::of::<VenueId>(), "demo"),
    ("venueId", "The venue's id.", Schema::of::<VenueId>(), "demo"),
    (
        "reservationId",
        "The reservation's id.",
        Schema::of::<ReservationId>(),
        "",
    ),
    (
        "experienceId",
        "The experience's id.",
        Schema::of::<ExperienceId>(),
        "dinner",
    ),
    ("orderId", "The order's id.", Schema::of::<OrderId>(), ""),
    (
        "entryId",
        "The waitlist entry's id.",
        Schema::of::<WaitlistEntryId>(),
        "",
    ),
    ("ruleId", "The id of the day rule.", Schema::of::<DayRuleId>(), ""),
    ("paymentId", "The payment's id.", Schema::of::<PaymentId>(), ""),
    (
        "version",
        "The number of the version.",
        Schema::of::<VersionParameter>(),
        "",
    ),
    (
        "keyId",
        "The access key's id.",
        Schema::of::<AccessKeyId>(),
        "k4w2x6m3n7pa",
    ),
    (
        "personId",
        "The person's id.",
        Schema::of::<PersonId>(),
        "p4w2x6m3n7pa",
    ),
    (
        "sessionId",
        "The session's id.",
        Schema::of::<SessionId>(),
        "s4w2x6m3n7pa",
    ),
    (
        "webhookId",
        "The webhook's id.",
        Schema::of::<WebhookId>(),
        "w4w2x6m3n7pa",
    ),
    (
        "webhookHost",
        "The host's name, with the port where it is not 443.",
        Schema::of::<WebhookHost>(),
        "hooks.example.com",
    ),
    (
        "deadLetterKind",
        "The kind of the dead letter.",
        Schema::of::<DeadLetterKind>(),
        "push",
    ),
    (
        "deadLetterId",
        "Its id, as the list has it.",
        Schema::of::<ReservationId>(),
        "",
    ),
    (
        "secretName",
        "The secret's name, as the venue's settings have it.",
        Schema::of::<SecretName>(),
        "LINDE_MAIL_KEY",
    ),
    ("account", "The account's id.", Schema::of::<AccountId>(), "group"),
    (
        "tokenName",
        "The token's name.",
        Schema::of::<TokenName>(),
        "platform",
    ),
    (
        "restaurantId",
        "The restaurant's id.",
        Schema::of::<AccountRestaurantId>(),
        "linde",
    ),
    ("deliveryNumber", "The delivery's number.", Schema::NUMBER, "1"),
    (
        "pictureName",
        "The picture's name, as its upload was answered.",
        Schema::of::<PictureName>(),
        "3fd0a1c2b5e64f7890ab12cd34ef5678.jpg",
    ),
    (
        "source",
        "The payment provider or the till.",
        Schema::Literal(r#"{ "type": "string", "pattern": "^[a-z]+$" }"#),
        "stripe",
    ),
];

/// The parameters of a path, in the order of [`PARAMETERS`].
pub fn path_parameters(path: &str, types: &mut SchemaGenerator) -> Vec<Value> {
    PARAMETERS
        .iter()
        .filter(|(name, ..)| path.contains(&format!("{{{name}}}")))
        .map(|(name, text, schema, example)| {
            let mut parameter = json!({
                "name": name, "in": "path", "required": true, "description": text, "schema": schema.value(types),
            });
            if !example.is_empty() {
                let is_number = parameter["schema"]["type"] == "integer";
                let number = example.parse::<u64>().ok().filter(|_| is_number);
                parameter["example"] = number.map_or_else(|| json!(example), |number| json!(number));
            }
            parameter
        })
        .collect()
}
