//! The rules, as functions of a file's path and text.

use super::{Finding, map, prose};

/// Lines of a source file.
const CEILING: usize = 400;

/// A word, and the files that may hold it.
struct Fence {
    /// The words, in code outside comments.
    words: &'static [&'static str],
    /// The files the rule is about.
    applies: fn(&str) -> bool,
    rule: &'static str,
}

const FENCES: [Fence; 10] = [
    Fence {
        words: &["worker::", "use worker"],
        applies: |path| {
            in_rust(path, "edge/src/")
                && !matches!(
                    path,
                    "edge/src/lib.rs"
                        | "edge/src/app.rs"
                        | "edge/src/account_object.rs"
                        | "edge/src/directory_object.rs"
                        | "edge/src/venue_object.rs"
                )
                && !path.starts_with("edge/src/app/")
                && !path.starts_with("edge/src/platform/")
        },
        rule: "types of the runtime stay in edge/src/{lib,app,account_object,directory_object,venue_object}.rs, app/ and \
               platform/",
    },
    Fence {
        words: &["worker", "http::", "storage", "Storage"],
        applies: |path| in_rust(path, ENGINE),
        rule: "the engine is pure: no runtime, no HTTP, no storage",
    },
    Fence {
        words: &[
            "provider::engine",
            "provider::fourspaces",
            "provider::mews",
            "provider::molzait",
            "payment::stripe",
            "payment::demo",
            "pos::ikentoo",
            "pos::lightspeed",
        ],
        applies: |path| {
            in_rust(path, "edge/src/")
                && path != "edge/src/app.rs"
                && ![
                    "app/",
                    // An account is with one vendor.
                    "account/",
                    "provider/",
                    "payment/",
                    "pos/",
                    "mail/",
                    "test_support/",
                    "venue/",
                ]
                .iter()
                .any(|part| {
                    path.strip_prefix("edge/src/")
                        .is_some_and(|rest| rest.starts_with(part))
                })
        },
        rule: "adapters are named where they are wired: edge/src/app.rs and app/",
    },
    Fence {
        words: &[
            // Calls, and what a binding to JavaScript would be called.
            "fetch(",
            "fetch_with",
            "type HttpClient",
            "XmlHttpRequest",
            "XMLHttpRequest",
            "WebSocket",
            "EventSource",
            "send_beacon",
            "sendBeacon",
        ],
        applies: |path| {
            (in_rust(path, "widget/")
                && !["widget/src/api/", "widget/staff/src/api/"]
                    .iter()
                    .any(|folder| path.starts_with(folder)))
                || (path.starts_with("widget/loader/") && is_script(path) && !FETCHING.contains(&path))
        },
        rule: "the widget asks the network in widget/src/api, widget/staff/src/api and the loader's api.js, self-service-host.js and start.js alone",
    },
    Fence {
        words: &["web_sys", "js_sys", "leptos", "gloo_", "crate::ui", "crate::api"],
        applies: |path| in_rust(path, "widget/src/flow/") || in_rust(path, "widget/staff/src/day/"),
        rule: "the flow and the staff's day are pure: no browser, no views",
    },
    Fence {
        words: &["document."],
        applies: |path| {
            path.starts_with("widget/loader/") && is_script(path) && path != "widget/loader/unclobbered.js"
        },
        rule: "the loader reads the page's document through widget/loader/unclobbered.js",
    },
    Fence {
        words: &["#[ignore"],
        applies: is_rust,
        rule: "a test is repaired or deleted, not ignored",
    },
    Fence {
        words: &["todo!(", "unimplemented!("],
        applies: is_rust,
        rule: "what is committed is finished",
    },
    Fence {
        words: &["sleep(", "waitForTimeout("],
        // Where the tests' own clock is made, whose time costs none.
        applies: |path| is_test(path) && !path.starts_with("tests/src/native/"),
        rule: "a test waits for what it expects, never for time",
    },
    Fence {
        words: &[
            ".skip(",
            ".fixme(",
            ".only(",
            "retries: 1",
            "retries: 2",
            "retries: 3",
        ],
        applies: |path| path.starts_with("tests/") && is_script(path),
        rule: "a browser test runs, always and once",
    },
];

/// The loader's scripts that ask the network: the API, files to keep, and the widget's own files.
const FETCHING: [&str; 3] = [
    "widget/loader/api.js",
    "widget/loader/self-service-host.js",
    "widget/loader/start.js",
];

/// The folder of the pure core.
const ENGINE: &str = "edge/src/provider/engine/";

/// The rules that a file breaks; `exists` returns whether a path of the project is there.
pub(super) fn check(path: &str, text: &str, exists: impl Fn(&str) -> bool) -> Vec<Finding> {
    let finding = |line: usize, rule: String| Finding {
        path: path.to_owned(),
        line,
        rule,
    };
    let mut findings = Vec::new();
    if is_rust(path) && !text.starts_with("//!") {
        findings.push(finding(1, "opens with `//!`: its purpose".to_owned()));
    }
    let lines = text.lines().count();
    if (is_rust(path) || is_script(path) || has_extension(path, "css")) && lines > CEILING {
        findings.push(finding(
            lines,
            format!("{lines} lines, more than {CEILING}: split it"),
        ));
    }
    // The rules themselves name what they forbid.
    if !path.starts_with("tests/xtask/src/tidy/") {
        if is_rust(path) || is_script(path) || has_extension(path, "css") || has_extension(path, "py") {
            for (index, line) in text.lines().enumerate() {
                let broken = prose::check(path, line).into_iter();
                findings.extend(broken.map(|rule| finding(index + 1, rule)));
            }
        }
        for fence in FENCES.iter().filter(|fence| (fence.applies)(path)) {
            for (index, line) in text.lines().enumerate() {
                let code = code(line);
                if let Some(word) = fence.words.iter().find(|word| holds(code, word)) {
                    findings.push(finding(index + 1, format!("`{word}`: {}", fence.rule)));
                }
            }
        }
    }
    if path == "README.md" || (path.starts_with(".github/") && has_extension(path, "md")) {
        for (line, named) in map::paths(text) {
            if !exists(&named) {
                findings.push(finding(line, format!("`{named}` does not exist")));
            }
        }
    }
    findings
}

/// A line without a comment that begins it or follows a blank.
fn code(line: &str) -> &str {
    if line.trim_start().starts_with("//") {
        return "";
    }
    line.split_once(" // ").map_or(line, |(code, _)| code)
}

/// Whether `word` stands in `code` and is not the end of a longer name.
fn holds(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let starts_name = word.starts_with(|c: char| c.is_alphanumeric());
        let before = code[..at].chars().next_back();
        !(starts_name && before.is_some_and(|c| c.is_alphanumeric() || c == '_'))
    })
}

pub(super) fn has_extension(path: &str, extension: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, found)| found == extension)
}

pub(super) fn is_rust(path: &str) -> bool {
    has_extension(path, "rs")
}

fn in_rust(path: &str, folder: &str) -> bool {
    is_rust(path) && path.starts_with(folder)
}

pub(super) fn is_script(path: &str) -> bool {
    ["js", "mjs", "ts"]
        .iter()
        .any(|extension| has_extension(path, extension))
}

/// Files that hold nothing but tests; `tests/src/` holds stand-ins, which keep time for them.
fn is_test(path: &str) -> bool {
    let suite = path.starts_with("tests/")
        && !["tests/xtask/", "tests/src/"]
            .iter()
            .any(|other| path.starts_with(other));
    (suite && (is_rust(path) || is_script(path))) || path.ends_with("_tests.rs")
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
