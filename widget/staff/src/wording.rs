//! An evening in words: the page's program and the list that stands in its document before say the same of a reservation.

use shared::choices::{AnswerValue, GivenAnswer};
use shared::locale::{Language, LocalizedText};
use shared::reservation::Status;
use shared::time::{Instant, Minutes};
use widget::i18n::Formats;

use crate::day::{Curve, Evening, Lateness, Quarter, Row, SectionKind};
use crate::i18n::{Texts, late_marks};

/// A text with the class of its element.
pub type ClassedText = (&'static str, String);

/// The language of a reader, with the formats of days, times and money.
#[derive(Clone, Copy)]
pub struct Wording<'a> {
    /// The texts.
    pub texts: &'static Texts,
    /// The language that texts of the venue are chosen by.
    pub language: &'a Language,
    /// The formats.
    pub formats: &'a dyn Formats,
}

impl Wording<'_> {
    /// The name of a party; of one that came without a reservation and without a name that it is one.
    pub fn party_name(self, row: &Row) -> String {
        if row.is_unnamed() {
            self.texts.walk_in.to_owned()
        } else {
            row.name.clone()
        }
    }

    /// A text in the reader's language.
    pub fn localized(self, text: &LocalizedText) -> String {
        text.get(self.language).to_owned()
    }

    /// The guests of a day, against its limit where there is one.
    pub fn guests_of_day(self, curve: &Curve) -> String {
        self.against(curve.covers, curve.limit)
    }

    /// A number of guests, against a limit where there is one.
    fn against(self, covers: u32, limit: Option<u32>) -> String {
        let guests = self.texts.guests.of(covers);
        match limit {
            Some(limit) => self.texts.guests_of(&guests, &limit.to_string()),
            None => guests,
        }
    }

    /// The time on the venue's clock, while the device's shows `device`; none without an evening.
    pub fn clock(self, evening: &Evening, device: Instant) -> Option<String> {
        let clock = evening.clock();
        let minutes = clock.minutes(evening.day()?.today, clock.now(device));
        let minutes = Minutes::parse(minutes.rem_euclid(i64::from(Minutes::DAY))).ok()?;
        Some(self.texts.now.with(&self.formats.time(minutes)))
    }

    /// The quarter of an hour with the most guests.
    pub fn peak(self, peak: &Quarter) -> String {
        let time = Minutes::parse(peak.minutes).ok();
        let time = time.map(|minutes| self.formats.time(minutes)).unwrap_or_default();
        let guests = self.texts.guests.of(peak.seated);
        self.texts.curve_summary(&guests, &time)
    }

    /// The title of a section.
    pub fn title(self, kind: &SectionKind) -> String {
        match kind {
            SectionKind::Requests => self.texts.section_requests.to_owned(),
            SectionKind::Service(name, _, _) => self.localized(name),
            SectionKind::Others => self.texts.section_others.to_owned(),
            SectionKind::NotComing => self.texts.section_not_coming.to_owned(),
        }
    }

    /// The first and the last seating of a section that is a service.
    pub fn seatings(self, kind: &SectionKind) -> Option<String> {
        let SectionKind::Service(_, first, last) = kind else {
            return None;
        };
        let (first, last) = (self.formats.time(*first), self.formats.time(*last));
        Some(self.texts.until(&first, &last))
    }

    /// The tables of a reservation.
    pub fn tables(self, row: &Row) -> String {
        if row.tables.is_empty() {
            self.texts.no_table.to_owned()
        } else {
            self.texts.table.with(&row.tables.join(", "))
        }
    }

    /// The ways in which a party is behind its time: by the clock, and as it has said.
    pub fn lateness(self, row: &Row) -> Vec<String> {
        let by_clock = match row.lateness {
            Lateness::None => None,
            Lateness::Late(minutes) => Some(self.texts.late.of(minutes)),
            Lateness::Over(minutes) => Some(self.texts.over.of(minutes)),
        };
        let said = row.is_running_late(&late_marks());
        let said = said.then(|| self.texts.running_late.to_owned());
        by_clock.into_iter().chain(said).collect()
    }

    /// The facts that staff want to know of a reservation at a glance.
    pub fn facts(self, row: &Row) -> Vec<ClassedText> {
        let texts = self.texts;
        let number = Some(("number", row.number.clone()));
        // One without a name has it in the name's place.
        let walk_in = (row.is_walk_in && !row.is_unnamed()).then(|| ("walk-in", texts.walk_in.to_owned()));
        let experience = row.shorthand.clone().map(|text| ("experience", text));
        let payment = row.payment.as_ref().map(|payment| {
            let text = texts.payment(payment.terms.kind, payment.state);
            ("payment", text.with(&self.formats.money(payment.terms.amount)))
        });
        let problem = row.payment.as_ref().and_then(|payment| payment.problem);
        let problem = problem.map(|_| ("problem", texts.payment_problem.to_owned()));
        let gift_card = row.gift_card.map(|amount| {
            let amount = self.formats.money(amount);
            ("gift-card", texts.gift_card.with(&amount))
        });
        let labels = row.labels.iter().map(|label| ("label", label.clone()));
        let people = row.people.iter().map(|some| {
            let name = self.localized(&some.name);
            ("people", texts.counted(&some.count.to_string(), &name))
        });
        let add_ons = row.add_ons.iter().map(|some| {
            let name = self.localized(&some.name);
            ("add-on", texts.counted(&some.quantity.to_string(), &name))
        });
        [experience, walk_in, payment, problem, gift_card]
            .into_iter()
            .flatten()
            .chain(people)
            .chain(add_ons)
            .chain(labels)
            .chain(number)
            .collect()
    }

    /// The notes of a reservation: the guest's own, and those of the team.
    pub fn notes(self, row: &Row) -> Vec<ClassedText> {
        let texts = self.texts;
        let guest = row.notes.clone().map(|text| ("note", text));
        let answers = row.answers.iter().filter_map(|answer| {
            let (value, label) = (self.answer(answer)?, self.localized(&answer.label));
            Some(("note answer", texts.answer(&label, &value)))
        });
        let about = row
            .guest_notes
            .as_ref()
            .map(|text| ("note team", texts.about_guest.with(text)));
        let internal = row
            .internal_notes
            .as_ref()
            .map(|text| ("note team", texts.internal.with(text)));
        answers
            .chain([guest, about, internal].into_iter().flatten())
            .collect()
    }

    /// A guest's answer; none where it is no.
    fn answer(self, answer: &GivenAnswer) -> Option<String> {
        match &answer.value {
            AnswerValue::YesNo(false) => None,
            AnswerValue::YesNo(true) => Some(self.texts.yes.to_owned()),
            AnswerValue::Number(number) => Some(number.to_string()),
            AnswerValue::Text(text) => Some(match &answer.choice {
                Some(name) => self.localized(name),
                None => text.as_str().to_owned(),
            }),
        }
    }

    /// The table that is held for a request; none where none is.
    pub fn held(self, row: &Row) -> Option<String> {
        let is_held = row.status == Status::Requested && !row.tables.is_empty();
        is_held.then(|| self.texts.request_held.with(&self.tables(row)))
    }

    /// How full the house would be with a request, in the quarter of an hour in which it begins.
    pub fn load(self, quarter: &Quarter) -> String {
        let guests = self.against(quarter.seated, quarter.limits.seated);
        self.texts.request_load.with(&guests)
    }
}
