//! JSV, the text format of `ServiceStack`: JSON's shape with the quotes of CSV. Pure.
//!
//! Objects are `{key:value,…}`, lists `[value,…]`, and every other value is a text, quoted only where it holds one of
//! `"`, `:`, `,`, `{`, `}`, `[`, `]` or a line end, with a quote in it written twice. What is null is left out or empty.
//! The format does not distinguish numbers and booleans from texts: the types of `wire.rs` do, since they read both formats.

use serde_json::{Map, Value};

/// The deepest nesting that is read: an answer of the API has six levels.
const DEEPEST: usize = 64;

/// The error for a text that is not JSV. It repeats nothing of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsvError {
    /// The position of the first byte that is wrong.
    pub at: usize,
}

/// Reads a whole text. Each value that is neither an object, a list nor empty is a [`Value::String`].
pub fn parse(text: &str) -> Result<Value, JsvError> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.skip_space();
    if reader.at == text.len() {
        Ok(value)
    } else {
        Err(reader.fault())
    }
}

struct Reader<'a> {
    text: &'a str,
    /// The next byte, which is always the first of a character.
    at: usize,
}

impl<'a> Reader<'a> {
    fn fault(&self) -> JsvError {
        JsvError { at: self.at }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Passes over blanks and line ends between values: `ServiceStack`'s samples have them, its writers do not.
    fn skip_space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Takes this byte, if it is next.
    fn take(&mut self, wanted: u8) -> bool {
        self.skip_space();
        let is_next = self.peek() == Some(wanted);
        self.at += usize::from(is_next);
        is_next
    }

    fn value(&mut self, depth: usize) -> Result<Value, JsvError> {
        if depth > DEEPEST {
            return Err(self.fault());
        }
        self.skip_space();
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => self.quoted().map(Value::String),
            _ => Ok(self.plain()),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, JsvError> {
        self.at += 1;
        let mut object = Map::new();
        if self.take(b'}') {
            return Ok(Value::Object(object));
        }
        loop {
            self.skip_space();
            let key = if self.peek() == Some(b'"') {
                self.quoted()?
            } else {
                self.until(b":,{}[]\"\r\n").trim_end().to_owned()
            };
            if !self.take(b':') {
                return Err(self.fault());
            }
            let value = self.value(depth + 1)?;
            object.insert(key, value);
            if self.take(b'}') {
                return Ok(Value::Object(object));
            }
            if !self.take(b',') {
                return Err(self.fault());
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value, JsvError> {
        self.at += 1;
        let mut list = Vec::new();
        if self.take(b']') {
            return Ok(Value::Array(list));
        }
        loop {
            list.push(self.value(depth + 1)?);
            if self.take(b']') {
                return Ok(Value::Array(list));
            }
            if !self.take(b',') {
                return Err(self.fault());
            }
        }
    }

    /// The text between quotes, of which two stand for one.
    fn quoted(&mut self) -> Result<String, JsvError> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let Some((before, after)) = rest.split_once('"') else {
                return Err(self.fault());
            };
            text.push_str(before);
            self.at += before.len() + 1;
            if !after.starts_with('"') {
                return Ok(text);
            }
            text.push('"');
            self.at += 1;
        }
    }

    /// A text without quotes, without the blanks around it; null if there is nothing. A colon may be in it: writers of
    /// other versions leave times as they are.
    fn plain(&mut self) -> Value {
        let text = self.until(b",{}[]\"\r\n").trim_end();
        if text.is_empty() {
            Value::Null
        } else {
            Value::String(text.to_owned())
        }
    }

    /// The text before the next of these bytes, all of them ASCII.
    fn until(&mut self, ends: &[u8]) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest
            .bytes()
            .position(|byte| ends.contains(&byte))
            .unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }
}

#[cfg(test)]
#[path = "jsv_tests.rs"]
mod tests;
