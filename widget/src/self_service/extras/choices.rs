//! Form state of the extras, and its validation. What was chosen is kept by its id, so that it outlives a change of day,
//! time, party and experience as far as it fits there.

use shared::choices::{Answer, AnswerValue, ChosenAddOn, PeopleCount};
use shared::id::{AddOnId, AgeCategoryId, QuestionId};
use shared::offer::{AddOn, AgeCategory, PricePer, Question, QuestionKind};
use shared::party::Attendees;
use shared::reservation::Reservation;
use shared::validation::{FieldCode, Notes};
use shared::venue::Experience;

use super::fault::{ExtrasFault, ExtrasField};

/// The texts of a question's answer with yes or no.
const YES: &str = "yes";
const NO: &str = "no";

/// The guest's choices and answers, and their known faults.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Extras {
    /// How many are of each category. Those of the default one are the rest of the party.
    people: Vec<(AgeCategoryId, u8)>,
    add_ons: Vec<(AddOnId, u8)>,
    answers: Vec<(QuestionId, String)>,
    /// Faults that are shown, in the order of the fields.
    pub faults: Vec<ExtrasFault>,
    /// Whether the faults are also listed above the form: they were found when the guest went on.
    pub is_summed_up: bool,
}

impl std::fmt::Debug for Extras {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What guests answer is personal.
        formatter
            .debug_struct("Extras")
            .field("people", &self.people)
            .field("add_ons", &self.add_ons)
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}

/// The choices that no longer fitted and were put right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Adjusted {
    /// Fewer guests of an age than were counted.
    pub(super) people: bool,
    /// Add-ons of which there are fewer than were chosen.
    pub(super) add_ons: Vec<AddOnId>,
}

impl Extras {
    /// The choices of a reservation, as they would be made again.
    #[must_use]
    pub fn of(reservation: &Reservation) -> Self {
        let people = reservation.people.iter();
        let add_ons = reservation.add_ons.iter();
        let answers = reservation.answers.iter();
        Self {
            people: people.map(|one| (one.category.clone(), one.count)).collect(),
            add_ons: add_ons.map(|one| (one.id.clone(), one.quantity)).collect(),
            answers: answers
                .map(|given| (given.question.clone(), text_of(&given.value)))
                .collect(),
            ..Self::default()
        }
    }

    /// The choices of a form's fields.
    #[must_use]
    pub fn typed(
        people: Vec<(AgeCategoryId, u8)>,
        add_ons: Vec<(AddOnId, u8)>,
        answers: Vec<(QuestionId, String)>,
    ) -> Self {
        Self {
            people,
            add_ons,
            answers,
            ..Self::default()
        }
    }

    /// How many guests of the party are of a category.
    #[must_use]
    pub fn count(&self, category: &AgeCategory, experience: &Experience, attendees: Attendees) -> u8 {
        if category.is_default {
            attendees.get().saturating_sub(self.counted(experience))
        } else {
            self.kept(category)
        }
    }

    /// The most guests of a category that the party can have as the others are.
    #[must_use]
    pub fn most(&self, category: &AgeCategory, experience: &Experience, attendees: Attendees) -> u8 {
        let own = self.kept(category);
        let others = self.counted(experience).saturating_sub(own);
        let has_other_adult = experience
            .people
            .iter()
            .any(|one| !one.needs_adult && !one.is_default && one.id != category.id && self.kept(one) > 0);
        // A child comes with an adult, who is of the default category where no other is.
        let reserved = u8::from(category.needs_adult && !has_other_adult);
        let free = attendees.get().saturating_sub(others).saturating_sub(reserved);
        category.max.map_or(free, |max| max.min(free))
    }

    /// The number of units of an add-on.
    #[must_use]
    pub fn quantity(&self, add_on: &AddOnId) -> u8 {
        let mut kept = self.add_ons.iter();
        kept.find(|(id, _)| id == add_on)
            .map_or(0, |(_, quantity)| *quantity)
    }

    /// The text of an answer; empty where there is none.
    #[must_use]
    pub fn answer(&self, question: &QuestionId) -> &str {
        let mut kept = self.answers.iter();
        kept.find(|(id, _)| id == question).map_or("", |(_, text)| text)
    }

    /// The fault that is shown at a field.
    #[must_use]
    pub fn fault(&self, field: &ExtrasField) -> Option<FieldCode> {
        let mut faults = self.faults.iter();
        faults.find(|fault| fault.field == *field).map(|fault| fault.code)
    }

    /// The party by age category; empty where all guests are of the default one.
    #[must_use]
    pub fn people(&self, experience: &Experience, attendees: Attendees) -> Vec<PeopleCount> {
        if self.counted(experience) == 0 {
            return Vec::new();
        }
        let counts = experience.people.iter().map(|category| PeopleCount {
            category: category.id.clone(),
            count: self.count(category, experience, attendees),
        });
        counts.filter(|one| one.count > 0).collect()
    }

    /// The add-ons.
    #[must_use]
    pub fn add_ons(&self, experience: &Experience) -> Vec<ChosenAddOn> {
        let chosen = experience.add_ons.iter().map(|add_on| ChosenAddOn {
            id: add_on.id.clone(),
            quantity: self.quantity(&add_on.id),
        });
        chosen.filter(|one| one.quantity > 0).collect()
    }

    /// The answers, or every faulty one.
    pub fn answers(&self, experience: &Experience) -> Result<Vec<Answer>, Vec<ExtrasFault>> {
        let (mut answers, mut faults) = (Vec::new(), Vec::new());
        for question in &experience.questions {
            match answer_of(question, self.answer(&question.id)) {
                Ok(value) => answers.extend(value.map(|value| Answer {
                    question: question.id.clone(),
                    value,
                })),
                Err(code) => faults.push(ExtrasFault {
                    field: ExtrasField::Question(question.id.clone()),
                    code,
                }),
            }
        }
        if faults.is_empty() {
            Ok(answers)
        } else {
            Err(faults)
        }
    }

    /// Counts guests of a category, as many as the party can have; whether those are fewer.
    pub(in crate::self_service) fn count_people(
        &mut self,
        (id, count): (AgeCategoryId, u8),
        experience: &Experience,
        attendees: Attendees,
    ) -> bool {
        let mut offered = experience.people.iter();
        let Some(category) = offered.find(|one| one.id == id && !one.is_default) else {
            return false;
        };
        let most = self.most(category, experience, attendees);
        keep(&mut self.people, id, count.min(most));
        self.mend(&ExtrasField::People);
        count > most
    }

    /// Takes so many units of an add-on.
    pub(in crate::self_service) fn take_units(&mut self, id: AddOnId, quantity: u8) {
        self.mend(&ExtrasField::AddOn(id.clone()));
        keep(&mut self.add_ons, id, quantity);
    }

    /// Takes the text of an answer. A fault that is shown disappears as soon as it is corrected, and not before.
    pub(in crate::self_service) fn type_answer(
        &mut self,
        id: &QuestionId,
        text: String,
        experience: &Experience,
    ) {
        keep(&mut self.answers, id.clone(), text);
        let field = ExtrasField::Question(id.clone());
        let mut asked = experience.questions.iter();
        let code = asked
            .find(|question| question.id == *id)
            .and_then(|question| answer_of(question, self.answer(id)).err());
        match code {
            None => self.mend(&field),
            Some(code) => {
                if let Some(fault) = self.faults.iter_mut().find(|fault| fault.field == field) {
                    fault.code = code;
                }
            }
        }
    }

    /// Shows these faults, and lists them above the form.
    pub(in crate::self_service) fn sum_up(&mut self, faults: Vec<ExtrasFault>) {
        self.is_summed_up = !faults.is_empty();
        self.faults = faults;
    }

    /// Puts right what the party or the day has no room for; `limit` is the most units of an add-on.
    pub(super) fn fit(
        &mut self,
        experience: &Experience,
        attendees: Attendees,
        limit: impl Fn(&AddOn) -> u8,
    ) -> Adjusted {
        let mut adjusted = Adjusted::default();
        // Those named last give way first.
        for category in experience.people.iter().rev().filter(|one| !one.is_default) {
            let (count, most) = (self.kept(category), self.most(category, experience, attendees));
            if count > most {
                keep(&mut self.people, category.id.clone(), most);
                adjusted.people = true;
            }
        }
        for add_on in &experience.add_ons {
            let limit = limit(add_on);
            if self.quantity(&add_on.id) > limit {
                keep(&mut self.add_ons, add_on.id.clone(), limit);
                adjusted.add_ons.push(add_on.id.clone());
            }
        }
        adjusted
    }

    /// How many guests are of another category than the default one.
    fn counted(&self, experience: &Experience) -> u8 {
        let others = experience.people.iter().filter(|category| !category.is_default);
        others.fold(0, |sum: u8, category| sum.saturating_add(self.kept(category)))
    }

    fn kept(&self, category: &AgeCategory) -> u8 {
        let mut kept = self.people.iter();
        kept.find(|(id, _)| *id == category.id)
            .map_or(0, |(_, count)| *count)
    }

    fn mend(&mut self, field: &ExtrasField) {
        self.faults.retain(|fault| fault.field != *field);
        self.is_summed_up &= !self.faults.is_empty();
    }
}

/// The most units of an add-on for a party, where `left` are left on the day; none where there is no stock.
pub(in crate::self_service) fn limit(add_on: &AddOn, attendees: Attendees, left: Option<u16>) -> u8 {
    let most = match add_on.per {
        PricePer::Booking => add_on.max.min(1),
        PricePer::Guest => add_on.max.min(attendees.get()),
        PricePer::Unit => add_on.max,
    };
    left.and_then(|left| u8::try_from(left).ok())
        .map_or(most, |left| left.min(most))
}

/// The answer that a text is to a question; none where it is empty and need not be given.
///
/// # Errors
///
/// Where it is required and empty, or none of the question's kind.
pub fn answer_of(question: &Question, text: &str) -> Result<Option<AnswerValue>, FieldCode> {
    let text = text.trim();
    if text.is_empty() {
        return if question.is_required {
            Err(FieldCode::Required)
        } else {
            Ok(None)
        };
    }
    let value = match &question.kind {
        QuestionKind::Text => match Notes::parse(text) {
            // Nothing that is shown was typed.
            Err(FieldCode::Required) if !question.is_required => return Ok(None),
            read => AnswerValue::Text(read?),
        },
        QuestionKind::Choice { choices } => {
            if !choices.iter().any(|choice| choice.id.as_str() == text) {
                return Err(FieldCode::Unknown);
            }
            AnswerValue::Text(Notes::parse(text)?)
        }
        QuestionKind::YesNo => match text {
            YES => AnswerValue::YesNo(true),
            NO => AnswerValue::YesNo(false),
            _ => return Err(FieldCode::WrongType),
        },
        QuestionKind::Number { min, max } => {
            let number = text.parse::<u16>().map_err(|_| FieldCode::WrongType)?;
            if !(min..=max).contains(&&number) {
                return Err(FieldCode::OutOfRange);
            }
            AnswerValue::Number(number)
        }
    };
    Ok(Some(value))
}

/// The text that an answer is typed or chosen with.
fn text_of(value: &AnswerValue) -> String {
    match value {
        AnswerValue::YesNo(true) => YES.to_owned(),
        AnswerValue::YesNo(false) => NO.to_owned(),
        AnswerValue::Number(number) => number.to_string(),
        AnswerValue::Text(text) => text.as_str().to_owned(),
    }
}

/// Whether no answer to a question is shown as none of something: a number from 0 that need not be given.
#[must_use]
pub fn is_unanswered_zero(question: &Question) -> bool {
    !question.is_required && matches!(question.kind, QuestionKind::Number { min: 0, .. })
}

fn keep<I: PartialEq, V>(list: &mut Vec<(I, V)>, id: I, value: V) {
    match list.iter_mut().find(|(kept, _)| *kept == id) {
        Some((_, kept)) => *kept = value,
        None => list.push((id, value)),
    }
}
