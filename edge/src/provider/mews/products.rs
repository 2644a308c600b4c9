//! Products that come to a reservation after it was made.
//!
//! Mews has no key that makes a repeated call harmless, so the items of the reservation's order are counted before a product
//! is added, and only what is missing is. Inferred: an item's count is that of the product's units, for products that are
//! not charged by the hour; of those that are it is not stated, and they are not added later.

use shared::choices::ChosenAddOn;
use shared::id::ReservationId;

use super::bookable::BookableProduct;
use super::client::Operation;
use super::commands::ReservationCommands;
use super::customers::before_booking;
use super::wire::Done;
use super::wire::booking::StoredReservation;
use super::wire::order::{LaterProduct, OrderItemFilter, OrderItemList};
use crate::provider::remote::{Decline, RemoteError};
use crate::upstream::Scope;

impl ReservationCommands<'_> {
    /// Raises the number of an add-on of a reservation to this one.
    pub(super) async fn raise_add_on(
        &self,
        scope: &Scope,
        id: &ReservationId,
        to: &ChosenAddOn,
    ) -> Result<(), RemoteError> {
        let stored = self.questions.stored(scope, id).await.map_err(before_booking)?;
        let product = self.product(&stored, to)?;
        let there = self.ordered(scope, id, &product.product.id).await;
        let there = there.map_err(before_booking)?;
        let missing = i64::from(to.quantity).saturating_sub(there);
        let Some(count) = u16::try_from(missing).ok().filter(|count| *count > 0) else {
            return Ok(());
        };
        let body = LaterProduct {
            reservation_id: id.as_str(),
            product_id: &product.product.id,
            count,
            start_utc: stored.scheduled_start_utc.clone(),
            end_utc: stored.scheduled_start_utc.clone(),
        };
        let connector = self.questions.connector;
        let added: Result<Done, RemoteError> = connector.act(scope, Operation::ADD_PRODUCT, &body).await;
        match added {
            Ok(Done {}) => Ok(()),
            // Whether it was done shows in the order.
            Err(error) if error.is_outcome_unknown() => {
                let now = self.ordered(scope, id, &product.product.id).await;
                match now {
                    Ok(now) if now >= i64::from(to.quantity) => Ok(()),
                    _ => Err(error),
                }
            }
            Err(error) => Err(error),
        }
    }

    fn product(&self, stored: &StoredReservation, to: &ChosenAddOn) -> Result<&BookableProduct, RemoteError> {
        let bookable = self.questions.catalogue.bookable_of(
            &stored.service_id,
            &stored.requested_resource_category_id,
            &stored.rate_id,
        );
        let products = bookable.map(|bookable| bookable.products.iter());
        let mut products = products.into_iter().flatten();
        let product = products.find(|one| one.settings.id == to.id);
        product
            .filter(|product| !product.is_per_unit_of_time())
            .ok_or(RemoteError::Declined(Decline::AddOnSoldOut))
    }

    /// How many units of a product the order of a reservation has.
    async fn ordered(&self, scope: &Scope, id: &ReservationId, product: &str) -> Result<i64, RemoteError> {
        let enterprises = self.questions.enterprises();
        let list = self
            .questions
            .connector
            .list::<OrderItemList, _>(scope, Operation::ORDER_ITEMS, |limitation| OrderItemFilter {
                enterprise_ids: &enterprises,
                service_order_ids: [id.as_str()],
                types: ["ProductOrder"],
                limitation,
            })
            .await?;
        // One that cannot be read may be what is counted.
        if let Some(fault) = list.unreadable.first() {
            return Err(RemoteError::Failed(format!("order items: {fault}")));
        }
        let units = list.all.iter().map(|item| item.units_of(product));
        Ok(units.fold(0, i64::saturating_add))
    }
}
