//! Facts about the letter of the day before.

use std::time::Duration;

use edge::mail::MailError;
use serde_json::{Value, json};

use super::object::NOON;
use super::reservations::{book, restaurant, sent};

#[tokio::test]
async fn a_reminder_is_sent_before_the_reservations_day_or_not_at_all() {
    // It is due at ten o'clock of the day before, and the mail service takes nothing for so many seconds.
    for (seconds, reminded) in [(14 * 3600 - 2, vec!["reminder"]), (14 * 3600, vec![])] {
        let object = restaurant();
        let booked = book(&object, json!({}), "key-1").await;
        object.wake().await;
        sent(&object, &booked["id"]);
        object.office.says.borrow_mut().push_back(MailError::Away {
            retry_after: Some(Duration::from_secs(seconds)),
            cause: "busy".to_owned(),
        });
        object.run_until(NOON.plus_minutes(6 * 24 * 60)).await;
        assert_eq!(sent(&object, &booked["id"]), reminded);
        let waiting = object.rows("SELECT id FROM outbox WHERE letter IS NOT NULL");
        assert_eq!(waiting, Vec::<Value>::new());
    }
}
