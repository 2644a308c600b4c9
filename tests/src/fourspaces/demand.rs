//! A caller's request, parsed as strictly as can be: a field, a parameter or a form that the contract does not name is
//! refused.

use chrono::DateTime;
use http::{Method, Request, header};
use serde_json::{Map, Value};

use super::books::Asked;
use super::response::Refused;

/// An operation of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is named after its call")]
pub enum Operation {
    SignIn,
    Services,
    Templates,
    Availability,
    Create,
    List,
    Confirm,
    Cancel,
    Publish,
    UpdateProducts,
    UpdateAddons,
    UpdatePersonOption,
}

impl Operation {
    /// Every operation.
    pub const ALL: [Self; 12] = [
        Self::SignIn,
        Self::Services,
        Self::Templates,
        Self::Availability,
        Self::Create,
        Self::List,
        Self::Confirm,
        Self::Cancel,
        Self::Publish,
        Self::UpdateProducts,
        Self::UpdateAddons,
        Self::UpdatePersonOption,
    ];

    /// Its name in counts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Services => "services",
            Self::Templates => "templates",
            Self::Availability => "availability",
            Self::Create => "create",
            Self::List => "list",
            Self::Confirm => "confirm",
            Self::Cancel => "cancel",
            Self::Publish => "publish",
            Self::UpdateProducts => "update_products",
            Self::UpdateAddons => "update_addons",
            Self::UpdatePersonOption => "update_person_option",
        }
    }

    /// The operation that method and path name; none if there is none.
    #[must_use]
    pub fn of<B>(request: &Request<B>) -> Option<Self> {
        match (request.method(), request.uri().path()) {
            (&Method::POST, "/auth/credentials") => Some(Self::SignIn),
            (&Method::GET, "/services") => Some(Self::Services),
            (&Method::GET, "/reservation/accessTemplates") => Some(Self::Templates),
            (&Method::GET, path) if service_of(path).is_some() => Some(Self::Availability),
            (&Method::POST, "/reservation") => Some(Self::Create),
            (&Method::GET, "/reservations") => Some(Self::List),
            (&Method::PUT, "/reservation/confirm") => Some(Self::Confirm),
            (&Method::PUT, "/reservation/cancel") => Some(Self::Cancel),
            (&Method::POST, "/service") => Some(Self::Publish),
            (&Method::PUT, "/service/products") => Some(Self::UpdateProducts),
            (&Method::PUT, "/service/addons") => Some(Self::UpdateAddons),
            (&Method::PUT, "/service/personOption") => Some(Self::UpdatePersonOption),
            _ => None,
        }
    }
}

/// The service in the path of an availability.
pub(super) fn service_of(path: &str) -> Option<&str> {
    path.strip_prefix("/service/")?.strip_suffix("/availability")
}

/// Whether it is a GUID as the vendor's samples show it.
pub(super) fn is_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A moment in UTC, in seconds after the Unix epoch.
fn moment(text: &str) -> Option<i64> {
    let time = DateTime::parse_from_rfc3339(text).ok()?;
    text.ends_with('Z').then(|| time.timestamp())
}

/// A query, from which the known parameters are taken.
pub(super) struct Query {
    pairs: Vec<(String, String)>,
    faults: Vec<(String, &'static str)>,
}

impl Query {
    pub(super) fn of<B>(request: &Request<B>) -> Self {
        let query = request.uri().query().unwrap_or_default();
        Self {
            pairs: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            faults: Vec::new(),
        }
    }

    fn take(&mut self, name: &str) -> Option<String> {
        let place = self.pairs.iter().position(|(found, _)| found == name)?;
        Some(self.pairs.remove(place).1)
    }

    fn read<T>(&mut self, name: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.take(name)?;
        let value = read(&text);
        if value.is_none() {
            self.faults.push((name.to_owned(), "Invalid"));
        }
        value
    }

    pub(super) fn moment(&mut self, name: &str) -> Option<i64> {
        self.read(name, moment)
    }

    pub(super) fn truth(&mut self, name: &str) -> bool {
        self.read(name, |text| text.parse::<bool>().ok())
            .unwrap_or_default()
    }

    pub(super) fn id(&mut self, name: &str) -> Option<String> {
        self.read(name, |text| is_id(text).then(|| text.to_owned()))
    }

    /// Refuses what is faulty or not known, and what is missing of this.
    pub(super) fn done(mut self, required: &[(&str, bool)]) -> Result<(), Refused> {
        // Every request of the vendor's takes it.
        self.read("version", |text| text.parse::<i64>().ok());
        let missing = required.iter().filter(|(_, is_there)| !is_there);
        self.faults
            .extend(missing.map(|(name, _)| ((*name).to_owned(), "NotEmpty")));
        self.faults
            .extend(self.pairs.drain(..).map(|(name, _)| (name, "UnknownProperty")));
        if self.faults.is_empty() {
            Ok(())
        } else {
            Err(Refused::fields(&self.faults))
        }
    }
}

/// A JSON object, from which the known fields are taken.
pub(super) struct Fields {
    object: Map<String, Value>,
    path: String,
    faults: Vec<(String, &'static str)>,
}

impl Fields {
    /// The body of a request.
    pub(super) fn of(request: &Request<Vec<u8>>) -> Result<Self, Refused> {
        let media_type = request.headers().get(header::CONTENT_TYPE);
        if media_type.is_none_or(|value| value.as_bytes() != b"application/json") {
            return Err(Refused::new(415, "NotSupportedException"));
        }
        let body = serde_json::from_slice(request.body());
        let body = body.map_err(|_| Refused::new(400, "SerializationException"))?;
        let mut fields = Self::within(body, "").ok_or_else(|| Refused::new(400, "SerializationException"))?;
        // Every request of the vendor's takes it.
        let version = fields.object.remove("version");
        if version.is_some_and(|version| !version.is_null() && version.as_i64().is_none()) {
            fields.fault("version", "Invalid");
        }
        Ok(fields)
    }

    fn within(value: Value, path: &str) -> Option<Self> {
        match value {
            Value::Object(object) => Some(Self {
                object,
                path: path.to_owned(),
                faults: Vec::new(),
            }),
            _ => None,
        }
    }

    fn fault(&mut self, name: &str, code: &'static str) {
        self.faults.push((format!("{}{name}", self.path), code));
    }

    /// A text; one that is not there is a fault where it is required.
    pub(super) fn text(&mut self, name: &str, is_required: bool) -> Option<String> {
        match self.object.remove(name) {
            Some(Value::String(text)) if !is_required || !text.trim().is_empty() => Some(text),
            None | Some(Value::Null) if !is_required => None,
            None | Some(Value::Null | Value::String(_)) => {
                self.fault(name, "NotEmpty");
                None
            }
            Some(_) => {
                self.fault(name, "Invalid");
                None
            }
        }
    }

    fn number(&mut self, name: &str, allowed: &[i64]) {
        let value = self.object.remove(name);
        if !value
            .and_then(|value| value.as_i64())
            .is_some_and(|number| allowed.contains(&number))
        {
            self.fault(name, "Invalid");
        }
    }

    fn truth(&mut self, name: &str) {
        if !matches!(self.object.remove(name), None | Some(Value::Bool(_))) {
            self.fault(name, "Invalid");
        }
    }

    fn object(&mut self, name: &str) -> Option<Self> {
        let path = format!("{}{name}.", self.path);
        let found = self
            .object
            .remove(name)
            .and_then(|value| Self::within(value, &path));
        if found.is_none() {
            self.fault(name, "NotEmpty");
        }
        found
    }

    fn only(&mut self, name: &str) -> Option<Self> {
        let path = format!("{}{name}[0].", self.path);
        let first = match self.object.remove(name) {
            Some(Value::Array(mut list)) if list.len() == 1 => list.pop(),
            _ => None,
        };
        let found = first.and_then(|value| Self::within(value, &path));
        if found.is_none() {
            self.fault(name, "NotEmpty");
        }
        found
    }

    fn take_faults(&mut self, mut inner: Self) {
        let left: Vec<String> = inner.object.keys().cloned().collect();
        for name in left {
            inner.fault(&name, "UnknownProperty");
        }
        self.faults.append(&mut inner.faults);
    }

    /// Refuses what is faulty or not known.
    pub(super) fn done(mut self) -> Result<(), Refused> {
        let left: Vec<String> = self.object.keys().cloned().collect();
        for name in left {
            self.fault(&name, "UnknownProperty");
        }
        if self.faults.is_empty() {
            Ok(())
        } else {
            Err(Refused::fields(&self.faults))
        }
    }
}

/// The reservation that is asked for.
pub(super) fn reservation(request: &Request<Vec<u8>>) -> Result<Asked, Refused> {
    let mut fields = Fields::of(request)?;
    let (mut guest, mut email) = (String::new(), None);
    if let Some(mut one) = fields.only("guests") {
        let first = one.text("guestFirstName", false).unwrap_or_default();
        let last = one.text("guestLastName", true).unwrap_or_default();
        format!("{first} {last}").trim().clone_into(&mut guest);
        email = one.text("email", false);
        if email
            .as_deref()
            .is_some_and(|email| !email.contains('@') || email.contains(' '))
        {
            one.fault("email", "Email");
        }
        one.text("phone", false);
        one.number("guestType", &[1, 2]);
        one.truth("sendInvitation");
        one.truth("sendAccountActivationEmail");
        fields.take_faults(one);
    }
    let mut comment = String::new();
    if let Some(mut data) = fields.object("additionalData") {
        comment = data.text("comment", false).unwrap_or_default();
        if comment.chars().count() > 2_000 {
            data.fault("comment", "MaximumLength");
        }
        fields.take_faults(data);
    }
    let (mut checkin, mut checkout) = (0, 0);
    if let Some(mut visit) = fields.object("visitData") {
        visit.number("visitType", &[1]);
        let mut read = |name: &str| {
            let found = visit.text(name, true).and_then(|text| moment(&text));
            if found.is_none() {
                visit.fault(name, "Invalid");
            }
            found.unwrap_or_default()
        };
        (checkin, checkout) = (read("checkin"), read("checkout"));
        if checkin >= checkout {
            visit.fault("checkout", "GreaterThan");
        }
        fields.take_faults(visit);
    }
    let mut template = String::new();
    if let Some(mut one) = fields.only("accessTemplates") {
        template = one.text("id", true).unwrap_or_default();
        one.text("name", false);
        fields.take_faults(one);
    }
    fields.done()?;
    Ok(Asked {
        template,
        checkin,
        checkout,
        guest,
        email,
        comment,
    })
}
