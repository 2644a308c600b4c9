//! Calls that venues share: the vendor counts those of one token in a sliding window. A venue leases calls before it makes them,
//! and makes them within some seconds, so that all venues together stay below the vendor's number.

use config::account::CallSettings;
use shared::time::Instant;

use super::message::{CallLease, CallLeaseRequest};
use super::rows::CallLeaseRow;
use crate::error::Result;
use crate::storage::database::{Statement, select};
use crate::storage::row::insert;
use crate::upstream::Kind;
use crate::venue::context::Ctx;

/// For how many seconds a lease is valid.
pub(super) const LEASE_SECONDS: u32 = 9;

/// For how many seconds a lease counts: one of its calls may be made at its end, and counts for a whole window from there. The
/// times of leases are whole seconds, which adds one.
fn counted_seconds(settings: CallSettings) -> i64 {
    i64::from(settings.window_seconds) + i64::from(LEASE_SECONDS) + 1
}

/// The most calls of a share that may count at once.
fn most(settings: CallSettings, share: Kind) -> u32 {
    settings.count.saturating_sub(match share {
        Kind::Read => settings.for_writes,
        Kind::Write => settings.for_reads,
    })
}

/// The lease for a venue that wants so many calls of a share, beside those that were leased at these times. As many as are left.
pub(super) fn granted(
    settings: CallSettings,
    leased: &[(Instant, Kind, u32)],
    (share, wanted): (Kind, u32),
    now: Instant,
) -> CallLease {
    let end = |at: Instant| at.plus_seconds(counted_seconds(settings));
    let counting = || leased.iter().filter(|(at, ..)| end(*at) > now);
    let of_share = || counting().filter(|(_, other, _)| *other == share);
    let add = |sum: u32, (_, _, calls): &(Instant, Kind, u32)| sum.saturating_add(*calls);
    let left = settings.count.saturating_sub(counting().fold(0, add));
    let left_of_share = most(settings, share).saturating_sub(of_share().fold(0, add));
    let calls = wanted.min(left).min(left_of_share);
    // The end of the earliest lease that leaves room for this share.
    let next = if left_of_share > 0 {
        counting().map(|(at, ..)| end(*at)).min()
    } else {
        of_share().map(|(at, ..)| end(*at)).min()
    };
    let wait = next.map_or(1, |next| next.unix() - now.unix());
    CallLease {
        calls,
        valid_seconds: LEASE_SECONDS,
        retry_after: if calls < wanted.min(most(settings, share)) {
            u32::try_from(wait).unwrap_or(1)
        } else {
            0
        },
    }
}

/// Leases calls to a venue. Where the vendor's number is not known, as many as it wants.
pub(super) fn lease(
    ctx: Ctx<'_>,
    settings: Option<CallSettings>,
    request: CallLeaseRequest,
) -> Result<CallLease> {
    let Some(settings) = settings else {
        return Ok(CallLease {
            calls: request.calls,
            valid_seconds: LEASE_SECONDS,
            retry_after: 0,
        });
    };
    let over = ctx.now.plus_seconds(-counted_seconds(settings)).unix();
    let sql = "SELECT * FROM call_leases WHERE token = ? AND at > ?";
    let rows: Vec<CallLeaseRow> = select(
        ctx.database,
        sql,
        vec![request.token.as_str().into(), over.into()],
    )?;
    let leased: Vec<_> = rows.iter().map(|row| (row.at, row.share, row.calls)).collect();
    let lease = granted(settings, &leased, (request.share, request.calls), ctx.now);
    if lease.calls > 0 {
        let row = CallLeaseRow {
            id: None,
            venue: request.venue,
            token: request.token,
            share: request.share,
            calls: lease.calls,
            at: ctx.now,
        };
        let forget = Statement::new("DELETE FROM call_leases WHERE at <= ?", vec![over.into()]);
        ctx.database.write(vec![forget, insert(&row)?])?;
    }
    Ok(lease)
}

#[cfg(test)]
mod tests {
    use config::account::MEWS_CALLS;
    use proptest::prelude::*;

    use super::*;

    const NOW: Instant = Instant::from_unix(1_795_000_000);
    /// 200 calls in 30 seconds, whichever they are.
    const ALIKE: CallSettings = CallSettings {
        count: 200,
        window_seconds: 30,
        for_writes: 0,
        for_reads: 0,
    };

    #[test]
    fn as_many_calls_are_leased_as_are_left_and_the_others_later() {
        let lease = |leased: &[(Instant, Kind, u32)], wanted, seconds| {
            let wanted = (Kind::Read, wanted);
            let lease = granted(ALIKE, leased, wanted, NOW.plus_seconds(seconds));
            (lease.calls, lease.retry_after)
        };
        assert_eq!(lease(&[], 5, 0), (5, 0));
        assert_eq!(lease(&[], 500, 0), (200, 0));
        let leased = [(NOW, Kind::Read, 150), (NOW.plus_seconds(5), Kind::Write, 45)];
        assert_eq!(lease(&leased, 5, 9), (5, 0));
        assert_eq!(lease(&leased, 8, 9), (5, 31));
        assert_eq!(lease(&leased, 8, 39), (5, 1));
        assert_eq!(lease(&leased, 8, 40), (8, 0));
    }

    #[test]
    fn reads_leave_calls_to_writes_and_writes_to_reads() {
        let lease = |leased: &[(Instant, Kind, u32)], share| {
            let lease = granted(MEWS_CALLS, leased, (share, 200), NOW.plus_seconds(5));
            (lease.calls, lease.retry_after)
        };
        assert_eq!(lease(&[], Kind::Read), (120, 0));
        assert_eq!(lease(&[], Kind::Write), (140, 0));
        let reads = [(NOW, Kind::Write, 1), (NOW.plus_seconds(2), Kind::Read, 120)];
        // What is free first is of the writes.
        assert_eq!(lease(&reads, Kind::Read), (0, 37));
        assert_eq!(lease(&reads, Kind::Write), (39, 35));
    }

    proptest! {
        #[test]
        fn calls_stay_below_the_vendors_number_in_every_window(
            asked in proptest::collection::vec(
                (0_i64..12, any::<bool>(), 0_u32..120, 0_i64..i64::from(LEASE_SECONDS)),
                1..60,
            ),
        ) {
            let (mut now, mut leased, mut made) = (NOW, Vec::new(), Vec::<(i64, Kind, u32)>::new());
            for (wait, is_write, wanted, late) in asked {
                now = now.plus_seconds(wait);
                let share = if is_write { Kind::Write } else { Kind::Read };
                let lease = granted(MEWS_CALLS, &leased, (share, wanted), now);
                prop_assert!(lease.calls <= wanted);
                leased.push((now, share, lease.calls));
                // All of them at one moment of the lease.
                made.push((now.unix() + late, share, lease.calls));
            }
            let window = i64::from(MEWS_CALLS.window_seconds);
            for (end, share, _) in &made {
                let inside = || made.iter().filter(|(at, ..)| (end - window + 1..=*end).contains(at));
                prop_assert!(inside().map(|(_, _, calls)| calls).sum::<u32>() <= MEWS_CALLS.count);
                let of_share = inside().filter(|(_, other, _)| other == share);
                prop_assert!(of_share.map(|(_, _, calls)| calls).sum::<u32>() <= most(MEWS_CALLS, *share));
            }
        }
    }
}
