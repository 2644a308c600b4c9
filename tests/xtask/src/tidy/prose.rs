//! The rule about words: comments, and the names of functions, use the field's standard terms.

/// Folders and files whose words are checked.
const CHECKED: [&str; 31] = [
    "edge/src/account/",
    "edge/src/issuer/",
    "edge/src/oauth/",
    "edge/config/",
    "edge/src/app.rs",
    "edge/src/booking/",
    "edge/src/challenge/",
    "edge/src/delivery/",
    "edge/src/demo.rs",
    "edge/src/directory/",
    "edge/src/error.rs",
    "edge/src/gift_card/",
    "edge/src/http/",
    "edge/src/lib.rs",
    "edge/src/limits/",
    "edge/src/localization/",
    "edge/src/mail/",
    "edge/src/paid_booking/",
    "edge/src/payment/",
    "edge/src/platform/",
    "edge/src/pos/",
    "edge/src/provider/",
    "edge/src/render.rs",
    "edge/src/render/",
    "edge/src/storage/",
    "edge/src/test_support/",
    "edge/src/upstream/",
    "edge/src/venue/",
    "shared/",
    "tests/",
    "widget/",
];

/// Words that leave open who or what is meant, with the way to write it.
const WORDS: [(&str, &str); 11] = [
    ("anybody", "name the persons or the parts"),
    ("everybody", "name the persons or the parts"),
    ("whoever", "name the person or the part"),
    ("nobody", "name the person or the part that is not there"),
    ("somebody", "name the person or the part"),
    ("whatever", "name the thing"),
    ("wish", "`entry` of the waitlist, else `request`"),
    ("wishes", "`entries` of the waitlist, else `requests`"),
    ("wished", "`wanted`"),
    ("hears", "`receives`"),
    ("heard", "`received`"),
];

/// Beginnings of documentation that hide its noun.
const BEGINNINGS: [&str; 4] = ["What ", "Who ", "Whatever ", "Whoever "];

/// The words of a line that break the rule, each with what is wrong with it.
pub(super) fn check(path: &str, line: &str) -> Vec<String> {
    if !CHECKED.iter().any(|checked| path.starts_with(checked)) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let line = line.trim_start();
    let documentation = line.strip_prefix("/// ").or_else(|| line.strip_prefix("//! "));
    let begins = |text: &str| BEGINNINGS.iter().find(|beginning| text.starts_with(**beginning));
    if let Some(beginning) = documentation.and_then(begins) {
        findings.push(format!("`{beginning}…`: documentation begins with the noun"));
    }
    let text = comment(line).or_else(|| function(line)).unwrap_or_default();
    for word in text.split(|c: char| !c.is_alphabetic()) {
        let word = word.to_lowercase();
        if let Some((banned, instead)) = WORDS.iter().find(|(banned, _)| *banned == word) {
            findings.push(format!("`{banned}`: {instead}"));
        }
    }
    findings
}

/// The text of a comment that begins a line or follows a blank.
fn comment(line: &str) -> Option<&str> {
    let begins = ["//", "# ", "* ", "/*"].iter().any(|mark| line.starts_with(mark));
    if begins {
        Some(line)
    } else {
        line.split_once(" // ").map(|(_, text)| text)
    }
}

/// The name of the function that a line defines.
fn function(line: &str) -> Option<&str> {
    let (before, name) = line.split_once("fn ")?;
    let is_definition = before.split_whitespace().all(|word| {
        word.starts_with("pub")
            || word.starts_with("in")
            || word.ends_with(')')
            || ["async", "const", "unsafe"].contains(&word)
    });
    is_definition.then(|| name.split(['(', '<']).next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_names_the_person_or_the_part() {
        let path = "widget/src/lib.rs";
        assert_eq!(
            check(path, "// Whoever asks again."),
            ["`whoever`: name the person or the part"]
        );
        assert_eq!(check(path, "    let a = 1; // heard before").len(), 1);
        assert_eq!(
            check(path, " * A wish, and what it is for."),
            ["`wish`: `entry` of the waitlist, else `request`"]
        );
        assert_eq!(check("tests/schema/hooks.py", "# Nobody.").len(), 1);
        assert_eq!(check(path, "// A caller repeats the request."), [""; 0]);
    }

    #[test]
    fn documentation_begins_with_its_noun() {
        let path = "shared/src/money.rs";
        assert_eq!(
            check(path, "    /// What it costs."),
            ["`What …`: documentation begins with the noun"]
        );
        assert_eq!(check(path, "//! Who asks.").len(), 1);
        assert_eq!(check(path, "// What follows is checked above."), [""; 0]);
        assert_eq!(check(path, "/// The price: what a guest pays."), [""; 0]);
    }

    #[test]
    fn names_of_functions_are_checked_and_texts_are_not() {
        let path = "tests/live/booking.rs";
        assert_eq!(check(path, "pub(super) async fn nobody_books() {").len(), 1);
        assert_eq!(check(path, "let answer = get(\"/book/nobody\");"), [""; 0]);
        assert_eq!(check(path, "fn a_guest_books<T>(nobody: T) {"), [""; 0]);
    }

    #[test]
    fn other_folders_are_not_checked() {
        assert_eq!(check("README.md", "// Whoever asks."), [""; 0]);
    }
}
