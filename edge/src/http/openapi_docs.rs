//! Documentation of an endpoint for the OpenAPI document: texts, parameters, the types of request and response, and
//! problems. Only tests compile it.

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};
use shared::problem::ProblemCode;

/// Documentation of an endpoint. Path parameters, tokens, the
/// `Idempotency-Key` and the problems that follow from them are derived.
#[derive(Clone, Copy)]
pub struct Docs {
    /// The group it belongs to.
    pub tag: Tag,
    /// The operation's id. An endpoint without one is not described.
    pub id: &'static str,
    /// The operation in a few words, without a full stop.
    pub summary: &'static str,
    /// The description beyond the schemas, in sentences.
    pub description: &'static str,
    /// Query parameters, and headers that are read beside the derived ones.
    pub parameters: &'static [Parameter],
    /// The request's body.
    pub request: Option<Content>,
    /// The status of success.
    pub status: u16,
    /// The body of success.
    pub response: Content,
    /// Headers of success, beside those of every response.
    pub headers: &'static [(&'static str, &'static str)],
    /// The problems beside the derived ones.
    pub problems: &'static [ProblemCode],
}

impl Docs {
    /// Not in the document.
    pub const UNDESCRIBED: Self = Self {
        tag: Tag::Operations,
        id: "",
        summary: "",
        description: "",
        parameters: &[],
        request: None,
        status: 200,
        response: Content::HTML,
        headers: &[],
        problems: &[],
    };
}

/// A group of operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// The venue, its calendar and its slots.
    Availability,
    /// Bookings.
    Reservations,
    /// Buying and asking about gift cards.
    GiftCards,
    /// Waiting for a table.
    Waitlist,
    /// Payments in advance.
    Payments,
    /// Operations of the restaurant's own systems.
    Staff,
    /// Roles, permissions and access keys.
    Access,
    /// Settings.
    Settings,
    /// The directory of venues.
    Operator,
    /// HTML for browsers.
    Pages,
    /// The deployment itself.
    Operations,
    /// Floor plans, in Molzait's format.
    FloorPlans,
    /// Experiences and slots, in Molzait's format.
    Slots,
    /// Reservations, in Molzait's format.
    StaffReservations,
    /// Parties at tables, in Molzait's format.
    Tables,
    /// Gift cards, in Molzait's format.
    StaffGiftCards,
    /// Telephone calls, in Molzait's format.
    PhoneCalls,
}

impl Tag {
    /// The groups of `/external`, in the order of its document.
    pub const EXTERNAL: [Self; 7] = [
        Self::FloorPlans,
        Self::Slots,
        Self::StaffReservations,
        Self::Tables,
        Self::StaffGiftCards,
        Self::PhoneCalls,
        Self::Operations,
    ];

    /// The groups of `/v1`, in the order of its document.
    pub const ALL: [Self; 11] = [
        Self::Availability,
        Self::Reservations,
        Self::GiftCards,
        Self::Waitlist,
        Self::Payments,
        Self::Staff,
        Self::Access,
        Self::Settings,
        Self::Operator,
        Self::Pages,
        Self::Operations,
    ];

    /// The group's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Availability => "Availability",
            Self::Reservations | Self::StaffReservations => "Reservations",
            Self::GiftCards | Self::StaffGiftCards => "Gift cards",
            Self::Waitlist => "Waitlist",
            Self::Payments => "Payments",
            Self::Staff => "Staff",
            Self::Access => "Access",
            Self::Settings => "Settings",
            Self::Operator => "Operator",
            Self::Pages => "Pages",
            Self::Operations => "Operations",
            Self::FloorPlans => "Floor plans",
            Self::Slots => "Experiences and slots",
            Self::Tables => "Tables",
            Self::PhoneCalls => "Telephone calls",
        }
    }

    /// The group's description.
    pub fn description(self) -> &'static str {
        match self {
            Self::Availability => {
                "What a venue offers, on which days and at which times. Needs no token. Start here: get the venue for \
                 the ids of its experiences, then the calendar, then the slots of a day."
            }
            Self::Reservations => {
                "Booking a slot, and what its guest may do with the reservation afterwards. The response to the \
                 creation contains a `manageToken`; it is the bearer token of every other operation on the reservation \
                 and is never shown again."
            }
            Self::GiftCards => {
                "Ordering a gift card, following its order by the `orderToken`, withdrawing from it, and asking what a \
                 card is worth. A card pays for a reservation by the field `giftCardCode`."
            }
            Self::Waitlist => {
                "Waiting for a table where no slot is open. When one becomes free it is held for the first entry that \
                 it suits, and offered by e-mail. The bearer token is the `wishToken` of the response to the creation."
            }
            Self::Payments => "Payments in advance: more time to pay, and what payment providers call.",
            Self::Staff => {
                "For the restaurant's own systems. The bearer token is an access key or the venue's staff key, which \
                 must never reach a page of guests: no page of another origin may call these operations."
            }
            Self::Access => {
                "Who may do what at a venue. Access keys are for devices and other systems: each has a name, a role \
                 and, if wanted, only some of its permissions, and can be revoked. The first one is created with the \
                 venue's staff key or the operator's key. People are invited, sign in by a link on \
                 `/staff/{venue}/sign-in`, and have sessions, which are listed and ended."
            }
            Self::Settings => {
                "What a venue offers and by which rules: read, changed as a whole under a version, compared and undone. \
                 `.github/SETTINGS.md` lists every setting."
            }
            Self::Operator => {
                "For the deployment's operators: which venues there are, and whether they take bookings. The bearer token \
                 is the worker secret `OPERATOR_KEY`; its bearer invites operators, who sign in by a link on \
                 `/operator/sign-in`, and have sessions, which are listed and ended."
            }
            Self::Pages => "HTML pages for browsers. Forms post to the same address.",
            Self::Operations => "The state and the description of the deployment.",
            Self::FloorPlans => "The rooms of the venue with their tables.",
            Self::Slots => "What the venue offers, and at which times of a day it can be booked.",
            Self::StaffReservations => "What staff, tills and telephone systems list, make and change.",
            Self::StaffGiftCards => "Gift cards by their codes, and the money on them.",
            Self::Tables => "What a till reports about a table and the party at it.",
            Self::PhoneCalls => "What a telephone system reports about calls.",
        }
    }
}

/// A parameter of the query, or a header.
#[derive(Clone, Copy)]
pub struct Parameter {
    /// Its location: `query` or `header`.
    pub place: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Whether it is required.
    pub is_required: bool,
    /// Its meaning.
    pub description: &'static str,
    /// Its schema.
    pub schema: Schema,
    /// An example as JSON; none if empty.
    pub example: &'static str,
}

impl Parameter {
    /// A required parameter of the query.
    pub const fn required(
        name: &'static str,
        description: &'static str,
        schema: Schema,
        example: &'static str,
    ) -> Self {
        Self {
            place: "query",
            name,
            is_required: true,
            description,
            schema,
            example,
        }
    }

    /// A required header.
    pub const fn header(
        name: &'static str,
        description: &'static str,
        schema: Schema,
        example: &'static str,
    ) -> Self {
        Self {
            place: "header",
            ..Self::required(name, description, schema, example)
        }
    }

    /// An optional parameter of the query.
    pub const fn optional(name: &'static str, description: &'static str, schema: Schema) -> Self {
        Self {
            is_required: false,
            ..Self::required(name, description, schema, "")
        }
    }

    /// The OpenAPI object.
    pub fn describe(&self, types: &mut SchemaGenerator) -> Value {
        let mut parameter = json!({
            "name": self.name, "in": self.place, "required": self.is_required,
            "description": self.description, "schema": self.schema.value(types),
        });
        if !self.example.is_empty() {
            parameter["example"] = literal(self.example);
        }
        parameter
    }
}

/// A JSON Schema (draft 2020-12).
#[derive(Clone, Copy)]
pub enum Schema {
    /// That of a type.
    Type(fn(&mut SchemaGenerator) -> Value),
    /// Written as JSON.
    Literal(&'static str),
}

impl Schema {
    /// Any text.
    pub const TEXT: Self = Self::Literal(r#"{ "type": "string" }"#);

    /// A whole number from 0.
    pub const NUMBER: Self = Self::Literal(r#"{ "type": "integer", "minimum": 0 }"#);

    /// The schema of a type.
    pub const fn of<T: JsonSchema>() -> Self {
        Self::Type(|types| types.subschema_for::<T>().to_value())
    }

    /// The schema as JSON, a reference where it is a named type.
    pub fn value(self, types: &mut SchemaGenerator) -> Value {
        match self {
            Self::Type(of) => of(types),
            Self::Literal(text) => literal(text),
        }
    }
}

/// A body.
#[derive(Clone, Copy)]
pub struct Content {
    /// Its media type.
    pub media: &'static str,
    /// Its schema.
    pub schema: Schema,
    /// An example as JSON; none if empty.
    pub example: &'static str,
}

impl Content {
    /// None, for responses with status 204.
    pub const NONE: Self = Self::text("");
    /// A page.
    pub const HTML: Self = Self::text("text/html");

    /// JSON of a type.
    pub const fn json<T: JsonSchema>(example: &'static str) -> Self {
        Self {
            media: "application/json",
            schema: Schema::of::<T>(),
            example,
        }
    }

    /// JSON of a schema that is written as JSON.
    pub const fn literal(schema: &'static str) -> Self {
        Self {
            media: "application/json",
            schema: Schema::Literal(schema),
            example: "",
        }
    }

    /// A text of a media type.
    pub const fn text(media: &'static str) -> Self {
        Self {
            media,
            schema: Schema::TEXT,
            example: "",
        }
    }

    /// The fields of an HTML form.
    pub const fn form(schema: &'static str) -> Self {
        Self {
            media: "application/x-www-form-urlencoded",
            ..Self::literal(schema)
        }
    }

    /// The OpenAPI object, by its media type.
    pub fn describe(&self, types: &mut SchemaGenerator) -> Value {
        if self.media.is_empty() {
            return json!({});
        }
        let mut media = json!({ "schema": self.schema.value(types) });
        if !self.example.is_empty() {
            media["example"] = literal(self.example);
        }
        json!({ self.media: media })
    }
}

/// JSON that is written in the source.
fn literal(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}
