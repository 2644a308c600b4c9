//! The parts of the widget that a page can style by `::part()`: those that views and loader give to elements, and those
//! that the comment in `tokens.css` lists for restaurants.

use std::collections::BTreeMap;

use super::Finding;
use super::rules::{is_rust, is_script};

/// The file whose comment lists the parts.
const LIST: &str = "widget/src/style/tokens.css";

/// A finding for each part that only the code or only the list has.
pub(super) fn check(files: &[(&str, String)]) -> Vec<Finding> {
    let Some((_, list)) = files.iter().find(|(path, _)| *path == LIST) else {
        return vec![Finding {
            path: LIST.to_owned(),
            line: 1,
            rule: "the list of parts is missing".to_owned(),
        }];
    };
    let listed = listed(list);
    let mut given = BTreeMap::new();
    for (path, text) in files {
        for (index, line) in text.lines().enumerate() {
            for part in parts(path, line) {
                given.entry(part).or_insert((*path, index + 1));
            }
        }
    }
    let unlisted =
        given
            .iter()
            .filter(|(part, _)| !listed.contains_key(*part))
            .map(|(part, (path, line))| Finding {
                path: (*path).to_owned(),
                line: *line,
                rule: format!("the part `{part}` is not in the list of {LIST}"),
            });
    let unknown = listed
        .iter()
        .filter(|(part, _)| !given.contains_key(*part))
        .map(|(part, line)| Finding {
            path: LIST.to_owned(),
            line: *line,
            rule: format!("no element has the part `{part}`"),
        });
    unlisted.chain(unknown).collect()
}

/// The names in backquotes in the paragraph that says what the parts are, each with its line.
fn listed(css: &str) -> BTreeMap<&str, usize> {
    css.lines()
        .enumerate()
        .skip_while(|(_, line)| !line.contains("::part()"))
        .take_while(|(_, line)| line.trim() != "*")
        .flat_map(|(index, line)| {
            let names = line.split('`').skip(1).step_by(2);
            names
                .filter(|name| *name != "::part()")
                .map(move |name| (name, index + 1))
        })
        .collect()
}

/// The parts that a line gives: `.part("button primary")` in a view, `part: "link"` and the third argument of `make`
/// in the loader.
fn parts<'a>(path: &str, line: &'a str) -> Vec<&'a str> {
    let given = if is_rust(path) && path.starts_with("widget/src/") {
        line.split_once(".part(\"").map(|(_, rest)| rest)
    } else if is_script(path) && path.starts_with("widget/loader/") {
        let made = || match line.split_once("= make(\"")?.1.splitn(5, '"').collect::<Vec<_>>()[..] {
            [_, ", ", _, ", ", part] => Some(part),
            _ => None,
        };
        line.split_once("part: \"").map(|(_, rest)| rest).or_else(made)
    } else {
        None
    };
    let given = given.and_then(|rest| rest.split('"').next()).unwrap_or_default();
    given.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(css: &str) -> Vec<String> {
        let files = [
            (LIST, css.to_owned()),
            (
                "widget/src/ui/a.rs",
                "el(\"a\").part(\"button primary\")\npart(\"party\", bones());\n".to_owned(),
            ),
            (
                "widget/loader/skeleton.js",
                "const bones = make(\"div\", { className: \"bones\", role: \"status\" });\n".to_owned(),
            ),
            (
                "widget/loader/start.js",
                "make(\"a\", { href, part: \"link\" });\n".to_owned(),
            ),
            (
                "widget/loader/dialog.js",
                "const bar = make(\"div\", \"bar wide\", \"bar\");\n".to_owned(),
            ),
            ("tests/e2e/a.ts", "part: \"other\"\n".to_owned()),
        ];
        check(&files).into_iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn parts_of_code_and_list_are_the_same() {
        let css = " *\n * By `::part()`: `button`, `primary`,\n * `link` and `bar`.\n *\n * `other`\n";
        assert_eq!(rules(css), [""; 0]);
    }

    #[test]
    fn a_part_that_is_missing_on_either_side_is_named() {
        assert_eq!(
            rules(" * `::part()`: `button`, `primary`, `link`, `gone`\n"),
            [
                "the part `bar` is not in the list of widget/src/style/tokens.css",
                "no element has the part `gone`",
            ]
        );
    }
}
