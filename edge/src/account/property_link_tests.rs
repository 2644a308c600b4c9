//! Facts about venues that share a token: its rotation, and its calls over all of them in every window.

use std::cell::Cell;

use config::AccountSettings;
use futures_util::future;
use serde_json::json;

use super::*;
use crate::account::message::GivenToken;
use crate::account::service::AccountService;
use crate::provider::mews::OWN_SHARE;
use crate::test_support::account::{AccountWorld, NOW};
use crate::test_support::mews::ports;
use crate::test_support::scripted_network::ScriptedNetwork;
use crate::test_support::upstream::World;
use crate::venue::message::{Transport, TransportError};

/// The account, on a clock that goes with the test's.
#[derive(Clone)]
struct Hotels {
    world: Rc<AccountWorld>,
    service: Rc<AccountService>,
    began: tokio::time::Instant,
    is_away: Rc<Cell<bool>>,
}

fn settings() -> AccountSettings {
    serde_json::from_value(json!({
        "id": "hotels", "vendor": "mews", "name": "Mews", "site": "https://book.example.com",
        "webhooks": { "kind": "api_keys", "parameters": { "token": "HOTELS_MEWS_WEBHOOKS" } },
    }))
    .unwrap()
}

#[async_trait(?Send)]
impl Transport for Hotels {
    async fn send(&self, message: String) -> Result<String, TransportError> {
        if self.is_away.get() {
            return Err(TransportError("the object is away".to_owned()));
        }
        let seconds = i64::try_from(self.began.elapsed().as_secs()).unwrap();
        self.world.now.set(NOW.plus_seconds(seconds));
        let envelope = serde_json::from_str(&message).unwrap();
        let response = self.service.handle(&settings(), envelope).await;
        Ok(serde_json::to_string(&response).unwrap())
    }
}

impl Hotels {
    fn new() -> Self {
        let world = Rc::new(AccountWorld::default());
        Self {
            service: Rc::new(world.service()),
            world,
            began: tokio::time::Instant::now(),
            is_away: Rc::default(),
        }
    }

    fn client(&self) -> AccountClient<'static> {
        AccountClient::new(settings().id, Box::new(self.clone()))
    }

    fn link(&self, venue: &str) -> Rc<PropertyLink> {
        Rc::new(PropertyLink {
            client: self.client(),
            token: TokenName::parse("9e5e").unwrap(),
            venue: VenueId::parse(venue).unwrap(),
            ports: ports(&ScriptedNetwork::default()),
        })
    }

    /// A venue with an upstream of its own.
    fn venue(&self, id: &str) -> World {
        World::leasing(self.link(id), OWN_SHARE)
    }

    async fn give(&self, token: &str) {
        let given = GivenToken {
            name: TokenName::parse("9e5e").unwrap(),
            token: token.to_owned(),
            is_first: false,
        };
        self.client().store_token(given).await.unwrap();
    }
}

/// Has a venue call as often as it may until then, in milliseconds; each call of this number books. The others go on meanwhile.
async fn busy(world: &World, until: u64, every: u64) {
    let mut turn = 0;
    while world.now() < until {
        turn += 1;
        let sent = if turn % every == 0 {
            world.write("reserve").await
        } else {
            world.read("q").await
        };
        world.pass(if sent.is_ok() { 7 * every } else { 700 }).await;
    }
}

/// The most calls in any 30 seconds over all venues: all of them, the reads and the writes.
fn fullest(venues: &[&World]) -> [usize; 3] {
    let mut sent: Vec<(u64, bool)> = Vec::new();
    for venue in venues {
        let calls = venue.sent().into_iter();
        sent.extend(calls.map(|call| (call.at, call.path.contains("reserve"))));
    }
    let mut fullest = [0; 3];
    for (from, _) in &sent {
        let within = || sent.iter().filter(|(at, _)| (*from..from + 30_000).contains(at));
        let writes = within().filter(|(_, is_write)| *is_write).count();
        let all = within().count();
        for (most, count) in fullest.iter_mut().zip([all, all - writes, writes]) {
            *most = count.max(*most);
        }
    }
    fullest
}

#[tokio::test(start_paused = true)]
async fn two_venues_with_one_token_stay_within_its_calls_in_any_half_minute() {
    let hotels = Hotels::new();
    let (linde, adler) = (hotels.venue("linde"), hotels.venue("adler"));
    // The account counts whole seconds, and no call is made at the beginning of one.
    linde.pass(900).await;
    future::join(busy(&linde, 200_000, 3), busy(&adler, 200_000, 5)).await;
    let [all, reads, writes] = fullest(&[&linde, &adler]);
    assert!(
        all <= 160 && reads <= 120 && writes <= 140,
        "{all} {reads} {writes}"
    );
    // They are made use of, by both.
    assert!(linde.count() + adler.count() >= 600);
    assert!(linde.count() >= 100 && adler.count() >= 100);
}

#[tokio::test(start_paused = true)]
async fn a_booking_is_made_though_another_venues_questions_have_used_up_their_share() {
    let hotels = Hotels::new();
    let (linde, adler) = (hotels.venue("linde"), hotels.venue("adler"));
    while linde.read("q").await.is_ok() {}
    assert_eq!(linde.count(), 120);
    assert!(adler.read("q").await.is_err());
    for _ in 0..40 {
        assert_eq!(adler.write("reserve").await, Ok(200));
    }
    assert!(adler.write("reserve").await.is_err());
}

#[tokio::test(start_paused = true)]
async fn without_the_account_each_venue_has_a_small_share_and_both_stay_below_what_mews_allows() {
    let hotels = Hotels::new();
    let (linde, adler) = (hotels.venue("linde"), hotels.venue("adler"));
    future::join(busy(&linde, 60_000, 3), busy(&adler, 60_000, 5)).await;
    hotels.is_away.set(true);
    let before = linde.count();
    future::join(busy(&linde, 120_000, 3), busy(&adler, 120_000, 5)).await;
    assert!(linde.count() > before);
    hotels.is_away.set(false);
    future::join(busy(&linde, 180_000, 3), busy(&adler, 180_000, 5)).await;
    let [all, ..] = fullest(&[&linde, &adler]);
    assert!(all <= 200, "{all}");
}

#[tokio::test(start_paused = true)]
async fn a_token_is_lent_as_it_was_given_last() {
    let hotels = Hotels::new();
    let link = hotels.link("linde");
    assert!(link.access().await.unwrap().is_none());
    hotels.give("given-A").await;
    assert_eq!(link.access().await.unwrap().unwrap().generation, 1);
    hotels.give("given-B").await;
    link.reject(1).await;
    assert_eq!(link.access().await.unwrap().unwrap().generation, 2);
    hotels.is_away.set(true);
    assert!(matches!(link.access().await, Err(RemoteError::Away { .. })));
    link.reject(2).await;
}
