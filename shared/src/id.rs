//! Opaque identifiers, one type for each kind of thing. An id is compared and passed on, never taken apart: how it is made
//! is its system's affair.
//!
//! ```
//! use shared::id::{ReservationId, VenueId};
//! use shared::validation::FieldCode;
//!
//! assert!(ReservationId::parse("8a58c26c6a67-4660-893d-9a1c04003703").is_ok());
//! // What would have to be escaped in a path is no id.
//! assert_eq!(ReservationId::parse("a/b"), Err(FieldCode::Invalid));
//! // A venue's is a DNS label.
//! assert!(VenueId::parse("gasthaus-zur-linde2").is_ok());
//! assert!(VenueId::parse("Gasthaus").is_err());
//! ```

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::validation::FieldCode;

/// The longest id accepted, in bytes. Vendors' ids are some 40 bytes; the bound keeps URLs and keys small.
pub const MAX_ID_BYTES: usize = 128;

/// Whether `text` may serve as an opaque id: 1 to [`MAX_ID_BYTES`] characters that RFC 3986 calls
/// unreserved, so that an id never needs escaping in a path or a query.
fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_ID_BYTES
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte))
        && !text.bytes().all(|byte| byte == b'.')
}

/// Whether `text` may serve as a venue's id: lower-case letters, digits and inner hyphens, at most 63
/// characters, the rule of a DNS label (RFC 1035, section 2.3.1), digits allowed in front.
fn is_venue_id(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Whether `text` may be the id of an access key, a person, a session or a webhook: 60 random bits as 12 small letters and digits of
/// base32 (RFC 4648), so that the underscores of a key part it.
fn is_short_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'))
}

/// Whether `text` may be the name of an uploaded picture: 128 bits of the digest of its bytes, in hexadecimal, and the
/// ending of its format. No file of a deployment has such a name by chance.
fn is_picture_name(text: &str) -> bool {
    let is_digest = |text: &str| {
        text.len() == 32
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
    };
    text.split_once('.')
        .is_some_and(|(digest, ending)| is_digest(digest) && matches!(ending, "png" | "jpg" | "webp"))
}

macro_rules! opaque_id {
    ($(#[$doc:meta])* $name:ident, $rule:path) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "requests", derive(deserr::Deserr))]
        #[cfg_attr(feature = "requests", deserr(error = crate::validation::FieldErrors, try_from(String) = Self::try_from -> FieldCode))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Takes the id as it stands; refused as [`FieldCode::Invalid`] if it is no id.
            pub fn parse(text: &str) -> Result<Self, FieldCode> {
                Self::try_from(text.to_owned())
            }

            /// The id's text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = FieldCode;

            fn try_from(text: String) -> Result<Self, FieldCode> {
                if $rule(&text) { Ok(Self(text)) } else { Err(FieldCode::Invalid) }
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

opaque_id!(
    /// A venue: a restaurant as guests see it. It stands in addresses (`/v1/venues/{venue}`) and in
    /// the script tag (`data-restaurant`).
    VenueId,
    is_venue_id
);
opaque_id!(
    /// An experience, which guests book, such as dinner or Sunday brunch.
    ExperienceId,
    is_id
);
opaque_id!(
    /// A thing at a marketplace to which experiences are published, such as a service or an access template.
    MarketplaceId,
    is_id
);
opaque_id!(
    /// An area guests may choose to sit in; with the embedded engine, a room (floor plan).
    AreaId,
    is_id
);
opaque_id!(
    /// A table of a floor plan. Never shown to guests.
    TableId,
    is_id
);
opaque_id!(
    /// A reservation. Knowing it gives no right to read it: that takes the manage token.
    ReservationId,
    is_id
);
opaque_id!(
    /// A payment. Knowing it gives no right to it.
    PaymentId,
    is_id
);
opaque_id!(
    /// An age category of a party's people, such as children, as its booking system names it.
    AgeCategoryId,
    is_id
);
opaque_id!(
    /// Something that can be added to a booking, such as a wine pairing.
    AddOnId,
    is_id
);
opaque_id!(
    /// A question to the guest, asked with a booking.
    QuestionId,
    is_id
);
opaque_id!(
    /// A choice of a question to the guest.
    ChoiceId,
    is_id
);
opaque_id!(
    /// A gift card's design and its rules.
    TemplateId,
    is_id
);
opaque_id!(
    /// An order of a gift card. Knowing it gives no right to read it: that takes the order's token.
    OrderId,
    is_id
);
opaque_id!(
    /// An entry on a waitlist. Knowing it gives no right to read it: that takes the entry's token.
    WaitlistEntryId,
    is_id
);
opaque_id!(
    /// An access key. Knowing it gives no right: that takes the key's secret.
    AccessKeyId,
    is_short_id
);
opaque_id!(
    /// A person who works for a venue.
    PersonId,
    is_short_id
);
opaque_id!(
    /// A session of a person. Knowing it gives no right: that takes the token in the cookie.
    SessionId,
    is_short_id
);
opaque_id!(
    /// A link by which a person signs in. Knowing it gives no right: that takes the link's secret.
    SignInLinkId,
    is_short_id
);
opaque_id!(
    /// A webhook, by which another system receives a venue's changes.
    WebhookId,
    is_short_id
);
opaque_id!(
    /// The name of a secret, by which a venue's settings refer to it.
    SecretName,
    is_id
);
opaque_id!(
    /// A label that staff attach to reservations, such as VIP.
    LabelId,
    is_id
);
opaque_id!(
    /// A guest, whom several reservations may share. Never shown to guests.
    GuestId,
    is_id
);
opaque_id!(
    /// A rule of a day, such as a closure.
    DayRuleId,
    is_id
);
opaque_id!(
    /// The name of a picture that a restaurant has uploaded, such as `3fd0a1c2b5e64f7890ab12cd34ef5678.jpg`.
    PictureName,
    is_picture_name
);
opaque_id!(
    /// A vendor's account of the deployment, by the rule of a venue's id.
    AccountId,
    is_venue_id
);
opaque_id!(
    /// A token of an account: `platform` is the account's own, any other is that of a restaurant or of an integration, by its id.
    TokenName,
    is_id
);
opaque_id!(
    /// A restaurant as an account's vendor knows it. The deployment chooses the id.
    AccountRestaurantId,
    is_id
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendor_ids_that_only_look_like_a_uuid_are_taken_as_they_are() {
        let id = ExperienceId::parse("8a58c26c6a67-4660-893d-9a1c04003703").unwrap();
        assert_eq!(id.as_str(), "8a58c26c6a67-4660-893d-9a1c04003703");
    }

    #[test]
    fn ids_that_could_change_a_path_or_a_query_are_refused() {
        for text in [
            "",
            "a/b",
            "..",
            "a b",
            "a%2f",
            "a?b",
            "a#b",
            "é",
            "a\n",
            &"x".repeat(129),
        ] {
            assert_eq!(ReservationId::parse(text), Err(FieldCode::Invalid), "{text:?}");
        }
    }

    #[test]
    fn a_picture_is_named_by_a_digest_and_its_format() {
        let digest = "3fd0a1c2b5e64f7890ab12cd34ef5678";
        for ending in ["png", "jpg", "webp"] {
            assert!(
                PictureName::parse(&format!("{digest}.{ending}")).is_ok(),
                "{ending}"
            );
        }
        for text in [
            "",
            "dinner.png",
            digest,
            &format!("{digest}."),
            &format!("{digest}.svg"),
            &format!("{digest}.jpeg"),
            &format!("{digest}.png.html"),
            &format!("{}.png", digest.to_ascii_uppercase()),
            &format!("{}.png", &digest[1..]),
            &format!("../{digest}.png"),
        ] {
            assert_eq!(PictureName::parse(text), Err(FieldCode::Invalid), "{text:?}");
        }
    }

    #[test]
    fn venue_ids_are_dns_labels() {
        assert!(VenueId::parse("gasthaus-zur-linde2").is_ok());
        for text in ["", "-demo", "demo-", "Demo", "de_mo", "demo.", &"a".repeat(64)] {
            assert!(VenueId::parse(text).is_err(), "{text:?}");
        }
    }
}
