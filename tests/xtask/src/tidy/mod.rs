//! `cargo xtask tidy`: the project rules that no compiler checks, over the files that git knows.

mod map;
mod parts;
mod prose;
mod references;
mod rules;
mod structure;

use std::fs;

use anyhow::{Context, Result, ensure};

use crate::project::Project;
use crate::setup::output;

/// A place where a rule is broken.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    path: String,
    line: usize,
    rule: String,
}

/// Prints every broken rule with file and line, and fails if there is one.
pub(crate) fn run(project: &Project) -> Result<()> {
    let paths =
        output(
            project
                .command("git")
                .args(["ls-files", "--cached", "--others", "--exclude-standard"]),
        )
        .context("git does not list the project's files")?;
    let mut findings = Vec::new();
    let mut files = Vec::new();
    // A file that git knows and that is gone was deleted and not committed yet.
    let paths: Vec<&str> = paths
        .lines()
        .filter(|path| project.root.join(path).is_file())
        .collect();
    for path in paths.iter().copied() {
        if let Ok(text) = fs::read_to_string(project.root.join(path)) {
            findings.extend(rules::check(path, &text, |named| {
                project.root.join(named).exists()
            }));
            findings.extend(references::check(path, &text, &paths));
            files.push((path, text));
        }
    }
    findings.extend(parts::check(&files));
    let accepted = project.root.join(structure::LIST);
    let accepted =
        fs::read_to_string(&accepted).with_context(|| format!("cannot read {}", accepted.display()))?;
    let code: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (*path, text.as_str()))
        .filter(|(path, _)| rules::is_rust(path))
        .collect();
    let accepted = structure::Accepted::read(&accepted)?;
    findings.extend(structure::check(&code, &accepted)?);
    for Finding { path, line, rule } in &findings {
        eprintln!("{path}:{line}: {rule}");
    }
    ensure!(findings.is_empty(), "{} broken project rules", findings.len());
    println!("{} files are tidy; accepted: {accepted}", files.len());
    Ok(())
}
