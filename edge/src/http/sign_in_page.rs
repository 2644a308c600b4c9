//! The page for signing in, `/staff/{venue}/sign-in`, or `/operator/sign-in` for operators, to which invitations and other
//! links lead. It is the same for all: the link's token is in the URL's fragment, which no server sees, and then in a field of
//! a form. Nothing is sent before a button is pressed, so that a mail service which opens links does not use one up. Without
//! scripts the token is pasted, or the whole link.

use askama::Template;
use http::Method;
use http::header::SET_COOKIE;
use secrecy::{ExposeSecret, SecretString};
use shared::access::Permission;
use shared::problem::ProblemCode;
use shared::time::{Instant, TimeZone};
use shared::validation::Email;

use super::device::device;
use super::endpoint::{Access, AdmittedRequest, Body, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
use super::form::Form;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::plain_page::{self, Frame};
use super::session_cookie::{self, Realm};
use super::{Reply, Request, language};
use crate::access::{Credential, StaffSender};
use crate::error::VenueError;
use crate::limits::Class;
use crate::localization::Localizer;
use crate::venue::message::person::{NewSession, SignInOutcome};
use config::VenueSettings;

/// The endpoints of the page.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        #[cfg(test)]
        docs: Docs {
            id: "getSignInPage",
            summary: "The page for signing in",
            description: "Takes the token of a link from the fragment, and signs in when its button is pressed.",
            ..DOCS
        },
        ..PAGE
    },
    Endpoint {
        verb: Verb::Post,
        rate_limit: RateLimit::VenueObject,
        body: Body::Form,
        #[cfg(test)]
        docs: Docs {
            id: "submitSignInPage",
            summary: "Sign in, or ask for a link",
            description: "With the `token` of a link, which is used up by it, the response sets the cookie of a session. \
                With an `email` a link is sent to the person of this address, if there is one. Sent by this page alone: \
                the request has to state its origin.",
            request: Some(Content::form(
                r#"{ "type": "object", "properties": { "token": { "type": "string" }, "email": { "type": "string" } } }"#,
            )),
            headers: &[("set-cookie", "The session, after a link that was valid.")],
            ..DOCS
        },
        ..PAGE
    },
    Endpoint {
        verb: Verb::Post,
        path: "/staff/{venue}/sign-out",
        route: "page.sign_out",
        rate_limit: RateLimit::Isolate(Class::LookUp),
        body: Body::Form,
        handler: Handler::Api(|call| Box::pin(sign_out(call))),
        #[cfg(test)]
        docs: Docs {
            id: "submitSignOut",
            summary: "Sign out",
            description: "Ends the session of the cookie, which is deleted. The request has to state its origin.",
            request: Some(Content::form(r#"{ "type": "object" }"#)),
            headers: &[("set-cookie", "Deletes the cookie.")],
            ..DOCS
        },
        ..PAGE
    },
    Endpoint {
        path: "/operator/sign-in",
        route: "page.operator_sign_in",
        #[cfg(test)]
        docs: Docs {
            id: "getOperatorSignInPage",
            summary: "The page for operators to sign in",
            description: "Takes the token of a link from the fragment, and signs in when its button is pressed.",
            ..DOCS
        },
        ..PAGE
    },
    Endpoint {
        verb: Verb::Post,
        path: "/operator/sign-in",
        route: "page.operator_sign_in",
        rate_limit: RateLimit::Isolate(Class::LookUp),
        body: Body::Form,
        #[cfg(test)]
        docs: Docs {
            id: "submitOperatorSignInPage",
            summary: "Sign in as an operator, or ask for a link",
            description: "As the page of a venue does. The cookie is `__Host-couvert-operator`.",
            request: Some(Content::form(
                r#"{ "type": "object", "properties": { "token": { "type": "string" }, "email": { "type": "string" } } }"#,
            )),
            headers: &[("set-cookie", "The session, after a link that was valid.")],
            ..DOCS
        },
        ..PAGE
    },
    Endpoint {
        verb: Verb::Post,
        path: "/operator/sign-out",
        route: "page.operator_sign_out",
        rate_limit: RateLimit::Isolate(Class::LookUp),
        body: Body::Form,
        handler: Handler::Api(|call| Box::pin(sign_out(call))),
        #[cfg(test)]
        docs: Docs {
            id: "submitOperatorSignOut",
            summary: "Sign out as an operator",
            description: "Ends the session of the cookie, which is deleted. The request has to state its origin.",
            request: Some(Content::form(r#"{ "type": "object" }"#)),
            headers: &[("set-cookie", "Deletes the cookie.")],
            ..DOCS
        },
        ..PAGE
    },
];

const PAGE: Endpoint = Endpoint {
    path: "/staff/{venue}/sign-in",
    route: "page.sign_in",
    access: Access::Page,
    handler: Handler::Api(|call| Box::pin(answer(call))),
    ..Endpoint::DEFAULT
};

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Pages,
    ..Docs::UNDESCRIBED
};

/// The script that puts the fragment's token into the form, so that the button alone is left to press; also when a link
/// is opened in a tab that shows the page already. A form is sent once: of two taps the first would use the link up, and the
/// browser would show the answer to the second. On the way back the page can be sent again.
const SCRIPT: &str = "const take = () => { \
    const token = location.hash.replace(/^#token=/, ''); if (!token) return; \
    history.replaceState(null, '', location.pathname + location.search); \
    document.forms[0].elements.token.value = token; \
    for (const id of ['code', 'ask']) document.getElementById(id).hidden = true; \
    }; take(); addEventListener('hashchange', take); \
    const set = (isSent) => { for (const button of document.querySelectorAll('button')) button.disabled = isSent; }; \
    addEventListener('submit', () => set(true)); addEventListener('pageshow', () => set(false));";

/// The form, and what became of the one before.
#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInForm<'a> {
    frame: Frame<'a>,
    /// The path before `/sign-in`.
    base: &'a str,
    /// A sentence about what was sent before.
    notice: Option<&'static str>,
    /// Whether the sentence is about a fault.
    is_fault: bool,
}

/// The page of a person who has signed in.
#[derive(Template)]
#[template(path = "signed_in.html")]
struct SignedIn<'a> {
    frame: Frame<'a>,
    /// The path before `/sign-out`.
    base: &'a str,
    who: String,
    until: String,
    /// Whether the venue has a till, which the person may connect by a page of its own.
    has_till: bool,
}

/// The place to which a page belongs: a venue, or the deployment where there is none.
struct SignInPlace<'r> {
    venue: Option<&'r VenueSettings>,
    /// The path of its pages.
    base: String,
    localizer: Localizer,
    assets: &'r str,
}

impl<'r> SignInPlace<'r> {
    fn of(call: &AdmittedRequest<'r, '_>) -> Result<Self, ApiError> {
        let (request, assets) = (call.request, call.context.assets);
        Ok(match call.venue {
            Some(venue) => Self {
                venue: Some(venue),
                base: format!("/staff/{}", venue.id),
                localizer: language::localizer(request, venue)?,
                assets,
            },
            None => Self {
                venue: None,
                base: "/operator".to_owned(),
                localizer: language::localizer_of_deployment(request)?,
                assets,
            },
        })
    }

    fn realm(&self) -> Realm<'r> {
        self.venue
            .map_or(Realm::Operators, |venue| Realm::Venue(&venue.id))
    }

    fn frame(&self, script: Option<&'static str>) -> Frame<'_> {
        let texts = self.localizer.texts();
        Frame {
            texts,
            title: texts.sign_in_page_title,
            venue: self.venue,
            assets: self.assets,
            script,
        }
    }

    /// An instant as the reader is shown it: by the venue's clock, or by that of the world.
    fn moment(&self, at: Instant) -> Option<String> {
        if let Some(venue) = self.venue {
            let (day, minutes) = venue.time_zone.local(at)?;
            return Some(self.localizer.moment(day, minutes));
        }
        let (day, minutes) = TimeZone::parse("UTC").ok()?.local(at)?;
        Some(format!("{} UTC", self.localizer.moment(day, minutes)))
    }

    /// The page with the form, and a sentence about what was sent before.
    fn form(&self, notice: Option<&'static str>, is_fault: bool) -> Result<Reply, ApiError> {
        let script = Some(SCRIPT);
        let page = SignInForm {
            frame: self.frame(script),
            base: &self.base,
            notice,
            is_fault,
        };
        plain_page::answer(&page, script).map(plain_page::with_own_referrer)
    }
}

async fn answer(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let (request, place) = (call.request, SignInPlace::of(&call)?);
    let texts = place.localizer.texts();
    if *request.method() != Method::POST {
        return place.form(None, false);
    }
    require_own_page(request)?;
    let fields = Form::of(request)?;
    if !fields.last("email").is_empty() {
        let Ok(email) = Email::parse(fields.last("email")) else {
            return place.form(Some(texts.sign_in_page_no_email), true);
        };
        match place.venue {
            Some(_) => call.venue_client()?.send_sign_in_link(email).await?,
            None => call.directory().send_sign_in_link(email).await?,
        }
        return place.form(Some(texts.sign_in_page_sent), false);
    }
    let (token, device) = (pasted_token(fields.last("token")).to_owned(), device(request));
    let outcome = match place.venue {
        Some(_) => call.venue_client()?.sign_in(token, device).await?,
        None => call.directory().sign_in(token, device).await?,
    };
    match outcome {
        SignInOutcome::SignedIn(session) => {
            // The cookie is replaced: a person who was signed in here before could no longer end their session. The new one
            // has begun also where ending the other fails.
            let _ = end_session(&call, &place).await;
            signed_in(&place, *session, call.context.now)
        }
        SignInOutcome::Used => place.form(Some(texts.sign_in_page_used), true),
        SignInOutcome::Expired => place.form(Some(texts.sign_in_page_expired), true),
        SignInOutcome::Unknown => place.form(Some(texts.sign_in_page_unknown), true),
    }
}

/// The page of a person who has signed in, with the cookie of their session.
fn signed_in(place: &SignInPlace<'_>, session: NewSession, now: Instant) -> Result<Reply, ApiError> {
    let NewSession {
        token,
        name,
        ends_at,
        idle_hours,
    } = session;
    let texts = place.localizer.texts();
    let until = place.moment(ends_at).ok_or(ProblemCode::Internal)?;
    let page = SignedIn {
        frame: place.frame(None),
        base: &place.base,
        who: texts.sign_in_page_signed_in(&name),
        until: texts.sign_in_page_until(&idle_hours.to_string(), &until),
        has_till: place.venue.is_some_and(|venue| venue.till().is_some()),
    };
    let mut reply = plain_page::answer(&page, None)?;
    let seconds = ends_at.unix() - now.unix();
    let cookie = session_cookie::set(place.realm(), &SecretString::from(token), seconds);
    reply
        .headers_mut()
        .insert(SET_COOKIE, cookie.ok_or(ProblemCode::Internal)?);
    Ok(plain_page::with_own_referrer(reply))
}

/// The token that a person pastes who reads a link without scripts: by itself, or as the end of the whole link.
fn pasted_token(text: &str) -> &str {
    let text = text.trim();
    text.rsplit_once("#token=").map_or(text, |(_, token)| token)
}

/// Ends the session of the request's cookie, if it has one that is not over.
async fn end_session(call: &AdmittedRequest<'_, '_>, place: &SignInPlace<'_>) -> Result<(), ApiError> {
    let Some(token) = session_cookie::token(call.request, place.realm()) else {
        return Ok(());
    };
    match end_session_of(call, place.venue, token.expose_secret().to_owned()).await {
        Ok(()) | Err(VenueError::Unauthorized | VenueError::NotFound) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Ends the session of the cookie. One that is over already needs no more than the cookie's deletion.
async fn sign_out(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let (request, place) = (call.request, SignInPlace::of(&call)?);
    require_own_page(request)?;
    end_session(&call, &place).await?;
    let mut reply = place.form(Some(place.localizer.texts().sign_in_page_signed_out), false)?;
    if let Some(cookie) = session_cookie::cleared(place.realm()) {
        reply.headers_mut().insert(SET_COOKIE, cookie);
    }
    Ok(reply)
}

/// Ends the session of this token, at a venue or in the directory.
async fn end_session_of(
    call: &AdmittedRequest<'_, '_>,
    venue: Option<&VenueSettings>,
    token: String,
) -> Result<(), VenueError> {
    let device = device(call.request);
    let Some(venue) = venue else {
        let directory = (call.context.directory)();
        let operator = directory.identify(token, device).await?;
        return directory.with_operator(Some(operator)).sign_out().await;
    };
    let sender = StaffSender {
        credential: Credential::Session(token, device),
        permission: Permission::Identify,
    };
    let client = (call.context.venue_client)(venue).with_staff(Some(sender));
    client.sign_out().await
}

/// A page of another origin must neither sign a visitor in under another's name nor sign them out.
fn require_own_page(request: &Request) -> Result<(), ApiError> {
    if session_cookie::is_of_own_page(request) {
        Ok(())
    } else {
        Err(ProblemCode::Forbidden.into())
    }
}

#[cfg(test)]
#[path = "sign_in_page_tests.rs"]
mod tests;
