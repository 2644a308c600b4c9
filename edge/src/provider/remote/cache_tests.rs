//! Facts about what is kept and for how long.

use super::*;

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn cache() -> Rc<Cache<u8, char>> {
    Rc::new(Cache::new(NonZeroUsize::new(2).unwrap(), Ages::AVAILABILITY))
}

#[test]
fn a_value_is_fresh_then_stale_then_better_than_an_error_then_gone() {
    let cache = cache();
    cache.keep(cache.begin(), 1, 'a', seconds(100));
    for (now, found) in [
        (100, Found::Fresh('a', 30)),
        (129, Found::Fresh('a', 1)),
        (130, Found::Stale('a')),
        (399, Found::Stale('a')),
        (400, Found::Old('a')),
        (699, Found::Old('a')),
        (700, Found::Nothing),
        (100, Found::Nothing),
    ] {
        assert_eq!(cache.find(&1, seconds(now)), found, "{now}");
    }
}

#[test]
fn the_least_recently_used_entry_is_dropped() {
    let cache = cache();
    cache.keep(cache.begin(), 1, 'a', seconds(0));
    cache.keep(cache.begin(), 2, 'b', seconds(0));
    assert_eq!(cache.find(&1, seconds(0)), Found::Fresh('a', 30));
    cache.keep(cache.begin(), 3, 'c', seconds(0));
    assert_eq!(cache.find(&2, seconds(0)), Found::Nothing);
    assert_eq!(cache.find(&1, seconds(0)), Found::Fresh('a', 30));
}

#[test]
fn an_answer_requested_before_a_drop_is_not_stored() {
    let cache = cache();
    cache.keep(cache.begin(), 1, 'a', seconds(0));
    cache.keep(cache.begin(), 2, 'b', seconds(0));
    let before = cache.begin();
    cache.drop_where(|key| *key == 1);
    cache.keep(before, 1, 'a', seconds(1));
    assert_eq!(cache.find(&1, seconds(1)), Found::Nothing);
    assert_eq!(cache.find(&2, seconds(1)), Found::Fresh('b', 29));
}

#[test]
fn one_refresh_runs_at_a_time() {
    let cache = cache();
    let first = Refresh::take(&cache, &1);
    assert!(first.is_some());
    assert!(Refresh::take(&cache, &1).is_none());
    assert!(Refresh::take(&cache, &2).is_some());
    drop(first);
    assert!(Refresh::take(&cache, &1).is_some());
}

#[test]
fn what_is_offered_is_fresh_for_ten_minutes_and_better_than_an_error_for_six_hours() {
    let cache: Rc<Cache<u8, char>> = Rc::new(Cache::new(NonZeroUsize::MIN, Ages::CATALOGUE));
    cache.keep(cache.begin(), 1, 'a', seconds(0));
    for (now, found) in [
        (599, Found::Fresh('a', 1)),
        (600, Found::Stale('a')),
        (3_600, Found::Old('a')),
        (21_599, Found::Old('a')),
        (21_600, Found::Nothing),
    ] {
        assert_eq!(cache.find(&1, seconds(now)), found, "{now}");
    }
}
