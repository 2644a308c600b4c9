//! An endpoint: its method and path, access, rate limit, request body and the function that answers it.
//! [`super::endpoints`] is the table of all of them; routing, `Allow`, CORS, the log's route name, the checks before a
//! handler and the OpenAPI document are derived from it.

use std::cell::RefCell;
use std::pin::Pin;

use secrecy::SecretString;
use serde_json::Value;
use shared::access::Permission;
use shared::problem::ProblemCode;
use shared::validation::{Readable, read_json, read_query};

use super::error::ApiError;
use super::external_error::ExternalError;
use super::{Context, Reply, Request, body, client, idempotency, request_limits};
use crate::access::StaffSender;
use crate::limits::{Class, TooMany};
use crate::storage::idempotency::IdempotencyKey;
use crate::venue::client::VenueClient;
use config::VenueSettings;

#[cfg(test)]
use super::openapi_docs::Docs;

/// The methods that endpoints take. `HEAD` is answered as `GET`, and `OPTIONS` for every path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
    /// `PUT`.
    Put,
    /// `PATCH`.
    Patch,
    /// `DELETE`.
    Delete,
}

impl Verb {
    /// The method's name.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Whether it changes nothing (RFC 9110, section 9.2.1).
    #[must_use]
    pub const fn is_safe(self) -> bool {
        matches!(self, Self::Get)
    }
}

/// The callers of an endpoint, by the token that it requires. A missing token is answered with 401 before the handler
/// runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone: the API as the widget uses it.
    Public,
    /// Anyone. The bearer token of a reservation, if there is one, is compared in the venue's object.
    PublicOrReservationToken,
    /// The bearer of the reservation's `manageToken`, which the venue's object compares.
    ReservationToken,
    /// The bearer of the order's `orderToken`, which the venue's object compares.
    OrderToken,
    /// The bearer of the waitlist entry's `wishToken`, which the venue's object compares.
    EntryToken,
    /// Staff, their systems and operators with this permission, by a key or the cookie of a session. The staff key and the
    /// operator's are compared here, access keys and sessions in the venue's object.
    Staff(Permission),
    /// The same, or the bearer of a token that was sent to the restaurant for one reservation. The venue's object compares
    /// the token.
    StaffOrToken(Permission),
    /// Operators of the deployment, by their key, which is compared here, or the cookie of a session, which the directory's
    /// object compares.
    Operator,
    /// A vendor that signs its requests. The venue's object verifies the signature.
    Signature,
    /// A client of an issuer of tokens, by credentials in the header or in the form. The account's object compares them.
    Client,
    /// Anyone, by a page of this host: a browser shows it, and its forms may hold tokens. Other origins may neither
    /// read it nor post to it.
    Page,
}

impl Access {
    /// Whether pages of the venue's listed origins may call it with `fetch`.
    #[must_use]
    pub const fn is_cross_origin(self) -> bool {
        match self {
            Self::Public
            | Self::PublicOrReservationToken
            | Self::ReservationToken
            | Self::OrderToken
            | Self::EntryToken => true,
            Self::Staff(_)
            | Self::StaffOrToken(_)
            | Self::Operator
            | Self::Signature
            | Self::Client
            | Self::Page => false,
        }
    }

    /// Whether it takes a bearer token.
    #[must_use]
    pub const fn takes_token(self) -> bool {
        !matches!(self, Self::Public | Self::Signature | Self::Client | Self::Page)
    }
}

/// The place where an endpoint's requests are counted against the limits of their caller: always before a secret is
/// compared or a venue's object is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateLimit {
    /// Not counted: the response is constant, reaches no object and compares no secret, or its handler counts the requests
    /// that do.
    Unlimited,
    /// In this isolate, as this class.
    Isolate(Class),
    /// In this isolate, as this class. The page shows that there were too many requests; the handler runs.
    IsolatePage(Class),
    /// In this isolate: wrong keys as look-ups, right ones as staff's, and requests without a key as reads. So are
    /// requests of operators, and of clients by their credentials.
    Staff,
    /// In the venue's object, which counts exactly.
    VenueObject,
}

/// The use that an endpoint makes of the isolate's cache of responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caching {
    /// Not at all.
    Unused,
    /// Its responses are the same for all callers and may be cached.
    Shared,
    /// Its requests may change which slots are open: the venue's cached responses are removed, also after a failure.
    Invalidates,
}

/// The form in which an endpoint reads a request's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// Not read.
    Unread,
    /// JSON, parsed before the handler runs.
    Json,
    /// JSON of up to [`super::body::MAX_LARGE_BYTES`], parsed before the handler runs.
    LargeJson,
    /// Fields of an HTML form, read by the handler.
    Form,
    /// The bytes as they came, since a signature covers them. Up to 256 KiB instead of 16.
    Raw,
    /// The bytes of a picture, up to [`shared::picture::MAX_PICTURE_BYTES`].
    Picture,
}

impl Body {
    /// Whether it is JSON.
    #[must_use]
    pub const fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::LargeJson)
    }
}

/// The outcome of a handler. The worker runs in one thread, so it need not be `Send`.
pub type HandlerFuture<'r, E = ApiError> = Pin<Box<dyn Future<Output = Result<Reply, E>> + 'r>>;

/// The function that answers a request, by the format of its errors.
#[derive(Clone, Copy)]
pub enum Handler {
    /// Answers errors as problem details.
    Api(for<'r, 'a> fn(AdmittedRequest<'r, 'a>) -> HandlerFuture<'r>),
    /// Answers errors as Molzait does.
    External(for<'r, 'a> fn(AdmittedRequest<'r, 'a>) -> HandlerFuture<'r, ExternalError>),
}

/// An endpoint.
#[derive(Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a column of the table of endpoints, independent of the others"
)]
pub struct Endpoint {
    /// Its method.
    pub verb: Verb,
    /// Its path. `{name}` stands for one segment, which is checked by its name in [`super::path_match`].
    pub path: &'static str,
    /// The route's name in the log. Paths are not logged, since they contain ids.
    pub route: &'static str,
    /// The callers that it admits.
    pub access: Access,
    /// The place where its requests are counted.
    pub rate_limit: RateLimit,
    /// Whether it requires an `Idempotency-Key`.
    pub is_idempotent: bool,
    /// Whether it takes the token of the check against robots, in the header `turnstile-token`.
    pub takes_challenge: bool,
    /// Whether it takes the code of rates that others do not see, in the header `access-code`.
    pub takes_access_code: bool,
    /// Its use of the isolate's cache of responses.
    pub caching: Caching,
    /// Whether it opens a WebSocket. Browsers let pages of any origin open and read one (RFC 6455, section 10.2), so it is
    /// guarded as a write is.
    pub opens_web_socket: bool,
    /// The form of the request's body.
    pub body: Body,
    /// The function that answers it.
    pub handler: Handler,
    /// Its documentation in the OpenAPI document, which a test makes.
    #[cfg(test)]
    pub docs: Docs,
}

impl Endpoint {
    /// A public `GET` without a rate limit, for entries to state only what differs.
    pub const DEFAULT: Self = Self {
        verb: Verb::Get,
        path: "",
        route: "",
        access: Access::Public,
        rate_limit: RateLimit::Unlimited,
        is_idempotent: false,
        takes_challenge: false,
        takes_access_code: false,
        caching: Caching::Unused,
        opens_web_socket: false,
        body: Body::Unread,
        handler: Handler::Api(|_| Box::pin(async { Err(ProblemCode::NotFound.into()) })),
        #[cfg(test)]
        docs: Docs::UNDESCRIBED,
    };

    /// Whether it changes nothing, and its response can be withheld from pages of other origins.
    #[must_use]
    pub const fn is_read(&self) -> bool {
        self.verb.is_safe() && !self.opens_web_socket
    }
}

/// A request that has been admitted, for its handler.
pub struct AdmittedRequest<'r, 'a> {
    /// The request.
    pub request: &'r Request,
    /// The dependencies of handlers.
    pub context: &'r Context<'a>,
    /// The venue of the path or, under `/external`, of the key.
    pub venue: Option<&'r VenueSettings>,
    /// Whether an operator has suspended that venue.
    pub is_suspended: bool,
    /// The path's parameters by name.
    pub parameters: Vec<(&'static str, &'r str)>,
    /// The JSON body; null for endpoints without one.
    pub json: Value,
    /// The `Idempotency-Key`, for endpoints that require one.
    pub key: Option<IdempotencyKey>,
    /// The bearer token, where it is none of staff.
    pub token: Option<SecretString>,
    /// The sender, where it is staff.
    pub staff: Option<StaffSender>,
    /// The refusal of the rate limit, if the caller has sent too many requests, for [`RateLimit::IsolatePage`].
    pub too_many: Option<TooMany>,
    /// The cause of an error that a page shows with status 200, for the log.
    pub cause: &'r RefCell<Option<String>>,
}

impl<'r, 'a> AdmittedRequest<'r, 'a> {
    /// A call without path parameters and without a token: parses the JSON body and the `Idempotency-Key`, as far as
    /// the endpoint takes them.
    pub fn new(
        endpoint: &Endpoint,
        request: &'r Request,
        venue: Option<&'r VenueSettings>,
        context: &'r Context<'a>,
        cause: &'r RefCell<Option<String>>,
    ) -> Result<Self, ApiError> {
        let json = match endpoint.body {
            Body::Json | Body::LargeJson => body::json(request)?,
            Body::Unread | Body::Form | Body::Raw | Body::Picture => Value::Null,
        };
        let key = endpoint
            .is_idempotent
            .then(|| idempotency::key(request))
            .transpose()?;
        Ok(Self {
            request,
            context,
            venue,
            is_suspended: false,
            parameters: Vec::new(),
            json,
            key,
            token: None,
            staff: None,
            too_many: None,
            cause,
        })
    }

    /// The venue, or the error `venue_not_found`.
    pub fn venue(&self) -> Result<&'r VenueSettings, ApiError> {
        Ok(self.venue.ok_or(ProblemCode::VenueNotFound)?)
    }

    /// A parameter of the path, parsed. One that is missing or cannot be parsed is `not_found`.
    pub fn parameter<T, E>(
        &self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, ApiError> {
        let found = self.parameters.iter().find(|(known, _)| *known == name);
        let parsed = found.and_then(|(_, text)| parse(text).ok());
        Ok(parsed.ok_or(ProblemCode::NotFound)?)
    }

    /// The query, decoded and read into its type.
    pub fn query<T: Readable>(&self) -> Result<T, ApiError> {
        Ok(read_query(request_limits::parameters(self.request)?)?)
    }

    /// The JSON body, read into its type. Every faulty field is named in the error.
    pub fn body<T: Readable>(&mut self) -> Result<T, ApiError> {
        Ok(read_json(self.json.take())?)
    }

    /// The `Idempotency-Key`.
    pub fn key(&mut self) -> Result<IdempotencyKey, ApiError> {
        Ok(self.key.take().ok_or(ProblemCode::IdempotencyKeyRequired)?)
    }

    /// The venue's client. The object counts the sender of this request and compares their token.
    pub fn venue_client(&self) -> Result<VenueClient<'a>, ApiError> {
        Ok((self.context.venue_client)(self.venue()?).with_visitor(client::visitor(self.request)))
    }

    /// The venue's client for requests of staff: without the visitor's address, and with the sender.
    pub fn staff_client(&self) -> Result<VenueClient<'a>, ApiError> {
        Ok((self.context.venue_client)(self.venue()?).with_staff(self.staff.clone()))
    }
}
