//! People who work for a venue, who sign in by a link in an e-mail, and their sessions.

use serde::{Deserialize, Serialize};

use crate::access::{Grant, Permission, Role};
use crate::id::{PersonId, SessionId};
use crate::locale::Language;
use crate::time::Instant;
use crate::validation::{Email, Name, request_type};

request_type! {
    /// A person to invite.
    pub struct NewPerson {
        /// Their name.
        pub name: Name,
        /// Their e-mail address, to which links for signing in are sent.
        pub email: Email,
        /// Their role: `host` or `manager`.
        pub role: Role,
        /// The permissions that they have of their role's; all of them if this is left out.
        #[cfg_attr(feature = "requests", deserr(default))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub permissions: Option<Vec<Permission>>,
        /// The language of e-mails to them; the venue's first one if this is left out.
        #[cfg_attr(feature = "requests", deserr(default))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub locale: Option<Language>,
    }
}

request_type! {
    /// An operator of the deployment to invite.
    pub struct NewOperator {
        /// Their name.
        pub name: Name,
        /// Their e-mail address, to which links for signing in are sent.
        pub email: Email,
        /// The language of e-mails to them; English if this is left out.
        #[cfg_attr(feature = "requests", deserr(default))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub locale: Option<Language>,
    }
}

request_type! {
    /// The rights that a person is to have from now on.
    pub struct PersonChange {
        /// Their role: `host` or `manager`.
        pub role: Role,
        /// The permissions that they have of their role's; all of them if this is left out.
        #[cfg_attr(feature = "requests", deserr(default))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub permissions: Option<Vec<Permission>>,
    }
}

request_type! {
    /// A question for a link to sign in.
    pub struct SignInLinkRequest {
        /// The person's e-mail address.
        pub email: Email,
    }
}

/// A person who works for a venue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// Their id, by which the audit log names them.
    pub id: PersonId,
    /// Their name; `-` some time after they were removed.
    pub name: String,
    /// Their e-mail address; absent once they were removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// Their rights.
    #[serde(flatten)]
    pub grant: Grant,
    /// When they were invited last.
    pub invited_at: Instant,
    /// The inviter, as the audit log names them.
    pub invited_by: String,
    /// When they were last here, within ten minutes; absent if they have never signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen_at: Option<Instant>,
    /// When they were removed; absent for those who can sign in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<Instant>,
}

/// The people of a venue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PersonList {
    /// The people by name, those who were removed last.
    pub people: Vec<Person>,
}

/// A person who was invited. It cannot be printed: it may hold the link by which they sign in.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct InvitedPerson {
    /// The person.
    #[serde(flatten)]
    pub person: Person,
    /// Whether an e-mail with a link is on its way to them.
    pub is_mailed: bool,
    /// A link by which they sign in once, within seven days, and as an operator within fifteen minutes. It is in the answer
    /// to the operator's key, and where neither the venue nor the deployment can send e-mails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_in_link: Option<String>,
}

/// A person after a change, and what it means for the venue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChangedPerson {
    /// The person.
    #[serde(flatten)]
    pub person: Person,
    /// The number of people left who can sign in and manage people. At 0 only the staff key, an access key or the operator
    /// can invite a person.
    pub managers_left: u32,
}

/// The family of a browser, as it calls itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Browser {
    /// Chrome or Chromium.
    Chrome,
    /// Edge.
    Edge,
    /// Firefox.
    Firefox,
    /// Opera.
    Opera,
    /// Safari.
    Safari,
    /// Samsung Internet.
    Samsung,
    /// Another, or none.
    Other,
}

/// The operating system of a browser, as the browser calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum OperatingSystem {
    /// Android.
    Android,
    /// iOS or iPadOS.
    Ios,
    /// Linux.
    Linux,
    /// macOS, and iPads that ask for pages as a desktop.
    MacOs,
    /// Windows.
    Windows,
    /// Another, or none.
    Other,
}

/// A kind of device that has used a session. Its address is not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SessionDevice {
    /// Its browser.
    pub browser: Browser,
    /// Its operating system.
    pub system: OperatingSystem,
    /// When it first used the session.
    pub first_used_at: Instant,
    /// When it last used the session, within ten minutes.
    pub last_used_at: Instant,
}

/// A session: a browser in which a person is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// The person.
    pub person: PersonId,
    /// The person's name.
    pub name: String,
    /// When they signed in.
    pub created_at: Instant,
    /// When it was last used, within ten minutes.
    pub last_used_at: Instant,
    /// When it ends if it is not used again.
    pub ends_at: Instant,
    /// Whether it is the session with which this was asked.
    pub is_current: bool,
    /// The devices that have used it, up to four. More than one for a session that was copied to another place.
    pub devices: Vec<SessionDevice>,
}

/// Sessions of a venue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SessionList {
    /// The sessions, the one used last first.
    pub sessions: Vec<Session>,
}
