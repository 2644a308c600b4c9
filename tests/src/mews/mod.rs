//! A simulator of Mews' Connector API, strict towards callers and as unreliable as it is told to be: a pure core
//! ([`Simulator`]) for a server around it. It must not know Couvert's own API, nor the adapter it tests.
//!
//! Where Mews' documents leave something open, it decides in one way of several: the words of refusals, what counts as
//! free, and the formula of prices. So it shows that an adapter keeps to the documents, and not that Mews does.

mod availability;
mod books;
mod customers;
mod operations;
mod prices;
mod property;
mod request;
mod reservations;
mod shape;
mod shown;
mod simulator;
mod trouble;

pub use books::{Booking, Books, Customer, Payment};
pub use prices::{Prices, money};
pub use property::{
    ADULTS, CATEGORY, CHILDREN, DEPOSITS, ENTERPRISE, KITCHEN, PRIVATE_RATE, RATE, SERVICE, TABLES,
    VOUCHER_CODE, WINE, price_of_hour,
};
pub use simulator::{Settings, Simulator};
pub use trouble::{Share, Trouble, Troubles};

#[cfg(test)]
#[path = "mews_tests.rs"]
mod tests;
