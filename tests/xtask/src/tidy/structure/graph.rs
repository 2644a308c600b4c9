//! The modules of one crate and the arrows between its files: which file uses what another one defines. A name that a
//! module hands on by `pub use` counts as that of the module which defines it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};

use super::source::{self, Module, Path};

/// How many re-exports one name may lead through.
const MOST_STEPS: usize = 16;

/// A use of one file's name in another.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Arrow {
    /// The modules, each a file of its own.
    pub(super) from: Path,
    pub(super) to: Path,
    /// Where the first use stands.
    pub(super) line: usize,
    /// The names used.
    pub(super) names: BTreeSet<String>,
}

/// A crate's modules without those of its tests.
#[derive(Debug, Default)]
pub(super) struct Crate {
    /// Each module with the module that is its file.
    modules: BTreeMap<Path, (Module, Path)>,
    /// The file of each module that has one of its own.
    files: BTreeMap<Path, String>,
}

/// Where a path leads.
enum Place<'a> {
    /// To a module itself.
    Module,
    /// To something that this module defines.
    Item(&'a Path),
}

impl Crate {
    /// Reads a crate from the files below its `src`, each by its path from there, as the compiler finds them from
    /// `lib.rs` on. None without that file.
    pub(super) fn read(files: &BTreeMap<&str, &str>) -> Result<Option<Self>> {
        let Some((root, _)) = files.get_key_value("lib.rs") else {
            return Ok(None);
        };
        let mut read = Self::default();
        let mut waiting = vec![(Path::new(), (*root).to_owned())];
        while let Some((path, file)) = waiting.pop() {
            let text = files
                .get(file.as_str())
                .with_context(|| format!("there is no file {file}"))?;
            let source = source::read(path.clone(), text)?;
            for (inside, named) in source.files {
                let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
                let usual = inside.join("/");
                let file = match named {
                    Some(named) => format!("{folder}/{named}").trim_start_matches('/').to_owned(),
                    None if files.contains_key(format!("{usual}.rs").as_str()) => format!("{usual}.rs"),
                    None => format!("{usual}/mod.rs"),
                };
                waiting.push((inside, file));
            }
            for module in source.modules {
                read.modules.insert(module.path.clone(), (module, path.clone()));
            }
            read.files.insert(path, file);
        }
        Ok(Some(read))
    }

    /// The file of a module, from the crate's `src` down.
    pub(super) fn file(&self, path: &Path) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Every module that is a file.
    pub(super) fn files(&self) -> impl Iterator<Item = &Path> {
        self.files.keys()
    }

    /// Every type, with its module and line.
    pub(super) fn types(&self) -> impl Iterator<Item = (&str, &Path, usize)> {
        self.modules.values().flat_map(|(module, _)| {
            let types = module.types.iter();
            types.map(|(name, line)| (name.as_str(), &module.path, *line))
        })
    }

    /// The module that is the file of this one.
    pub(super) fn owner(&self, path: &Path) -> Option<&Path> {
        self.modules.get(path).map(|(_, file)| file)
    }

    /// The arrows between files.
    pub(super) fn arrows(&self) -> Vec<Arrow> {
        let mut arrows: BTreeMap<(&Path, &Path), (usize, BTreeSet<String>)> = BTreeMap::new();
        for (module, from) in self.modules.values() {
            for (path, line) in &module.uses {
                let Some(Place::Item(place)) = self.resolve(path, MOST_STEPS) else {
                    continue;
                };
                let Some(to) = self.owner(place) else { continue };
                if from != to {
                    let (first, names) = arrows.entry((from, to)).or_insert((*line, BTreeSet::new()));
                    *first = (*first).min(*line);
                    names.extend(path.last().cloned());
                }
            }
        }
        let arrow = |((from, to), (line, names)): ((&Path, &Path), _)| Arrow {
            from: from.clone(),
            to: to.clone(),
            line,
            names,
        };
        arrows.into_iter().map(arrow).collect()
    }

    fn resolve(&self, path: &[String], steps: usize) -> Option<Place<'_>> {
        let steps = steps.checked_sub(1)?;
        let (mut at, _) = self.modules.get_key_value::<[String]>(&[])?;
        for (index, part) in path.iter().enumerate() {
            let inside = source::child(at, part);
            if let Some((inside, _)) = self.modules.get_key_value(&inside) {
                at = inside;
                continue;
            }
            let (module, _) = self.modules.get(at)?;
            if part == source::EVERYTHING || module.items.contains(part) {
                return Some(Place::Item(at));
            }
            let rest = path.get(index + 1..).unwrap_or_default();
            if let Some(target) = module.imports.get(part) {
                let whole: Path = target.iter().chain(rest).cloned().collect();
                return self.resolve(&whole, steps);
            }
            return module.globs.iter().find_map(|glob| {
                let whole: Path = glob.iter().chain([part]).chain(rest).cloned().collect();
                self.resolve(&whole, steps)
            });
        }
        Some(Place::Module)
    }
}
