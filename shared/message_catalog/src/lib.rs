//! Message catalogs: the texts of a program in several languages, one file per language, in a format that
//! translators can write. Build scripts read and check the files ([`source`]) and generate a type with a field
//! for each text ([`generate`]); programs fill the gaps of texts ([`Phrase`], [`fill`]) and choose the form that
//! goes with a number ([`Plural`]).
//!
//! A catalog of our own and not Fluent or gettext: both carry a parser and every language to the reader's
//! browser, where the widget's budget is a few kilobytes, and neither refuses a build because a text is missing.
//!
//! # The format
//!
//! ```text
//! # A note for translators.
//! back = Back
//! until = until {}
//! confirmed.subject = Your table at {restaurant}: {when}
//! guests.one = 1 guest
//! guests.other = {} guests
//! steps.1 = Table
//! steps.2 = Details
//! ```
//!
//! One text a line. Gaps have no name (`{}`, filled in their order) or each has one (`{restaurant}`, in any order
//! and as often as a language needs it); other braces are refused. `.one`, `.other` and the like are the forms
//! for a number by their names in Unicode's CLDR, `.1`, `.2`, … the entries of a list. English is the original:
//! every other language has exactly its keys, its gaps, and its own forms for numbers.

pub mod generate;
mod phrase;
mod plural;
pub mod source;

pub use phrase::{Phrase, Plural, fill};
pub use plural::{PluralRules, TableRules};
