//! The endpoints of a request's path, with the path's parameters, and the values derived from them: `Allow`, the
//! headers of CORS and the log's route name.

use http::{HeaderValue, Method};
use shared::id::{
    AccessKeyId, DayRuleId, ExperienceId, OrderId, PaymentId, PersonId, PictureName, ReservationId,
    SecretName, SessionId, VenueId, WaitlistEntryId, WebhookId,
};
use shared::locale::Language;
use shared::problem::ProblemCode;
use shared::settings::SettingsVersion;
use shared::webhook::WebhookHost;

use super::access_code;
use super::endpoint::{Body, Endpoint, Verb};

/// The endpoints of a path, one for each method, and the path's parameters.
#[derive(Clone)]
pub struct PathMatch<'p> {
    endpoints: Vec<&'static Endpoint>,
    /// The parameters by name, in the path's order.
    pub parameters: Vec<(&'static str, &'p str)>,
}

/// The path's parameters, if it matches this template.
fn parameters<'p>(template: &'static str, path: &'p str) -> Option<Vec<(&'static str, &'p str)>> {
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    let mut parameters = Vec::new();
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(parameters),
            (Some(wanted), Some(given)) => {
                match wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                    Some(name) => parameters.push((name, given)),
                    None if wanted == given => {}
                    None => return None,
                }
            }
            (Some(_), None) | (None, Some(_)) => return None,
        }
    }
}

impl<'p> PathMatch<'p> {
    /// The endpoints among these whose template matches a path; none if no template matches.
    pub fn of(path: &'p str, all: impl Iterator<Item = &'static Endpoint> + Clone) -> Option<Self> {
        let (template, parameters) = all
            .clone()
            .find_map(|endpoint| Some((endpoint.path, parameters(endpoint.path, path)?)))?;
        Some(Self {
            endpoints: all.filter(|endpoint| endpoint.path == template).collect(),
            parameters,
        })
    }

    /// Checks the parameters by their names: an invalid venue's id is `venue_not_found`, every other invalid value is
    /// `not_found`.
    pub fn checked(self) -> Result<Self, ProblemCode> {
        // The venue comes first in a path. It is checked last, so that another fault is `not_found` at any venue.
        for (name, text) in self.parameters.iter().rev() {
            let is_valid = match *name {
                "reservationId" => ReservationId::parse(text).is_ok(),
                "experienceId" => ExperienceId::parse(text).is_ok(),
                "orderId" => OrderId::parse(text).is_ok(),
                "ruleId" => DayRuleId::parse(text).is_ok(),
                "entryId" => WaitlistEntryId::parse(text).is_ok(),
                "keyId" => AccessKeyId::parse(text).is_ok(),
                "personId" => PersonId::parse(text).is_ok(),
                "sessionId" => SessionId::parse(text).is_ok(),
                "paymentId" => PaymentId::parse(text).is_ok(),
                "webhookId" => WebhookId::parse(text).is_ok(),
                "webhookHost" => WebhookHost::parse(text).is_ok(),
                "secretName" => SecretName::parse(text).is_ok(),
                "pictureName" => PictureName::parse(text).is_ok(),
                "source" => !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase()),
                "version" => text.parse::<SettingsVersion>().is_ok(),
                "number" => text.parse::<u32>().is_ok(),
                "language" => Language::parse(text).is_ok(),
                "venueId" | "pictureVenue" => VenueId::parse(text).is_ok(),
                "venue" if VenueId::parse(text).is_err() => return Err(ProblemCode::VenueNotFound),
                _ => true,
            };
            if !is_valid {
                return Err(ProblemCode::NotFound);
            }
        }
        Ok(self)
    }

    /// The venue's id, if the path has one.
    pub fn venue(&self) -> Option<VenueId> {
        let found = self.parameters.iter().find(|(name, _)| *name == "venue");
        found.and_then(|(_, text)| VenueId::parse(text).ok())
    }

    /// One endpoint for each method of the path.
    pub fn endpoints(&self) -> impl Iterator<Item = &'static Endpoint> {
        self.endpoints.iter().copied()
    }

    /// The endpoint of a method; none for one that the path does not take. `HEAD` is answered as `GET`.
    pub fn endpoint(&self, method: &Method) -> Option<&'static Endpoint> {
        let name = if *method == Method::HEAD {
            Verb::Get.text()
        } else {
            method.as_str()
        };
        self.endpoints().find(|endpoint| endpoint.verb.text() == name)
    }

    /// Whether pages of the venue's listed origins may call the path by this method, or by any for one that it does not
    /// take.
    pub fn is_cross_origin(&self, method: &Method) -> bool {
        match self.endpoint(method) {
            Some(endpoint) => endpoint.access.is_cross_origin(),
            None => self.cross_origin().next().is_some(),
        }
    }

    /// The path's name in the log.
    pub fn route(&self) -> &'static str {
        self.endpoints().next().map_or("-", |endpoint| endpoint.route)
    }

    /// The methods that the path takes, for the header `Allow`. `HEAD` comes with `GET`, and `OPTIONS` with every path.
    pub fn allow(&self) -> HeaderValue {
        let mut methods = Vec::new();
        for endpoint in self.endpoints() {
            methods.push(endpoint.verb.text());
            if endpoint.verb == Verb::Get {
                methods.push("HEAD");
            }
        }
        methods.push("OPTIONS");
        list(&methods)
    }

    /// The value of `Access-Control-Allow-Methods`. `GET` needs no permission, so it is listed only if there is no other.
    pub fn cross_origin_methods(&self) -> HeaderValue {
        let mut methods: Vec<_> = self.cross_origin().map(|endpoint| endpoint.verb.text()).collect();
        if methods.is_empty() {
            methods.push(Verb::Get.text());
        }
        list(&methods)
    }

    /// The value of `Access-Control-Allow-Headers`; none if the path reads no header that needs permission.
    pub fn cross_origin_headers(&self) -> Option<HeaderValue> {
        let is_any = |reads: fn(&Endpoint) -> bool| self.cross_origin().any(reads);
        let headers: Vec<_> = [
            ("authorization", is_any(|endpoint| endpoint.access.takes_token())),
            ("content-type", is_any(|endpoint| endpoint.body.is_json())),
            ("idempotency-key", is_any(|endpoint| endpoint.is_idempotent)),
            ("turnstile-token", is_any(|endpoint| endpoint.takes_challenge)),
            (access_code::NAME, is_any(|endpoint| endpoint.takes_access_code)),
        ]
        .into_iter()
        .filter_map(|(name, is_read)| is_read.then_some(name))
        .collect();
        (!headers.is_empty()).then(|| list(&headers))
    }

    fn cross_origin(&self) -> impl Iterator<Item = &'static Endpoint> {
        self.endpoints()
            .filter(|endpoint| endpoint.access.is_cross_origin())
    }

    /// Whether an endpoint of the path takes bodies of this form.
    pub fn takes(&self, body: Body) -> bool {
        self.endpoints().any(|endpoint| endpoint.body == body)
    }
}

/// A comma-separated header value. Methods and header names are always valid in one.
fn list(names: &[&str]) -> HeaderValue {
    HeaderValue::from_str(&names.join(", ")).unwrap_or(HeaderValue::from_static(""))
}
