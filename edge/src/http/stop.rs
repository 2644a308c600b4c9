//! What stops a request. It must not know how it is answered.

use shared::problem::{Problem, ProblemCode};
use shared::validation::FieldErrors;

use super::problem::of_provider;
use crate::limits::TooMany;
use crate::provider::ProviderError;

/// What stops a request, with what only the log may say of it.
pub struct Stop {
    /// The answer.
    pub problem: Box<Problem>,
    /// For the log.
    pub cause: Option<String>,
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self {
            problem: Box::new(problem),
            cause: None,
        }
    }
}

impl From<ProblemCode> for Stop {
    fn from(code: ProblemCode) -> Self {
        Problem::new(code).into()
    }
}

impl From<ProviderError> for Stop {
    fn from(error: ProviderError) -> Self {
        let (problem, cause) = of_provider(error);
        Self {
            problem: Box::new(problem),
            cause,
        }
    }
}

impl From<TooMany> for Stop {
    fn from(TooMany { retry_after }: TooMany) -> Self {
        ProviderError::TooMany { retry_after }.into()
    }
}

impl From<FieldErrors> for Stop {
    fn from(errors: FieldErrors) -> Self {
        Problem::fields(errors.into_vec()).into()
    }
}
