//! An experience of the embedded engine as a service of 4spaces: the bodies of its calls. Pure.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::{Map, Number, Value as Json, json};

/// A service that can be reserved, of the vendor's four kinds.
const RESERVATION: u8 = 1;
/// A time option of spans of a day, of the vendor's two kinds.
const TIMESPAN: u8 = 1;

/// The facts about a service that the engine does not have, as a file states them.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ServiceFile {
    /// The id of the organization.
    organization_id: String,
    /// The id of the currency.
    currency_id: Option<String>,
    /// The id of the access template that a reservation is given.
    access_template_id: Option<String>,
    /// The language of its texts.
    language: String,
    /// Whether everybody sees it.
    #[serde(default)]
    is_public: bool,
    /// The price of a guest in major units, such as "49.90".
    unit_price: String,
    /// The percentage of value-added tax, of the service and its product.
    #[serde(default)]
    vat_percentage: u8,
    /// The id of the configuration of its payments.
    payment_provider_config_id: Option<String>,
    /// The id of the configuration of its invoices.
    invoicing_provider_config_id: Option<String>,
    /// The id of its product there, once it is published: an update without it makes another product.
    product_id: Option<String>,
    /// The add-ons.
    #[serde(default)]
    addons: Vec<AddonEntry>,
    /// The children that it takes.
    children: Option<Children>,
    /// The share of the price by which each increment makes a longer stay dearer, such as "0.5".
    increment_price_multiplier: Option<String>,
    /// The version that each call states.
    #[serde(default)]
    version: u32,
}

/// An add-on.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AddonEntry {
    id: Option<String>,
    name: String,
    unit_price: String,
    #[serde(default)]
    vat_percentage: u8,
    max_quantity: Option<u16>,
    external_id: String,
}

/// Children at a service.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Children {
    max_count: Option<u8>,
    price_multiplier: String,
}

/// A picture as the calls carry it.
pub(super) struct Picture {
    /// The name of its file.
    pub(super) file_name: String,
    /// Its bytes in base64.
    pub(super) content: String,
    /// Its media type.
    pub(super) mime_type: &'static str,
}

impl Picture {
    fn json(&self) -> Json {
        json!({ "fileName": self.file_name, "content": self.content, "mimeType": self.mime_type })
    }
}

/// An experience in the settings of a venue.
pub(super) fn experience<'a>(settings: &'a Json, id: &str) -> Result<&'a Json> {
    let all = settings["engine"]["experiences"]
        .as_array()
        .context("the venue has no experiences of the embedded engine")?;
    let found = all.iter().find(|one| one["id"] == id);
    found.with_context(|| format!("there is no experience {id}"))
}

/// The body that publishes an experience.
pub(super) fn insertion(experience: &Json, file: &ServiceFile, picture: Option<&Picture>) -> Result<Json> {
    let text = |name: &str| text_in(&experience[name], &file.language);
    let mut body = json!({
        "organizationId": file.organization_id,
        "serviceType": RESERVATION,
        "image": picture.map(Picture::json),
        "name": text("name").context("the experience has no name")?,
        "description": text("descriptionHtml"),
        "subTitle": text("shortDescription"),
        "isPublic": file.is_public,
        "requireConfirmation": experience["confirmation"] == "request",
        "requirePayment": experience["payment"].is_object(),
        "currencyId": file.currency_id,
        "vatPercentage": file.vat_percentage,
        "paymentProviderConfigId": file.payment_provider_config_id,
        "invoicingProviderConfigId": file.invoicing_provider_config_id,
        "products": [product(experience, file, picture)?],
        "addons": addons(file)?,
        "timeOption": time_option(experience, file)?,
        "personOption": person_option(experience, file)?,
        "version": file.version,
    });
    drop_nulls(&mut body);
    Ok(body)
}

/// The paths and the bodies that bring a published service up to date.
pub(super) fn updates(
    experience: &Json,
    file: &ServiceFile,
    picture: Option<&Picture>,
    service_id: &str,
) -> Result<[(&'static str, Json); 3]> {
    let version = file.version;
    let products = json!([product(experience, file, picture)?]);
    let mut bodies = [
        (
            "/service/products",
            json!({
                "serviceId": service_id, "serviceType": RESERVATION, "products": products, "version": version,
            }),
        ),
        (
            "/service/addons",
            json!({ "serviceId": service_id, "addons": addons(file)?, "version": version }),
        ),
        (
            "/service/personOption",
            json!({
                "serviceId": service_id, "personOption": person_option(experience, file)?, "version": version,
            }),
        ),
    ];
    for (_, body) in &mut bodies {
        drop_nulls(body);
    }
    Ok(bodies)
}

fn product(experience: &Json, file: &ServiceFile, picture: Option<&Picture>) -> Result<Json> {
    Ok(json!({
        "id": file.product_id,
        "name": text_in(&experience["name"], &file.language),
        "description": text_in(&experience["shortDescription"], &file.language),
        "unitPrice": decimal(&file.unit_price)?,
        "vatPercentage": file.vat_percentage,
        "image": picture.map(Picture::json),
        "externalId": experience["id"],
        "reservationData": {
            "accessTemplateId": file.access_template_id,
            "autoAssignAccessTemplate": file.access_template_id.is_none(),
        },
    }))
}

fn addons(file: &ServiceFile) -> Result<Json> {
    let addon = |one: &AddonEntry| {
        Ok(json!({
            "id": one.id,
            "name": one.name,
            "unitPrice": decimal(&one.unit_price)?,
            "vatPercentage": one.vat_percentage,
            "maxQuantity": one.max_quantity,
            "externalId": one.external_id,
        }))
    };
    file.addons.iter().map(addon).collect()
}

/// The stays of the experience: from the shortest party's to the longest, in steps of its slots.
fn time_option(experience: &Json, file: &ServiceFile) -> Result<Json> {
    let stays = experience["durations"].as_array().into_iter().flatten();
    let minutes: Vec<u64> = stays.filter_map(|stay| stay["minutes"].as_u64()).collect();
    let shortest = minutes.iter().min().context("the experience has no durations")?;
    let multiplier = file.increment_price_multiplier.as_deref().map(decimal);
    Ok(json!({
        "type": TIMESPAN,
        "timespanOptions": {
            "minDuration": shortest,
            "maxDuration": minutes.iter().max(),
            "increment": experience["slotIntervalMinutes"],
            "incrementPriceMultiplier": multiplier.transpose()?,
        },
    }))
}

/// The people of the experience: each adult pays the price, and a child its own part of it.
fn person_option(experience: &Json, file: &ServiceFile) -> Result<Json> {
    let child = file
        .children
        .as_ref()
        .map(|children| decimal(&children.price_multiplier));
    Ok(json!({
        "canSelectChildren": file.children.is_some(),
        "maxAdultCount": experience["attendees"]["max"],
        "maxChildrenCount": file.children.as_ref().and_then(|children| children.max_count),
        "adultPriceMultiplier": 1,
        "childPriceMultiplier": child.transpose()?.unwrap_or_else(|| Number::from(1)),
    }))
}

/// A number of JSON with the digits that the file states.
fn decimal(text: &str) -> Result<Number> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && text.len() <= 15;
    ensure!(is_plain, "{text}: write a price or a multiplier such as 49.90");
    serde_json::from_str(text).with_context(|| format!("{text}: write a price or a multiplier such as 49.90"))
}

/// A text in a language, or in any.
fn text_in<'a>(texts: &'a Json, language: &str) -> Option<&'a str> {
    let texts = texts.as_object()?;
    let own = texts.get(language).or_else(|| texts.values().next());
    own.and_then(Json::as_str).filter(|text| !text.is_empty())
}

/// Leaves out what is null: the vendor reads a field that is not there as not stated.
fn drop_nulls(value: &mut Json) {
    match value {
        Json::Object(object) => {
            let kept: Map<String, Json> = std::mem::take(object)
                .into_iter()
                .filter(|(_, one)| !one.is_null())
                .collect();
            *object = kept;
            object.values_mut().for_each(drop_nulls);
        }
        Json::Array(list) => list.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

#[cfg(test)]
#[path = "service_tests.rs"]
mod tests;
