//! Retention over rows that are drawn at random: no number and no amount changes, and exactly what is over is blanked.

use edge::storage::database::Statement;
use edge::venue::retention::tables::TABLES;

use super::guest_data::stored;
use super::object::{NOON, Object};

/// The columns that are not personal, of the tables that keep money and numbers.
fn numbers(object: &Object) -> String {
    let retained = [
        "reservations",
        "gift_card_orders",
        "gift_cards",
        "gift_card_transactions",
        "payments",
    ];
    let tables = TABLES.iter().filter(|table| retained.contains(&table.name));
    let all = tables.map(|table| {
        let columns: Vec<_> = table
            .other
            .iter()
            .copied()
            .filter(|column| !["blanked_at", "erase_asked_at"].contains(column))
            .map(|column| match column {
                // Contributions that nothing came of are given back.
                "progress" => "CASE WHEN id LIKE 'booking/%' THEN '' ELSE progress END",
                "settled_at" => "CASE WHEN id LIKE 'booking/%' THEN 0 ELSE settled_at END",
                column => column,
            })
            .collect();
        let sql: &'static str =
            format!("SELECT {} FROM {} ORDER BY rowid", columns.join(", "), table.name).leak();
        format!("{:?}", object.rows(sql))
    });
    all.collect()
}

/// Draws what a gift card gives for the reservation `id`, if one does; the amount that is set aside and not spent.
fn draw_share(object: &Object, id: &str, rng: &mut fastrand::Rng) -> i64 {
    let Some(progress) = rng.choice(["pending", "successful", "dropped", "none"]) else {
        return 0;
    };
    if progress == "none" {
        return 0;
    }
    let given = rng.i64(1..100);
    object.write(vec![
        Statement::new(
            "INSERT INTO gift_cards (id, code_hash, currency, expires_on, created_at)
             VALUES ('card' || ?1, ?1, 'EUR', NULL, 0)",
            vec![id.into()],
        ),
        Statement::new(
            "INSERT INTO gift_card_transactions (card_id, id, amount, progress, created_at, settled_at)
             VALUES ('card' || ?1, 'issue', 100, 'successful', 0, 0),
                ('card' || ?1, 'booking/' || ?1, ?2, ?3, 0, NULL)",
            vec![id.into(), (-given).into(), progress.into()],
        ),
    ]);
    if progress == "pending" { given } else { 0 }
}

const STATUSES: [&str; 6] = [
    "booked",
    "finished",
    "cancelled",
    "no_show",
    "voided",
    "requested",
];
const STAGES: [&str; 4] = ["issued", "refunded", "lapsed", "withdrawing"];
const PROGRESS: [&str; 3] = ["pending", "successful", "dropped"];
const FLOWS: [&str; 5] = [
    r#"{"state":"paid"}"#,
    r#"{"state":"refunding"}"#,
    r#"{"state":"refunded","reversals":{"refunds":{"r":{"amount":5,"status":"succeeded"}}}}"#,
    r#"{"state":"paid","reversals":{"disputes":{"d":{"amount":5,"status":"open"}}}}"#,
    r#"{"state":"authorised"}"#,
];

/// Whether a payment of this state is still moving.
fn moves(flow: &str) -> bool {
    flow != FLOWS[0] && flow != FLOWS[2]
}

/// Rows as they may lie in a database, drawn at random; which of them have to be blanked, and what gift cards had set
/// aside for reservations that are over.
fn draw(object: &Object, rng: &mut fastrand::Rng) -> (Vec<String>, i64) {
    let (mut over, mut set_aside) = (Vec::new(), 0);
    for number in 0..40_i64 {
        let id = format!("subject{number:04}end");
        let is_order = rng.bool();
        let old = rng.bool();
        let at = NOON.unix() - if old { 800 } else { 100 } * 86_400 - rng.i64(0..1_000);
        let flow = rng.choice(FLOWS);
        let mut is_over = old && flow.is_none_or(|flow| !moves(flow));
        if is_order {
            let stage = STAGES[rng.usize(..4)];
            let (worth, spent) = (rng.i64(1..9), rng.i64(0..9));
            let progress = PROGRESS[rng.usize(..3)];
            let left = worth - if progress == "dropped" { 0 } else { spent };
            let expired = rng.bool();
            is_over &= stage != "withdrawing" && progress != "pending";
            is_over &= stage != "issued" || expired || left <= 0;
            let bindings = vec![id.as_str().into(), stage.into(), worth.into(), at.into()];
            object.write(vec![
                Statement::new(
                    "INSERT INTO gift_card_orders (id, key, fingerprint, stage, issuer, template_id, amount, currency,
                        purchaser_name, purchaser_email, recipient_name, message, locale, created_at)
                     VALUES (?1, ?1, 'f', ?2, 'here', 'plain', ?3, 'EUR', 'Zwetschke', 'ada.z@example.com', 'Zwetschke',
                        'Beim Fenster', 'en', ?4)",
                    bindings,
                ),
                Statement::new(
                    "INSERT INTO gift_cards (id, code_hash, currency, expires_on, created_at) VALUES (?1, ?1, 'EUR', ?2, ?3)",
                    vec![id.as_str().into(), expired.then_some("2026-11-01").into(), at.into()],
                ),
                Statement::new(
                    "INSERT INTO gift_card_transactions (card_id, id, amount, progress, created_at, settled_at)
                     VALUES (?1, 'issue', ?2, 'successful', 0, 0),
                        (?1, 'x', ?3, ?4, 0, NULL)",
                    vec![id.as_str().into(), worth.into(), (-spent).into(), progress.into()],
                ),
            ]);
        } else {
            object.write(vec![Statement::new(
                "INSERT INTO reservations (id, number, experience_id, day, minutes, starts_at, ends_at, attendees, status,
                    table_ids, first_name, last_name, email, notes, locale, marketing_consent, created_at)
                 VALUES (?1, ?2, 'dinner', '2026-01-01', 1140, ?3 - 5400, ?3, 2, ?4, '[]', 'Ada', 'Zwetschke',
                    'ada.z@example.com', 'Beim Fenster', 'en', 1, ?3)",
                vec![id.as_str().into(), number.into(), at.into(), STATUSES[rng.usize(..6)].into()],
            )]);
            set_aside += draw_share(object, &id, rng);
        }
        if let Some(flow) = flow {
            let kind = if is_order {
                "gift_card_order"
            } else {
                "reservation"
            };
            object.write(vec![Statement::new(
                "INSERT INTO payments (id, kind, subject, amount, currency, flow, deadline, due_minutes, created_at)
                 VALUES ('payment' || ?1, ?2, ?1, 500, 'EUR', ?3, 0, 30, 0)",
                vec![id.as_str().into(), kind.into(), (*flow).into()],
            )]);
        }
        if is_over {
            over.push(id);
        }
    }
    (over, set_aside)
}

/// The balances of the cards that reservations were paid with, added up.
fn left_on_cards(object: &Object) -> i64 {
    let sql = "SELECT COALESCE(SUM(amount), 0) AS sum FROM gift_card_transactions
         WHERE card_id LIKE 'card%' AND progress != 'dropped'";
    object.rows(sql)[0]["sum"].as_i64().unwrap()
}

#[tokio::test]
async fn with_any_rows_no_number_and_no_cent_changes_and_exactly_the_expired_ones_are_blanked() {
    let mut most = 0;
    for seed in 0..60 {
        let object = Object::new();
        let mut rng = fastrand::Rng::with_seed(seed);
        let (mut over, set_aside) = draw(&object, &mut rng);
        let (before, left) = (numbers(&object), left_on_cards(&object));
        object.writer().retain_unserved().unwrap();
        assert_eq!(numbers(&object), before, "{seed}");
        assert_eq!(left_on_cards(&object), left + set_aside, "{seed}");
        let blanked = object.rows(
            "SELECT id FROM reservations WHERE blanked_at IS NOT NULL AND last_name = '-' AND notes IS NULL
             UNION ALL SELECT id FROM gift_card_orders WHERE blanked_at IS NOT NULL AND purchaser_email = '-'
                AND message IS NULL",
        );
        let mut blanked: Vec<_> = blanked
            .iter()
            .map(|row| row["id"].as_str().unwrap().to_owned())
            .collect();
        blanked.sort();
        over.sort();
        assert_eq!(blanked, over, "{seed}");
        let again = stored(|sql| object.rows(sql));
        object.writer().retain_unserved().unwrap();
        assert_eq!(stored(|sql| object.rows(sql)), again, "{seed}");
        most = most.max(over.len());
    }
    // Otherwise nothing of this was tried.
    assert!(most >= 5, "{most}");
}
