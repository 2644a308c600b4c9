//! The venue's till as staff see it: its part of a reservation, and its dead letters.

use http::StatusCode;
use http::header::SET_COOKIE;
use shared::access::Permission;
use shared::id::ReservationId;
use shared::problem::ProblemCode;
use shared::till::{DeadLetterKind, TillLocationChoice};
#[cfg(test)]
use shared::till::{
    TillAuthorization, TillConnected, TillConnectionState, TillDeadLetterPage, TillReservation,
};

use super::endpoint::{Access, AdmittedRequest, Body, Caching, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::{Reply, authorization_cookie, json, no_content, own_origin};

/// The endpoints.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: CONNECTION,
        route: "staff.till.connection",
        access: Access::Staff(Permission::WriteSettings),
        rate_limit: RateLimit::Staff,
        handler: Handler::Api(|call| Box::pin(connection(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getTillConnection",
            tag: Tag::Staff,
            summary: "How far the till is connected",
            description: "For tills whose connection has steps, such as Lightspeed: the manager authorizes this deployment \
                there, chooses the restaurant's location, and connects it. Where the till's floor plan can be read, the \
                tables that only one side has are listed.",
            response: Content::json::<TillConnectionState>(
                r#"{ "isAuthorized": true, "isConnected": false,
                    "locations": [{ "id": "9765040300495493", "description": "Linde, 1010 Wien" }],
                    "tables": { "onlyHere": ["12"], "onlyThere": [] } }"#,
            ),
            problems: &[ProblemCode::NotFound],
            ..Docs::UNDESCRIBED
        },
        ..Endpoint::DEFAULT
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/staff/{venue}/till/authorization",
        route: "staff.till.authorization",
        access: Access::Staff(Permission::WriteSettings),
        rate_limit: RateLimit::Staff,
        handler: Handler::Api(|call| Box::pin(authorize(call))),
        #[cfg(test)]
        docs: Docs {
            id: "authorizeTill",
            tag: Tag::Staff,
            summary: "Begin the authorization at the vendor of the till",
            description: "The response has the vendor's address at which the restaurant's manager signs in and agrees. It can \
                be used once, within fifteen minutes, in a browser that has the cookie of this response. For Lightspeed.",
            response: Content::json::<TillAuthorization>(r#"{ "url": "https://auth.example/auth?state=s" }"#),
            problems: &[ProblemCode::NotFound],
            ..Docs::UNDESCRIBED
        },
        ..Endpoint::DEFAULT
    },
    Endpoint {
        verb: Verb::Put,
        path: "/v1/staff/{venue}/till/location",
        route: "staff.till.location",
        access: Access::Staff(Permission::WriteSettings),
        rate_limit: RateLimit::Staff,
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(choose_location(call))),
        #[cfg(test)]
        docs: Docs {
            id: "chooseTillLocation",
            tag: Tag::Staff,
            summary: "Choose the restaurant's location",
            description: "One of those of the connection, by its id. A manager who has one location need not choose. For \
                Lightspeed.",
            request: Some(Content::json::<TillLocationChoice>(
                r#"{ "location": "9765040300495493" }"#,
            )),
            status: 204,
            response: Content::NONE,
            problems: &[ProblemCode::NotFound],
            ..Docs::UNDESCRIBED
        },
        ..Endpoint::DEFAULT
    },
    Endpoint {
        verb: Verb::Put,
        path: CONNECTION,
        route: "staff.till.connection",
        access: Access::Staff(Permission::WriteSettings),
        rate_limit: RateLimit::Staff,
        handler: Handler::Api(|call| Box::pin(connect(call))),
        #[cfg(test)]
        docs: Docs {
            id: "connectTill",
            tag: Tag::Staff,
            summary: "Connect the till",
            description: "Has the till send its events to this host, and sets up at the till what else it needs. \
                Connecting again renews that. For venues with a till.",
            response: Content::json::<TillConnected>(
                r#"{ "url": "https://book.linde.example/v1/webhooks/linde/ikentoo" }"#,
            ),
            problems: &[ProblemCode::NotFound, ProblemCode::ValidationFailed],
            ..Docs::UNDESCRIBED
        },
        ..Endpoint::DEFAULT
    },
    Endpoint {
        verb: Verb::Delete,
        path: CONNECTION,
        route: "staff.till.connection",
        access: Access::Staff(Permission::WriteSettings),
        rate_limit: RateLimit::Staff,
        handler: Handler::Api(|call| Box::pin(disconnect(call))),
        #[cfg(test)]
        docs: Docs {
            id: "disconnectTill",
            tag: Tag::Staff,
            summary: "Disconnect the till",
            description: "The till sends no events to this host any more. It is told of reservations as long as the \
                venue's settings name it. A till that is not connected is no error.",
            status: 204,
            response: Content::NONE,
            problems: &[ProblemCode::NotFound],
            ..Docs::UNDESCRIBED
        },
        ..Endpoint::DEFAULT
    },
    Endpoint {
        path: "/v1/staff/{venue}/till/reservations/{reservationId}",
        route: "staff.till.reservation",
        access: Access::Staff(Permission::ReadReservations),
        rate_limit: RateLimit::Staff,
        handler: Handler::Api(|call| Box::pin(reservation(call))),
        #[cfg(test)]
        docs: Docs {
            id: "readTillReservation",
            tag: Tag::Staff,
            summary: "The till's part of a reservation",
            description: "How far the till has been told of the reservation, and what it said: tables, guests, the status \
                of the table in service, and what was spent. For venues with a till.",
            response: Content::json::<TillReservation>(
                r#"{ "version": 4, "sentVersion": 4, "isTaken": true, "tables": ["5"], "covers": 2, "receipts": [{
                    "number": "17", "covers": 2, "closedAt": "2026-11-29T20:00:00Z",
                    "total": { "amount": 10800, "currency": "EUR" }, "tax": { "amount": 800, "currency": "EUR" },
                    "lines": [{
                        "name": "Steak", "group": "Food", "thousandths": 2000,
                        "amount": { "amount": 7000, "currency": "EUR" }
                    }]
                }] }"#,
            ),
            ..Docs::UNDESCRIBED
        },
        ..Endpoint::DEFAULT
    },
    Endpoint {
        path: "/v1/staff/{venue}/till/dead-letters",
        route: "staff.till.deadLetters",
        access: Access::Staff(Permission::ReadReservations),
        rate_limit: RateLimit::Staff,
        handler: Handler::Api(|call| Box::pin(list(call))),
        #[cfg(test)]
        docs: Docs {
            id: "listTillDeadLetters",
            tag: Tag::Staff,
            summary: "Reservations and events that could not be exchanged with the till",
            description: "Reservations of which the till could not be told, and events of the till that could not be \
                read or followed, the newest first, 100 at most. Each has its cause: a code of the till, or `unsent` \
                where the till could not be reached for three days, `unreadable`, `unknown_reservation`, \
                `reservation_over` where a party came although its reservation had ended, `not_certain` where it came \
                before the restaurant had accepted it, and `failed`, whose cause is in the operator's log. They are kept \
                for 35 days. For venues with a till.",
            response: Content::json::<TillDeadLetterPage>(
                r#"{ "deadLetters": [{
                    "kind": "push", "id": "r1", "at": "2026-11-29T18:00:00Z",
                    "cause": "REQUESTED_TABLE_IS_UNAVAILABLE", "reservationId": "r1"
                }], "hasMore": false }"#,
            ),
            problems: &[ProblemCode::NotFound],
            ..Docs::UNDESCRIBED
        },
        ..Endpoint::DEFAULT
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/staff/{venue}/till/dead-letters/{deadLetterKind}/{deadLetterId}/replay",
        route: "staff.till.replay",
        access: Access::Staff(Permission::WriteReservations),
        rate_limit: RateLimit::Staff,
        // An event of the till may free a table.
        caching: Caching::Invalidates,
        handler: Handler::Api(|call| Box::pin(replay(call))),
        #[cfg(test)]
        docs: Docs {
            id: "replayTillDeadLetter",
            tag: Tag::Staff,
            summary: "Try it again",
            description: "Tells the till of the reservation once more, as it is now, or reads its event once more. It is \
                tried at once and as often as at first.",
            status: 204,
            response: Content::NONE,
            ..Docs::UNDESCRIBED
        },
        ..Endpoint::DEFAULT
    },
];

const CONNECTION: &str = "/v1/staff/{venue}/till/connection";

async fn connection(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let state = call.staff_client()?.till_connection().await?;
    Ok(json(StatusCode::OK, &state))
}

async fn authorize(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let begun = call.staff_client()?.authorize_till().await?;
    let mut reply = json(StatusCode::OK, &begun);
    if let Some(cookie) = authorization_cookie::of_address(&begun.url) {
        reply.headers_mut().insert(SET_COOKIE, cookie);
    }
    Ok(reply)
}

async fn choose_location(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let choice: TillLocationChoice = call.body()?;
    call.staff_client()?.choose_till_location(choice.location).await?;
    Ok(no_content())
}

async fn connect(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let origin = own_origin(call.request).ok_or(ProblemCode::Malformed)?;
    let connected = call.staff_client()?.connect_till(origin).await?;
    Ok(json(StatusCode::OK, &connected))
}

async fn disconnect(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let origin = own_origin(call.request).ok_or(ProblemCode::Malformed)?;
    call.staff_client()?.disconnect_till(origin).await?;
    Ok(no_content())
}

async fn reservation(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let id = call.parameter("reservationId", ReservationId::parse)?;
    let found = call.staff_client()?.till_reservation(&id).await?;
    Ok(json(StatusCode::OK, &found))
}

async fn list(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let page = call.staff_client()?.till_dead_letters().await?;
    Ok(json(StatusCode::OK, &page))
}

async fn replay(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let kind = call.parameter("deadLetterKind", |text| DeadLetterKind::from_text(text).ok_or(()))?;
    let id = call.parameter("deadLetterId", ReservationId::parse)?;
    call.staff_client()?.replay_till(kind, id.as_str()).await?;
    Ok(no_content())
}

#[cfg(test)]
#[path = "tills_tests.rs"]
mod tests;
