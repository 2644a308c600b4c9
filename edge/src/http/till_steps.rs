//! The view of the page of the till: how far the till is connected, with the buttons of its steps.

use askama::Template;
use http::StatusCode;
use http::header::SET_COOKIE;
use shared::till::TillConnectionState;

use super::Reply;
use super::authorization_cookie;
use super::error::ApiError;
use super::plain_page::{self, ContinuePage, Frame, NextPage};
use crate::localization::Localizer;
use config::{Till, VenueSettings};

/// The page with a button for each step.
#[derive(Template)]
#[template(path = "till.html")]
struct StepsPage<'a> {
    frame: Frame<'a>,
    path: String,
    notice: Option<StepNotice>,
    steps: Vec<Step>,
    /// Sentences about tables that differ.
    tables: Vec<String>,
}

/// The page for those who may not take the steps.
#[derive(Template)]
#[template(path = "till_refused.html")]
struct Refused<'a> {
    frame: Frame<'a>,
    /// The path before `/sign-in`.
    base: String,
    text: &'static str,
}

/// A sentence about the step that was taken.
#[derive(Clone, Copy)]
pub struct StepNotice {
    /// The sentence.
    pub text: &'static str,
    /// Whether it is about a fault.
    pub is_fault: bool,
}

/// A step: how it stands, and its buttons.
struct Step {
    text: String,
    buttons: Vec<Button>,
}

struct Button {
    name: &'static str,
    value: String,
    text: String,
}

impl Button {
    fn act(value: &str, text: &str) -> Self {
        Self {
            name: "act",
            value: value.to_owned(),
            text: text.to_owned(),
        }
    }
}

/// The venue's till, for one reader.
pub struct TillPage<'r> {
    /// The venue.
    pub venue: &'r VenueSettings,
    /// Its till.
    pub till: Till<'r>,
    /// The texts in the reader's language.
    pub localizer: Localizer,
    /// The path of hashed files.
    pub assets: &'r str,
}

impl TillPage<'_> {
    fn frame(&self) -> Frame<'_> {
        let texts = self.localizer.texts();
        Frame {
            texts,
            title: texts.till_page_title,
            venue: Some(self.venue),
            assets: self.assets,
            script: None,
        }
    }

    const fn vendor(&self) -> &'static str {
        match self.till {
            Till::Lightspeed(_) => "Lightspeed",
            Till::Ikentoo(_) => "iKentoo",
        }
    }

    /// The page without steps, which says what is missing.
    pub fn refused(&self, text: &'static str) -> Result<Reply, ApiError> {
        let page = Refused {
            frame: self.frame(),
            base: format!("/staff/{}", self.venue.id),
            text,
        };
        let mut reply = plain_page::answer(&page, None)?;
        *reply.status_mut() = StatusCode::FORBIDDEN;
        Ok(reply)
    }

    /// The page that leads to the vendor, with the cookie by which this browser is known when it comes back. Not by a redirect:
    /// a browser would compare each address on the way there with the form's policy.
    pub fn to_vendor(&self, url: String) -> Result<Reply, ApiError> {
        let cookie = authorization_cookie::of_address(&url);
        let texts = self.localizer.texts();
        let page = ContinuePage {
            frame: self.frame(),
            text: texts.till_page_agree(self.vendor()),
            next_page: Some(NextPage {
                url,
                text: texts.till_page_go(self.vendor()),
                is_at_once: true,
            }),
        };
        let mut reply = plain_page::answer(&page, None)?;
        if let Some(cookie) = cookie {
            reply.headers_mut().insert(SET_COOKIE, cookie);
        }
        Ok(reply)
    }

    /// The page with the steps. `state` is none at a till that is connected in one step.
    pub fn steps(
        &self,
        state: Option<&TillConnectionState>,
        notice: Option<StepNotice>,
    ) -> Result<Reply, ApiError> {
        let mut steps = Vec::new();
        if let Some(state) = state {
            steps.push(self.agreement(state));
            steps.extend(state.is_authorized.then(|| self.choice(state)));
        }
        if state.is_none_or(can_connect) {
            steps.push(self.connection(state));
        }
        let page = StepsPage {
            frame: self.frame(),
            path: format!("/staff/{}/till", self.venue.id),
            notice,
            steps,
            tables: state.map(|state| self.tables(state)).unwrap_or_default(),
        };
        plain_page::answer(&page, None).map(plain_page::with_own_referrer)
    }

    /// A sentence for the tables that only one side has.
    fn tables(&self, state: &TillConnectionState) -> Vec<String> {
        let texts = self.localizer.texts();
        let Some(tables) = &state.tables else {
            return Vec::new();
        };
        let mut sentences = Vec::new();
        if !tables.only_here.is_empty() {
            sentences.push(texts.till_page_only_here(&tables.only_here.join(", ")));
        }
        if !tables.only_there.is_empty() {
            sentences.push(texts.till_page_only_there(&tables.only_there.join(", ")));
        }
        sentences
    }

    /// The first step: the manager agrees at the vendor.
    fn agreement(&self, state: &TillConnectionState) -> Step {
        let (texts, vendor) = (self.localizer.texts(), self.vendor());
        if state.is_authorized {
            return Step {
                text: texts.till_page_agreed(vendor),
                buttons: Vec::new(),
            };
        }
        Step {
            text: texts.till_page_agree(vendor),
            buttons: vec![Button::act("authorize", &texts.till_page_go(vendor))],
        }
    }

    /// The second step: the manager chooses among several locations.
    fn choice(&self, state: &TillConnectionState) -> Step {
        let texts = self.localizer.texts();
        let is_chosen = |id: &str| state.location.as_deref() == Some(id);
        let text = match state.locations.as_slice() {
            [] => texts.till_page_no_location(self.vendor()),
            [only] => texts.till_page_location(&only.description),
            several => match several.iter().find(|each| is_chosen(&each.id)) {
                Some(chosen) => texts.till_page_location(&chosen.description),
                None => texts.till_page_choose.to_owned(),
            },
        };
        let has_choice = state.locations.len() > 1;
        let others = state.locations.iter();
        let others = others.filter(|each| has_choice && !is_chosen(&each.id));
        let buttons = others.map(|each| Button {
            name: "location",
            value: each.id.clone(),
            text: each.description.clone(),
        });
        Step {
            text,
            buttons: buttons.collect(),
        }
    }

    /// The last step.
    fn connection(&self, state: Option<&TillConnectionState>) -> Step {
        let texts = self.localizer.texts();
        let connect = |text| Button::act("connect", text);
        let disconnect = || Button::act("disconnect", texts.till_page_disconnect);
        let (text, buttons) = match state {
            None => (
                texts.till_page_connection,
                vec![connect(texts.till_page_connect), disconnect()],
            ),
            Some(state) if state.is_connected => (
                texts.till_page_connected,
                vec![connect(texts.till_page_again), disconnect()],
            ),
            Some(_) => (texts.till_page_connection, vec![connect(texts.till_page_connect)]),
        };
        Step {
            text: text.to_owned(),
            buttons,
        }
    }
}

/// Whether the last step can be taken: a location is certain, or the connection has begun at the vendor.
fn can_connect(state: &TillConnectionState) -> bool {
    let is_certain = state.location.is_some() || state.locations.len() == 1;
    state.is_connected || state.is_authorized && is_certain
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn the_last_step_needs_a_certain_location_or_a_beginning_at_the_vendor() {
        let state = |value: Value| serde_json::from_value::<TillConnectionState>(value).unwrap();
        let several = json!([{ "id": "1", "description": "a" }, { "id": "2", "description": "b" }]);
        for (stored, expected) in [
            (json!({ "isAuthorized": false, "isConnected": false }), false),
            (json!({ "isAuthorized": false, "isConnected": true }), true),
            (
                json!({ "isAuthorized": true, "isConnected": false, "locations": several }),
                false,
            ),
            (
                json!({ "isAuthorized": true, "isConnected": false, "locations": several, "location": "2" }),
                true,
            ),
            (
                json!({ "isAuthorized": false, "isConnected": false, "location": "2" }),
                false,
            ),
        ] {
            assert_eq!(can_connect(&state(stored.clone())), expected, "{stored}");
        }
    }
}
