//! Facts about the state of a token, and properties: wherever the process ends, no refresh token is sent twice.

use proptest::prelude::*;

use super::*;

const NOW: Instant = Instant::from_unix(1_795_000_000);
/// The life of an access token and of a refresh token in these tests, in seconds.
const ACCESS: i64 = 300;
const REFRESH: i64 = 14 * 24 * 60 * 60;

fn ready() -> TokenState {
    TokenState {
        phase: TokenPhase::Ready,
        access_until: NOW.plus_seconds(ACCESS),
        has_refresh: true,
        refresh_until: Some(NOW.plus_seconds(REFRESH)),
        held_until: None,
    }
}

fn at(seconds: i64) -> Instant {
    NOW.plus_seconds(seconds)
}

#[test]
fn an_access_token_is_used_until_a_minute_before_its_end() {
    for (seconds, decision) in [
        (0, TokenDecision::Use),
        (239, TokenDecision::Use),
        (240, TokenDecision::Refresh),
        (300, TokenDecision::Refresh),
        (REFRESH - 1, TokenDecision::Refresh),
        (REFRESH, TokenDecision::Lost(Loss::Over)),
    ] {
        assert_eq!(decide(&ready(), at(seconds)), decision, "{seconds}");
    }
}

#[test]
fn a_refresh_without_an_outcome_is_not_repeated_and_its_access_token_is_used_up() {
    for (phase, loss) in [
        (TokenPhase::Claimed, Loss::Interrupted),
        (TokenPhase::Interrupted, Loss::Interrupted),
        (TokenPhase::Refused, Loss::Refused),
    ] {
        let state = TokenState { phase, ..ready() };
        assert!(!is_fresh(&state, at(0)));
        assert_eq!(decide(&state, at(299)), TokenDecision::Use, "{phase:?}");
        assert_eq!(decide(&state, at(300)), TokenDecision::Lost(loss), "{phase:?}");
        assert!(!is_renewal_due(&state, at(REFRESH - 1)));
    }
}

#[test]
fn a_system_that_is_away_is_left_alone_until_its_time() {
    let state = settled(claimed(ready()), RefreshOutcome::Unsent(at(400)));
    assert_eq!(state.phase, TokenPhase::Ready);
    assert_eq!(decide(&state, at(299)), TokenDecision::Use);
    assert_eq!(decide(&state, at(300)), TokenDecision::Away(at(400)));
    assert_eq!(decide(&state, at(400)), TokenDecision::Refresh);
}

#[test]
fn a_token_without_a_refresh_token_is_used_to_its_end() {
    let state = TokenState {
        has_refresh: false,
        refresh_until: None,
        ..ready()
    };
    assert_eq!(decide(&state, at(299)), TokenDecision::Use);
    assert_eq!(decide(&state, at(300)), TokenDecision::Lost(Loss::Over));
}

#[test]
fn a_token_that_is_not_used_is_renewed_a_day_before_its_refresh_token_is_over() {
    let due = REFRESH - KEEP_SECONDS;
    for (seconds, is_due) in [
        (due - 1, false),
        (due, true),
        (REFRESH - 1, true),
        (REFRESH, false),
    ] {
        assert_eq!(is_renewal_due(&ready(), at(seconds)), is_due, "{seconds}");
    }
    let endless = TokenState {
        refresh_until: None,
        ..ready()
    };
    assert!(!is_renewal_due(&endless, at(10 * REFRESH)));
}

#[test]
fn an_operator_lets_an_interrupted_refresh_be_tried_once_more() {
    let state = settled(claimed(ready()), RefreshOutcome::Unknown);
    assert_eq!(decide(&state, at(300)), TokenDecision::Lost(Loss::Interrupted));
    assert_eq!(decide(&retried(state), at(300)), TokenDecision::Refresh);
}

/// Where a refresh is interrupted.
#[derive(Clone, Copy, Debug)]
enum Crash {
    Nowhere,
    BeforeClaim,
    AfterClaim,
    AfterSending,
    BeforeOutcome,
}

/// The scenario of one refresh.
#[derive(Clone, Copy, Debug)]
struct Scenario {
    /// After how many seconds callers come.
    after: i64,
    /// How many.
    callers: u8,
    crash: Crash,
    /// The reaction of the other system to the request: it carries it out, does not take it, or carries it out in silence.
    reaction: u8,
}

/// The other system: it gives out refresh tokens by number, and locks a client that sends one twice.
#[derive(Default)]
struct Vendor {
    valid: u32,
    is_locked: bool,
}

impl Vendor {
    fn refresh(&mut self, sent: u32) -> Option<u32> {
        if sent != self.valid {
            self.is_locked = true;
            return None;
        }
        self.valid += 1;
        Some(self.valid)
    }
}

/// The disk: the state, and the number of the refresh token.
struct Disk {
    state: TokenState,
    refresh: u32,
}

/// Runs one caller after the other under the lock. The process ends where the scenario says, and later callers find what is
/// on disk.
fn run(disk: &mut Disk, vendor: &mut Vendor, scenario: Scenario, now: Instant) -> u32 {
    let (mut sent, mut crash) = (0, scenario.crash);
    for _ in 0..scenario.callers {
        if is_fresh(&disk.state, now) || decide(&disk.state, now) != TokenDecision::Refresh {
            continue;
        }
        let ends = |place: Crash| std::mem::discriminant(&place) == std::mem::discriminant(&crash);
        if ends(Crash::BeforeClaim) {
            crash = Crash::Nowhere;
            continue;
        }
        disk.state = claimed(disk.state);
        if ends(Crash::AfterClaim) {
            crash = Crash::Nowhere;
            continue;
        }
        let outcome = if scenario.reaction == 1 {
            RefreshOutcome::Unsent(now.plus_seconds(30))
        } else {
            sent += 1;
            let answered = vendor.refresh(disk.refresh);
            match answered.filter(|_| scenario.reaction != 2) {
                Some(refresh) => {
                    if ends(Crash::AfterSending) || ends(Crash::BeforeOutcome) {
                        crash = Crash::Nowhere;
                        continue;
                    }
                    disk.refresh = refresh;
                    let refresh_until = Some(now.plus_seconds(REFRESH));
                    RefreshOutcome::Renewed(now.plus_seconds(ACCESS), true, refresh_until)
                }
                None => RefreshOutcome::Unknown,
            }
        };
        if ends(Crash::BeforeOutcome) {
            crash = Crash::Nowhere;
            continue;
        }
        disk.state = settled(disk.state, outcome);
    }
    sent
}

fn scenarios() -> impl Strategy<Value = Vec<Scenario>> {
    let crash = prop_oneof![
        4 => Just(Crash::Nowhere),
        1 => Just(Crash::BeforeClaim),
        1 => Just(Crash::AfterClaim),
        1 => Just(Crash::AfterSending),
        1 => Just(Crash::BeforeOutcome),
    ];
    let reaction = prop_oneof![5 => Just(0_u8), 1 => Just(1), 1 => Just(2)];
    let scenario = (0_i64..400, 1_u8..60, crash, reaction);
    let scenario = scenario.prop_map(|(after, callers, crash, reaction)| Scenario {
        after,
        callers,
        crash,
        reaction,
    });
    proptest::collection::vec(scenario, 1..30)
}

proptest! {
    #[test]
    fn no_refresh_token_is_sent_twice_wherever_the_process_ends(scenarios in scenarios()) {
        let (mut disk, mut vendor) = (Disk { state: ready(), refresh: 0 }, Vendor::default());
        let mut now = NOW;
        for scenario in scenarios {
            now = now.plus_seconds(scenario.after);
            let sent = run(&mut disk, &mut vendor, scenario, now);
            prop_assert!(sent <= 1, "{sent} refreshes for {} callers", scenario.callers);
            prop_assert!(!vendor.is_locked);
        }
    }

    #[test]
    fn a_token_is_never_used_after_its_end(seconds in 0_i64..2 * REFRESH, phase in 0_u8..4, held in 0_i64..1000) {
        let phase = [TokenPhase::Ready, TokenPhase::Claimed, TokenPhase::Interrupted, TokenPhase::Refused][usize::from(phase)];
        let state = TokenState { phase, held_until: Some(at(held)), ..ready() };
        let decision = decide(&state, at(seconds));
        prop_assert!(decision != TokenDecision::Use || seconds < ACCESS);
        prop_assert!(decision != TokenDecision::Refresh || phase == TokenPhase::Ready);
    }
}
