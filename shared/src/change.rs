//! The journal of a venue's changes, for systems that follow it. A change names its subject and the fields that are
//! different, and holds no personal data: a listener reads the subject itself.

use serde::{Deserialize, Serialize};

use crate::page::PagePosition;
use crate::time::Instant;
use crate::validation::{FieldCode, request_type};

macro_rules! change_kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)+) => {
        /// The kind of thing that was changed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "requests", derive(deserr::Deserr))]
        #[cfg_attr(feature = "requests", deserr(error = crate::validation::FieldErrors, try_from(String) = Self::try_from -> FieldCode))]
        pub enum ChangeKind {
            $($(#[$doc])* #[serde(rename = $text)] $name,)+
        }

        impl ChangeKind {
            /// Every kind there is.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The kind's name.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }
        }
    };
}

change_kinds! {
    /// A reservation, with the state of its payment.
    Reservation = "reservation";
    /// An entry of the waitlist.
    WaitlistEntry = "waitlist_entry";
    /// A gift card, with its transactions.
    GiftCard = "gift_card";
    /// An order of a gift card, with the state of its payment.
    GiftCardOrder = "gift_card_order";
    /// The venue's settings. The id is the version.
    Settings = "settings";
    /// A rule of days.
    DayRule = "day_rule";
    /// A telephone call. The id is its number.
    PhoneCall = "phone_call";
}

impl TryFrom<String> for ChangeKind {
    type Error = FieldCode;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let kind = Self::ALL.iter().find(|kind| kind.text() == text);
        kind.copied().ok_or(FieldCode::Invalid)
    }
}

/// The step that a change reports of its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChangeAction {
    /// It is new.
    Created,
    /// Fields of it are different.
    Changed,
    /// It is no longer stored.
    Deleted,
}

/// A change. Several writes of one subject in one transaction are one change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct VenueChange {
    /// Its number, which is the cursor after it: later changes have larger ones, and numbers may be left out.
    pub cursor: PagePosition,
    /// When it was made.
    pub at: Instant,
    /// The kind of its subject.
    pub kind: ChangeKind,
    /// The step that it reports of its subject.
    pub action: ChangeAction,
    /// The id of its subject.
    pub id: String,
    /// The revision of its subject after the change; absent where the kind has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    /// The names of the fields that are different, without their values; empty where it was created or deleted.
    #[serde(default)]
    pub fields: Vec<String>,
}

request_type! {
    /// A part of the journal to read.
    pub struct ChangesQuery {
        /// The `cursor` of an earlier answer: only later changes. Left out, the answer has no changes and the cursor of now.
        #[cfg_attr(feature = "requests", deserr(default))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub after: Option<PagePosition>,
        /// The most changes to read: 1 to 500, 100 if it is left out.
        #[cfg_attr(feature = "requests", deserr(default))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub limit: Option<ChangeLimit>,
    }
}

/// The most changes that one answer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::validation::FieldErrors, try_from(String) = Self::try_from -> FieldCode))]
#[serde(transparent)]
pub struct ChangeLimit(u16);

impl ChangeLimit {
    /// The largest.
    pub const MAX: Self = Self(500);

    /// The number of changes.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl Default for ChangeLimit {
    fn default() -> Self {
        Self(100)
    }
}

impl TryFrom<String> for ChangeLimit {
    type Error = FieldCode;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let limit = text.parse::<u16>().map_err(|_| FieldCode::Invalid)?;
        if (1..=Self::MAX.0).contains(&limit) {
            Ok(Self(limit))
        } else {
            Err(FieldCode::OutOfRange)
        }
    }
}

/// A part of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChangePage {
    /// The changes, the oldest first.
    pub changes: Vec<VenueChange>,
    /// The value of `after` for the next request.
    pub cursor: PagePosition,
    /// Whether there are later changes already.
    pub more: bool,
}

/// Says that a listener has dealt with every change up to a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChangeAcknowledgement {
    /// The cursor of the last change that was dealt with.
    pub cursor: PagePosition,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_change_names_its_subject_and_fields_and_no_value() {
        let change = VenueChange {
            cursor: PagePosition(7),
            at: Instant::from_unix(1_795_975_200),
            kind: ChangeKind::Reservation,
            action: ChangeAction::Changed,
            id: "r1".to_owned(),
            revision: Some(3),
            fields: vec!["status".to_owned()],
        };
        let written = json!({
            "cursor": 7, "at": "2026-11-29T18:00:00Z", "kind": "reservation", "action": "changed", "id": "r1",
            "revision": 3, "fields": ["status"],
        });
        assert_eq!(serde_json::to_value(&change).unwrap(), written);
        assert_eq!(serde_json::from_value::<VenueChange>(written).unwrap(), change);
    }

    #[test]
    fn a_kind_is_read_by_the_name_that_it_is_written_with() {
        for kind in ChangeKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.text());
            assert_eq!(ChangeKind::try_from(kind.text().to_owned()), Ok(*kind));
        }
        assert_eq!(ChangeKind::try_from("guest".to_owned()), Err(FieldCode::Invalid));
    }

    #[test]
    fn an_answer_has_1_to_500_changes() {
        let read = |text: &str| ChangeLimit::try_from(text.to_owned()).map(ChangeLimit::get);
        assert_eq!((read("1"), read("500")), (Ok(1), Ok(500)));
        assert_eq!(
            (read("0"), read("501")),
            (Err(FieldCode::OutOfRange), Err(FieldCode::OutOfRange))
        );
        assert_eq!(
            (read("-1"), read("70000")),
            (Err(FieldCode::Invalid), Err(FieldCode::Invalid))
        );
    }
}
