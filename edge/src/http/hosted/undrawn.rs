//! Pages without a drawn screen: of the views that only the widget's code can render, and of a booking system that has not
//! answered in time. Of the latter the widget asks by itself; without scripts the page says whom to call, and has a button
//! that waits for the answer.

use std::time::Duration;

use config::VenueSettings;

use super::{Context, Head, Hosted, Reader, Reply, Screen};
use crate::http::error::ApiError;
use crate::http::page_policy::policy;
use crate::http::pages::{page, rendered};
use crate::localization::{Texts, texts};

/// Views beside a booking, which only the widget's code can render.
pub(super) const VIEWS: [&str; 3] = ["manage", "gift-card", "waitlist"];

/// For how long the first screen is waited for before the page is sent without it.
pub(super) const WAIT: Duration = Duration::from_secs(1);

/// The parameter of a page that waits for its screen, however long that takes.
pub(super) const WAITS: &str = "wait";

/// The notice without scripts.
pub(super) struct Late<'a> {
    /// The sentence.
    pub(super) text: &'static str,
    /// The restaurant's telephone number, and the same as people write it.
    pub(super) phone: Option<(&'a str, String)>,
    /// The text of the button that asks again.
    pub(super) retry: &'static str,
    /// The choices that the guest came with, by parameter.
    pub(super) choices: Vec<(&'static str, String)>,
}

impl<'a> Late<'a> {
    /// The notice of a venue, for a page with these choices.
    pub(super) fn of(
        venue: &'a VenueSettings,
        texts: &'static Texts,
        mut choices: Vec<(&'static str, String)>,
    ) -> Self {
        choices.retain(|(name, _)| *name != "restaurant");
        choices.push((WAITS, "yes".to_owned()));
        Self {
            text: texts.page_late,
            phone: venue.policies.phone.as_deref().zip(venue.shown_phone()),
            retry: texts.page_retry,
            choices,
        }
    }
}

/// The page of a view that only the widget's code can render.
pub(super) fn bare(
    venue: &VenueSettings,
    (view, head): (&str, Head),
    mut attributes: Vec<(&'static str, String)>,
    reader: &Reader,
    context: &Context<'_>,
) -> Result<Reply, ApiError> {
    let texts = texts([&reader.language]);
    attributes.push(("view", view.to_owned()));
    let screen = match view {
        "manage" => Screen::Linked(texts.own_page_find, "reservation"),
        "gift-card" => Screen::Linked(texts.card_page_title, "gift-card"),
        _ => {
            let phone = venue.policies.phone.as_deref().zip(venue.shown_phone());
            Screen::Bare(texts.page_needs_script, phone)
        }
    };
    without_screen(venue, (head, attributes, screen), reader, context)
}

/// A page whose screen only the widget's code can render, or renders first.
pub(super) fn without_screen(
    venue: &VenueSettings,
    (head, attributes, screen): (Head, Vec<(&'static str, String)>, Screen<'_>),
    reader: &Reader,
    context: &Context<'_>,
) -> Result<Reply, ApiError> {
    let hosted = Hosted {
        language: reader.spoken(),
        direction: reader.direction(),
        venue,
        head,
        assets: context.assets,
        attributes,
        screen,
        texts: texts([&reader.language]),
        own_link: None,
        has_script: true,
    };
    Ok(page(
        rendered(&hosted)?,
        &policy(Some(venue), None, context.variable),
        false,
    ))
}
