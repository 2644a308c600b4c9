//! Requests about people and their sessions, and their responses.

use std::fmt;

use serde::{Deserialize, Serialize};
use shared::id::{PersonId, SessionId};
use shared::person::{NewPerson, Person, PersonChange};
use shared::time::Instant;
use shared::validation::Email;

use crate::access::Device;
use crate::venue::message::policy::{Authorization, Policy};

/// A request of staff about people.
#[derive(Debug, Serialize, Deserialize)]
pub enum PeopleRequest {
    /// Answered with the people.
    List,
    /// Answered with the [`Invitation`].
    Invite(Box<NewPerson>),
    /// Answered with the person, who has these rights from now on.
    Change(PersonId, PersonChange),
    /// Answered with the person, who is removed.
    Remove(PersonId),
}

impl PeopleRequest {
    /// Its policy.
    #[must_use]
    pub fn policy(&self) -> Policy<'static> {
        match self {
            Self::List => Policy::READ_BY_STAFF,
            Self::Invite(_) | Self::Change(..) | Self::Remove(_) => Policy::WRITE_BY_STAFF,
        }
    }
}

/// A person who was invited. It cannot be printed: it may hold a token.
#[derive(Serialize, Deserialize)]
pub struct Invitation {
    /// The person.
    pub person: Person,
    /// The token of a link by which they sign in. Staff who invite do not get it where an e-mail brings it:
    /// with it they could act under the other's name. The operator, whose key opens everything, does.
    pub token: Option<String>,
    /// Whether an e-mail with a link is on its way.
    pub is_mailed: bool,
}

/// A request of staff about sessions.
#[derive(Debug, Serialize, Deserialize)]
pub enum SessionsRequest {
    /// Answered with the sessions that the sender sees.
    List,
    /// Answered with nothing once the session is over.
    End(SessionId),
    /// Answered with nothing once the session of the request is over.
    SignOut,
}

impl SessionsRequest {
    /// Its policy.
    #[must_use]
    pub fn policy(&self) -> Policy<'static> {
        match self {
            Self::List => Policy::READ_BY_STAFF,
            Self::End(_) | Self::SignOut => Policy::WRITE_BY_STAFF,
        }
    }
}

/// A request without a sender of staff, before a person is signed in.
#[derive(Debug, Serialize, Deserialize)]
pub enum SignInRequest {
    /// Answered with the [`SignInOutcome`] of a link's token.
    Open(SignInToken, Device),
    /// Answered with nothing. A letter with a link is queued if a person has this address.
    SendLink(Email),
}

impl SignInRequest {
    /// Its policy. The area compares the token, of which each try is counted as a look-up.
    #[must_use]
    pub fn policy(&self) -> Policy<'static> {
        match self {
            Self::Open(..) => Policy {
                is_write: true,
                ..Policy::look_up(Authorization::Visitor)
            },
            Self::SendLink(_) => Policy::write(Authorization::Visitor),
        }
    }
}

/// The token of a link, as it was sent. It cannot be printed.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct SignInToken(pub String);

impl fmt::Debug for SignInToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SignInToken")
    }
}

/// The outcome of a link's token. It cannot be printed: it may hold the token of a session.
#[derive(Serialize, Deserialize)]
pub enum SignInOutcome {
    /// The person is signed in.
    SignedIn(Box<NewSession>),
    /// The link was used before, or another one since.
    Used,
    /// The link's time is over.
    Expired,
    /// There is no such link.
    Unknown,
}

/// A session that has begun. It cannot be printed.
#[derive(Serialize, Deserialize)]
pub struct NewSession {
    /// The token, for the cookie.
    pub token: String,
    /// The person's name.
    pub name: String,
    /// When it ends at the latest.
    pub ends_at: Instant,
    /// After how many hours without use it ends earlier.
    pub idle_hours: u32,
}
