//! Endpoints for operators who sign in, and their sessions. They are kept by the directory's object.

use http::StatusCode;
use http::header::SET_COOKIE;
use shared::id::{PersonId, SessionId};
#[cfg(test)]
use shared::person::{ChangedPerson, PersonList, SessionList};
use shared::person::{InvitedPerson, NewOperator, SignInLinkRequest};
#[cfg(test)]
use shared::problem::ProblemCode;

use super::client::own_origin;
use super::endpoint::{Access, AdmittedRequest, Body, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::operator_venues::OWN;
use super::session_cookie::{self, Realm};
use super::{Reply, json, no_content};
use crate::access::token::operator_sign_in_path;
use crate::limits::Class;
use crate::venue::message::person::Invitation;

/// The endpoints.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: PEOPLE,
        route: "operator.people",
        handler: Handler::Api(|call| Box::pin(people(call))),
        #[cfg(test)]
        docs: Docs {
            id: "listOperators",
            summary: "The operators who can sign in",
            description: "By name. Those who were removed are last, without their address.",
            response: Content::json::<PersonList>(
                r#"{ "people": [{
                    "id": "p4w2x6m3n7pa", "name": "Ada Muster", "email": "ada@example.com", "role": "operator",
                    "invitedAt": "2026-11-29T18:00:00Z", "invitedBy": "operator", "lastSeenAt": "2026-11-29T18:05:00Z"
                }] }"#,
            ),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: PEOPLE,
        route: "operator.people",
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(invite(call))),
        #[cfg(test)]
        docs: Docs {
            id: "inviteOperator",
            summary: "Invite an operator",
            description: "They sign in by a link, once, within fifteen minutes, and ask for another on the page for signing \
                in. One whose address is known already gets this name and another link. The deployment's mail sends the \
                link; it is in the response to the operator's key, and where the deployment cannot send e-mails.",
            request: Some(Content::json::<NewOperator>(
                r#"{ "name": "Ada Muster", "email": "ada@example.com", "locale": "de" }"#,
            )),
            status: 201,
            response: Content::json::<InvitedPerson>(""),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Delete,
        path: "/v1/operator/people/{personId}",
        route: "operator.person",
        handler: Handler::Api(|call| Box::pin(remove(call))),
        #[cfg(test)]
        docs: Docs {
            id: "removeOperator",
            summary: "Remove an operator",
            description: "Their sessions and links end at once, and their address is deleted. The last one may be removed too: \
                the bearer of the operator's key invites the next.",
            response: Content::json::<ChangedPerson>(""),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        path: "/v1/operator/sessions",
        route: "operator.sessions",
        handler: Handler::Api(|call| Box::pin(sessions(call))),
        #[cfg(test)]
        docs: Docs {
            id: "listOperatorSessions",
            summary: "Where operators are signed in",
            description: "The sessions of all operators. Devices are families of browsers and systems. Addresses are not \
                stored.",
            response: Content::json::<SessionList>(r#"{ "sessions": [] }"#),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Delete,
        path: "/v1/operator/sessions/{sessionId}",
        route: "operator.session",
        handler: Handler::Api(|call| Box::pin(end_session(call))),
        #[cfg(test)]
        docs: Docs {
            id: "endOperatorSession",
            summary: "End an operator's session",
            description: "At once, in whichever browser it is.",
            status: 204,
            response: Content::NONE,
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Delete,
        path: "/v1/operator/session",
        route: "operator.sign_out",
        handler: Handler::Api(|call| Box::pin(sign_out(call))),
        #[cfg(test)]
        docs: Docs {
            id: "signOutOperator",
            summary: "Sign out as an operator",
            description: "Ends the session of the request and deletes its cookie. `not_found` for a request with the key.",
            status: 204,
            response: Content::NONE,
            headers: &[("set-cookie", "Deletes the cookie.")],
            problems: &[ProblemCode::NotFound],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/operator/session/link",
        route: "operator.sign_in_link",
        access: Access::Page,
        rate_limit: RateLimit::Isolate(Class::LookUp),
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(send_link(call))),
        #[cfg(test)]
        docs: Docs {
            id: "sendOperatorSignInLink",
            summary: "Ask for a link to sign in as an operator",
            description: "The answer is the same whether an operator has this address or not. If one has, an e-mail with a \
                link is sent to it, which signs in once, within fifteen minutes; no more than three of them in that time.",
            request: Some(Content::json::<SignInLinkRequest>(
                r#"{ "email": "ada@example.com" }"#,
            )),
            status: 202,
            response: Content::NONE,
            ..DOCS
        },
        ..OWN
    },
];

const PEOPLE: &str = "/v1/operator/people";

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Operator,
    ..Docs::UNDESCRIBED
};

async fn people(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    Ok(json(StatusCode::OK, &call.directory().operators().await?))
}

async fn invite(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let new: NewOperator = call.body()?;
    let Invitation {
        person,
        token,
        is_mailed,
    } = call.directory().invite(new).await?;
    let origin = own_origin(call.request).unwrap_or_default();
    let invited = InvitedPerson {
        person,
        is_mailed,
        sign_in_link: token.map(|token| format!("{origin}{}", operator_sign_in_path(&token))),
    };
    Ok(json(StatusCode::CREATED, &invited))
}

async fn remove(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let id = call.parameter("personId", PersonId::parse)?;
    Ok(json(StatusCode::OK, &call.directory().remove_operator(id).await?))
}

async fn sessions(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    Ok(json(StatusCode::OK, &call.directory().sessions().await?))
}

async fn end_session(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let id = call.parameter("sessionId", SessionId::parse)?;
    call.directory().end_session(id).await?;
    Ok(no_content())
}

async fn sign_out(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    call.directory().sign_out().await?;
    let mut reply = no_content();
    if let Some(cookie) = session_cookie::cleared(Realm::Operators) {
        reply.headers_mut().insert(SET_COOKIE, cookie);
    }
    Ok(reply)
}

async fn send_link(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let SignInLinkRequest { email } = call.body()?;
    call.directory().send_sign_in_link(email).await?;
    let mut reply = Reply::default();
    *reply.status_mut() = StatusCode::ACCEPTED;
    Ok(reply)
}

#[cfg(test)]
#[path = "operator_people_tests.rs"]
mod tests;
