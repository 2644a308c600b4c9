//! Key of a gift-card order: its id and its bearer token, which debug output leaves out.

use shared::id::OrderId;

use crate::self_service::Link;

/// An order, and the right to read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderKey {
    /// Its id.
    pub id: OrderId,
    /// Its bearer token.
    pub token: Token,
}

/// A bearer token. Debug output leaves it out.
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
    /// The order that a link leads to.
    #[must_use]
    pub fn of(link: &Link) -> Option<Self> {
        Some(Self {
            id: OrderId::parse(link.id.as_str()).ok()?,
            token: Token::new(link.token().to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_its_order() {
        let key = OrderKey::of(&Link::read("o1.abc-DEF_9").unwrap()).unwrap();
        assert_eq!((key.id.as_str(), key.token.as_str()), ("o1", "abc-DEF_9"));
    }

    #[test]
    fn a_token_says_nothing_in_debug_output() {
        assert_eq!(format!("{:?}", Token::new("secret".to_owned())), "Token(…)");
    }
}
