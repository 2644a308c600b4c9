//! The page on which the restaurant's manager connects the till, `/staff/{venue}/till`: one button for each step. It is for
//! people who are signed in and may change the settings.

use http::Method;
use secrecy::ExposeSecret;
use shared::access::Permission;
use shared::problem::ProblemCode;
use shared::till::TillConnectionState;

use super::client::own_origin;
use super::device::device;
use super::endpoint::{Access, AdmittedRequest, Body, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
use super::form::Form;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::session_cookie::{self, Realm};
use super::till_steps::{StepNotice, TillPage};
use super::{Reply, Request, language};
use crate::access::{Credential, StaffSender};
use crate::error::VenueError;
use crate::limits::Class;
use crate::localization::Texts;
use crate::venue::client::VenueClient;
use config::Till;

/// The endpoints of the page.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        #[cfg(test)]
        docs: Docs {
            id: "getTillPage",
            summary: "The page that connects the till",
            description: "For people who are signed in and may change the settings; to others it says with status 403 what is \
                missing. Not found at venues without a till.",
            ..DOCS
        },
        ..PAGE
    },
    Endpoint {
        verb: Verb::Post,
        body: Body::Form,
        #[cfg(test)]
        docs: Docs {
            id: "submitTillPage",
            summary: "Take a step of the till's connection",
            description: "With a `location` it is chosen; else `act` names the step. The step `authorize` leads to the vendor. \
                Sent by this page alone: the request has to state its origin.",
            request: Some(Content::form(
                r#"{
                    "type": "object",
                    "properties": {
                        "act": { "enum": ["authorize", "connect", "disconnect"] }, "location": { "type": "string" }
                    }
                }"#,
            )),
            ..DOCS
        },
        ..PAGE
    },
];

const PAGE: Endpoint = Endpoint {
    path: "/staff/{venue}/till",
    route: "page.till",
    access: Access::Page,
    rate_limit: RateLimit::Isolate(Class::LookUp),
    handler: Handler::Api(|call| Box::pin(answer(call))),
    ..Endpoint::DEFAULT
};

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Pages,
    problems: &[ProblemCode::Forbidden, ProblemCode::NotFound],
    ..Docs::UNDESCRIBED
};

/// A step of the till's connection, which a button takes.
enum ConnectionStep {
    Authorize,
    Choose(String),
    Connect,
    Disconnect,
}

impl ConnectionStep {
    fn of(request: &Request) -> Result<Self, ApiError> {
        let form = Form::of(request)?;
        let location = form.last("location");
        if !location.is_empty() {
            return Ok(Self::Choose(location.to_owned()));
        }
        match form.last("act") {
            "authorize" => Ok(Self::Authorize),
            "connect" => Ok(Self::Connect),
            "disconnect" => Ok(Self::Disconnect),
            _ => Err(ProblemCode::Malformed.into()),
        }
    }

    /// Takes the step. The address of the vendor, where it leads there.
    async fn take(self, client: &VenueClient<'_>, origin: String) -> Result<Option<String>, VenueError> {
        match self {
            Self::Authorize => return Ok(Some(client.authorize_till().await?.url)),
            Self::Choose(location) => client.choose_till_location(location).await?,
            Self::Connect => drop(client.connect_till(origin).await?),
            Self::Disconnect => client.disconnect_till(origin).await?,
        }
        Ok(None)
    }

    /// The sentence that reports the step as done; none where the page shows it itself.
    const fn done(&self, texts: &'static Texts) -> Option<&'static str> {
        match self {
            Self::Authorize | Self::Choose(_) => None,
            Self::Connect => Some(texts.till_page_done),
            Self::Disconnect => Some(texts.till_page_ended),
        }
    }
}

async fn answer(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let (request, venue) = (call.request, call.venue()?);
    let is_post = *request.method() == Method::POST;
    // A page of another origin must not take a step.
    if is_post && !session_cookie::is_of_own_page(request) {
        return Err(ProblemCode::Forbidden.into());
    }
    let page = TillPage {
        venue,
        till: venue.till().ok_or(ProblemCode::NotFound)?,
        localizer: language::localizer(request, venue)?,
        assets: call.context.assets,
    };
    let step = is_post.then(|| ConnectionStep::of(request)).transpose()?;
    let texts = page.localizer.texts();
    let token = session_cookie::token(request, Realm::Venue(&venue.id));
    let token = token.filter(|_| is_post || session_cookie::is_readable(request));
    let Some(token) = token else {
        return page.refused(texts.till_page_sign_in);
    };
    let sender = StaffSender {
        credential: Credential::Session(token.expose_secret().to_owned(), device(request)),
        permission: Permission::WriteSettings,
    };
    let client = (call.context.venue_client)(venue).with_staff(Some(sender));
    match take_step(&call, &page, &client, step).await {
        Ok(reply) => reply,
        Err(VenueError::Unauthorized) => page.refused(texts.till_page_sign_in),
        Err(VenueError::Forbidden) => page.refused(texts.till_page_forbidden),
        Err(error) => Err(error.into()),
    }
}

/// How far the till is connected; none at a till that is connected in one step.
async fn state(till: Till<'_>, client: &VenueClient<'_>) -> Result<Option<TillConnectionState>, VenueError> {
    match till {
        Till::Lightspeed(_) => client.till_connection().await.map(Some),
        Till::Ikentoo(_) => Ok(None),
    }
}

/// Takes the step of a pressed button, and shows how far the till is connected then.
async fn take_step(
    call: &AdmittedRequest<'_, '_>,
    page: &TillPage<'_>,
    client: &VenueClient<'_>,
    step: Option<ConnectionStep>,
) -> Result<Result<Reply, ApiError>, VenueError> {
    let texts = page.localizer.texts();
    let fault = |error: VenueError| -> Result<StepNotice, VenueError> {
        let text = match &error {
            VenueError::Fields(_) => texts.till_page_choose_first,
            VenueError::Away { .. } | VenueError::Failed(_) | VenueError::Timeout => texts.till_page_failed,
            _ => return Err(error),
        };
        call.cause.replace(Some(error.log_text().to_owned()));
        Ok(StepNotice { text, is_fault: true })
    };
    let mut notice = None;
    if let Some(step) = step {
        let done = step.done(texts);
        let origin = own_origin(call.request).unwrap_or_default();
        match step.take(client, origin).await {
            Ok(Some(url)) => return Ok(page.to_vendor(url)),
            Ok(None) => {
                notice = done.map(|text| StepNotice {
                    text,
                    is_fault: false,
                });
            }
            Err(error) => notice = Some(fault(error)?),
        }
    }
    let state = match state(page.till, client).await {
        Ok(state) => state,
        Err(error) => {
            // The manager may have to agree anew.
            notice = Some(fault(error)?);
            Some(TillConnectionState::default())
        }
    };
    Ok(page.steps(state.as_ref(), notice))
}

#[cfg(test)]
#[path = "till_page_tests.rs"]
mod tests;
