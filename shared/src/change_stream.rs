//! Messages of the stream of a venue's changes, which travel over a WebSocket as JSON texts.

use serde::{Deserialize, Serialize};

use crate::change::VenueChange;
use crate::page::PagePosition;
use crate::validation::request_type;

request_type! {
    /// The place in the journal at which a stream begins.
    pub struct ChangeStreamQuery {
        /// The cursor of the last change that the listener has dealt with: only later changes are sent. Left out, the
        /// stream begins now.
        #[cfg_attr(feature = "requests", deserr(default))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub after: Option<PagePosition>,
    }
}

/// A message to a listener.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum StreamMessage {
    /// The first message.
    Hello {
        /// The cursor after which changes are sent.
        cursor: PagePosition,
    },
    /// Changes.
    Changes {
        /// The changes, the oldest first.
        changes: Vec<VenueChange>,
        /// The cursor after them, which the listener acknowledges once it has dealt with them.
        cursor: PagePosition,
    },
    /// Changes after the listener's cursor are no longer kept, or were never made: it reads anew what it needs. Changes
    /// after this message's cursor follow.
    Resync {
        /// The cursor after which changes are sent.
        cursor: PagePosition,
    },
}

/// The message of a listener: it has dealt with every change up to a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StreamAcknowledgement {
    /// The cursor of the last change that was dealt with.
    pub acknowledge: PagePosition,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_message_states_its_type_and_a_cursor() {
        let cursor = PagePosition(7);
        for (message, text) in [
            (
                StreamMessage::Hello { cursor },
                json!({ "type": "hello", "cursor": 7 }),
            ),
            (
                StreamMessage::Changes {
                    changes: Vec::new(),
                    cursor,
                },
                json!({ "type": "changes", "changes": [], "cursor": 7 }),
            ),
            (
                StreamMessage::Resync { cursor },
                json!({ "type": "resync", "cursor": 7 }),
            ),
        ] {
            assert_eq!(serde_json::to_value(&message).unwrap(), text);
            assert_eq!(serde_json::from_value::<StreamMessage>(text).unwrap(), message);
        }
    }

    #[test]
    fn an_acknowledgement_has_a_cursor_and_nothing_else() {
        let read = |text: &str| serde_json::from_str::<StreamAcknowledgement>(text).ok();
        let acknowledge = PagePosition(7);
        assert_eq!(
            read(r#"{ "acknowledge": 7 }"#),
            Some(StreamAcknowledgement { acknowledge })
        );
        for text in [
            "",
            "7",
            "{}",
            r#"{ "acknowledge": "7" }"#,
            r#"{ "acknowledge": -1 }"#,
            r#"{ "acknowledge": 1.5 }"#,
            r#"{ "acknowledge": 7, "more": 1 }"#,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
