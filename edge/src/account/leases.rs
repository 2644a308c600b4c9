//! Calls that venues share: the vendor counts those of one token, or of one client, in a sliding window. A venue leases calls
//! before it makes them, and makes them within some seconds, so that all venues together stay below the vendor's number.

use config::account::CallSettings;
use shared::id::VenueId;
use shared::time::Instant;

use super::message::CallLease;
use super::rows::CallLeaseRow;
use crate::error::Result;
use crate::storage::database::{Statement, select};
use crate::storage::row::insert;
use crate::venue::context::Ctx;

/// For how many seconds a lease is valid.
pub(super) const LEASE_SECONDS: i64 = 10;

/// For how many seconds a lease counts: one of its calls may be made at its end, and counts for a whole window from there.
fn counted_seconds(settings: CallSettings) -> i64 {
    i64::from(settings.window_seconds) + LEASE_SECONDS
}

/// The lease for a venue that wants so many calls, beside those that were leased at these times. As many as are left.
pub(super) fn granted(
    settings: CallSettings,
    leased: &[(Instant, u32)],
    wanted: u32,
    now: Instant,
) -> CallLease {
    let counted = counted_seconds(settings);
    let is_counted = |at: &Instant| at.plus_seconds(counted) > now;
    let counting: Vec<_> = leased.iter().filter(|(at, _)| is_counted(at)).collect();
    let used = counting
        .iter()
        .fold(0_u32, |sum, (_, calls)| sum.saturating_add(*calls));
    let calls = wanted.min(settings.count.saturating_sub(used));
    let next = counting.iter().map(|(at, _)| at.plus_seconds(counted)).min();
    let wait = next.map_or(1, |next| next.unix() - now.unix());
    CallLease {
        calls,
        until: now.plus_seconds(LEASE_SECONDS),
        retry_after: if calls < wanted.min(settings.count) {
            u32::try_from(wait).unwrap_or(1)
        } else {
            0
        },
    }
}

/// Leases calls to a venue. Where the settings have no number, as many as it wants.
pub(super) fn lease(
    ctx: Ctx<'_>,
    settings: Option<CallSettings>,
    venue: VenueId,
    wanted: u32,
) -> Result<CallLease> {
    let Some(settings) = settings else {
        return Ok(CallLease {
            calls: wanted,
            until: ctx.now.plus_seconds(LEASE_SECONDS),
            retry_after: 0,
        });
    };
    let over = ctx.now.plus_seconds(-counted_seconds(settings)).unix();
    let sql = "SELECT * FROM call_leases WHERE at > ?";
    let rows: Vec<CallLeaseRow> = select(ctx.database, sql, vec![over.into()])?;
    let leased: Vec<_> = rows.iter().map(|row| (row.at, row.calls)).collect();
    let lease = granted(settings, &leased, wanted, ctx.now);
    if lease.calls > 0 {
        let row = CallLeaseRow {
            id: None,
            venue,
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
    use proptest::prelude::*;

    use super::*;

    const NOW: Instant = Instant::from_unix(1_795_000_000);
    /// Mews' own: 200 calls in 30 seconds.
    const SETTINGS: CallSettings = CallSettings {
        count: 200,
        window_seconds: 30,
    };

    #[test]
    fn as_many_calls_are_leased_as_are_left_and_the_others_later() {
        let lease = |leased: &[(Instant, u32)], wanted, seconds| {
            let lease = granted(SETTINGS, leased, wanted, NOW.plus_seconds(seconds));
            (lease.calls, lease.retry_after)
        };
        assert_eq!(lease(&[], 5, 0), (5, 0));
        assert_eq!(lease(&[], 500, 0), (200, 0));
        let leased = [(NOW, 150), (NOW.plus_seconds(5), 45)];
        assert_eq!(lease(&leased, 5, 9), (5, 0));
        assert_eq!(lease(&leased, 8, 9), (5, 31));
        assert_eq!(lease(&leased, 8, 39), (5, 1));
        assert_eq!(lease(&leased, 8, 40), (8, 0));
    }

    proptest! {
        #[test]
        fn calls_stay_below_the_vendors_number_in_every_window(
            asked in proptest::collection::vec((0_i64..12, 0_u32..120, 0_i64..LEASE_SECONDS), 1..60),
        ) {
            let (mut now, mut leased, mut made) = (NOW, Vec::new(), Vec::<(i64, u32)>::new());
            for (wait, wanted, late) in asked {
                now = now.plus_seconds(wait);
                let lease = granted(SETTINGS, &leased, wanted, now);
                prop_assert!(lease.calls <= wanted);
                leased.push((now, lease.calls));
                // All of them at one moment of the lease.
                made.push((now.unix() + late, lease.calls));
            }
            let window = i64::from(SETTINGS.window_seconds);
            for (end, _) in &made {
                let inside = made.iter().filter(|(at, _)| (end - window + 1..=*end).contains(at));
                prop_assert!(inside.map(|(_, calls)| calls).sum::<u32>() <= SETTINGS.count);
            }
        }
    }
}
