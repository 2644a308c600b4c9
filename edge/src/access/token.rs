//! Tokens of 256 random bits: `{id}_{secret}`. The id finds the token's row. Of the secret an unsalted SHA-256 is stored:
//! there is nothing to try out.

use std::fmt::Display;

use base32ct::{Base32Unpadded, Encoding as _};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use shared::id::VenueId;
use subtle::ConstantTimeEq;

/// The characters of a secret: 32 bytes in base64url (RFC 4648, section 5).
const SECRET_CHARACTERS: usize = 43;

/// A token as it was presented. It cannot be printed.
pub struct PresentedToken<I> {
    /// Its id.
    pub id: I,
    secret: SecretString,
}

impl<I: TryFrom<String>> PresentedToken<I> {
    /// Reads a token; none if the text is no token of this form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (id, secret) = text.split_once('_')?;
        let is_secret = secret.len() == SECRET_CHARACTERS
            && secret
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        is_secret.then_some(())?;
        Some(Self {
            id: I::try_from(id.to_owned()).ok()?,
            secret: SecretString::from(secret),
        })
    }

    /// Whether the stored hash is that of this token's secret. Compares in constant time.
    #[must_use]
    pub fn matches(&self, stored: &str) -> bool {
        hash(self.secret.expose_secret())
            .as_bytes()
            .ct_eq(stored.as_bytes())
            .into()
    }
}

/// A new token. It cannot be printed.
pub struct NewToken<I> {
    /// Its id.
    pub id: I,
    /// The whole token, for its holder.
    pub token: SecretString,
    /// The hash of its secret, to store.
    pub secret_hash: String,
}

impl<I: TryFrom<String> + Display> NewToken<I> {
    /// Makes a token of random bytes, the first of which become its id; none if its id could not be formed, which these
    /// bytes always can.
    #[must_use]
    pub fn of_random(id: [u8; 16], secret: [u8; 32]) -> Option<Self> {
        let id = short_id(id)?;
        let secret = Base64UrlUnpadded::encode_string(&secret);
        Some(Self {
            token: SecretString::from(format!("{id}_{secret}")),
            secret_hash: hash(&secret),
            id,
        })
    }
}

/// An id of the first 60 of these random bits.
#[must_use]
pub fn short_id<I: TryFrom<String>>(random: [u8; 16]) -> Option<I> {
    let id = Base32Unpadded::encode_string(&random);
    I::try_from(id.get(..12)?.to_owned()).ok()
}

/// The path of the page on which a link's token signs in. The token is in the fragment, which browsers send to no server.
#[must_use]
pub fn sign_in_path(venue: &VenueId, token: &str) -> String {
    format!("/staff/{venue}/sign-in#token={token}")
}

/// The path of the page on which an operator signs in by a link's token.
#[must_use]
pub fn operator_sign_in_path(token: &str) -> String {
    format!("/operator/sign-in#token={token}")
}

/// SHA-256 in lower-case hexadecimal.
fn hash(secret: &str) -> String {
    base16ct::lower::encode_string(&Sha256::digest(secret.as_bytes()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use shared::id::SessionId;

    use super::*;

    proptest! {
        #[test]
        fn a_token_is_read_as_it_was_made(id: [u8; 16], secret: [u8; 32], other: [u8; 32]) {
            let new = NewToken::<SessionId>::of_random(id, secret).unwrap();
            let read = PresentedToken::<SessionId>::parse(new.token.expose_secret()).unwrap();
            prop_assert_eq!(&read.id, &new.id);
            prop_assert!(read.matches(&new.secret_hash));
            let stranger = NewToken::<SessionId>::of_random(id, other).unwrap();
            prop_assert_eq!(read.matches(&stranger.secret_hash), secret == other);
            let text = new.token.expose_secret();
            let secret = text.split_once('_').map(|(_, secret)| secret).unwrap();
            prop_assert!(!new.secret_hash.contains(secret));
        }
    }

    #[test]
    fn texts_of_another_form_are_no_tokens() {
        let secret = "s".repeat(43);
        for text in [
            String::new(),
            "_".to_owned(),
            secret.clone(),
            format!("aaaaaaaaaaaa{secret}"),
            format!("aaaaaaaaaaa_{secret}"),
            format!("AAAAAAAAAAAA_{secret}"),
            format!("aaaaaaaaaaaa_{secret}s"),
            format!("aaaaaaaaaaaa_{}", &secret[1..]),
            format!("aaaaaaaaaaaa_{}\n", &secret[1..]),
        ] {
            assert!(PresentedToken::<SessionId>::parse(&text).is_none(), "{text}");
        }
    }
}
