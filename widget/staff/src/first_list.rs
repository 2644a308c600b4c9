//! The evening as the page's document shows it before its program is there: the same words in the same order as the program
//! draws, without a control that does anything.

use shared::access::Permission;
use shared::id::ReservationId;
use shared::locale::Language;
use shared::reservation::Status;
use shared::staff_day::StaffDay;
use widget::i18n::Formats;

use crate::day::{Curve, Evening, Filter, ListedGroup, ListedSection, Row, Search, offered_steps};
use crate::i18n::texts;
use crate::wording::{ClassedText, Wording};

/// The width of a quarter of an hour in the drawing of the curve, in its units.
pub const QUARTER_WIDTH: usize = 12;
/// The height of the drawing, without the hours below it.
pub const CURVE_HEIGHT: u32 = 96;
/// The height of the hours below the drawing.
pub const HOURS_HEIGHT: u32 = 16;

/// The part of the drawing's plane that is seen, as an attribute of SVG.
#[must_use]
pub fn curve_view_box(curve: &Curve) -> String {
    let width = curve.quarters.len() * QUARTER_WIDTH;
    format!("0 0 {width} {}", CURVE_HEIGHT + HOURS_HEIGHT)
}

/// The evening, with the names of the controls above its list. It cannot be printed: it holds guests' data.
pub struct FirstList {
    /// The day in words.
    pub day: String,
    /// The day as a field of dates takes it.
    pub date: String,
    /// The name of the way to the evening that goes on.
    pub tonight: &'static str,
    /// The names of the screens, the list's first.
    pub screens: [&'static str; 3],
    /// The guests of the day.
    pub guests: String,
    /// The time on the venue's clock.
    pub clock: Option<String>,
    /// The state of the connection.
    pub line: &'static str,
    /// The name of the page's language in itself.
    pub language: &'static str,
    /// The name of the way to sign out.
    pub sign_out: &'static str,
    /// The title of the day's notes.
    pub notes_title: &'static str,
    /// The day's notes.
    pub notes: Vec<String>,
    /// The curve of guests; none on a day without services and guests.
    pub curve: Option<FirstCurve>,
    /// The names of the panels above the list.
    pub panels: Vec<String>,
    /// The name of the search.
    pub search: &'static str,
    /// The names of the filters, the one that is chosen first.
    pub filters: [&'static str; 4],
    /// The number of reservations.
    pub found: String,
    /// The sentence in place of an empty list.
    pub nothing: Option<&'static str>,
    /// The sections of the list.
    pub sections: Vec<FirstSection>,
}

/// The curve of guests before it is drawn: the room that it takes, and what it says.
pub struct FirstCurve {
    /// The part of its plane that is seen.
    pub view_box: String,
    /// Its greatest value.
    pub summary: String,
    /// The name of its table.
    pub table: &'static str,
}

/// A section of the list.
pub struct FirstSection {
    /// Its title.
    pub title: String,
    /// The first and the last seating.
    pub seatings: Option<String>,
    /// The number of guests, where there are any.
    pub guests: Option<String>,
    /// Its reservations by time.
    pub groups: Vec<FirstGroup>,
}

/// The reservations of one time.
pub struct FirstGroup {
    /// The time.
    pub time: String,
    /// The reservations.
    pub rows: Vec<FirstRow>,
}

/// A reservation.
pub struct FirstRow {
    /// The status, as the style sheet names it.
    pub status: &'static str,
    /// The status in words.
    pub status_name: &'static str,
    /// Whether the party has left or does not come.
    pub is_gone: bool,
    /// The number of guests.
    pub covers: u8,
    /// The number of guests in words.
    pub guests: String,
    /// The name of the party.
    pub name: String,
    /// The guest's company.
    pub company: Option<String>,
    /// The ways in which it is behind its time.
    pub late: Vec<String>,
    /// Its tables.
    pub tables: String,
    /// The other facts.
    pub facts: Vec<ClassedText>,
    /// The room that there is for a request.
    pub room: Option<FirstRoom>,
    /// The notes.
    pub notes: Vec<ClassedText>,
    /// Its buttons; none for a person who may not change it.
    pub steps: Option<FirstSteps>,
}

/// The room that there is for a request.
pub struct FirstRoom {
    /// The table that is held for it.
    pub held: String,
    /// How full the house would be.
    pub load: String,
    /// Whether that is past a limit.
    pub is_over: bool,
}

/// The buttons of a row.
pub struct FirstSteps {
    /// The step that comes next.
    pub main: Option<&'static str>,
    /// The other answer to a request.
    pub decline: Option<&'static str>,
    /// Whether there are others.
    pub has_more: bool,
}

/// The list of a day for a person with these permissions, in the page's language.
#[must_use]
pub fn first_list(
    day: StaffDay,
    granted: &[Permission],
    language: &Language,
    formats: &dyn Formats,
) -> FirstList {
    let texts = texts(language);
    let wording = Wording {
        texts,
        language,
        formats,
    };
    let (shown, now) = (day.day, day.now);
    let mut evening = Evening::default();
    // The server's own clock is that of the device.
    evening.took_day(day, now);
    let writer = Writer {
        wording,
        evening: &evening,
        can_write: granted.contains(&Permission::WriteReservations),
    };
    let curve = evening.curve();
    let listed = evening.sections(&Search::default(), Filter::All, now);
    let groups = listed.iter().flat_map(|section| &section.groups);
    let count: usize = groups.map(|group| group.ids.len()).sum();
    FirstList {
        day: formats.day(shown),
        date: shown.to_string(),
        tonight: texts.tonight,
        screens: [texts.screen_list, texts.screen_tables, texts.screen_plan],
        guests: wording.guests_of_day(&curve),
        clock: wording.clock(&evening, now),
        line: texts.line_opening,
        language: texts.own_name,
        sign_out: texts.sign_out,
        notes_title: texts.notes,
        notes: evening.notes_of_day(),
        curve: curve.peak().map(|peak| FirstCurve {
            view_box: curve_view_box(&curve),
            summary: wording.peak(peak),
            table: texts.curve_table,
        }),
        panels: writer.panels(granted),
        search: texts.search,
        filters: [
            texts.filter_all,
            texts.filter_expected,
            texts.filter_here,
            texts.filter_over,
        ],
        found: texts.found.of(u32::try_from(count).unwrap_or(u32::MAX)),
        nothing: listed.is_empty().then_some(texts.nothing),
        sections: listed.iter().map(|section| writer.section(section)).collect(),
    }
}

/// The evening and the person for whom it is written.
struct Writer<'a> {
    wording: Wording<'a>,
    evening: &'a Evening,
    can_write: bool,
}

impl Writer<'_> {
    /// The names of the panels that the person may use, in their order.
    fn panels(&self, granted: &[Permission]) -> Vec<String> {
        let texts = self.wording.texts;
        let has = |permission| granted.contains(&permission);
        let waiting = self.evening.day().map_or(0, |day| day.waitlist.len());
        let waitlist = match u32::try_from(waiting).unwrap_or(u32::MAX) {
            0 => texts.waitlist.to_owned(),
            count => format!("{} {}", texts.waitlist, texts.parties.of(count)),
        };
        let panels = [
            (self.can_write, texts.telephone.to_owned()),
            (
                self.can_write && self.evening.is_tonight(),
                texts.walk_in.to_owned(),
            ),
            (has(Permission::WriteDay), texts.daily.to_owned()),
            (has(Permission::ReadReservations), texts.why_nothing.to_owned()),
            (true, texts.week.to_owned()),
            (true, waitlist),
        ];
        let offered = panels.into_iter().filter(|(is_offered, _)| *is_offered);
        offered.map(|(_, name)| name).collect()
    }

    fn section(&self, section: &ListedSection) -> FirstSection {
        let wording = self.wording;
        FirstSection {
            title: wording.title(&section.kind),
            seatings: wording.seatings(&section.kind),
            guests: (section.covers > 0).then(|| wording.texts.guests.of(section.covers)),
            groups: section.groups.iter().map(|group| self.group(group)).collect(),
        }
    }

    fn group(&self, group: &ListedGroup) -> FirstGroup {
        FirstGroup {
            time: self.wording.formats.time(group.minutes),
            rows: group.ids.iter().filter_map(|id| self.row(id)).collect(),
        }
    }

    fn row(&self, id: &ReservationId) -> Option<FirstRow> {
        let now = self.evening.day()?.now;
        let row = self.evening.row(id, now)?;
        let (wording, status) = (self.wording, row.status);
        Some(FirstRow {
            status: status.text(),
            status_name: wording.texts.status(status),
            is_gone: status.is_final(),
            covers: row.covers,
            guests: wording.texts.guests.of(row.covers.into()),
            name: wording.party_name(&row),
            late: wording.lateness(&row),
            tables: wording.tables(&row),
            facts: wording.facts(&row),
            room: (status == Status::Requested).then(|| self.room(&row)),
            notes: wording.notes(&row),
            steps: self.can_write.then(|| self.steps(&row)),
            company: row.company,
        })
    }

    fn room(&self, row: &Row) -> FirstRoom {
        let quarter = self.evening.quarter_at(row.minutes);
        FirstRoom {
            held: self.wording.held(row).unwrap_or_default(),
            load: quarter
                .map(|quarter| self.wording.load(&quarter))
                .unwrap_or_default(),
            is_over: quarter.is_some_and(|quarter| quarter.is_over()),
        }
    }

    fn steps(&self, row: &Row) -> FirstSteps {
        let texts = self.wording.texts;
        let steps = offered_steps(row.status, self.evening.is_ahead());
        FirstSteps {
            main: steps.main.map(|to| texts.step(row.status, to)),
            decline: steps.can_decline.then_some(texts.step_decline),
            has_more: !steps.others.is_empty() || row.phone.is_some(),
        }
    }
}

#[cfg(test)]
#[path = "first_list_tests.rs"]
mod tests;
