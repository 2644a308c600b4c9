//! Products that come to a reservation later, and the items of its order by which they are found.

use serde::{Deserialize, Serialize};

use super::Limitation;
use crate::provider::lenient::{Elements, Lenient, Part, Whole};

/// A product to add to a reservation.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct LaterProduct<'a> {
    pub reservation_id: &'a str,
    pub product_id: &'a str,
    pub count: u16,
    pub start_utc: String,
    pub end_utc: String,
}

/// A question for the items of a reservation's order.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct OrderItemFilter<'a> {
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    pub enterprise_ids: &'a [&'a str],
    pub service_order_ids: [&'a str; 1],
    pub types: [&'static str; 1],
    pub limitation: Limitation,
}

/// Items of orders.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct OrderItemList {
    pub order_items: Elements<OrderItem>,
    #[serde(default)]
    pub cursor: Lenient,
}

/// An item of an order.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct OrderItem {
    pub unit_count: Whole,
    /// `Open`, `Closed`, `Inactive` or `Canceled`.
    pub accounting_state: String,
    #[serde(default)]
    pub data: Part<OrderItemData>,
}

/// The part of an item that depends on its kind.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct OrderItemData {
    #[serde(default)]
    pub product: Part<OrderedProduct>,
}

/// The product of an item.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct OrderedProduct {
    pub product_id: String,
}

impl OrderItem {
    /// How many units of a product it is for; none of one that was cancelled.
    #[must_use]
    pub fn units_of(&self, product: &str) -> i64 {
        let of = self.data.read().and_then(|data| data.product.read());
        let is_its = of.is_some_and(|of| of.product_id == product);
        if is_its && self.accounting_state != "Canceled" {
            self.unit_count.0
        } else {
            0
        }
    }
}
