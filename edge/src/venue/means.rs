//! What a venue works with while it answers one message. It must not know what is answered.

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use shared::id::ReservationId;
use shared::time::Instant;

use super::database::Database;
use super::rows;
use super::token::Secret;
use crate::provider::ProviderError;

/// What a venue works with while it answers one message.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    /// Its database.
    pub database: &'a dyn Database,
    /// Randomness that nobody can guess, 16 bytes at a time; none if there is none to be had.
    pub random: &'a dyn Fn() -> Option<[u8; 16]>,
    /// The instant of the message.
    pub now: Instant,
}

impl Means<'_> {
    fn random(self) -> Result<[u8; 16], ProviderError> {
        (self.random)().ok_or_else(|| ProviderError::Broken("there is no randomness".to_owned()))
    }

    /// An id of 128 random bits, in 26 characters.
    pub fn new_id(self) -> Result<ReservationId, ProviderError> {
        let text = BASE32_NOPAD.encode(&self.random()?).to_ascii_lowercase();
        ReservationId::parse(&text).map_err(|code| ProviderError::Broken(code.to_string()))
    }

    /// A key that nobody can guess, for this process alone.
    pub fn key(self) -> Result<[u8; 32], ProviderError> {
        let mut key = [0; 32];
        key[..16].copy_from_slice(&self.random()?);
        key[16..].copy_from_slice(&self.random()?);
        Ok(key)
    }

    /// The venue's secret, made at its first start.
    pub fn secret(self) -> Result<Secret, ProviderError> {
        let text = if let Some(text) = rows::meta(self.database, "secret")? {
            text
        } else {
            let text = HEXLOWER.encode(&[self.random()?, self.random()?].concat());
            self.database.write(vec![rows::set_meta("secret", &text)])?;
            text
        };
        let bytes = HEXLOWER.decode(text.as_bytes()).unwrap_or_default();
        let bytes: [u8; 32] = bytes
            .try_into()
            .map_err(|_| ProviderError::Broken("the venue's secret is not 32 bytes".to_owned()))?;
        Ok(Secret::new(bytes))
    }
}
