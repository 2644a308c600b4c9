//! Files that other files refer to: what scripts import by a relative path, the source files that comments name, and the
//! sources of the failures that proptest has saved.

use super::Finding;
use super::rules::{has_extension, is_rust, is_script};

/// The folder of saved failures beside a crate's `src`.
const REGRESSIONS: &str = "proptest-regressions/";

/// Scripts that the build makes beside those which import them.
const GENERATED: [&str; 1] = ["widget/staff/staff.js"];

/// A finding for each reference to a file that does not exist. `paths` are all files of the project.
pub(super) fn check(path: &str, text: &str, paths: &[&str]) -> Vec<Finding> {
    let finding = |line: usize, rule: String| Finding {
        path: path.to_owned(),
        line,
        rule,
    };
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if is_script(path)
            && let Some(named) = imported(line)
            && !resolved(path, named)
                .is_some_and(|file| paths.contains(&file.as_str()) || GENERATED.contains(&file.as_str()))
        {
            findings.push(finding(index + 1, format!("`{named}` does not exist")));
        }
        // The tests of the rules name files that are made up.
        if is_rust(path) && !path.starts_with("tests/xtask/src/tidy/") {
            for named in named_sources(line).filter(|named| !is_end_of(named, paths)) {
                findings.push(finding(index + 1, format!("`{named}` does not exist")));
            }
        }
    }
    if let Some(source) = source_of_failures(path)
        && !source.exists_in(paths)
    {
        findings.push(finding(
            1,
            format!(
                "proptest looks for this file under the path of its source: no `{}`",
                source.file
            ),
        ));
    }
    findings
}

/// The relative path that a line of a script imports: `… from "./x.ts"`, `import "./x.js"`, `import("./x.js")`.
fn imported(line: &str) -> Option<&str> {
    let before = ["from \"", "import \"", "import(\""];
    let named = before
        .iter()
        .find_map(|before| Some(line.split_once(before)?.1))?;
    let named = named.split_once('"')?.0;
    (named.starts_with("./") || named.starts_with("../")).then_some(named)
}

/// A path relative to a file's folder, from the project's root; none if it leads out of the project.
fn resolved(file: &str, named: &str) -> Option<String> {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in named.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The Rust files that a comment names in backquotes.
fn named_sources(line: &str) -> impl Iterator<Item = &str> {
    let comment = line.find("//").map_or("", |at| &line[at..]);
    let is_path = |text: &&str| {
        is_rust(text)
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_-/.".contains(&byte))
    };
    comment.split('`').skip(1).step_by(2).filter(is_path)
}

/// Whether a file of the project has this path, or a path that ends with it.
fn is_end_of(named: &str, paths: &[&str]) -> bool {
    paths.iter().any(|path| {
        path.strip_suffix(named)
            .is_some_and(|folder| folder.is_empty() || folder.ends_with('/'))
    })
}

/// The source file of saved failures: below a folder of this crate, such as `src`.
struct Source<'a> {
    crate_folder: &'a str,
    file: String,
}

impl Source<'_> {
    fn exists_in(&self, paths: &[&str]) -> bool {
        paths.iter().any(|path| {
            path.strip_prefix(self.crate_folder)
                .and_then(|rest| rest.split_once('/'))
                .is_some_and(|(_, file)| file == self.file)
        })
    }
}

fn source_of_failures(path: &str) -> Option<Source<'_>> {
    let (crate_folder, saved) = path.split_once(REGRESSIONS)?;
    has_extension(saved, "txt").then(|| Source {
        crate_folder,
        file: saved.replace(".txt", ".rs"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [&str; 4] = [
        "tests/e2e/environment.ts",
        "widget/loader/dialog.css",
        "edge/src/venue/service/authorize_tests.rs",
        "edge/src/gift_card/pdf/pdf_tests.rs",
    ];

    fn broken(path: &str, text: &str) -> Vec<usize> {
        check(path, text, &FILES)
            .into_iter()
            .map(|finding| finding.line)
            .collect()
    }

    #[test]
    fn what_a_script_imports_exists() {
        let text = "import { environment } from \"../../e2e/environment.ts\";\nimport { told } from \"../../e2e/told.ts\";\n";
        assert_eq!(broken("tests/load/paint/playwright.config.ts", text), [2]);
        let text = "import css from \"./dialog.css\";\nimport \"./gone.js\";\nconst late = await import(\"./late.js\");\n";
        assert_eq!(broken("widget/loader/dialog.js", text), [2, 3]);
        let text =
            "import { defineConfig } from \"@playwright/test\";\nimport { join } from \"node:path\";\n";
        assert_eq!(broken("tests/e2e/a.ts", text), [0; 0]);
        assert_eq!(broken("a.ts", "import \"../outside.ts\";\n"), [1]);
        let generated = "import init from \"./staff.js\";\n";
        assert_eq!(broken("widget/staff/start.js", generated), [0; 0]);
        assert_eq!(broken("widget/loader/start.js", generated), [1]);
    }

    #[test]
    fn source_files_that_comments_name_exist() {
        let text =
            "//! See `authorize_tests.rs`.\n// See `gate_tests.rs`, and `service/authorize_tests.rs`.\n";
        assert_eq!(broken("edge/src/http/mod.rs", text), [2]);
        // A longer name with the same end is another file.
        assert_eq!(broken("edge/src/http/mod.rs", "//! See `tests.rs`.\n"), [1]);
        assert_eq!(
            broken("edge/src/http/mod.rs", "let path = \"`gone.rs`\";\n"),
            [0; 0]
        );
    }

    #[test]
    fn saved_failures_lie_where_proptest_looks_for_them() {
        assert_eq!(
            broken("edge/proptest-regressions/gift_card/pdf/pdf_tests.txt", "cc 1\n"),
            [0; 0]
        );
        assert_eq!(
            broken(
                "edge/proptest-regressions/gift_card/sheet/sheet_tests.txt",
                "cc 1\n"
            ),
            [1]
        );
    }
}
