//! What a party had and paid, as its till says: no guest stands in it.

pub use shared::till::{Receipt, ReceiptLine, ReceiptPayment, ReceiptTax};
