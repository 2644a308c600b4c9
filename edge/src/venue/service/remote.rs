//! Dispatches a request to the venue's remote booking system, with a deadline: 8 s for reads, 25 s for writes.

use serde::Serialize;

use crate::error::VenueError;
use crate::provider::Provider;
use crate::upstream::Scope;
use crate::venue::message::{Request, Response};
use crate::venue::service::{READ_DEADLINE, RemoteConnection, WRITE_DEADLINE, plain};

/// Asks the other system, within the time that a call of this kind may take.
pub(super) async fn by_remote(connection: &RemoteConnection, call: &Request) -> String {
    let deadline = if call.is_write() {
        WRITE_DEADLINE
    } else {
        READ_DEADLINE
    };
    let scope = Scope::new(connection.ports.clock.elapsed() + deadline);
    let provider = connection.remote.for_request(&scope);
    match call {
        Request::Experiences => said(provider.experiences().await, &scope),
        Request::Calendar(question) => said(provider.calendar(question).await, &scope),
        Request::Slots(question) => said(provider.slots(question).await, &scope),
        Request::Reserve(order) => said(provider.reserve(order).await, &scope),
        Request::Reservation(id) => said(provider.reservation(id).await, &scope),
        Request::Reservations(question) => said(provider.reservations(question).await, &scope),
        Request::Change(id, change) => said(provider.change(id, change).await, &scope),
        Request::SetStatus(id, status) => said(provider.set_status(id, *status).await, &scope),
        Request::Metrics => plain(Ok((connection.metrics)())),
        // Its staff have the system itself, and gift cards and letters were answered before.
        Request::Staff(_)
        | Request::GiftCards(_)
        | Request::PreviewMail(_)
        | Request::Waitlist(_)
        | Request::Webhook { .. }
        | Request::Play(..)
        | Request::ExtendHold(_) => plain::<()>(Err(VenueError::NotFound)),
    }
}

fn said<T: Serialize>(answer: Result<T, VenueError>, scope: &Scope) -> String {
    let said = Response {
        marks: scope.marks(),
        fresh_seconds: scope.fresh_seconds(),
        ..Response::plain(answer)
    };
    said.text()
}
