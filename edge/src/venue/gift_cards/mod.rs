//! A venue's gift cards: orders, cards and their ledgers, in its database.
//!
//! Nothing in here waits, and every step is one transaction: what is handed back as [`Statement`]s goes into
//! the same `database.write` as what it follows from.
//!
//! [`Statement`]: crate::storage::database::Statement

mod account;
mod code;
mod contribution;
mod letter;
mod order;
mod payment;
mod remote_issue;
mod remote_revoke;
pub(in crate::venue) mod rows;
mod settle;
pub(in crate::venue) mod sheet;
mod staff;
mod withdrawal;

pub use account::{Account, CardRefusal, account, by_code};
pub use contribution::{CardContribution, PlannedContribution, contribution, plan_contribution};
pub use letter::{Enclosed, Occasion, enclosed};
pub use order::{News, create, news, order, outstanding, paid, refunded, status_of};
pub use payment::payment_happened;
pub use rows::knows;
pub use staff::{made_by_staff, redeemed_by_staff, seen_by_staff};
pub use withdrawal::withdraw;

#[cfg(test)]
mod fixture;
