//! Dispatches a request to the venue's remote booking system, with a deadline: 8 s for reads, 25 s for writes.

use serde::Serialize;

use super::call::{Call, Said};
use super::writer::{READ_DEADLINE, Reached, WRITE_DEADLINE, plain};
use crate::provider::{Provider, ProviderError};
use crate::upstream::Scope;

/// Asks the other system, within the time that a call of this kind may take.
pub(super) async fn by_remote(reached: &Reached, call: &Call) -> String {
    let deadline = if call.is_write() {
        WRITE_DEADLINE
    } else {
        READ_DEADLINE
    };
    let scope = Scope::new(reached.ports.clock.elapsed() + deadline);
    let provider = reached.remote.for_request(&scope);
    match call {
        Call::Experiences => said(provider.experiences().await, &scope),
        Call::Calendar(question) => said(provider.calendar(question).await, &scope),
        Call::Slots(question) => said(provider.slots(question).await, &scope),
        Call::Reserve(order) => said(provider.reserve(order).await, &scope),
        Call::Reservation(id) => said(provider.reservation(id).await, &scope),
        Call::Reservations(question) => said(provider.reservations(question).await, &scope),
        Call::Change(id, change) => said(provider.change(id, change).await, &scope),
        Call::SetStatus(id, status) => said(provider.set_status(id, *status).await, &scope),
        Call::Metrics => plain(Ok((reached.metrics)())),
        // Its staff have the system itself, and gift cards and letters were answered before.
        Call::Staff(_)
        | Call::Cards(_)
        | Call::ShownMail(_)
        | Call::Waitlist(_)
        | Call::Webhook { .. }
        | Call::Play(..)
        | Call::ExtendHold(_) => plain::<()>(Err(ProviderError::NotFound)),
    }
}

fn said<T: Serialize>(answer: Result<T, ProviderError>, scope: &Scope) -> String {
    let said = Said {
        marks: scope.marks(),
        fresh_seconds: scope.fresh_seconds(),
        ..Said::plain(answer)
    };
    said.text()
}
