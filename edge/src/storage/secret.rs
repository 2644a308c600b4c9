//! The venue's secret of 256 bits, and the tokens that are computed from it: HMAC-SHA-256 per purpose and id, each the
//! right to one reservation, order or waitlist entry. Tokens are not stored, so neither a copy of the database nor a
//! log can give one away, and a repeated answer carries the same one.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use shared::id::{OrderId, ReservationId, WaitlistEntryId};
use subtle::ConstantTimeEq;

/// The venue's own secret, made at its first start. Has no `Debug`, so that it cannot be logged.
pub struct Secret([u8; 32]);

impl Secret {
    /// From random bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The reservation's token: HMAC-SHA-256 (RFC 2104) under the secret, as 43 URL-safe characters.
    #[must_use]
    pub fn manage_token(&self, id: &ReservationId) -> String {
        Base64UrlUnpadded::encode_string(&self.hash("manage", id.as_str()))
    }

    /// Whether this is the reservation's token. Compares in constant time.
    #[must_use]
    pub fn is_manage_token(&self, id: &ReservationId, given: &str) -> bool {
        self.manage_token(id).as_bytes().ct_eq(given.as_bytes()).into()
    }

    /// The token of a gift card's order, computed alike: the right to see its card.
    #[must_use]
    pub fn order_token(&self, id: &OrderId) -> String {
        Base64UrlUnpadded::encode_string(&self.hash("gift-card-order", id.as_str()))
    }

    /// Whether this is the order's token. Compares in constant time.
    #[must_use]
    pub fn is_order_token(&self, id: &OrderId, given: &str) -> bool {
        self.order_token(id).as_bytes().ct_eq(given.as_bytes()).into()
    }

    /// The token of a waitlist entry, computed alike: the right to accept the table that it is offered.
    #[must_use]
    pub fn entry_token(&self, id: &WaitlistEntryId) -> String {
        Base64UrlUnpadded::encode_string(&self.hash("wish", id.as_str()))
    }

    /// Whether this is the entry's token. Compares in constant time.
    #[must_use]
    pub fn is_entry_token(&self, id: &WaitlistEntryId, given: &str) -> bool {
        self.entry_token(id).as_bytes().ct_eq(given.as_bytes()).into()
    }

    /// The token with which a restaurant reports a no-show of this reservation, computed alike. The guest never
    /// receives it.
    #[must_use]
    pub fn no_show_token(&self, id: &ReservationId) -> String {
        Base64UrlUnpadded::encode_string(&self.hash("no-show", id.as_str()))
    }

    /// Whether this is the reservation's no-show token. Compares in constant time.
    #[must_use]
    pub fn is_no_show_token(&self, id: &ReservationId, given: &str) -> bool {
        self.no_show_token(id).as_bytes().ct_eq(given.as_bytes()).into()
    }

    /// The token with which a restaurant answers a request from its letter, computed alike: for this reservation as it is
    /// after `revision` writes. The guest never receives it.
    #[must_use]
    pub fn request_token(&self, id: &ReservationId, revision: u32) -> String {
        // No id has a colon.
        Base64UrlUnpadded::encode_string(&self.hash("request", &format!("{id}:{revision}")))
    }

    /// Whether this is the token of the reservation's revision. Compares in constant time.
    #[must_use]
    pub fn is_request_token(&self, id: &ReservationId, revision: u32, given: &str) -> bool {
        let token = self.request_token(id, revision);
        token.as_bytes().ct_eq(given.as_bytes()).into()
    }

    /// HMAC-SHA-256 of `text` under the secret, for one purpose: a word without a colon.
    #[must_use]
    pub fn hash(&self, purpose: &str, text: &str) -> [u8; 32] {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            // HMAC takes keys of every length.
            return [0; 32];
        };
        mac.update(purpose.as_bytes());
        mac.update(b":");
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_belongs_to_one_reservation_of_one_venue() {
        let id = |text: &str| ReservationId::parse(text).unwrap();
        let (one, other) = (Secret::new([1; 32]), Secret::new([2; 32]));
        assert_eq!(one.manage_token(&id("a")), one.manage_token(&id("a")));
        assert_ne!(one.manage_token(&id("a")), one.manage_token(&id("b")));
        assert_ne!(one.manage_token(&id("a")), other.manage_token(&id("a")));
        assert_eq!(one.manage_token(&id("a")).len(), 43);
        let theirs = one.manage_token(&id("a"));
        assert!(!one.is_no_show_token(&id("a"), &theirs) && one.is_manage_token(&id("a"), &theirs));
    }

    #[test]
    fn a_request_s_token_belongs_to_one_revision() {
        let id = |text: &str| ReservationId::parse(text).unwrap();
        let secret = Secret::new([1; 32]);
        let token = secret.request_token(&id("a"), 11);
        assert!(secret.is_request_token(&id("a"), 11, &token));
        for (other, revision) in [("a", 1), ("a", 12), ("a1", 1), ("b", 11)] {
            assert!(
                !secret.is_request_token(&id(other), revision, &token),
                "{other} {revision}"
            );
        }
        assert!(!secret.is_no_show_token(&id("a"), &token) && !secret.is_manage_token(&id("a"), &token));
        assert!(!Secret::new([2; 32]).is_request_token(&id("a"), 11, &token));
    }
}
