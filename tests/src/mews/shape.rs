//! The shapes of requests, as strict as Mews: a field that an operation does not have, one of another type and one that is
//! missing are each refused. As far as this worker calls it.

use serde_json::{Map, Value};
use shared::time::Instant;

/// A type of a field.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Text,
    Uuid,
    Time,
    Truth,
    Whole,
    Number,
    Word(&'static [&'static str]),
    Words(&'static [&'static str]),
    Texts(usize),
    Uuids(usize),
    Part(&'static [Field]),
    Parts(&'static [Field]),
}

/// A field of a request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    name: &'static str,
    kind: Kind,
    is_required: bool,
}

const fn need(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        is_required: true,
    }
}

const fn may(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        is_required: false,
    }
}

/// The fields that every request has.
const TOKENS: [Field; 3] = [
    need("ClientToken", Kind::Text),
    need("AccessToken", Kind::Text),
    need("Client", Kind::Text),
];

const LIMITATION: Field = need(
    "Limitation",
    Kind::Part(&[need("Count", Kind::Whole), may("Cursor", Kind::Uuid)]),
);
const ENTERPRISE: Field = may("EnterpriseId", Kind::Uuid);
const ENTERPRISES: Field = may("EnterpriseIds", Kind::Uuids(1_000));
const SERVICES: Field = need("ServiceIds", Kind::Uuids(1_000));
const INTERVAL: Kind = Kind::Part(&[may("StartUtc", Kind::Time), may("EndUtc", Kind::Time)]);
const RESERVATION: Field = need("ReservationId", Kind::Uuid);

const UNITS: [Field; 2] = [
    need("FirstTimeUnitStartUtc", Kind::Time),
    need("LastTimeUnitStartUtc", Kind::Time),
];

const METRICS: &[&str] = &[
    "OutOfOrderBlocks",
    "PublicAvailabilityAdjustment",
    "OtherServiceReservationCount",
    "Occupied",
    "ConfirmedReservations",
    "OptionalReservations",
    "BlockAvailability",
    "AllocatedBlockAvailability",
    "UsableResources",
    "ActiveResources",
    "HouseUse",
];

const STATES: &[&str] = &[
    "Inquired",
    "Confirmed",
    "Started",
    "Processed",
    "Canceled",
    "Optional",
    "Requested",
];

const PEOPLE: Kind = Kind::Parts(&[need("AgeCategoryId", Kind::Uuid), need("Count", Kind::Whole)]);

const NEW_RESERVATION: &[Field] = &[
    may("Identifier", Kind::Text),
    may("ChannelNumber", Kind::Text),
    may("State", Kind::Word(&["Optional", "Enquired", "Confirmed"])),
    need("StartUtc", Kind::Time),
    need("EndUtc", Kind::Time),
    may("ReleasedUtc", Kind::Time),
    need("PersonCounts", PEOPLE),
    may("CustomerId", Kind::Uuid),
    may("BookerId", Kind::Uuid),
    need("RequestedCategoryId", Kind::Uuid),
    need("RateId", Kind::Uuid),
    may("VoucherCode", Kind::Text),
    may("Notes", Kind::Text),
    may(
        "ProductOrders",
        Kind::Parts(&[
            need("ProductId", Kind::Uuid),
            may("Count", Kind::Whole),
            may("StartUtc", Kind::Time),
            may("EndUtc", Kind::Time),
            may("ExternalIdentifier", Kind::Text),
        ]),
    ),
];

const TIME_VALUE: Kind = Kind::Part(&[may("Value", Kind::Time)]);

/// The fields of an operation, by its path after the base; none if there is no such operation here.
pub(super) fn fields(path: &str) -> Option<Vec<Field>> {
    let of_services = || vec![LIMITATION, ENTERPRISES, SERVICES];
    let fields = match path {
        "configuration/get" => vec![ENTERPRISE],
        "taxations/getAll" => vec![],
        "services/getAll" | "ageCategories/getAll" => {
            vec![LIMITATION, ENTERPRISES, may("ServiceIds", Kind::Uuids(1_000))]
        }
        "resourceCategories/getAll" | "rates/getAll" | "products/getAll" | "restrictions/getAll" => {
            of_services()
        }
        "images/getUrls" => vec![need(
            "Images",
            Kind::Parts(&[
                need("ImageId", Kind::Uuid),
                may("Width", Kind::Whole),
                may("Height", Kind::Whole),
                may(
                    "ResizeMode",
                    Kind::Word(&["Cover", "CoverExact", "Fit", "FitExact"]),
                ),
            ]),
        )],
        "services/getAvailability/2024-01-22" => {
            vec![
                need("ServiceId", Kind::Uuid),
                UNITS[0],
                UNITS[1],
                need("Metrics", Kind::Words(METRICS)),
            ]
        }
        "services/getAvailability" => vec![need("ServiceId", Kind::Uuid), UNITS[0], UNITS[1]],
        "rates/getPricing" => vec![
            need("RateId", Kind::Uuid),
            UNITS[0],
            UNITS[1],
            may("ProductId", Kind::Uuid),
        ],
        "vouchers/getAll" => vec![
            LIMITATION,
            ENTERPRISES,
            SERVICES,
            may("VoucherCodeValues", Kind::Texts(1_000)),
            need(
                "Extent",
                Kind::Part(&[
                    may("Vouchers", Kind::Truth),
                    may("VoucherAssignments", Kind::Truth),
                    may("Rates", Kind::Truth),
                ]),
            ),
        ],
        _ => return booking_fields(path),
    };
    Some(fields)
}

/// The same of operations about customers, reservations and payments.
fn booking_fields(path: &str) -> Option<Vec<Field>> {
    let fields = match path {
        "customers/getAll" => vec![
            LIMITATION,
            may("ChainIds", Kind::Uuids(1_000)),
            may("CustomerIds", Kind::Uuids(1_000)),
            may("Emails", Kind::Texts(1_000)),
            need(
                "Extent",
                Kind::Part(&[may("Customers", Kind::Truth), may("Addresses", Kind::Truth)]),
            ),
        ],
        "customers/add" => vec![
            may("FirstName", Kind::Text),
            need("LastName", Kind::Text),
            may("Email", Kind::Text),
            may("Phone", Kind::Text),
            may("Options", Kind::Words(&["SendMarketingEmails"])),
            may("ChainId", Kind::Uuid),
            need("OverwriteExisting", Kind::Truth),
        ],
        "reservations/price" => vec![
            need("ServiceId", Kind::Uuid),
            need("Reservations", Kind::Parts(NEW_RESERVATION)),
        ],
        "reservations/add" => vec![
            ENTERPRISE,
            need("ServiceId", Kind::Uuid),
            need("Reservations", Kind::Parts(NEW_RESERVATION)),
            may("CheckRateApplicability", Kind::Truth),
            may("CheckOverbooking", Kind::Truth),
            may("SendConfirmationEmail", Kind::Truth),
        ],
        "reservations/confirm" => vec![
            ENTERPRISE,
            need("ReservationIds", Kind::Uuids(1_000)),
            may("SendConfirmationEmail", Kind::Truth),
        ],
        "reservations/cancel" => vec![
            ENTERPRISE,
            need("ReservationIds", Kind::Uuids(1_000)),
            may("PostCancellationFee", Kind::Truth),
            may("SendEmail", Kind::Truth),
            need("Notes", Kind::Text),
        ],
        "reservations/start" => vec![ENTERPRISE, RESERVATION],
        "reservations/process" => vec![
            ENTERPRISE,
            RESERVATION,
            may("CloseBills", Kind::Truth),
            may("AllowOpenBalance", Kind::Truth),
        ],
        "reservations/updateInterval" => vec![
            ENTERPRISE,
            RESERVATION,
            may("StartUtc", Kind::Time),
            may("EndUtc", Kind::Time),
            need("ChargeCancellationFee", Kind::Truth),
        ],
        "reservations/update" => vec![
            ENTERPRISE,
            RESERVATION,
            need(
                "ReservationUpdates",
                Kind::Parts(&[
                    RESERVATION,
                    may("StartUtc", TIME_VALUE),
                    may("EndUtc", TIME_VALUE),
                    may("PersonCounts", Kind::Part(&[may("Value", PEOPLE)])),
                ]),
            ),
            may("Reprice", Kind::Truth),
            may("ApplyCancellationFee", Kind::Truth),
            may("Reason", Kind::Text),
        ],
        "reservations/getAll/2023-06-06" => vec![
            LIMITATION,
            ENTERPRISES,
            may("ServiceIds", Kind::Uuids(1_000)),
            may("ReservationIds", Kind::Uuids(1_000)),
            may("ChannelNumbers", Kind::Texts(100)),
            may("ScheduledStartUtc", INTERVAL),
            may("States", Kind::Words(STATES)),
        ],
        "serviceOrderNotes/add" => vec![need(
            "ServiceOrderNotes",
            Kind::Parts(&[need("ServiceOrderId", Kind::Uuid), need("Text", Kind::Text)]),
        )],
        "tasks/add" => vec![
            may("DepartmentId", Kind::Uuid),
            may("ServiceOrderId", Kind::Uuid),
            need("Name", Kind::Text),
            may("Description", Kind::Text),
            need("DeadlineUtc", Kind::Time),
        ],
        "payments/getAll" => vec![LIMITATION, ENTERPRISES, may("ReservationIds", Kind::Uuids(1_000))],
        "payments/addExternal" => vec![
            ENTERPRISE,
            need("AccountId", Kind::Uuid),
            may("ReservationId", Kind::Uuid),
            need(
                "Amount",
                Kind::Part(&[
                    need("Currency", Kind::Text),
                    may("GrossValue", Kind::Number),
                    may("NetValue", Kind::Number),
                ]),
            ),
            may("Type", Kind::Text),
            may("ExternalIdentifier", Kind::Text),
            may("Notes", Kind::Text),
        ],
        _ => return None,
    };
    Some(fields)
}

/// The first fault of a request; none if it has the shape of its operation.
pub(super) fn fault(fields: &[Field], body: &Map<String, Value>) -> Option<String> {
    let all: Vec<Field> = TOKENS.iter().chain(fields).copied().collect();
    of_part(&all, body)
}

fn of_part(fields: &[Field], part: &Map<String, Value>) -> Option<String> {
    let is_named = |name: &str| fields.iter().any(|field| field.name == name);
    if let Some(unknown) = part.keys().find(|name| !is_named(name)) {
        return Some(format!("Unknown field {unknown}"));
    }
    fields.iter().find_map(|field| match part.get(field.name) {
        None | Some(Value::Null) if field.is_required => Some(format!("Missing {}", field.name)),
        None | Some(Value::Null) => None,
        Some(value) if is(field.kind, value) => None,
        Some(value) => Some(inner(field.kind, value).unwrap_or_else(|| format!("Invalid {}", field.name))),
    })
}

/// The fault inside a part, where there is one.
fn inner(kind: Kind, value: &Value) -> Option<String> {
    match (kind, value) {
        (Kind::Part(fields), Value::Object(part)) => of_part(fields, part),
        (Kind::Parts(fields), Value::Array(parts)) => {
            let mut parts = parts.iter().filter_map(Value::as_object);
            parts.find_map(|part| of_part(fields, part))
        }
        _ => None,
    }
}

fn is(kind: Kind, value: &Value) -> bool {
    let list = |most: usize, is: &dyn Fn(&Value) -> bool| {
        let all = value.as_array();
        all.is_some_and(|all| (1..=most).contains(&all.len()) && all.iter().all(is))
    };
    match kind {
        Kind::Text => value.as_str().is_some_and(|text| !text.is_empty()),
        Kind::Uuid => value.as_str().is_some_and(is_uuid),
        Kind::Time => value.as_str().is_some_and(is_time),
        Kind::Truth => value.is_boolean(),
        Kind::Whole => value.is_i64() || value.is_u64(),
        Kind::Number => value.is_number(),
        Kind::Word(words) => value.as_str().is_some_and(|text| words.contains(&text)),
        Kind::Words(words) => list(1_000, &|one| {
            one.as_str().is_some_and(|text| words.contains(&text))
        }),
        Kind::Texts(most) => list(most, &Value::is_string),
        Kind::Uuids(most) => list(most, &|one| one.as_str().is_some_and(is_uuid)),
        Kind::Part(_) => value.is_object() && inner(kind, value).is_none(),
        Kind::Parts(_) => list(1_000, &Value::is_object) && inner(kind, value).is_none(),
    }
}

/// An instant in UTC, which ends in `Z`.
fn is_time(text: &str) -> bool {
    text.ends_with('Z') && Instant::try_from(text.to_owned()).is_ok()
}

/// Whether it has the form of a UUID (RFC 9562, section 4).
pub(super) fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    let is_hex = text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    is_hex && lengths == [8, 4, 4, 4, 12]
}
