//! Payments as rows: subject, state and deadline of each. A save queues the jobs that follow from the new state.

mod agreement;
pub mod letters;
mod payee;
pub(in crate::venue) mod unsettled;

pub use agreement::Agreement;
pub use payee::Payee;

use serde::{Deserialize, Serialize};
use shared::id::{OrderId, PaymentId, ReservationId};
use shared::money::Money;
use shared::payment::{Handover, Payment, PaymentStatus};
use shared::time::Instant;

use crate::payment::flow::{Event, Flow, Mode, News, State, Todo};
use crate::payment::{NewPayment, PaymentEvents, Reference};
use crate::storage::database::{Database, DatabaseError, Statement, Value, first, select};
use crate::storage::job_queue::{self, JobKind};
use crate::storage::row::{self, TableRow};

type Result<T> = std::result::Result<T, DatabaseError>;

/// How long the name of a notice is stored, in seconds: Stripe repeats a notice for up to three days.
pub(super) const WEBHOOK_EVENTS_RETENTION_SECONDS: i64 = 30 * DAY_SECONDS;
const HOUR_SECONDS: i64 = 60 * 60;
const DAY_SECONDS: i64 = 24 * HOUR_SECONDS;

/// The subject of a payment: the columns `kind` and `subject`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "subject", rename_all = "snake_case")]
pub enum Subject {
    /// A reservation's deposit, price or guarantee.
    Reservation(ReservationId),
    /// A gift card.
    GiftCardOrder(OrderId),
}

impl Subject {
    fn kind(&self) -> &'static str {
        match self {
            Self::Reservation(_) => "reservation",
            Self::GiftCardOrder(_) => "gift_card_order",
        }
    }

    fn id(&self) -> &str {
        match self {
            Self::Reservation(id) => id.as_str(),
            Self::GiftCardOrder(id) => id.as_str(),
        }
    }
}

/// A payment to create.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Its id.
    pub id: PaymentId,
    /// Its subject.
    pub subject: Subject,
    /// The way in which the money is taken.
    pub mode: Mode,
    /// Its amount.
    pub amount: Money,
    /// Minutes in which to pay.
    pub due_minutes: u32,
    /// Whether the deadline can be extended once by as much.
    pub is_extendable: bool,
    /// Whether the restaurant has accepted the reservation already.
    pub agreement: Agreement,
}

/// A stored payment. It cannot be printed: it contains the handover to the browser, which opens the payment.
#[derive(Clone, Serialize, Deserialize)]
pub struct Row {
    /// Its id.
    pub id: PaymentId,
    /// Its subject.
    #[serde(flatten)]
    pub subject: Subject,
    /// Its amount: the columns `amount` and `currency`.
    #[serde(flatten)]
    pub amount: Money,
    /// Its state.
    #[serde(with = "row::json")]
    pub flow: Flow,
    /// The provider's reference of the payment, once it is known.
    pub reference: Option<Reference>,
    /// The provider's reference of the charge to the stored card, once there is one.
    #[serde(rename = "charge_reference")]
    pub charge: Option<Reference>,
    /// The handover to the browser (where and how to pay), as long as the payment can be made.
    #[serde(with = "row::optional_json")]
    pub handover: Option<Handover>,
    /// The deadline of the payment.
    #[serde(with = "row::unix")]
    pub deadline: Instant,
    /// Whether the restaurant has accepted the reservation already.
    #[serde(rename = "agreed")]
    pub agreement: Agreement,
    due_minutes: u32,
    #[serde(rename = "extended", with = "row::flag")]
    is_extended: bool,
    #[serde(with = "row::unix")]
    created_at: Instant,
}

impl TableRow for Row {
    const TABLE: &'static str = "payments";
}

/// A notice of a provider that was read.
#[derive(Serialize, Deserialize)]
struct NoticeRow {
    id: String,
    #[serde(with = "row::unix")]
    at: Instant,
}

impl TableRow for NoticeRow {
    const TABLE: &'static str = "payment_notices";
}

/// News of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowNews {
    /// The news.
    pub news: News,
    /// The provider's reference of the refund or dispute that the news is about; none where it is about the payment
    /// itself.
    pub reversal: Option<String>,
    /// The number of consecutive failed refunds up to this news.
    pub refusals: usize,
}

/// Statements that store a new payment, and queue the job of its deadline.
pub fn create(wanted: &Wanted, now: Instant) -> Result<Vec<Statement>> {
    let row = Row {
        id: wanted.id.clone(),
        subject: wanted.subject.clone(),
        amount: wanted.amount,
        flow: Flow::new(wanted.mode),
        reference: None,
        charge: None,
        handover: None,
        deadline: now.plus_minutes(wanted.due_minutes.into()),
        agreement: wanted.agreement,
        due_minutes: wanted.due_minutes,
        is_extended: !wanted.is_extendable,
        created_at: now,
    };
    Ok(vec![
        row::insert(&row)?,
        job_queue::schedule(JobKind::Hold, row.id.as_str(), row.deadline),
    ])
}

/// The payment of this id.
pub fn find(database: &dyn Database, id: &PaymentId) -> Result<Option<Row>> {
    let sql = "SELECT * FROM payments WHERE id = ?";
    first(database, sql, vec![id.as_str().into()])
}

/// The payment of a reservation or an order, if it has one; the latest, where the first was lost and another one
/// requested.
pub fn of_subject(database: &dyn Database, subject: &Subject) -> Result<Option<Row>> {
    let sql = "SELECT * FROM payments WHERE kind = ? AND subject = ? ORDER BY rowid DESC LIMIT 1";
    first(database, sql, vec![subject.kind().into(), subject.id().into()])
}

/// All payments of a reservation or an order, in the order in which they were requested.
pub fn all_of_subject(database: &dyn Database, subject: &Subject) -> Result<Vec<Row>> {
    let sql = "SELECT * FROM payments WHERE kind = ? AND subject = ? ORDER BY rowid";
    select(database, sql, vec![subject.kind().into(), subject.id().into()])
}

/// The payment with this reference of the provider: its own, or that of the charge to its stored card.
pub fn of_reference(database: &dyn Database, reference: &Reference) -> Result<Option<Row>> {
    let sql = "SELECT * FROM payments WHERE reference = ? OR charge_reference = ?";
    let text = reference.0.as_str();
    first(database, sql, vec![text.into(), text.into()])
}

/// Whether a notice of this name was read before.
pub fn knows_notice(database: &dyn Database, id: &str) -> Result<bool> {
    #[derive(Deserialize)]
    struct Found {}
    let sql = "SELECT id FROM payment_notices WHERE id = ?";
    let found: Option<Found> = first(database, sql, vec![id.into()])?;
    Ok(found.is_some())
}

/// Stores the name of a notice that was read.
pub fn note(id: &str, now: Instant) -> Result<Vec<Statement>> {
    let notice = NoticeRow {
        id: id.to_owned(),
        at: now,
    };
    Ok(vec![
        Statement::new(
            "DELETE FROM payment_notices WHERE at < ?",
            vec![(now.unix() - WEBHOOK_EVENTS_RETENTION_SECONDS).into()],
        ),
        row::insert_if_absent(&notice)?,
    ])
}

impl Row {
    /// The payment after these events, and the news that follow from them.
    #[must_use]
    pub fn after(&self, events: &[Event]) -> (Self, Vec<RowNews>) {
        let mut all_news = Vec::new();
        let flow = events.iter().fold(self.flow.clone(), |flow, event| {
            let (flow, news) = flow.step(event.clone());
            all_news.extend(news.into_iter().map(|news| RowNews {
                news,
                reversal: event.reversal().map(str::to_owned),
                refusals: flow.refusals(),
            }));
            flow
        });
        (Self { flow, ..self.clone() }, all_news)
    }

    /// The same, begun with the provider.
    #[must_use]
    pub fn begun(&self, reference: Reference, handover: Handover) -> Self {
        let (row, _) = self.after(&[Event::Begun]);
        Self {
            reference: Some(reference),
            handover: Some(handover),
            ..row
        }
    }

    /// The same, whose stored card is charged under this name.
    #[must_use]
    pub fn charged(&self, charge: Reference) -> Self {
        Self {
            charge: Some(charge),
            ..self.clone()
        }
    }

    /// The mode and the reference under which the provider has the money: those of the charge to the stored card, once
    /// there is one.
    #[must_use]
    pub fn at_provider(&self) -> Option<(Mode, &Reference)> {
        match &self.charge {
            Some(charge) => Some((Mode::Charge, charge)),
            None => self
                .reference
                .as_ref()
                .map(|reference| (self.flow.mode, reference)),
        }
    }

    /// The provider's events under this reference, converted to events of this payment.
    #[must_use]
    pub fn own_events(&self, reference: &Reference, standing: PaymentEvents) -> PaymentEvents {
        if self.charge.as_ref() == Some(reference) {
            standing.into_iter().filter_map(Event::of_charge).collect()
        } else {
            standing
        }
    }

    /// The same with its deadline extended; none if it was extended before, or no payment is open any more.
    #[must_use]
    pub fn extended(&self) -> Option<Self> {
        self.is_extendable().then(|| Self {
            deadline: self.deadline.plus_minutes(self.due_minutes.into()),
            is_extended: true,
            ..self.clone()
        })
    }

    fn is_extendable(&self) -> bool {
        self.flow.state.is_waiting() && !self.is_extended
    }

    /// Statements that store the payment, which was `before` until now, and queue the jobs that follow from the
    /// change.
    pub fn save(&self, before: &Self, now: Instant) -> Result<Vec<Statement>> {
        let is_waiting = self.flow.state.is_waiting();
        let handover = self.handover.as_ref().filter(|_| is_waiting);
        let bindings = vec![
            json(&self.flow)?,
            self.reference
                .as_ref()
                .map(|reference| reference.0.as_str())
                .into(),
            self.charge.as_ref().map(|charge| charge.0.as_str()).into(),
            handover.map(json).transpose()?.unwrap_or(Value::Null),
            self.deadline.unix().into(),
            i64::from(self.is_extended).into(),
            i64::from(u8::from(self.agreement)).into(),
            self.id.as_str().into(),
        ];
        let mut statements = vec![Statement::new(
            "UPDATE payments SET flow = ?, reference = ?, charge_reference = ?, handover = ?, deadline = ?,
                extended = ?, agreed = ? WHERE id = ?",
            bindings,
        )];
        if !is_waiting {
            statements.push(job_queue::settle(JobKind::Hold, self.id.as_str()));
        } else if self.deadline != before.deadline {
            statements.push(job_queue::schedule(
                JobKind::Hold,
                self.id.as_str(),
                self.deadline,
            ));
        }
        let todo = self.flow.todo();
        if todo.is_none() {
            statements.push(job_queue::settle(JobKind::Payment, self.id.as_str()));
        } else if todo != before.flow.todo() {
            let wait = match todo {
                // The bank has just refused the refund.
                Some(Todo::Refund { failures: 1.., .. }) => DAY_SECONDS,
                // Notices arrive by themselves: the look-up is for a notice that got lost.
                Some(Todo::Look) => HOUR_SECONDS,
                _ => 0,
            };
            let at = now.plus_seconds(wait);
            statements.push(job_queue::schedule(JobKind::Payment, self.id.as_str(), at));
        }
        Ok(statements)
    }

    /// The payment as it is sent to the provider.
    #[must_use]
    pub fn to_begin(&self) -> NewPayment {
        NewPayment {
            id: self.id.clone(),
            mode: self.flow.mode,
            amount: self.amount,
        }
    }

    /// The payment as its payer sees it.
    #[must_use]
    pub fn public(&self) -> Payment {
        let is_waiting = self.flow.state.is_waiting();
        Payment {
            id: self.id.clone(),
            status: match self.flow.state {
                State::Wanted | State::Open => PaymentStatus::Open,
                State::Authenticating => PaymentStatus::Authenticating,
                State::Failed => PaymentStatus::Failed,
                // Money that is to be taken belongs to the restaurant, however late the bank is.
                State::Authorised if self.flow.is_taken() => PaymentStatus::Paid,
                // The guest sees a stored card until money has come.
                State::Authorised | State::Charging | State::Uncharged => PaymentStatus::Authorised,
                State::Paid => PaymentStatus::Paid,
                State::Lapsed => PaymentStatus::Lapsed,
                State::Refunding => PaymentStatus::Refunding,
                State::Refunded => PaymentStatus::Refunded,
            },
            amount: self.amount,
            deadline: is_waiting.then_some(self.deadline),
            extendable: self.is_extendable(),
            handover: self.handover.clone().filter(|_| is_waiting),
        }
    }
}

fn json<T: Serialize>(value: &T) -> Result<Value> {
    serde_json::to_string(value)
        .map(Value::from)
        .map_err(|error| DatabaseError(error.to_string()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::storage::row::test_support::check;

    #[test]
    fn the_rows_are_the_tables() {
        for (kind, agreed) in [("reservation", 0), ("reservation", 1), ("gift_card_order", 2)] {
            check::<Row>(&json!({
                "id": "p1", "kind": kind, "subject": "s1", "amount": 2_000, "currency": "EUR",
                "flow": serde_json::to_string(&Flow::new(Mode::Charge)).unwrap(), "reference": "pi_1",
                "handover": "{\"type\":\"demo\",\"url\":\"/pay/p1#token\"}", "deadline": 1_795_259_700,
                "due_minutes": 15, "extended": 1, "created_at": 1_795_258_800, "charge_reference": null,
                "agreed": agreed,
            }));
        }
        check::<NoticeRow>(&json!({ "id": "evt_1", "at": 1_795_258_800 }));
    }
}
