//! A venue's `[location]`: where it is, in the parts that maps, search engines and mail programs know.

use serde::{Deserialize, Serialize};
use url::Url;

use crate::address;

/// The page that shows the way to a place (<https://developers.google.com/maps/documentation/urls>). It needs no key, and
/// phones open it in their map.
const DIRECTIONS: &str = "https://www.google.com/maps/dir/";

/// Where a venue is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LocationSettings {
    /// The street with its number.
    pub street: String,
    /// The postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// The town.
    pub locality: String,
    /// The country (ISO 3166-1 alpha-2), such as `AT`.
    pub country: String,
    /// The latitude in degrees, with `longitude`: maps then show the entrance, and not the middle of the street.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f64>,
    /// The longitude in degrees, east of Greenwich above zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f64>,
    /// The address of a page that shows guests the way, such as one of the restaurant's own. A map's stands in for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directions_url: Option<String>,
}

impl LocationSettings {
    /// The address on one line.
    #[must_use]
    pub fn line(&self) -> String {
        let town = match &self.postal_code {
            Some(code) => format!("{code} {}", self.locality),
            None => self.locality.clone(),
        };
        format!("{}, {town}", self.street)
    }

    /// The latitude and the longitude, where both are stated.
    #[must_use]
    pub fn position(&self) -> Option<(f64, f64)> {
        self.latitude.zip(self.longitude)
    }

    /// The position as a `geo` URI (RFC 5870).
    #[must_use]
    pub fn geo_uri(&self) -> Option<String> {
        let (latitude, longitude) = self.position()?;
        Some(format!("geo:{latitude},{longitude}"))
    }

    /// Every fault, as a line that begins with the setting's name.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (name, text) in [("street", &self.street), ("locality", &self.locality)] {
            if text.trim().is_empty() {
                faults.push(format!("{name}: must not be empty"));
            }
        }
        let is_country =
            self.country.len() == 2 && self.country.bytes().all(|byte| byte.is_ascii_uppercase());
        if !is_country {
            faults.push("country: write two letters, such as AT".to_owned());
        }
        let is_within =
            |degrees: Option<f64>, most: f64| degrees.is_none_or(|degrees| (-most..=most).contains(&degrees));
        if !is_within(self.latitude, 90.0) {
            faults.push("latitude: write -90 to 90 degrees".to_owned());
        }
        if !is_within(self.longitude, 180.0) {
            faults.push("longitude: write -180 to 180 degrees".to_owned());
        }
        if self.latitude.is_some() != self.longitude.is_some() {
            faults.push("longitude: write it with latitude, or leave both out".to_owned());
        }
        if self
            .directions_url
            .as_deref()
            .is_some_and(|url| !address::is_secure(url))
        {
            faults.push("directionsUrl: write a whole address that begins with https://".to_owned());
        }
        faults
    }
}

/// The address of a page that shows the way: the venue's own, else a map's, by the position where it is known and else by
/// the name and the address. None where nothing of it is known.
pub(crate) fn directions(
    name: &str,
    line: Option<&str>,
    location: Option<&LocationSettings>,
) -> Option<String> {
    if let Some(own) = location.and_then(|location| location.directions_url.clone()) {
        return Some(own);
    }
    let destination = match location.and_then(LocationSettings::position) {
        Some((latitude, longitude)) => format!("{latitude},{longitude}"),
        None => format!("{name}, {}", line?),
    };
    let map = Url::parse_with_params(DIRECTIONS, [("api", "1"), ("destination", destination.as_str())]);
    map.ok().map(String::from)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn location(change: Value) -> LocationSettings {
        let mut settings = json!({ "street": "Hauptplatz 1", "locality": "Graz", "country": "AT" });
        let Value::Object(change) = change else {
            panic!("no object")
        };
        settings.as_object_mut().unwrap().extend(change);
        serde_json::from_value(settings).unwrap()
    }

    #[test]
    fn a_fault_names_its_setting() {
        assert!(location(json!({})).faults().is_empty());
        assert!(
            location(json!({ "latitude": -90, "longitude": 180 }))
                .faults()
                .is_empty()
        );
        for (change, name) in [
            (json!({ "street": " " }), "street:"),
            (json!({ "locality": "" }), "locality:"),
            (json!({ "country": "Austria" }), "country:"),
            (json!({ "country": "at" }), "country:"),
            (json!({ "latitude": 90.5, "longitude": 1 }), "latitude:"),
            (json!({ "latitude": 47, "longitude": -181 }), "longitude:"),
            (json!({ "latitude": 47 }), "longitude:"),
            (json!({ "directionsUrl": "http://example.com" }), "directionsUrl:"),
            (
                json!({ "directionsUrl": "javascript:alert(1)" }),
                "directionsUrl:",
            ),
        ] {
            let faults = location(change).faults();
            assert!(faults.len() == 1 && faults[0].starts_with(name), "{faults:?}");
        }
    }

    #[test]
    fn a_line_has_the_postal_code_before_the_town() {
        assert_eq!(location(json!({})).line(), "Hauptplatz 1, Graz");
        let whole = location(json!({ "postalCode": "8010", "latitude": 47.07, "longitude": 15.44 }));
        assert_eq!(whole.line(), "Hauptplatz 1, 8010 Graz");
        assert_eq!(whole.geo_uri().as_deref(), Some("geo:47.07,15.44"));
    }

    #[test]
    fn the_way_is_the_venues_own_page_or_a_map_of_the_position_or_of_the_address() {
        let way = |line: Option<&str>, location: Option<&LocationSettings>| {
            directions("Linde & Co", line, location)
        };
        let map = |destination: &str| {
            Some(format!(
                "https://www.google.com/maps/dir/?api=1&destination={destination}"
            ))
        };
        let own = location(json!({ "directionsUrl": "https://linde.example/way" }));
        assert_eq!(
            way(None, Some(&own)).as_deref(),
            Some("https://linde.example/way")
        );
        let placed = location(json!({ "latitude": 47.07, "longitude": 15.44 }));
        assert_eq!(way(Some("x"), Some(&placed)), map("47.07%2C15.44"));
        assert_eq!(
            way(Some("Hauptplatz 1"), None),
            map("Linde+%26+Co%2C+Hauptplatz+1")
        );
        assert_eq!(way(None, None), None);
    }
}
