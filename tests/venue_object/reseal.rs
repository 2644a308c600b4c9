//! Facts about a new seal for a venue's secrets, after the deployment's key was rotated.

use edge::venue::message::staff::StaffRequest;
use serde_json::json;

use super::secrets::{KEY, MAIL, set_worker_secrets, venue};

const NEW_KEY: &str = "//79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eA=";

#[tokio::test]
async fn a_key_is_rotated_without_a_secret_being_lost() {
    let (object, _, keys) = venue();
    object.set(MAIL, "re_1").await;
    object.set("LINDE_MOLZAIT", "mol_1").await;
    set_worker_secrets(&object, &[("SEAL_KEY", NEW_KEY)]);
    assert_eq!(object.status(MAIL).await.as_deref(), Some("unreadable"));
    object.write_letter("a").await;
    assert!(
        object.complaints.borrow()[0].contains("set that key as SEAL_KEY_PREVIOUS"),
        "{:?}",
        object.complaints
    );
    set_worker_secrets(&object, &[("SEAL_KEY", NEW_KEY), ("SEAL_KEY_PREVIOUS", KEY)]);
    assert_eq!(
        object.status(MAIL).await.as_deref(),
        Some("sealed_with_previous_key")
    );
    // Used, it is sealed with the current key; the others are by a request.
    object.write_letter("b").await;
    assert_eq!(*keys.borrow(), ["re_1"]);
    assert_eq!(object.status(MAIL).await.as_deref(), Some("sealed"));
    assert_eq!(
        object.status("LINDE_MOLZAIT").await.as_deref(),
        Some("sealed_with_previous_key")
    );
    let resealed = |resealed: u32, current: u32, unreadable: &[&str]| json!({ "Ok": { "resealed": resealed, "current": current, "unreadable": unreadable } });
    assert_eq!(
        object.staff(StaffRequest::ResealSecrets).await,
        resealed(1, 1, &[])
    );
    assert_eq!(
        object.staff(StaffRequest::ResealSecrets).await,
        resealed(0, 2, &[])
    );
    set_worker_secrets(&object, &[("SEAL_KEY", NEW_KEY)]);
    assert_eq!(
        object.staff(StaffRequest::ResealSecrets).await,
        resealed(0, 2, &[])
    );
    set_worker_secrets(&object, &[("SEAL_KEY", KEY)]);
    assert_eq!(
        object.staff(StaffRequest::ResealSecrets).await,
        resealed(0, 0, &[MAIL, "LINDE_MOLZAIT"])
    );
    let entries = object.rows("SELECT actor, after FROM audit WHERE action = 'secret.reseal'");
    assert_eq!(
        entries,
        [json!({ "actor": "staff_key", "after": "{\"resealed\":1}" })]
    );
}

#[tokio::test]
async fn a_key_is_needed_only_where_a_secret_is_sealed() {
    let (object, ..) = venue();
    let reseal = || object.staff(StaffRequest::ResealSecrets);
    set_worker_secrets(&object, &[]);
    assert_eq!(
        reseal().await,
        json!({ "Ok": { "resealed": 0, "current": 0, "unreadable": [] } })
    );
    set_worker_secrets(&object, &[("SEAL_KEY", KEY)]);
    object.set(MAIL, "re_1").await;
    set_worker_secrets(&object, &[]);
    assert_eq!(
        reseal().await,
        json!({ "Err": { "Refused": "sealing_unavailable" } })
    );
}
