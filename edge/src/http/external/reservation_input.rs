//! Requests about reservations in Molzait's format, with fields of our own beside it: `source`, `company`, `guestNotes`,
//! `internalNotes` and `couvert` of a new reservation, and every field of a change but its status.

use serde_json::{Map, Value};
use shared::id::{LabelId, TableId};
use shared::locale::Language;
use shared::party::Attendees;
use shared::reservation::Status;
use shared::time::{Day, Minutes};
use shared::validation::{Country, Email, FieldCode, Name, Notes, Phone, read_json};

use super::fields::{is_left_out, object};
use super::reservation_wire::CHOICES_BELOW;
use crate::http::external_error::ExternalError;
use crate::provider::ReservationsQuestion;
use crate::storage::idempotency::IdempotencyKey;
use crate::venue::message::staff_reservation::{
    Edit, NewStaffReservation, StaffDetails, StaffGuestChange, StaffReservationChange, StaffSource,
};

/// The most tables that a reservation can have.
const MOST_TABLES: usize = 16;
/// The most labels that a reservation can have.
const MOST_LABELS: usize = 32;

/// The query for reservations. `status` may be repeated.
pub(super) fn reservations(parameters: &[(String, String)]) -> Result<ReservationsQuestion, ExternalError> {
    let mut faults = Vec::new();
    for single in ["from", "to", "includeWalkIns"] {
        if parameters.iter().filter(|(name, _)| name == single).count() > 1 {
            faults.push(format!("{single}: write it once"));
        }
    }
    let all = |name: &'static str| {
        let named = parameters.iter().filter(move |(found, _)| found == name);
        named.map(|(_, value)| value.as_str())
    };
    let mut day = |name: &'static str| {
        let day = all(name).next().and_then(|text| Day::parse(text).ok());
        if day.is_none() {
            faults.push(format!("{name}: write a day as YYYY-MM-DD"));
        }
        day
    };
    let (from, to) = (day("from"), day("to"));
    let mut statuses = Vec::new();
    for text in all("status") {
        match Status::from_text(text) {
            Some(status) => statuses.push(status),
            None => faults.push("status: there is no such status".to_owned()),
        }
    }
    let include_walk_ins = match all("includeWalkIns").next() {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => {
            faults.push("includeWalkIns: write true or false".to_owned());
            false
        }
    };
    match (from, to) {
        (Some(from), Some(to)) if faults.is_empty() => Ok(ReservationsQuestion {
            from,
            to,
            statuses,
            include_walk_ins,
        }),
        _ => Err(ExternalError::bad(faults)),
    }
}

/// A reservation to create, with the phone number as it is written in this country.
pub(super) fn creation(
    body: Value,
    country: Option<Country>,
    key: Option<IdempotencyKey>,
) -> Result<NewStaffReservation, ExternalError> {
    let mut reader = Reader::new(object(body)?);
    let pinned_table_ids = reader.list("pinnedTableIds", TableId::parse, MOST_TABLES);
    let label_ids = reader.list("labelIds", LabelId::parse, MOST_LABELS);
    let source = reader.text("source", |text| match text {
        "pos" => Ok(StaffSource::Pos),
        "walk_in" => Ok(StaffSource::WalkIn),
        "phone" => Ok(StaffSource::Phone),
        _ => Err(FieldCode::Unknown),
    });
    let details = StaffDetails {
        company: reader.text("company", Name::parse),
        guest_notes: reader.text("guestNotes", Notes::parse),
        internal_notes: reader.text("internalNotes", Notes::parse),
    };
    // The number of another country or none at all is for the request's own check.
    if let Some(Ok(phone)) = reader
        .fields
        .get("phone")
        .and_then(Value::as_str)
        .map(|text| Phone::parse(text, country))
    {
        reader
            .fields
            .insert("phone".to_owned(), Value::from(phone.as_str()));
    }
    let Reader {
        mut fields,
        mut faults,
    } = reader;
    let mut chosen = match fields.remove("couvert") {
        Some(Value::Object(chosen)) => chosen,
        Some(Value::Null) | None => Map::new(),
        Some(_) => {
            faults.push(format!("couvert: {}", FieldCode::WrongType));
            Map::new()
        }
    };
    let mut take = |names: &[&str]| -> Map<String, Value> {
        let taken = names
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), fields.remove(*name)?)));
        taken.filter(|(_, value)| !is_left_out(value)).collect()
    };
    let guest = take(&["firstName", "lastName", "email", "phone"]);
    let mut request = take(&["experienceId", "day", "minutes", "attendees", "notes", "locale"]);
    request.insert("guest".to_owned(), Value::Object(guest));
    for name in ["people", "addOns", "answers"] {
        if let Some(value) = chosen.remove(name).filter(|value| !value.is_null()) {
            request.insert(name.to_owned(), value);
        }
    }
    let request =
        read_json(Value::Object(request)).map_err(|errors| ExternalError::from(errors).after(&faults))?;
    if !faults.is_empty() {
        return Err(ExternalError::bad(faults));
    }
    Ok(NewStaffReservation {
        request,
        pinned_table_ids: pinned_table_ids.unwrap_or_default(),
        label_ids: label_ids.unwrap_or_default(),
        source: source.unwrap_or_default(),
        details,
        key,
    })
}

/// Notes as they were written by the guest, who may write such a line too, without the choices that are shown below them.
fn without_choices(notes: &str) -> String {
    let mut lines: Vec<_> = notes.lines().collect();
    if let Some(end) = lines.iter().rposition(|line| *line == CHOICES_BELOW) {
        lines.truncate(end);
    }
    lines.join("\n")
}

/// A change of a reservation. A field that is null or missing stays as it is; an empty text removes what was there, and
/// counts as missing where there is always something.
pub(super) fn change(body: Value, country: Option<Country>) -> Result<StaffReservationChange, ExternalError> {
    let mut fields = object(body)?;
    let guest = fields.remove("guest").unwrap_or_default();
    if let Some(Value::String(notes)) = fields.get_mut("specialRequestNotes") {
        *notes = without_choices(notes);
    }
    let mut reader = Reader::new(fields);
    let status = |text: &str| Status::from_text(text).ok_or(FieldCode::Unknown);
    let mut change = StaffReservationChange {
        if_sequence: None,
        status: reader.text("status", status),
        day: reader.text("day", Day::parse),
        minutes: reader.number("minutes", Minutes::parse),
        attendees: reader.number("attendees", Attendees::parse),
        table_ids: reader.list("tableIds", TableId::parse, MOST_TABLES),
        label_ids: reader.list("labelIds", LabelId::parse, MOST_LABELS),
        notes: reader.edit("notes", Notes::parse),
        internal_notes: reader.edit("internalNotes", Notes::parse),
        guest: reader.guest(country),
    };
    if change.table_ids.is_none() {
        change.table_ids = reader.list("pinnedTableIds", TableId::parse, MOST_TABLES);
    }
    if change.notes == Edit::Keep {
        change.notes = reader.edit("specialRequestNotes", Notes::parse);
    }
    let mut faults = reader.faults;
    match guest {
        Value::Null => {}
        Value::Object(fields) => {
            let mut reader = Reader::new(fields);
            let notes = reader.edit("notes", Notes::parse);
            let inner = StaffGuestChange {
                notes,
                ..reader.guest(country)
            };
            // What is written beside the guest counts where the guest has nothing.
            change.guest = inner.or(change.guest);
            faults.extend(reader.faults.into_iter().map(|fault| format!("guest.{fault}")));
        }
        _ => faults.push(format!("guest: {}", FieldCode::WrongType)),
    }
    if faults.is_empty() {
        Ok(change)
    } else {
        Err(ExternalError::bad(faults))
    }
}

/// Reads fields one by one, and collects a fault for each that is wrong.
struct Reader {
    fields: Map<String, Value>,
    faults: Vec<String>,
}

impl Reader {
    fn new(fields: Map<String, Value>) -> Self {
        Self {
            fields,
            faults: Vec::new(),
        }
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        self.fields.remove(name).filter(|value| !is_left_out(value))
    }

    fn fault<T>(&mut self, name: &str, code: FieldCode) -> Option<T> {
        self.faults.push(format!("{name}: {code}"));
        None
    }

    fn text<T>(&mut self, name: &str, parse: impl Fn(&str) -> Result<T, FieldCode>) -> Option<T> {
        match self.take(name)? {
            Value::String(text) => match parse(&text) {
                Ok(value) => Some(value),
                Err(code) => self.fault(name, code),
            },
            _ => self.fault(name, FieldCode::WrongType),
        }
    }

    fn edit<T>(&mut self, name: &str, parse: impl Fn(&str) -> Result<T, FieldCode>) -> Edit<T> {
        match self.fields.get(name) {
            Some(value) if !value.is_null() && is_left_out(value) => Edit::Clear,
            _ => self.text(name, parse).map_or(Edit::Keep, Edit::Set),
        }
    }

    fn number<T>(&mut self, name: &str, parse: impl Fn(i64) -> Result<T, FieldCode>) -> Option<T> {
        let value = self.take(name)?;
        let Some(number) = value.as_i64() else {
            return self.fault(name, FieldCode::WrongType);
        };
        match parse(number) {
            Ok(value) => Some(value),
            Err(code) => self.fault(name, code),
        }
    }

    /// A list of texts, each once.
    fn list<T: PartialEq>(
        &mut self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, FieldCode>,
        most: usize,
    ) -> Option<Vec<T>> {
        let Value::Array(values) = self.take(name)? else {
            return self.fault(name, FieldCode::WrongType);
        };
        if values.len() > most {
            return self.fault(name, FieldCode::TooLong);
        }
        let mut list = Vec::with_capacity(values.len());
        for value in values {
            match value.as_str().ok_or(FieldCode::WrongType).and_then(&parse) {
                Ok(value) if list.contains(&value) => {}
                Ok(value) => list.push(value),
                Err(code) => return self.fault(name, code),
            }
        }
        Some(list)
    }

    fn guest(&mut self, country: Option<Country>) -> StaffGuestChange {
        StaffGuestChange {
            first_name: self.edit("firstName", Name::parse),
            last_name: self.text("lastName", Name::parse),
            email: self.edit("email", Email::parse),
            phone: self.edit("phone", |text| Phone::parse(text, country)),
            locale: self.text("locale", Language::parse),
            company: self.edit("company", Name::parse),
            notes: self.edit("guestNotes", Notes::parse),
        }
    }
}
