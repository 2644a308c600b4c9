//! `/embed`: makes the tag that puts a restaurant's widget on a page, with the widget itself beside it. Nothing is stored,
//! and the address has the choices alone: venue, mode, colour, language.

use askama::Template;
use shared::id::VenueId;
use shared::locale::Language;

use super::endpoint::{Access, AdmittedRequest, Endpoint, Handler, RateLimit};
use super::error::ApiError;
use super::form::Form;
#[cfg(test)]
use super::openapi_docs::{Docs, Parameter, Schema, Tag};
use super::page_policy::policy;
use super::pages::{page, rendered};
use super::{Reply, own_origin, venue_lookup};
use crate::limits::Class;
use crate::localization::languages;

/// The endpoint of the page.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint {
    path: "/embed",
    route: "page.embed",
    access: Access::Page,
    rate_limit: RateLimit::Isolate(Class::Read),
    handler: Handler::Api(|call| Box::pin(answer(call))),
    #[cfg(test)]
    docs: Docs {
        tag: Tag::Pages,
        id: "getEmbedPage",
        summary: "Make the tag that embeds a widget",
        description: "For restaurants and agencies: the choices as a form, the tag to copy, and the widget as it will \
            be. What cannot be read of the choices is named on the page and left out.",
        parameters: &[
            Parameter::optional("restaurant", "The venue's id.", Schema::TEXT),
            Parameter::optional("mode", "`inline`, `button` or `popup`.", Schema::TEXT),
            Parameter::optional("color", "The accent colour, `#rrggbb`.", Schema::TEXT),
            Parameter::optional("language", "`auto`, or a language of the widget.", Schema::TEXT),
        ],
        ..Docs::UNDESCRIBED
    },
    ..Endpoint::DEFAULT
}];

/// The modes of the widget, each with what it means.
const MODES: [(&str, &str); 3] = [
    ("inline", "In the page’s text"),
    ("button", "Behind a button in the corner"),
    ("popup", "In a dialog that a link of the page opens"),
];

/// The page.
#[derive(Template)]
#[template(path = "embed.html")]
struct EmbedPage<'a> {
    assets: &'a str,
    /// The text of the field for the venue, as it was sent.
    restaurant: &'a str,
    /// Why the field names no venue.
    fault: Option<String>,
    /// Why the field is no colour.
    color_fault: Option<&'static str>,
    color_text: &'a str,
    /// Each with its name, what it means, and the attribute of the chosen one.
    modes: Vec<(&'static str, &'static str, &'static str)>,
    /// Each with its tag, and the attribute of the chosen one.
    languages: Vec<(String, &'static str)>,
    choices: EmbedChoices,
    /// The tag and the venue's name; none without a venue.
    made: Option<MadeTag>,
}

/// The choices that could be read, beside the venue.
struct EmbedChoices {
    mode: &'static str,
    /// Empty for the venue's own.
    color: String,
    /// Empty for that of the page around it.
    language: String,
}

/// The tag that the page makes, and its venue.
struct MadeTag {
    venue: String,
    name: String,
    snippet: String,
}

async fn answer(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let (request, context) = (call.request, call.context);
    let form = Form::of(request)?;
    let given = form.last("restaurant").trim();
    // A demonstration has a restaurant to show.
    let restaurant = if given.is_empty() && context.demo.is_some() {
        "demo"
    } else {
        given
    };
    let found = match VenueId::parse(restaurant) {
        Ok(id) => venue_lookup::find(&id, request, context).await?,
        Err(_) => None,
    };
    let settings = found.as_ref().map(|found| &*found.settings);
    let color_text = form.last("color").trim();
    let choices = choices(&form);
    let origin = own_origin(request).unwrap_or_default();
    let made = settings.map(|venue| MadeTag {
        venue: venue.id.to_string(),
        name: venue.name.clone(),
        snippet: snippet(&origin, venue.id.as_str(), &choices),
    });
    let is_unknown = settings.is_none() && !restaurant.is_empty();
    let embed = EmbedPage {
        assets: context.assets,
        restaurant,
        fault: is_unknown.then(|| format!("There is no restaurant “{restaurant}” here.")),
        color_fault: (color_text != choices.color).then_some("Write a colour as #rrggbb, such as #2a6048."),
        color_text,
        modes: modes(&choices),
        languages: tags(&choices),
        choices,
        made,
    };
    Ok(page(
        rendered(&embed)?,
        &policy(settings, None, context.variable),
        false,
    ))
}

fn modes(choices: &EmbedChoices) -> Vec<(&'static str, &'static str, &'static str)> {
    let checked = |name: &str| if name == choices.mode { " checked" } else { "" };
    let modes = MODES.into_iter();
    modes.map(|(name, text)| (name, text, checked(name))).collect()
}

fn tags(choices: &EmbedChoices) -> Vec<(String, &'static str)> {
    let tags = languages().into_iter().map(|tag| tag.as_str().to_owned());
    tags.map(|tag| {
        let selected = if tag == choices.language { " selected" } else { "" };
        (tag, selected)
    })
    .collect()
}

/// The choices of a form, as far as they can be read.
fn choices(form: &Form) -> EmbedChoices {
    let mode = form.last("mode");
    let color = form.last("color").trim();
    let digits = color.strip_prefix('#').unwrap_or_default();
    let is_color = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let language = Language::parse(form.last("language")).ok();
    let spoken = language.filter(|language| languages().contains(language));
    EmbedChoices {
        mode: MODES
            .into_iter()
            .map(|(name, _)| name)
            .find(|name| *name == mode)
            .unwrap_or("inline"),
        color: if is_color { color.to_owned() } else { String::new() },
        language: spoken
            .map(|language| language.as_str().to_owned())
            .unwrap_or_default(),
    }
}

/// The tag, with a link for browsers without scripts. `pages/embed-page.js` writes the same when a choice changes.
fn snippet(origin: &str, venue: &str, choices: &EmbedChoices) -> String {
    let mode = if choices.mode == "inline" {
        ""
    } else {
        choices.mode
    };
    let settings = [
        ("mode", mode),
        ("color", choices.color.as_str()),
        ("language", choices.language.as_str()),
    ];
    let chosen = settings.into_iter().filter(|(_, value)| !value.is_empty());
    let attributes: Vec<String> = chosen
        .map(|(name, value)| format!(" data-{name}=\"{value}\""))
        .collect();
    let attributes = attributes.concat();
    let link = if mode == "popup" {
        "<a href=\"#couvert-open\">Reserve a table</a>\n"
    } else {
        ""
    };
    format!(
        "{link}<script src=\"{origin}/embed.js\" data-restaurant=\"{venue}\"{attributes} async crossorigin></script>\n\
         <noscript><a href=\"{origin}/book/{venue}\">Reserve a table</a></noscript>"
    )
}

#[cfg(test)]
#[path = "embed_page_tests.rs"]
mod tests;
