//! Samples of Mews' public reference (in `samples/mews/`), read by the adapter's types: no element of a sample is left out.

use edge::provider::lenient::read;
use edge::provider::mews::wire::booking::{AddedReservations, PriceList, ReservationList};
use edge::provider::mews::wire::catalogue::{
    ProductList, RateList, ResourceCategoryList, RestrictionList, ServiceList, TaxationList,
};
use edge::provider::mews::wire::customer::CustomerList;
use edge::provider::mews::wire::payment::PaymentList;
use edge::provider::mews::wire::service::{AvailabilityMetrics, FreeUnits, RatePricing};
use serde::de::DeserializeOwned;
use serde_json::Value;

macro_rules! samples {
    ($($name:ident = $file:literal as $answer:ty;)+) => {
        $(
            #[test]
            fn $name() {
                let sample = include_str!(concat!("samples/mews/", $file, ".json"));
                let value: Value = serde_json::from_str(sample).unwrap();
                assert!(value.is_object());
                let _: $answer = whole(sample);
            }
        )+
    };
}

/// Reads an answer of which nothing may be left out.
fn whole<T: DeserializeOwned>(sample: &str) -> T {
    read(sample.as_bytes()).unwrap()
}

samples! {
    availability_is_read = "availability" as AvailabilityMetrics;
    free_units_are_read = "free_units" as FreeUnits;
    pricing_is_read = "pricing" as RatePricing;
    a_price_is_read = "price" as PriceList;
    an_added_reservation_is_read = "added" as AddedReservations;
    taxes_are_read = "taxations" as TaxationList;
}

/// Lists are read element by element: none of a sample may be left out.
macro_rules! sampled_lists {
    ($($name:ident = $file:literal as $answer:ty, $field:ident, $count:literal;)+) => {
        $(
            #[test]
            fn $name() {
                let list: $answer = whole(include_str!(concat!("samples/mews/", $file, ".json")));
                assert_eq!(list.$field.unreadable, Vec::<String>::new());
                assert_eq!(list.$field.all.len(), $count);
            }
        )+
    };
}

sampled_lists! {
    services_are_read = "services" as ServiceList, services, 2;
    categories_are_read = "categories" as ResourceCategoryList, resource_categories, 2;
    rates_are_read = "rates" as RateList, rates, 1;
    products_are_read = "products" as ProductList, products, 1;
    restrictions_are_read = "restrictions" as RestrictionList, restrictions, 2;
    reservations_are_read = "reservations" as ReservationList, reservations, 1;
    customers_are_read = "customers" as CustomerList, customers, 1;
    payments_are_read = "payments" as PaymentList, payments, 3;
}
