//! E-mails are in a lane of their own: their service may be slow, and no table and no money waits for that.

use std::cell::Cell;
use std::rc::Rc;

use couvert_tests::native::{Handler, SeededRng, TestClock};
use edge::error::VenueError;
use edge::mail::http_api::HttpApi;
use edge::mail::{MailError, Mailer};
use edge::storage::retry_after::{Service, StoredRetryAfter};
use edge::upstream::{Ports, Upstream};
use edge::venue::jobs::outbox;
use futures_util::FutureExt;
use secrecy::SecretString;
use serde_json::json;
use shared::id::VenueId;
use shared::payment::PaymentStatus;
use shared::reservation::Status;

use super::object::{NOON, Object, Office, letter, letter_of_its_own, settings};
use super::venue::Venue;

fn names(office: &Office) -> Vec<String> {
    let taken = office.taken.borrow();
    taken.iter().map(|letter| letter.id.clone()).collect()
}

#[tokio::test]
async fn an_email_without_an_answer_delays_no_hold() {
    let venue = Venue::with_mail();
    let booked = venue.book("a").await.unwrap();
    venue.now.set(NOON.plus_minutes(25));
    venue.post(&letter("slow"));
    venue.office.hangs.set(true);
    {
        let (run, again) = venue.wake().await;
        // The alarm is set in case this run never ends.
        assert_eq!(again, Some(NOON.plus_minutes(26)));
        let mut sending = Box::pin(venue.send_letters(run.expect("a letter is due")));
        assert!((&mut sending).now_or_never().is_none());
        venue.now.set(NOON.plus_minutes(30));
        let (run, again) = venue.wake().await;
        let seen = venue.see(&booked).await;
        let checkout = seen.checkout.expect("it has a payment");
        assert_eq!(
            (seen.status, checkout.status),
            (Status::Cancelled, PaymentStatus::Lapsed)
        );
        // It looks again in a minute, and not without end at once; and no second run begins.
        assert_eq!(again, Some(NOON.plus_minutes(31)));
        assert!(run.is_none());
        assert!((&mut sending).now_or_never().is_none());
    }
    // The turn was aborted. After a while another begins.
    venue.office.hangs.set(false);
    assert_eq!(names(&venue.office), Vec::<String>::new());
    venue.run_until(NOON.plus_minutes(60)).await;
    assert!(names(&venue.office).contains(&"slow".to_owned()));
}

#[tokio::test]
async fn a_turn_hands_over_so_many_letters_and_the_next_one_the_rest() {
    let object = Object::new();
    for number in 0..30 {
        object.write(outbox::post(&letter_of_its_own(&format!("letter-{number:02}")), NOON).unwrap());
    }
    object.wake().await;
    assert_eq!(names(&object.office).len(), 20);
    assert_eq!(object.wake_when_asked().await, 0);
    assert_eq!(names(&object.office).len(), 30);
    assert!(object.is_at_rest());
}

#[tokio::test]
async fn an_object_has_one_post_office_once_there_is_one() {
    let (asked, office) = (Rc::new(Cell::new(0)), Rc::new(Office::default()));
    let (count, post) = (asked.clone(), office.clone());
    let object = Object::with_post(
        settings(&json!({})),
        Box::new(move |_, _| {
            count.set(count.get() + 1);
            if count.get() == 1 {
                return Err(VenueError::Failed("the key is missing".to_owned()));
            }
            Ok(post.clone())
        }),
    );
    for name in ["a", "b", "c"] {
        object.write(outbox::post(&letter(name), NOON).unwrap());
    }
    object.wake().await;
    object.wake_when_asked().await;
    assert_eq!(names(&office), ["b", "c", "a"]);
    assert_eq!(asked.get(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_service_that_asks_to_be_left_alone_is_not_sent_the_next_letter() {
    let arrived = Rc::new(Cell::new(0));
    let made = |object: &Rc<Object>| -> Rc<dyn Mailer> {
        let arrived = arrived.clone();
        let network = Handler(async move |_: http::Request<Vec<u8>>| {
            arrived.set(arrived.get() + 1);
            let answer = http::Response::builder().status(429).header("retry-after", "120");
            answer.body(Vec::<u8>::new()).unwrap()
        });
        let ports = Rc::new(Ports {
            network: Box::new(network),
            clock: Box::new(TestClock::at(NOON)),
            rng: Box::new(SeededRng::new(1)),
        });
        let hold = StoredRetryAfter::of(Service::Mail, object.database.clone());
        let upstream = Upstream::new(ports.clone()).keeping(hold);
        let (venue, url) = (
            VenueId::parse("linde").unwrap(),
            "https://mail.example/emails".to_owned(),
        );
        Rc::new(HttpApi::new(
            venue,
            url,
            SecretString::from("key"),
            upstream,
            ports,
        ))
    };
    let object = Rc::new(Object::new());
    let post = made(&object);
    for name in ["a", "b", "c"] {
        let sent = post.send(&letter(name)).await;
        assert!(matches!(sent, Err(MailError::Away { .. })));
    }
    assert_eq!(arrived.get(), 1);
    // Nor by an object that was put away meanwhile.
    assert!(matches!(
        made(&object).send(&letter("d")).await,
        Err(MailError::Away { .. })
    ));
    assert_eq!(arrived.get(), 1);
}
