//! Roles, permissions and access keys of a venue.
//!
//! ```
//! use shared::access::{Permission, Role};
//!
//! assert!(Role::Host.grants(Permission::WriteReservations));
//! assert!(!Role::Host.grants(Permission::WriteSettings));
//! assert!(Role::Operator.grants(Permission::WriteSettings));
//! ```

use serde::{Deserialize, Serialize};

use crate::id::{AccessKeyId, VenueId};
use crate::time::Instant;
use crate::validation::{Name, request_type};

/// The role of a person or a machine at a venue. Each role has the permissions of those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::validation::FieldErrors, rename_all = camelCase))]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// The work of a day: reservations, and what changes daily.
    Host,
    /// The restaurant: settings, money, people, personal data.
    Manager,
    /// The deployment: all its venues.
    Operator,
}

impl Role {
    /// Whether the role has a permission.
    #[must_use]
    pub fn grants(self, permission: Permission) -> bool {
        permission.least_role() <= self
    }
}

/// A permission: the right to a group of calls of the staff's or the operator's API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::validation::FieldErrors, rename_all = camelCase))]
#[serde(rename_all = "camelCase")]
pub enum Permission {
    /// Ask who one is. Every valid key may.
    Identify,
    /// Read reservations with their guests, and why a time is not open.
    ReadReservations,
    /// Create reservations and change their status.
    WriteReservations,
    /// Change what is different on a day: closures, blocked tables, pauses.
    WriteDay,
    /// Create, read and redeem gift cards, as a till does.
    GiftCards,
    /// Charge cards on file.
    Money,
    /// Read the settings and their versions.
    ReadSettings,
    /// Change the settings and set secrets.
    WriteSettings,
    /// Invite and remove people, end their sessions, create and revoke access keys.
    People,
    /// Export and erase a guest's personal data.
    GuestData,
    /// Read the audit log.
    ReadAudit,
    /// Read counters of calls to other systems.
    ReadMetrics,
    /// Create, suspend and list the deployment's venues.
    Directory,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 13] = [
        Self::Identify,
        Self::ReadReservations,
        Self::WriteReservations,
        Self::WriteDay,
        Self::GiftCards,
        Self::Money,
        Self::ReadSettings,
        Self::WriteSettings,
        Self::People,
        Self::GuestData,
        Self::ReadAudit,
        Self::ReadMetrics,
        Self::Directory,
    ];

    /// The first role that has it.
    #[must_use]
    pub const fn least_role(self) -> Role {
        match self {
            Self::Identify | Self::ReadReservations | Self::WriteReservations | Self::WriteDay => Role::Host,
            Self::GiftCards
            | Self::Money
            | Self::ReadSettings
            | Self::WriteSettings
            | Self::People
            | Self::GuestData
            | Self::ReadAudit
            | Self::ReadMetrics => Role::Manager,
            Self::Directory => Role::Operator,
        }
    }
}

/// The rights of the bearer of a key or a session: a role, narrowed to some of its permissions or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The permissions that are left of the role's; all of them if this is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Vec<Permission>>,
}

impl Grant {
    /// All permissions of a role.
    #[must_use]
    pub const fn all_of(role: Role) -> Self {
        Self {
            role,
            permissions: None,
        }
    }

    /// Whether it has a permission.
    #[must_use]
    pub fn grants(&self, permission: Permission) -> bool {
        self.role.grants(permission)
            && self
                .permissions
                .as_ref()
                .is_none_or(|granted| permission == Permission::Identify || granted.contains(&permission))
    }

    /// Whether it has each permission of another grant, so that its bearer may give that to others.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        Permission::ALL
            .into_iter()
            .all(|permission| !other.grants(permission) || self.grants(permission))
    }
}

request_type! {
    /// An access key to create.
    pub struct NewAccessKey {
        /// Its name, such as the device or system that holds it.
        pub name: Name,
        /// Its role: `host` or `manager`.
        pub role: Role,
        /// The permissions that it has of its role's; all of them if this is left out.
        #[cfg_attr(feature = "requests", deserr(default))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub permissions: Option<Vec<Permission>>,
    }
}

/// An access key of a venue, without its secret, which is shown once and stored as a hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AccessKey {
    /// Its id, which is a part of the key.
    pub id: AccessKeyId,
    /// Its name.
    pub name: String,
    /// The rights of its bearer.
    #[serde(flatten)]
    pub grant: Grant,
    /// When it was created.
    pub created_at: Instant,
    /// Its creator, as the audit log names it.
    pub created_by: String,
    /// When it was last used, within an hour; absent if it never was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Instant>,
    /// When it was revoked; absent while it is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Instant>,
}

/// The access keys of a venue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AccessKeys {
    /// The keys, the newest first; of revoked ones the last hundred.
    pub keys: Vec<AccessKey>,
}

/// A new access key with its token. It cannot be printed: the token is shown to its creator alone, once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CreatedAccessKey {
    /// The key.
    #[serde(flatten)]
    pub key: AccessKey,
    /// The bearer token: `cvk_`, the venue's id, the key's id and a secret of 256 bits. It is not shown again.
    pub token: String,
}

/// The bearer of the token with which this was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    /// The venue.
    pub venue: VenueId,
    /// The bearer, as the audit log names it.
    pub actor: String,
    /// The bearer's name; absent unless it is a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The role.
    pub role: Role,
    /// Everything that the bearer may do.
    pub permissions: Vec<Permission>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_has_the_permissions_of_those_before_it() {
        for permission in Permission::ALL {
            let granted = [Role::Host, Role::Manager, Role::Operator].map(|role| role.grants(permission));
            assert!(granted.is_sorted() && granted[2], "{permission:?}");
        }
    }

    #[test]
    fn a_narrowed_grant_covers_what_it_has_and_no_more() {
        let of = |role, permissions: &[Permission]| Grant {
            role,
            permissions: Some(permissions.to_vec()),
        };
        let till = of(Role::Manager, &[Permission::GiftCards]);
        assert!(till.grants(Permission::GiftCards) && !till.grants(Permission::WriteReservations));
        assert!(Grant::all_of(Role::Manager).covers(&till));
        assert!(!till.covers(&Grant::all_of(Role::Host)));
        assert!(till.grants(Permission::Identify));
        // A permission beyond its role is not granted by naming it.
        let host = of(Role::Host, &[Permission::People]);
        assert!(!host.grants(Permission::People) && till.covers(&host));
        assert!(!Grant::all_of(Role::Manager).covers(&Grant::all_of(Role::Operator)));
    }

    #[test]
    fn names_of_permissions_are_stable() {
        let names = serde_json::to_value(Permission::ALL).unwrap();
        assert_eq!(
            names,
            serde_json::json!([
                "identify",
                "readReservations",
                "writeReservations",
                "writeDay",
                "giftCards",
                "money",
                "readSettings",
                "writeSettings",
                "people",
                "guestData",
                "readAudit",
                "readMetrics",
                "directory"
            ])
        );
    }
}
