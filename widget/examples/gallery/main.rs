//! Draws every screen of the widget from fixtures, for people who change its looks, and for tests that
//! compare them: `cargo xtask gallery`. One file per screen and language, each a page of its own, which
//! `page.html` shows side by side. It must not know what is on a screen.

mod guest;
mod screens;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use leptos::prelude::{Owner, RenderHtml};
use shared::locale::Language;
use widget::flow::IdempotencyKey;
use widget::i18n::{Tables, texts};
use widget::ui::{Context, accent_sheet, screen};

use crate::guest::Result;
use crate::screens::{SCREENS, Screen};

/// The languages in which screens are drawn: enough to see what long words do.
const LANGUAGES: [&str; 2] = ["en", "de"];

fn main() -> Result<()> {
    let folder = std::env::args_os().nth(1).ok_or("say which folder to write to")?;
    let folder = Path::new(&folder);
    for language in LANGUAGES {
        let place = folder.join(language);
        fs::create_dir_all(&place)?;
        for screen in &SCREENS {
            let html = page(screen, language)?;
            fs::write(place.join(screen.name).with_extension("html"), html)?;
        }
    }
    let names: Vec<_> = SCREENS.iter().map(|screen| screen.name).collect();
    fs::write(folder.join("screens.json"), serde_json::to_string(&names)?)?;
    Ok(())
}

/// A screen as a page: the widget in its shadow root, as the browser's parser makes it. What is set
/// in the page's address is done by `screen.js`.
fn page(wanted: &Screen, language: &str) -> Result<String> {
    let guest = (wanted.reach)(language)?;
    let language = Language::parse(language).map_err(|_| "no language")?;
    let texts = texts(std::slice::from_ref(&language));
    let context = Context {
        texts,
        formats: Arc::new(Tables::new(language.as_str())),
        language,
        send: Arc::new(|_| {}),
        fresh_key: || IdempotencyKey::from_random(1),
        hosted: Some("/gallery/".to_owned()),
        key: None,
    };
    let html = Owner::new().with(|| screen(guest.state(), &context).to_html());
    let (tag, direction, name) = (texts.language, texts.direction, wanted.name);
    let venue = accent_sheet("#2f5d50").unwrap_or_default();
    Ok(format!(
        r#"<!doctype html>
<html lang="{tag}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}</title><link rel="stylesheet" href="/gallery/screen.css">
<body><couvert-booking restaurant="demo" theme="light"><template shadowrootmode="open">
<link rel="stylesheet" href="/gallery/couvert.css"><style>{venue}</style>
<div class="couvert" part="root" lang="{tag}" dir="{direction}">{html}</div>
</template></couvert-booking><script src="/gallery/screen.js"></script>
"#
    ))
}
