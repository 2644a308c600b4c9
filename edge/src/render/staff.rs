//! The first list of the restaurant's own page, in the words of the page's program.

use shared::access::Permission;
use shared::locale::Language;
use shared::staff_day::StaffDay;
use widget::i18n::formatting_language;

pub use staff_program::first_list::FirstList;

use super::formats;

/// The list of a day for a person with these permissions, in the page's language, with days and times as a reader of the
/// wanted languages writes them.
#[must_use]
pub fn first_list(
    day: StaffDay,
    granted: &[Permission],
    language: &Language,
    wanted: &[Language],
) -> FirstList {
    let formatted = formatting_language(language.as_str(), wanted);
    let formats = formats(formatted.as_ref().unwrap_or(language));
    staff_program::first_list::first_list(day, granted, language, &*formats)
}
