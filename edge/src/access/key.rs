//! Access keys: `cvk_{venue}_{id}_{secret}`, a [token](super::token) with a prefix. The prefix lets scanners of source code
//! find a key that was committed; the venue lets an API without a venue in its path find the object that knows the key.

use secrecy::{ExposeSecret, SecretString};
use shared::id::{AccessKeyId, VenueId};

use super::token::{NewToken, PresentedToken};

/// The first characters of each key.
pub const PREFIX: &str = "cvk_";

/// A key as it was presented.
pub struct PresentedAccessKey {
    /// The venue that it names.
    pub venue: VenueId,
    token: PresentedToken<AccessKeyId>,
}

impl PresentedAccessKey {
    /// Reads a key; none if the text is no key of this form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (venue, token) = text.strip_prefix(PREFIX)?.split_once('_')?;
        Some(Self {
            venue: VenueId::parse(venue).ok()?,
            token: PresentedToken::parse(token)?,
        })
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &AccessKeyId {
        &self.token.id
    }

    /// Whether the stored hash is that of this key's secret. Compares in constant time.
    #[must_use]
    pub fn matches(&self, stored: &str) -> bool {
        self.token.matches(stored)
    }
}

/// A new key. It cannot be printed.
pub struct NewKey {
    /// Its id.
    pub id: AccessKeyId,
    /// The whole key, for its holder.
    pub token: SecretString,
    /// The hash of its secret, to store.
    pub secret_hash: String,
}

impl NewKey {
    /// Makes a key of random bytes, the first of which become its id; none if its id could not be formed, which these
    /// bytes always can.
    #[must_use]
    pub fn of_random(venue: &VenueId, id: [u8; 16], secret: [u8; 32]) -> Option<Self> {
        let NewToken {
            id,
            token,
            secret_hash,
        } = NewToken::of_random(id, secret)?;
        Some(Self {
            id,
            token: SecretString::from(format!("{PREFIX}{venue}_{}", token.expose_secret())),
            secret_hash,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_key_is_read_as_it_was_made(id: [u8; 16], secret: [u8; 32], other: [u8; 32]) {
            let venue = VenueId::parse("gasthaus-zur-linde").unwrap();
            let key = NewKey::of_random(&venue, id, secret).unwrap();
            let read = PresentedAccessKey::parse(key.token.expose_secret()).unwrap();
            prop_assert_eq!(&read.venue, &venue);
            prop_assert_eq!(read.id(), &key.id);
            prop_assert!(read.matches(&key.secret_hash));
            let stranger = NewKey::of_random(&venue, id, other).unwrap();
            prop_assert_eq!(read.matches(&stranger.secret_hash), secret == other);
            prop_assert!(!key.secret_hash.contains(key.token.expose_secret()));
        }
    }

    #[test]
    fn texts_of_another_form_are_no_keys() {
        let secret = "s".repeat(43);
        for (text, is_key) in [
            (format!("cvk_demo_aaaaaaaaaaaa_{secret}"), true),
            (
                format!("cvk_demo_aaaaaaaaaaaa_{}_{}", "s".repeat(21), "s".repeat(21)),
                true,
            ),
            (format!("cvk_demo_aaaaaaaaaaa_{secret}"), false),
            (format!("cvk_demo_AAAAAAAAAAAA_{secret}"), false),
            (format!("cvk_Demo_aaaaaaaaaaaa_{secret}"), false),
            (format!("cvk__aaaaaaaaaaaa_{secret}"), false),
            (format!("CVK_demo_aaaaaaaaaaaa_{secret}"), false),
            (format!("cvk_demo_aaaaaaaaaaaa_{secret}s"), false),
            (format!("cvk_demo_aaaaaaaaaaaa_{}", "é".repeat(43)), false),
            ("cvk_demo_aaaaaaaaaaaa_".to_owned(), false),
            ("cvk_".to_owned(), false),
            (String::new(), false),
        ] {
            assert_eq!(PresentedAccessKey::parse(&text).is_some(), is_key, "{text}");
        }
    }
}
