//! The operations that this worker calls, each with the fields of its requests.

/// A type of a field.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Text,
    Uuid,
    Time,
    Bool,
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
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) is_required: bool,
}

/// A field that is required.
pub(super) const fn need(name: &'static str, kind: Kind) -> Field {
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

/// The operations by their paths after the base, each with its fields.
const OPERATIONS: &[(&str, &[Field])] = &[
    ("configuration/get", &[ENTERPRISE]),
    ("taxations/getAll", &[]),
    (
        "services/getAll",
        &[LIMITATION, ENTERPRISES, may("ServiceIds", Kind::Uuids(1_000))],
    ),
    (
        "ageCategories/getAll",
        &[LIMITATION, ENTERPRISES, may("ServiceIds", Kind::Uuids(1_000))],
    ),
    ("resourceCategories/getAll", &[LIMITATION, ENTERPRISES, SERVICES]),
    ("rates/getAll", &[LIMITATION, ENTERPRISES, SERVICES]),
    ("products/getAll", &[LIMITATION, ENTERPRISES, SERVICES]),
    ("restrictions/getAll", &[LIMITATION, ENTERPRISES, SERVICES]),
    (
        "images/getUrls",
        &[need(
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
    ),
    (
        "services/getAvailability/2024-01-22",
        &[
            need("ServiceId", Kind::Uuid),
            UNITS[0],
            UNITS[1],
            need("Metrics", Kind::Words(METRICS)),
        ],
    ),
    (
        "services/getAvailability",
        &[need("ServiceId", Kind::Uuid), UNITS[0], UNITS[1]],
    ),
    (
        "rates/getPricing",
        &[
            need("RateId", Kind::Uuid),
            UNITS[0],
            UNITS[1],
            may("ProductId", Kind::Uuid),
        ],
    ),
    (
        "vouchers/getAll",
        &[
            LIMITATION,
            ENTERPRISES,
            SERVICES,
            may("VoucherCodeValues", Kind::Texts(1_000)),
            need(
                "Extent",
                Kind::Part(&[
                    may("Vouchers", Kind::Bool),
                    may("VoucherAssignments", Kind::Bool),
                    may("Rates", Kind::Bool),
                ]),
            ),
        ],
    ),
    (
        "customers/getAll",
        &[
            LIMITATION,
            may("ChainIds", Kind::Uuids(1_000)),
            may("CustomerIds", Kind::Uuids(1_000)),
            may("Emails", Kind::Texts(1_000)),
            need(
                "Extent",
                Kind::Part(&[may("Customers", Kind::Bool), may("Addresses", Kind::Bool)]),
            ),
        ],
    ),
    (
        "customers/add",
        &[
            may("FirstName", Kind::Text),
            need("LastName", Kind::Text),
            may("Email", Kind::Text),
            may("Phone", Kind::Text),
            may("Options", Kind::Words(&["SendMarketingEmails"])),
            may("ChainId", Kind::Uuid),
            need("OverwriteExisting", Kind::Bool),
        ],
    ),
    (
        "customers/update",
        &[
            may("ChainId", Kind::Uuid),
            need("CustomerId", Kind::Uuid),
            may("FirstName", Kind::Text),
            may("LastName", Kind::Text),
            may("Phone", Kind::Text),
        ],
    ),
    (
        "reservations/price",
        &[
            need("ServiceId", Kind::Uuid),
            need("Reservations", Kind::Parts(NEW_RESERVATION)),
        ],
    ),
    (
        "reservations/add",
        &[
            ENTERPRISE,
            need("ServiceId", Kind::Uuid),
            need("Reservations", Kind::Parts(NEW_RESERVATION)),
            may("CheckRateApplicability", Kind::Bool),
            may("CheckOverbooking", Kind::Bool),
            may("SendConfirmationEmail", Kind::Bool),
        ],
    ),
    (
        "reservations/confirm",
        &[
            ENTERPRISE,
            need("ReservationIds", Kind::Uuids(1_000)),
            may("SendConfirmationEmail", Kind::Bool),
        ],
    ),
    (
        "reservations/cancel",
        &[
            ENTERPRISE,
            need("ReservationIds", Kind::Uuids(1_000)),
            may("PostCancellationFee", Kind::Bool),
            may("SendEmail", Kind::Bool),
            need("Notes", Kind::Text),
        ],
    ),
    ("reservations/start", &[ENTERPRISE, RESERVATION]),
    (
        "reservations/process",
        &[
            ENTERPRISE,
            RESERVATION,
            may("CloseBills", Kind::Bool),
            may("AllowOpenBalance", Kind::Bool),
        ],
    ),
    (
        "reservations/updateInterval",
        &[
            ENTERPRISE,
            RESERVATION,
            may("StartUtc", Kind::Time),
            may("EndUtc", Kind::Time),
            need("ChargeCancellationFee", Kind::Bool),
        ],
    ),
    (
        "reservations/update",
        &[
            ENTERPRISE,
            RESERVATION,
            need(
                "ReservationUpdates",
                Kind::Parts(&[
                    ENTERPRISE,
                    RESERVATION,
                    may("StartUtc", TIME_VALUE),
                    may("EndUtc", TIME_VALUE),
                    may("PersonCounts", Kind::Part(&[may("Value", PEOPLE)])),
                ]),
            ),
            may("Reprice", Kind::Bool),
            may("ApplyCancellationFee", Kind::Bool),
            may("Reason", Kind::Text),
        ],
    ),
    (
        "reservations/addProduct",
        &[
            RESERVATION,
            need("ProductId", Kind::Uuid),
            need("Count", Kind::Whole),
            may("StartUtc", Kind::Time),
            may("EndUtc", Kind::Time),
        ],
    ),
    (
        "orderItems/getAll",
        &[
            LIMITATION,
            ENTERPRISES,
            may("ServiceOrderIds", Kind::Uuids(1_000)),
            may("Types", Kind::Words(&["ProductOrder", "SpaceOrder"])),
        ],
    ),
    (
        "reservations/getAll/2023-06-06",
        &[
            LIMITATION,
            ENTERPRISES,
            may("ServiceIds", Kind::Uuids(1_000)),
            may("ReservationIds", Kind::Uuids(1_000)),
            may("ChannelNumbers", Kind::Texts(100)),
            may("ScheduledStartUtc", INTERVAL),
            may("States", Kind::Words(STATES)),
        ],
    ),
    (
        "serviceOrderNotes/add",
        &[need(
            "ServiceOrderNotes",
            Kind::Parts(&[need("ServiceOrderId", Kind::Uuid), need("Text", Kind::Text)]),
        )],
    ),
    (
        "tasks/add",
        &[
            may("DepartmentId", Kind::Uuid),
            may("ServiceOrderId", Kind::Uuid),
            need("Name", Kind::Text),
            may("Description", Kind::Text),
            need("DeadlineUtc", Kind::Time),
        ],
    ),
    (
        "departments/getAll",
        &[LIMITATION, ENTERPRISES, may("DepartmentIds", Kind::Uuids(1_000))],
    ),
    ("accountingCategories/getAll", &[LIMITATION, ENTERPRISES]),
    (
        "payments/getAll",
        &[LIMITATION, ENTERPRISES, may("ReservationIds", Kind::Uuids(1_000))],
    ),
    (
        "payments/addExternal",
        &[
            ENTERPRISE,
            need("AccountId", Kind::Uuid),
            may("ReservationId", Kind::Uuid),
            may("AccountingCategoryId", Kind::Uuid),
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
    ),
];

/// The paths of the operations after the base.
pub(super) fn paths() -> impl Iterator<Item = &'static str> {
    OPERATIONS.iter().map(|(path, _)| *path)
}

/// The fields of an operation, by its path after the base; none if there is no such operation here.
pub(super) fn fields(path: &str) -> Option<&'static [Field]> {
    let found = OPERATIONS.iter().find(|(name, _)| *name == path);
    found.map(|(_, fields)| *fields)
}
