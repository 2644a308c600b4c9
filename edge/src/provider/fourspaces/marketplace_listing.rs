//! An experience of the embedded engine as a service of 4spaces: the bodies that publish it, and that bring it up to date.
//! Pure.
//!
//! Which service an experience was published as is told by the external id of its product, which names the venue and the
//! experience: nothing about it is stored here. 4spaces knows adults and children and no other ages, and prices a booking by
//! the formula in `price.rs`: an experience that does not fit into that is not published.

use config::PublicationSettings;
use config::engine::Experience;
use config::fourspaces::is_same_id;
use config::offer::AgeCategorySettings;
use config::plan::Offer;
use serde_json::{Map, Number, Value, json};
use shared::availability::Confirmation;
use shared::locale::{Language, LocalizedText};
use shared::money::{Currency, Money};
use shared::payment::PaymentKind;
use shared::validation::{FieldCode, FieldError};

use super::catalogue::{KINDS, RESERVATION};
use super::fixed_point::FixedPoint;
use super::scalar::{text, variant};
use super::service::TIMESPAN;
use super::wire;
use crate::provider::marketplace::{MarketplaceListing, PublishedPicture};

/// The hundredths of a percent that make one.
const POINTS_OF_A_PERCENT: u16 = 100;
/// The version that each request states, as the vendor's sample does.
const VERSION: u8 = 0;

/// A service that an experience was published as, with the ids that its parts have there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownService {
    /// Its id.
    pub id: String,
    /// The id of its product.
    pub product_id: String,
    /// The external id of each add-on with its id.
    pub add_ons: Vec<(String, String)>,
    /// The id of its person option, if it has one.
    pub person_option_id: Option<String>,
}

/// The external id of an experience's product.
#[must_use]
pub fn external_id(listing: &MarketplaceListing<'_>) -> String {
    format!("{}/{}", listing.venue.id, listing.experience.id)
}

/// The service that an experience was published as, if there is one.
#[must_use]
pub fn known(
    services: &[wire::ServiceView],
    listing: &MarketplaceListing<'_>,
    organization_id: &str,
) -> Option<KnownService> {
    let wanted = external_id(listing);
    let is_ours = |product: &&wire::ProductView| {
        let ids = product.external_id.read().into_iter().flatten();
        ids.filter_map(text).any(|id| id == wanted)
    };
    services.iter().find_map(|service| {
        let is_others = text(&service.organization_id).is_some_and(|id| !is_same_id(id, organization_id));
        if is_others || variant(&service.service_type, &KINDS) != Some(RESERVATION) {
            return None;
        }
        let product = service.products.read()?.all.iter().find(is_ours)?;
        let add_ons = service.addons.read().map_or(&[][..], |add_ons| &add_ons.all[..]);
        let add_ons = add_ons
            .iter()
            .filter_map(|one| Some((text(&one.external_id)?.to_owned(), one.id.clone())));
        let person_option = service.person_option.read();
        Some(KnownService {
            id: service.id.clone(),
            product_id: product.id.clone(),
            add_ons: add_ons.collect(),
            person_option_id: person_option
                .and_then(|option| text(&option.id))
                .map(str::to_owned),
        })
    })
}

/// The body that publishes an experience.
pub fn insertion(
    listing: &MarketplaceListing<'_>,
    settings: &PublicationSettings,
) -> Result<Value, FieldError> {
    let MarketplaceListing {
        experience, terms, ..
    } = listing;
    if terms.is_public && experience.is_private {
        return Err(FieldError::new("/isPublic", FieldCode::NotOffered));
    }
    let vat = experience.vat_basis_points;
    let whole_vat = vat.filter(|points| points % POINTS_OF_A_PERCENT == 0);
    let mut body = json!({
        "organizationId": settings.organization_id,
        "serviceType": RESERVATION,
        "image": listing.picture.map(file),
        "name": words(listing, &experience.name),
        "description": words(listing, &experience.description_html),
        "subTitle": words(listing, &experience.short_description),
        "isPublic": terms.is_public,
        "requireConfirmation": experience.confirmation == Confirmation::Request,
        "requirePayment": is_paid(experience),
        "currencyId": settings.currency_id,
        "vatPercentage": whole_vat.map(|points| points / POINTS_OF_A_PERCENT),
        "paymentProviderConfigId": settings.payment_provider_config_id,
        "invoicingProviderConfigId": settings.invoicing_provider_config_id,
        "products": [product(listing, None)],
        "addons": add_ons(listing, &[]),
        "timeOption": time_option(experience),
        "personOption": person_option(listing, None)?,
        "version": VERSION,
    });
    drop_nulls(&mut body);
    Ok(body)
}

/// The paths and the bodies that bring a service up to date.
pub fn updates(
    listing: &MarketplaceListing<'_>,
    known: &KnownService,
) -> Result<[(&'static str, Value); 3], FieldError> {
    let id = &known.id;
    let products = json!({
        "serviceId": id, "serviceType": RESERVATION, "products": [product(listing, Some(&known.product_id))],
        "version": VERSION,
    });
    let add_ons = add_ons(listing, &known.add_ons);
    let add_ons = json!({ "serviceId": id, "addons": add_ons, "version": VERSION });
    let people = person_option(listing, known.person_option_id.as_deref())?;
    let people = json!({ "serviceId": id, "personOption": people, "version": VERSION });
    let mut bodies = [
        ("/service/products", products),
        ("/service/addons", add_ons),
        ("/service/personOption", people),
    ];
    for (_, body) in &mut bodies {
        drop_nulls(body);
    }
    Ok(bodies)
}

/// A text in the language of the publication; none if it is empty.
fn words<'a>(listing: &MarketplaceListing<'a>, texts: &'a LocalizedText) -> Option<&'a str> {
    let own: Option<&Language> = listing.venue.locales.first();
    let language = listing.terms.language.as_ref().or(own)?;
    Some(texts.get(language)).filter(|text| !text.is_empty())
}

fn file(picture: &PublishedPicture) -> Value {
    json!({ "fileName": picture.file_name, "content": picture.content, "mimeType": picture.media_type })
}

/// Whether guests pay in advance; a card that is only kept is no payment.
fn is_paid(experience: &Experience) -> bool {
    let payment = experience.payment;
    payment.is_some_and(|payment| payment.kind != PaymentKind::CardGuarantee)
}

/// A number of JSON with the digits of a decimal number.
fn number(decimal: FixedPoint) -> Option<Number> {
    serde_json::from_str(&decimal.to_string()).ok()
}

fn amount(money: Money) -> Option<Number> {
    number(FixedPoint::of_money(money)?)
}

fn percentage(basis_points: Option<u16>) -> Option<Number> {
    basis_points.map(FixedPoint::of_basis_points).and_then(number)
}

fn product(listing: &MarketplaceListing<'_>, id: Option<&str>) -> Value {
    let MarketplaceListing {
        experience, terms, ..
    } = listing;
    json!({
        "id": id,
        "name": words(listing, &experience.name),
        "description": words(listing, &experience.short_description),
        "unitPrice": guest_price(listing).and_then(amount),
        "vatPercentage": percentage(experience.vat_basis_points),
        "image": listing.picture.map(file),
        "externalId": external_id(listing),
        "reservationData": {
            "accessTemplateId": terms.access_template_id,
            "autoAssignAccessTemplate": terms.access_template_id.is_none(),
        },
    })
}

fn add_ons(listing: &MarketplaceListing<'_>, known: &[(String, String)]) -> Vec<Value> {
    let offer = Offer::of(listing.experience, listing.venue.currency);
    let add_on = |add_on: &shared::offer::AddOn| {
        let known = known.iter().find(|(external, _)| external == add_on.id.as_str());
        json!({
            "id": known.map(|(_, id)| id),
            "name": words(listing, &add_on.name),
            "unitPrice": amount(add_on.price),
            "vatPercentage": percentage(add_on.vat_basis_points),
            "maxQuantity": add_on.max,
            "externalId": add_on.id,
        })
    };
    offer
        .add_ons
        .iter()
        .map(|stocked| add_on(&stocked.add_on))
        .collect()
}

/// The stays of the experience: from the shortest party's to the longest, in steps of its slots.
fn time_option(experience: &Experience) -> Value {
    let minutes = || experience.durations.iter().map(|stay| stay.minutes);
    json!({
        "type": TIMESPAN,
        "timespanOptions": {
            "minDuration": minutes().min(),
            "maxDuration": minutes().max(),
            "increment": experience.slot_interval_minutes,
            // The engine's prices do not depend on how long a party stays.
            "incrementPriceMultiplier": 0,
        },
    })
}

/// The price of a guest who is not counted by age.
fn guest_price(listing: &MarketplaceListing<'_>) -> Option<Money> {
    let MarketplaceListing {
        experience, venue, ..
    } = listing;
    let offer = Offer::of(experience, venue.currency);
    let payment = experience.payment;
    let prepaid = payment.filter(|payment| payment.kind == PaymentKind::Prepayment);
    let prepaid = prepaid.and_then(|payment| Money::new(payment.price_per_guest.into(), venue.currency).ok());
    let of_category = offer.default_category().and_then(|category| category.price);
    of_category.or(offer.price).or(prepaid)
}

/// The fault of an experience whose ages 4spaces cannot price.
fn not_priced() -> FieldError {
    FieldError::new("/experienceId", FieldCode::NotOffered)
}

/// The people of the experience: each adult pays the price, and a child its own part of it.
fn person_option(listing: &MarketplaceListing<'_>, id: Option<&str>) -> Result<Value, FieldError> {
    let MarketplaceListing {
        experience, venue, ..
    } = listing;
    let children: Vec<&AgeCategorySettings> =
        experience.people.iter().filter(|one| one.needs_adult).collect();
    let own = |category: &&AgeCategorySettings| {
        child_multiplier(guest_price(listing), category.price, venue.currency)
    };
    let multipliers: Vec<FixedPoint> = children.iter().map(own).collect::<Result<_, _>>()?;
    let multiplier = multipliers.first().copied().unwrap_or(FixedPoint::ONE);
    if multipliers.iter().any(|other| *other != multiplier) {
        return Err(not_priced());
    }
    let max = match children.as_slice() {
        [only] => only.max,
        _ => None,
    };
    Ok(json!({
        "id": id,
        "canSelectChildren": !children.is_empty(),
        "maxAdultCount": experience.attendees.max,
        "maxChildrenCount": max,
        "adultPriceMultiplier": 1,
        "childPriceMultiplier": number(multiplier),
    }))
}

/// The part of an adult's price that a child pays.
fn child_multiplier(
    guest: Option<Money>,
    child: Option<u32>,
    currency: Currency,
) -> Result<FixedPoint, FieldError> {
    let Some(child) = child else {
        return Ok(FixedPoint::ONE);
    };
    match guest.filter(|guest| guest.amount() > 0) {
        Some(guest) => {
            let child = Money::new(child.into(), currency).map_err(|_| not_priced())?;
            FixedPoint::ratio(child, guest).ok_or_else(not_priced)
        }
        None if child == 0 => Ok(FixedPoint::ONE),
        None => Err(not_priced()),
    }
}

/// Leaves out what is null: the vendor reads a field that is not there as not stated.
fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(object) => {
            let kept: Map<String, Value> = std::mem::take(object)
                .into_iter()
                .filter(|(_, one)| !one.is_null())
                .collect();
            *object = kept;
            object.values_mut().for_each(drop_nulls);
        }
        Value::Array(list) => list.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

#[cfg(test)]
#[path = "marketplace_listing_tests.rs"]
mod tests;
