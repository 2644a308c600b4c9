//! Facts about the page that makes the tag of a widget.

use super::super::tests::ask;

fn visit(query: &str) -> (u16, String) {
    let request = http::Request::get(format!("https://book.example.com/embed{query}"));
    let (reply, _) = ask(request, Some(""));
    (
        reply.status().as_u16(),
        String::from_utf8(reply.into_body()).unwrap(),
    )
}

/// A text as a template writes it.
fn escaped(text: &str) -> String {
    text.replace('<', "&#60;")
        .replace('>', "&#62;")
        .replace('"', "&#34;")
}

#[test]
fn the_tag_has_what_was_chosen_and_nothing_else() {
    for (query, attributes, link) in [
        ("?restaurant=demo", "", ""),
        ("?restaurant=demo&mode=inline&language=auto&color=", "", ""),
        (
            "?restaurant=demo&mode=button&color=%232a6048&language=de",
            " data-mode=\"button\" data-color=\"#2a6048\" data-language=\"de\"",
            "",
        ),
        (
            "?restaurant=demo&mode=popup",
            " data-mode=\"popup\"",
            "<a href=\"#couvert-open\">Reserve a table</a>\n",
        ),
        // What is none is left out.
        ("?restaurant=demo&mode=sidebar&color=red&language=xx", "", ""),
    ] {
        let (status, html) = visit(query);
        assert_eq!(status, 200, "{query}");
        let tag = format!(
            "{link}<script src=\"https://book.example.com/embed.js\" data-restaurant=\"demo\"{attributes} async crossorigin></script>\n\
             <noscript><a href=\"https://book.example.com/book/demo\">Reserve a table</a></noscript>"
        );
        assert!(
            html.contains(&format!(">{}</code>", escaped(&tag))),
            "{query}: {html}"
        );
        assert!(html.contains("<couvert-booking restaurant=\"demo\""), "{html}");
    }
}

#[test]
fn an_unknown_restaurant_and_an_invalid_colour_are_named_at_their_fields() {
    let (status, html) = visit("?restaurant=nowhere");
    assert_eq!(status, 200);
    assert!(html.contains("There is no restaurant “nowhere” here."), "{html}");
    assert!(html.contains("aria-describedby=\"restaurant-fault\""), "{html}");
    assert!(
        !html.contains("<couvert-booking") && !html.contains("</code>"),
        "{html}"
    );
    let (_, html) = visit("?restaurant=demo&color=red");
    assert!(html.contains("id=\"color-fault\""), "{html}");
    assert!(html.contains("value=\"red\""), "{html}");
    let (_, html) = visit("?restaurant=%22%3E%3Cscript%3Ealert(1)%3C/script%3E");
    assert!(!html.contains("<script>alert"), "{html}");
}
