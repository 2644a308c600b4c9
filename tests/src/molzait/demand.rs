//! A caller's request, parsed as strictly as can be: anything that the contract does not name is refused.

use http::{Method, Request, header};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::time::Day;

use super::answer::Refusal;
use super::books::{Guest, NewReservation, STATUSES};

/// An operation of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is named after its call")]
pub enum Operation {
    Experiences,
    Slots,
    List,
    Create,
    Get,
    Update,
}

impl Operation {
    /// Every operation.
    pub const ALL: [Self; 6] = [
        Self::Experiences,
        Self::Slots,
        Self::List,
        Self::Create,
        Self::Get,
        Self::Update,
    ];

    /// Its name in plans of faults and in counts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Experiences => "experiences",
            Self::Slots => "slots",
            Self::List => "list",
            Self::Create => "create",
            Self::Get => "get",
            Self::Update => "update",
        }
    }

    /// The operation that method and path name; none if there is none.
    #[must_use]
    pub fn of<B>(request: &Request<B>) -> Option<Self> {
        let path = request.uri().path();
        match (request.method(), path) {
            (&Method::GET, "/external/availability/experiences") => Some(Self::Experiences),
            (&Method::GET, "/external/availability/slots") => Some(Self::Slots),
            (&Method::GET, "/external/reservations") => Some(Self::List),
            (&Method::POST, "/external/reservations") => Some(Self::Create),
            (&Method::GET, _) if id(path).is_some() => Some(Self::Get),
            (&Method::PATCH | &Method::PUT, _) if id(path).is_some() => Some(Self::Update),
            _ => None,
        }
    }

    /// Whether it changes something.
    #[must_use]
    pub fn is_write(self) -> bool {
        matches!(self, Self::Create | Self::Update)
    }
}

/// A demand, in order.
#[derive(Debug)]
pub(super) enum Demand {
    Experiences,
    Slots {
        attendees: u32,
        day: Day,
        experience: String,
        except: Option<String>,
    },
    List {
        from: Day,
        to: Day,
        statuses: Vec<String>,
    },
    Create(NewReservation),
    Get(String),
    Update {
        id: String,
        status: Option<&'static str>,
    },
}

/// Reads a request, or names every fault of it.
pub(super) fn read(operation: Operation, request: &Request<Vec<u8>>) -> Result<Demand, Refusal> {
    let id = || id(request.uri().path()).unwrap_or_default().to_owned();
    match operation {
        Operation::Experiences => {
            Query::of(request).done()?;
            Ok(Demand::Experiences)
        }
        Operation::Slots => {
            let mut query = Query::of(request);
            let attendees = query.required("attendees", |text| {
                text.parse().ok().filter(|number| (1..=50).contains(number))
            });
            let day = query.required("day", |text| Day::parse(text).ok());
            let experience = query.required("experienceId", |text| Some(text.to_owned()));
            let except = query.take("reservationId").pop();
            query.done()?;
            Ok(Demand::Slots {
                attendees: attendees.unwrap_or_default(),
                day: day.unwrap_or(Day::MIN),
                experience: experience.unwrap_or_default(),
                except,
            })
        }
        Operation::List => {
            let mut query = Query::of(request);
            let from = query.required("from", |text| Day::parse(text).ok());
            let to = query.required("to", |text| Day::parse(text).ok());
            let statuses = query.take("status");
            if statuses.iter().any(|status| !STATUSES.contains(&status.as_str())) {
                query.fault("each value in status must be one of the known statuses");
            }
            if query
                .take("includeWalkIns")
                .iter()
                .any(|text| text != "true" && text != "false")
            {
                query.fault("includeWalkIns must be a boolean value");
            }
            query.done()?;
            Ok(Demand::List {
                from: from.unwrap_or(Day::MIN),
                to: to.unwrap_or(Day::MIN),
                statuses,
            })
        }
        Operation::Create => create(request).map(Demand::Create),
        Operation::Get => {
            Query::of(request).done()?;
            Ok(Demand::Get(id()))
        }
        Operation::Update => {
            let mut fields = Fields::of(request)?;
            let status = fields.take("status");
            for name in ["day", "minutes", "attendees", "tableIds"] {
                if fields.take(name).is_some() {
                    fields.fault(format!("{name} cannot be changed"));
                }
            }
            let known = status
                .as_ref()
                .and_then(|status| STATUSES.into_iter().find(|known| *known == status));
            if status.is_some() && known.is_none() {
                fields.fault("status must be one of the known statuses".to_owned());
            }
            fields.done()?;
            Ok(Demand::Update {
                id: id(),
                status: known,
            })
        }
    }
}

fn id(path: &str) -> Option<&str> {
    path.strip_prefix("/external/reservations/")
        .filter(|id| !id.is_empty() && !id.contains('/'))
}

fn create(request: &Request<Vec<u8>>) -> Result<NewReservation, Refusal> {
    let mut fields = Fields::of(request)?;
    let attendees = fields.number("attendees", 50);
    let minutes = fields.number("minutes", 2879);
    let day = fields.text("day", true, |text| Day::parse(text).is_ok());
    let experience = fields.text("experienceId", true, |text| !text.is_empty());
    let last_name = fields.text("lastName", true, |text| !text.trim().is_empty());
    let locale = fields.text("locale", true, |text| matches!(text, "de" | "en"));
    let first_name = fields.text("firstName", false, |_| true);
    let email = fields.text("email", false, |text| text.contains('@') && !text.contains(' '));
    let phone = fields.text("phone", false, |text| {
        let digits = text.strip_prefix('+').unwrap_or_default();
        (6..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    let notes = match fields.take("notes") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text),
        Some(_) => {
            fields.fault("notes must be a string".to_owned());
            None
        }
    };
    for name in ["pinnedTableIds", "labelIds"] {
        let is_list = |value: Value| {
            value
                .as_array()
                .is_some_and(|list| list.iter().all(Value::is_string))
        };
        if fields.take(name).is_some_and(|value| !is_list(value)) {
            fields.fault(format!("each value in {name} must be a string"));
        }
    }
    fields.done()?;
    Ok(NewReservation {
        experience: experience.unwrap_or_default(),
        day: day.and_then(|day| Day::parse(&day).ok()).unwrap_or(Day::MIN),
        minutes: minutes
            .and_then(|number| u16::try_from(number).ok())
            .unwrap_or_default(),
        attendees: attendees.unwrap_or_default(),
        guest: Guest {
            first_name,
            last_name: last_name.unwrap_or_default(),
            email,
            phone,
            locale: locale.unwrap_or_default(),
        },
        notes,
    })
}

/// A query, from which what is known is taken.
struct Query {
    pairs: Vec<(String, String)>,
    faults: Vec<String>,
}

impl Query {
    fn of<B>(request: &Request<B>) -> Self {
        let query = request.uri().query().unwrap_or_default();
        Self {
            pairs: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            faults: Vec::new(),
        }
    }

    fn fault(&mut self, text: &str) {
        self.faults.push(text.to_owned());
    }

    fn take(&mut self, name: &str) -> Vec<String> {
        let (taken, left) = std::mem::take(&mut self.pairs)
            .into_iter()
            .partition(|(found, _)| found == name);
        self.pairs = left;
        let taken: Vec<(String, String)> = taken;
        taken.into_iter().map(|(_, value)| value).collect()
    }

    fn required<T>(&mut self, name: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let values = self.take(name);
        let read = match values.as_slice() {
            [value] => read(value),
            _ => None,
        };
        if read.is_none() {
            self.faults.push(format!("{name} is missing, repeated or wrong"));
        }
        read
    }

    fn done(self) -> Result<(), Refusal> {
        let unknown = self.pairs.iter().map(|(name, _)| not_expected(name));
        let faults: Vec<String> = self.faults.into_iter().chain(unknown).collect();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Refusal::invalid(&faults))
        }
    }
}

/// A JSON object, from which what is known is taken.
struct Fields {
    object: serde_json::Map<String, Value>,
    faults: Vec<String>,
}

impl Fields {
    fn of(request: &Request<Vec<u8>>) -> Result<Self, Refusal> {
        let media_type = request.headers().get(header::CONTENT_TYPE);
        let media_type = media_type
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let media_type = media_type.split(';').next().unwrap_or_default().trim();
        if !media_type.eq_ignore_ascii_case("application/json") {
            return Err(Refusal::new(415, "Unsupported Media Type"));
        }
        match serde_json::from_slice(request.body()) {
            Ok(Value::Object(object)) => Ok(Self {
                object,
                faults: Vec::new(),
            }),
            _ => Err(Refusal::invalid(&["the body must be a JSON object".to_owned()])),
        }
    }

    fn fault(&mut self, text: String) {
        self.faults.push(text);
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        self.object.remove(name)
    }

    fn number(&mut self, name: &str, max: u32) -> Option<u32> {
        let number = self.take(name).and_then(|value| value.as_u64());
        let number = number.and_then(|number| u32::try_from(number).ok());
        let least = u32::from(name == "attendees");
        let number = number.filter(|number| (least..=max).contains(number));
        if number.is_none() {
            self.fault(format!("{name} must be a number from {least} to {max}"));
        }
        number
    }

    fn text(&mut self, name: &str, is_required: bool, is_right: impl Fn(&str) -> bool) -> Option<String> {
        match self.take(name) {
            None if !is_required => None,
            Some(Value::String(text)) if is_right(&text) => Some(text),
            _ => {
                self.fault(format!("{name} is missing or wrong"));
                None
            }
        }
    }

    fn done(self) -> Result<(), Refusal> {
        let unknown = self.object.keys().map(|name| not_expected(name));
        let faults: Vec<String> = self.faults.into_iter().chain(unknown).collect();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Refusal::invalid(&faults))
        }
    }
}

fn not_expected(name: &str) -> String {
    format!("property {name} should not exist")
}
