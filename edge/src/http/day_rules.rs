//! Rules of days for staff at `/v1/staff/{venue}/day-rules`: closures, blocked tables, pauses, special hours, limits of
//! covers and notes.

use http::StatusCode;
use shared::access::Permission;
use shared::day_rule::DayRuleRequest;
#[cfg(test)]
use shared::day_rule::{DayRule, DayRuleImpact, DayRuleList, DayRuleNotification};
use shared::id::DayRuleId;
#[cfg(test)]
use shared::problem::ProblemCode;

use super::endpoint::{Access, AdmittedRequest, Body, Caching, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::{Reply, idempotency, json};
use crate::venue::message::day_rule::NewDayRule;

/// The endpoints of rules of days. They answer 404 at a venue of a remote system, whose rules are that system's.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: ALL,
        access: Access::Staff(Permission::ReadReservations),
        handler: Handler::Api(|call| Box::pin(list(call))),
        #[cfg(test)]
        docs: Docs {
            id: "listDayRules",
            summary: "The rules of days that are in force",
            description: "Every rule that has not ended and was not removed, the oldest first. For venues of the \
                embedded engine.",
            response: Content::json::<DayRuleList>(""),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: ALL,
        is_idempotent: true,
        body: Body::Json,
        caching: Caching::Invalidates,
        handler: Handler::Api(|call| Box::pin(create(call))),
        #[cfg(test)]
        docs: Docs {
            id: "createDayRule",
            summary: "Close a day, block a table, pause bookings",
            description: "Creates a rule by the `kind` of its effect: `closure`, `blocked_tables`, `pause`, \
                `special_hours`, `covers_limit` or `note`. Each ends by itself, at the latest 730 days ahead; a venue \
                has at most 200. Nothing is cancelled: `meets` lists the upcoming reservations that lie in a closure, \
                have a blocked table or are outside the special hours. An open offer of the waitlist that it meets is \
                taken back, and its guest waits again. Minutes are those of the clock on the wall: \
                where it is put forward over one, the moment of the change is meant; where a time comes twice, a \
                closure lasts until its second end.",
            status: 201,
            request: Some(Content::json::<DayRuleRequest>(
                r#"{
                    "effect": {
                        "kind": "closure", "from": "2026-12-24", "to": "2026-12-26", "shownAs": "closed",
                        "text": { "en": "Merry Christmas! We are back on the 27th.", "de": "Frohe Weihnachten!" }
                    },
                    "reason": "Christmas"
                }"#,
            )),
            response: Content::json::<DayRuleImpact>(IMPACT),
            problems: &[ProblemCode::NotFound, ProblemCode::TooManyDayRules],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        path: ONE,
        access: Access::Staff(Permission::ReadReservations),
        handler: Handler::Api(|call| Box::pin(get(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getDayRule",
            summary: "A rule of days, and the reservations that it meets now",
            description: "Also after its end, or its removal, for two days; it meets nothing then.",
            response: Content::json::<DayRuleImpact>(""),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Delete,
        path: ONE,
        caching: Caching::Invalidates,
        handler: Handler::Api(|call| Box::pin(remove(call))),
        #[cfg(test)]
        docs: Docs {
            id: "removeDayRule",
            summary: "End a rule of days",
            description: "What it took away can be booked again, and is offered to the waitlist. An open offer of the \
                waitlist at a time that special hours have added is taken back, and its guest waits again. Doing it \
                again changes nothing.",
            response: Content::json::<DayRule>(""),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/staff/{venue}/day-rules/{ruleId}/notify",
        route: "day_rule.notify",
        handler: Handler::Api(|call| Box::pin(notify(call))),
        #[cfg(test)]
        docs: Docs {
            id: "notifyMetGuests",
            summary: "Write to the guests whom a rule meets",
            description: "Queues a letter with the rule's text, in each guest's language, to those who were not \
                written to about this rule, 100 at most; `left` says how many remain for another request. \
                Guests who are still paying are in neither number: a request after that writes to them. The \
                reservations stay as they are.",
            response: Content::json::<DayRuleNotification>(
                r#"{ "queued": 12, "withoutAddress": 1, "left": 0 }"#,
            ),
            problems: &[
                ProblemCode::NotFound,
                ProblemCode::DayRuleOver,
                ProblemCode::NoMail,
            ],
            ..DOCS
        },
        ..OWN
    },
];

const ALL: &str = "/v1/staff/{venue}/day-rules";
const ONE: &str = "/v1/staff/{venue}/day-rules/{ruleId}";

/// Defaults of the entries above, for `..OWN`.
const OWN: Endpoint = Endpoint {
    route: "day_rule",
    access: Access::Staff(Permission::WriteDay),
    rate_limit: RateLimit::Staff,
    ..Endpoint::DEFAULT
};

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Staff,
    problems: &[ProblemCode::NotFound],
    ..Docs::UNDESCRIBED
};

#[cfg(test)]
const IMPACT: &str = r#"{
    "rule": {
        "id": "q5k2", "effect": { "kind": "closure", "from": "2026-12-24", "to": "2026-12-26", "shownAs": "closed" },
        "reason": "Christmas", "endsAt": "2026-12-27T22:59:00Z", "createdAt": "2026-11-22T12:00:00Z"
    },
    "meetsCount": 1,
    "meets": [{ "id": "r1", "number": "R-000007", "day": "2026-12-24", "minutes": 1140, "attendees": 2 }]
}"#;

async fn list(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    Ok(json(StatusCode::OK, &call.staff_client()?.day_rules().await?))
}

/// Creates a rule, once per `Idempotency-Key`.
async fn create(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let key = call.key()?;
    let request: DayRuleRequest = call.body()?;
    let created = call
        .staff_client()?
        .create_day_rule(NewDayRule { request, key })
        .await?;
    Ok(idempotency::created(&created.impact, created.replayed))
}

async fn get(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let id = id(&call)?;
    Ok(json(StatusCode::OK, &call.staff_client()?.day_rule(id).await?))
}

async fn remove(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let id = id(&call)?;
    Ok(json(
        StatusCode::OK,
        &call.staff_client()?.remove_day_rule(id).await?,
    ))
}

async fn notify(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let id = id(&call)?;
    Ok(json(StatusCode::OK, &call.staff_client()?.notify_met(id).await?))
}

fn id(call: &AdmittedRequest<'_, '_>) -> Result<DayRuleId, ApiError> {
    call.parameter("ruleId", DayRuleId::parse)
}

#[cfg(test)]
#[path = "day_rules_tests.rs"]
mod tests;
