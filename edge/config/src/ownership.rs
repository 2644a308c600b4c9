//! The owner of each setting: the operator of the deployment, or the manager of the restaurant. A manager's changes are
//! hostile input, so everything that names a host which the worker calls or which may embed the venue, a
//! script, a secret, a binding, a variable or a limit of requests is the operator's.

use serde::Serialize;

use crate::pointer::matches;

/// The owner of a setting, who may change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The restaurant.
    Manager,
    /// The deployment.
    Operator,
}

/// The settings of the operator, as patterns of JSON pointers. A section without `**` is named for its presence: to
/// add or to remove it is the operator's, what is in it is decided one by one.
const OPERATOR: &[&str] = &[
    // Names the object that keeps the venue, and its paths.
    "/id",
    // The worker has no database of time zones: the rules of a zone come with its name, as bytes to be parsed.
    "/timeZone",
    // Sites that may embed the venue and read its answers.
    "/origins/**",
    // Keys, hosts and the name of a secret.
    "/turnstile/**",
    // Protects the worker, and so its other venues.
    "/limits/**",
    // Fills real tables.
    "/madeUpReservations",
    // The account that money goes to, its secrets, its scripts.
    "/payments/**",
    // Protects the worker from a slow booking system.
    "/upstream/**",
    // The name of a secret.
    "/staffKey",
    "/mail",
    "/mail/adapter",
    // Its domain is vouched for by the deployment's mail service, which may send for other venues too.
    "/mail/from",
    "/mail/site",
    "/mail/key",
    "/mail/url",
    "/mail/binding",
    // A limit: letters to addresses that anybody can give.
    "/mail/dailyPerRecipient",
    // The till: hosts, accounts and names of secrets.
    "/till/**",
    // The system that takes the bookings.
    "/engine",
    "/molzait",
    "/molzait/key",
    "/molzait/baseUrl",
    "/molzait/baseUrlVariable",
    "/molzait/paths/**",
    // How a booking whose answer got lost is found again: a mistake books twice.
    "/molzait/referenceInNotes",
    "/molzait/settleSeconds",
];

/// The settings of the manager. Each setting is named by itself, so that a new one has no owner until it is decided;
/// `**` stands behind texts by language and lists of plain values alone.
const MANAGER: &[&str] = &[
    "/name",
    // While prices, payments or cards need it, it cannot change: `change::locks` decides that.
    "/currency",
    "/locales/**",
    "/address",
    "/policies",
    "/policies/cancellation/**",
    "/policies/privacyUrl",
    "/policies/termsUrl",
    "/policies/phone",
    "/policies/marketingConsent",
    "/guestFields",
    "/guestFields/email",
    "/guestFields/phone",
    "/guestFields/defaultCountry",
    "/theme",
    "/theme/color",
    // Addresses of mailboxes, which are no hosts that the worker calls.
    "/mail/replyTo",
    "/mail/restaurant",
    "/giftCards",
    "/giftCards/validity",
    "/giftCards/validity/type",
    "/giftCards/validity/years",
    "/giftCards/templates",
    "/giftCards/templates/*",
    "/giftCards/templates/*/id",
    "/giftCards/templates/*/name/**",
    "/giftCards/templates/*/image",
    "/giftCards/templates/*/amounts/**",
    "/giftCards/templates/*/custom",
    "/giftCards/templates/*/custom/min",
    "/giftCards/templates/*/custom/max",
    "/giftCards/templates/*/validity",
    "/giftCards/templates/*/validity/type",
    "/giftCards/templates/*/validity/years",
    // Whether guests can wait, and for how long a table is held for them. Its numbers have bounds of their own.
    "/waitlist",
    "/waitlist/holdMinutes",
    "/waitlist/mostPerGuest",
    "/waitlist/mostPerDay",
    // What the restaurant has agreed with its guests; both have bounds.
    "/noShowDays",
    "/retainDays",
    // What the restaurant takes, which Molzait's API does not say.
    "/molzait/horizonDays",
    "/molzait/attendees",
    "/molzait/attendees/min",
    "/molzait/attendees/max",
    "/molzait/areas",
    "/molzait/areas/*",
    "/molzait/areas/*/id",
    "/molzait/areas/*/name/**",
    "/engine/horizonDays",
    // Covers in the restaurant, not requests to the worker.
    "/engine/seatedLimit",
    "/engine/startingLimit",
    "/engine/categories",
    "/engine/categories/*",
    "/engine/categories/*/id",
    "/engine/categories/*/name/**",
    "/engine/labels",
    "/engine/labels/*",
    "/engine/labels/*/id",
    "/engine/labels/*/name",
    "/engine/labels/*/icon",
    "/engine/labels/*/type",
    "/engine/rooms",
    "/engine/rooms/*",
    "/engine/rooms/*/id",
    "/engine/rooms/*/name/**",
    "/engine/rooms/*/sortIndex",
    "/engine/rooms/*/tables",
    "/engine/rooms/*/tables/*",
    "/engine/rooms/*/tables/*/id",
    "/engine/rooms/*/tables/*/name",
    "/engine/rooms/*/tables/*/minPartySize",
    "/engine/rooms/*/tables/*/maxPartySize",
    "/engine/rooms/*/tables/*/priorityIndex",
    "/engine/rooms/*/tables/*/reservable",
    "/engine/rooms/*/tables/*/categories/**",
    "/engine/rooms/*/tables/*/type",
    "/engine/rooms/*/tables/*/x",
    "/engine/rooms/*/tables/*/y",
    "/engine/rooms/*/tables/*/rotation",
    "/engine/rooms/*/combinations",
    "/engine/rooms/*/combinations/*",
    "/engine/rooms/*/combinations/*/id",
    "/engine/rooms/*/combinations/*/tableIds/**",
    "/engine/rooms/*/combinations/*/minPartySize",
    "/engine/rooms/*/combinations/*/maxPartySize",
    "/engine/rooms/*/combinations/*/priorityIndex",
    "/engine/rooms/*/elements",
    "/engine/rooms/*/elements/*",
    "/engine/rooms/*/elements/*/id",
    "/engine/rooms/*/elements/*/type",
    "/engine/rooms/*/elements/*/x",
    "/engine/rooms/*/elements/*/y",
    "/engine/rooms/*/elements/*/width",
    "/engine/rooms/*/elements/*/height",
    "/engine/rooms/*/elements/*/rotation",
    "/engine/rooms/*/elements/*/backgroundColor",
    "/engine/experiences",
    "/engine/experiences/*",
    "/engine/experiences/*/id",
    "/engine/experiences/*/name/**",
    "/engine/experiences/*/shorthand",
    "/engine/experiences/*/shortDescription/**",
    "/engine/experiences/*/descriptionHtml/**",
    "/engine/experiences/*/image",
    "/engine/experiences/*/isDefault",
    "/engine/experiences/*/attendees",
    "/engine/experiences/*/attendees/min",
    "/engine/experiences/*/attendees/max",
    "/engine/experiences/*/confirmation",
    "/engine/experiences/*/showEndTime",
    "/engine/experiences/*/slotIntervalMinutes",
    "/engine/experiences/*/durations",
    "/engine/experiences/*/durations/*",
    "/engine/experiences/*/durations/*/upTo",
    "/engine/experiences/*/durations/*/minutes",
    "/engine/experiences/*/leadMinutes",
    "/engine/experiences/*/seatedLimit",
    "/engine/experiences/*/startingLimit",
    "/engine/experiences/*/rooms/**",
    "/engine/experiences/*/categories/**",
    "/engine/experiences/*/payment",
    "/engine/experiences/*/payment/type",
    "/engine/experiences/*/payment/pricePerGuest",
    "/engine/experiences/*/payment/requiredFrom",
    "/engine/experiences/*/payment/dueMinutes",
    "/engine/experiences/*/payment/refundMinutes",
    "/engine/experiences/*/periods",
    "/engine/experiences/*/periods/*",
    "/engine/experiences/*/periods/*/weekdays/**",
    "/engine/experiences/*/periods/*/from",
    "/engine/experiences/*/periods/*/to",
    "/engine/experiences/*/periods/*/firstMinutes",
    "/engine/experiences/*/periods/*/lastMinutes",
    "/engine/experiences/*/periods/*/rooms/**",
    "/engine/experiences/*/periods/*/seatedLimit",
    "/engine/experiences/*/periods/*/startingLimit",
    "/engine/experiences/*/specialDays",
    "/engine/experiences/*/specialDays/*",
    "/engine/experiences/*/specialDays/*/days/**",
    "/engine/experiences/*/specialDays/*/periods",
    "/engine/experiences/*/specialDays/*/periods/*",
    "/engine/experiences/*/specialDays/*/periods/*/firstMinutes",
    "/engine/experiences/*/specialDays/*/periods/*/lastMinutes",
    "/engine/experiences/*/specialDays/*/periods/*/rooms/**",
    "/engine/experiences/*/specialDays/*/periods/*/seatedLimit",
    "/engine/experiences/*/specialDays/*/periods/*/startingLimit",
    "/engine/experiences/*/closures",
    "/engine/experiences/*/closures/*",
    "/engine/experiences/*/closures/*/from",
    "/engine/experiences/*/closures/*/to",
    "/engine/experiences/*/closures/*/fromMinutes",
    "/engine/experiences/*/closures/*/untilMinutes",
    "/engine/closures",
    "/engine/closures/*",
    "/engine/closures/*/from",
    "/engine/closures/*/to",
    "/engine/closures/*/fromMinutes",
    "/engine/closures/*/untilMinutes",
];

/// The owner of the setting at a JSON pointer. What no list names is the operator's.
#[must_use]
pub fn owner(pointer: &str) -> Owner {
    let lists = [(Owner::Operator, OPERATOR), (Owner::Manager, MANAGER)];
    let named = lists
        .into_iter()
        .find(|(_, patterns)| patterns.iter().any(|pattern| matches(pattern, pointer)));
    named.map_or(Owner::Operator, |(owner, _)| owner)
}

#[cfg(test)]
#[path = "ownership_tests.rs"]
mod tests;
