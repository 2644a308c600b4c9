//! Looks for the keys of the test runs where no key may be. The suites give the worker keys that begin with
//! [`CANARY`] and look for it in every answer they get; this looks at what stays behind: everything that is
//! served or deployed, every line that was logged, every picture and trace. Knows no key's purpose.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::assemble::{Layout, Profile};
use crate::files::list;
use crate::project::Project;

/// The prefix of all keys in test runs, and of nothing else.
pub(crate) const CANARY: &str = "canary-5b1d0c07e2f4";

/// Where the suites write down what the worker printed.
pub(crate) fn logs(project: &Project) -> PathBuf {
    project.work().join("logs")
}

/// An empty folder for logs.
pub(crate) fn clear(project: &Project) -> Result<()> {
    let folder = logs(project);
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))
}

/// Looks everywhere.
pub(crate) fn run(project: &Project, profile: Profile) -> Result<()> {
    let layout = Layout::tested(project, profile);
    let places = [
        ("served", layout.site),
        ("deployed", layout.worker),
        ("logged", logs(project)),
        ("kept of browser tests", project.root.join("tests/e2e/.results")),
    ];
    let mut found = Vec::new();
    for (what, folder) in &places {
        let (files, with) = search(folder)?;
        println!("{files} files {what}");
        ensure!(
            files > 0 || *what == "kept of browser tests",
            "nothing was {what}: run the suites first"
        );
        found.extend(with);
    }
    ensure!(found.is_empty(), "a key is in {}", found.join(", "));
    Ok(())
}

/// How many files a folder has, and those with a key in them.
fn search(folder: &Path) -> Result<(usize, Vec<String>)> {
    if !folder.exists() {
        return Ok((0, Vec::new()));
    }
    let files = list(folder)?;
    let mut found = Vec::new();
    for file in &files {
        let path = folder.join(file);
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        if contains(&bytes, CANARY.as_bytes()) {
            found.push(path.display().to_string());
        }
    }
    Ok((files.len(), found))
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_wherever_it_stands() {
        assert!(contains(
            format!("\0{CANARY}-staff\u{fe}").as_bytes(),
            CANARY.as_bytes()
        ));
        assert!(!contains(b"canary-", CANARY.as_bytes()));
    }
}
