//! The `type` of a payment in Molzait's wire format, which `/external` writes and the adapter for Molzait reads. One
//! list for both, so that neither knows a word that the other does not.

use serde::Serialize;
use shared::payment::PaymentKind;

/// The kind of payment in advance, if there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentType {
    /// Nothing.
    None,
    /// The price itself.
    Payment,
    /// A part, set against the bill. Molzait's documents do not have this word.
    Deposit,
    /// A card on file, charged only for a no-show. Molzait's documents do not have this word.
    CardGuarantee,
}

impl PaymentType {
    /// Every type.
    pub const ALL: [Self; 4] = [Self::None, Self::Payment, Self::Deposit, Self::CardGuarantee];

    /// The word for it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Payment => "payment",
            Self::Deposit => "deposit",
            Self::CardGuarantee => "card_guarantee",
        }
    }

    /// The type of this word, if it is one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.text() == text)
    }

    /// The public kind of payment; none if there is none.
    #[must_use]
    pub const fn kind(self) -> Option<PaymentKind> {
        match self {
            Self::None => None,
            Self::Payment => Some(PaymentKind::Prepayment),
            Self::Deposit => Some(PaymentKind::Deposit),
            Self::CardGuarantee => Some(PaymentKind::CardGuarantee),
        }
    }
}

impl From<PaymentKind> for PaymentType {
    fn from(kind: PaymentKind) -> Self {
        match kind {
            PaymentKind::Prepayment => Self::Payment,
            PaymentKind::Deposit => Self::Deposit,
            PaymentKind::CardGuarantee => Self::CardGuarantee,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_is_one_word_in_both_directions() {
        for one in PaymentType::ALL {
            assert_eq!(serde_json::to_value(one).unwrap(), one.text());
            assert_eq!(PaymentType::parse(one.text()), Some(one));
            assert!(one.kind().is_none_or(|kind| PaymentType::from(kind) == one));
        }
        assert_eq!(PaymentType::parse("Payment"), None);
    }
}
