//! Plain pages without the widget: the layout `pages/plain.html`, and a form that asks for the token of a page.

use askama::Template;
use base64ct::{Base64, Encoding as _};
use http::header::{HeaderName, HeaderValue};
use sha2::{Digest, Sha256};

use super::pages::{page, rendered};
use super::{ApiError, Reply};
use crate::localization::Texts;
use config::VenueSettings;

/// The layout's values.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// The texts in the reader's language.
    pub texts: &'static Texts,
    /// The page's title.
    pub title: &'static str,
    /// The venue, to whose booking page the page links; none if it is of no venue.
    pub venue: Option<&'a VenueSettings>,
    /// The path of hashed files.
    pub assets: &'a str,
    /// The page's one script, if it has one.
    pub script: Option<&'static str>,
}

/// The form that asks for a token.
#[derive(Clone, Copy, Template)]
#[template(path = "token.html")]
pub struct TokenForm<'a> {
    /// The page around it.
    pub frame: Frame<'a>,
    /// The reason why the token that was sent is not accepted.
    pub fault: Option<&'static str>,
    /// The label of the token's field.
    pub label: &'static str,
    /// The text of the button.
    pub open: &'static str,
}

impl TokenForm<'_> {
    /// The page with the form: with the fault of a token that was sent, or with the script that sends the one in the
    /// page's fragment.
    pub fn answer(
        self,
        fault: Option<&'static str>,
        script: Option<&'static str>,
    ) -> Result<Reply, ApiError> {
        let frame = Frame { script, ..self.frame };
        answer(&Self { frame, fault, ..self }, script)
    }
}

/// A page with one sentence, and a link to the next page.
#[derive(Template)]
#[template(path = "continue.html")]
pub struct ContinuePage<'a> {
    /// The page around it.
    pub frame: Frame<'a>,
    /// The sentence.
    pub text: String,
    /// The page that follows; none where nothing follows.
    pub next_page: Option<NextPage>,
}

/// The page that follows another.
pub struct NextPage {
    /// Its address.
    pub url: String,
    /// The text of the link.
    pub text: String,
    /// Whether a browser goes there at once.
    pub is_at_once: bool,
}

/// The page under a Content-Security-Policy that allows its one script. No cache may store it.
pub fn answer(content: &impl Template, script: Option<&'static str>) -> Result<Reply, ApiError> {
    answer_with_sheet(content, script, None)
}

/// The same, with one style sheet within it.
pub fn answer_with_sheet(
    content: &impl Template,
    script: Option<&'static str>,
    sheet: Option<&str>,
) -> Result<Reply, ApiError> {
    let hash = |text: &str| format!("'sha256-{}'", Base64::encode_string(&Sha256::digest(text)));
    let scripts = script.map_or_else(|| "'none'".to_owned(), hash);
    let styles = sheet.map(|sheet| format!(" {}", hash(sheet))).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; style-src 'self'{styles}; img-src 'self'; script-src {scripts}; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    );
    let mut reply = page(rendered(content)?, &policy, true);
    let referrer = HeaderName::from_static("referrer-policy");
    reply
        .headers_mut()
        .insert(referrer, HeaderValue::from_static("no-referrer"));
    Ok(reply)
}

/// The reply with a policy under which its forms state their origin: under `no-referrer` browsers state `null`.
pub fn with_own_referrer(mut reply: Reply) -> Reply {
    reply.headers_mut().insert(
        HeaderName::from_static("referrer-policy"),
        HeaderValue::from_static("same-origin"),
    );
    reply
}
