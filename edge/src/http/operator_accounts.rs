//! Endpoints of operators for the accounts that the deployment has with vendors.

use http::StatusCode;
#[cfg(test)]
use shared::account::{AccountAuthorization, AccountDetails, UnassignedDeliveryList};
use shared::account::{AccountList, AccountSummary, KeyRotation, RestaurantAssignment};
#[cfg(test)]
use shared::audit::AuditPage;
use shared::audit::AuditQuery;
use shared::id::{AccountId, AccountRestaurantId, TokenName};
#[cfg(test)]
use shared::page::PagePosition;
use shared::problem::ProblemCode;

use super::endpoint::{AdmittedRequest, Body, Endpoint, Handler, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Parameter, Schema, Tag};
use super::operator_venues::OWN;
use super::{Reply, account_deliveries, json, no_content};
use crate::account::client::AccountClient;

/// The endpoints.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: "/v1/operator/accounts",
        route: "operator.accounts",
        handler: Handler::Api(|call| Box::pin(async move { Ok(list(&call)) })),
        #[cfg(test)]
        docs: Docs {
            id: "listAccounts",
            summary: "The accounts that the deployment has with vendors",
            description: "Those of its files, `edge/accounts`.",
            response: Content::json::<AccountList>(
                r#"{ "accounts": [{ "id": "group", "vendor": "lightspeed", "name": "Lightspeed K-Series" }] }"#,
            ),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        path: "/v1/operator/accounts/{account}",
        route: "operator.account",
        handler: Handler::Api(|call| Box::pin(details(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getAccount",
            summary: "An account",
            description: "Its tokens, our keys as an issuer, its restaurants with their venues, and its onboardings. No text of \
                a token or of a key is shown. A token that is `interrupted`, `refused` or `over` has to be authorized again.",
            response: DETAILS,
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/operator/accounts/{account}/keys/rotation",
        route: "operator.account.keys",
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(rotate(call))),
        #[cfg(test)]
        docs: Docs {
            id: "rotateAccountKeys",
            summary: "Rotate the keys of an account's issuer",
            description: "A new key is published at once and signs after ten minutes; the one before stays published until the \
                last token that it has signed is over. While a key waits to sign nothing changes. An immediate rotation ends \
                every earlier key, and the tokens that they have signed. Without being asked the keys are rotated every 90 \
                days. `not_found` for an account whose vendor fetches no tokens here.",
            request: Some(Content::json::<KeyRotation>(r#"{ "isImmediate": false }"#)),
            response: DETAILS,
            problems: &[ProblemCode::SealingUnavailable],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/operator/accounts/{account}/tokens/{tokenName}/authorization",
        route: "operator.account.authorization",
        handler: Handler::Api(|call| Box::pin(authorize(call))),
        #[cfg(test)]
        docs: Docs {
            id: "authorizeAccountToken",
            summary: "Begin the authorization of a token",
            description: "The response has the vendor's address at which a person authorizes the deployment. They come back to \
                `/oauth/{account}/callback`. The token `platform` is the account's own, any other is that of the restaurant of \
                this id. A token that is there stays until the new one has come.",
            response: Content::json::<AccountAuthorization>(""),
            problems: &[ProblemCode::AccountNotConnected, ProblemCode::SealingUnavailable],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/operator/accounts/{account}/tokens/{tokenName}/refresh",
        route: "operator.account.refresh",
        handler: Handler::Api(|call| Box::pin(refresh(call))),
        #[cfg(test)]
        docs: Docs {
            id: "refreshAccountToken",
            summary: "Refresh a token now",
            description: "Tokens are refreshed without being asked. After an interruption this tries the refresh once more, by \
                the same refresh token: do it only where it is certain that the vendor has not carried the first one out. A \
                vendor may lock a client that sends a refresh token twice. The state in the response says what came of it.",
            response: DETAILS,
            problems: &[ProblemCode::AccountNotConnected, ProblemCode::SealingUnavailable],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Delete,
        path: "/v1/operator/accounts/{account}/tokens/{tokenName}",
        route: "operator.account.token",
        handler: Handler::Api(|call| Box::pin(forget(call))),
        #[cfg(test)]
        docs: Docs {
            id: "deleteAccountToken",
            summary: "Delete a token",
            description: "Here alone: the vendor does not learn of it.",
            status: 204,
            response: Content::NONE,
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Put,
        path: RESTAURANT,
        route: "operator.account.restaurant",
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(assign(call))),
        #[cfg(test)]
        docs: Docs {
            id: "assignAccountRestaurant",
            summary: "Make a restaurant of an account a venue",
            description: "What the vendor sends for the restaurant goes to the venue from now on. A venue is one restaurant of \
                an account.",
            request: Some(Content::json::<RestaurantAssignment>(
                r#"{ "venue": "linde", "location": "9765040300495493" }"#,
            )),
            response: DETAILS,
            problems: &[ProblemCode::ValidationFailed],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Delete,
        path: RESTAURANT,
        route: "operator.account.restaurant",
        handler: Handler::Api(|call| Box::pin(withdraw(call))),
        #[cfg(test)]
        docs: Docs {
            id: "withdrawAccountRestaurant",
            summary: "Make a restaurant of an account no venue any more",
            description: "Its token is deleted too. What the vendor sends for it is kept for some days, as for every restaurant \
                that is no venue.",
            status: 204,
            response: Content::NONE,
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        path: "/v1/operator/accounts/{account}/deliveries",
        route: "operator.account.deliveries",
        handler: Handler::Api(|call| Box::pin(deliveries(call))),
        #[cfg(test)]
        docs: Docs {
            id: "listUnassignedDeliveries",
            summary: "Deliveries of an account that belong to no venue",
            description: "The oldest first, without their bodies. 200 of them are kept for seven days.",
            response: Content::json::<UnassignedDeliveryList>(r#"{ "deliveries": [] }"#),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Delete,
        path: "/v1/operator/accounts/{account}/deliveries/{deliveryNumber}",
        route: "operator.account.delivery",
        handler: Handler::Api(|call| Box::pin(discard(call))),
        #[cfg(test)]
        docs: Docs {
            id: "discardUnassignedDelivery",
            summary: "Delete a delivery that belongs to no venue",
            description: "For good.",
            status: 204,
            response: Content::NONE,
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        path: "/v1/operator/accounts/{account}/audit",
        route: "operator.account.audit",
        handler: Handler::Api(|call| Box::pin(audit(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getAccountAudit",
            summary: "Who changed what in an account",
            description: "Authorizations, rotations of keys and assignments of restaurants by operators, the newest first, 100 \
                on a page.",
            parameters: &[Parameter::optional(
                "before",
                "The `next` of the page before.",
                Schema::of::<PagePosition>(),
            )],
            response: Content::json::<AuditPage>(r#"{ "entries": [] }"#),
            ..DOCS
        },
        ..OWN
    },
];

const RESTAURANT: &str = "/v1/operator/accounts/{account}/restaurants/{restaurantId}";

#[cfg(test)]
const DETAILS: Content = Content::json::<AccountDetails>("");

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Operator,
    ..Docs::UNDESCRIBED
};

/// The client of the path's account, with the operator as sender; `not_found` for one that the deployment does not have.
pub(super) fn account<'a>(call: &AdmittedRequest<'_, 'a>) -> Result<AccountClient<'a>, ApiError> {
    let id = call.parameter("account", AccountId::parse)?;
    let settings = call.context.accounts.get(&id).ok_or(ProblemCode::NotFound)?;
    let operator = call.staff.as_ref().map(|staff| staff.credential.clone());
    Ok((call.context.account)(&settings.id).with_operator(operator))
}

fn token_name(call: &AdmittedRequest<'_, '_>) -> Result<TokenName, ApiError> {
    call.parameter("tokenName", TokenName::parse)
}

fn restaurant(call: &AdmittedRequest<'_, '_>) -> Result<AccountRestaurantId, ApiError> {
    call.parameter("restaurantId", AccountRestaurantId::parse)
}

fn list(call: &AdmittedRequest<'_, '_>) -> Reply {
    let accounts = call.context.accounts.iter().map(|account| AccountSummary {
        id: account.id.clone(),
        vendor: account.vendor.clone(),
        name: account.name.clone(),
    });
    let accounts = accounts.collect();
    json(StatusCode::OK, &AccountList { accounts })
}

async fn details(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    Ok(json(StatusCode::OK, &account(&call)?.details().await?))
}

async fn rotate(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let rotation: KeyRotation = call.body()?;
    let rotated = account(&call)?.rotate_keys(rotation).await?;
    Ok(json(StatusCode::OK, &rotated))
}

async fn authorize(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let authorization = account(&call)?.authorize(token_name(&call)?).await?;
    Ok(json(StatusCode::OK, &authorization))
}

async fn refresh(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let refreshed = account(&call)?.refresh(token_name(&call)?).await?;
    Ok(json(StatusCode::OK, &refreshed))
}

async fn forget(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    account(&call)?.forget(token_name(&call)?).await?;
    Ok(no_content())
}

async fn assign(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let new: RestaurantAssignment = call.body()?;
    let (client, restaurant, venue) = (account(&call)?, restaurant(&call)?, new.venue.clone());
    let assigned = client.assign(restaurant.clone(), new).await?;
    // What was sent for it before it was a venue. Where that fails it goes with the next delivery.
    if let Some(settings) = call.context.accounts.get(&assigned.id)
        && let Err(error) = account_deliveries::hand_over(call.context, settings, &restaurant, &venue).await
    {
        call.cause.replace(Some(error.log_text().to_owned()));
    }
    Ok(json(StatusCode::OK, &assigned))
}

async fn withdraw(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    account(&call)?.withdraw(restaurant(&call)?).await?;
    Ok(no_content())
}

async fn deliveries(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    Ok(json(StatusCode::OK, &account(&call)?.deliveries().await?))
}

async fn discard(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let number = call.parameter("deliveryNumber", str::parse::<u64>)?;
    account(&call)?.discard_delivery(number).await?;
    Ok(no_content())
}

async fn audit(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let AuditQuery { before } = call.query()?;
    Ok(json(StatusCode::OK, &account(&call)?.audit(before).await?))
}

#[cfg(test)]
#[path = "operator_accounts_tests.rs"]
mod tests;
