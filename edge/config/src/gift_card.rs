//! A venue's `[giftCards]`: the designs that it sells, their amounts and how long cards are valid.

use serde::{Deserialize, Serialize};
use shared::gift_card::{AmountRange, GiftCards, MAX_YEARS, Template, Validity};
use shared::id::TemplateId;
use shared::image::Image;
use shared::locale::LocalizedText;
use shared::money::{Currency, MAX_AMOUNT, Money, MoneyError};

/// A venue's gift cards.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GiftCardSettings {
    /// How long its cards are valid unless a design has a term of its own. Without a term they never expire.
    #[serde(default)]
    pub validity: Validity,
    /// The designs, in the order to show.
    pub templates: Vec<TemplateSettings>,
}

/// A design.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TemplateSettings {
    /// Its id.
    pub id: TemplateId,
    /// Its name.
    pub name: LocalizedText,
    /// The name of its picture: a file in the venue's folder `edge/venues/<id>/`, or an upload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// The amounts proposed, in minor units.
    #[serde(default)]
    pub amounts: Vec<i64>,
    /// The bounds of a free amount, where one is allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom: Option<CustomSettings>,
    /// How long a card of this design is valid, if not as the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validity: Option<Validity>,
}

/// Bounds of a free amount in minor units, both included.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CustomSettings {
    /// The least.
    pub min: i64,
    /// The most.
    pub max: i64,
}

impl GiftCardSettings {
    /// The gift cards that guests can buy.
    pub fn offered(&self, currency: Currency) -> Result<GiftCards, MoneyError> {
        let templates = self.templates.iter().map(|template| {
            let money = |amount: i64| Money::new(amount, currency);
            Ok(Template {
                id: template.id.clone(),
                name: template.name.clone(),
                image: template.image.clone().map(|url| Image { url }),
                amounts: template
                    .amounts
                    .iter()
                    .map(|amount| money(*amount))
                    .collect::<Result<_, _>>()?,
                custom: match template.custom {
                    Some(CustomSettings { min, max }) => Some(AmountRange {
                        min: money(min)?,
                        max: money(max)?,
                    }),
                    None => None,
                },
                validity: template.validity.unwrap_or(self.validity),
            })
        });
        Ok(GiftCards {
            templates: templates.collect::<Result<_, _>>()?,
        })
    }

    /// Every fault, as a line that names its place.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let years = format!("write 1 to {MAX_YEARS} years");
        if !self.validity.is_sound() {
            faults.push(format!("validity: {years}"));
        }
        if self.templates.is_empty() {
            faults.push("templates: name at least one".to_owned());
        }
        for (index, template) in self.templates.iter().enumerate() {
            let mut fault = |text: &str| faults.push(format!("templates[{index}].{text}"));
            if self
                .templates
                .iter()
                .take(index)
                .any(|other| other.id == template.id)
            {
                fault("id: there is another of this id");
            }
            if template.amounts.is_empty() && template.custom.is_none() {
                fault("amounts: name some, or the bounds of a custom amount");
            }
            let is_amount = |amount: i64| (1..=MAX_AMOUNT).contains(&amount);
            if !template.amounts.iter().all(|amount| is_amount(*amount)) {
                fault("amounts: write minor units, 1 or more");
            }
            if let Some(CustomSettings { min, max }) = template.custom
                && !(is_amount(min) && is_amount(max) && min <= max)
            {
                fault("custom: write minor units, 1 or more, min not above max");
            }
            if !template.validity.is_none_or(Validity::is_sound) {
                fault(&format!("validity: {years}"));
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn settings(template: &serde_json::Value) -> GiftCardSettings {
        serde_json::from_value(json!({ "templates": [template] })).unwrap()
    }

    #[test]
    fn a_design_takes_the_venues_validity_unless_it_has_its_own() {
        let mut settings = settings(&json!({ "id": "a", "name": { "en": "A" }, "amounts": [5000] }));
        let validity =
            |settings: &GiftCardSettings| settings.offered(Currency::EUR).unwrap().templates[0].validity;
        assert_eq!(validity(&settings), Validity::Never);
        settings.validity = Validity::YearsFromYearEnd { years: 3 };
        assert_eq!(validity(&settings), settings.validity);
        settings.templates[0].validity = Some(Validity::YearsFromDay { years: 30 });
        assert_eq!(validity(&settings), Validity::YearsFromDay { years: 30 });
    }

    #[test]
    fn every_fault_names_its_place() {
        for (template, faults) in [
            (json!({ "id": "a", "name": {}, "amounts": [100] }), vec![]),
            (
                json!({ "id": "a", "name": {} }),
                vec!["templates[0].amounts: name some, or the bounds of a custom amount"],
            ),
            (
                json!({ "id": "a", "name": {}, "amounts": [0], "custom": { "min": 5, "max": 4 },
                    "validity": { "type": "years_from_day", "years": 0 } }),
                vec![
                    "templates[0].amounts: write minor units, 1 or more",
                    "templates[0].custom: write minor units, 1 or more, min not above max",
                    "templates[0].validity: write 1 to 100 years",
                ],
            ),
        ] {
            assert_eq!(settings(&template).faults(), faults, "{template}");
        }
        let none = GiftCardSettings {
            validity: Validity::YearsFromDay { years: 200 },
            templates: vec![],
        };
        assert_eq!(
            none.faults(),
            ["validity: write 1 to 100 years", "templates: name at least one"]
        );
    }
}
