//! The error of a handler: a problem (RFC 9457), and its cause for the log alone.

use shared::problem::{Problem, ProblemCode};
use shared::validation::FieldErrors;

use super::problem::of_provider;
use crate::error::VenueError;
use crate::limits::TooMany;

/// The error of a request.
pub struct ApiError {
    /// The problem with which the client is answered.
    pub problem: Box<Problem>,
    /// The cause, for the log alone.
    pub cause: Option<String>,
}

impl From<Problem> for ApiError {
    fn from(problem: Problem) -> Self {
        Self {
            problem: Box::new(problem),
            cause: None,
        }
    }
}

impl From<ProblemCode> for ApiError {
    fn from(code: ProblemCode) -> Self {
        Problem::new(code).into()
    }
}

impl From<VenueError> for ApiError {
    fn from(error: VenueError) -> Self {
        let (problem, cause) = of_provider(error);
        Self {
            problem: Box::new(problem),
            cause,
        }
    }
}

impl From<TooMany> for ApiError {
    fn from(TooMany { retry_after }: TooMany) -> Self {
        VenueError::TooMany { retry_after }.into()
    }
}

impl From<FieldErrors> for ApiError {
    fn from(errors: FieldErrors) -> Self {
        Problem::fields(errors.into_vec()).into()
    }
}
