//! Facts about bookings at Mews that are paid for here: a table is held and confirmed, and across any crash between the
//! payment and the posted deposit, and with answers that get lost on the way, the deposit is in Mews' books once.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use config::{RemoteSettings, System, VenueSettings};
use couvert_tests::mews::{
    Booking, CATEGORY, Payment, Prices, RATE, SERVICE, Settings, Simulator, Trouble, price_of_hour,
};
use couvert_tests::native::{Simulated, TestClock};
use edge::error::VenueError;
use edge::provider::mews::client::Tokens;
use edge::provider::mews::{Mews, ServedVenue};
use edge::provider::remote::RemoteSystem;
use edge::upstream::Upstream;
use edge::venue::message::Request;
use fastrand::Rng;
use secrecy::SecretString;
use serde_json::json;
use shared::id::{PaymentId, ReservationId};
use shared::quote::Quote;
use shared::reservation::Status;
use shared::time::Day;

use super::paid_system::{Disk, Paid, connect, ports};
use super::venue::{NOON, Venue, mail, no_limits};

/// The deposit of each guest, in cents.
const EACH: i64 = 1_500;
/// That of two guests.
const PRICE: i64 = 2 * EACH;
/// How many venues there are.
const VENUES: u64 = 25;
/// How many bookings each of them has, with a crash in each.
const BOOKINGS: u32 = 40;

/// The troubles with a call.
const TROUBLES: [Trouble; 5] = [
    Trouble::ResetBefore,
    Trouble::ResetAfter,
    Trouble::StatusBefore(502),
    Trouble::StatusAfter(502),
    Trouble::Garbage,
];

/// Where dinner for two is booked.
const PLACE: (&str, &str, u16) = ("dinner", "2026-11-25", 1_140);

/// A venue whose reservations a Mews keeps.
pub(super) type AtMews = Paid<RefCell<Simulator>>;

pub(super) fn settings() -> VenueSettings {
    let settings = json!({
        "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en"],
        "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
        "payments": {
            "adapter": "stripe", "secretKey": "A", "webhookSecret": "B", "publishableKey": "pk_1", "leastCharge": 100,
        },
        "mail": mail(), "limits": no_limits(), "staffKey": "LINDE_STAFF",
        "mews": {
            "clientToken": "MEWS_CLIENT_TOKEN", "accessToken": "LINDE_MEWS_TOKEN", "baseUrl": "https://sim.example",
            "horizonDays": 30, "settleSeconds": 9,
            "experiences": [{
                "id": "dinner", "serviceId": SERVICE, "rateId": RATE, "categoryId": CATEGORY, "units": 2,
                "firstMinutes": 1_080, "lastMinutes": 1_260, "attendees": { "min": 1, "max": 6 },
                "deposit": { "pricePerGuest": EACH, "refundMinutes": 1_440 },
            }],
        },
    });
    let settings: VenueSettings = serde_json::from_value(settings).unwrap();
    assert_eq!(settings.faults(), Vec::<String>::new());
    settings
}

/// A venue at a property with these prices.
fn at_mews(prices: Prices) -> AtMews {
    at_mews_with(prices, settings())
}

/// The same with these settings.
pub(super) fn at_mews_with(prices: Prices, settings: VenueSettings) -> AtMews {
    let clock = TestClock::at(NOON);
    let simulated = Settings {
        prices,
        ..Settings::default()
    };
    let simulator = Rc::new(RefCell::new(Simulator::new(simulated)));
    let (disk, system) = (Disk::default(), simulator.clone());
    let reach = connect(&disk, move |venue| {
        let Some(System::Remote(RemoteSettings::Mews(settings))) = venue.system() else {
            return Err(VenueError::NotFound);
        };
        let ports = ports(Box::new(Simulated::new(system.clone(), clock)), clock);
        let tokens = Tokens {
            client: SecretString::from("sim-client"),
            access: SecretString::from("sim-access").into(),
        };
        let rules = Mews::rules(settings, venue.time_zone.clone());
        let line = (ports.clone(), Upstream::new(ports.clone()));
        let mews = Mews::new(settings.clone(), ServedVenue::of(venue), tokens, line);
        let system: Rc<dyn RemoteSystem> = Rc::new(mews);
        Ok((system, ports, rules))
    });
    AtMews::opened(Venue::of(settings, reach), simulator, disk)
}

/// A reservation in Mews' books, and its payments there.
pub(super) fn in_the_books(at: &AtMews, id: &ReservationId) -> (Booking, Vec<Payment>) {
    let now = u64::try_from(at.venue.now.get().unix()).unwrap();
    let mut simulator = at.system.borrow_mut();
    let books = simulator.books(Duration::from_secs(now));
    let payments = books.payments.iter();
    let posted = payments.filter(|payment| payment.reservation == id.as_str());
    (books.get(id.as_str()).unwrap().clone(), posted.cloned().collect())
}

/// Has the next calls on the way from the payment to the posted deposit get lost, before they are carried out or after.
fn lose_some(at: &AtMews, chance: &mut Rng) {
    at.system.borrow_mut().troubles.clear();
    for path in ["reservations/confirm", "payments/addExternal", "payments/getAll"] {
        if chance.bool() {
            let trouble = TROUBLES[chance.usize(..TROUBLES.len())];
            at.system.borrow_mut().troubles.next_of(path, trouble);
        }
    }
}

/// Checks that the table is the guest's, paid once, with one deposit in the books.
fn is_paid_once(at: &AtMews, id: &ReservationId, payment: &PaymentId, case: &str) {
    let (booking, posted) = in_the_books(at, id);
    let expected = Payment {
        reservation: id.to_string(),
        reference: payment.to_string(),
        cents: PRICE,
    };
    assert_eq!((booking.state, posted), ("Confirmed", vec![expected]), "{case}");
    let account = at.venue.bank.account_of(payment).unwrap();
    assert_eq!((account.paid, account.returned), (PRICE, 0), "{case}");
}

#[tokio::test(start_paused = true)]
async fn a_table_is_held_while_its_deposit_is_paid_and_mews_writes_no_letter_of_its_own() {
    let at = at_mews(Prices::default());
    let booked = at.book_at(PLACE, "the-booking").await.unwrap();
    assert_eq!(booked.status, Status::PaymentPending);
    let (held, posted) = in_the_books(&at, &booked.id);
    assert_eq!((held.state, posted), ("Optional", vec![]));
    at.pay().await;
    at.pass(2).await;
    let (confirmed, _) = in_the_books(&at, &booked.id);
    // The venue has mail of its own.
    assert_eq!((confirmed.state, confirmed.mails), ("Confirmed", 0));
    assert_eq!(at.venue.see(&booked).await.status, Status::Booked);
}

#[tokio::test(start_paused = true)]
async fn a_table_whose_deposit_is_not_paid_is_free_again() {
    let at = at_mews(Prices::default());
    let booked = at.book_at(PLACE, "the-booking").await.unwrap();
    at.pass(31).await;
    let (given_up, posted) = in_the_books(&at, &booked.id);
    assert_eq!((given_up.state, posted), ("Canceled", vec![]));
}

#[tokio::test(start_paused = true)]
async fn a_refund_is_noted_for_the_staff() {
    let at = at_mews(Prices::default());
    let booked = at.book_at(PLACE, "the-booking").await.unwrap();
    at.pay().await;
    at.pass(2).await;
    assert_eq!(at.cancel(&booked).await.unwrap().status, Status::Cancelled);
    at.pass(2).await;
    assert_eq!(at.money(), (PRICE, PRICE));
    let (cancelled, _) = in_the_books(&at, &booked.id);
    let notes = cancelled.notes.join(" ");
    assert!(notes.contains("The deposit of 30.00 EUR goes back"), "{notes}");
}

#[tokio::test(start_paused = true)]
async fn what_is_quoted_as_due_is_charged_and_posted_gross_and_net() {
    for is_net in [false, true] {
        let prices = Prices {
            is_net,
            ..Prices::default()
        };
        let at = at_mews(prices);
        let request = serde_json::from_value(json!({
            "experienceId": "dinner", "day": "2026-11-25", "minutes": 1_140, "attendees": 2,
        }));
        let call = Request::Quote(Box::new(request.unwrap()), None);
        let quote: Option<Quote> = at.venue.send(call, None).await.unwrap();
        let quote = quote.unwrap();
        let dinner = prices.gross(2 * price_of_hour(RATE));
        assert_eq!((quote.due_now.amount(), quote.total.amount()), (PRICE, dinner));
        let booked = at.book_at(PLACE, "the-booking").await.unwrap();
        at.pay().await;
        at.pass(2).await;
        let payment = booked.checkout.unwrap();
        assert_eq!(payment.amount, quote.due_now);
        is_paid_once(&at, &booked.id, &payment.id, if is_net { "net" } else { "gross" });
    }
}

#[tokio::test(start_paused = true)]
async fn a_thousand_crashes_between_payment_and_deposit_leave_one_deposit_each() {
    for seed in 0..VENUES {
        let mut chance = Rng::with_seed(seed);
        let mut at = at_mews(Prices::default());
        let tomorrow = Day::parse("2026-11-22").unwrap();
        for number in 0..BOOKINGS {
            let writes = chance.u32(0..16);
            let case = format!("seed {seed}, booking {number}, after {writes} writes");
            let day = tomorrow.plus(number / 2).unwrap().to_string();
            let minutes = if number % 2 == 0 { 1_080 } else { 1_200 };
            let key = format!("key-{number}");
            let booked = at.book_at(("dinner", &day, minutes), &key).await;
            let booked = booked.unwrap_or_else(|error| panic!("{case}: {error:?}"));
            let payment = booked.checkout.as_ref().unwrap().id.clone();
            assert!(at.venue.bank.pay_for(&payment), "{case}");
            lose_some(&at, &mut chance);
            at.venue.doom(writes);
            at.venue.tell_of(&format!("first-{number}"), &payment).await;
            at.venue.run_until(at.venue.now.get()).await;
            at = at.restarted();
            at.venue.tell_of(&format!("second-{number}"), &payment).await;
            at.pass(25).await;
            is_paid_once(&at, &booked.id, &payment, &case);
            assert_eq!(at.venue.see(&booked).await.status, Status::Booked, "{case}");
        }
    }
}
