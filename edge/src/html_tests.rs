//! Facts about the cleaning of HTML, held against a parser that builds the tree that browsers build.

use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};
use proptest::prelude::*;

use super::*;

/// A text as browsers would write it again, once they had parsed it.
fn parsed(html: &str) -> String {
    let elements = WITHIN_TEXT.into_iter().chain(BLOCKS).chain(EMPTY);
    let mut parser = Builder::empty();
    parser
        .tags(elements.collect())
        .clean_content_tags(HashSet::from(WITHOUT_TEXT))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .url_schemes(WEB_LINKS.iter().copied().collect())
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener"));
    parser.clean(html).to_string()
}

#[test]
fn structure_and_links_stay_and_everything_else_goes() {
    for (html, cleaned) in [
        ("<p>Seven <b>courses</b></p>", "<p>Seven <b>courses</b></p>"),
        (
            "<p class=\"x\" style=\"color:red\" onclick=\"x()\" id=\"y\">a</p>",
            "<p>a</p>",
        ),
        ("<script>alert(1)</script><style>p{}</style>a", "a"),
        ("a<script>if (1 < 2) { '<p>' }", "a"),
        ("<!-- <p> --><!doctype html><?php echo 1 ?>a", "a"),
        (
            "<img src=x onerror=alert(1)>a<iframe src=\"https://e\"></iframe>",
            "a",
        ),
        (
            "<a href=\"javascript:alert(1)\">a</a>",
            "<a rel=\"noopener\">a</a>",
        ),
        (
            "<a href=\" jav&#x09;ascript:alert(1)\">a</a>",
            "<a rel=\"noopener\">a</a>",
        ),
        ("<a href=\"/menu\">a</a>", "<a rel=\"noopener\">a</a>"),
        (
            "<a href=\"https://e.example/?a=1&amp;b=2\" target=\"_blank\" rel=\"opener\">a</a>",
            "<a href=\"https://e.example/?a=1&amp;b=2\" rel=\"noopener\">a</a>",
        ),
        (
            "<a href=\"tel:+4312345\">a</a>",
            "<a href=\"tel:+4312345\" rel=\"noopener\">a</a>",
        ),
        ("<svg><p><style><img src=x onerror=alert(1)></style>", "<p></p>"),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
        ("Caf&eacute; &amp; B&auml;r&nbsp;&euro;", "Café &amp; Bär&nbsp;€"),
    ] {
        assert_eq!(clean(html, WEB_LINKS), cleaned, "{html}");
    }
}

#[test]
fn what_is_left_open_or_closed_wrongly_is_put_right() {
    for (html, cleaned) in [
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("<p><b>a<p>b", "<p><b>a</b></p><p>b</p>"),
        ("<b><i>a</b>b</i>c", "<b><i>a</i></b>bc"),
        ("</p></div>a</b>", "a"),
        (
            "<ul><li>a<li>b<ul><li>c</ul>d</ul>",
            "<ul><li>a</li><li>b<ul><li>c</li></ul>d</li></ul>",
        ),
        ("<h2>a<h3>b</h3>", "<h2>a</h2><h3>b</h3>"),
        ("<p>a<ul><li>b</p>c", "<p>a</p><ul><li>bc</li></ul>"),
        (
            "<a href=https://a.example>a<a href=https://b.example>b",
            "<a href=\"https://a.example/\" rel=\"noopener\">a</a><a href=\"https://b.example/\" rel=\"noopener\">b</a>",
        ),
        ("a<br/>b</br>c<hr>d</hr>", "a<br>bc<hr>d"),
    ] {
        assert_eq!(clean(html, WEB_LINKS), cleaned, "{html}");
    }
    let deep = clean(&"<b>".repeat(1000), WEB_LINKS);
    assert_eq!(deep.matches("<b>").count(), DEEPEST);
    assert_eq!(deep.matches("</b>").count(), DEEPEST);
}

#[test]
fn links_of_settings_are_secure_or_lose_their_address() {
    let link = |href: &str| format!("<a href=\"{href}\" rel=\"noopener\">a</a>");
    for (href, stays) in [
        ("https://e.example/", true),
        ("mailto:a@e.example", true),
        ("tel:+4312345", true),
        ("http://e.example/", false),
        ("&#104;ttp://e.example/", false),
    ] {
        let expected = if stays {
            link(href)
        } else {
            "<a rel=\"noopener\">a</a>".to_owned()
        };
        assert_eq!(clean(&link(href), SECURE_LINKS), expected, "{href}");
    }
}

proptest! {
    /// The output of any input is parsed by a browser into exactly the elements that it shows.
    #[test]
    fn every_text_comes_out_as_browsers_would_write_it(html in texts()) {
        let cleaned = clean(&html, WEB_LINKS);
        prop_assert_eq!(parsed(&cleaned), cleaned.clone());
        prop_assert_eq!(clean(&cleaned, WEB_LINKS), cleaned);
    }
}

/// Texts out of what matters to a parser.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "(</?(a|b|em|i|p|li|ul|ol|h2|h3|blockquote|br|hr|div|table|td|svg|math|script|style|textarea|title|template|select|noscript|u|sub) ?/?>)",
        "(<a href=(\"|'|)(https://e.example/[a-z?&\"'<>]{0,5}|javascript:x|mailto:a@b|//x|tel:1)(\"|'|)>)",
        "(&(amp|lt|gt|quot|nbsp|#0|#13|#x3c|notit|AMP);?)",
        "[ -~äß€\u{a0}\n\r\t\u{0}]{0,8}",
        "(<!--|-->|<!doctype html>|<!\\[CDATA\\[|\\]\\]>|<\\?|<|>|&|\"|')",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}
