//! Errors of `/external`, in Molzait's wire format: `statusCode`, `message` (a text, or one for each faulty field) and
//! `error`.

use http::StatusCode;
use http::header::{HeaderValue, RETRY_AFTER};
use serde::Serialize;
use shared::id::TableId;
use shared::validation::{FieldCode, FieldError, FieldErrors};

use super::error::ApiError;
use super::{Reply, json};
use crate::error::VenueError;

/// The error of a request.
pub struct ExternalError {
    status: StatusCode,
    message: Message,
    /// The field `error`; by default the status' own name.
    error: Option<&'static str>,
    retry_after: Option<u32>,
    /// The cause, for the log alone.
    pub cause: Option<String>,
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

impl ExternalError {
    fn new(status: StatusCode, message: &str) -> Self {
        Self {
            status,
            message: Message::One(message.to_owned()),
            error: None,
            retry_after: None,
            cause: None,
        }
    }

    /// A missing or a wrong key.
    pub fn unauthorized() -> Self {
        Self {
            error: Some("Invalid or expired token"),
            ..Self::new(StatusCode::UNAUTHORIZED, "Unauthorized")
        }
    }

    /// Whether it is [`ExternalError::unauthorized`].
    pub fn is_unauthorized(&self) -> bool {
        self.status == StatusCode::UNAUTHORIZED
    }

    /// A request that is not allowed, whether or not its key is right.
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "Forbidden resource")
    }

    /// An unknown path, or one that does not take this method.
    pub fn no_such_place() -> Self {
        Self::new(StatusCode::NOT_FOUND, "There is nothing here")
    }

    /// An unknown reservation.
    pub fn no_reservation() -> Self {
        Self::new(StatusCode::NOT_FOUND, "Reservation not found")
    }

    /// An unknown gift card.
    pub fn no_card() -> Self {
        Self::new(StatusCode::NOT_FOUND, "Gift card not found")
    }

    /// An unknown transaction of a gift card, or one of an unknown card.
    pub fn no_card_transaction() -> Self {
        Self::new(StatusCode::NOT_FOUND, "Transaction not found")
    }

    /// A request that does not fit the state of things.
    pub fn conflict(message: &str) -> Self {
        Self::new(StatusCode::CONFLICT, message)
    }

    /// The error of a request about a gift card.
    pub fn of_card(error: VenueError) -> Self {
        match error {
            VenueError::NotFound => Self::no_card(),
            other => other.into(),
        }
    }

    /// The error of a call about a table.
    pub fn of_table(error: VenueError) -> Self {
        match error {
            VenueError::NotFound => Self::new(
                StatusCode::NOT_FOUND,
                "No party has been checked in at this table",
            ),
            other => other.into(),
        }
    }

    /// The error of a request about a floor plan.
    pub fn of_floor_plan(error: VenueError) -> Self {
        match error {
            VenueError::NotFound => Self::new(StatusCode::NOT_FOUND, "Floor plan not found"),
            VenueError::SettingsRefused { refusal, .. } if !refusal.faults.is_empty() => {
                let faults = refusal.faults.iter();
                Self::bad(
                    faults
                        .map(|fault| format!("{}: {}", fault.pointer, fault.message))
                        .collect(),
                )
            }
            VenueError::SettingsRefused { detail, .. } => Self::new(StatusCode::CONFLICT, &detail),
            other => other.into(),
        }
    }

    /// Faulty fields, with a message about each.
    pub fn bad(messages: Vec<String>) -> Self {
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

    /// The same with messages about other faulty fields before its own.
    pub fn after(self, messages: &[String]) -> Self {
        let own = match self.message {
            Message::One(message) if self.status != StatusCode::BAD_REQUEST => {
                return Self {
                    message: Message::One(message),
                    ..self
                };
            }
            Message::One(message) => vec![message],
            Message::Many(own) => own,
        };
        Self {
            message: Message::Many(messages.iter().cloned().chain(own).collect()),
            ..self
        }
    }

    /// Tables that are taken by other parties, or blocked by rules of the day.
    fn tables_not_free(taken: &[TableId], blocked: &[TableId]) -> Self {
        let parts = [("taken", taken), ("blocked", blocked)];
        let parts = parts.iter().filter(|(_, ids)| !ids.is_empty());
        let parts: Vec<_> = parts
            .map(|(what, ids)| format!("{what}: {}", joined(ids)))
            .collect();
        Self::new(
            StatusCode::CONFLICT,
            &format!("Tables are not free ({})", parts.join("; ")),
        )
    }

    fn with_cause(self, cause: String) -> Self {
        Self {
            cause: Some(cause),
            ..self
        }
    }

    /// The error as a response.
    pub fn reply(self) -> Reply {
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

fn joined(ids: &[TableId]) -> String {
    let ids: Vec<_> = ids.iter().map(TableId::as_str).collect();
    ids.join(", ")
}

impl From<FieldErrors> for ExternalError {
    fn from(errors: FieldErrors) -> Self {
        Self::fields(&errors.into_vec())
    }
}

impl From<ApiError> for ExternalError {
    fn from(ApiError { problem, cause }: ApiError) -> Self {
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let message = problem.detail.as_deref().unwrap_or(&problem.title);
        Self {
            cause,
            retry_after: problem.retry_after,
            ..Self::new(status, message)
        }
    }
}

impl From<VenueError> for ExternalError {
    fn from(error: VenueError) -> Self {
        match error {
            VenueError::Fields(errors) => Self::fields(&errors),
            VenueError::Taken { .. } => Self::new(StatusCode::CONFLICT, "The slot is not available"),
            VenueError::TablesNotFree { taken, blocked } => Self::tables_not_free(&taken, &blocked),
            VenueError::TablesOfOneName { ids } => Self::new(
                StatusCode::CONFLICT,
                &format!("Several tables have this name: write tableIds ({})", joined(&ids)),
            ),
            VenueError::NotFound => Self::no_reservation(),
            VenueError::IllegalTransition => Self::new(
                StatusCode::CONFLICT,
                "The reservation's status does not allow this step",
            ),
            // A creation that was interrupted: the list shows whether the reservation exists.
            VenueError::OutcomeUnknown(cause) => {
                Self::new(StatusCode::GATEWAY_TIMEOUT, "Not known yet").with_cause(cause)
            }
            other => ApiError::from(other).into(),
        }
    }
}
