//! Authentication of deliveries: pure functions, one file per scheme. Secrets are compared in constant time, and a
//! failure does not say which part of the credentials is wrong.

mod api_keys;
mod basic;
mod bearer;
pub mod oauth2;

use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use shared::time::Instant;
use subtle::{Choice, ConstantTimeEq as _};

use self::oauth2::AccessTokens;
use super::Delivery;

/// How the deliveries of a source prove their origin.
pub enum Authentication {
    /// A user name and a password (RFC 7617).
    Basic {
        /// The user name.
        username: SecretString,
        /// The password.
        password: SecretString,
    },
    /// A token that we have given to the source (RFC 6750).
    Bearer {
        /// The token.
        token: SecretString,
        /// From when it is not valid any more; none if it does not end.
        expires_at: Option<Instant>,
    },
    /// Keys in headers and in the query: all of them have to be right.
    ApiKeys {
        /// The headers, by their names.
        headers: Vec<(String, SecretString)>,
        /// The query's parameters, by their names.
        query: Vec<(String, SecretString)>,
    },
    /// Access tokens that our own issuer has signed.
    OAuth2(AccessTokens),
    /// Nothing: every delivery is unproven.
    None,
}

/// Whether a delivery is what it claims to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// It comes from its source.
    Proven,
    /// Any caller may have sent it, and the source cannot be asked: it is logged, and changes nothing.
    Unproven,
}

/// Why a delivery is refused; the text is for the log and holds nothing of the delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forged(pub &'static str);

impl Authentication {
    /// Checks where a delivery comes from.
    pub fn check(&self, delivery: &Delivery, now: Instant) -> Result<Trust, Forged> {
        let proven = match self {
            Self::Basic { username, password } => basic::check(delivery, username, password),
            Self::Bearer { token, expires_at } => bearer::check(delivery, token, *expires_at, now),
            Self::ApiKeys { headers, query } => api_keys::check(delivery, headers, query),
            Self::OAuth2(tokens) => tokens.check(delivery, now),
            Self::None => return Ok(Trust::Unproven),
        };
        proven.map(|()| Trust::Proven)
    }

    /// The headers in which this scheme has credentials, in small letters, beside `authorization`: they have to be kept
    /// of a request.
    pub fn headers(&self) -> impl Iterator<Item = String> + '_ {
        let headers = match self {
            Self::ApiKeys { headers, .. } => headers.as_slice(),
            Self::Basic { .. } | Self::Bearer { .. } | Self::OAuth2(_) | Self::None => &[],
        };
        headers.iter().map(|(name, _)| name.to_ascii_lowercase())
    }
}

/// Whether a text is the secret, in a time that depends on neither. The digests are of one length, so that the length of
/// the secret does not show.
fn is_secret(given: &str, secret: &SecretString) -> Choice {
    let digest = |text: &str| Sha256::digest(text.as_bytes());
    let known = digest(secret.expose_secret());
    digest(given).as_slice().ct_eq(known.as_slice())
        & Choice::from(u8::from(!secret.expose_secret().is_empty()))
}

/// The credentials of the header `Authorization` after this scheme, whose letters may be large or small (RFC 9110,
/// section 11.1).
fn credentials<'d>(delivery: &'d Delivery, scheme: &str) -> Option<&'d str> {
    let (given, credentials) = delivery.header("authorization")?.split_once(' ')?;
    let credentials = credentials.trim_matches(' ');
    (given.eq_ignore_ascii_case(scheme) && !credentials.is_empty()).then_some(credentials)
}

#[cfg(test)]
mod forgeries;
#[cfg(test)]
#[path = "auth_tests.rs"]
mod tests;
