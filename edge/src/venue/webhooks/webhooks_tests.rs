//! Facts about the rows of webhooks.

use serde_json::json;

use super::*;

#[test]
fn the_row_has_the_columns_of_its_table() {
    row::test_support::check::<WebhookRow>(&json!({
        "id": "aaaaaaaaaaaa", "url": "https://hooks.example.com/", "host": "hooks.example.com",
        "kinds": "[\"reservation\",\"gift_card\"]", "sealed_secret": "s", "sealed_previous": "p",
        "previous_until": 1_795_000_000, "cursor": 7, "created_at": 1_795_000_000, "created_by": "staff_key",
        "disabled_at": 1_795_000_001,
    }));
}

#[test]
fn the_name_of_a_secret_is_none_of_a_secret_in_settings() {
    let name = secret_name(&WebhookId::try_from("aaaaaaaaaaaa".to_owned()).unwrap());
    assert!(shared::id::SecretName::parse(&name).is_err());
}
