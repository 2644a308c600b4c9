//! Endpoints for people of a venue and their sessions.

use http::StatusCode;
use http::header::SET_COOKIE;
use shared::access::Permission;
use shared::id::{PersonId, SessionId};
#[cfg(test)]
use shared::person::{ChangedPerson, PersonList, SessionList};
use shared::person::{InvitedPerson, NewPerson, PersonChange, SignInLinkRequest};
#[cfg(test)]
use shared::problem::ProblemCode;

use super::client::own_origin;
use super::endpoint::{Access, AdmittedRequest, Body, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::session_cookie::{self, Realm};
use super::{Reply, json, no_content};
use crate::access::token::sign_in_path;
use crate::venue::message::person::Invitation;

/// The endpoints.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: PEOPLE,
        route: "staff.people",
        handler: Handler::Api(|call| Box::pin(people(call))),
        #[cfg(test)]
        docs: Docs {
            id: "listPeople",
            summary: "The people of the venue",
            description: "By name. Those who were removed are last, without their address.",
            response: Content::json::<PersonList>(
                r#"{ "people": [{
                    "id": "p4w2x6m3n7pa", "name": "Ada Muster", "email": "ada@example.com", "role": "manager",
                    "invitedAt": "2026-11-29T18:00:00Z", "invitedBy": "staff_key", "lastSeenAt": "2026-11-29T18:05:00Z"
                }] }"#,
            ),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: PEOPLE,
        route: "staff.people",
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(invite(call))),
        #[cfg(test)]
        docs: Docs {
            id: "invitePerson",
            summary: "Invite a person",
            description: "They sign in by a link, once, within seven days; after that they ask for links of fifteen \
                minutes on the page for signing in. A person whose address is known already gets this name, these rights \
                and another invitation. A person can have no permission that the inviter does not have. The link is in the response to \
                the operator, and where no e-mail can be sent; others who had it could act under that person's name.",
            request: Some(Content::json::<NewPerson>(
                r#"{ "name": "Ada Muster", "email": "ada@example.com", "role": "host", "locale": "de" }"#,
            )),
            status: 201,
            response: Content::json::<InvitedPerson>(""),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Patch,
        path: PERSON,
        route: "staff.person",
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(change(call))),
        #[cfg(test)]
        docs: Docs {
            id: "changePerson",
            summary: "Give a person other rights",
            description: "Their sessions have these rights from the next request on. `managersLeft` says how many people \
                can still manage people.",
            request: Some(Content::json::<PersonChange>(
                r#"{ "role": "manager", "permissions": ["readReservations", "writeReservations", "giftCards"] }"#,
            )),
            response: Content::json::<ChangedPerson>(""),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Delete,
        path: PERSON,
        route: "staff.person",
        handler: Handler::Api(|call| Box::pin(remove(call))),
        #[cfg(test)]
        docs: Docs {
            id: "removePerson",
            summary: "Remove a person",
            description: "Their sessions and links end at once, and their address is deleted. The last one who manages \
                people may be removed too: `managersLeft` is 0 then, and the staff key or the operator invites the \
                next.",
            response: Content::json::<ChangedPerson>(""),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        path: "/v1/staff/{venue}/sessions",
        route: "staff.sessions",
        access: Access::Staff(Permission::Identify),
        handler: Handler::Api(|call| Box::pin(sessions(call))),
        #[cfg(test)]
        docs: Docs {
            id: "listSessions",
            summary: "Where people are signed in",
            description: "One's own sessions; with the permission `people` those of everybody. Devices are families of \
                browsers and systems. Addresses are not stored.",
            response: Content::json::<SessionList>(
                r#"{ "sessions": [{
                    "id": "s4w2x6m3n7pa", "person": "p4w2x6m3n7pa", "name": "Ada Muster",
                    "createdAt": "2026-11-29T18:00:00Z", "lastUsedAt": "2026-11-29T18:20:00Z",
                    "endsAt": "2026-11-30T06:20:00Z", "isCurrent": true,
                    "devices": [{
                        "browser": "firefox", "system": "android",
                        "firstUsedAt": "2026-11-29T18:00:00Z", "lastUsedAt": "2026-11-29T18:20:00Z"
                    }]
                }] }"#,
            ),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Delete,
        path: "/v1/staff/{venue}/sessions/{sessionId}",
        route: "staff.session",
        access: Access::Staff(Permission::Identify),
        handler: Handler::Api(|call| Box::pin(end_session(call))),
        #[cfg(test)]
        docs: Docs {
            id: "endSession",
            summary: "End a session",
            description: "One's own; with the permission `people` that of a person who has no more permissions.",
            status: 204,
            response: Content::NONE,
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/staff/{venue}/session/link",
        route: "staff.sign_in_link",
        access: Access::Page,
        rate_limit: RateLimit::VenueObject,
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(send_link(call))),
        #[cfg(test)]
        docs: Docs {
            id: "sendSignInLink",
            summary: "Ask for a link to sign in",
            description: "The answer is the same whether a person of the venue has this address or not. If one has, an \
                e-mail with a link is sent to it, which signs in once, within fifteen minutes; no more than three of them \
                in that time.",
            request: Some(Content::json::<SignInLinkRequest>(
                r#"{ "email": "ada@example.com" }"#,
            )),
            status: 202,
            response: Content::NONE,
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Delete,
        path: "/v1/staff/{venue}/session",
        route: "staff.sign_out",
        access: Access::Staff(Permission::Identify),
        handler: Handler::Api(|call| Box::pin(sign_out(call))),
        #[cfg(test)]
        docs: Docs {
            id: "signOut",
            summary: "Sign out",
            description: "Ends the session of the request and deletes its cookie. `not_found` for a request with a key.",
            status: 204,
            response: Content::NONE,
            headers: &[("set-cookie", "Deletes the cookie.")],
            problems: &[ProblemCode::NotFound],
            ..DOCS
        },
        ..OWN
    },
];

const PEOPLE: &str = "/v1/staff/{venue}/people";
const PERSON: &str = "/v1/staff/{venue}/people/{personId}";

/// Defaults of the entries above, for `..OWN`.
const OWN: Endpoint = Endpoint {
    access: Access::Staff(Permission::People),
    rate_limit: RateLimit::Staff,
    ..Endpoint::DEFAULT
};

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Access,
    ..Docs::UNDESCRIBED
};

async fn people(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    Ok(json(StatusCode::OK, &call.staff_client()?.people().await?))
}

async fn invite(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let new: NewPerson = call.body()?;
    let Invitation {
        person,
        token,
        is_mailed,
    } = call.staff_client()?.invite(new).await?;
    let origin = own_origin(call.request).unwrap_or_default();
    let venue = &call.venue()?.id;
    let invited = InvitedPerson {
        person,
        is_mailed,
        sign_in_link: token.map(|token| format!("{origin}{}", sign_in_path(venue, &token))),
    };
    Ok(json(StatusCode::CREATED, &invited))
}

async fn change(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let change: PersonChange = call.body()?;
    let id = call.parameter("personId", PersonId::parse)?;
    let changed = call.staff_client()?.change_person(id, change).await?;
    Ok(json(StatusCode::OK, &changed))
}

async fn remove(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let id = call.parameter("personId", PersonId::parse)?;
    Ok(json(
        StatusCode::OK,
        &call.staff_client()?.remove_person(id).await?,
    ))
}

async fn sessions(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    Ok(json(StatusCode::OK, &call.staff_client()?.sessions().await?))
}

async fn end_session(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let id = call.parameter("sessionId", SessionId::parse)?;
    call.staff_client()?.end_session(id).await?;
    Ok(no_content())
}

async fn send_link(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let SignInLinkRequest { email } = call.body()?;
    call.venue_client()?.send_sign_in_link(email).await?;
    let mut reply = Reply::default();
    *reply.status_mut() = StatusCode::ACCEPTED;
    Ok(reply)
}

async fn sign_out(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    call.staff_client()?.sign_out().await?;
    let mut reply = no_content();
    if let Some(cookie) = session_cookie::cleared(Realm::Venue(&call.venue()?.id)) {
        reply.headers_mut().insert(SET_COOKIE, cookie);
    }
    Ok(reply)
}

#[cfg(test)]
#[path = "people_tests.rs"]
mod tests;
