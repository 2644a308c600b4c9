//! The paths that the README and its guides name: in backquotes, in links, and in the map, an indented tree in a
//! block marked `text`.

/// The folders that a path of the project begins with.
const TOPS: [&str; 4] = ["shared/", "edge/", "widget/", "tests/"];

/// Paths from the project's root, each with the line that names it.
pub(super) fn paths(text: &str) -> Vec<(usize, String)> {
    let mut paths = Vec::new();
    let mut block = None;
    // The folders that the current line of the map is below, with their indentation.
    let mut above: Vec<(usize, String)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        if let Some(mark) = line.trim_start().strip_prefix("```") {
            block = if block.is_some() { None } else { Some(mark) };
            above.clear();
            continue;
        }
        match block {
            None => paths.extend(in_prose(line).map(|path| (number, path.to_owned()))),
            Some("text") => {
                let indent = line.len() - line.trim_start().len();
                above.retain(|(depth, _)| *depth < indent);
                let folder = above.last().map_or("", |(_, folder)| folder);
                let named: Vec<String> = entries(line)
                    .map(|entry| format!("{folder}{entry}"))
                    .filter(|path| is_ours(path))
                    .collect();
                if let [only] = &named[..]
                    && only.ends_with('/')
                {
                    above.push((indent, only.clone()));
                }
                paths.extend(named.into_iter().map(|path| (number, path)));
            }
            Some(_) => {}
        }
    }
    paths
}

/// Quoted or linked texts that begin like a path of the project.
fn in_prose(line: &str) -> impl Iterator<Item = &str> {
    let quoted = line.split('`').skip(1).step_by(2);
    let linked = line
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(target, _)| target);
    quoted
        .chain(linked)
        // Guides lie a folder below the root.
        .map(|path| path.strip_prefix("../").unwrap_or(path))
        .filter(|path| is_ours(path) && !path.contains(['*', '<', '{', ' ', '…', '#']))
}

/// The paths of a line of the map: its first word, and the folders that follow at once.
fn entries(line: &str) -> impl Iterator<Item = &str> {
    let is_entry = |word: &str| word.contains(['/', '.']) && !word.ends_with([':', ',', '.', ';']);
    line.split_whitespace()
        .enumerate()
        .take_while(move |(position, word)| is_entry(word) && (*position == 0 || word.ends_with('/')))
        .map(|(_, word)| word)
}

fn is_ours(path: &str) -> bool {
    TOPS.iter().any(|top| path.starts_with(top))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_and_linked_paths_are_found_in_prose_and_not_in_code() {
        let text = "`edge/src/app.rs` and [it](shared/src), `edge/venues/<id>.toml`\n```sh\n`edge/no`\n```\n`tests/live/`";
        assert_eq!(
            paths(text),
            [
                (1, "edge/src/app.rs".to_owned()),
                (1, "shared/src".to_owned()),
                (5, "tests/live/".to_owned())
            ]
        );
    }

    #[test]
    fn the_map_is_read_as_a_tree() {
        let text = "```text
shared/src/            types: pure, for browser/ and edge/
edge/
  build.rs             checks the venues
  venues/  pages/      the venues with their pictures
  src/http/            the API
    problem.rs         one table
  src/lib.rs           the worker's events
widget/
  loader/              embed.js: the tag
elsewhere/
  file.rs              not ours
```";
        let found: Vec<String> = paths(text).into_iter().map(|(_, path)| path).collect();
        assert_eq!(
            found,
            [
                "shared/src/",
                "edge/",
                "edge/build.rs",
                "edge/venues/",
                "edge/pages/",
                "edge/src/http/",
                "edge/src/http/problem.rs",
                "edge/src/lib.rs",
                "widget/",
                "widget/loader/",
            ]
        );
    }
}
