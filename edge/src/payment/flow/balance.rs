//! The balance of a payment: amounts taken, refunded and disputed, the call that is left to do, and what blocks it. Pure.

use shared::payment::PaymentProblem;

use super::{Flow, State, Todo};

impl Flow {
    /// Whether money has come, or the restaurant has accepted and an authorised amount is about to be captured.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.taken > 0 || (self.capture && self.state == State::Authorised)
    }

    /// The refunded amount, failed refunds aside.
    pub(super) fn sent(&self) -> i64 {
        let sent = if self.reversals.has_no_refunds() {
            self.returned
        } else {
            self.reversals.sent()
        };
        sent.min(self.taken)
    }

    /// The total that is to be refunded, or was refunded at the provider.
    #[must_use]
    pub fn due_back(&self) -> i64 {
        self.owed.min(self.taken).max(self.sent())
    }

    /// The amount that the payer has back: by refunds that succeeded, and by disputes that were lost.
    #[must_use]
    pub fn gone_back(&self) -> i64 {
        let refunded = if self.reversals.has_no_refunds() {
            self.returned
        } else {
            self.reversals.succeeded()
        };
        refunded
            .saturating_add(self.reversals.charged_back())
            .min(self.taken)
    }

    /// The amount that the payer has back, is being refunded, or is to be refunded: none of it pays for anything.
    #[must_use]
    pub fn gone_or_due(&self) -> i64 {
        let sent = self.sent().saturating_add(self.reversals.charged_back());
        self.owed.max(sent).min(self.taken)
    }

    /// The provider call that is left, beside the one that begins the payment.
    #[must_use]
    pub fn todo(&self) -> Option<Todo> {
        let look = self.reversals.has_unseen().then_some(Todo::Look);
        match self.state {
            State::Refunding => Some(self.refund()),
            State::Authorised if self.capture => Some(Todo::Capture),
            State::Lapsed if !self.closed => Some(Todo::Cancel),
            State::Charging => Some(Todo::Charge(self.claim)),
            _ => look,
        }
    }

    /// How many refunds in a row have failed: those before money was last where it belongs are
    /// not counted.
    #[must_use]
    pub fn refusals(&self) -> usize {
        self.reversals.failures().saturating_sub(self.failed_before)
    }

    fn refund(&self) -> Todo {
        let there = self.sent().saturating_add(self.reversals.charged_back());
        let (amount, failures) = (self.owed.min(self.taken) - there, self.reversals.failures());
        if amount <= 0 {
            return Todo::Look;
        }
        Todo::Refund {
            amount,
            total: self.sent() + amount,
            failures,
        }
    }

    /// The problem that keeps the restaurant from money that it was promised, or a payer from a due refund; none if there is
    /// no problem.
    #[must_use]
    pub fn problem(&self) -> Option<PaymentProblem> {
        let is_refunding = self.state == State::Refunding;
        if self.reversals.charged_back() > 0 {
            Some(PaymentProblem::DisputeLost)
        } else if self.reversals.in_dispute() > 0 {
            Some(PaymentProblem::Disputed)
        } else if self.lost && self.taken == 0 {
            Some(if self.capture {
                PaymentProblem::CaptureFailed
            } else {
                PaymentProblem::AuthorisationLost
            })
        } else if is_refunding && self.refusals() > 0 {
            Some(PaymentProblem::RefundFailed)
        } else if is_refunding && self.stuck {
            Some(PaymentProblem::RefundStuck)
        } else if self.stuck && self.state == State::Authorised {
            Some(PaymentProblem::CaptureFailed)
        } else {
            None
        }
    }
}
