//! Draws every screen of the widget from fixtures, for designers and for the tests that compare pictures: `cargo xtask
//! gallery`. One file per screen and language, each a page of its own, and `all.html` with all screens of a language
//! below each other.

mod cards;
mod extras;
mod guest;
mod manage;
mod screens;
mod waitlist;

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use leptos::prelude::{Owner, RenderHtml};
use shared::locale::Language;
use widget::flow::IdempotencyKey;
use widget::i18n::{Tables, self_service_texts, spoken, texts};
use widget::ui::{Context, SelfServiceView, ViewContext, accent_sheet, root};

use crate::guest::Result;

/// Writes every screen in every language. English and German are looked at by every test, all of them by those who
/// translate and for words that are too long.
fn main() -> Result<()> {
    let folder = std::env::args_os().nth(1).ok_or("say which folder to write to")?;
    let folder = Path::new(&folder);
    for language in spoken() {
        let language = language.as_str();
        let place = folder.join(language);
        fs::create_dir_all(&place)?;
        let mut all = String::new();
        for (name, element) in screens(language)? {
            fs::write(
                place.join(name).with_extension("html"),
                page(name, language, &element),
            )?;
            writeln!(all, "<section data-screen=\"{name}\">{element}</section>")?;
        }
        fs::write(place.join("all.html"), page("all", language, &all))?;
    }
    let names: Vec<_> = screens("en")?.into_iter().map(|(name, _)| name).collect();
    fs::write(folder.join("screens.json"), serde_json::to_string(&names)?)?;
    Ok(())
}

/// The name of each screen, and its element.
fn screens(language: &str) -> Result<Vec<(&'static str, String)>> {
    let mut all = Vec::new();
    for screen in &screens::SCREENS {
        all.push((screen.name, booking(screen, language)?));
    }
    for screen in &extras::SCREENS {
        all.push((
            screen.name,
            self_service(language, (screen.reach)(language)?.state())?,
        ));
    }
    for screen in &manage::SCREENS {
        all.push((
            screen.name,
            self_service(language, (screen.reach)(language)?.state())?,
        ));
    }
    for screen in &cards::SCREENS {
        all.push((
            screen.name,
            self_service(language, (screen.reach)(language)?.state())?,
        ));
    }
    for screen in &waitlist::SCREENS {
        all.push((
            screen.name,
            self_service(language, (screen.reach)(language)?.state())?,
        ));
    }
    Ok(all)
}

/// A screen of a booking.
fn booking(wanted: &screens::Screen, language: &str) -> Result<String> {
    let guest = (wanted.reach)(language)?;
    let context = context(language)?;
    let html = Owner::new().with(|| root(guest.state(), &context).to_html());
    Ok(element("couvert", &html))
}

/// A screen of a self-service view.
fn self_service<V: SelfServiceView>(language: &str, state: &V) -> Result<String> {
    let context = context(language)?;
    let (_, words) = self_service_texts(std::slice::from_ref(&context.language));
    let view = ViewContext {
        context,
        words,
        send: Arc::new(|_| {}),
    };
    let html = Owner::new().with(|| root(state, &view).to_html());
    Ok(element("self_service", &html))
}

fn context(language: &str) -> Result<Context> {
    let language = Language::parse(language).map_err(|_| "no language")?;
    Ok(Context {
        texts: texts(std::slice::from_ref(&language)),
        formats: Arc::new(Tables::new(language.as_str())),
        language,
        send: Arc::new(|_| {}),
        fresh_key: || IdempotencyKey::from_random(1),
        hosted: Some("/gallery/".to_owned()),
        key: None,
    })
}

/// The widget with its shadow root, as the browser's parser makes it.
fn element(style: &str, html: &str) -> String {
    let venue = accent_sheet("#2f5d50").unwrap_or_default();
    format!(
        r#"<couvert-booking restaurant="demo" theme="light"><template shadowrootmode="open">
<link rel="stylesheet" href="/gallery/{style}.css"><style>{venue}</style>
{html}
</template></couvert-booking>"#
    )
}

/// A page around elements. What is set in the page's address is done by `screen.js`.
fn page(name: &str, language: &str, elements: &str) -> String {
    format!(
        r#"<!doctype html>
<html lang="{language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}</title><link rel="stylesheet" href="/gallery/screen.css">
<body>{elements}<script src="/gallery/screen.js"></script>
"#
    )
}
