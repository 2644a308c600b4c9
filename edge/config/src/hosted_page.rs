//! A venue's `[hostedPage]`: how its page `/book/{venue}` presents itself to search engines and in chats.

use serde::{Deserialize, Serialize};
use shared::locale::LocalizedText;

/// A venue's hosted page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HostedPageSettings {
    /// Whether search engines may list the page. Restaurants whose own page embeds the widget want that one to be found.
    #[serde(default)]
    pub indexed: bool,
    /// A sentence about the restaurant, which search engines and chats show below its name. A sentence about reserving a
    /// table stands in for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<LocalizedText>,
}
