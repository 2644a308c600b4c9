//! A payment provider that keeps its own books, and a database that can fail.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use async_trait::async_trait;
use couvert_tests::native::MemoryDatabase;
use edge::delivery::Delivery;
use edge::payment::flow::reversal::{DisputeStatus, RefundStatus};
use edge::payment::flow::{Event, Mode};
use edge::payment::{
    Begun, Charged, NewPayment, NewRefund, NotBelieved, PaymentError, PaymentEvents, Payments, Reference,
    WebhookEvent,
};
use edge::storage::database::{Database, DatabaseError, Statement};
use serde_json::{Value, json};
use shared::id::PaymentId;
use shared::money::Money;
use shared::no_show::ChargeRefusal;
use shared::payment::Handover;
use shared::time::Instant;

/// A payment as the bank has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    pub amount: i64,
    pub authorised: bool,
    pub paid: i64,
    pub returned: i64,
    /// The refunds, each by its key.
    pub refunds: BTreeMap<String, (i64, Option<bool>)>,
    /// The disputes, each by its id.
    pub disputes: BTreeMap<String, (i64, Option<bool>)>,
    pub closed: bool,
    pub manual: bool,
}

/// A bank with books of its own.
#[derive(Default)]
pub struct Bank {
    pub accounts: RefCell<BTreeMap<String, Account>>,
    /// How many of the next requests it does not take.
    pub away: Cell<u32>,
    /// How many of the next requests it carries out without an answer.
    pub mute: Cell<u32>,
    /// How many of the next refunds it makes without an answer.
    pub mute_refunds: Cell<u32>,
    /// Its refusal of charges to cards on file, if it refuses them.
    pub refuses: Cell<Option<ChargeRefusal>>,
    /// Whether charges of stored cards take their time.
    pub slow: Cell<bool>,
    /// Whether it knows the keys of charges no longer.
    pub forgets: Cell<bool>,
    /// The outcome of requested refunds.
    pub refunding: Cell<Refunding>,
    /// Whether it releases an authorisation instead of capturing it.
    pub lets_go: Cell<bool>,
}

/// The outcome of a refund.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Refunding {
    /// It succeeds at once.
    #[default]
    Succeeds,
    /// It is on its way.
    Waits,
    /// It is turned down.
    Fails,
}

impl Bank {
    fn take(&self) -> Result<(), PaymentError> {
        count_down(&self.away)
    }

    fn say<T>(&self, answer: T) -> Result<T, PaymentError> {
        count_down(&self.mute).map(|()| answer)
    }

    fn change(&self, reference: &Reference, change: impl FnOnce(&mut Account)) -> PaymentEvents {
        let mut accounts = self.accounts.borrow_mut();
        let account = accounts.get_mut(&reference.0).unwrap();
        change(account);
        standing(account)
    }

    /// The charge to this payment's card on file, if one was requested.
    pub fn charge_of(&self, payment: &PaymentId) -> Option<Account> {
        self.accounts.borrow().get(&charge(payment)).cloned()
    }

    /// Money that took its time arrives.
    pub fn arrive(&self, payment: &PaymentId) {
        let mut accounts = self.accounts.borrow_mut();
        let account = accounts.get_mut(&charge(payment)).unwrap();
        account.paid = account.amount;
    }

    /// The webhook about the charge to this payment's card on file.
    pub fn notice_of_charge(&self, id: &str, payment: &PaymentId) -> Option<String> {
        let standing = standing(&self.charge_of(payment)?);
        Some(json!({ "id": id, "reference": charge(payment), "standing": standing }).to_string())
    }

    /// The one payment it has.
    pub fn account(&self) -> Account {
        let accounts = self.accounts.borrow();
        assert_eq!(accounts.len(), 1, "{accounts:?}");
        accounts.values().next().unwrap().clone()
    }

    /// Something happens to the first payment at the bank, without being asked for.
    pub fn does(&self, change: impl FnOnce(&mut Account)) {
        change(self.accounts.borrow_mut().values_mut().next().unwrap());
    }

    /// A manual refund of a part of the first payment at the provider.
    pub fn refund_by_hand(&self, name: &str, amount: i64) {
        self.does(|account| {
            account.refunds.insert(name.to_owned(), (amount, Some(true)));
            account.weigh();
        });
    }

    /// Refunds on their way arrive, or fail.
    pub fn settle_refunds(&self, succeeds: bool) {
        self.does(|account| {
            for (_, settled) in account.refunds.values_mut() {
                settled.get_or_insert(succeeds);
            }
            account.weigh();
        });
    }

    /// The payer pays, if they still can.
    pub fn pay(&self) -> bool {
        let mut accounts = self.accounts.borrow_mut();
        accounts.values_mut().next().is_some_and(pay)
    }

    /// The payer of this payment pays, if they still can.
    pub fn pay_for(&self, payment: &PaymentId) -> bool {
        let mut accounts = self.accounts.borrow_mut();
        accounts.get_mut(&reference(payment)).is_some_and(pay)
    }

    /// The account of this payment, if it was begun.
    pub fn account_of(&self, payment: &PaymentId) -> Option<Account> {
        self.accounts.borrow().get(&reference(payment)).cloned()
    }

    /// The webhook about the one payment, under this event id.
    pub fn notice(&self, id: &str) -> String {
        let accounts = self.accounts.borrow();
        let (reference, account) = accounts.iter().next().unwrap();
        json!({ "id": id, "reference": reference, "standing": standing(account) }).to_string()
    }

    /// The webhook about this payment, under this event id.
    pub fn notice_of(&self, id: &str, payment: &PaymentId) -> Option<String> {
        let account = self.account_of(payment)?;
        let standing = standing(&account);
        Some(json!({ "id": id, "reference": reference(payment), "standing": standing }).to_string())
    }
}

impl Account {
    /// Counts what has gone back, which is never more than had come.
    fn weigh(&mut self) {
        let sent: i64 = self
            .refunds
            .values()
            .filter(|(_, settled)| *settled != Some(false))
            .map(|(amount, _)| amount)
            .sum();
        assert!(sent <= self.paid, "more went back than had come");
        let gone = self
            .refunds
            .values()
            .filter(|(_, settled)| *settled == Some(true));
        self.returned = gone.map(|(amount, _)| amount).sum();
    }
}

fn reference(payment: &PaymentId) -> String {
    format!("bank-{payment}")
}

fn charge(payment: &PaymentId) -> String {
    format!("charge-{payment}")
}

fn pay(account: &mut Account) -> bool {
    if account.closed {
        return false;
    }
    if account.manual {
        account.authorised = true;
    } else {
        account.paid = account.amount;
    }
    true
}

fn count_down(cell: &Cell<u32>) -> Result<(), PaymentError> {
    match cell.get() {
        0 => Ok(()),
        left => {
            cell.set(left - 1);
            Err(PaymentError::Again("the bank is away".to_owned()))
        }
    }
}

fn standing(account: &Account) -> PaymentEvents {
    let mut standing = vec![Event::Begun];
    standing.extend(account.authorised.then_some(Event::Authorised));
    standing.extend((account.paid > 0).then_some(Event::Paid(account.paid)));
    standing.extend(
        account
            .refunds
            .iter()
            .map(|(id, (amount, settled))| Event::Refund {
                id: id.clone(),
                amount: *amount,
                status: match settled {
                    None => RefundStatus::Pending,
                    Some(true) => RefundStatus::Succeeded,
                    Some(false) => RefundStatus::Failed,
                },
            }),
    );
    standing.extend(account.disputes.iter().map(|(id, (amount, won))| Event::Dispute {
        id: id.clone(),
        amount: *amount,
        status: match won {
            None => DisputeStatus::Open,
            Some(true) => DisputeStatus::Won,
            Some(false) => DisputeStatus::Lost,
        },
    }));
    standing.extend(account.closed.then_some(Event::Closed));
    standing
}

#[async_trait(?Send)]
impl Payments for Bank {
    async fn begin(&self, new: &NewPayment) -> Result<Begun, PaymentError> {
        self.take()?;
        let reference = reference(&new.id);
        let manual = new.mode != Mode::Charge;
        self.accounts
            .borrow_mut()
            .entry(reference.clone())
            .or_insert(Account {
                manual,
                amount: new.amount.amount(),
                ..Account::default()
            });
        self.say(Begun {
            reference: Reference(reference),
            handover: Handover::Demo {
                url: "/bank".to_owned(),
            },
        })
    }

    async fn look(&self, _: Mode, reference: &Reference) -> Result<PaymentEvents, PaymentError> {
        self.take()?;
        self.say(self.change(reference, |_| ()))
    }

    async fn capture(
        &self,
        _: &PaymentId,
        reference: &Reference,
        amount: Money,
    ) -> Result<PaymentEvents, PaymentError> {
        self.take()?;
        if self.lets_go.get() {
            return Err(PaymentError::Declined(ChargeRefusal::CardDeclined));
        }
        self.say(self.change(reference, |account| account.paid = amount.amount()))
    }

    async fn charge(
        &self,
        id: &PaymentId,
        setup: &Reference,
        amount: Money,
        again: bool,
    ) -> Result<Charged, PaymentError> {
        self.take()?;
        let authorised = self.accounts.borrow()[&setup.0].authorised;
        assert!(authorised, "no card is stored");
        let name = charge(id);
        let is_known = self.accounts.borrow().contains_key(&name);
        if !is_known {
            if let Some(refusal) = self.refuses.get() {
                return self.say(()).and(Err(PaymentError::Declined(refusal)));
            }
            let paid = if self.slow.get() { 0 } else { amount.amount() };
            let account = Account {
                amount: amount.amount(),
                paid,
                ..Account::default()
            };
            self.accounts.borrow_mut().insert(name.clone(), account);
        } else if !again {
            // A key that it still knows has the answer to the first request.
            assert!(!self.forgets.get(), "the card is charged twice");
        }
        let reference = Reference(name);
        let standing = self.change(&reference, |_| ());
        self.say(Charged { reference, standing })
    }

    async fn cancel(
        &self,
        _: &PaymentId,
        _: Mode,
        reference: &Reference,
    ) -> Result<PaymentEvents, PaymentError> {
        self.take()?;
        if self
            .accounts
            .borrow()
            .get(&reference.0)
            .is_some_and(|account| account.paid > 0)
        {
            return Err(PaymentError::Moved("it is paid".to_owned()));
        }
        self.say(self.change(reference, |account| account.closed = true))
    }

    async fn refund(
        &self,
        id: &PaymentId,
        reference: &Reference,
        refund: NewRefund,
    ) -> Result<PaymentEvents, PaymentError> {
        self.take()?;
        let settled = match self.refunding.get() {
            Refunding::Succeeds => Some(true),
            Refunding::Waits => None,
            Refunding::Fails => Some(false),
        };
        let standing = self.change(reference, |account| {
            let made = (refund.amount.amount(), settled);
            account.refunds.entry(refund.key(id)).or_insert(made);
            account.weigh();
        });
        count_down(&self.mute_refunds)?;
        self.say(standing)
    }

    fn notice(&self, delivery: &Delivery, _: Instant) -> Result<WebhookEvent, NotBelieved> {
        if delivery.header("stripe-signature") != Some("signed") {
            return Err(NotBelieved("forged"));
        }
        let event: Value = serde_json::from_slice(&delivery.body).unwrap();
        let read = |name: &str| serde_json::from_value(event[name].clone()).unwrap();
        Ok(WebhookEvent {
            id: event["id"].as_str().unwrap().to_owned(),
            about: Some((
                read("reference"),
                serde_json::from_value(event["standing"].clone()).unwrap(),
            )),
        })
    }
}

/// A database that takes so many writes and then none.
pub struct Mortal {
    pub database: Rc<MemoryDatabase>,
    pub left: Cell<Option<u32>>,
}

impl Database for Mortal {
    fn rows(&self, query: Statement) -> Result<Vec<Value>, DatabaseError> {
        self.database.rows(query)
    }

    fn write(&self, statements: Vec<Statement>) -> Result<(), DatabaseError> {
        match self.left.get() {
            Some(0) => return Err(DatabaseError("gone".to_owned())),
            Some(left) => self.left.set(Some(left - 1)),
            None => {}
        }
        self.database.write(statements)
    }
}
