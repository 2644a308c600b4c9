//! The samples of iKentoo's documentation (in `samples/ikentoo`), compared as JSON with what is sent, and read as what is
//! answered and posted.

use std::collections::BTreeMap;

use edge::delivery::Delivery;
use edge::pos::ikentoo::{map, wire};
use edge::pos::{CheckPhase, Fact, Notice};
use serde_json::{Value, json};
use shared::money::{Currency, Money};

macro_rules! sample {
    ($name:literal) => {
        include_str!(concat!("samples/ikentoo/", $name, ".json"))
    };
}

fn as_json(sample: &str) -> Value {
    serde_json::from_str(sample).unwrap()
}

fn webhook(name: &str, url: &str, username: &str, password: &str) -> wire::Webhook {
    wire::Webhook {
        endpoint_id: name.to_owned(),
        url: url.to_owned(),
        with_basic_auth: true,
        username: username.to_owned(),
        password: password.to_owned(),
    }
}

#[test]
fn webhooks_are_sent_and_read_as_in_the_samples() {
    let first = webhook("CompanyNCo", "http://companyInc.com/webhook", "usr", "secretPwd");
    let changed = webhook(
        "companyInc",
        "https://companyNco.com/webHook",
        "usr2",
        "veryVerySecretPwd",
    );
    for (webhook, request, response) in [
        (
            &first,
            sample!("webhook.register.request"),
            sample!("webhook.register.response"),
        ),
        (
            &changed,
            sample!("webhook.update.request"),
            sample!("webhook.update.response"),
        ),
    ] {
        assert_eq!(json!(webhook), as_json(request));
        let known: wire::KnownWebhook = serde_json::from_str(response).unwrap();
        assert!(known.is(webhook));
    }
    let known: wire::KnownWebhook = serde_json::from_str(sample!("webhook.get.response")).unwrap();
    assert!(!known.is(&changed));
    assert!(known.is(&webhook(
        "companyInc",
        "https://companyNco.com/webhook",
        "usr",
        "verySecretPwd"
    )));
}

#[test]
fn a_check_in_is_sent_as_in_the_sample() {
    let note = |text: &str| wire::CheckInNote {
        note: text.to_owned(),
    };
    let check_in = wire::CheckIn {
        business_location_id: 1_234_567,
        table: "123".to_owned(),
        reservation_reference: "ref-12345".to_owned(),
        customer_count: 76_543,
        notes: vec![note("Note 1"), note("Note 2")],
        special_offer: None,
        customer_info: wire::CustomerInfo {
            first_name: "Ik".to_owned(),
            last_name: Some("Entoo".to_owned()),
            third_party_reference: "3-09io".to_owned(),
            email: "customer@ikentoo.com".to_owned(),
            contact_number: Some("+41.227004545".to_owned()),
            notes: Some("Notes".to_owned()),
        },
        end_point_id: "companyInc".to_owned(),
    };
    assert_eq!(json!(check_in), as_json(sample!("reservation.checkin.request")));
    let result: wire::OperationResult =
        serde_json::from_str(sample!("reservation.checkin.response")).unwrap();
    assert!(!result.error.is_true());
    assert_eq!(result.error_message.text(), None);
}

#[test]
fn a_configuration_is_sent_as_in_the_sample_and_businesses_are_read() {
    let configuration = wire::ProviderConfiguration {
        business_location_id: 123_456_789,
        restaurant_id: Some("R5mscHonzt4QAGWTH".to_owned()),
        api_key: Some("an-aleno-api-key".to_owned()),
    };
    assert_eq!(
        json!(configuration),
        as_json(sample!("configuration.set.request"))
    );
    let page = wire::businesses(sample!("businesses.list.response").as_bytes()).unwrap();
    let names: Vec<(Option<&str>, Option<&str>)> = page
        .businesses
        .iter()
        .flat_map(|business| business.locations.iter().flatten())
        .map(|location| (location.id.text(), location.name.text()))
        .collect();
    assert_eq!(
        names,
        [
            (Some("25769803788"), Some("Demo")),
            (Some("25769805870"), Some("iKentoo 2")),
        ]
    );
    assert!(!page.has_next);
}

fn notice(sample: &str) -> Notice {
    let delivery = Delivery {
        headers: BTreeMap::new(),
        query: BTreeMap::new(),
        body: sample.as_bytes().to_vec(),
    };
    let mut notices = map::notices(&delivery, Currency::EUR).unwrap();
    assert_eq!(notices.len(), 1);
    notices.remove(0)
}

#[test]
fn the_events_of_the_samples_are_read() {
    let accepted = notice(sample!("notification.accepted.request"));
    assert_eq!(accepted.facts, [Fact::Accepted]);
    assert_eq!(accepted.to.reservation.unwrap().as_str(), "ref");
    assert_eq!(accepted.id.as_str(), "51a15413-ffb6-4822-90ec-a21bbead5b02");
    let at_two = |covers| Fact::Tables {
        names: vec!["2".to_owned()],
        covers,
    };
    let checked_in = notice(sample!("notification.checkedin.request"));
    assert_eq!(checked_in.facts, [Fact::Check(CheckPhase::Opened), at_two(None)]);
    let failed = notice(sample!("notification.operation-failed.request"));
    assert!(matches!(&failed.facts[..], [Fact::PushFailed { code, .. }] if code == "fail message"));
    let checked_out = notice(sample!("notification.checkedout.request"));
    let [Fact::Receipt(receipt), table] = &checked_out.facts[..] else {
        panic!("{:?}", checked_out.facts);
    };
    assert_eq!(*table, at_two(Some(2)));
    let francs = Currency::parse("CHF").unwrap();
    let amount = |cents| Money::new(cents, francs).unwrap();
    assert_eq!((receipt.total, receipt.tax), (amount(10_800), Some(amount(800))));
    let lines: Vec<(&str, i64, Money)> = receipt
        .lines
        .iter()
        .map(|line| (line.name.as_str(), line.thousandths, line.amount))
        .collect();
    assert_eq!(
        lines,
        [
            ("Steak", 2_000, amount(7_000)),
            ("Cheesecake", 2_000, amount(3_519))
        ]
    );
    assert_eq!(receipt.covers, Some(2));
}
