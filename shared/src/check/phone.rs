//! Phone numbers in E.164, with a default country for numbers written without a country code. It
//! must not know which numbers are in use: a number plan of the world is larger than the widget.
//!
//! Source of the calling codes and trunk prefixes: ITU-T E.164 and its national numbering plans.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::FieldCode;
use super::text::machine_readable;

/// A phone number in E.164: `+`, then 7 to 15 digits, the first of which is not 0.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = super::FieldErrors, try_from(String) = Self::try_from -> FieldCode))]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// A country (ISO 3166-1 alpha-2) whose calling code is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country {
    calling_code: &'static str,
    trunk: Trunk,
}

/// What stands before a number that is dialled within its country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trunk {
    /// A prefix that is left out in E.164, such as the 0 of Austria.
    Dropped(&'static str),
    /// Nothing, or, as in Italy, a 0 that belongs to the number.
    Kept,
}

/// Calling code by country, for those with a trunk prefix 0.
const TRUNK_0: &str = "AE971 AF93 AL355 AM374 AR54 AT43 AU61 BA387 BD880 BE32 BG359 BO591 BR55 \
    CH41 CN86 CO57 CR506 CU53 DE49 DZ213 EC593 EG20 ET251 FI358 FR33 GB44 GE995 GF594 GH233 GP590 \
    HR385 ID62 IE353 IL972 IN91 IQ964 IR98 JO962 JP81 KE254 KG996 KH855 KR82 LA856 LB961 LI423 LK94 \
    LY218 MA212 MD373 ME382 MG261 MK389 MM95 MQ596 MY60 NA264 NG234 NL31 NP977 NZ64 PE51 PH63 PK92 \
    PY595 RE262 RO40 RS381 RW250 SA966 SD249 SE46 SI386 SK421 SY963 TH66 TR90 TW886 TZ255 UA380 \
    UG256 UY598 UZ998 VE58 VN84 XK383 YE967 ZA27 ZM260 ZW263";
/// Calling code by country, for those without a trunk prefix.
const NO_TRUNK: &str = "AD376 AO244 BF226 BH973 BI257 BJ229 BN673 BT975 BW267 CD243 CF236 CG242 \
    CI225 CL56 CM237 CV238 CY357 CZ420 DJ253 DK45 EE372 ER291 ES34 FJ679 FO298 GA241 GI350 GL299 \
    GM220 GN224 GQ240 GR30 GT502 GW245 GY592 HK852 HN504 HT509 IS354 IT39 KM269 KW965 LR231 LS266 \
    LU352 LV371 MC377 ML223 MO853 MR222 MT356 MU230 MV960 MW265 MX52 MZ258 NE227 NI505 NO47 OM968 \
    PA507 PF689 PG675 PL48 PS970 PT351 QA974 SC248 SG65 SL232 SM378 SN221 SO252 SR597 SV503 SZ268 \
    TD235 TG228 TN216 VA39 NC687";

impl Country {
    /// Takes two letters, in any case; [`FieldCode::Unknown`] where the calling code is not known.
    pub fn parse(code: &str) -> Result<Self, FieldCode> {
        let code = code.to_ascii_uppercase();
        if code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(FieldCode::Invalid);
        }
        let find = |list: &'static str| {
            list.split(' ')
                .find_map(|entry| entry.strip_prefix(code.as_str()))
        };
        let found = match code.as_str() {
            "US" | "CA" | "PR" | "DO" | "JM" | "TT" | "BS" | "BB" => Some(("1", Trunk::Dropped("1"))),
            "RU" | "KZ" => Some(("7", Trunk::Dropped("8"))),
            "LT" => Some(("370", Trunk::Dropped("0"))),
            "BY" => Some(("375", Trunk::Dropped("80"))),
            "HU" => Some(("36", Trunk::Dropped("06"))),
            "MN" => Some(("976", Trunk::Dropped("0"))),
            _ => find(TRUNK_0)
                .map(|calling| (calling, Trunk::Dropped("0")))
                .or_else(|| find(NO_TRUNK).map(|calling| (calling, Trunk::Kept))),
        };
        found
            .map(|(calling_code, trunk)| Self { calling_code, trunk })
            .ok_or(FieldCode::Unknown)
    }
}

impl Phone {
    /// Takes a number as people write it: with spaces, dots, hyphens, slashes and brackets, with `+`
    /// or `00` before a country code, or without one if `country` is given. `+43 (0)1 …` is understood.
    /// What cannot be a number is [`FieldCode::InvalidPhone`], nothing at all [`FieldCode::Required`].
    pub fn parse(text: &str, country: Option<Country>) -> Result<Self, FieldCode> {
        let text = machine_readable(text);
        if text.is_empty() {
            return Err(FieldCode::Required);
        }
        let plain = text.replace("(0)", "");
        let international = plain.starts_with('+');
        let mut digits = String::new();
        for character in plain.strip_prefix('+').unwrap_or(&plain).chars() {
            match character {
                '0'..='9' => digits.push(character),
                '.' | '-' | '/' | '(' | ')' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {}
                space if space.is_whitespace() => {}
                _ => return Err(FieldCode::InvalidPhone),
            }
        }
        let number = match (international, digits.strip_prefix("00"), country) {
            (true, _, _) => digits,
            (false, Some(rest), _) => rest.to_owned(),
            (false, None, Some(Country { calling_code, trunk })) => {
                let national = match trunk {
                    Trunk::Dropped(prefix) => digits.strip_prefix(prefix).unwrap_or(&digits),
                    Trunk::Kept => &digits,
                };
                format!("{calling_code}{national}")
            }
            (false, None, None) => return Err(FieldCode::InvalidPhone),
        };
        if (7..=15).contains(&number.len()) && !number.starts_with('0') {
            Ok(Self(format!("+{number}")))
        } else {
            Err(FieldCode::InvalidPhone)
        }
    }

    /// The number in E.164.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Phone(…)")
    }
}

impl TryFrom<String> for Phone {
    type Error = FieldCode;

    /// On the wire a number has its country code.
    fn try_from(text: String) -> Result<Self, FieldCode> {
        Self::parse(&text, None)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn in_country(text: &str, country: &str) -> Result<String, FieldCode> {
        Phone::parse(text, Some(Country::parse(country).unwrap())).map(String::from)
    }

    #[test]
    fn numbers_as_people_write_them_become_e164() {
        for (text, country, number) in [
            ("0660 551 22 34", "AT", "+436605512234"),
            ("+43 (0)660/5512234", "DE", "+436605512234"),
            ("0043-660-5512234", "DE", "+436605512234"),
            ("06 12 34 56 78", "FR", "+33612345678"),
            ("06 1234 5678", "IT", "+390612345678"),
            ("(212) 555-0123", "US", "+12125550123"),
            ("1 212 555 0123", "US", "+12125550123"),
            ("8 912 345 67 89", "RU", "+79123456789"),
            ("06 30 123 4567", "HU", "+36301234567"),
            ("612 345 678", "ES", "+34612345678"),
        ] {
            assert_eq!(in_country(text, country).as_deref(), Ok(number), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "abc",
            "+",
            "12",
            "+0123456789",
            "+1234567890123456",
            "0660 CALL ME",
            "٠٦٦٠٥٥١٢٢٣٤",
        ] {
            assert_eq!(in_country(text, "AT"), Err(FieldCode::InvalidPhone), "{text}");
        }
        assert_eq!(in_country("  ", "AT"), Err(FieldCode::Required));
        assert_eq!(Phone::parse("0660 5512234", None), Err(FieldCode::InvalidPhone));
    }

    #[test]
    fn countries_are_two_letters_with_a_calling_code() {
        assert!(Country::parse("at").is_ok());
        assert_eq!(Country::parse("AUT"), Err(FieldCode::Invalid));
        assert_eq!(Country::parse("A4"), Err(FieldCode::Invalid));
        assert_eq!(Country::parse("QQ"), Err(FieldCode::Unknown));
    }

    proptest! {
        #[test]
        fn a_parsed_number_parses_to_itself(text in "[+0]{0,2}[0-9 ()./-]{0,22}") {
            if let Ok(phone) = Phone::parse(&text, Country::parse("AT").ok()) {
                let again = Phone::parse(phone.as_str(), None);
                prop_assert_eq!(again, Ok(phone));
            }
        }

        #[test]
        fn no_text_makes_parsing_panic(text in ".{0,40}") {
            let _ = Phone::parse(&text, Country::parse("IT").ok());
        }
    }
}
