//! Letters to whoever waits for a table. It must not know when one comes free.

use shared::locale::Texts;
use shared::reservation::{Attendees, Guest};
use shared::time::{Day, Minutes};

use super::layout::Sheet;
use super::{House, Message, Pen, whole_name};

/// What whoever waits is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitingNews {
    /// The wish is on the list.
    Noted,
    /// A table is held for them.
    Offered {
        /// When they would come.
        minutes: Minutes,
        /// Until when it is held, as the venue's clock shows it.
        until: Option<(Day, Minutes)>,
    },
    /// It was not taken in time.
    Lapsed,
}

/// A wish, as letters tell of it.
#[derive(Clone, Copy)]
pub struct Waiting<'a> {
    /// Who waits.
    pub guest: &'a Guest,
    /// The day.
    pub day: Day,
    /// The earliest and the latest time: minutes after its local midnight.
    pub between: (Minutes, Minutes),
    /// The party's size.
    pub attendees: Attendees,
    /// What would be booked.
    pub experience: &'a Texts,
    /// Their own link, with the token in its fragment.
    pub link: &'a str,
}

/// The letter that tells it.
#[must_use]
pub fn to_waiting(news: WaitingNews, house: &House<'_>, pen: &Pen, waiting: &Waiting<'_>) -> Message {
    let (tongue, name) = (pen.tongue, house.name);
    let day = pen.hand.day(waiting.day);
    let (subject, heading, line, button) = match news {
        WaitingNews::Noted => (
            tongue.pick(
                format!("You are on the waitlist of {name}: {day}"),
                format!("Sie stehen auf der Warteliste von {name}: {day}"),
            ),
            tongue.pick("You are on the waitlist", "Sie stehen auf der Warteliste"),
            tongue
                .pick(
                    "As soon as a table comes free we will write to you and hold it for a short while.",
                    "sobald ein Tisch frei wird, schreiben wir Ihnen und halten ihn kurze Zeit für Sie.",
                )
                .to_owned(),
            Some(tongue.pick("See or withdraw your wish", "Wunsch ansehen oder zurückziehen")),
        ),
        WaitingNews::Offered { minutes, until } => {
            let when = pen.moment(waiting.day, minutes);
            let line = match until.map(|(day, minutes)| pen.moment(day, minutes)) {
                Some(until) => tongue.pick(
                    format!("A table for {when} is held for you until {until}. After that, the next guest is asked."),
                    format!("für Sie ist ein Tisch frei: {when}. Wir halten ihn bis {until}, danach fragen wir den nächsten Gast."),
                ),
                None => tongue.pick(
                    format!("A table for {when} is held for you for a short while."),
                    format!("für Sie ist ein Tisch frei: {when}. Wir halten ihn kurze Zeit."),
                ),
            };
            (
                tongue.pick(
                    format!("A table for you at {name}: {when}"),
                    format!("Ein Tisch für Sie bei {name}: {when}"),
                ),
                tongue.pick("A table has come free", "Ein Tisch ist frei geworden"),
                line,
                Some(tongue.pick("Take the table", "Tisch annehmen")),
            )
        }
        WaitingNews::Lapsed => (
            tongue.pick(
                format!("The table at {name} is no longer held: {day}"),
                format!("Der Tisch bei {name} ist nicht mehr für Sie frei: {day}"),
            ),
            tongue.pick("The table has been passed on", "Der Tisch wurde weitergegeben"),
            tongue
                .pick(
                    "We did not hear from you in time. If you still want to come, you can leave another wish.",
                    "wir haben nicht rechtzeitig von Ihnen gehört. Falls Sie noch kommen möchten, tragen Sie sich gern noch einmal ein.",
                )
                .to_owned(),
            None,
        ),
    };
    let whole = whole_name(waiting.guest);
    let greeting = tongue.pick(format!("Dear {whole},"), format!("Guten Tag {whole},"));
    Sheet {
        tongue,
        subject,
        heading: heading.to_owned(),
        paragraphs: vec![greeting, line],
        facts: waiting.facts(pen),
        button: button.map(|text| (text, waiting.link.to_owned())),
        foot: house.foot(pen),
    }
    .write()
}

impl Waiting<'_> {
    fn facts(&self, pen: &Pen) -> Vec<(&'static str, String)> {
        let tongue = pen.tongue;
        let (from, to) = self.between;
        let (from, to) = (pen.hand.time(from), pen.hand.time(to));
        let mut facts = vec![
            (tongue.pick("Day", "Tag"), pen.hand.day(self.day)),
            (
                tongue.pick("Between", "Zwischen"),
                tongue.pick(format!("{from} and {to}"), format!("{from} und {to} Uhr")),
            ),
            (tongue.pick("For", "Für"), pen.party(self.attendees)),
        ];
        let experience = self.experience.get(&pen.language);
        if !experience.is_empty() {
            facts.push((tongue.pick("What", "Was"), experience.to_owned()));
        }
        facts
    }
}

#[cfg(test)]
#[path = "waitlist_tests.rs"]
mod tests;
