//! The one table from errors to problem responses (RFC 9457).

use http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER, UPGRADE, WWW_AUTHENTICATE};
use shared::problem::{MEDIA_TYPE, Problem, ProblemCode};
use shared::validation::{FieldCode, FieldError};

use super::{Reply, json_bytes};
use crate::error::VenueError;

/// The problem of a use case's error, and its cause for the operator's log alone.
#[must_use]
pub fn of_provider(error: VenueError) -> (Problem, Option<String>) {
    match error {
        VenueError::Fields(errors) if is_of_access_code(&errors) => (
            Problem {
                errors,
                ..Problem::new(ProblemCode::AccessCodeUnknown)
            },
            None,
        ),
        VenueError::Fields(errors) => (Problem::fields(errors), None),
        VenueError::PriceChanged { quote } => (
            Problem {
                quote: Some(quote),
                ..Problem::new(ProblemCode::PriceChanged)
            },
            None,
        ),
        VenueError::Taken { alternatives } => (
            Problem {
                alternatives: Some(alternatives),
                ..Problem::new(ProblemCode::SlotTaken)
            },
            None,
        ),
        VenueError::TablesNotFree { .. } => (Problem::new(ProblemCode::SlotTaken), None),
        VenueError::TablesOfOneName { .. } => (
            Problem::fields(vec![FieldError::new("/tableName", FieldCode::Invalid)]),
            None,
        ),
        VenueError::SlotOpen { alternatives } => (
            Problem {
                alternatives: Some(alternatives),
                ..Problem::new(ProblemCode::SlotOpen)
            },
            None,
        ),
        VenueError::TooManyEntries => (Problem::new(ProblemCode::TooManyEntries), None),
        VenueError::OfferOver => (Problem::new(ProblemCode::OfferOver), None),
        VenueError::InFlight => (Problem::new(ProblemCode::IdempotencyInFlight), None),
        VenueError::KeyReused => (Problem::new(ProblemCode::IdempotencyKeyReused), None),
        VenueError::Unauthorized => (Problem::new(ProblemCode::Unauthorized), None),
        VenueError::Forbidden => (Problem::new(ProblemCode::Forbidden), None),
        VenueError::UnknownVenue => (Problem::new(ProblemCode::VenueNotFound), None),
        VenueError::SettingsVersion { current } => (
            Problem::new(ProblemCode::VersionMismatch).with_detail(format!("Version {current} is in force.")),
            None,
        ),
        VenueError::SettingsRefused { refusal, detail } => {
            let code = if refusal.faults.is_empty() {
                ProblemCode::SettingsConflict
            } else {
                ProblemCode::SettingsInvalid
            };
            let problem = Problem {
                refusal: Some(refusal),
                ..Problem::new(code)
            };
            (problem.with_detail(detail), None)
        }
        // The field is the body as a whole.
        VenueError::Picture { code, detail } => (
            Problem::fields(vec![FieldError::new("", code)]).with_detail(detail),
            None,
        ),
        VenueError::Resync { cursor } => (
            Problem {
                cursor: Some(cursor),
                ..Problem::new(ProblemCode::Resync)
            },
            None,
        ),
        VenueError::NotFound => (Problem::new(ProblemCode::NotFound), None),
        VenueError::IllegalTransition => (Problem::new(ProblemCode::IllegalTransition), None),
        VenueError::Refused(code) => (Problem::new(code), None),
        VenueError::TooMany { retry_after } => (
            Problem {
                retry_after: Some(retry_after),
                ..Problem::new(ProblemCode::RateLimited)
            },
            None,
        ),
        VenueError::ChallengeFailed => (Problem::new(ProblemCode::ChallengeFailed), None),
        VenueError::Away { retry_after, cause } => (
            Problem {
                retry_after,
                ..Problem::new(ProblemCode::UpstreamUnavailable)
            },
            Some(cause),
        ),
        VenueError::Timeout => (Problem::new(ProblemCode::UpstreamTimeout), None),
        VenueError::Failed(cause) => (Problem::new(ProblemCode::UpstreamFailed), Some(cause)),
        VenueError::OutcomeUnknown(cause) => (Problem::new(ProblemCode::OutcomeUnknown), Some(cause)),
        VenueError::Broken(cause) => (Problem::new(ProblemCode::Internal), Some(cause)),
    }
}

/// Whether the only fault is that the access code opens nothing.
fn is_of_access_code(errors: &[FieldError]) -> bool {
    let opens_nothing = |code: FieldCode| matches!(code, FieldCode::Unknown | FieldCode::NotOffered);
    match errors {
        [fault] => fault.pointer == "/accessCode" && opens_nothing(fault.code),
        _ => false,
    }
}

/// The problem as a response, with the request's id.
#[must_use]
pub fn reply(mut problem: Problem, request_id: &str) -> Reply {
    problem.request_id = Some(request_id.to_owned());
    let mut reply = Reply::new(json_bytes(&problem));
    *reply.status_mut() =
        http::StatusCode::from_u16(problem.status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    reply
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    if problem.code == ProblemCode::Unauthorized {
        reply
            .headers_mut()
            .insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if problem.code == ProblemCode::UpgradeRequired {
        // RFC 9110, section 15.5.22.
        reply
            .headers_mut()
            .insert(UPGRADE, HeaderValue::from_static("websocket"));
    }
    if let Some(seconds) = problem.retry_after {
        reply
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    reply
}

#[cfg(test)]
mod tests {
    use shared::money::{Currency, Money};
    use shared::page::PagePosition;
    use shared::quote::Quote;

    use super::*;

    #[test]
    fn every_provider_error_has_its_status() {
        for (error, status) in [
            (
                VenueError::Fields(vec![FieldError::new("/day", FieldCode::InThePast)]),
                422,
            ),
            (VenueError::Taken { alternatives: vec![] }, 409),
            (VenueError::TablesOfOneName { ids: vec![] }, 422),
            (VenueError::SlotOpen { alternatives: vec![] }, 409),
            (
                VenueError::PriceChanged {
                    quote: Box::new(Quote::of(vec![], vec![], Money::zero(Currency::EUR)).unwrap()),
                },
                409,
            ),
            (VenueError::TooManyEntries, 409),
            (VenueError::OfferOver, 409),
            (VenueError::InFlight, 409),
            (VenueError::KeyReused, 422),
            (VenueError::Unauthorized, 401),
            (VenueError::UnknownVenue, 404),
            (VenueError::SettingsVersion { current: 3 }, 412),
            (
                VenueError::SettingsRefused {
                    refusal: Box::default(),
                    detail: String::new(),
                },
                409,
            ),
            (
                VenueError::Picture {
                    code: FieldCode::Invalid,
                    detail: "no picture".to_owned(),
                },
                422,
            ),
            (
                VenueError::Resync {
                    cursor: PagePosition(9),
                },
                410,
            ),
            (VenueError::Forbidden, 403),
            (VenueError::NotFound, 404),
            (VenueError::IllegalTransition, 409),
            (VenueError::Refused(ProblemCode::GiftCardUsedUp), 409),
            (VenueError::TooMany { retry_after: 7 }, 429),
            (VenueError::ChallengeFailed, 403),
            (
                VenueError::Away {
                    retry_after: Some(30),
                    cause: "breaker".into(),
                },
                503,
            ),
            (VenueError::Timeout, 504),
            (VenueError::Failed("garbage".into()), 502),
            (VenueError::OutcomeUnknown("timeout".into()), 504),
            (VenueError::Broken("a cause".into()), 500),
        ] {
            assert_eq!(of_provider(error).0.status, status);
        }
    }

    #[test]
    fn a_cause_is_for_the_log_and_never_in_the_answer() {
        let (problem, cause) = of_provider(VenueError::Broken("SQLITE_FULL".into()));
        assert_eq!(cause.as_deref(), Some("SQLITE_FULL"));
        let reply = reply(problem, "request-1");
        let body = String::from_utf8(reply.into_body()).unwrap();
        assert!(!body.contains("SQLITE_FULL"));
        assert!(body.contains(r#""requestId":"request-1""#));
    }
}
