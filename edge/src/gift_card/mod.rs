//! The rules of gift cards: codes, the ledger, the course of an order, the card's PDF. Pure; it must not know storage, any
//! payment service or any booking system.

pub mod code;
pub mod ledger;
pub mod order;
pub mod pdf;
pub mod settlement;
