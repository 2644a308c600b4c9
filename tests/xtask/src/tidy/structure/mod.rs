//! The structure of the product's crates: type names that stand for several things, circles of imports, and imports
//! that lead up from a lower floor. What is accepted stands in a committed list with its reason, and an entry that is
//! no longer needed is a finding too.

mod accepted;
mod circles;
mod floors;
mod graph;
mod source;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};

pub(super) use self::accepted::Accepted;
use self::accepted::list;
use self::floors::{Floors, written};
use self::graph::{Arrow, Crate};
use super::Finding;

/// Where the list is.
pub(super) const LIST: &str = "tests/xtask/structure.toml";

/// The crates that are looked at: their folders, and their names in code.
const CRATES: [(&str, &str); 6] = [
    ("shared/src/", "shared"),
    ("shared/message_catalog/src/", "message_catalog"),
    ("edge/config/src/", "config"),
    ("edge/src/", "edge"),
    ("widget/src/", "widget"),
    ("widget/staff/src/", "staff_page"),
];

/// Everything in the files, each a path of the project and its text, that the list does not accept, and everything in
/// the list that is not in the files.
pub(super) fn check(files: &[(&str, &str)], accepted: &Accepted) -> Result<Vec<Finding>> {
    let mut findings: Vec<Finding> = accepted
        .unexplained()
        .map(|entry| of_list(format!("{entry}: without a reason")))
        .collect();
    let names: BTreeSet<&str> = CRATES.iter().map(|(_, name)| *name).collect();
    let listed = accepted.types.iter().map(|one| &one.crate_name);
    let listed = listed.chain(accepted.circles.iter().map(|one| &one.crate_name));
    let listed = listed
        .chain(accepted.arrows.iter().map(|one| &one.crate_name))
        .chain(accepted.floors.keys());
    let unknown: BTreeSet<&String> = listed.filter(|name| !names.contains(name.as_str())).collect();
    findings.extend(
        unknown
            .into_iter()
            .map(|name| of_list(format!("there is no crate {name}"))),
    );
    for (folder, name) in CRATES {
        let inside = files
            .iter()
            .filter_map(|(path, text)| Some((path.strip_prefix(folder)?, *text)))
            .collect();
        // The trees of tests have not every crate.
        let modules = Crate::read(&inside)
            .with_context(|| format!("cannot read the crate {name}"))?
            .unwrap_or_default();
        Check {
            folder,
            name,
            modules: &modules,
            accepted,
        }
        .run(&mut findings);
    }
    Ok(findings)
}

fn of_list(rule: String) -> Finding {
    Finding {
        path: LIST.to_owned(),
        line: 1,
        rule,
    }
}

/// One crate against the list.
struct Check<'a> {
    folder: &'a str,
    name: &'a str,
    modules: &'a Crate,
    accepted: &'a Accepted,
}

impl Check<'_> {
    fn run(&self, findings: &mut Vec<Finding>) {
        self.types(findings);
        let mut arrows = self.modules.arrows();
        // An arrow that leads up is found as such, and closes no circle beside.
        self.floors(&mut arrows, findings);
        self.circles(&arrows, findings);
    }

    fn finding(&self, path: &source::Path, line: usize, rule: String) -> Finding {
        let file = self
            .modules
            .owner(path)
            .and_then(|owner| self.modules.file(owner));
        Finding {
            path: format!("{}{}", self.folder, file.unwrap_or_default()),
            line,
            rule,
        }
    }

    fn types(&self, findings: &mut Vec<Finding>) {
        let mut places: BTreeMap<&str, Vec<(&source::Path, usize)>> = BTreeMap::new();
        for (name, path, line) in self.modules.types() {
            places.entry(name).or_default().push((path, line));
        }
        let mut several: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (name, found) in &places {
            let modules: BTreeSet<String> = found.iter().map(|(path, _)| written(path)).collect();
            if modules.len() > 1 {
                several.insert(name, modules);
            }
        }
        for entry in self
            .accepted
            .types
            .iter()
            .filter(|entry| entry.crate_name == self.name)
        {
            if several.get(entry.name.as_str()) == Some(&entry.modules) {
                several.remove(entry.name.as_str());
            } else {
                let rule = format!(
                    "{}: the type {} is not defined in {}, or not in these alone",
                    self.name,
                    entry.name,
                    list(&entry.modules)
                );
                findings.push(of_list(rule));
            }
        }
        for (name, modules) in several {
            let Some((path, line)) = places.get(name).and_then(|found| found.first()) else {
                continue;
            };
            let rule = format!(
                "the type name `{name}` stands for several things, in {}: rename, or give a reason in {LIST}",
                list(&modules)
            );
            findings.push(self.finding(path, *line, rule));
        }
    }

    fn circles(&self, arrows: &[Arrow], findings: &mut Vec<Finding>) {
        let mut circles: Vec<BTreeSet<String>> = circles::find(arrows)
            .iter()
            .map(|circle| circle.iter().map(|path| written(path)).collect())
            .collect();
        for entry in self
            .accepted
            .circles
            .iter()
            .filter(|entry| entry.crate_name == self.name)
        {
            if let Some(place) = circles.iter().position(|circle| *circle == entry.modules) {
                circles.swap_remove(place);
            } else {
                let rule = format!("{}: there is no circle of {}", self.name, list(&entry.modules));
                findings.push(of_list(rule));
            }
        }
        for circle in circles {
            let is_part = |path: &source::Path| {
                let name = written(path);
                circle
                    .iter()
                    .find(|part| name == **part || name.starts_with(&format!("{part}::")))
                    .cloned()
            };
            let ties = arrows.iter().filter(|arrow| {
                let (from, to) = (is_part(&arrow.from), is_part(&arrow.to));
                from.is_some() && to.is_some() && from != to
            });
            let mut first = None;
            let ties: Vec<String> = ties
                .map(|arrow| {
                    first.get_or_insert(arrow);
                    format!(
                        "{} -> {} ({})",
                        written(&arrow.from),
                        written(&arrow.to),
                        list(&arrow.names)
                    )
                })
                .collect();
            if let Some(arrow) = first {
                let rule = format!("a circle of imports among {}: {}", list(&circle), ties.join("; "));
                findings.push(self.finding(&arrow.from, arrow.line, rule));
            }
        }
    }

    /// Takes the arrows that lead up out of all.
    fn floors(&self, arrows: &mut Vec<Arrow>, findings: &mut Vec<Finding>) {
        let Some(floors) = self.accepted.floors.get(self.name) else {
            return;
        };
        let floors = Floors(floors);
        for name in floors.unknown(self.modules) {
            findings.push(of_list(format!("{}: no module {name}", self.name)));
        }
        for path in floors.homeless(self.modules) {
            let rule = format!("the module {} stands on no floor in {LIST}", written(path));
            findings.push(self.finding(path, 1, rule));
        }
        let mut upward: Vec<Arrow> = arrows.extract_if(.., |arrow| floors.leads_up(arrow)).collect();
        for entry in self
            .accepted
            .arrows
            .iter()
            .filter(|entry| entry.crate_name == self.name)
        {
            let is_this =
                |arrow: &Arrow| written(&arrow.from) == entry.from && written(&arrow.to) == entry.to;
            if let Some(place) = upward.iter().position(is_this) {
                upward.swap_remove(place);
            } else {
                let rule = format!(
                    "{}: no import leads up from {} to {}",
                    self.name, entry.from, entry.to
                );
                findings.push(of_list(rule));
            }
        }
        for arrow in upward {
            let rule = format!(
                "an import that leads up, from {} to {} ({})",
                written(&arrow.from),
                written(&arrow.to),
                list(&arrow.names)
            );
            findings.push(self.finding(&arrow.from, arrow.line, rule));
        }
    }
}

#[cfg(test)]
#[path = "structure_tests.rs"]
mod tests;
