//! Web pages of restaurants, at another origin than the worker's.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use couvert_tests::act::{Act, End};
use couvert_tests::server::{self, Responder};
use http::{Request, Response};
use serde_json::{Value, json};

use crate::OPERATOR_KEY;

/// A page of the same site without a widget.
pub const MENU: &str = "/menu";
/// A page with the widget in its text.
pub const INLINE: &str = "/inline";
/// A page with a button in its corner that opens the widget in a dialog.
pub const DIALOG: &str = "/dialog";
/// A page that sells gift cards.
pub const GIFT_CARD: &str = "/gift-card";
/// A page whose style and markup mean no good.
pub const HOSTILE: &str = "/hostile";

/// A style that reaches for everything, and elements whose names shadow what scripts read of the document and the window.
const NO_GOOD: &str = r#"<style>
    html { font-size: 60px !important; }
    * { color: red !important; text-transform: uppercase !important; letter-spacing: 9px !important;
        font: 900 40px/3 serif !important; pointer-events: none !important; user-select: none !important; }
    body > * { opacity: 0.2 !important; max-height: 20px !important; overflow: hidden !important; }
    button, input, table, td, form, section { display: none !important; visibility: hidden !important; }
    </style>
    <img name="currentScript"><form name="scripts"><input name="src"></form><img name="couvert" id="couvert">
    <img name="dataLayer" id="dataLayer"><img name="trustedTypes" id="trustedTypes">"#;

struct Site {
    /// The origin of the worker.
    worker: String,
}

impl Responder for Site {
    fn act(&mut self, request: &Request<Vec<u8>>, _now: Duration) -> Act {
        let tag = |settings: &str| {
            let src = format!("{}/embed.js", self.worker);
            format!(r#"<script src="{src}" data-restaurant="demo" {settings} async crossorigin></script>"#)
        };
        let body = match request.uri().path() {
            DIALOG => tag(r#"data-mode="button""#),
            GIFT_CARD => tag(r#"data-view="gift-card""#),
            HOSTILE => format!("{NO_GOOD}{}", tag("")),
            INLINE => tag(""),
            _ => "<p>Soup and salad.</p>".to_owned(),
        };
        let html = format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
             content=\"width=device-width\"><title>Quitte</title><body><h1>Quitte</h1>{body}"
        );
        let answer = Response::builder().header("content-type", "text/html; charset=utf-8");
        Act::now(End::Answer(answer.body(html.into_bytes()).unwrap()))
    }

    fn is_talkative(&self) -> bool {
        false
    }
}

/// Serves the pages for as long as the suite runs, and returns their origin.
pub async fn serve(worker: &str) -> String {
    let listener = server::listen(0).await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let site = Site {
        worker: worker.to_owned(),
    };
    tokio::spawn(server::serve(listener, Arc::new(Mutex::new(site))));
    origin
}

/// Lists the origin among those whose pages may embed the restaurant's widget, as its operator does.
pub fn list_origin(worker: &str, origin: &str) {
    let address = format!("{worker}/v1/staff/demo/settings");
    let bearer = format!("Bearer {OPERATOR_KEY}");
    let mut answer = ureq::get(&address)
        .header("authorization", &bearer)
        .call()
        .unwrap();
    let mut stored: Value = answer.body_mut().read_json().unwrap();
    stored["settings"]["origins"] = json!([origin]);
    ureq::put(&address)
        .header("authorization", &bearer)
        .header("if-match", format!("\"{}\"", stored["version"]))
        .send_json(json!({ "settings": stored["settings"] }))
        .unwrap();
}
