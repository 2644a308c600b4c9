//! Parts of a property that its settings can name, as `cargo xtask doctor mews` lists them.

use serde::{Deserialize, Serialize};

use super::Limitation;
use crate::provider::lenient::{Elements, Lenient};

/// A question for everything of one kind at the property.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct OfProperty<'a> {
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    pub enterprise_ids: &'a [&'a str],
    pub limitation: Limitation,
}

/// Departments.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct DepartmentList {
    pub departments: Elements<NamedEntity>,
    #[serde(default)]
    pub cursor: Lenient,
}

/// Accounting categories.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct AccountingCategoryList {
    pub accounting_categories: Elements<NamedEntity>,
    #[serde(default)]
    pub cursor: Lenient,
}

/// A department, or an accounting category.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct NamedEntity {
    pub id: String,
    pub is_active: bool,
    pub name: String,
}
