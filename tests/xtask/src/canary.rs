//! Looks for the keys of the test runs where no key may be. The suites give the worker keys that begin with
//! [`CANARY`], secrets to be sealed among them, and look for it in every answer they get; access keys, which the worker draws
//! itself, are known by their form. This looks at what stays behind: everything that is served or deployed, every line that
//! was logged, every picture and trace. Knows no key's purpose.

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
        if has_key(&bytes) {
            found.push(path.display().to_string());
        }
    }
    Ok((files.len(), found))
}

fn has_key(bytes: &[u8]) -> bool {
    let canary = CANARY.as_bytes();
    bytes.windows(canary.len()).any(|window| window == canary) || has_access_key(bytes)
}

/// The first characters of an access key, and the numbers of characters of its id and its secret.
const ACCESS_KEY: (&[u8], usize, usize) = (b"cvk_", 12, 43);

/// Whether an access key is somewhere: `cvk_{venue}_{id}_{secret}`.
fn has_access_key(bytes: &[u8]) -> bool {
    let (prefix, id, secret) = ACCESS_KEY;
    let starts = bytes.windows(prefix.len()).enumerate();
    let starts = starts.filter(|(_, window)| *window == prefix);
    starts
        .map(|(place, _)| &bytes[place + prefix.len()..])
        .any(|rest| {
            let mut parts = rest.splitn(3, |byte| *byte == b'_');
            let has = |part: Option<&[u8]>, characters: usize| {
                part.and_then(|part| part.get(..characters)).is_some_and(|part| {
                    part.iter()
                        .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte))
                })
            };
            let is_venue = parts.next().is_some_and(|venue| {
                let is_short = (1..=63).contains(&venue.len());
                is_short
                    && venue
                        .iter()
                        .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
            });
            let id_part = parts.next();
            is_venue
                && id_part.is_some_and(|part| part.len() == id)
                && has(id_part, id)
                && has(parts.next(), secret)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_wherever_it_stands() {
        let secret = "sT_-".repeat(10) + "abc";
        for text in [
            format!("\0{CANARY}-staff\u{fe}"),
            format!("a cvk_\0cvk_demo-b_k4w2x6m3n7pa_{secret}\n"),
        ] {
            assert!(has_key(text.as_bytes()), "{text}");
        }
        for text in [
            "canary-".to_owned(),
            "`cvk_{venue}_{id}_{secret}` and cvk_".to_owned(),
            format!("cvk_demo_k4w2x6m3n7pa_{}", &secret[1..]),
            format!("cvk_demo_k4w2x6m3n7p_{secret}"),
            format!("cvk__k4w2x6m3n7pa_{secret}"),
            format!("cvk_demo k4w2x6m3n7pa_{secret}"),
        ] {
            assert!(!has_key(text.as_bytes()), "{text}");
        }
    }
}
