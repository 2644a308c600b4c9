//! `/dev/mail`: the letters of venues whose mail is shown and not sent, for who develops. A letter's own
//! HTML is shown in a frame in which nothing runs. It must not know how letters are kept.

use askama::Template;
use base64ct::{Base64, Encoding as _};
use config::VenueSettings;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use shared::id::VenueId;
use shared::locale::Language;
use shared::problem::ProblemCode;

use super::pages::rendered;
use super::{Context, Reply, Stop};
use crate::localization::{Localizer, languages};
use crate::mail::preview::ShownLetter;
use crate::mail::templates::{Message, Restaurant, samples};
use crate::mail::{Attachment, Mailbox, OutgoingEmail};

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DevMail {
    /// Every venue's letters.
    List,
    /// One of them.
    Letter(VenueId, u32),
    /// A file that came with it, by its place.
    File(VenueId, u32, usize),
    /// Made-up letters of a venue in a language.
    Samples(VenueId, Language),
}

/// Every venue's letters.
#[derive(Template)]
#[template(path = "dev/list.html")]
struct List<'a> {
    title: &'static str,
    languages: Vec<Language>,
    venues: Vec<(&'a VenueSettings, Vec<ShownLetter>)>,
}

/// A letter.
#[derive(Template)]
#[template(path = "dev/letter.html")]
struct One<'a> {
    title: &'a str,
    venue: &'a VenueId,
    number: u32,
    facts: Vec<(&'static str, String)>,
    files: &'a [Attachment],
    html: &'a str,
    lines: Vec<&'a str>,
}

/// Made-up letters.
#[derive(Template)]
#[template(path = "dev/samples.html")]
struct Samples {
    title: String,
    messages: Vec<Message>,
}

/// A letter's style is written on its elements. Nothing is loaded, and no script runs.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// The page or the file; not there where no venue's letters are shown.
pub async fn get(wanted: &DevMail, context: &Context<'_>) -> Result<Reply, Stop> {
    match wanted {
        DevMail::List => list(context).await,
        DevMail::Letter(venue, number) => {
            let shown = find(venue, *number, context).await?;
            page(&letter(venue, &shown))
        }
        DevMail::File(venue, number, index) => {
            let shown = find(venue, *number, context).await?;
            let file = shown
                .letter
                .attachments
                .get(*index)
                .ok_or(ProblemCode::NotFound)?;
            let bytes = Base64::decode_vec(&file.content).map_err(|_| ProblemCode::Internal)?;
            let mut reply = Reply::new(bytes);
            let headers = reply.headers_mut();
            let media_type = HeaderValue::from_str(&file.media_type).map_err(|_| ProblemCode::Internal)?;
            headers.insert(CONTENT_TYPE, media_type);
            let plain = file
                .name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
            let name = if plain { file.name.as_str() } else { "file" };
            let disposition = format!("attachment; filename=\"{name}\"");
            let disposition = HeaderValue::from_str(&disposition).map_err(|_| ProblemCode::Internal)?;
            headers.insert(CONTENT_DISPOSITION, disposition);
            Ok(reply)
        }
        DevMail::Samples(venue, language) => {
            let settings = context.venues.get(venue).ok_or(ProblemCode::NotFound)?;
            (context.shown_mail)(settings).ok_or(ProblemCode::NotFound)?;
            page(&made_up(settings, language).ok_or(ProblemCode::NotFound)?)
        }
    }
}

/// Made-up letters of this venue; none in a language that it has no texts in.
fn made_up(venue: &VenueSettings, language: &Language) -> Option<Samples> {
    let localizer = Localizer::of([language], venue.region())?;
    let restaurant = Restaurant {
        name: &venue.name,
        address: venue.address.as_deref(),
        phone: venue.policies.phone.as_deref(),
    };
    (localizer.texts().language == language.primary()).then_some(())?;
    Some(Samples {
        title: format!("{}: {}", venue.name, language.as_str()),
        messages: samples(&restaurant, &localizer)?,
    })
}

async fn find(venue: &VenueId, number: u32, context: &Context<'_>) -> Result<ShownLetter, Stop> {
    let settings = context.venues.get(venue).ok_or(ProblemCode::NotFound)?;
    let shown = (context.shown_mail)(settings).ok_or(ProblemCode::NotFound)?;
    let found = shown.letters(Some(number)).await?.into_iter().next();
    Ok(found.ok_or(ProblemCode::NotFound)?)
}

async fn list(context: &Context<'_>) -> Result<Reply, Stop> {
    let shown: Vec<_> = context
        .venues
        .iter()
        .filter_map(|venue| Some((venue, (context.shown_mail)(venue)?)))
        .collect();
    if shown.is_empty() {
        return Err(ProblemCode::NotFound.into());
    }
    let mut venues = Vec::new();
    for (venue, mail) in shown {
        venues.push((venue, mail.letters(None).await?));
    }
    page(&List {
        title: "Mail",
        languages: languages(),
        venues,
    })
}

fn letter<'a>(venue: &'a VenueId, shown: &'a ShownLetter) -> One<'a> {
    let ShownLetter { number, at, letter } = shown;
    let OutgoingEmail {
        from, to, reply_to, ..
    } = letter;
    let mut facts = vec![("From", mailbox(from)), ("To", mailbox(to))];
    facts.extend(reply_to.as_ref().map(|address| ("Reply to", mailbox(address))));
    facts.push(("At", at.to_string()));
    One {
        title: &letter.subject,
        venue,
        number: *number,
        facts,
        files: &letter.attachments,
        html: &letter.html,
        lines: letter.text.split('\n').collect(),
    }
}

fn mailbox(mailbox: &Mailbox) -> String {
    match &mailbox.name {
        Some(name) => format!("{name} <{}>", mailbox.address),
        None => mailbox.address.clone(),
    }
}

fn page(template: &impl Template) -> Result<Reply, Stop> {
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
