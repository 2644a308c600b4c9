//! Floors: which modules may use which. An arrow leads down or stays on its floor; one that leads up is a finding.

use super::graph::{Arrow, Crate};
use super::source::Path;

/// The floors of a crate from the top down; each names the modules that stand on it, with all that is inside them.
pub(super) struct Floors<'a>(pub(super) &'a [Vec<String>]);

impl Floors<'_> {
    /// The floor of a module, counted from the top: that of the longest name that it lies within.
    fn of(&self, path: &Path) -> Option<usize> {
        let (floor, _) = self
            .0
            .iter()
            .enumerate()
            .flat_map(|(floor, names)| names.iter().map(move |name| (floor, parts(name))))
            .filter(|(_, name)| path.starts_with(name) && (!name.is_empty() || path.is_empty()))
            .max_by_key(|(_, name)| name.len())?;
        Some(floor)
    }

    /// Whether what is used stands above what uses it.
    pub(super) fn leads_up(&self, arrow: &Arrow) -> bool {
        match (self.of(&arrow.from), self.of(&arrow.to)) {
            (Some(from), Some(to)) => to < from,
            _ => false,
        }
    }

    /// The files that stand on no floor.
    pub(super) fn homeless<'a>(&self, modules: &'a Crate) -> impl Iterator<Item = &'a Path> {
        modules.files().filter(|path| self.of(path).is_none())
    }

    /// Names on a floor that no module has.
    pub(super) fn unknown<'a>(&'a self, modules: &Crate) -> impl Iterator<Item = &'a str> {
        let names = self.0.iter().flatten().map(String::as_str);
        names.filter(|name| !modules.files().any(|path| path.starts_with(&parts(name))))
    }
}

/// A name such as `venue::payments` as a path; the crate's root is `lib`.
fn parts(name: &str) -> Path {
    if name == ROOT {
        return Path::new();
    }
    name.split("::").map(str::to_owned).collect()
}

/// The name of the crate's root.
const ROOT: &str = "lib";

/// A path as it is written.
pub(super) fn written(path: &[String]) -> String {
    if path.is_empty() {
        ROOT.to_owned()
    } else {
        path.join("::")
    }
}
