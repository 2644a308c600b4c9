//! The codes of a venue's gift cards. They are computed from the venue's secret and not stored, so a copy of the
//! cards' rows reveals no code; a card is found by the keyed hash of its code.

use shared::gift_card::GiftCardCode;

use crate::error::VenueError;
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

#[cfg(test)]
mod tests {
    use super::*;

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
