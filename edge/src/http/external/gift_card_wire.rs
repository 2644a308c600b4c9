//! Gift cards, their designs and transactions in Molzait's wire format.

use config::VenueSettings;
use serde::Serialize;
use shared::gift_card::{AmountRange, Template, Validity};
use shared::id::TemplateId;
use shared::locale::{Language, LocalizedText};
use shared::time::{Day, Instant};
use shared::validation::Email;

use super::wire::Image;
use crate::booking::Addresses;
use crate::error::VenueError;
use crate::gift_card::code::CardCode;
use crate::venue::message::staff_gift_card::{CardTransaction, CardTransactionStatus, StaffCard};

/// A gift card. Has no `Debug`, since its id is its code.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Card<'a> {
    id: &'a CardCode,
    amount: i64,
    remaining_amount: i64,
    template_id: Option<&'a TemplateId>,
    image: Option<Image>,
    email: Option<&'a str>,
    expires_on_day: Option<Day>,
    locale: Option<&'a Language>,
    creation_timestamp: Instant,
}

impl<'a> Card<'a> {
    /// A card, with the picture that its design has now.
    pub(super) fn of(card: &'a StaffCard, venue: &VenueSettings, addresses: Addresses<'_>) -> Self {
        let templates = venue.gift_cards.iter().flat_map(|settings| &settings.templates);
        let design = templates
            .filter(|template| Some(&template.id) == card.template_id.as_ref())
            .find_map(|template| template.image.clone());
        Self {
            id: &card.code,
            amount: card.amount,
            remaining_amount: card.remaining,
            template_id: card.template_id.as_ref(),
            image: design.map(|url| Image::of(shared::image::Image { url }, venue, addresses)),
            email: card.email.as_ref().map(Email::as_str),
            expires_on_day: card.expires_on,
            locale: card.locale.as_ref(),
            creation_timestamp: card.made_at,
        }
    }
}

/// A movement of a gift card's money.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Transaction<'a> {
    id: &'a str,
    status: CardTransactionStatus,
    /// Negative for money that was taken off.
    amount: i64,
    reference: Option<&'a str>,
    timestamp: Instant,
    /// An addition to Molzait's format.
    #[serde(skip_serializing_if = "Option::is_none")]
    lapses_at: Option<Instant>,
}

impl<'a> Transaction<'a> {
    pub(super) fn of(transaction: &'a CardTransaction) -> Self {
        Self {
            id: &transaction.id,
            status: transaction.status,
            amount: transaction.amount,
            reference: transaction.reference.as_deref(),
            timestamp: transaction.at,
            lapses_at: transaction.lapses_at,
        }
    }
}

/// A design of gift cards. Its amounts are cents.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CardTemplate {
    id: TemplateId,
    name: LocalizedText,
    /// Molzait's one type.
    #[serde(rename = "type")]
    kind: &'static str,
    image: Option<Image>,
    amounts: Vec<i64>,
    custom_amount: Option<CustomAmount>,
    validity: Validity,
}

/// The bounds of a free amount.
#[derive(Serialize)]
struct CustomAmount {
    min: i64,
    max: i64,
}

/// The designs that a venue offers.
pub(super) fn templates(
    venue: &VenueSettings,
    addresses: Addresses<'_>,
) -> Result<Vec<CardTemplate>, VenueError> {
    let Some(settings) = &venue.gift_cards else {
        return Ok(Vec::new());
    };
    let offered = settings
        .offered(venue.currency)
        .map_err(|error| VenueError::Broken(error.to_string()))?;
    let template = |one: Template| CardTemplate {
        id: one.id,
        name: one.name,
        kind: "value",
        image: one.image.map(|image| Image::of(image, venue, addresses)),
        amounts: one.amounts.iter().map(|amount| amount.amount()).collect(),
        custom_amount: one.custom.map(|AmountRange { min, max }| CustomAmount {
            min: min.amount(),
            max: max.amount(),
        }),
        validity: one.validity,
    };
    Ok(offered.templates.into_iter().map(template).collect())
}
