//! The directory of a deployment's venues, as the operator's API reads and writes it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::id::{SecretName, VenueId};
use crate::time::Instant;
use crate::validation::{Name, request_type};

/// The state of a venue in the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(deserr::Deserr)]
#[deserr(error = crate::validation::FieldErrors, rename_all = lowercase)]
#[serde(rename_all = "lowercase")]
pub enum VenueStatus {
    /// Its creation was begun and is not completed: it answers no guest yet. The same creation again completes it.
    Creating,
    /// It takes bookings.
    Live,
    /// An operator has suspended it: it takes no bookings, and its guests can read and cancel what they have booked.
    Suspended,
}

/// The origin of a venue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum VenueSource {
    /// A file of the deployment, which is a part of the build.
    File,
    /// The operator's API.
    Api,
}

/// A venue in the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DirectoryVenue {
    /// Its id, which no other venue ever gets.
    pub id: VenueId,
    /// Its display name, for operators. Guests see the name in the venue's settings.
    pub name: String,
    /// Its state.
    pub status: VenueStatus,
    /// Its origin.
    pub source: VenueSource,
    /// When it was created; absent for a venue of a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Instant>,
    /// Its creator, as the audit log names it; absent for a venue of a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    /// Whether it is a venue of a file that the deployment does not have any more. It is served only if its settings were
    /// changed before; else its guests find nothing until the file is back. Absent if it is not so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_file_missing: bool,
}

/// A page of the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DirectoryPage {
    /// The venues by id; 100 at most.
    pub venues: Vec<DirectoryVenue>,
    /// The value of `after` for the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<VenueId>,
}

request_type! {
    /// The venues to list.
    pub struct DirectoryQuery {
        /// Only venues with later ids than this; the first ones if it is left out.
        #[deserr(default)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub after: Option<VenueId>,
        /// Only venues in this state; all if it is left out.
        #[deserr(default)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub status: Option<VenueStatus>,
    }
}

request_type! {
    /// A venue to create.
    pub struct NewVenue {
        /// Its id: the name in its addresses. It never changes, and no other venue ever gets it.
        pub id: VenueId,
        /// Its display name, for operators.
        pub name: Name,
        /// Its settings, the whole of them: version 1.
        pub settings: Value,
    }
}

request_type! {
    /// A new display name of a venue.
    pub struct VenueRename {
        /// The name.
        pub name: Name,
    }
}

/// The worker secrets that an operator has assigned to a venue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AssignedSecrets {
    /// The assignments, by name. Names in the file of a venue count as assigned and are not listed.
    pub secrets: Vec<AssignedSecret>,
}

/// A worker secret that is assigned to a venue. Its value is not here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AssignedSecret {
    /// Its name.
    pub name: SecretName,
    /// When it was assigned.
    pub assigned_at: Instant,
    /// The author of the assignment, as the audit log names it.
    pub assigned_by: String,
}

request_type! {
    /// The venues whose secrets are sealed again.
    pub struct ResealQuery {
        /// Only venues with later ids than this; the first ones if it is left out.
        #[deserr(default)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub after: Option<VenueId>,
    }
}

/// A page of venues whose secrets were sealed again with the deployment's current key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ResealPage {
    /// The venues by id; 20 at most.
    pub venues: Vec<ResealedVenue>,
    /// The value of `after` for the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<VenueId>,
}

/// The outcome for a venue's secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ResealedVenue {
    /// The venue.
    pub venue: VenueId,
    /// The number of secrets that were sealed again.
    pub resealed: u32,
    /// The number of secrets that the current key had sealed before.
    pub current: u32,
    /// The names of the secrets that cannot be opened: set them anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<SecretName>,
    /// The code of the problem, if the venue's secrets could not be sealed again; absent if they could.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::validation::{FieldCode, FieldError, read_json, read_query};

    #[test]
    fn each_faulty_field_of_a_new_venue_is_named() {
        let body = json!({ "id": "Linde!", "name": " ", "settings": {}, "status": "live" });
        let mut errors = read_json::<NewVenue>(body).unwrap_err().into_vec();
        errors.sort_by(|one, other| one.pointer.cmp(&other.pointer));
        assert_eq!(
            errors,
            [
                FieldError::new("/id", FieldCode::Invalid),
                FieldError::new("/name", FieldCode::Required),
                FieldError::new("/status", FieldCode::UnknownField),
            ]
        );
    }

    #[test]
    fn a_page_is_asked_for_by_state_and_by_the_last_id() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let query: DirectoryQuery =
            read_query(vec![pair("after", "linde"), pair("status", "suspended")]).unwrap();
        assert_eq!(query.status, Some(VenueStatus::Suspended));
        assert_eq!(query.after.unwrap().as_str(), "linde");
        for wrong in [pair("status", "Live"), pair("status", ""), pair("after", "Linde")] {
            assert!(read_query::<DirectoryQuery>(vec![wrong]).is_err());
        }
    }
}
