//! A link to a reservation, an order or a waitlist entry: its id and its bearer token, as letters write it behind
//! `#manage=`, `#order=` and `#offer=`.

use std::fmt;

use shared::id::ReservationId;

/// The right to a reservation, an order or a waitlist entry. Debug output leaves the token out.
#[derive(Clone, PartialEq, Eq)]
pub struct Link {
    /// Its id; ids of all three have the same form.
    pub id: ReservationId,
    token: String,
}

impl Link {
    /// The link to the record of this id, if `token` is one.
    #[must_use]
    pub fn of(id: &str, token: &str) -> Option<Self> {
        Self::read(&[id, ".", token].concat())
    }

    /// Reads `ID.TOKEN`. An id may have points in it, a token has none.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (id, token) = text.rsplit_once('.')?;
        let is_token = !token.is_empty()
            && token.len() <= 256
            && token
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_~+/=".contains(&byte));
        is_token.then_some(Self {
            id: ReservationId::parse(id).ok()?,
            token: token.to_owned(),
        })
    }

    /// The bearer token.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Link({}, …)", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_an_id_and_a_token_and_its_debug_output_tells_no_secret() {
        let link = Link::read("r.1.s3cret-_").unwrap();
        assert_eq!((link.id.as_str(), link.token()), ("r.1", "s3cret-_"));
        assert_eq!(format!("{link:?}"), "Link(r.1, …)");
        for text in ["", "r1", "r1.", ".token", "r1.to ken", "r1.<b>", "a/b.token"] {
            assert_eq!(Link::read(text), None, "{text}");
        }
    }
}
