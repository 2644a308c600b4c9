//! Facts about webhooks: each change reaches its receiver once, in order and signed, or becomes a dead letter.

use edge::error::VenueError;
use edge::storage::changes::KEPT_SECONDS;
use edge::storage::database::{Database as _, Statement};
use edge::storage::job_queue::{self, JobKind};
use edge::venue::message::operator::OperatorRequest;
use edge::venue::message::staff::StaffRequest;
use edge::venue::message::webhook::WebhooksRequest;
use edge::venue::message::{Envelope, Request};
use edge::webhook::{DeliveryOutcome, sign};
use secrecy::SecretString;
use serde_json::{Value, json};
use shared::id::WebhookId;
use shared::time::Instant;
use shared::webhook::WebhookHost;

use super::object::{NOON, Object, settings};
use super::receiver::Received;
use super::settings::operator;

pub const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const FAILED: DeliveryOutcome = DeliveryOutcome::Failed {
    status: Some(500),
    retry_after: 0,
};

pub fn set_key(object: &Object, names: &[(&str, &str)]) {
    let secrets = names
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    *object.worker_secrets.borrow_mut() = secrets.collect();
}

pub fn object() -> Object {
    let object = Object::of(settings(&json!({})));
    set_key(&object, &[("SEAL_KEY", KEY)]);
    object
}

pub async fn ask(object: &Object, request: WebhooksRequest) -> Value {
    object.send(Request::Staff(StaffRequest::Webhooks(request))).await
}

async fn create(object: &Object, url: &str, kinds: &[&str]) -> Value {
    let new = json!({ "url": url, "kinds": kinds });
    let new = serde_json::from_value(new).unwrap();
    ask(object, WebhooksRequest::Create(Box::new(new))).await
}

async fn by_operator(object: &Object, request: OperatorRequest) -> Result<Value, VenueError> {
    let message = Envelope {
        venue: object.settings.id.clone(),
        request: Request::Operator(request),
        visitor: None,
        staff: Some(operator()),
    };
    object
        .writer()
        .handle(Some(&object.settings), &message)
        .await
        .into_result()
}

async fn confirm(object: &Object, host: &str) {
    let host = WebhookHost::parse(host).unwrap();
    by_operator(object, OperatorRequest::ConfirmWebhookHost(host))
        .await
        .unwrap();
}

/// A webhook to this host, which is confirmed: its id and its secret.
pub async fn webhook(object: &Object, host: &str) -> (WebhookId, SecretString) {
    let created = create(object, &format!("https://{host}/hook"), &["phone_call"]).await;
    confirm(object, host).await;
    let text = |member: &str| created["Ok"][member].as_str().unwrap().to_owned();
    (
        WebhookId::parse(&text("id")).unwrap(),
        SecretString::from(text("secret")),
    )
}

/// A change: a telephone call of this number, written as the object writes.
pub fn call(object: &Object, number: i64) {
    object.write(vec![
        Statement::new(
            "INSERT INTO phone_calls (number, id, phone_number_id, status, at)
             VALUES (?1, 'call-' || ?1, 'main', 'ringing', ?2)",
            vec![number.into(), object.now().unix().into()],
        ),
        date_changes(object),
    ]);
}

fn date_changes(object: &Object) -> Statement {
    let sql = "UPDATE changes SET at = ? WHERE at = 0";
    Statement::new(sql, vec![object.now().unix().into()])
}

pub fn received(object: &Object) -> Vec<Received> {
    object.receiver.received.borrow().clone()
}

/// The subjects of the messages so far.
pub fn subjects(object: &Object) -> Vec<String> {
    received(object)
        .iter()
        .map(|received| received.subject().1)
        .collect()
}

pub async fn list(object: &Object) -> Value {
    ask(object, WebhooksRequest::List).await["Ok"]["webhooks"].clone()
}

async fn dead_letters(object: &Object, id: &WebhookId) -> Value {
    let page = ask(object, WebhooksRequest::DeadLetters(id.clone(), None)).await;
    page["Ok"]["letters"].clone()
}

pub fn after(days: i64) -> Instant {
    NOON.plus_seconds(days * 24 * 60 * 60)
}

#[tokio::test]
async fn changes_are_sent_in_order_and_signed_by_the_secret() {
    let object = object();
    let (id, secret) = webhook(&object, "hooks.example.com").await;
    for number in 1..=3 {
        call(&object, number);
    }
    object.wake().await;
    assert_eq!(subjects(&object), ["1", "2", "3"]);
    let first = received(&object).remove(0);
    assert_eq!(first.subject().0, "phone_call.created");
    assert_eq!(
        (first.url.as_str(), first.webhook.as_str()),
        ("https://hooks.example.com/hook", id.as_str())
    );
    let signature = sign(&secret, &first.id, Instant::from_unix(first.at), &first.body);
    assert_eq!(first.signatures, [signature.unwrap()]);
    // Each once.
    object.wake().await;
    assert_eq!(received(&object).len(), 3);
    assert!(object.rows("SELECT * FROM due WHERE kind = 'webhook'").is_empty());
}

#[tokio::test]
async fn a_change_of_another_kind_is_not_sent_and_wakes_no_receiver() {
    let object = object();
    webhook(&object, "hooks.example.com").await;
    object.wake().await;
    object.write(vec![
        Statement::new(
            "INSERT INTO day_rules (id, key, fingerprint, effect, ends_at, created_at) VALUES ('d1', 'k', 'f', '{}', 0, 0)",
            vec![],
        ),
        date_changes(&object),
    ]);
    assert!(object.rows("SELECT * FROM due WHERE kind = 'webhook'").is_empty());
    call(&object, 1);
    object.wake().await;
    assert_eq!(subjects(&object), ["1"]);
}

#[tokio::test]
async fn a_webhook_waits_until_an_operator_has_confirmed_its_host_with_the_port() {
    let object = object();
    create(&object, "https://hooks.example.com:8443/a", &["phone_call"]).await;
    confirm(&object, "hooks.example.com").await;
    call(&object, 1);
    object.wake().await;
    assert_eq!(subjects(&object), Vec::<String>::new());
    assert_eq!(list(&object).await[0]["status"], "waiting");
    let hosts = by_operator(&object, OperatorRequest::WebhookHosts).await.unwrap();
    assert_eq!(
        (&hosts["hosts"][0]["host"], &hosts["waiting"]),
        (&json!("hooks.example.com"), &json!(["hooks.example.com:8443"]))
    );
    confirm(&object, "hooks.example.com:8443").await;
    assert_eq!(list(&object).await[0]["status"], "active");
    object.wake().await;
    assert_eq!(subjects(&object), ["1"]);
    let host = WebhookHost::parse("hooks.example.com:8443").unwrap();
    by_operator(&object, OperatorRequest::WithdrawWebhookHost(host))
        .await
        .unwrap();
    call(&object, 2);
    object.wake().await;
    assert_eq!(subjects(&object), ["1"]);
    confirm(&object, "hooks.example.com:8443").await;
    object.wake().await;
    assert_eq!(subjects(&object), ["1", "2"]);
}

#[tokio::test]
async fn hosts_are_the_operators_alone() {
    let object = object();
    let host = WebhookHost::parse("hooks.example.com").unwrap();
    let refused = object
        .send(Request::Operator(OperatorRequest::ConfirmWebhookHost(host)))
        .await;
    assert_eq!(refused, json!({ "Err": "Forbidden" }));
}

#[tokio::test]
async fn a_receiver_that_fails_for_a_day_loses_nothing() {
    let object = object();
    webhook(&object, "hooks.example.com").await;
    *object.receiver.always.borrow_mut() = Some(FAILED);
    call(&object, 1);
    object.run_until(after(1)).await;
    call(&object, 2);
    let tries = received(&object);
    // Every try has the id of the first, and a time of its own.
    assert!(tries.iter().all(|received| received.id == tries[0].id));
    let waits: Vec<i64> = tries.windows(2).map(|pair| pair[1].at - pair[0].at).collect();
    assert_eq!(waits, [5, 300, 1_800, 7_200, 18_000, 36_000]);
    *object.receiver.always.borrow_mut() = None;
    object.run_until(after(2)).await;
    assert_eq!(subjects(&object)[tries.len()..], ["1", "2"]);
}

#[tokio::test]
async fn after_the_last_try_a_change_is_a_dead_letter_and_the_next_is_sent() {
    let object = object();
    let (id, _) = webhook(&object, "hooks.example.com").await;
    *object.receiver.says.borrow_mut() = vec![FAILED; 10].into();
    call(&object, 1);
    call(&object, 2);
    object.run_until(after(4)).await;
    let mut expected = vec!["1"; 10];
    expected.push("2");
    assert_eq!(subjects(&object), expected);
    let letters = dead_letters(&object, &id).await;
    assert_eq!(letters.as_array().map(Vec::len), Some(1));
    let letter = &letters[0];
    assert_eq!(
        (&letter["status"], &letter["change"]["id"]),
        (&json!(500), &json!("1"))
    );
    assert_eq!(list(&object).await[0]["deadLetters"], 1);

    // Staff send it again: in vain, and then with success.
    object.receiver.says.borrow_mut().push_back(FAILED);
    let queued = ask(&object, WebhooksRequest::Replay(id.clone())).await;
    assert_eq!(queued, json!({ "Ok": { "queued": 1 } }));
    object.run_until(after(5)).await;
    assert_eq!(subjects(&object)[11..], ["1", "1"]);
    assert_eq!(dead_letters(&object, &id).await, json!([]));
    // The same message: its receiver recognises it.
    let all = received(&object);
    assert_eq!(all[12].id, all[0].id);
    assert_eq!(all[12].body, all[0].body);
}

#[tokio::test]
async fn a_dead_letter_that_fails_again_stays_one_and_holds_up_later_changes_for_minutes() {
    let object = object();
    let (id, _) = webhook(&object, "hooks.example.com").await;
    *object.receiver.says.borrow_mut() = vec![FAILED; 13].into();
    call(&object, 1);
    object.run_until(after(4)).await;
    ask(&object, WebhooksRequest::Replay(id.clone())).await;
    call(&object, 2);
    object.run_until(after(4).plus_seconds(305)).await;
    let letters = dead_letters(&object, &id).await;
    assert_eq!(letters.as_array().map(Vec::len), Some(1));
    assert_eq!(letters[0]["isQueued"], false);
    assert_eq!(subjects(&object)[10..], ["1", "1", "1", "2"]);
}

#[tokio::test]
async fn dead_letters_that_staff_send_again_while_a_message_fails_do_not_wait_with_it() {
    let object = object();
    let (id, _) = webhook(&object, "hooks.example.com").await;
    *object.receiver.says.borrow_mut() = vec![FAILED; 11].into();
    call(&object, 1);
    object.run_until(after(4)).await;
    call(&object, 2);
    let (database, now) = (object.database.clone(), object.now());
    let replay = move || {
        let queued = Statement::new("UPDATE dead_letters SET queued = 1", vec![]);
        let job = job_queue::schedule(JobKind::Webhook, id.as_str(), now);
        database.write(vec![queued, job]).unwrap();
    };
    *object.receiver.meanwhile.borrow_mut() = Some(Box::new(replay));
    object.wake().await;
    object.wake().await;
    assert_eq!(subjects(&object)[10..], ["2", "1", "2"]);
}

#[tokio::test]
async fn one_dead_receiver_holds_up_no_other() {
    let object = object();
    let (dead, _) = webhook(&object, "dead.example.com").await;
    let (other, _) = webhook(&object, "hooks.example.com").await;
    for number in 1..=3 {
        call(&object, number);
    }
    // Whichever is asked first.
    *object.receiver.says.borrow_mut() = vec![FAILED].into();
    object.wake().await;
    let of = |id: &WebhookId| {
        received(&object)
            .iter()
            .filter(|received| received.webhook == id.as_str())
            .count()
    };
    let mut counts = [of(&dead), of(&other)];
    counts.sort_unstable();
    assert_eq!(counts, [1, 3]);
}

#[tokio::test]
async fn a_receiver_that_is_gone_is_asked_no_more() {
    let object = object();
    webhook(&object, "hooks.example.com").await;
    object.receiver.says.borrow_mut().push_back(DeliveryOutcome::Gone);
    call(&object, 1);
    object.wake().await;
    call(&object, 2);
    object.run_until(after(5)).await;
    assert_eq!(subjects(&object), ["1"]);
    assert_eq!(list(&object).await[0]["status"], "disabled");
    assert!(object.complaints.borrow().iter().any(|line| line.contains("410")));
}

#[tokio::test]
async fn what_was_not_sent_counts_as_no_try_and_a_retry_after_is_kept() {
    let object = object();
    webhook(&object, "hooks.example.com").await;
    let throttled = DeliveryOutcome::Failed {
        status: Some(429),
        retry_after: 90,
    };
    *object.receiver.says.borrow_mut() = vec![DeliveryOutcome::Unsent { retry_after: 30 }, throttled].into();
    call(&object, 1);
    object.run_until(after(1)).await;
    let at: Vec<i64> = received(&object)
        .iter()
        .map(|received| received.at - NOON.unix())
        .collect();
    assert_eq!(at, [0, 30, 120]);
}

#[tokio::test]
async fn a_webhook_that_is_deleted_while_a_message_is_on_its_way_comes_to_its_end() {
    let object = object();
    let (id, _) = webhook(&object, "hooks.example.com").await;
    call(&object, 1);
    call(&object, 2);
    let database = object.database.clone();
    let deletion = move || {
        let delete = Statement::new("DELETE FROM webhooks", vec![]);
        database.write(vec![delete]).unwrap();
    };
    *object.receiver.meanwhile.borrow_mut() = Some(Box::new(deletion));
    object.run_until(after(1)).await;
    assert_eq!(subjects(&object), ["1"]);
    assert!(object.rows("SELECT * FROM due WHERE kind = 'webhook'").is_empty());
    let missing = ask(&object, WebhooksRequest::Delete(id)).await;
    assert_eq!(missing, json!({ "Err": "NotFound" }));
}

#[tokio::test]
async fn a_webhook_whose_changes_are_no_longer_kept_is_told_so() {
    let object = object();
    create(&object, "https://hooks.example.com/a", &["phone_call"]).await;
    for number in 1..=3 {
        call(&object, number);
    }
    object
        .run_until(NOON.plus_seconds(KEPT_SECONDS + 2 * 24 * 60 * 60))
        .await;
    confirm(&object, "hooks.example.com").await;
    object.wake().await;
    let kinds: Vec<String> = received(&object)
        .iter()
        .map(|received| received.subject().0)
        .collect();
    assert_eq!(kinds, ["changes.resync"]);
    call(&object, 4);
    object.wake().await;
    assert_eq!(subjects(&object).last().map(String::as_str), Some("4"));
}

#[tokio::test]
async fn a_venue_has_ten_webhooks_of_some_kind() {
    let object = object();
    let none = create(&object, "https://hooks.example.com/a", &[]).await;
    assert_eq!(none["Err"]["Fields"][0]["pointer"], "/kinds");
    for _ in 0..10 {
        let made = create(&object, "https://hooks.example.com/a", &["settings", "settings"]).await;
        assert_eq!(made["Ok"]["kinds"], json!(["settings"]));
    }
    let refused = create(&object, "https://hooks.example.com/a", &["settings"]).await;
    assert_eq!(refused["Err"]["Fields"][0]["code"], "out_of_range");
}
