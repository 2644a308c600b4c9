//! Draws nodes into the document, and patches it with the next ones: only what differs is touched.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::{RemoveEventHandler, Rndr};
use leptos::tachys::view::{Mountable, Position, PositionState, Render};
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys;

use super::{Element, Listener, Node, document};

/// A node in the document.
pub struct Drawn {
    node: web_sys::Node,
    kind: Kind,
}

enum Kind {
    Nothing,
    Text(Cow<'static, str>),
    Element(Box<DrawnElement>),
}

struct DrawnElement {
    element: web_sys::Element,
    tag: &'static str,
    key: &'static str,
    attributes: Vec<(&'static str, Cow<'static, str>)>,
    value: Option<String>,
    html: Option<String>,
    listeners: Vec<DrawnListener>,
    children: Vec<Drawn>,
}

/// A listener is attached once; what it calls changes with every state.
struct DrawnListener {
    event: &'static str,
    called: Rc<RefCell<Listener>>,
    _attached: RemoveEventHandler<web_sys::Element>,
}

impl Render for Node {
    type State = Drawn;

    fn build(self) -> Drawn {
        match self {
            Self::Nothing => Drawn {
                node: document::placeholder(),
                kind: Kind::Nothing,
            },
            Self::Text(text) => Drawn {
                node: document::text(&text),
                kind: Kind::Text(text),
            },
            Self::Element(element) => {
                let drawn = document::element(element.tag);
                for (name, value) in &element.attributes {
                    Rndr::set_attribute(&drawn, name, value);
                }
                if let Some(html) = &element.html {
                    document::set_html(&drawn, html);
                }
                if let Some(value) = &element.value {
                    Rndr::set_property(&drawn, "value", &JsValue::from_str(value));
                }
                element.take_over(drawn, |children, parent| {
                    children
                        .into_iter()
                        .map(|child| {
                            let mut child = child.build();
                            child.mount(parent, None);
                            child
                        })
                        .collect()
                })
            }
        }
    }

    fn rebuild(self, drawn: &mut Drawn) {
        match (self, &mut drawn.kind) {
            (Self::Nothing, Kind::Nothing) => {}
            (Self::Text(text), Kind::Text(old)) => {
                if text != *old {
                    Rndr::set_text(drawn.node.unchecked_ref(), &text);
                    *old = text;
                }
            }
            (Self::Element(element), Kind::Element(old))
                if (element.tag, element.key) == (old.tag, old.key) =>
            {
                element.draw_over(old);
            }
            (other, _) => {
                let mut fresh = other.build();
                drawn.insert_before_this(&mut fresh);
                drawn.unmount();
                *drawn = fresh;
            }
        }
    }
}

impl Node {
    /// Takes over a node that came as HTML from `to_html`. A field keeps the text that it holds: a guest may have typed
    /// into it before.
    pub(super) fn adopt(self, node: web_sys::Node) -> Drawn {
        match self {
            Self::Nothing => Drawn {
                node,
                kind: Kind::Nothing,
            },
            Self::Text(text) => Drawn {
                node,
                kind: Kind::Text(text),
            },
            Self::Element(element) => element.take_over(node.unchecked_into(), |children, parent| {
                let mut next = Rndr::first_child(parent);
                let mut was_text = false;
                let mut adopted = Vec::new();
                for child in children {
                    let is_text = matches!(child, Self::Text(_));
                    if was_text && is_text {
                        // The comment that keeps two texts apart.
                        next = next.and_then(|comment| Rndr::next_sibling(&comment));
                    }
                    was_text = is_text;
                    let Some(node) = next else { break };
                    next = Rndr::next_sibling(&node);
                    adopted.push(child.adopt(node));
                }
                adopted
            }),
        }
    }

    /// Whether a node of the document is what `to_html` has written of this one, as far as its build
    /// goes: attributes are taken on trust.
    #[cfg(feature = "hydrate")]
    pub(in crate::ui) fn fits(&self, node: Option<&web_sys::Node>) -> bool {
        let Some(node) = node else { return false };
        match self {
            Self::Nothing => node.node_type() == web_sys::Node::COMMENT_NODE,
            Self::Text(text) => {
                node.node_type() == web_sys::Node::TEXT_NODE && node.text_content().as_deref() == Some(text)
            }
            Self::Element(element) => element.fits(node),
        }
    }

    /// Takes over the node at the cursor.
    pub(super) fn adopt_at(self, cursor: &Cursor, position: &PositionState) -> Drawn {
        match position.get() {
            Position::FirstChild => cursor.child(),
            Position::Current => {}
            _ => cursor.sibling(),
        }
        let node = cursor.current();
        let drawn = self.adopt(node.clone());
        cursor.set(node);
        position.set(Position::NextChild);
        drawn
    }
}

impl Element {
    #[cfg(feature = "hydrate")]
    fn fits(&self, node: &web_sys::Node) -> bool {
        if !node.node_name().eq_ignore_ascii_case(self.tag) {
            return false;
        }
        // The parser makes of HTML and of a typed text what it likes.
        if self.html.is_some() || self.value.is_some() {
            return true;
        }
        let mut next = node.first_child();
        let mut was_text = false;
        for child in &self.children {
            let is_text = matches!(child, Node::Text(_));
            if was_text && is_text {
                next = next.and_then(|comment| comment.next_sibling());
            }
            was_text = is_text;
            if !child.fits(next.as_ref()) {
                return false;
            }
            next = next.and_then(|node| node.next_sibling());
        }
        next.is_none()
    }

    /// Attaches what HTML cannot hold, and the children by `attach`.
    fn take_over(
        self,
        drawn: web_sys::Element,
        attach: impl FnOnce(Vec<Node>, &web_sys::Element) -> Vec<Drawn>,
    ) -> Drawn {
        let children = attach(self.children, &drawn);
        // After the children: a list has no selection before it has options.
        for (name, is_set) in self.flags {
            Rndr::set_property(&drawn, name, &JsValue::from_bool(is_set));
        }
        let listeners = self
            .listeners
            .into_iter()
            .map(|(event, listener)| DrawnListener::attach(&drawn, event, listener))
            .collect();
        Drawn {
            node: drawn.clone().unchecked_into(),
            kind: Kind::Element(Box::new(DrawnElement {
                element: drawn,
                tag: self.tag,
                key: self.key,
                attributes: self.attributes,
                value: self.value,
                html: self.html,
                listeners,
                children,
            })),
        }
    }

    fn draw_over(self, old: &mut DrawnElement) {
        let drawn = &old.element;
        for attribute in &self.attributes {
            if !old.attributes.contains(attribute) {
                Rndr::set_attribute(drawn, attribute.0, &attribute.1);
            }
        }
        for (name, _) in &old.attributes {
            if !self.attributes.iter().any(|(known, _)| known == name) {
                Rndr::remove_attribute(drawn, name);
            }
        }
        old.attributes = self.attributes;
        if self.html != old.html {
            document::set_html(drawn, self.html.as_deref().unwrap_or_default());
            old.html = self.html;
        }
        draw_children(self.children, old);
        let drawn = &old.element;
        for (name, is_set) in self.flags {
            Rndr::set_property(drawn, name, &JsValue::from_bool(is_set));
        }
        // What is there already is not set again: it would move the caret.
        if self.value != old.value {
            let value = self.value.as_deref().unwrap_or_default();
            Rndr::set_property(drawn, "value", &JsValue::from_str(value));
            old.value = self.value;
        }
        old.listeners
            .retain(|listener| self.listeners.iter().any(|(event, _)| *event == listener.event));
        for (event, listener) in self.listeners {
            match old.listeners.iter().find(|attached| attached.event == event) {
                Some(attached) => *attached.called.borrow_mut() = listener,
                None => old
                    .listeners
                    .push(DrawnListener::attach(&old.element, event, listener)),
            }
        }
    }
}

impl DrawnListener {
    fn attach(element: &web_sys::Element, event: &'static str, listener: Listener) -> Self {
        let called = Rc::new(RefCell::new(listener));
        let calls = Rc::clone(&called);
        let call = Box::new(move |event: JsValue| (calls.borrow())(event.unchecked_ref()));
        Self {
            event,
            called,
            _attached: Rndr::add_event_listener(element, event, call),
        }
    }
}

fn draw_children(children: Vec<Node>, parent: &mut DrawnElement) {
    for surplus in parent.children.drain(children.len().min(parent.children.len())..) {
        Rndr::remove(&surplus.node);
    }
    for (index, child) in children.into_iter().enumerate() {
        if let Some(old) = parent.children.get_mut(index) {
            child.rebuild(old);
        } else {
            let mut fresh = child.build();
            fresh.mount(&parent.element, None);
            parent.children.push(fresh);
        }
    }
}

impl Mountable for Drawn {
    fn unmount(&mut self) {
        Rndr::remove(&self.node);
    }

    fn mount(&mut self, parent: &web_sys::Element, marker: Option<&web_sys::Node>) {
        Rndr::insert_node(parent, &self.node, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        // It is not asked for what it is: scripts of a page may have classes of their own by the names of the DOM's.
        match Rndr::get_parent(&self.node) {
            Some(parent) => {
                child.mount(parent.unchecked_ref(), Some(&self.node));
                true
            }
            None => false,
        }
    }

    fn elements(&self) -> Vec<web_sys::Element> {
        match &self.kind {
            Kind::Element(drawn) => vec![drawn.element.clone()],
            Kind::Nothing | Kind::Text(_) => Vec::new(),
        }
    }
}
