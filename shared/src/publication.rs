//! The publication of an experience of the embedded engine at a marketplace, where it is a service that guests find.

use serde::{Deserialize, Serialize};

use crate::id::MarketplaceId;
use crate::locale::Language;
use crate::validation::request_type;

request_type! {
    /// The terms of a publication: the body of its PUT. What the venue's settings state of the experience is taken from
    /// there.
    #[derive(Default)]
    #[serde(default)]
    pub struct PublicationTerms {
        /// Whether everyone finds the service. It holds for the first publication alone.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub is_public: bool,
        /// The marketplace's id of the access template that its reservations are given; left out, the marketplace assigns
        /// one.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub access_template_id: Option<MarketplaceId>,
        /// The language of its texts; left out, the venue's own.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub language: Option<Language>,
        /// Its picture in base64; left out, that of the experience, if it was uploaded.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub image: Option<String>,
    }
}

/// An experience that is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Publication {
    /// The marketplace's id of the service.
    pub service_id: String,
    /// Whether it was published for the first time; else its products, its add-ons and its people were brought up to date.
    pub is_new: bool,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::validation::read_json;

    #[test]
    fn every_term_may_be_left_out_and_no_other_is_taken() {
        assert_eq!(
            read_json::<PublicationTerms>(json!({})),
            Ok(PublicationTerms::default())
        );
        let terms: PublicationTerms = read_json(json!({
            "isPublic": true, "accessTemplateId": "0a".repeat(16), "language": "de", "image": "AAAA",
        }))
        .unwrap();
        assert!(terms.is_public && terms.access_template_id.is_some());
        for wrong in [
            json!({ "unitPrice": 1 }),
            json!({ "accessTemplateId": "a/b" }),
            json!({ "isPublic": "yes" }),
        ] {
            assert!(read_json::<PublicationTerms>(wrong.clone()).is_err(), "{wrong}");
        }
    }
}
