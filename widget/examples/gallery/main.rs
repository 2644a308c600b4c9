//! Draws every screen of the widget from fixtures, for people who change its looks, and for tests that
//! compare them: `cargo xtask gallery`. One file per screen and language, each a page of its own, which
//! `page.html` shows side by side. It must not know what is on a screen.

mod cards;
mod guest;
mod manage;
mod screens;
mod waitlist;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use leptos::prelude::{Owner, RenderHtml};
use shared::locale::Language;
use widget::flow::IdempotencyKey;
use widget::i18n::{Tables, guest_texts, texts};
use widget::ui::{Context, Scene, View, accent_sheet, framed, root};

use crate::guest::Result;

/// The first two are looked at by every test, all of them by those who translate and for words that are too long.
/// Days and prices are written as in English where there is no table for them.
const LANGUAGES: [&str; 6] = ["en", "de", "fr", "it", "es", "nl"];

fn main() -> Result<()> {
    let folder = std::env::args_os().nth(1).ok_or("say which folder to write to")?;
    let folder = Path::new(&folder);
    for language in LANGUAGES {
        let place = folder.join(language);
        fs::create_dir_all(&place)?;
        let write = |name: &str, html: String| fs::write(place.join(name).with_extension("html"), html);
        for screen in &screens::SCREENS {
            write(screen.name, booking(screen, language)?)?;
        }
        for screen in &manage::SCREENS {
            let owner = (screen.reach)(language)?;
            write(screen.name, view(screen.name, language, owner.state())?)?;
        }
        for screen in &cards::SCREENS {
            let purchaser = (screen.reach)(language)?;
            write(screen.name, view(screen.name, language, purchaser.state())?)?;
        }
        for screen in &waitlist::SCREENS {
            let waiter = (screen.reach)(language)?;
            write(screen.name, view(screen.name, language, waiter.state())?)?;
        }
    }
    let bookings = screens::SCREENS.iter().map(|screen| screen.name);
    let names: Vec<_> = bookings
        .chain(manage::SCREENS.iter().map(|screen| screen.name))
        .chain(cards::SCREENS.iter().map(|screen| screen.name))
        .chain(waitlist::SCREENS.iter().map(|screen| screen.name))
        .collect();
    fs::write(folder.join("screens.json"), serde_json::to_string(&names)?)?;
    Ok(())
}

/// A screen of a booking as a page.
fn booking(wanted: &screens::Screen, language: &str) -> Result<String> {
    let guest = (wanted.reach)(language)?;
    let context = context(language)?;
    let html = Owner::new().with(|| root(guest.state(), &context).to_html());
    Ok(page(wanted.name, "couvert", &context, &html))
}

/// A screen of another view as a page.
fn view<V: View>(name: &str, language: &str, state: &V) -> Result<String> {
    let context = context(language)?;
    let (_, words) = guest_texts(std::slice::from_ref(&context.language));
    let scene = Scene {
        context: context.clone(),
        words,
        send: Arc::new(|_| {}),
    };
    let html = Owner::new().with(|| framed(state, &scene).to_html());
    Ok(page(name, "guest", &context, &html))
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

/// A page with the widget in its shadow root, as the browser's parser makes it. What is set in the page's
/// address is done by `screen.js`.
fn page(name: &str, style: &str, context: &Context, html: &str) -> String {
    let tag = context.texts.language;
    let venue = accent_sheet("#2f5d50").unwrap_or_default();
    format!(
        r#"<!doctype html>
<html lang="{tag}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}</title><link rel="stylesheet" href="/gallery/screen.css">
<body><couvert-booking restaurant="demo" theme="light"><template shadowrootmode="open">
<link rel="stylesheet" href="/gallery/{style}.css"><style>{venue}</style>
{html}
</template></couvert-booking><script src="/gallery/screen.js"></script>
"#
    )
}
