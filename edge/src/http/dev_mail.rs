//! `/dev/mail`: the letters of venues whose mail is shown and not sent, for who develops. A letter's own
//! HTML is shown in a frame in which nothing runs. It must not know how letters are kept.

use base64ct::{Base64, Encoding as _};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use shared::id::VenueId;
use shared::problem::Code;

use super::pages::escape;
use super::{Context, Reply, Stop};
use crate::mail::shown::ShownLetter;
use crate::mail::{Letter, Mailbox};

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DevMail {
    /// Every venue's letters.
    List,
    /// One of them.
    Letter(VenueId, u32),
    /// A file that came with it, by its place.
    File(VenueId, u32, usize),
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
            Ok(page(&shown.letter.subject, &letter(venue, &shown)))
        }
        DevMail::File(venue, number, index) => {
            let shown = find(venue, *number, context).await?;
            let file = shown.letter.attachments.get(*index).ok_or(Code::NotFound)?;
            let bytes = Base64::decode_vec(&file.content).map_err(|_| Code::Internal)?;
            let mut reply = Reply::new(bytes);
            let headers = reply.headers_mut();
            let media_type = HeaderValue::from_str(&file.media_type).map_err(|_| Code::Internal)?;
            headers.insert(CONTENT_TYPE, media_type);
            let plain = file
                .name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
            let name = if plain { file.name.as_str() } else { "file" };
            let disposition = format!("attachment; filename=\"{name}\"");
            let disposition = HeaderValue::from_str(&disposition).map_err(|_| Code::Internal)?;
            headers.insert(CONTENT_DISPOSITION, disposition);
            Ok(reply)
        }
    }
}

async fn find(venue: &VenueId, number: u32, context: &Context<'_>) -> Result<ShownLetter, Stop> {
    let settings = context.venues.get(venue).ok_or(Code::NotFound)?;
    let shown = (context.shown_mail)(settings).ok_or(Code::NotFound)?;
    let found = shown.letters(Some(number)).await?.into_iter().next();
    Ok(found.ok_or(Code::NotFound)?)
}

async fn list(context: &Context<'_>) -> Result<Reply, Stop> {
    let shown: Vec<_> = context
        .venues
        .iter()
        .filter_map(|venue| Some((venue, (context.shown_mail)(venue)?)))
        .collect();
    if shown.is_empty() {
        return Err(Code::NotFound.into());
    }
    let mut parts = vec!["<h1>Mail</h1>".to_owned()];
    for (venue, mail) in shown {
        parts.push(format!("<h2>{}</h2><ol reversed>", escape(&venue.name)));
        let letters = mail.letters(None).await?;
        parts.extend(letters.iter().map(|shown| {
            let ShownLetter { number, at, letter } = shown;
            format!(
                "<li><a href=\"/dev/mail/{}/{number}\">{}</a><br>to {}, {at}</li>",
                venue.id,
                escape(&letter.subject),
                escape(&mailbox(&letter.to))
            )
        }));
        parts.push("</ol>".to_owned());
    }
    Ok(page("Mail", &parts.concat()))
}

fn letter(venue: &VenueId, shown: &ShownLetter) -> String {
    let ShownLetter { number, at, letter } = shown;
    let Letter {
        from,
        to,
        reply_to,
        subject,
        text,
        html,
        ..
    } = letter;
    let mut facts = vec![("From", mailbox(from)), ("To", mailbox(to))];
    facts.extend(reply_to.as_ref().map(|address| ("Reply to", mailbox(address))));
    facts.push(("At", at.to_string()));
    let facts = facts
        .iter()
        .map(|(name, value)| format!("<dt>{name}</dt><dd>{}</dd>", escape(value)));
    let files = letter.attachments.iter().enumerate().map(|(index, file)| {
        format!(
            "<li><a href=\"/dev/mail/{venue}/{number}/{index}\">{}</a> ({})</li>",
            escape(&file.name),
            escape(&file.media_type)
        )
    });
    // A link in the frame leads nowhere: the frame may not leave itself.
    let lines = text.split('\n').map(|line| {
        let line = escape(line);
        if line.starts_with("https://") || line.starts_with("http://") {
            format!("<a href=\"{line}\">{line}</a>\n")
        } else {
            line + "\n"
        }
    });
    format!(
        "<p><a href=\"/dev/mail\">All letters</a></p><h1>{}</h1><dl>{}</dl><ul>{}</ul>\
         <iframe sandbox title=\"The letter\" srcdoc=\"{}\"></iframe><h2>As text</h2><pre>{}</pre>",
        escape(subject),
        facts.collect::<Vec<_>>().concat(),
        files.collect::<Vec<_>>().concat(),
        escape(html),
        lines.collect::<Vec<_>>().concat()
    )
}

fn mailbox(mailbox: &Mailbox) -> String {
    match &mailbox.name {
        Some(name) => format!("{name} <{}>", mailbox.address),
        None => mailbox.address.clone(),
    }
}

fn page(title: &str, body: &str) -> Reply {
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{}</title><style>\
         :root {{ color-scheme: light dark }} body {{ max-width: 48rem; margin: 2rem auto; padding: 0 1rem; \
         font: 1rem/1.5 system-ui, sans-serif }} iframe {{ width: 100%; height: 40rem; border: 1px solid; \
         border-radius: 6px }} pre {{ white-space: pre-wrap; overflow-wrap: anywhere }} li {{ margin: .5rem 0 }}\
         </style></head><body>{body}</body></html>",
        escape(title)
    );
    let mut reply = Reply::new(html.into_bytes());
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    reply
}

#[cfg(test)]
#[path = "dev_mail_tests.rs"]
mod tests;
