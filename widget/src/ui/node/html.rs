//! Writes nodes as HTML, in the form that hydration takes over.

use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::{Position, PositionState, RenderHtml};

use super::dom::Drawn;
use super::{Element, Node};

/// Elements without content or end tag, as far as the widget has any.
const VOID: [&str; 2] = ["img", "input"];

impl RenderHtml for Node {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        html: &mut String,
        position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra: Vec<AnyAttribute>,
    ) {
        self.write(html);
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Drawn {
        self.adopt_at(cursor, position)
    }

    fn into_owned(self) -> Self {
        self
    }
}

leptos::tachys::no_attrs!(Node);

impl Node {
    /// The node as HTML.
    #[cfg(any(feature = "ssr", test))]
    pub(crate) fn html(self) -> String {
        let mut html = String::new();
        self.write(&mut html);
        html
    }

    /// Asks the browser to put the focus on the element of this id; whether it is there.
    #[cfg(any(feature = "ssr", test))]
    pub(in crate::ui) fn autofocus(&mut self, id: &str) -> bool {
        let Self::Element(element) = self else {
            return false;
        };
        if element
            .attributes
            .iter()
            .any(|(name, value)| *name == "id" && value == id)
        {
            element.attributes.push(("autofocus", "".into()));
            return true;
        }
        element.children.iter_mut().any(|child| child.autofocus(id))
    }

    fn write(&self, html: &mut String) {
        match self {
            Self::Nothing => html.push_str("<!---->"),
            Self::Text(text) => escape(text, html),
            Self::Element(element) => element.write(html),
        }
    }
}

impl Element {
    fn write(&self, html: &mut String) {
        let is_area = self.tag == "textarea";
        html.push('<');
        html.push_str(self.tag);
        let value = self
            .value
            .as_deref()
            .filter(|_| !is_area)
            .map(|value| ("value", value));
        let attributes = self
            .attributes
            .iter()
            .map(|(name, value)| (*name, value.as_ref()));
        for (name, value) in attributes.chain(value) {
            html.push(' ');
            html.push_str(name);
            html.push_str("=\"");
            escape(value, html);
            html.push('"');
        }
        for (name, _) in self.flags.iter().filter(|(_, is_set)| *is_set) {
            html.push(' ');
            html.push_str(name);
        }
        html.push('>');
        if VOID.contains(&self.tag) {
            return;
        }
        if is_area {
            // The parser drops a line end right after the tag.
            html.push('\n');
            escape(self.value.as_deref().unwrap_or_default(), html);
        }
        html.push_str(self.html.as_deref().unwrap_or_default());
        let mut was_text = false;
        for child in &self.children {
            let is_text = matches!(child, Node::Text(_));
            if was_text && is_text {
                html.push_str("<!---->");
            }
            was_text = is_text;
            child.write(html);
        }
        html.push_str("</");
        html.push_str(self.tag);
        html.push('>');
    }
}

fn escape(text: &str, html: &mut String) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            _ => html.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::el;
    use super::*;

    #[test]
    fn texts_and_attributes_cannot_become_markup() {
        let node: Node = el("p").attr("title", "\"><b>").child("<i>&".to_owned()).into();
        assert_eq!(
            node.to_html(),
            "<p title=\"&quot;&gt;&lt;b&gt;\">&lt;i&gt;&amp;</p>"
        );
    }

    #[test]
    fn what_is_not_there_keeps_its_place_and_neighbouring_texts_stay_apart() {
        let node: Node = el("p").child(None::<Node>).child("a").child("b").child("").into();
        assert_eq!(node.to_html(), "<p><!---->a<!---->b<!----></p>");
    }

    #[test]
    fn the_focus_is_asked_for_once() {
        let mut node: Node = el("div").child(el("p").id("a")).child(el("p").id("b")).into();
        assert!(node.autofocus("b"));
        assert!(!node.autofocus("c"));
        assert_eq!(
            node.html(),
            "<div><p id=\"a\"></p><p id=\"b\" autofocus=\"\"></p></div>"
        );
    }

    #[test]
    fn inputs_carry_what_was_typed_and_chosen() {
        let input: Node = el("input").value("1 < 2".to_owned()).flag("checked", true).into();
        assert_eq!(input.to_html(), "<input value=\"1 &lt; 2\" checked>");
        let area: Node = el("textarea").value("\n</textarea>".to_owned()).into();
        assert_eq!(area.to_html(), "<textarea>\n\n&lt;/textarea&gt;</textarea>");
    }
}
