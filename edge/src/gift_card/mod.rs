//! The rules of gift cards: how their money is counted, what becomes of an order, how a card looks. Pure; it must not know
//! storage, any payment service or any booking system.

pub mod ledger;
pub mod order;
pub mod pdf;
pub mod settlement;
