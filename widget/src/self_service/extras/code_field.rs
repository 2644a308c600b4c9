//! The field of the access code, and the code that is used.

use std::fmt;

use shared::choices::AccessCode;
use shared::id::ExperienceId;
use shared::validation::FieldCode;

/// The field of the access code.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct CodeField {
    /// As typed.
    pub text: String,
    /// The fault that is shown.
    pub fault: Option<FieldCode>,
    /// The code that the guest uses.
    pub(super) used: Option<AccessCode>,
    /// The code that is sent at present.
    pub(super) sent: Option<AccessCode>,
    /// The experiences that it opens. It is sent for those alone, or for all where it opens none but lower rates.
    pub(super) opened: Vec<ExperienceId>,
    /// The number of the request for what the venue offers with it.
    pub(super) asked: Option<u32>,
}

impl fmt::Debug for CodeField {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The code is a secret of those who have it.
        formatter
            .debug_struct("CodeField")
            .field("fault", &self.fault)
            .field("used", &self.used)
            .finish_non_exhaustive()
    }
}

impl CodeField {
    /// Whether a code is used.
    #[must_use]
    pub fn is_used(&self) -> bool {
        self.used.is_some()
    }
}
