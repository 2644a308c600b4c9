//! JSON pointers (RFC 6901) to places in a venue's settings, and patterns of them.

use serde_json::Value;

/// The pointer to the member or the element `token` of what `pointer` points to.
pub(crate) fn child(pointer: &str, token: &str) -> String {
    let token = token.replace('~', "~0").replace('/', "~1");
    format!("{pointer}/{token}")
}

/// The pointer of a fault's place, such as `/engine/experiences/0/payment` of `engine.experiences[0].payment`.
pub(crate) fn of_path(path: &str) -> String {
    let tokens = path.split(['.', '[']).map(|token| token.trim_end_matches(']'));
    let tokens = tokens.filter(|token| !token.is_empty());
    tokens.fold(String::new(), |pointer, token| child(&pointer, token))
}

/// The place of a pointer as faults name it: the opposite of [`of_path`].
pub(crate) fn path_of(pointer: &str) -> String {
    pointer.split('/').skip(1).fold(String::new(), |path, token| {
        let token = token.replace("~1", "/").replace("~0", "~");
        if token.bytes().all(|byte| byte.is_ascii_digit()) {
            format!("{path}[{token}]")
        } else if path.is_empty() {
            token
        } else {
            format!("{path}.{token}")
        }
    })
}

/// Whether the pointer fits the pattern. `*` in a pattern is any one token; `**` at its end is its own place and
/// everything below.
pub(crate) fn matches(pattern: &str, pointer: &str) -> bool {
    let (pattern, is_open) = match pattern.strip_suffix("/**") {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut tokens = pointer.split('/');
    let fits = pattern.split('/').all(|wanted| {
        tokens
            .next()
            .is_some_and(|token| wanted == "*" || wanted == token)
    });
    fits && (is_open || tokens.next().is_none())
}

/// Visits a value and everything in it, each with its pointer.
pub(crate) fn walk<'a>(pointer: &str, value: &'a Value, visit: &mut dyn FnMut(&str, &'a Value)) {
    visit(pointer, value);
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                walk(&child(pointer, key), member, visit);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                walk(&child(pointer, &index.to_string()), element, visit);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_place_becomes_a_pointer() {
        for (path, pointer) in [
            ("name", "/name"),
            (
                "engine.experiences[0].payment.pricePerGuest",
                "/engine/experiences/0/payment/pricePerGuest",
            ),
            ("engine.rooms[1].tables[12]", "/engine/rooms/1/tables/12"),
            ("", ""),
        ] {
            assert_eq!(of_path(path), pointer);
            assert_eq!(path_of(pointer), path);
        }
    }

    #[test]
    fn a_pattern_fits_whole_tokens_alone() {
        for (pattern, pointer, fits) in [
            ("/engine", "/engine", true),
            ("/engine", "/engine/rooms", false),
            ("/engine", "/engines", false),
            ("/engine/rooms/*/name", "/engine/rooms/3/name", true),
            ("/engine/rooms/*/name", "/engine/rooms/3/4/name", false),
            ("/engine/rooms/*/name", "/engine/rooms/name", false),
            ("/limits/**", "/limits", true),
            ("/limits/**", "/limits/reads/burst", true),
            ("/limits/**", "/limits2", false),
            ("/*/**", "/name/en", true),
            ("/*", "", false),
        ] {
            assert_eq!(matches(pattern, pointer), fits, "{pattern} {pointer}");
        }
    }

    #[test]
    fn everything_is_visited_under_a_pointer_that_finds_it() {
        let value = json!({ "a": [{ "b/c": 1 }, "x"], "d~e": { "f": null } });
        let mut seen = Vec::new();
        walk("", &value, &mut |pointer, part| {
            assert_eq!(value.pointer(pointer), Some(part), "{pointer}");
            seen.push(pointer.to_owned());
        });
        assert_eq!(seen, ["", "/a", "/a/0", "/a/0/b~1c", "/a/1", "/d~0e", "/d~0e/f"]);
    }
}
