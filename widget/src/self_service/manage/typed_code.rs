//! The field of the access code.

use std::fmt;

use shared::validation::FieldCode;

/// The access code that a guest types, to change a reservation of a private experience.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct TypedCode {
    /// As typed.
    pub text: String,
    /// The fault that is shown.
    pub fault: Option<FieldCode>,
    /// Whether another table is looked for then; else what was chosen is changed.
    pub(super) is_for_move: bool,
    /// The number of the request for what the venue offers with it.
    pub(super) asked: Option<u32>,
}

impl fmt::Debug for TypedCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The code is a secret of those who have it.
        formatter
            .debug_struct("TypedCode")
            .field("fault", &self.fault)
            .field("is_for_move", &self.is_for_move)
            .field("asked", &self.asked)
            .finish_non_exhaustive()
    }
}
