//! Access of staff, their systems and operators: credentials, access keys, tokens and actors. Roles and permissions are
//! types of the API, in [`shared::access`].

pub mod key;
pub mod token;

use std::fmt;

use serde::{Deserialize, Serialize};
use shared::access::{Grant, Permission, Role};
use shared::id::{AccessKeyId, PersonId, SessionId};
use shared::person::{Browser, OperatingSystem};

/// What a caller of the staff's API presents, as the worker sends it to the venue's object. It cannot be printed: it
/// may hold a key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Credential {
    /// The operator's key, which the worker has compared.
    Operator,
    /// A person who is signed in as an operator, and their session, which the directory's object has compared.
    OperatorPerson(PersonId, SessionId),
    /// The worker secret of this name, which the worker has compared. The object checks that its settings name it as
    /// `staffKey`: those that the worker has read may be older.
    StaffKey(String),
    /// An access key of the venue as it was sent. The venue's object compares it.
    AccessKey(String),
    /// The token of a person's session, from its cookie, and what the browser calls itself. The venue's object compares
    /// the token.
    Session(String, Device),
}

impl Credential {
    /// Whether the venue's object compares it, and not the worker.
    #[must_use]
    pub const fn is_compared_by_venue(&self) -> bool {
        matches!(self, Self::AccessKey(_) | Self::Session(..))
    }
}

/// A kind of device, as its browser calls itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Device {
    /// The family of its browser.
    pub browser: Browser,
    /// Its operating system.
    pub system: OperatingSystem,
}

impl fmt::Debug for Credential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Credential")
    }
}

/// A staff member, their system or an operator as the sender of a request to the venue's object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StaffSender {
    /// The credential.
    pub credential: Credential,
    /// The permission that the called endpoint requires.
    pub permission: Permission,
}

/// Whose request is carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A guest, a payment provider, a due job: nobody who has a role. Their changes are not in the audit log.
    Unaudited,
    /// The bearer of the operator's key.
    Operator,
    /// The bearer of the worker secret that the settings name.
    StaffKey,
    /// The bearer of an access key.
    AccessKey(AccessKeyId, Grant),
    /// A person who is signed in, at the venue or as an operator.
    Person(SignedInPerson),
    /// The bearer of a token that was sent to the restaurant by e-mail, for one reservation.
    LetterLink,
}

/// A person who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedInPerson {
    /// Their id.
    pub id: PersonId,
    /// The session of the request.
    pub session: SessionId,
    /// Their rights at this moment.
    pub grant: Grant,
}

impl SignedInPerson {
    /// An operator of the deployment.
    #[must_use]
    pub const fn operator(id: PersonId, session: SessionId) -> Self {
        Self {
            id,
            session,
            grant: Grant::all_of(Role::Operator),
        }
    }
}

impl Actor {
    /// Whether it is an operator of the deployment. No access key and no person of a venue has that role.
    #[must_use]
    pub fn is_operator(&self) -> bool {
        match self {
            Self::Operator => true,
            Self::Person(person) => person.grant.role == Role::Operator,
            Self::Unaudited | Self::StaffKey | Self::AccessKey(..) | Self::LetterLink => false,
        }
    }

    /// The actor's name in the audit log; none for changes that are not in it.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        match self {
            Self::Unaudited => None,
            Self::Operator => Some("operator".to_owned()),
            Self::StaffKey => Some("staff_key".to_owned()),
            Self::AccessKey(id, _) => Some(format!("key:{id}")),
            // The directory has another list of people than each venue.
            Self::Person(person) if self.is_operator() => Some(format!("operator:{}", person.id)),
            Self::Person(person) => Some(format!("person:{}", person.id)),
            Self::LetterLink => Some("letter_link".to_owned()),
        }
    }

    /// What the actor may do. Of the bearer of a letter's link it says nothing: the link is the right to one operation.
    #[must_use]
    pub fn grant(&self) -> Option<Grant> {
        match self {
            Self::Unaudited | Self::LetterLink => None,
            Self::Operator => Some(Grant::all_of(Role::Operator)),
            Self::StaffKey => Some(Grant::all_of(Role::Manager)),
            Self::AccessKey(_, grant) => Some(grant.clone()),
            Self::Person(person) => Some(person.grant.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_are_named_apart_from_the_people_of_a_venue() {
        let (id, session) = (
            PersonId::parse("aaaaaaaaaaaa").unwrap(),
            SessionId::parse("bbbbbbbbbbbb").unwrap(),
        );
        let operator = Actor::Person(SignedInPerson::operator(id.clone(), session.clone()));
        assert!(operator.is_operator() && Actor::Operator.is_operator());
        assert_eq!(operator.name().as_deref(), Some("operator:aaaaaaaaaaaa"));
        let manager = Actor::Person(SignedInPerson {
            id,
            session,
            grant: Grant::all_of(Role::Manager),
        });
        assert!(!manager.is_operator() && !Actor::StaffKey.is_operator());
        assert_eq!(manager.name().as_deref(), Some("person:aaaaaaaaaaaa"));
    }

    #[test]
    fn a_credential_cannot_be_printed() {
        let sender = StaffSender {
            credential: Credential::AccessKey("cvk_demo_aaaaaaaaaaaa_secret".to_owned()),
            permission: Permission::Money,
        };
        assert!(!format!("{sender:?}").contains("secret"));
    }
}
