//! What the page that embeds the widget asked for, and the address it was opened by. It must not know where
//! either was written.

use shared::id::{OrderId, VenueId};
use shared::locale::Language;

/// What the view starts with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// The venue whose cards they are.
    pub venue: VenueId,
    /// The language the guest reads.
    pub language: Language,
    /// The order to show, where the address names one.
    pub order: Option<OrderKey>,
}

/// An order, and the right to read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderKey {
    /// Its id.
    pub id: OrderId,
    /// The right.
    pub token: Token,
}

/// The right to read an order and its card. It cannot be printed by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// The token as the API wrote it.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The header's value, after `Bearer`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Token(…)")
    }
}

impl OrderKey {
    /// Reads `ID.TOKEN`, as letters have it behind `#order=`. Tokens hold no point, ids may.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (id, token) = text.rsplit_once('.')?;
        let is_token = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
        let id = OrderId::parse(id).ok().filter(|_| is_token)?;
        Some(Self {
            id,
            token: Token::new(token.to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_and_its_token_are_read_from_a_link() {
        let key = OrderKey::read("o1.abc-DEF_9").unwrap();
        assert_eq!((key.id.as_str(), key.token.as_str()), ("o1", "abc-DEF_9"));
        assert_eq!(OrderKey::read("a.b.c").unwrap().id.as_str(), "a.b");
        for text in ["", "o1", "o1.", ".abc", "o1.a b", "o1.ü"] {
            assert_eq!(OrderKey::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_token_says_nothing_in_debug_output() {
        assert_eq!(format!("{:?}", Token::new("secret".to_owned())), "Token(…)");
    }
}
