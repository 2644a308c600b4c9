//! Gift cards and their transactions, for tills: in Molzait's wire format.

use http::StatusCode;
use http::header::{HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;
use shared::access::Permission;

use super::gift_card_input as input;
use super::gift_card_wire as wire;
use crate::error::VenueError;
use crate::gift_card::code::CardCode;
use crate::http::endpoint::{Access, AdmittedRequest, Body, Endpoint, Handler, Verb};
use crate::http::external_error::ExternalError;
use crate::http::{Reply, idempotency, json, own_origin};
use crate::storage::idempotency::IdempotencyKey;
use crate::venue::message::staff_gift_card::{
    CardTransactionOutcome, CardTransactionRefusal, CardTransactionUpdate, NewCardTransaction, NewStaffCard,
    StaffCard,
};

/// The endpoints of gift cards.
pub const ENDPOINTS: &[Endpoint] = &[
    // Before the card of a code, which no card has.
    Endpoint {
        path: "/external/gift-cards/templates",
        route: "external.card_templates",
        handler: Handler::External(|call| Box::pin(templates(call))),
        #[cfg(test)]
        docs: super::docs::LIST_CARD_TEMPLATES,
        ..GIFT_CARDS
    },
    Endpoint {
        verb: Verb::Post,
        path: "/external/gift-cards",
        route: "external.create_card",
        body: Body::Json,
        handler: Handler::External(|call| Box::pin(create(call))),
        #[cfg(test)]
        docs: super::docs::CREATE_CARD,
        ..GIFT_CARDS
    },
    Endpoint {
        path: "/external/gift-cards/{code}",
        route: "external.card",
        handler: Handler::External(|call| Box::pin(card(call))),
        #[cfg(test)]
        docs: super::docs::READ_CARD,
        ..GIFT_CARDS
    },
    Endpoint {
        verb: Verb::Post,
        path: "/external/gift-cards/{code}/transactions",
        route: "external.create_card_transaction",
        body: Body::Json,
        handler: Handler::External(|call| Box::pin(create_transaction(call))),
        #[cfg(test)]
        docs: super::docs::CREATE_TRANSACTION,
        ..GIFT_CARDS
    },
    Endpoint {
        path: TRANSACTION,
        route: "external.card_transaction",
        handler: Handler::External(|call| Box::pin(transaction(call))),
        #[cfg(test)]
        docs: super::docs::READ_TRANSACTION,
        ..GIFT_CARDS
    },
    Endpoint {
        verb: Verb::Patch,
        ..UPDATE
    },
    // Molzait's reference does not say which of the two methods it is.
    Endpoint {
        verb: Verb::Put,
        #[cfg(test)]
        docs: super::docs::PUT_TRANSACTION,
        ..UPDATE
    },
];

const TRANSACTION: &str = "/external/gift-cards/{code}/transactions/{transactionId}";

/// Defaults of the entries above, for `..GIFT_CARDS`.
const GIFT_CARDS: Endpoint = Endpoint {
    access: Access::Staff(Permission::GiftCards),
    ..super::EXTERNAL
};

const UPDATE: Endpoint = Endpoint {
    path: TRANSACTION,
    route: "external.update_card_transaction",
    body: Body::Json,
    handler: Handler::External(|call| Box::pin(update_transaction(call))),
    #[cfg(test)]
    docs: super::docs::UPDATE_TRANSACTION,
    ..GIFT_CARDS
};

/// The longest name of a transaction, in bytes: those of long references, which are not hashed in old databases.
const MAX_TRANSACTION_ID: usize = 256;

async fn templates(call: AdmittedRequest<'_, '_>) -> Result<Reply, ExternalError> {
    let (venue, context) = (call.venue()?, call.context);
    // The designs are in the settings, and the key is compared all the same.
    call.staff_client()?.identity().await?;
    let origin = own_origin(call.request).unwrap_or_default();
    let addresses = context.addresses(&origin);
    Ok(json(StatusCode::OK, &wire::templates(venue, addresses)?))
}

async fn create(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ExternalError> {
    let wanted = NewStaffCard {
        key: key(&call)?,
        ..input::card(call.json.take())?
    };
    let created = call.staff_client()?.create_gift_card(wanted).await;
    let created = created.map_err(|error| match error {
        VenueError::KeyReused => ExternalError::conflict("The Idempotency-Key belongs to another request"),
        // The venue has no gift cards.
        VenueError::NotFound => ExternalError::no_such_place(),
        other => other.into(),
    })?;
    shown_card(&call, StatusCode::CREATED, &created)
}

async fn card(call: AdmittedRequest<'_, '_>) -> Result<Reply, ExternalError> {
    let card = call
        .staff_client()?
        .staff_gift_card(code(&call)?)
        .await
        .map_err(ExternalError::of_card)?;
    shown_card(&call, StatusCode::OK, &card)
}

fn shown_card(
    call: &AdmittedRequest<'_, '_>,
    status: StatusCode,
    card: &StaffCard,
) -> Result<Reply, ExternalError> {
    let origin = own_origin(call.request).unwrap_or_default();
    let addresses = call.context.addresses(&origin);
    let shown = wire::Card::of(card, call.venue()?, addresses);
    Ok(replayed(json(status, &shown), card.replayed))
}

async fn create_transaction(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ExternalError> {
    let input::Movement {
        amount,
        is_pending,
        reference,
    } = input::movement(call.json.take())?;
    let new = NewCardTransaction {
        code: code(&call)?,
        amount,
        is_pending,
        reference,
        key: key(&call)?,
    };
    let outcome = call
        .staff_client()?
        .create_card_transaction(new)
        .await
        .map_err(ExternalError::of_card)?;
    shown_outcome(StatusCode::CREATED, &outcome)
}

async fn transaction(call: AdmittedRequest<'_, '_>) -> Result<Reply, ExternalError> {
    let (code, id) = (code(&call)?, transaction_id(&call)?);
    let found = call.staff_client()?.card_transaction(code, &id).await;
    let found = found.map_err(of_transaction)?;
    Ok(json(StatusCode::OK, &wire::Transaction::of(&found)))
}

async fn update_transaction(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ExternalError> {
    let input::Settlement { status, reference } = input::settlement(call.json.take())?;
    let update = CardTransactionUpdate {
        code: code(&call)?,
        id: transaction_id(&call)?,
        status,
        reference,
    };
    let outcome = call.staff_client()?.update_card_transaction(update).await;
    shown_outcome(StatusCode::OK, &outcome.map_err(of_transaction)?)
}

fn shown_outcome(status: StatusCode, outcome: &CardTransactionOutcome) -> Result<Reply, ExternalError> {
    match outcome {
        CardTransactionOutcome::Recorded {
            transaction,
            replayed: is_replayed,
        } => Ok(replayed(
            json(status, &wire::Transaction::of(transaction)),
            *is_replayed,
        )),
        CardTransactionOutcome::Refused(refusal) => Err(of_refusal(*refusal)),
    }
}

fn of_refusal(refusal: CardTransactionRefusal) -> ExternalError {
    let message = match refusal {
        CardTransactionRefusal::Amount => {
            return ExternalError::bad(vec!["amount: out_of_range".to_owned()]);
        }
        CardTransactionRefusal::OverBalance => {
            return ExternalError::bad(vec!["amount: more than the gift card's balance".to_owned()]);
        }
        CardTransactionRefusal::Expired => "The gift card has expired",
        CardTransactionRefusal::Withdrawn => "The purchase of the gift card was withdrawn",
        CardTransactionRefusal::Reused => "The reference or Idempotency-Key belongs to another transaction",
        CardTransactionRefusal::Successful => "The transaction is successful already",
        CardTransactionRefusal::Cancelled => "The transaction was cancelled",
        CardTransactionRefusal::Lapsed => "The transaction was pending for too long and has lapsed",
    };
    ExternalError::conflict(message)
}

/// The error of a request about a transaction that exists.
fn of_transaction(error: VenueError) -> ExternalError {
    match error {
        VenueError::NotFound => ExternalError::no_card_transaction(),
        other => other.into(),
    }
}

/// The same reply, marked if an earlier request had created what it shows.
fn replayed(mut reply: Reply, is_replayed: bool) -> Reply {
    if is_replayed {
        let name = HeaderName::from_static("idempotency-replayed");
        reply.headers_mut().insert(name, HeaderValue::from_static("true"));
    }
    reply
}

/// The request's `Idempotency-Key`, which is optional here.
fn key(call: &AdmittedRequest<'_, '_>) -> Result<Option<IdempotencyKey>, ExternalError> {
    if !call.request.headers().contains_key("idempotency-key") {
        return Ok(None);
    }
    let fault = || {
        ExternalError::bad(vec![
            "Idempotency-Key: write 1 to 255 visible characters".to_owned(),
        ])
    };
    idempotency::key(call.request).map(Some).map_err(|_| fault())
}

/// A part of the path, percent-decoded: codes and names of transactions may have any character.
fn decoded(call: &AdmittedRequest<'_, '_>, name: &str) -> Option<String> {
    let (_, text) = call.parameters.iter().find(|(known, _)| *known == name)?;
    let text = percent_decode_str(text).decode_utf8().ok()?;
    Some(text.into_owned())
}

fn code(call: &AdmittedRequest<'_, '_>) -> Result<CardCode, ExternalError> {
    let text = decoded(call, "code");
    let code = text.and_then(|text| CardCode::parse(&text).ok());
    code.ok_or_else(ExternalError::no_card)
}

fn transaction_id(call: &AdmittedRequest<'_, '_>) -> Result<String, ExternalError> {
    let id = decoded(call, "transactionId").filter(|id| (1..=MAX_TRANSACTION_ID).contains(&id.len()));
    id.ok_or_else(ExternalError::no_card_transaction)
}

#[cfg(test)]
#[path = "gift_cards_tests.rs"]
mod tests;
