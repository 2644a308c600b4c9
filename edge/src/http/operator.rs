//! Endpoints of operators beside those for venues: the directory's audit log, the worker secrets of a venue, and a new seal
//! for the secrets of all venues.

use config::secret::is_name;
use http::StatusCode;
use shared::audit::AuditQuery;
#[cfg(test)]
use shared::audit::{AuditPage, AuditPosition};
use shared::directory::{AssignedSecrets, ResealPage, ResealQuery, ResealedVenue, VenueStatus};
use shared::id::{SecretName, VenueId};
use shared::problem::ProblemCode;

use super::endpoint::{AdmittedRequest, Endpoint, Handler, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Parameter, Schema, Tag};
use super::operator_venues::OWN;
use super::problem::of_provider;
use super::{Reply, json, no_content};
use crate::error::VenueError;
use crate::venue::message::staff::Resealed;

/// The endpoints.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: "/v1/operator/audit",
        route: "operator.audit",
        handler: Handler::Api(|call| Box::pin(audit(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getDirectoryAudit",
            summary: "Who changed what in the directory",
            description: "Creations, suspensions and new names of venues, and invitations, removals and sessions of \
                operators, the newest first, 100 on a page. Changes of a venue's settings, keys, secrets and reservations \
                are in the venue's own log.",
            parameters: &[Parameter::optional(
                "before",
                "The `next` of the page before.",
                Schema::of::<AuditPosition>(),
            )],
            response: Content::json::<AuditPage>(
                r#"{ "entries": [{
                    "id": 3, "at": "2026-11-29T18:00:00Z", "actor": "operator", "action": "venue.status",
                    "subject": "linde", "before": "live", "after": "suspended"
                }] }"#,
            ),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        path: "/v1/operator/venues/{venueId}/worker-secrets",
        route: "operator.venue.secrets",
        handler: Handler::Api(|call| Box::pin(worker_secrets(call))),
        #[cfg(test)]
        docs: Docs {
            id: "listWorkerSecrets",
            summary: "The worker secrets that are assigned to a venue",
            description: "Their names. Those that the deployment's file of the venue names count as assigned and are not \
                listed: assign them before the file is taken away, if the venue is to go on with its stored settings.",
            response: Content::json::<AssignedSecrets>(
                r#"{ "secrets": [{
                    "name": "LINDE_MAIL_KEY", "assignedAt": "2026-11-29T18:00:00Z", "assignedBy": "operator"
                }] }"#,
            ),
            problems: &[ProblemCode::VenueNotFound],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Put,
        path: SECRET,
        route: "operator.venue.secret",
        handler: Handler::Api(|call| Box::pin(assign(call))),
        #[cfg(test)]
        docs: Docs {
            id: "assignWorkerSecret",
            summary: "Assign a worker secret to a venue",
            description: "The venue reads it where its settings name it. A name that is not assigned reads as not set. \
                Assigning it again changes nothing; the deployment's own secrets are refused, and more than 128 names. \
                The same name may be assigned to several venues, which then share its value.",
            status: 204,
            response: Content::NONE,
            problems: &[
                ProblemCode::VenueNotFound,
                ProblemCode::SettingsInvalid,
                ProblemCode::ValidationFailed,
                ProblemCode::Forbidden,
            ],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Delete,
        path: SECRET,
        route: "operator.venue.secret",
        handler: Handler::Api(|call| Box::pin(withdraw(call))),
        #[cfg(test)]
        docs: Docs {
            id: "withdrawWorkerSecret",
            summary: "Withdraw a worker secret from a venue",
            description: "In force for the next call to another system. What needs the secret waits, or is refused. A \
                name in the deployment's file of the venue stays assigned.",
            status: 204,
            response: Content::NONE,
            problems: &[ProblemCode::VenueNotFound, ProblemCode::SettingsInvalid],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/operator/secrets/reseal",
        route: "operator.reseal",
        handler: Handler::Api(|call| Box::pin(reseal(call))),
        #[cfg(test)]
        docs: Docs {
            id: "resealSecrets",
            summary: "Seal the secrets of venues with the current key",
            description: "After a rotation of `SEAL_KEY`, for 20 venues at once: repeat it with `next` until there is \
                none. A page that fails can be sent again. Then `SEAL_KEY_PREVIOUS` is needed no longer, unless a venue \
                has a `problem` or `unreadable` secrets.",
            parameters: &[Parameter::optional(
                "after",
                "The `next` of the response before.",
                Schema::of::<VenueId>(),
            )],
            response: Content::json::<ResealPage>(
                r#"{ "venues": [
                    { "venue": "adler", "resealed": 2, "current": 0 },
                    { "venue": "linde", "resealed": 0, "current": 1, "unreadable": ["LINDE_MAIL_KEY"] }
                ], "next": "linde" }"#,
            ),
            ..DOCS
        },
        ..OWN
    },
];

const SECRET: &str = "/v1/operator/venues/{venueId}/worker-secrets/{secretName}";

/// The number of venues whose secrets are sealed again by one request: each is a call of its object, of which a request
/// may make 50 on a free plan.
const RESEALED: u16 = 20;

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Operator,
    ..Docs::UNDESCRIBED
};

async fn audit(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let AuditQuery { before } = call.query()?;
    Ok(json(StatusCode::OK, &call.directory().audit(before).await?))
}

async fn worker_secrets(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let venue = call.found_venue().await?;
    let secrets = match venue.status {
        // It may have no object yet.
        VenueStatus::Creating => AssignedSecrets { secrets: Vec::new() },
        VenueStatus::Live | VenueStatus::Suspended => call.object_of(&venue.id).worker_secrets().await?,
    };
    Ok(json(StatusCode::OK, &secrets))
}

/// The name of the path. What could be a key itself is refused, so that it is neither stored nor logged.
fn secret_name(call: &AdmittedRequest<'_, '_>) -> Result<SecretName, ApiError> {
    let name = call.parameter("secretName", SecretName::parse)?;
    if is_name(name.as_str()) {
        Ok(name)
    } else {
        Err(ProblemCode::NotFound.into())
    }
}

async fn assign(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let name = secret_name(&call)?;
    let venue = call.known_venue().await?;
    call.object_of(&venue.id).assign_secret(name).await?;
    call.context.response_cache.remove_venue(&venue.id);
    Ok(no_content())
}

async fn withdraw(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let name = secret_name(&call)?;
    let venue = call.known_venue().await?;
    call.object_of(&venue.id).withdraw_secret(name).await?;
    call.context.response_cache.remove_venue(&venue.id);
    Ok(no_content())
}

/// Seals the secrets of a page of venues, one after the other. What fails at one venue does not keep the others from it.
async fn reseal(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let ResealQuery { after } = call.query()?;
    let (directory, files) = (call.directory(), call.file_venues());
    let page = directory.list((after, None), RESEALED, files).await?;
    let (mut venues, mut causes) = (Vec::with_capacity(page.venues.len()), Vec::new());
    // One that is being created is asked too: its object may have it already.
    for venue in page.venues {
        let outcome = call.object_of(&venue.id).reseal_secrets().await;
        let Some((outcome, cause)) = resealed(venue.id, outcome) else {
            continue;
        };
        causes.extend(cause.map(|cause| format!("{}: {cause}", outcome.venue)));
        venues.push(outcome);
    }
    if !causes.is_empty() {
        call.cause.replace(Some(causes.join(", ")));
    }
    let next = page.next;
    Ok(json(StatusCode::OK, &ResealPage { venues, next }))
}

/// The outcome of a venue, with the cause of its problem for the log; none of one without a database, in which nothing is
/// sealed.
fn resealed(
    venue: VenueId,
    outcome: Result<Resealed, VenueError>,
) -> Option<(ResealedVenue, Option<String>)> {
    let (counts, problem, cause) = match outcome {
        Ok(counts) => (counts, None, None),
        Err(VenueError::UnknownVenue) => return None,
        Err(error) => {
            let (problem, cause) = of_provider(error);
            (Resealed::default(), Some(problem.code.text().to_owned()), cause)
        }
    };
    let venue = ResealedVenue {
        venue,
        resealed: counts.resealed,
        current: counts.current,
        unreadable: counts.unreadable,
        problem,
    };
    Some((venue, cause))
}

#[cfg(test)]
#[path = "operator_tests.rs"]
mod tests;
