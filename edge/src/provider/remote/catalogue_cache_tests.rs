//! Facts about the cache of a catalogue.

use std::time::Duration;

use super::*;
use crate::test_support::remote::TestClock;

/// Asks at a number of minutes, where reading would answer this.
fn ask(
    cache: &CatalogueCache<u8>,
    clock: &TestClock,
    minutes: u64,
    answer: Result<u8, RemoteError>,
) -> Result<u8, RemoteError> {
    clock.advance(Duration::from_mins(minutes).saturating_sub(clock.elapsed()));
    let got = cache.get_or_read(clock, async { answer });
    pollster::block_on(got).map(|catalogue| *catalogue)
}

fn away() -> Result<u8, RemoteError> {
    Err(RemoteError::Away {
        retry_after: None,
        cause: "gone".to_owned(),
    })
}

#[test]
fn a_catalogue_is_read_again_after_ten_minutes() {
    let (cache, clock) = (CatalogueCache::default(), TestClock::default());
    assert_eq!(ask(&cache, &clock, 0, Ok(1)), Ok(1));
    assert_eq!(ask(&cache, &clock, 9, Ok(2)), Ok(1));
    assert_eq!(ask(&cache, &clock, 10, Ok(2)), Ok(2));
}

#[test]
fn an_old_catalogue_is_better_than_trouble_that_passes_for_six_hours() {
    let (cache, clock) = (CatalogueCache::default(), TestClock::default());
    assert_eq!(ask(&cache, &clock, 0, away()), away());
    assert_eq!(ask(&cache, &clock, 0, Ok(1)), Ok(1));
    assert_eq!(ask(&cache, &clock, 359, away()), Ok(1));
    assert_eq!(ask(&cache, &clock, 360, away()), away());
}

#[test]
fn a_refusal_is_not_hidden_by_an_old_catalogue() {
    let (cache, clock) = (CatalogueCache::default(), TestClock::default());
    assert_eq!(ask(&cache, &clock, 0, Ok(1)), Ok(1));
    let refused = || Err(RemoteError::Refused("the key is not accepted".to_owned()));
    assert_eq!(ask(&cache, &clock, 30, refused()), refused());
}
