//! Facts about the examination of a property at Mews.

use couvert_tests::mews::{DEPOSITS, KITCHEN};
use couvert_tests::mews_doctor::{ExaminedProperty, Findings};
use edge::provider::mews::ServedVenue;
use edge::provider::mews::client::Connector;
use edge::upstream::Upstream;
use serde_json::{Value, json};

use super::mews_facts::assert_no_fault;
use super::mews_world::{Property, property, tokens};

async fn examined(property: &Property) -> Findings {
    let settings = property.settings.mews.clone().unwrap();
    let venue = ServedVenue::of(&property.settings);
    let connector = Connector::new(&settings, tokens(), Upstream::new(property.ports.clone()));
    let examined = ExaminedProperty {
        connector: &connector,
        system: &property.system,
        settings: &settings,
        venue: &venue,
        clock: &property.clock,
    };
    examined.examine().await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_property_is_read_and_what_settings_can_name_is_listed() {
    let property = property(&json!({}));
    let findings = examined(&property).await;
    assert_eq!(findings.contradictions, 0, "{findings:?}");
    for part in [
        "1 of 1 experiences can be booked".to_owned(),
        format!("department {KITCHEN}: Kitchen"),
        format!("accounting category {DEPOSITS}: Deposits"),
        "hours compared, 0 differ".to_owned(),
        "dinner: one unit of wine costs 2500 in minor units".to_owned(),
    ] {
        assert!(
            findings.lines.iter().any(|line| line.contains(&part)),
            "{part}: {findings:?}"
        );
    }
    assert_no_fault(&property);
}

#[tokio::test(start_paused = true)]
async fn what_settings_name_and_the_property_does_not_have_is_a_contradiction() {
    let other = "5e1f0c2b-0000-4000-8000-000000000001";
    let contradictions = async |beside: Value| examined(&property(&beside)).await.contradictions;
    assert_eq!(contradictions(json!({ "taskDepartmentId": KITCHEN })).await, 0);
    assert_eq!(contradictions(json!({ "taskDepartmentId": other })).await, 1);
    assert_eq!(contradictions(json!({ "accountingCategoryId": other })).await, 1);
}
