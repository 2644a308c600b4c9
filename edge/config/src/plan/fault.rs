//! Faults of a venue's engine settings: the path of the setting, what is wrong with it, and the message.

use std::fmt;

use shared::locale::Language;

/// Something wrong with the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where: keys and positions from the engine section down, such as `experiences[0].durations`.
    pub path: String,
    /// The kind of fault.
    pub kind: FaultKind,
}

/// A kind of fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// There is nothing where something is needed.
    Empty,
    /// A text is missing in a language that other texts are written in.
    MissingText(Language),
    /// A number is outside its bounds, both included.
    OutOfRange {
        /// The smallest that is allowed.
        min: u32,
        /// The largest that is allowed.
        max: u32,
    },
    /// There are more entries than are supported.
    TooMany {
        /// The most that are supported.
        max: usize,
    },
    /// All rooms together have more of these than are supported.
    TooManyInRooms {
        /// The name of the entries, in the plural.
        what: &'static str,
        /// The most that are supported.
        max: usize,
    },
    /// The end comes before the start, or the minimum is above the maximum.
    Reversed,
    /// This id, or this day, was used before.
    Duplicate(String),
    /// There is no table of this id.
    UnknownTable(String),
    /// The table stands in another room.
    TableOfOtherRoom(String),
    /// There is no room of this id.
    UnknownRoom(String),
    /// The experience does not use the room of this id.
    RoomNotUsed(String),
    /// There is no category of this id.
    UnknownCategory(String),
    /// Party sizes do not rise from entry to entry.
    NotRising,
    /// Parties of this size are taken but not provided for.
    SizeNotCovered(u8),
    /// No table and no combination that may be used seats a party of this size.
    NoTableSeats(u8),
    /// Two experiences, or two age categories of one, are the default.
    SecondDefault,
    /// No age category is the default.
    NoDefault,
    /// The default age category is one that needs another.
    DefaultNeedsAdult,
    /// An access code is not stated by its digest.
    NoDigest,
    /// A question of this kind does not have this, or has it without its being written.
    NotOfThisQuestion,
    /// Two services of one experience overlap on some day, so that a slot would belong to both.
    OverlapsPeriod(usize),
    /// A closure has a beginning without an end, or the other way round.
    HalfASpan,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: ", self.path)?;
        match &self.kind {
            FaultKind::Empty => write!(formatter, "must not be empty"),
            FaultKind::MissingText(language) => {
                write!(
                    formatter,
                    "has no text in `{}`, as others have",
                    language.as_str()
                )
            }
            FaultKind::OutOfRange { min, max } => write!(formatter, "must be {min} to {max}"),
            FaultKind::TooMany { max } => write!(formatter, "has more entries than the {max} supported"),
            FaultKind::TooManyInRooms { what, max } => {
                write!(formatter, "have together more than the {max} {what} supported")
            }
            FaultKind::Reversed => write!(formatter, "must not be below its counterpart"),
            FaultKind::Duplicate(id) => write!(formatter, "`{id}` is there twice"),
            FaultKind::UnknownTable(id) => write!(formatter, "there is no table `{id}`"),
            FaultKind::TableOfOtherRoom(id) => write!(formatter, "table `{id}` stands in another room"),
            FaultKind::UnknownRoom(id) => write!(formatter, "there is no room `{id}`"),
            FaultKind::RoomNotUsed(id) => write!(formatter, "the experience does not use room `{id}`"),
            FaultKind::UnknownCategory(id) => write!(formatter, "there is no category `{id}`"),
            FaultKind::NotRising => write!(formatter, "`upTo` must rise from entry to entry"),
            FaultKind::SizeNotCovered(size) => {
                write!(formatter, "says nothing for parties of {size}")
            }
            FaultKind::NoTableSeats(size) => {
                write!(
                    formatter,
                    "no reservable table or combination seats a party of {size}"
                )
            }
            FaultKind::SecondDefault => write!(formatter, "another one is the default already"),
            FaultKind::NoDefault => write!(formatter, "one category must be the default"),
            FaultKind::DefaultNeedsAdult => {
                write!(formatter, "the default category cannot need another")
            }
            FaultKind::NoDigest => write!(
                formatter,
                "write the SHA-256 digest of the code in 64 hexadecimal digits"
            ),
            FaultKind::NotOfThisQuestion => write!(formatter, "is not written for a question of this kind"),
            FaultKind::OverlapsPeriod(other) => {
                write!(formatter, "overlaps the period at position {other}")
            }
            FaultKind::HalfASpan => write!(formatter, "needs both `fromMinutes` and `untilMinutes`"),
        }
    }
}

impl std::error::Error for Fault {}

/// Collects faults, each with its place.
#[derive(Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    pub(super) fn add(&mut self, path: impl Into<String>, kind: FaultKind) {
        self.0.push(Fault {
            path: path.into(),
            kind,
        });
    }

    /// Faults a number outside `min` to `max`.
    pub(super) fn range(&mut self, path: impl Into<String>, number: u32, min: u32, max: u32) {
        if !(min..=max).contains(&number) {
            self.add(path, FaultKind::OutOfRange { min, max });
        }
    }

    /// Faults a list of more than `max` entries.
    pub(super) fn count(&mut self, path: impl Into<String>, count: usize, max: usize) {
        if count > max {
            self.add(path, FaultKind::TooMany { max });
        }
    }

    /// Faults a text of nothing but space.
    pub(super) fn filled(&mut self, path: impl Into<String>, text: &str) {
        if text.trim().is_empty() {
            self.add(path, FaultKind::Empty);
        }
    }

    pub(super) fn into_result<T>(self, whole: T) -> Result<T, Vec<Fault>> {
        if self.0.is_empty() { Ok(whole) } else { Err(self.0) }
    }
}

#[cfg(test)]
#[path = "fault_tests.rs"]
mod tests;
