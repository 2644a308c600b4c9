//! The bill of a party, as its till states it: no guest stands in it.

pub use shared::till::{Receipt, ReceiptLine, ReceiptPayment, ReceiptTax};
