//! Letters to the guest about a reservation. It must not know when they are written.

use super::layout::Sheet;
use super::{House, Message, Pen, Reader, Stay};

/// What a guest is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToGuest {
    /// The table is theirs.
    Confirmed,
    /// The restaurant has yet to answer.
    Requested,
    /// The restaurant said no.
    Declined,
    /// Something about it is different now.
    Changed,
    /// It is called off.
    Cancelled,
    /// It is tomorrow.
    Reminder,
}

impl ToGuest {
    /// Every one there is.
    pub const ALL: [Self; 6] = [
        Self::Confirmed,
        Self::Requested,
        Self::Declined,
        Self::Changed,
        Self::Cancelled,
        Self::Reminder,
    ];

    /// Whether there is still something to see or to change.
    fn has_link(self) -> bool {
        !matches!(self, Self::Declined | Self::Cancelled)
    }
}

/// The letter that tells a guest of it.
#[must_use]
pub fn to_guest(what: ToGuest, house: &House<'_>, pen: &Pen, stay: &Stay<'_>) -> Message {
    let (tongue, name) = (pen.tongue, house.name);
    let when = pen.moment(stay.day, stay.minutes);
    let (subject, heading, lines): (String, _, &[&str]) = match what {
        ToGuest::Confirmed => (
            tongue.pick(format!("Your table at {name}: {when}"), format!("Ihr Tisch bei {name}: {when}")),
            tongue.pick("Your table is booked", "Ihr Tisch ist reserviert"),
            tongue.pick(&["We look forward to seeing you."], &["wir freuen uns auf Sie."]),
        ),
        ToGuest::Requested => (
            tongue.pick(format!("Your request at {name}: {when}"), format!("Ihre Anfrage bei {name}: {when}")),
            tongue.pick("We have your request", "Ihre Anfrage ist bei uns"),
            tongue.pick(
                &["The table is not booked yet. We will write to you as soon as we know."],
                &["der Tisch ist noch nicht reserviert. Wir schreiben Ihnen, sobald wir mehr wissen."],
            ),
        ),
        ToGuest::Declined => (
            tongue.pick(format!("Your request at {name}: {when}"), format!("Ihre Anfrage bei {name}: {when}")),
            tongue.pick("We are sorry: we have no table for you", "Leider haben wir keinen Tisch für Sie"),
            tongue.pick(
                &["We could not make it work this time, and would be glad to see you another day."],
                &["diesmal war es leider nicht möglich. Wir würden uns freuen, wenn Sie an einem anderen Tag kommen."],
            ),
        ),
        ToGuest::Changed => (
            tongue.pick(
                format!("Your table at {name} has changed: {when}"),
                format!("Ihr Tisch bei {name} wurde geändert: {when}"),
            ),
            tongue.pick("Your reservation has changed", "Ihre Reservierung wurde geändert"),
            tongue.pick(&["Here is how it stands now."], &["hier sehen Sie, was jetzt gilt."]),
        ),
        ToGuest::Cancelled => (
            tongue.pick(
                format!("Cancelled: your table at {name}, {when}"),
                format!("Storniert: Ihr Tisch bei {name}, {when}"),
            ),
            tongue.pick("Your reservation is cancelled", "Ihre Reservierung ist storniert"),
            tongue.pick(
                &["We hope to see you another time."],
                &["wir freuen uns, wenn Sie ein andermal kommen."],
            ),
        ),
        ToGuest::Reminder => (
            tongue.pick(format!("Tomorrow at {name}: {when}"), format!("Morgen bei {name}: {when}")),
            tongue.pick("See you tomorrow", "Bis morgen"),
            tongue.pick(
                &["Your table is waiting for you. If something has come up, please cancel, so that others can have it."],
                &["Ihr Tisch wartet auf Sie. Falls etwas dazwischengekommen ist, stornieren Sie bitte, damit andere ihn bekommen können."],
            ),
        ),
    };
    // Without the notes: whoever books can give anybody's address, and write anything into them.
    let facts = stay.facts(pen, Reader::Guest);
    let greeting = tongue.pick(
        format!("Dear {},", stay.name()),
        format!("Guten Tag {},", stay.name()),
    );
    let lines = lines.iter().map(|line| (*line).to_owned());
    Sheet {
        tongue,
        subject,
        heading: heading.to_owned(),
        paragraphs: [greeting].into_iter().chain(lines).collect(),
        facts,
        button: stay.link.filter(|_| what.has_link()).map(|link| {
            let text = tongue.pick(
                "See or change your reservation",
                "Reservierung ansehen oder ändern",
            );
            (text, link.to_owned())
        }),
        foot: house.foot(pen),
    }
    .write()
}

impl House<'_> {
    /// Who has written, with what it takes to find or to call them.
    pub(super) fn foot(&self, pen: &Pen) -> Vec<String> {
        let mut lines = vec![self.name.to_owned()];
        lines.extend(self.address.map(str::to_owned));
        lines.extend(self.phone.map(|phone| {
            let label = pen.tongue.pick("Telephone", "Telefon");
            format!("{label}: {phone}")
        }));
        lines
    }
}
