//! The codes of a venue's gift cards. They are computed from the venue's secret and not stored, so a copy of the
//! cards' rows reveals no code; a card is found by the keyed hash of its code. A code that a caller has chosen is stored
//! encrypted until the letter with it is sent.

use aes_gcm::aead::Aead;
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use base64ct::{Base64Unpadded, Encoding as _};
use shared::gift_card::GiftCardCode;

use crate::error::VenueError;
use crate::gift_card::code::CardCode;
use crate::storage::secret::Secret;

/// The most draws of 32 more bytes for one code. The first round is nearly always enough.
const ROUNDS: u8 = 4;

/// The code of the card of this id, always the same.
pub fn of_card(secret: &Secret, card: &str) -> Result<GiftCardCode, VenueError> {
    // Ids have no slash, so no two cards ever share a round.
    let rounds = (0..ROUNDS).map(|round| match round {
        0 => card.to_owned(),
        _ => format!("{card}/{round}"),
    });
    GiftCardCode::of_random(rounds.flat_map(|text| secret.hash("gift-card", &text)))
        .ok_or_else(|| VenueError::Broken("no gift-card code could be generated".to_owned()))
}

/// The keyed hash of a code, by which its card is found.
#[must_use]
pub fn hash(secret: &Secret, code: &GiftCardCode) -> String {
    base16ct::lower::encode_string(&secret.hash("gift-card-code", &code.text()))
}

/// The keyed hash of a code that staff's systems use. Custom codes have a purpose of their own, under which guests'
/// codes are not looked for.
#[must_use]
pub fn hash_of(secret: &Secret, code: &CardCode) -> String {
    match code {
        CardCode::Own(code) => hash(secret, code),
        CardCode::Custom(code) => {
            base16ct::lower::encode_string(&secret.hash("gift-card-custom-code", code.canonical()))
        }
    }
}

/// The nonce of [`seal`]: each key encrypts one text.
const NONCE: [u8; 12] = [0; 12];

fn cipher(secret: &Secret, card: &str) -> Aes256Gcm {
    Aes256Gcm::new(&secret.hash("gift-card-letter", card).into())
}

/// Encrypts the code of a new card (AES-256-GCM, under a key of that card alone), for the letter that brings it. Called
/// once per card.
pub fn seal(secret: &Secret, card: &str, code: &CardCode) -> Result<String, VenueError> {
    let sealed = cipher(secret, card).encrypt(&Nonce::from(NONCE), code.text().as_bytes());
    let sealed = sealed.map_err(|_| VenueError::Broken("a gift card's code was not encrypted".to_owned()))?;
    Ok(Base64Unpadded::encode_string(&sealed))
}

/// The code that [`seal`] has encrypted.
pub fn open(secret: &Secret, card: &str, sealed: &str) -> Result<CardCode, VenueError> {
    let opened = Base64Unpadded::decode_vec(sealed)
        .ok()
        .and_then(|sealed| cipher(secret, card).decrypt(&Nonce::from(NONCE), &*sealed).ok())
        .and_then(|text| String::from_utf8(text).ok())
        .and_then(|text| CardCode::parse(&text).ok());
    opened.ok_or_else(|| VenueError::Broken("a gift card's encrypted code cannot be read".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_custom_code_has_a_hash_of_its_own_and_is_sealed_for_its_card() {
        let secret = Secret::new([1; 32]);
        let code = CardCode::parse("Gut-2019").unwrap();
        assert_eq!(
            hash_of(&secret, &code),
            hash_of(&secret, &CardCode::parse("GUT 2019").unwrap())
        );
        let own = of_card(&secret, "a").unwrap();
        assert_eq!(hash_of(&secret, &own.into()), hash(&secret, &own));
        let sealed = seal(&secret, "a", &code).unwrap();
        assert!(!sealed.contains("2019"));
        assert_eq!(open(&secret, "a", &sealed), Ok(code));
        assert!(open(&secret, "b", &sealed).is_err());
        assert!(open(&Secret::new([2; 32]), "a", &sealed).is_err());
        assert!(open(&secret, "a", "Z").is_err());
    }

    #[test]
    fn a_code_belongs_to_one_card_of_one_venue() {
        let (one, other) = (Secret::new([1; 32]), Secret::new([2; 32]));
        let code = of_card(&one, "a").unwrap();
        assert_eq!(of_card(&one, "a"), Ok(code));
        assert_ne!(of_card(&one, "b"), Ok(code));
        assert_ne!(of_card(&other, "a"), Ok(code));
        assert_ne!(hash(&one, &code), hash(&other, &code));
    }
}
