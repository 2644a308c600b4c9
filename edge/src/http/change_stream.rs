//! The stream of a venue's changes at `/v1/staff/{venue}/changes/stream`: a WebSocket, which the venue's object takes over.

use http::header::UPGRADE;
use http::{Method, StatusCode};
use shared::change_stream::ChangeStreamQuery;
#[cfg(test)]
use shared::page::PagePosition;
use shared::problem::ProblemCode;

use super::endpoint::{Access, AdmittedRequest, Endpoint, Handler, RateLimit};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Parameter, Schema, Tag};
use super::{Reply, Request};
use crate::venue::client::change_stream;
use crate::venue::message::change_stream::{PERMISSION, StreamRequest};

/// The endpoint.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint {
    path: "/v1/staff/{venue}/changes/stream",
    route: "staff.changes.stream",
    access: Access::Staff(PERMISSION),
    rate_limit: RateLimit::Staff,
    opens_web_socket: true,
    handler: Handler::Api(|call| Box::pin(open(call))),
    #[cfg(test)]
    docs: Docs {
        tag: Tag::Staff,
        id: "streamChanges",
        summary: "Changes as they happen, over a WebSocket",
        description: "Upgrades to a WebSocket (RFC 6455) on which every change of the journal is sent as it is made. \
            Systems send their key in `Authorization`; pages of this host have the cookie of their session, and a browser \
            states their origin. All messages are JSON texts. The first is `{ \"type\": \"hello\", \"cursor\": 7 }`; then \
            come `{ \"type\": \"changes\", \"changes\": […], \"cursor\": 9 }`, whose changes are as in the journal. Once \
            they are dealt with, `{ \"acknowledge\": 9 }` is sent back, for the last of several messages if wanted. A \
            listener that has lost its line connects again with `after`, the last cursor that it has dealt with, and is \
            sent each later change once and in order. Where those are no longer kept comes \
            `{ \"type\": \"resync\", \"cursor\": 50 }`: it reads anew what it needs. The text `ping` is answered `pong`. \
            Close codes are 4000 and a status: 4400 for anything but an acknowledgement of what was sent, 4401 when the \
            key is revoked or the session over, 4403 when the permission is withdrawn, 4408 for a change that was not \
            acknowledged for 60 seconds or more than 1,000 of them, 4409 when the credential has opened its eleventh \
            stream, which ends the oldest, 4413 and 4429 for messages over 256 bytes or 300 in a minute, 4500 for our own \
            fault, and 4503 when the venue is suspended. A venue has at most 100 streams.",
        parameters: &[Parameter::optional(
            "after",
            "The cursor of the last change that was dealt with. Left out, the stream begins now.",
            Schema::of::<PagePosition>(),
        )],
        status: 101,
        response: Content::NONE,
        headers: &[("upgrade", "`websocket`.")],
        problems: &[ProblemCode::UpgradeRequired, ProblemCode::VenueSuspended],
        ..Docs::UNDESCRIBED
    },
    ..Endpoint::DEFAULT
}];

async fn open(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let ChangeStreamQuery { after } = call.query()?;
    if !is_upgrade(call.request) {
        // Refused as by every other endpoint to those who may not listen.
        call.staff_client()?.identity().await?;
        return Err(ProblemCode::UpgradeRequired.into());
    }
    let request = StreamRequest {
        venue: call.venue()?.id.clone(),
        staff: call.staff.clone(),
        after,
    };
    change_stream::open(call.context.streams, &request).await?;
    let mut reply = Reply::default();
    *reply.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    Ok(reply)
}

/// Whether a request asks for a WebSocket (RFC 6455, section 4.2.1).
fn is_upgrade(request: &Request) -> bool {
    let values = request.headers().get_all(UPGRADE).iter();
    let mut protocols = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    *request.method() == Method::GET
        && protocols.any(|protocol| protocol.trim().eq_ignore_ascii_case("websocket"))
}

#[cfg(test)]
#[path = "change_stream_tests.rs"]
mod tests;
