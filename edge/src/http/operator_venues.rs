//! Endpoints for the directory of venues: operators list, create, rename, suspend and resume them.

use config::is_demonstration;
use http::StatusCode;
#[cfg(test)]
use shared::directory::DirectoryPage;
use shared::directory::{DirectoryQuery, DirectoryVenue, NewVenue, VenueRename, VenueSource, VenueStatus};
use shared::id::VenueId;
use shared::problem::ProblemCode;
use shared::validation::{FieldCode, FieldError};

use super::endpoint::{Access, AdmittedRequest, Body, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Parameter, Schema, Tag};
use super::{Reply, json};
use crate::directory::client::DirectoryClient;
use crate::directory::message::{FileVenue, VenueCreation, VenueSubject};
use crate::error::VenueError;
use crate::venue::client::VenueClient;
use crate::venue::message::operator::Suspension;
use crate::venue::message::settings::SettingsInForce;
use crate::venue::settings;

/// The endpoints.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: VENUES,
        route: "operator.venues",
        handler: Handler::Api(|call| Box::pin(list(call))),
        #[cfg(test)]
        docs: Docs {
            id: "listVenues",
            summary: "The venues of the deployment",
            description: "By id, 100 on a page: those of its files, and those that were created by this API. A venue of a \
                file stays in the list once its file is taken away, with `isFileMissing`.",
            parameters: &[
                Parameter::optional("after", "The `next` of the page before.", Schema::of::<VenueId>()),
                Parameter::optional(
                    "status",
                    "Only venues in this state.",
                    Schema::of::<VenueStatus>(),
                ),
            ],
            response: Content::json::<DirectoryPage>(
                r#"{ "venues": [
                    { "id": "demo", "name": "Demo", "status": "live", "source": "file" },
                    { "id": "linde", "name": "Gasthaus zur Linde", "status": "live", "source": "api",
                      "createdAt": "2026-11-29T18:00:00Z", "createdBy": "operator" }
                ] }"#,
            ),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: VENUES,
        route: "operator.venues",
        body: Body::LargeJson,
        handler: Handler::Api(|call| Box::pin(create(call))),
        #[cfg(test)]
        docs: Docs {
            id: "createVenue",
            summary: "Create a venue",
            description: "The settings are checked as a whole, every fault is named with its place, and they become \
                version 1. The same creation again is answered alike, and completes one that was interrupted. Another \
                one of the same id is refused: ids are never reused, and those of the deployment's files, of now and \
                of before, are taken. \
                The venue answers guests at once; where its id was asked for before, within 30 seconds.",
            request: Some(Content::json::<NewVenue>("")),
            status: 201,
            response: VENUE_RESPONSE,
            problems: &[ProblemCode::VenueExists, ProblemCode::SettingsInvalid],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        path: VENUE,
        route: "operator.venue",
        handler: Handler::Api(|call| Box::pin(venue(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getDirectoryVenue",
            summary: "A venue in the directory",
            description: "Its display name, its state and its origin. Its settings are read as staff do. A venue of a file \
                that was taken away after its settings were changed is found by its id, and listed from then on.",
            response: VENUE_RESPONSE,
            problems: &[ProblemCode::VenueNotFound],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Patch,
        path: VENUE,
        route: "operator.venue",
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(rename(call))),
        #[cfg(test)]
        docs: Docs {
            id: "renameVenue",
            summary: "Give a venue another display name",
            description: "The name for operators. Guests see the name in the venue's settings, which stays.",
            request: Some(Content::json::<VenueRename>(r#"{ "name": "Linde, Vienna" }"#)),
            response: VENUE_RESPONSE,
            problems: &[ProblemCode::VenueNotFound],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/operator/venues/{venueId}/suspend",
        route: "operator.venue.suspend",
        handler: Handler::Api(|call| Box::pin(set_suspended(call, true))),
        #[cfg(test)]
        docs: Docs {
            id: "suspendVenue",
            summary: "Suspend a venue",
            description: "It takes no bookings, sells no gift cards and takes nobody on its waitlist: such calls are \
                answered with `venue_suspended`, and its page says so. What was booked or bought before can be read, \
                cancelled, paid and withdrawn from, staff see it, and letters, refunds and retention go on. Open \
                offers of its waitlist are taken back, and their guests wait again. In force \
                everywhere within 65 seconds. Suspending it again changes nothing.",
            response: VENUE_RESPONSE,
            problems: &[ProblemCode::VenueNotFound, ProblemCode::SettingsInvalid],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/operator/venues/{venueId}/resume",
        route: "operator.venue.resume",
        handler: Handler::Api(|call| Box::pin(set_suspended(call, false))),
        #[cfg(test)]
        docs: Docs {
            id: "resumeVenue",
            summary: "Resume a venue",
            description: "It takes bookings again. A venue whose creation was interrupted is completed with the \
                settings of that creation. Resuming one that is live changes nothing.",
            response: VENUE_RESPONSE,
            problems: &[ProblemCode::VenueNotFound, ProblemCode::SettingsInvalid],
            ..DOCS
        },
        ..OWN
    },
];

const VENUES: &str = "/v1/operator/venues";
const VENUE: &str = "/v1/operator/venues/{venueId}";

/// The number of venues on a page.
const PAGE: u16 = 100;

/// Defaults of the entries above, for `..OWN`.
pub(super) const OWN: Endpoint = Endpoint {
    access: Access::Operator,
    rate_limit: RateLimit::Staff,
    ..Endpoint::DEFAULT
};

#[cfg(test)]
const VENUE_RESPONSE: Content = Content::json::<DirectoryVenue>("");

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Operator,
    ..Docs::UNDESCRIBED
};

async fn list(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let DirectoryQuery { after, status } = call.query()?;
    let (directory, files) = (call.directory(), call.file_venues());
    let page = directory.list((after, status), PAGE, files).await?;
    Ok(json(StatusCode::OK, &page))
}

async fn create(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let NewVenue { id, name, settings } = call.body()?;
    if is_demonstration(&id) {
        // A release does not serve them.
        return Err(VenueError::Fields(vec![FieldError::new("/id", FieldCode::NotOffered)]).into());
    }
    // Checked before the id is taken.
    let settings = settings::read_new(&id, &settings, call.context.demo.is_some())?;
    if call.context.venues.get(&id).is_some() {
        return Err(ProblemCode::VenueExists.into());
    }
    let settings = serde_json::to_value(&settings).map_err(|error| VenueError::Broken(error.to_string()))?;
    let creation = VenueCreation {
        id: id.clone(),
        name,
        settings,
    };
    let begun = call.directory().begin(creation).await?;
    let venue = call.completed(begun).await?;
    if venue.source == VenueSource::File {
        // Its object had one already.
        return Err(ProblemCode::VenueExists.into());
    }
    Ok(json(StatusCode::CREATED, &venue))
}

async fn venue(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    Ok(json(StatusCode::OK, &call.found_venue().await?))
}

async fn rename(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let VenueRename { name } = call.body()?;
    call.found_venue().await?;
    let renamed = call.directory().rename(call.subject()?, name).await?;
    Ok(json(StatusCode::OK, &renamed))
}

/// Suspends or resumes a venue: in its own object first, so that the directory never says what is not in force. A crash
/// in between leaves the directory behind, and the same call again completes it.
async fn set_suspended(call: AdmittedRequest<'_, '_>, is_suspended: bool) -> Result<Reply, ApiError> {
    let venue = call.known_venue().await?;
    let suspension = call.object_of(&venue.id).set_suspended(is_suspended).await?;
    call.context.response_cache.remove_venue(&venue.id);
    let venue = call
        .directory()
        .set_suspended(call.subject()?, suspension)
        .await?;
    Ok(json(StatusCode::OK, &venue))
}

/// The steps of operators' requests.
impl<'a> AdmittedRequest<'_, 'a> {
    /// The client of the directory, with the operator as sender.
    pub(super) fn directory(&self) -> DirectoryClient<'a> {
        let operator = self.staff.as_ref().map(|staff| staff.credential.clone());
        (self.context.directory)().with_operator(operator)
    }

    /// The client of a venue's object, with the operator as sender.
    pub(super) fn object_of(&self, id: &VenueId) -> VenueClient<'a> {
        (self.context.settings_client)(id).with_staff(self.staff.clone())
    }

    /// The venues of the deployment's files.
    pub(super) fn file_venues(&self) -> Vec<FileVenue> {
        let venues = self.context.venues.iter();
        venues
            .map(|venue| FileVenue {
                id: venue.id.clone(),
                name: venue.name.clone(),
            })
            .collect()
    }

    /// The venue of the path.
    pub(super) fn subject(&self) -> Result<VenueSubject, ApiError> {
        Ok(self.subject_of(self.parameter("venueId", VenueId::parse)?))
    }

    fn subject_of(&self, id: VenueId) -> VenueSubject {
        let of_file = self.context.venues.get(&id);
        VenueSubject {
            file_name: of_file.map(|venue| venue.name.clone()),
            id,
        }
    }

    /// The venue of the path. Where the directory has no row its object is asked: a venue of a file that was taken away may
    /// have settings there, and is known from now on. The object of an unknown id writes nothing.
    pub(super) async fn found_venue(&self) -> Result<DirectoryVenue, ApiError> {
        let (directory, subject) = (self.directory(), self.subject()?);
        match directory.venue(subject.clone()).await {
            Err(VenueError::UnknownVenue) => {}
            known => return Ok(known?),
        }
        let found = self.object_of(&subject.id).settings_in_force(None).await?;
        let (SettingsInForce::Stored(_, settings), is_suspended) = found else {
            return Err(ProblemCode::VenueNotFound.into());
        };
        let venue = directory.adopt(subject.clone(), settings.name).await?;
        if !is_suspended {
            return Ok(venue);
        }
        let suspension = Suspension {
            is_suspended,
            change: 0,
        };
        Ok(directory.set_suspended(subject, suspension).await?)
    }

    /// The same, whose creation is completed: its own object knows it.
    pub(super) async fn known_venue(&self) -> Result<DirectoryVenue, ApiError> {
        let venue = self.found_venue().await?;
        self.completed(venue).await
    }

    /// Completes the creation of a venue, if it was begun and is not completed. If its object refuses the settings, the id
    /// is free again; if it has another venue, of a file, that one is known from now on.
    async fn completed(&self, venue: DirectoryVenue) -> Result<DirectoryVenue, ApiError> {
        if venue.status != VenueStatus::Creating {
            return Ok(venue);
        }
        let directory = self.directory();
        // None where another request has completed it meanwhile.
        if let Some(settings) = directory.unfinished(&venue.id).await? {
            match self.object_of(&venue.id).create(settings.clone()).await {
                Ok(()) => {}
                Err(VenueError::Refused(ProblemCode::VenueExists)) => {
                    let subject = self.subject_of(venue.id);
                    return Ok(directory.adopt(subject, venue.name).await?);
                }
                Err(refused @ VenueError::SettingsRefused { .. }) => {
                    directory.abandon(&venue.id, settings).await?;
                    return Err(refused.into());
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(directory.complete(&venue.id).await?)
    }
}

#[cfg(test)]
#[path = "operator_creations_tests.rs"]
mod creations_tests;
#[cfg(test)]
#[path = "operator_venues_tests.rs"]
mod tests;
