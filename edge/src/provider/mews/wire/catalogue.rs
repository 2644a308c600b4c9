//! Questions about what a property offers, and the answers.

use serde::{Deserialize, Serialize};

use super::{Limitation, LocalizedNames};
use crate::provider::lenient::{Elements, Lenient, Part, Whole};
use crate::provider::mews::amount::Decimal;

/// A question for everything of some services.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct OfServices<'a> {
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    pub enterprise_ids: &'a [&'a str],
    pub service_ids: &'a [&'a str],
    pub limitation: Limitation,
}

/// A question for the configuration.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct OfEnterprise<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enterprise_id: Option<&'a str>,
}

/// A question that has nothing but its tokens.
#[derive(Debug, Serialize)]
pub struct NoFilter {}

/// The configuration.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct Configuration {
    pub enterprise: Enterprise,
}

/// The property.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct Enterprise {
    #[serde(default)]
    pub chain_id: Lenient,
    pub time_zone_identifier: String,
    #[serde(default)]
    pub default_language_code: Lenient,
    /// `Gross` or `Net`.
    pub pricing: String,
    #[serde(default)]
    pub cover_image_id: Lenient,
    #[serde(default)]
    pub accounting_configuration: Part<AccountingConfiguration>,
}

/// The property's accounting, as far as it is read.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct AccountingConfiguration {
    /// The types under which payments can be posted that were made elsewhere.
    #[serde(default)]
    pub enabled_external_payment_types: Vec<String>,
}

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident { $field:ident: $element:ty })+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Deserialize)]
            #[serde(rename_all = "PascalCase")]
            #[expect(missing_docs, reason = "the fields are Mews'")]
            pub struct $name {
                pub $field: Elements<$element>,
                #[serde(default)]
                pub cursor: Lenient,
            }
        )+
    };
}

lists! {
    /// Services.
    ServiceList { services: BookableService }
    /// Resource categories.
    ResourceCategoryList { resource_categories: ResourceCategory }
    /// Age categories.
    AgeCategoryList { age_categories: PersonAgeCategory }
    /// Rates.
    RateList { rates: Rate }
    /// Products.
    ProductList { products: Product }
    /// Restrictions.
    RestrictionList { restrictions: Restriction }
}

/// A service. It can be booked where its data says so.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct BookableService {
    pub id: String,
    pub is_active: bool,
    #[serde(default)]
    pub names: LocalizedNames,
    pub data: ServiceData,
}

/// The part of a service that depends on its kind.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct ServiceData {
    /// `Bookable` or `Additional`.
    pub discriminator: String,
    #[serde(default)]
    pub value: Part<ServiceTimes>,
}

/// The time units of a bookable service, and the time from their start or end to that of a stay.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct ServiceTimes {
    pub start_offset: String,
    pub end_offset: String,
    /// `Hour`, `Day` or `Month`.
    pub time_unit_period: String,
}

/// A resource category, such as tables for four.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct ResourceCategory {
    pub id: String,
    pub service_id: String,
    pub is_active: bool,
    #[serde(default, rename = "Type")]
    pub kind: Lenient,
    #[serde(default)]
    pub descriptions: LocalizedNames,
    pub capacity: Whole,
    pub extra_capacity: Whole,
}

/// An age category.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct PersonAgeCategory {
    pub id: String,
    pub service_id: String,
    pub is_active: bool,
    #[serde(default)]
    pub minimal_age: Lenient,
    #[serde(default)]
    pub maximal_age: Lenient,
    #[serde(default)]
    pub names: LocalizedNames,
    /// `Adult` or `Child`.
    pub classification: String,
}

/// A rate.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct Rate {
    pub id: String,
    pub group_id: String,
    pub service_id: String,
    #[serde(default)]
    pub base_rate_id: Lenient,
    pub is_active: bool,
    pub is_enabled: bool,
    pub is_public: bool,
    #[serde(default)]
    pub description: Part<LocalizedNames>,
}

/// A product.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct Product {
    pub id: String,
    pub service_id: String,
    pub is_active: bool,
    #[serde(default)]
    pub names: LocalizedNames,
    #[serde(default)]
    pub external_names: LocalizedNames,
    #[serde(default)]
    pub descriptions: Part<LocalizedNames>,
    /// `Once`, `PerTimeUnit`, `PerPerson` or `PerPersonPerTimeUnit`.
    pub charging_mode: String,
    pub price: Amount,
    #[serde(default)]
    pub image_ids: Part<Vec<String>>,
}

/// An amount with its taxes. Samples lack the net value and the breakdown, which the reference requires.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct Amount {
    pub currency: String,
    pub gross_value: Decimal,
    #[serde(default)]
    pub tax_values: Vec<TaxValue>,
}

/// A tax of an amount.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct TaxValue {
    /// The tax rate's code.
    #[serde(default)]
    pub code: Lenient,
    #[serde(default)]
    pub value: Option<Decimal>,
}

/// Taxes by name, and their rates.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct TaxationList {
    pub taxations: Elements<Taxation>,
    pub tax_rates: Elements<TaxRate>,
}

/// A tax.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct Taxation {
    pub code: String,
    pub local_name: String,
}

/// A rate of a tax.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct TaxRate {
    pub code: String,
    pub taxation_code: String,
    #[serde(default)]
    pub strategy: Part<TaxStrategy>,
}

/// How a tax is reckoned.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct TaxStrategy {
    /// `Relative`, `Dependent` or `Flat`.
    pub discriminator: String,
    pub value: TaxStrategyValue,
}

impl TaxStrategy {
    /// The tax in hundredths of a percent of a price, where it is a share of that.
    #[must_use]
    pub fn basis_points(&self) -> Option<u16> {
        (self.discriminator == "Relative")
            .then(|| self.value.value.basis_points())
            .flatten()
    }
}

/// The number of a strategy: a share such as 0.1, or an amount.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct TaxStrategyValue {
    pub value: Decimal,
}

/// A question for the addresses of pictures.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct PictureQuestion<'a> {
    pub images: Vec<PictureSize<'a>>,
}

/// The size of a picture that is asked for.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct PictureSize<'a> {
    pub image_id: &'a str,
    pub width: u16,
    pub resize_mode: &'static str,
}

/// The addresses of pictures.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct PictureList {
    pub image_urls: Elements<PictureAddress>,
}

/// The address of a picture.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct PictureAddress {
    pub image_id: String,
    pub url: String,
}

/// A rule by which stays are refused.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct Restriction {
    pub service_id: String,
    pub conditions: RestrictionConditions,
    #[serde(default)]
    pub exceptions: Option<RestrictionExceptions>,
}

/// The stays that a restriction is about.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct RestrictionConditions {
    /// `Stay`, `Start` or `End`.
    #[serde(rename = "Type")]
    pub kind: String,
    #[serde(default)]
    pub exact_rate_id: Option<String>,
    #[serde(default)]
    pub base_rate_id: Option<String>,
    #[serde(default)]
    pub rate_group_id: Option<String>,
    #[serde(default)]
    pub resource_category_id: Option<String>,
    #[serde(default)]
    pub resource_category_type: Option<String>,
    #[serde(default)]
    pub start_utc: Option<String>,
    #[serde(default)]
    pub end_utc: Option<String>,
    /// Weekdays by their English names; all, if left out.
    #[serde(default)]
    pub days: Option<Vec<String>>,
    /// Hours by their English names, such as `Zero`; all, if left out.
    #[serde(default)]
    pub hours: Option<std::collections::BTreeMap<String, bool>>,
}

/// The stays that a restriction does not refuse.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct RestrictionExceptions {
    pub min_advance: Option<String>,
    pub max_advance: Option<String>,
    pub min_length: Option<String>,
    pub max_length: Option<String>,
    pub min_price: Part<AnyPrice>,
    pub max_price: Part<AnyPrice>,
}

/// A price, of which only that it is there is read.
#[derive(Clone, Debug, Deserialize)]
pub struct AnyPrice {}
