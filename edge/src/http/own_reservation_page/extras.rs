//! The choices of a guest beside the table, as a form: people by age, add-ons and answers. A change is shown with its
//! price before it is saved.

use std::sync::Arc;

use config::VenueSettings;
use shared::money::Money;
use shared::offer::{Question, QuestionKind};
use shared::problem::Problem;
use shared::quote::QuoteRequest;
use shared::reservation::{Reservation, ReservationChange};
use shared::validation::{FieldCode, FieldError};
use shared::venue::Experience;

use crate::booking;
use crate::error::VenueError;
use crate::http::form::Form;
use crate::localization::{Localizer, Texts};
use crate::provider::Provider;
use crate::render::{ChangedExtras, Extras, ExtrasFault, ExtrasField, add_on_name, answer_name, people_name};
use crate::venue::client::VenueClient;

/// The act that opens the form.
pub(super) const OPEN: &str = "extras";
/// The act that asks what a change costs.
const CHECK: &str = "check-extras";
/// The act that saves it.
const SAVE: &str = "save-extras";
/// The name of the field with the price that the form has shown, in minor units.
const TOTAL: &str = "total";

/// The outcome of an act.
pub(super) enum ChoiceOutcome {
    /// The form is shown.
    Form(Box<Choosing>),
    /// Nothing differs from what is booked.
    Unchanged,
    /// The answer to the change.
    Written(Box<Result<Reservation, VenueError>>),
}

/// The choices of a reservation while its guest changes them.
pub(super) struct Choosing {
    changed: ChangedExtras,
    faulty: Vec<ExtrasField>,
    /// Whether the restaurant alone can change them.
    is_refused: bool,
    /// The price of what is chosen; none before it was asked for, and where none is stated.
    total: Option<Money>,
    /// Whether what is chosen can be saved: its price was asked for.
    is_checked: bool,
}

/// The form as the page shows it.
pub(super) struct ChoiceForm {
    pub(super) fields: Vec<ChoiceField>,
    /// The price in minor units, for the field of it, and as a sentence.
    pub(super) price: Option<(i64, String)>,
    /// The act of the button.
    pub(super) act: &'static str,
    /// The text of the button.
    pub(super) button: &'static str,
}

/// A field of the form.
pub(super) struct ChoiceField {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) value: String,
    pub(super) control: Control,
    pub(super) is_required: bool,
    pub(super) is_faulty: bool,
}

/// The control of a field.
pub(super) enum Control {
    /// A number, from the first to the second.
    Number(u16, u16),
    /// A text.
    Text,
    /// A list: the value and the text of each option, and the attribute of the chosen one.
    List(Vec<(String, String, &'static str)>),
}

/// Whether a form asks for one of the acts here.
pub(super) fn is_meant(form: &Form) -> bool {
    [OPEN, CHECK, SAVE].contains(&form.last("act"))
}

/// The experience of a reservation, where what was chosen beside its table can be changed.
pub(super) async fn offered(
    client: &VenueClient<'_>,
    venue: &VenueSettings,
    reservation: &Reservation,
) -> Result<Option<Experience>, VenueError> {
    // No remote system takes such a change.
    if venue.engine.is_none() {
        return Ok(None);
    }
    let id = &reservation.experience.id;
    let mut offered = client.experiences().await?.into_iter();
    Ok(offered.find(|offered| offered.id == *id && offered.has_choices()))
}

/// Does what the form asks for.
pub(super) async fn act(
    (client, venue): (&VenueClient<'_>, &VenueSettings),
    (reservation, experience): (&Reservation, Experience),
    form: &Form,
) -> Result<ChoiceOutcome, VenueError> {
    let act = form.last("act");
    let mut changed = ChangedExtras::of(reservation, Arc::new(experience));
    if act == OPEN {
        return Ok(Choosing::of(changed).shown());
    }
    changed.extras = typed(form, &changed.experience);
    let change = match changed.change() {
        Ok(change) if change == ReservationChange::default() => return Ok(ChoiceOutcome::Unchanged),
        Ok(change) => change,
        Err(faults) => return Ok(Choosing::faulty(changed, faults).shown()),
    };
    let total = match total((client, venue), reservation, &changed).await {
        Ok(total) => total,
        Err(VenueError::Fields(errors)) => return Ok(Choosing::refused(changed, errors).shown()),
        Err(error) => return Err(error),
    };
    // What the guest agrees to is the price that the page has shown.
    let seen = form.last(TOTAL).parse().ok();
    if act != SAVE || seen != total.map(Money::amount) {
        let choosing = Choosing {
            total,
            is_checked: true,
            ..Choosing::of(changed)
        };
        return Ok(choosing.shown());
    }
    Ok(match client.change(&reservation.id, &change).await {
        Err(VenueError::Fields(errors)) => Choosing::refused(changed, errors).shown(),
        written => ChoiceOutcome::Written(Box::new(written)),
    })
}

/// The choices in the form's fields.
fn typed(form: &Form, experience: &Experience) -> Extras {
    let counted = experience.people.iter().filter(|category| !category.is_default);
    let people = counted.map(|category| (category.id.clone(), form.number(&people_name(&category.id))));
    let add_ons = experience.add_ons.iter();
    let add_ons = add_ons.map(|add_on| (add_on.id.clone(), form.number(&add_on_name(&add_on.id))));
    let questions = experience.questions.iter();
    let answers = questions.map(|asked| {
        let text = form.last(&answer_name(&asked.id));
        (asked.id.clone(), text.to_owned())
    });
    Extras::typed(people.collect(), add_ons.collect(), answers.collect())
}

/// The price of what is chosen, if it is another one than is booked; none where none is stated.
async fn total(
    (client, venue): (&VenueClient<'_>, &VenueSettings),
    reservation: &Reservation,
    changed: &ChangedExtras,
) -> Result<Option<Money>, VenueError> {
    let add_ons = changed.add_ons();
    let is_priced = reservation.total.is_some() || !add_ons.is_empty();
    if !is_priced || !changed.is_ordered_anew() {
        return Ok(None);
    }
    let question = QuoteRequest {
        experience_id: reservation.experience.id.clone(),
        day: reservation.day,
        minutes: reservation.minutes,
        attendees: reservation.attendees,
        people: changed.people(),
        add_ons,
        gift_card_code: None,
        reservation_id: Some(reservation.id.clone()),
    };
    match booking::quote(venue, client, &question, None).await {
        Ok(quote) => Ok(Some(quote.total)),
        Err(VenueError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

impl Choosing {
    fn of(changed: ChangedExtras) -> Self {
        Self {
            changed,
            faulty: Vec::new(),
            is_refused: false,
            total: None,
            is_checked: false,
        }
    }

    fn faulty(changed: ChangedExtras, faults: Vec<ExtrasFault>) -> Self {
        Self {
            faulty: faults.into_iter().map(|fault| fault.field).collect(),
            ..Self::of(changed)
        }
    }

    /// The choices with what the booking system refuses of them.
    fn refused(changed: ChangedExtras, errors: Vec<FieldError>) -> Self {
        let problem = Problem::fields(errors);
        let faults = ExtrasFault::of(&problem, &changed.add_ons(), &changed.answers());
        // Money that is paid is for the booking as it was.
        if faults.is_empty() || faults.iter().any(|fault| fault.code == FieldCode::NotOffered) {
            return Self {
                is_refused: true,
                ..Self::of(changed)
            };
        }
        Self::faulty(changed, faults)
    }

    fn shown(self) -> ChoiceOutcome {
        ChoiceOutcome::Form(Box::new(self))
    }

    /// Why the change was not made, if it was refused.
    pub(super) fn refusal(&self, texts: &Texts) -> Option<&'static str> {
        if self.is_refused {
            Some(texts.own_page_not_offered)
        } else {
            (!self.faulty.is_empty()).then_some(texts.card_page_check)
        }
    }

    /// The form.
    pub(super) fn form(&self, localizer: &Localizer) -> ChoiceForm {
        let texts = localizer.texts();
        let mut fields = self.people(localizer);
        fields.extend(self.add_ons(localizer));
        let questions = self.changed.experience.questions.iter();
        fields.extend(questions.map(|question| self.question(question, localizer)));
        let (act, button) = if self.is_checked {
            (SAVE, texts.own_page_save)
        } else {
            (CHECK, texts.card_page_review)
        };
        ChoiceForm {
            fields,
            price: self.total.map(|total| {
                let sentence = texts.own_page_new_total(&localizer.money(total));
                (total.amount(), sentence)
            }),
            act,
            button,
        }
    }

    fn is_faulty(&self, field: &ExtrasField) -> bool {
        self.faulty.contains(field)
    }

    /// The people who are counted; those of the default category are the rest of the party.
    fn people(&self, localizer: &Localizer) -> Vec<ChoiceField> {
        let (experience, attendees) = (&self.changed.experience, self.changed.attendees);
        let counted = experience.people.iter().filter(|category| !category.is_default);
        let fields = counted.map(|category| ChoiceField {
            name: people_name(&category.id),
            label: priced(
                category.name.get(localizer.language()),
                category.price.or(experience.price),
                localizer,
            ),
            value: self
                .changed
                .extras
                .count(category, experience, attendees)
                .to_string(),
            control: Control::Number(0, attendees.get().into()),
            is_required: false,
            is_faulty: self.is_faulty(&ExtrasField::People),
        });
        fields.collect()
    }

    fn add_ons(&self, localizer: &Localizer) -> Vec<ChoiceField> {
        let add_ons = self.changed.experience.add_ons.iter();
        let fields = add_ons.map(|add_on| ChoiceField {
            name: add_on_name(&add_on.id),
            label: priced(
                add_on.name.get(localizer.language()),
                Some(add_on.price),
                localizer,
            ),
            value: self.changed.extras.quantity(&add_on.id).to_string(),
            control: Control::Number(0, self.changed.limit(add_on).into()),
            is_required: false,
            is_faulty: self.is_faulty(&ExtrasField::AddOn(add_on.id.clone())),
        });
        fields.collect()
    }

    fn question(&self, question: &Question, localizer: &Localizer) -> ChoiceField {
        let (texts, language) = (localizer.texts(), localizer.language());
        let value = self.changed.extras.answer(&question.id);
        let option = |option: &str, text: &str| {
            let mark = if option == value { " selected" } else { "" };
            (option.to_owned(), text.to_owned(), mark)
        };
        let list = |options: Vec<(String, String, &'static str)>| {
            let none = option("", "–");
            Control::List(std::iter::once(none).chain(options).collect())
        };
        ChoiceField {
            name: answer_name(&question.id),
            label: question.label.get(language).to_owned(),
            value: value.to_owned(),
            control: match &question.kind {
                QuestionKind::Text => Control::Text,
                QuestionKind::Number { min, max } => Control::Number(*min, *max),
                QuestionKind::YesNo => list(vec![
                    option("yes", texts.answer_yes),
                    option("no", texts.answer_no),
                ]),
                QuestionKind::Choice { choices } => {
                    let choices = choices.iter();
                    let options =
                        choices.map(|choice| option(choice.id.as_str(), choice.label.get(language)));
                    list(options.collect())
                }
            },
            is_required: question.is_required,
            is_faulty: self.is_faulty(&ExtrasField::Question(question.id.clone())),
        }
    }
}

/// A name with the price of one.
fn priced(name: &str, price: Option<Money>, localizer: &Localizer) -> String {
    match price {
        Some(price) => format!("{name}, {}", localizer.money(price)),
        None => name.to_owned(),
    }
}
