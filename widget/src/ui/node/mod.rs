//! A node: one type for every element and every text, which Leptos draws, hydrates and renders to HTML like any other
//! view.
//!
//! Leptos' own elements have a type for each combination of tag, attributes and children, and each type has code of its
//! own: with them the module was twice as large as its budget allows. With a single type the code is there once.

mod document;
mod dom;
mod html;

#[cfg(any(feature = "hydrate", feature = "self-service"))]
pub(crate) use document::trust;

use std::borrow::Cow;

use leptos::web_sys;

/// A listener of an element's event.
pub(super) type Listener = Box<dyn Fn(&web_sys::Event) + Send>;

/// An element, a text, or nothing. Nothing keeps a place among its siblings, so that what comes and
/// goes does not shift the others.
pub enum Node {
    /// Nothing.
    Nothing,
    /// A text; never empty.
    Text(Cow<'static, str>),
    /// An element.
    Element(Box<Element>),
}

/// An element.
pub struct Element {
    tag: &'static str,
    key: &'static str,
    attributes: Vec<(&'static str, Cow<'static, str>)>,
    /// State that guests change themselves: `checked` and `selected`.
    flags: Vec<(&'static str, bool)>,
    /// The text of an input.
    value: Option<String>,
    html: Option<String>,
    listeners: Vec<(&'static str, Listener)>,
    children: Vec<Node>,
}

/// An element of this tag.
pub(super) fn el(tag: &'static str) -> Element {
    Element {
        tag,
        key: "",
        attributes: Vec::new(),
        flags: Vec::new(),
        value: None,
        html: None,
        listeners: Vec::new(),
        children: Vec::new(),
    }
}

impl Element {
    /// Distinguishes it from another element in the same place: one is then replaced by the other as a whole.
    pub(super) fn key(mut self, key: &'static str) -> Self {
        self.key = key;
        self
    }

    /// With an attribute.
    pub(super) fn attr(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// With an attribute, if there is a value.
    pub(super) fn attr_if(self, name: &'static str, value: Option<impl Into<Cow<'static, str>>>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// With an attribute that is `true` where it applies, and absent where it does not.
    pub(super) fn aria(self, name: &'static str, applies: bool) -> Self {
        self.attr_if(name, applies.then_some("true"))
    }

    /// With its classes.
    pub(super) fn class(self, class: &'static str) -> Self {
        self.attr("class", class)
    }

    /// With its name for `::part()`.
    pub(super) fn part(self, part: &'static str) -> Self {
        self.attr("part", part)
    }

    /// With its id; ids are the shadow root's own.
    pub(super) fn id(self, id: impl Into<Cow<'static, str>>) -> Self {
        self.attr("id", id)
    }

    /// With a state that guests can change: `checked` or `selected`.
    pub(super) fn flag(mut self, name: &'static str, is_set: bool) -> Self {
        self.flags.push((name, is_set));
        self
    }

    /// With the text of an input.
    pub(super) fn value(mut self, text: String) -> Self {
        self.value = Some(text);
        self
    }

    /// With HTML for its content, which must be safe.
    pub(super) fn inner_html(mut self, html: String) -> Self {
        self.html = Some(html);
        self
    }

    /// With something to do when an event happens.
    pub(super) fn on(mut self, event: &'static str, listener: Listener) -> Self {
        self.listeners.push((event, listener));
        self
    }

    /// With another child.
    pub(super) fn child(mut self, child: impl Into<Node>) -> Self {
        self.children.push(child.into());
        self
    }

    /// With more children.
    pub(super) fn children(mut self, children: Vec<Node>) -> Self {
        self.children.extend(children);
        self
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(Box::new(element))
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        if text.is_empty() {
            Self::Nothing
        } else {
            Self::Text(Cow::Owned(text))
        }
    }
}

impl From<&'static str> for Node {
    fn from(text: &'static str) -> Self {
        if text.is_empty() {
            Self::Nothing
        } else {
            Self::Text(Cow::Borrowed(text))
        }
    }
}

impl<T: Into<Node>> From<Option<T>> for Node {
    fn from(node: Option<T>) -> Self {
        node.map_or(Self::Nothing, Into::into)
    }
}
