//! Errors in Molzait's shape: `statusCode`, `message` (a text, or several about
//! fields), `error`. It must not know how an error came about.

use http::StatusCode;
use http::header::{HeaderValue, RETRY_AFTER};
use serde::Serialize;
use shared::validation::{FieldCode, FieldError, FieldErrors};

use crate::http::{Reply, Stop, json};
use crate::provider::ProviderError;

/// What stops a request.
pub(super) struct Fault {
    status: StatusCode,
    message: Message,
    /// In place of the status' own name.
    error: Option<&'static str>,
    retry_after: Option<u32>,
    /// For the log alone.
    pub(super) cause: Option<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Message {
    One(String),
    Many(Vec<String>),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    status_code: u16,
    message: Message,
    error: &'static str,
}

impl Fault {
    fn new(status: StatusCode, message: &str) -> Self {
        Self {
            status,
            message: Message::One(message.to_owned()),
            error: None,
            retry_after: None,
            cause: None,
        }
    }

    /// No key, or not the right one.
    pub(super) fn unauthorized() -> Self {
        Self {
            error: Some("Invalid or expired token"),
            ..Self::new(StatusCode::UNAUTHORIZED, "Unauthorized")
        }
    }

    /// The key is right, or may be; the act is not allowed.
    pub(super) fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "Forbidden resource")
    }

    /// There is nothing at this address, or it does not take this method.
    pub(super) fn no_such_place() -> Self {
        Self::new(StatusCode::NOT_FOUND, "There is nothing here")
    }

    /// There is no reservation of this id.
    pub(super) fn no_reservation() -> Self {
        Self::new(StatusCode::NOT_FOUND, "Reservation not found")
    }

    /// There is no gift card of this code.
    pub(super) fn no_card() -> Self {
        Self::new(StatusCode::NOT_FOUND, "Gift card not found")
    }

    /// What is wrong with a call about a gift card.
    pub(super) fn of_card(error: ProviderError) -> Self {
        match error {
            ProviderError::NotFound => Self::no_card(),
            ProviderError::KeyReused => Self::new(
                StatusCode::CONFLICT,
                "The reference belongs to another transaction",
            ),
            other => other.into(),
        }
    }

    /// Fields are wrong: a line about each.
    pub(super) fn bad(messages: Vec<String>) -> Self {
        Self {
            message: Message::Many(messages),
            ..Self::new(StatusCode::BAD_REQUEST, "")
        }
    }

    fn fields(errors: &[FieldError]) -> Self {
        let is_unknown_experience =
            |error: &FieldError| error.pointer == "/experienceId" && error.code == FieldCode::Unknown;
        if errors.iter().any(is_unknown_experience) {
            return Self::new(StatusCode::NOT_FOUND, "Experience not found");
        }
        let line = |error: &FieldError| {
            let field = error.pointer.trim_start_matches('/').trim_start_matches("guest/");
            format!("{field}: {}", error.code)
        };
        Self::bad(errors.iter().map(line).collect())
    }

    fn with_cause(self, cause: String) -> Self {
        Self {
            cause: Some(cause),
            ..self
        }
    }

    /// The fault as an answer.
    pub(super) fn reply(self) -> Reply {
        let error = self.error.or_else(|| self.status.canonical_reason());
        let body = Body {
            status_code: self.status.as_u16(),
            message: self.message,
            error: error.unwrap_or_default(),
        };
        let mut reply = json(self.status, &body);
        if let Some(seconds) = self.retry_after {
            reply
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        reply
    }
}

impl From<FieldErrors> for Fault {
    fn from(errors: FieldErrors) -> Self {
        Self::fields(&errors.into_vec())
    }
}

impl From<Stop> for Fault {
    fn from(Stop { problem, cause }: Stop) -> Self {
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let message = problem.detail.as_deref().unwrap_or(&problem.title);
        Self {
            cause,
            retry_after: problem.retry_after,
            ..Self::new(status, message)
        }
    }
}

impl From<ProviderError> for Fault {
    fn from(error: ProviderError) -> Self {
        match error {
            ProviderError::Fields(errors) => Self::fields(&errors),
            ProviderError::Taken { .. } => Self::new(StatusCode::CONFLICT, "The slot is not available"),
            ProviderError::NotFound => Self::no_reservation(),
            ProviderError::IllegalTransition => Self::new(
                StatusCode::CONFLICT,
                "The reservation's status does not allow this step",
            ),
            // A creation that was cut short: whether it is there shows in the list.
            ProviderError::OutcomeUnknown(cause) => {
                Self::new(StatusCode::GATEWAY_TIMEOUT, "Not known yet").with_cause(cause)
            }
            other => Stop::from(other).into(),
        }
    }
}
