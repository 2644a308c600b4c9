//! Documentation of the endpoints in Molzait's format, for their OpenAPI document. Only tests compile it. The schemas
//! that it names are those of `schemas.json`.

use super::super::openapi_docs::{Content, Docs, Parameter, Schema, Tag};

/// The schemas of requests and responses by name, as a JSON object.
pub const SCHEMAS: &str = include_str!("schemas.json");

/// A day, which the venue's calendar has.
const DAY: Schema = Schema::Literal(r#"{ "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" }"#);

const FLOOR_PLAN: Content = Content::literal(r##"{ "$ref": "#/components/schemas/FloorPlan" }"##);
const RESERVATION: Content = Content::literal(r##"{ "$ref": "#/components/schemas/Reservation" }"##);
const GIFT_CARD: Content = Content::literal(r##"{ "$ref": "#/components/schemas/GiftCard" }"##);
const TRANSACTION: Content = Content::literal(r##"{ "$ref": "#/components/schemas/Transaction" }"##);

/// Makes a repeated request the same as its first one.
const IDEMPOTENCY_KEY: Parameter = Parameter {
    is_required: false,
    ..Parameter::header(
        "idempotency-key",
        "A repeated request with the same key creates nothing again, for two days. An addition to Molzait's format.",
        Schema::Literal(r#"{ "type": "string", "pattern": "^[!-~]+$", "minLength": 1, "maxLength": 255 }"#),
        "",
    )
};

const REPLAYED: &[(&str, &str)] = &[(
    "idempotency-replayed",
    "`true` where an earlier request with this key created it.",
)];

pub(super) const DOCUMENT: Docs = Docs {
    tag: Tag::Operations,
    id: "getOpenApiDocument",
    summary: "This document",
    description: "OpenAPI 3.1.",
    response: Content::literal(r#"{ "type": "object" }"#),
    ..Docs::UNDESCRIBED
};

pub(super) const LIST_FLOOR_PLANS: Docs = Docs {
    tag: Tag::FloorPlans,
    id: "listFloorPlans",
    summary: "Floor plans",
    description: "Every floor plan, in the order to show.",
    response: Content::literal(
        r##"{ "type": "array", "items": { "$ref": "#/components/schemas/FloorPlan" } }"##,
    ),
    ..Docs::UNDESCRIBED
};

pub(super) const CREATE_FLOOR_PLAN: Docs = Docs {
    id: "createFloorPlan",
    summary: "The floor plan that was created",
    description: "Creates a floor plan. It is stored as a version of the venue's settings.",
    request: Some(Content::literal(
        r##"{ "$ref": "#/components/schemas/NewFloorPlan" }"##,
    )),
    status: 201,
    response: FLOOR_PLAN,
    ..LIST_FLOOR_PLANS
};

pub(super) const REPLACE_FLOOR_PLAN: Docs = Docs {
    id: "replaceFloorPlan",
    summary: "The floor plan as it was replaced",
    description: "Replaces the members that the body has, each as a whole. Refused where a reservation to come would lose \
        its table, by the reservation's number.",
    request: Some(Content::literal(
        r##"{ "$ref": "#/components/schemas/FloorPlanParts" }"##,
    )),
    status: 200,
    ..CREATE_FLOOR_PLAN
};

pub(super) const DELETE_FLOOR_PLAN: Docs = Docs {
    id: "deleteFloorPlan",
    summary: "The floor plan is deleted",
    description: "Deletes a floor plan. Refused where a reservation to come would lose its table, by the reservation's \
        number.",
    status: 204,
    response: Content::NONE,
    ..LIST_FLOOR_PLANS
};

pub(super) const LIST_EXPERIENCES: Docs = Docs {
    tag: Tag::Slots,
    id: "listExperiences",
    summary: "Experiences",
    description: "The experiences on offer, in the order to show.",
    response: Content::literal(
        r##"{ "type": "array", "items": { "$ref": "#/components/schemas/Experience" } }"##,
    ),
    ..Docs::UNDESCRIBED
};

pub(super) const LIST_SLOTS: Docs = Docs {
    id: "listSlots",
    summary: "The slots of a day",
    description: "Every slot of a day for a party of this size. One can be booked exactly where its `exclusionReasons` are \
        empty.",
    parameters: &[
        Parameter::required(
            "attendees",
            "The party's size.",
            Schema::Literal(r#"{ "type": "integer", "minimum": 1, "maximum": 50 }"#),
            "2",
        ),
        Parameter::required("day", "The day.", DAY, r#""2026-12-01""#),
        Parameter::required("experienceId", "The experience.", Schema::TEXT, r#""dinner""#),
        Parameter::optional(
            "reservationId",
            "A reservation that is to be moved: it does not stand in its own way.",
            Schema::TEXT,
        ),
    ],
    response: Content::literal(r##"{ "$ref": "#/components/schemas/Slots" }"##),
    ..LIST_EXPERIENCES
};

pub(super) const LIST_RESERVATIONS: Docs = Docs {
    tag: Tag::StaffReservations,
    id: "listReservations",
    summary: "Reservations",
    description: "The reservations of some days, at most 366, by day and time. A walk-in is in the list where \
        `includeWalkIns` is true.",
    parameters: &[
        Parameter::required("from", "The first day.", DAY, r#""2026-12-01""#),
        Parameter::required("to", "The last day.", DAY, r#""2026-12-01""#),
        Parameter::optional(
            "status",
            "A status; repeated for several. All without it.",
            Schema::Literal(
                r#"{ "type": "array", "items": { "enum": [
                    "requested", "unconfirmed", "payment_pending", "booked", "reconfirmed", "arrived", "seated",
                    "ordered", "paid", "declined", "finished", "cancelled", "no_show", "voided"
                ] } }"#,
            ),
        ),
        Parameter::optional(
            "includeWalkIns",
            "Whether walk-ins are listed too.",
            Schema::Literal(r#"{ "type": "boolean" }"#),
        ),
    ],
    response: Content::literal(
        r##"{ "type": "array", "items": { "$ref": "#/components/schemas/Reservation" } }"##,
    ),
    ..Docs::UNDESCRIBED
};

pub(super) const CREATE_RESERVATION: Docs = Docs {
    id: "createReservation",
    summary: "The reservation that was created",
    description: "Creates a reservation for a guest. The rules for guests, such as lead time and limits, are `warnings`; a \
        table of another party is refused.",
    parameters: &[IDEMPOTENCY_KEY],
    request: Some(Content {
        example: r#"{ "experienceId": "dinner", "day": "2026-12-04", "minutes": 1140, "attendees": 2, "lastName": "Muster", "locale": "en" }"#,
        ..Content::literal(r##"{ "$ref": "#/components/schemas/NewReservation" }"##)
    }),
    status: 201,
    response: RESERVATION,
    headers: REPLAYED,
    ..LIST_RESERVATIONS
};

pub(super) const READ_RESERVATION: Docs = Docs {
    id: "getReservation",
    summary: "The reservation",
    description: "A reservation.",
    parameters: &[],
    response: RESERVATION,
    ..LIST_RESERVATIONS
};

pub(super) const CHANGE_RESERVATION: Docs = Docs {
    id: "updateReservation",
    summary: "The reservation as it was changed",
    description: "Changes a reservation: all of it or nothing. A status has to be one that may follow.",
    request: Some(Content {
        example: r#"{ "internalNotes": "Window table if it is free" }"#,
        ..Content::literal(r##"{ "$ref": "#/components/schemas/ReservationChange" }"##)
    }),
    ..READ_RESERVATION
};

pub(super) const PUT_RESERVATION: Docs = Docs {
    id: "putReservation",
    description: "The same as `PATCH`.",
    ..CHANGE_RESERVATION
};

pub(super) const CHECK_IN: Docs = Docs {
    tag: Tag::Tables,
    id: "checkInTable",
    summary: "The reservation of the party at the table",
    description: "A party has sat down. The one that has booked the table and whose time is at most fifteen minutes away is \
        `seated`; else a walk-in is created. A repeated call is answered with the party that is there. A table of another \
        party, one that a rule of the day takes, and a name that several tables have are refused.",
    request: Some(Content {
        example: r#"{ "tableName": "7" }"#,
        ..Content::literal(r##"{ "$ref": "#/components/schemas/TableCall" }"##)
    }),
    ..READ_RESERVATION
};

pub(super) const PAID: Docs = Docs {
    id: "payTable",
    description: "The party at the table has paid its bill. It becomes `paid`, and `finished` ten minutes later by itself.",
    ..CHECK_IN
};

pub(super) const LIST_CARD_TEMPLATES: Docs = Docs {
    tag: Tag::StaffGiftCards,
    id: "listGiftCardTemplates",
    summary: "The designs of gift cards",
    description: "The designs on offer.",
    response: Content::literal(
        r##"{ "type": "array", "items": { "$ref": "#/components/schemas/GiftCardTemplate" } }"##,
    ),
    ..Docs::UNDESCRIBED
};

pub(super) const CREATE_CARD: Docs = Docs {
    id: "createGiftCard",
    summary: "The gift card that was created",
    description: "Creates a gift card, and sends it to `email` where there is one. Each code and each `paymentReference` \
        creates one card.",
    parameters: &[IDEMPOTENCY_KEY],
    request: Some(Content {
        example: r#"{ "templateId": "evening", "amount": 5000, "expiresOnDay": "2029-12-31" }"#,
        ..Content::literal(r##"{ "$ref": "#/components/schemas/NewGiftCard" }"##)
    }),
    status: 201,
    response: GIFT_CARD,
    headers: REPLAYED,
    ..LIST_CARD_TEMPLATES
};

pub(super) const READ_CARD: Docs = Docs {
    id: "getGiftCard",
    summary: "The gift card",
    description: "A gift card with its balance.",
    response: GIFT_CARD,
    ..LIST_CARD_TEMPLATES
};

pub(super) const CREATE_TRANSACTION: Docs = Docs {
    id: "createGiftCardTransaction",
    summary: "The transaction that was created",
    description: "Tops a gift card up, or redeems it. A `pending` transaction waits for its update, and lapses a day later.",
    request: Some(Content {
        example: r#"{ "amount": -2500, "status": "pending", "reference": "bill-4711" }"#,
        ..Content::literal(r##"{ "$ref": "#/components/schemas/NewTransaction" }"##)
    }),
    response: TRANSACTION,
    ..CREATE_CARD
};

pub(super) const READ_TRANSACTION: Docs = Docs {
    id: "getGiftCardTransaction",
    summary: "The transaction",
    description: "A transaction of a gift card.",
    response: TRANSACTION,
    ..LIST_CARD_TEMPLATES
};

pub(super) const UPDATE_TRANSACTION: Docs = Docs {
    id: "updateGiftCardTransaction",
    summary: "The transaction as it was settled",
    description: "Settles a pending transaction.",
    request: Some(Content {
        example: r#"{ "status": "successful" }"#,
        ..Content::literal(r##"{ "$ref": "#/components/schemas/TransactionChange" }"##)
    }),
    headers: REPLAYED,
    ..READ_TRANSACTION
};

pub(super) const PUT_TRANSACTION: Docs = Docs {
    id: "putGiftCardTransaction",
    description: "The same as `PATCH`.",
    ..UPDATE_TRANSACTION
};

pub(super) const REPORT_CALL: Docs = Docs {
    tag: Tag::PhoneCalls,
    id: "reportPhoneCall",
    summary: "The call with the caller's reservations",
    description: "A telephone system reports how far a call has come. Reports may come twice and in any order.",
    request: Some(Content {
        example: r#"{ "id": "call-00001", "phoneNumber": "+43123456789", "status": "ringing" }"#,
        ..Content::literal(r##"{ "$ref": "#/components/schemas/PhoneCallReport" }"##)
    }),
    response: Content::literal(r##"{ "$ref": "#/components/schemas/PhoneCall" }"##),
    ..Docs::UNDESCRIBED
};
