//! A venue's `[[engine.labels]]`: the labels that staff attach to reservations.

use serde::{Deserialize, Serialize};
use shared::id::LabelId;

/// A label that staff and their systems attach to reservations by its id. A label of another id is stored too, and shown
/// by its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Label {
    /// Its id, unique among labels.
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: LabelId,
    /// Its name for staff.
    pub name: String,
    /// Its icon, by the name that the restaurant's systems know, such as `star`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// Its type, as the restaurant's systems know it.
    #[serde(rename = "type", default = "guestbook")]
    pub kind: String,
}

fn guestbook() -> String {
    "guestbook".to_owned()
}
