//! A venue's gift cards: orders, cards and their ledgers, in its database.
//!
//! Nothing in here awaits, and every step is one transaction: returned [`Statement`]s go into the same
//! `database.write` as the event from which they follow.
//!
//! [`Statement`]: crate::storage::database::Statement

mod account;
pub(super) mod code;
mod contribution;
pub(super) mod design;
mod enclosed;
mod letter;
mod occasion;
mod order;
mod payment;
pub(super) mod rows;
mod settle;
pub(super) mod sheet;
mod staff;
mod staff_letter;
mod transaction;
mod withdrawal;

pub use account::{Account, CardRefusal, account, by_code};
pub(in crate::venue) use contribution::contribution_prefix;
pub use contribution::{CardContribution, PlannedContribution, contribution, plan_contribution};
pub use enclosed::{Enclosed, enclosed};
pub use letter::due_letter;
pub use occasion::Occasion;
pub(super) use order::last_day;
pub use order::{OrderUpdate, create, news, order, outstanding, paid, refunded, status_of};
pub(super) use payment::apply_order_event;
pub use payment::{OrderPayee, apply_payment_events};
pub use rows::knows;
pub use staff::{made_by_staff, seen_by_staff};
pub use staff_letter::after_letter;
pub use transaction::{PENDING_MINUTES, create_transaction, lapse, transaction, update_transaction};
pub(super) use withdrawal::given_back;
pub use withdrawal::withdraw;

#[cfg(test)]
pub(super) mod test_support;
