//! Sealed secrets: AES-256-GCM (NIST SP 800-38D) under a key per venue or account, which HKDF-SHA-256 (RFC 5869) derives from
//! the deployment's master key. A sealed secret opens for its own owner and name alone. Pure: keys and nonces are arguments.
//!
//! A sealed secret is base64 of the master key's id (8 bytes), a random nonce (12 bytes), the ciphertext and its tag
//! (16 bytes). By the id it is known which of two master keys sealed it, while the key is being rotated.

use std::fmt;

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use base64ct::{Base64, Base64Unpadded, Base64UrlUnpadded, Encoding};
use config::secret::{SEAL_KEY, SEAL_KEY_PREVIOUS};
use hkdf::Hkdf;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use shared::id::{AccountId, VenueId};

/// Bytes of a master key, and of an owner's.
const KEY_BYTES: usize = 32;
/// Bytes of a master key's id.
const ID_BYTES: usize = 8;
/// Bytes of a nonce: 96 bits, drawn at random for each seal.
pub const NONCE_BYTES: usize = 12;

/// Before the venue's id in the derivation of its key.
const VENUE_KEY: &[u8] = b"couvert sealed secret v1:";
/// Before the account's id in the derivation of its key.
const ACCOUNT_KEY: &[u8] = b"couvert sealed account secret v1:";
/// The derivation of a master key's id.
const KEY_ID: &[u8] = b"couvert seal key id v1";

/// Why a secret was not sealed or not opened. `Display` is a message for the operator, and holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SealError {
    /// There is no master key.
    KeyMissing,
    /// The worker secret of this name is no master key.
    KeyMalformed(&'static str),
    /// The secret was sealed with a master key that is not set any more, or not yet.
    KeyUnknown {
        /// The secret.
        name: String,
        /// The id of the key that sealed it.
        sealed_with: String,
        /// The id of the current key.
        current: String,
        /// The id of the previous key, if one is set.
        previous: Option<String>,
    },
    /// The stored text of this name was changed, or was sealed for another name or venue.
    Changed(String),
    /// The stored text of this name is no sealed secret.
    Malformed(String),
    /// The cipher did not take the secret of this name.
    NotSealed(String),
}

impl fmt::Display for SealError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const ANEW: &str = "set the secret anew";
        match self {
            Self::KeyMissing => write!(
                formatter,
                "the secret {SEAL_KEY} is not set, so no secret can be sealed or opened: \
                 `openssl rand -base64 32` makes one, `npx wrangler secret put {SEAL_KEY}` sets it"
            ),
            Self::KeyMalformed(key) => write!(
                formatter,
                "the secret {key} is not 32 bytes in base64 or hexadecimal: `openssl rand -base64 32` makes such a key"
            ),
            Self::KeyUnknown {
                name,
                sealed_with,
                current,
                previous,
            } => {
                let previous = previous.as_deref().unwrap_or("not set");
                write!(
                    formatter,
                    "the sealed secret {name} was sealed with the key of id {sealed_with}, but {SEAL_KEY} is {current} \
                     and {SEAL_KEY_PREVIOUS} is {previous}: set that key as {SEAL_KEY_PREVIOUS}, or {ANEW}"
                )
            }
            Self::Changed(name) => write!(
                formatter,
                "the sealed secret {name} does not open: it was changed in the database, or sealed for another venue \
                 or name; {ANEW}"
            ),
            Self::Malformed(name) => write!(
                formatter,
                "the sealed secret {name} cannot be read from the database: {ANEW}"
            ),
            Self::NotSealed(name) => write!(formatter, "the secret {name} could not be sealed"),
        }
    }
}

impl std::error::Error for SealError {}

/// The owner of a secret. A venue and an account of the same id have different keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealOwner<'a> {
    /// A venue.
    Venue(&'a VenueId),
    /// A vendor's account.
    Account(&'a AccountId),
}

impl<'a> From<&'a VenueId> for SealOwner<'a> {
    fn from(venue: &'a VenueId) -> Self {
        Self::Venue(venue)
    }
}

impl<'a> From<&'a AccountId> for SealOwner<'a> {
    fn from(account: &'a AccountId) -> Self {
        Self::Account(account)
    }
}

impl<'a> SealOwner<'a> {
    fn id(self) -> &'a str {
        match self {
            Self::Venue(venue) => venue.as_str(),
            Self::Account(account) => account.as_str(),
        }
    }

    /// The purpose of its key, before its id.
    const fn purpose(self) -> &'static [u8] {
        match self {
            Self::Venue(_) => VENUE_KEY,
            Self::Account(_) => ACCOUNT_KEY,
        }
    }
}

/// A master key of 256 bits. Wiped when dropped; has no `Debug`, so that it cannot be logged.
struct SealKey {
    bytes: Zeroizing<[u8; KEY_BYTES]>,
    id: [u8; ID_BYTES],
}

/// The master keys of the deployment.
pub struct SealKeys {
    current: SealKey,
    /// One that is malformed is an error only for a secret that the current key has not sealed.
    previous: Result<Option<SealKey>, SealError>,
}

/// An opened secret.
#[derive(Debug)]
pub struct Opened {
    /// The secret.
    pub secret: SecretString,
    /// Whether the current master key sealed it; else it has to be sealed again.
    pub is_current: bool,
}

impl SealKey {
    /// Reads the worker secret `name`: 64 hexadecimal digits, or base64 of either alphabet, padded or not.
    fn parse(name: &'static str, text: &SecretString) -> Result<Self, SealError> {
        let text = text.expose_secret().trim();
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        let unpadded = text.trim_end_matches('=');
        let is_hexadecimal = text.len() == 2 * KEY_BYTES;
        let is_padding = matches!(text.len() - unpadded.len(), 0 | 1);
        let length = if is_hexadecimal {
            base16ct::mixed::decode(text, &mut *bytes).map(<[u8]>::len).ok()
        } else if is_padding {
            let standard = Base64Unpadded::decode(unpadded, &mut *bytes).map(<[u8]>::len);
            let length =
                standard.or_else(|_| Base64UrlUnpadded::decode(unpadded, &mut *bytes).map(<[u8]>::len));
            length.ok()
        } else {
            None
        };
        if length != Some(KEY_BYTES) {
            return Err(SealError::KeyMalformed(name));
        }
        let id = derive(&bytes, &[KEY_ID]).ok_or(SealError::KeyMalformed(name))?;
        Ok(Self { bytes, id: *id })
    }

    /// The cipher of an owner.
    fn cipher(&self, owner: SealOwner<'_>) -> Option<Aes256Gcm> {
        let key = derive::<KEY_BYTES>(&self.bytes, &[owner.purpose(), owner.id().as_bytes()])?;
        Aes256Gcm::new_from_slice(&*key).ok()
    }
}

impl SealKeys {
    /// Reads both keys by `secret`, which reads a worker secret by its name.
    pub fn read(secret: &dyn Fn(&str) -> Option<SecretString>) -> Result<Self, SealError> {
        let key = |name| secret(name).map(|text| SealKey::parse(name, &text)).transpose();
        Ok(Self {
            current: key(SEAL_KEY)?.ok_or(SealError::KeyMissing)?,
            previous: key(SEAL_KEY_PREVIOUS),
        })
    }

    /// Seals the secret `name` of an owner with the current key. No nonce may be used twice.
    pub fn seal<'o>(
        &self,
        owner: impl Into<SealOwner<'o>>,
        name: &str,
        secret: &SecretString,
        nonce: [u8; NONCE_BYTES],
    ) -> Result<String, SealError> {
        let owner = owner.into();
        let not_sealed = || SealError::NotSealed(name.to_owned());
        let SealKey { id, .. } = &self.current;
        let cipher = self.current.cipher(owner).ok_or_else(not_sealed)?;
        let payload = Payload {
            msg: secret.expose_secret().as_bytes(),
            aad: &associated_data(owner, name),
        };
        let ciphertext = cipher.encrypt(&Nonce::from(nonce), payload);
        let ciphertext = ciphertext.map_err(|_| not_sealed())?;
        Ok(Base64::encode_string(
            &[id.as_slice(), &nonce, &ciphertext].concat(),
        ))
    }

    /// Opens the secret `name` of an owner with the key that sealed it.
    pub fn open<'o>(
        &self,
        owner: impl Into<SealOwner<'o>>,
        name: &str,
        sealed: &str,
    ) -> Result<Opened, SealError> {
        let owner = owner.into();
        let malformed = || SealError::Malformed(name.to_owned());
        let changed = || SealError::Changed(name.to_owned());
        let bytes = Base64::decode_vec(sealed).map_err(|_| malformed())?;
        let (id, bytes) = bytes.split_first_chunk::<ID_BYTES>().ok_or_else(malformed)?;
        let (nonce, ciphertext) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or_else(malformed)?;
        let (key, is_current) = self.key_of(name, *id)?;
        let cipher = key.cipher(owner).ok_or_else(changed)?;
        let payload = Payload {
            msg: ciphertext,
            aad: &associated_data(owner, name),
        };
        let plaintext = cipher.decrypt(&Nonce::from(*nonce), payload);
        let plaintext = Zeroizing::new(plaintext.map_err(|_| changed())?);
        let secret = str::from_utf8(&plaintext).map_err(|_| changed())?;
        Ok(Opened {
            secret: SecretString::from(secret),
            is_current,
        })
    }

    /// The key of this id, and whether it is the current one.
    fn key_of(&self, name: &str, id: [u8; ID_BYTES]) -> Result<(&SealKey, bool), SealError> {
        if self.current.id == id {
            return Ok((&self.current, true));
        }
        let previous = self.previous.as_ref().map_err(Clone::clone)?;
        if let Some(key) = previous.as_ref().filter(|key| key.id == id) {
            return Ok((key, false));
        }
        let text = |id: &[u8]| base16ct::lower::encode_string(id);
        Err(SealError::KeyUnknown {
            name: name.to_owned(),
            sealed_with: text(&id),
            current: text(&self.current.id),
            previous: previous.as_ref().map(|key| text(&key.id)),
        })
    }
}

/// `N` bytes derived from a master key, for the purpose that the parts of `info` name together.
fn derive<const N: usize>(key: &[u8; KEY_BYTES], info: &[&[u8]]) -> Option<Zeroizing<[u8; N]>> {
    let mut derived = Zeroizing::new([0; N]);
    let expanded = Hkdf::<Sha256>::new(None, key).expand_multi_info(info, &mut *derived);
    expanded.ok().map(|()| derived)
}

/// The owner's id and the secret's name, between which stands a byte that neither has.
fn associated_data(owner: SealOwner<'_>, name: &str) -> Vec<u8> {
    [owner.id().as_bytes(), b"\0", name.as_bytes()].concat()
}

#[cfg(test)]
#[path = "sealed_secret_tests.rs"]
mod tests;
