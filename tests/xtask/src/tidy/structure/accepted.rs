//! The committed list of what the structure checks allow, each with its reason: `tests/xtask/structure.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use anyhow::{Context, Result};
use serde::Deserialize;

/// The list, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::tidy) struct Accepted {
    /// By crate, its floors from the top down.
    #[serde(default)]
    pub(super) floors: BTreeMap<String, Vec<Vec<String>>>,
    #[serde(default, rename = "type")]
    pub(super) types: Vec<Type>,
    #[serde(default, rename = "circle")]
    pub(super) circles: Vec<Circle>,
    #[serde(default, rename = "arrow")]
    pub(super) arrows: Vec<Upward>,
}

/// A type name that several modules of a crate define.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Type {
    #[serde(rename = "crate")]
    pub(super) crate_name: String,
    pub(super) name: String,
    #[serde(rename = "in")]
    pub(super) modules: BTreeSet<String>,
    pub(super) reason: String,
}

/// Modules that depend on one another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Circle {
    #[serde(rename = "crate")]
    pub(super) crate_name: String,
    #[serde(rename = "of")]
    pub(super) modules: BTreeSet<String>,
    pub(super) reason: String,
}

/// An arrow from a lower floor to a higher one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Upward {
    #[serde(rename = "crate")]
    pub(super) crate_name: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) reason: String,
}

impl Accepted {
    /// Reads the list's text.
    pub(in crate::tidy) fn read(text: &str) -> Result<Self> {
        toml::from_str(text).with_context(|| format!("cannot read {}", super::LIST))
    }

    /// The entries without a reason.
    pub(super) fn unexplained(&self) -> impl Iterator<Item = String> {
        let types = self
            .types
            .iter()
            .map(|one| (format!("type {}", one.name), &one.reason));
        let circles = self
            .circles
            .iter()
            .map(|one| (format!("circle of {}", list(&one.modules)), &one.reason));
        let arrows = self
            .arrows
            .iter()
            .map(|one| (format!("arrow {} -> {}", one.from, one.to), &one.reason));
        let all = types.chain(circles).chain(arrows);
        all.filter(|(_, reason)| reason.trim().is_empty())
            .map(|(entry, _)| entry)
    }
}

/// How much is accepted.
impl fmt::Display for Accepted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} type names for several things, {} circles of imports, {} imports that lead up",
            self.types.len(),
            self.circles.len(),
            self.arrows.len()
        )
    }
}

/// Names with commas between.
pub(super) fn list(names: &BTreeSet<String>) -> String {
    names.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}
