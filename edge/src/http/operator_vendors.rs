//! Endpoints of operators for what the vendor of an account has of the deployment: its profile there, and restaurants that
//! want to be connected.

use http::StatusCode;
use shared::account::OnboardingAnswer;
#[cfg(test)]
use shared::account::{AccountProfile, OnboardingOutcome};
#[cfg(test)]
use shared::problem::ProblemCode;

use super::endpoint::{AdmittedRequest, Body, Endpoint, Handler, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::operator_accounts::account;
use super::operator_venues::OWN;
use super::{Reply, json};

/// The endpoints.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: PROFILE,
        route: "operator.account.profile",
        handler: Handler::Api(|call| Box::pin(profile(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getAccountProfile",
            summary: "What the vendor has of the deployment",
            description: "Its profile, as the vendor answers it: without credentials. For accounts with Lightspeed.",
            response: FIELDS,
            problems: PROBLEMS,
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Put,
        path: PROFILE,
        route: "operator.account.profile",
        handler: Handler::Api(|call| Box::pin(set_profile(call))),
        #[cfg(test)]
        docs: Docs {
            id: "setAccountProfile",
            summary: "Set the vendor's profile as the settings have it",
            description: "The addresses of deliveries, their kinds and credentials, and the statuses of tables in service. \
                Setting it again renews it. For accounts with Lightspeed.",
            response: FIELDS,
            problems: PROBLEMS,
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Put,
        path: "/v1/operator/accounts/{account}/profile/authentication",
        route: "operator.account.authentication",
        handler: Handler::Api(|call| Box::pin(set_authentication(call))),
        #[cfg(test)]
        docs: Docs {
            id: "setAccountAuthentication",
            summary: "Set how the vendor's deliveries prove their origin",
            description: "By the credentials that the settings name, and nothing else of the profile: after a secret was \
                changed. For accounts with Lightspeed.",
            response: FIELDS,
            problems: PROBLEMS,
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Put,
        path: "/v1/operator/accounts/{account}/profile/courses",
        route: "operator.account.courses",
        handler: Handler::Api(|call| Box::pin(set_courses(call))),
        #[cfg(test)]
        docs: Docs {
            id: "setAccountCourses",
            summary: "Set the statuses of tables in service",
            description: "As the settings have them, and nothing else of the profile. For accounts with Lightspeed.",
            response: FIELDS,
            problems: PROBLEMS,
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/operator/accounts/{account}/onboardings",
        route: "operator.account.onboarding",
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(answer_onboarding(call))),
        #[cfg(test)]
        docs: Docs {
            id: "answerAccountOnboarding",
            summary: "Answer a restaurant that wants to be connected",
            description: "Tells the vendor which restaurant it is. If the vendor agrees, what it sends for the restaurant goes \
                to the venue from now on. It takes no answer after the onboarding's end.",
            request: Some(Content::json::<OnboardingAnswer>(
                r#"{ "onboarding": "6f1c0c0e", "restaurant": "linde", "venue": "linde" }"#,
            )),
            response: Content::json::<OnboardingOutcome>(r#"{ "code": "DONE", "isConnected": true }"#),
            problems: &[
                ProblemCode::ValidationFailed,
                ProblemCode::AccountNotConnected,
                ProblemCode::SealingUnavailable,
            ],
            ..DOCS
        },
        ..OWN
    },
];

const PROFILE: &str = "/v1/operator/accounts/{account}/profile";

#[cfg(test)]
const PROBLEMS: &[ProblemCode] = &[ProblemCode::AccountNotConnected, ProblemCode::SealingUnavailable];

#[cfg(test)]
const FIELDS: Content =
    Content::json::<AccountProfile>(r#"{ "fields": [{ "name": "displayName", "value": "Couvert" }] }"#);

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Operator,
    ..Docs::UNDESCRIBED
};

async fn profile(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    Ok(json(StatusCode::OK, &account(&call)?.profile().await?))
}

async fn set_profile(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    Ok(json(StatusCode::OK, &account(&call)?.set_profile().await?))
}

async fn set_authentication(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    Ok(json(StatusCode::OK, &account(&call)?.set_webhook_auth().await?))
}

async fn set_courses(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    Ok(json(StatusCode::OK, &account(&call)?.set_courses().await?))
}

async fn answer_onboarding(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let answer: OnboardingAnswer = call.body()?;
    let outcome = account(&call)?.answer_onboarding(answer).await?;
    Ok(json(StatusCode::OK, &outcome))
}
