//! The fields of a page's form, sent by GET or POST: at most 128.

use http::Method;
use http::header::{CONTENT_TYPE, HeaderValue};
use shared::locale::Language;
use shared::problem::{Problem, ProblemCode};
use shared::time::Day;

use super::{ApiError, Request, request_limits};
use crate::render::{EXTRAS_STEP, Field, GIFT_CODE_NAME, IdempotencyKey, Prefill, QUOTED_NAMES, field_name};

/// The largest number of fields.
const MAX_FIELDS: usize = 128;

/// A form's fields, in their order. Unknown ones are ignored, since links to pages carry foreign parameters.
pub struct Form(Vec<(String, String)>);

impl Form {
    /// The fields of a request: those of the body for POST, else those of the query.
    pub fn of(request: &Request) -> Result<Self, ApiError> {
        if *request.method() != Method::POST {
            return request_limits::parameters(request).map(Self);
        }
        let media = request
            .headers()
            .get(CONTENT_TYPE)
            .map(HeaderValue::to_str)
            .and_then(Result::ok);
        let essence = media.and_then(|media| media.split(';').next()).map(str::trim);
        if essence != Some("application/x-www-form-urlencoded") {
            return Err(ProblemCode::UnsupportedMediaType.into());
        }
        let body = request.body().as_ref().ok_or(ProblemCode::BodyTooLarge)?;
        let fields: Vec<_> = form_urlencoded::parse(body)
            .into_owned()
            .take(MAX_FIELDS + 1)
            .collect();
        if fields.len() > MAX_FIELDS {
            return Err(Problem::new(ProblemCode::Malformed)
                .with_detail("the form has too many fields")
                .into());
        }
        Ok(Self(fields))
    }

    /// Every field, in their order.
    pub fn into_fields(self) -> Vec<(String, String)> {
        self.0
    }

    /// The last value of a name: a pressed button comes after the field with the earlier choice.
    pub fn last(&self, name: &str) -> &str {
        self.all(name).last().unwrap_or_default()
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |(each, _)| each == name)
            .map(|(_, value)| value.as_str())
    }

    /// The language of the page.
    pub fn language(&self) -> Option<Language> {
        Language::parse(self.last("language")).ok()
    }

    /// The choices: experience, party size, day and time. The page offers party sizes by buttons and by a list; of
    /// several values the one that differs from the field `was` counts.
    pub fn choices(&self) -> Prefill {
        let was = self.last("was");
        let changed = self
            .all("attendees")
            .filter(|size| *size != was && !size.is_empty());
        let attendees = changed.last().unwrap_or_else(|| self.last("attendees"));
        Prefill::read(
            self.last("experience"),
            attendees,
            self.last("date"),
            self.last("time"),
        )
    }

    /// The month to show.
    pub fn month(&self) -> Option<Day> {
        Day::parse(self.last("month")).ok()
    }

    /// The text of each field.
    pub fn typed(&self) -> impl Iterator<Item = (Field, &str)> {
        Field::ALL
            .into_iter()
            .map(|field| (field, self.last(field_name(field))))
    }

    /// The gift card's code.
    pub fn gift_code(&self) -> &str {
        self.last(GIFT_CODE_NAME)
    }

    /// The number in a field; 0 where there is none.
    pub fn number(&self, name: &str) -> u8 {
        self.last(name).trim().parse().unwrap_or_default()
    }

    /// Whether the form is that of the extras.
    pub fn is_of_extras(&self) -> bool {
        !self.last(EXTRAS_STEP).is_empty()
    }

    /// The price that the form's page has shown.
    pub fn price(&self) -> Option<[i64; 2]> {
        let [total, due_now] = QUOTED_NAMES.map(|name| self.last(name).parse().ok());
        Some([total?, due_now?])
    }

    /// The action of the pressed button.
    pub fn act(&self) -> Act {
        match self.last("act") {
            "find" => Act::Find,
            "details" => Act::Details,
            "extras" => Act::Extras,
            "confirm" => Act::Confirm,
            name => Field::ALL
                .into_iter()
                .find(|field| field_name(*field) == name)
                .map_or(Act::Continue, Act::Edit),
        }
    }

    /// The `Idempotency-Key` that the page was rendered with.
    pub fn key(&self) -> Option<IdempotencyKey> {
        let text = self.last("key");
        let is_key = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        u128::from_str_radix(text, 16)
            .ok()
            .filter(|_| is_key)
            .map(IdempotencyKey::from_random)
    }
}

/// The action of a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Back to the choice of a slot.
    Find,
    /// Back to the extras.
    Extras,
    /// Back to the details.
    Details,
    /// Back to a faulty field.
    Edit(Field),
    /// On to the next step.
    Continue,
    /// Book.
    Confirm,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(query: &str) -> Form {
        let request = http::Request::get(format!("/book/demo?{query}"));
        Form::of(&request.body(None).unwrap()).ok().unwrap()
    }

    #[test]
    fn of_two_party_sizes_the_changed_one_is_meant() {
        for (query, size) in [
            ("attendees=2&was=2", 2),
            ("attendees=4&was=2", 4),
            ("attendees=2&attendees=9&was=2", 9),
            ("attendees=3&attendees=9&was=9", 3),
            ("attendees=9&was=9", 9),
        ] {
            let attendees = form(query).choices().attendees.unwrap();
            assert_eq!(attendees.get(), size, "{query}");
        }
    }

    #[test]
    fn a_pressed_button_counts_more_than_the_earlier_choice() {
        let choices = form("date=2026-11-27&time=19%3A30&date=2026-11-28").choices();
        assert_eq!(choices.day, Day::parse("2026-11-28").ok());
        assert!(form("").choices().day.is_none());
    }

    #[test]
    fn acts_are_known_by_their_names() {
        for (query, act) in [
            ("", Act::Continue),
            ("act=nonsense", Act::Continue),
            ("act=find", Act::Find),
            ("act=extras", Act::Extras),
            ("act=email", Act::Edit(Field::Email)),
            ("act=confirm", Act::Confirm),
        ] {
            assert_eq!(form(query).act(), act, "{query}");
        }
    }

    #[test]
    fn a_key_is_one_that_a_page_has_made() {
        let key = "000000000000000000000000000000ff";
        assert_eq!(form(&format!("key={key}")).key().unwrap().as_str(), key);
        assert!(form("key=ff").key().is_none());
        assert!(form("key=%2B00000000000000000000000000000ff").key().is_none());
    }
}
