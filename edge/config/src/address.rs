//! Addresses of the web in settings, which guests' browsers follow or load.

use url::Url;

/// The endings of the files of pictures. SVG is not one of them, since it can hold scripts.
const PICTURES: [&str; 4] = ["png", "jpg", "jpeg", "webp"];

/// An absolute address, read as browsers read it. None for a relative one, and for one with characters that browsers
/// leave out or replace, or with a name before its host, which could pass for the host.
fn absolute(text: &str) -> Option<Url> {
    let (_, rest) = text.split_once("://")?;
    let begins = rest.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '[');
    let is_plain = |character: char| {
        !character.is_control() && !character.is_whitespace() && !"\"<>\\^`{|}".contains(character)
    };
    let url = Url::parse(text)
        .ok()
        .filter(|_| begins && text.chars().all(is_plain))?;
    (url.has_host() && url.username().is_empty() && url.password().is_none()).then_some(url)
}

/// Whether a page may link to it: an address of the web, or the path of a page of this worker.
pub(crate) fn is_page(text: &str) -> bool {
    let is_path = text.starts_with('/') && !text.starts_with("//") && !text.starts_with("/\\");
    is_path || absolute(text).is_some_and(|url| ["http", "https"].contains(&url.scheme()))
}

/// Whether it is an address of the web by HTTPS.
pub(crate) fn is_secure(text: &str) -> bool {
    absolute(text).is_some_and(|url| url.scheme() == "https")
}

/// Whether it is a picture that a page can show: the name of a file of the venue's own, or an address by HTTPS that
/// is not one of another kind of file.
pub(crate) fn is_picture(text: &str) -> bool {
    let ending = |name: &str| {
        name.rsplit_once('.')
            .map(|(_, ending)| ending.to_ascii_lowercase())
    };
    let is_picture = |ending: &String| PICTURES.contains(&ending.as_str());
    if let Some(url) = absolute(text).filter(|url| url.scheme() == "https") {
        let name = url.path().rsplit('/').next().unwrap_or_default();
        // Services for pictures have addresses without an ending.
        return ending(name).is_none_or(|ending| is_picture(&ending));
    }
    let is_name = text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    is_name && ending(text).is_some_and(|ending| is_picture(&ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Addresses that are none, or do more than they seem to.
    const HOSTILE: [&str; 20] = [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)//https://e.example",
        "java\nscript://e.example/%0aalert(1)",
        " https://e.example",
        "https://e.example\n",
        "https://e.example/\u{0}",
        "https://e.example/\"onload=\"x",
        "https://e.example/<script>",
        "https:e.example",
        "https:/e.example",
        "https:///e.example",
        "https:\\\\e.example",
        "https://linde.example@e.example/",
        "https://linde.example:x@e.example/",
        "//e.example/x.png",
        "/\\e.example/x.png",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "blob:https://e.example/x",
    ];

    #[test]
    fn a_hostile_address_is_no_page_and_no_picture() {
        for text in HOSTILE {
            assert!(
                !is_page(text) && !is_secure(text) && !is_picture(text),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_page_is_an_address_or_a_path_of_this_worker() {
        for (text, page, secure) in [
            ("https://www.linde.example/datenschutz", true, true),
            ("HTTPS://LINDE.example", true, true),
            ("https://linde.example/Datenschutzerklärung?a=1#b", true, true),
            ("https://[2001:db8::1]:8443/x", true, true),
            ("http://linde.example", true, false),
            ("/#privacy", true, false),
            ("ftp://linde.example", false, false),
            ("linde.example/privacy", false, false),
            ("mailto:a@linde.example", false, false),
        ] {
            assert_eq!((is_page(text), is_secure(text)), (page, secure), "{text}");
        }
    }

    #[test]
    fn a_picture_is_a_file_of_the_venue_or_comes_by_https() {
        for text in [
            "dinner.png",
            "Dinner-1_a.JPEG",
            "d3b07384d113edec49eaa6238ad5ff00.webp",
            "https://cdn.example/x/dinner.jpg?width=300",
            "https://images.example/d3b07384",
            "https://images.example",
        ] {
            assert!(is_picture(text), "{text}");
        }
        for text in [
            "dinner.svg",
            "dinner.png.html",
            "dinner",
            ".png",
            "../demo/dinner.png",
            "a/dinner.png",
            "dinner.png?x",
            "dinner.png#.svg",
            "http://cdn.example/dinner.png",
            "https://cdn.example/dinner.svg",
            "https://cdn.example/dinner.SVG?x=.png",
            "https://cdn.example/run.js",
            "https://cdn.example/page.html#x.png",
        ] {
            assert!(!is_picture(text), "{text}");
        }
    }
}
