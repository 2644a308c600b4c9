//! `/dev/mail` and `/dev/samples`: e-mails of venues whose mail is shown instead of sent, for developers. An e-mail's
//! HTML is shown in a frame in which no script runs.

use askama::Template;
use base64ct::{Base64, Encoding as _};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use shared::id::VenueId;
use shared::locale::Language;
use shared::problem::ProblemCode;

use super::endpoint::{Access, AdmittedRequest, Endpoint, Handler, RateLimit};
use super::error::ApiError;
use super::pages::rendered;
use super::{Context, Reply};
use crate::limits::Class;
use crate::localization::{Localizer, languages};
use crate::mail::preview::PreviewedEmail;
use crate::mail::templates::{Message, Restaurant, samples};
use crate::mail::{Attachment, Mailbox, OutgoingEmail};
use config::VenueSettings;
use config::mail::Adapter;

/// The endpoints of shown e-mails, which the OpenAPI document does not describe. They answer 404 if no venue's e-mails
/// are shown.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: "/dev/mail",
        handler: Handler::Api(|call| Box::pin(list(call))),
        ..DEV
    },
    Endpoint {
        path: "/dev/mail/{venue}/{number}",
        handler: Handler::Api(|call| Box::pin(one(call))),
        ..DEV
    },
    Endpoint {
        path: "/dev/mail/{venue}/{number}/{index}",
        handler: Handler::Api(|call| Box::pin(attachment(call))),
        ..DEV
    },
    Endpoint {
        path: "/dev/samples/{venue}/{language}",
        handler: Handler::Api(|call| Box::pin(async move { made_up(&call) })),
        ..DEV
    },
];

const DEV: Endpoint = Endpoint {
    route: "dev.mail",
    access: Access::Page,
    rate_limit: RateLimit::Isolate(Class::Staff),
    ..Endpoint::DEFAULT
};

/// The list of every venue's e-mails.
#[derive(Template)]
#[template(path = "dev/list.html")]
struct List<'a> {
    title: &'static str,
    languages: Vec<Language>,
    venues: Vec<(&'a VenueSettings, Vec<PreviewedEmail>)>,
}

/// An e-mail.
#[derive(Template)]
#[template(path = "dev/email.html")]
struct One<'a> {
    title: &'a str,
    venue: &'a VenueId,
    number: u32,
    facts: Vec<(&'static str, String)>,
    files: &'a [Attachment],
    html: String,
    lines: Vec<&'a str>,
}

/// Made-up e-mails.
#[derive(Template)]
#[template(path = "dev/samples.html")]
struct Samples {
    title: String,
    messages: Vec<Message>,
}

/// The Content-Security-Policy: an e-mail's style is on its elements; its picture alone is loaded, and no script runs.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https:; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

async fn list(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let context = call.context;
    let shown: Vec<_> = context
        .venues
        .iter()
        .filter(|venue| shows_mail(venue, context))
        .collect();
    if shown.is_empty() {
        return Err(ProblemCode::NotFound.into());
    }
    let mut venues = Vec::new();
    for venue in shown {
        venues.push((venue, (context.venue_client)(venue).preview_mail(None).await?));
    }
    page(&List {
        title: "Mail",
        languages: languages(),
        venues,
    })
}

async fn one(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let shown = find(&call).await?;
    page(&email_page(call.venue()?, &shown))
}

/// A file that came with an e-mail, by its index.
async fn attachment(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let index = call.parameter("index", str::parse::<usize>)?;
    let shown = find(&call).await?;
    let file = shown.email.attachments.get(index).ok_or(ProblemCode::NotFound)?;
    let bytes = Base64::decode_vec(&file.content).map_err(|_| ProblemCode::Internal)?;
    let mut reply = Reply::new(bytes);
    let headers = reply.headers_mut();
    let media_type = HeaderValue::from_str(&file.media_type).map_err(|_| ProblemCode::Internal)?;
    headers.insert(CONTENT_TYPE, media_type);
    let is_plain = file
        .name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
    let name = if is_plain { file.name.as_str() } else { "file" };
    let disposition = format!("attachment; filename=\"{name}\"");
    let disposition = HeaderValue::from_str(&disposition).map_err(|_| ProblemCode::Internal)?;
    headers.insert(CONTENT_DISPOSITION, disposition);
    Ok(reply)
}

/// Made-up e-mails of a venue in a language.
fn made_up(call: &AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let (venue, language) = (call.venue()?, call.parameter("language", Language::parse)?);
    check_shown(venue, call.context)?;
    page(&samples_of(venue, &language).ok_or(ProblemCode::NotFound)?)
}

/// Made-up e-mails of this venue; none in a language in which there are no texts.
fn samples_of(venue: &VenueSettings, language: &Language) -> Option<Samples> {
    let localizer = Localizer::of([language], venue.region())?;
    let restaurant = Restaurant::of(venue);
    (localizer.texts().language == language.primary()).then_some(())?;
    Some(Samples {
        title: format!("{}: {}", venue.name, language.as_str()),
        messages: samples(&restaurant, &localizer)?,
    })
}

/// Whether a venue's e-mails are shown: its settings say so, and the deployment allows demonstrations.
fn shows_mail(venue: &VenueSettings, context: &Context<'_>) -> bool {
    let mail = venue.mail.as_ref();
    context.demo.is_some() && mail.is_some_and(|mail| mail.adapter == Adapter::Shown)
}

fn check_shown(venue: &VenueSettings, context: &Context<'_>) -> Result<(), ApiError> {
    shows_mail(venue, context)
        .then_some(())
        .ok_or_else(|| ProblemCode::NotFound.into())
}

/// The e-mail of the path's number.
async fn find(call: &AdmittedRequest<'_, '_>) -> Result<PreviewedEmail, ApiError> {
    let number = call.parameter("number", str::parse::<u32>)?;
    check_shown(call.venue()?, call.context)?;
    let found = call.staff_client()?.preview_mail(Some(number)).await?;
    Ok(found.into_iter().next().ok_or(ProblemCode::NotFound)?)
}

fn email_page<'a>(venue: &'a VenueSettings, shown: &'a PreviewedEmail) -> One<'a> {
    let PreviewedEmail { number, at, email } = shown;
    let OutgoingEmail {
        from, to, reply_to, ..
    } = email;
    let mut facts = vec![("From", mailbox(from)), ("To", mailbox(to))];
    facts.extend(reply_to.as_ref().map(|address| ("Reply to", mailbox(address))));
    facts.push(("At", at.to_string()));
    One {
        title: &email.subject,
        venue: &venue.id,
        number: *number,
        facts,
        files: &email.attachments,
        html: with_own_pictures(venue, &email.html),
        lines: email.text.split('\n').collect(),
    }
}

/// The HTML with the venue's pictures at this server, which is not always at the address that letters link to.
fn with_own_pictures(venue: &VenueSettings, html: &str) -> String {
    let site = venue.mail.as_ref().map_or("", |mail| mail.site.as_str());
    html.replace(&format!("{site}/pictures/"), "/pictures/")
}

fn mailbox(mailbox: &Mailbox) -> String {
    match &mailbox.name {
        Some(name) => format!("{name} <{}>", mailbox.address),
        None => mailbox.address.clone(),
    }
}

fn page(template: &impl Template) -> Result<Reply, ApiError> {
    let mut reply = Reply::new(rendered(template)?.into_bytes());
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(reply)
}

#[cfg(test)]
#[path = "dev_mail_tests.rs"]
mod tests;
