//! Makes HTML of another system safe to show on a restaurant's page. It must not know where it
//! comes from.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

/// What may stay: the structure of a text, and links.
static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::empty();
    cleaner
        .tags(HashSet::from([
            "a",
            "b",
            "blockquote",
            "br",
            "em",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "i",
            "li",
            "ol",
            "p",
            "strong",
            "sub",
            "sup",
            "u",
            "ul",
        ]))
        // What these hold is no text.
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        // Relative to whose page it would be, nobody knows.
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener"));
    cleaner
});

/// The same text with nothing in it but structure and links.
#[must_use]
pub fn clean(html: &str) -> String {
    CLEANER.clean(html).to_string().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structure_and_links_stay_and_everything_else_goes() {
        for (html, cleaned) in [
            ("<p>Seven <b>courses</b></p>", "<p>Seven <b>courses</b></p>"),
            (
                "<p class=\"x\" style=\"color:red\" onclick=\"x()\" id=\"y\">a</p>",
                "<p>a</p>",
            ),
            ("<script>alert(1)</script><style>p{}</style>a", "a"),
            (
                "<img src=x onerror=alert(1)>a<iframe src=\"https://e\"></iframe>",
                "a",
            ),
            (
                "<a href=\"javascript:alert(1)\">a</a>",
                "<a rel=\"noopener\">a</a>",
            ),
            ("<a href=\"/menu\">a</a>", "<a rel=\"noopener\">a</a>"),
            (
                "<a href=\"https://e.example/\" target=\"_blank\" rel=\"opener\">a</a>",
                "<a href=\"https://e.example/\" rel=\"noopener\">a</a>",
            ),
            (
                "<a href=\"tel:+4312345\">a</a>",
                "<a href=\"tel:+4312345\" rel=\"noopener\">a</a>",
            ),
            ("<svg><p><style><img src=x onerror=alert(1)></style>", "<p></p>"),
            ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
        ] {
            assert_eq!(clean(html), cleaned, "{html}");
        }
    }
}
