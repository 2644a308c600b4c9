//! The caller of a request: the network that it came from. It must not be printed, stored or logged.

use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

/// A caller. One household has a whole /64 of IPv6 addresses, so that much of one is a caller, and
/// requests that came from nowhere in particular are all from the same.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller([u8; 9]);

impl Caller {
    /// All requests whose address is not known.
    pub const UNKNOWN: Self = Self([0; 9]);

    /// The caller of the address that Cloudflare states in `CF-Connecting-IP`. It replaces what a
    /// client writes there itself; any other server of the worker has to do the same.
    #[must_use]
    pub fn of(address: Option<&str>) -> Self {
        let Some(address) = address.and_then(|text| text.trim().parse::<IpAddr>().ok()) else {
            return Self::UNKNOWN;
        };
        let mut caller = [0; 9];
        // An IPv4 address written as an IPv6 one is the same caller.
        match address.to_canonical() {
            IpAddr::V4(address) => {
                caller[0] = 4;
                caller[1..5].copy_from_slice(&address.octets());
            }
            IpAddr::V6(address) => {
                caller[0] = 6;
                caller[1..].copy_from_slice(&address.octets()[..8]);
            }
        }
        Self(caller)
    }

    /// The networks that a request counts for, the smallest first, each with how many callers' allowances it has.
    /// Providers give a customer a /64, a /56 or a /48 of IPv6, so a customer with a larger one must not have the
    /// allowance of each /64 in it.
    pub(super) fn networks(&self) -> &'static [(usize, u32)] {
        match self.0[0] {
            6 => &[(9, 1), (8, 4), (7, 16)],
            _ => &[(9, 1)],
        }
    }

    /// The first bytes of the network's address, for hashing.
    pub(super) fn bytes(&self, length: usize) -> &[u8] {
        self.0.get(..length).unwrap_or(&self.0)
    }
}

impl fmt::Debug for Caller {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Caller")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_is_one_caller() {
        let same = [
            ("203.0.113.7", "::ffff:203.0.113.7"),
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
            (" 203.0.113.7", "203.0.113.7"),
        ];
        for (one, other) in same {
            assert_eq!(Caller::of(Some(one)), Caller::of(Some(other)), "{one} {other}");
        }
        let different = [
            ("203.0.113.7", "203.0.113.8"),
            ("2001:db8:1:2::1", "2001:db8:1:3::1"),
            ("0.0.0.0", "::"),
        ];
        for (one, other) in different {
            assert_ne!(Caller::of(Some(one)), Caller::of(Some(other)), "{one} {other}");
        }
    }

    #[test]
    fn callers_without_an_address_share_one_allowance() {
        for text in [
            None,
            Some(""),
            Some("unknown"),
            Some("1.2.3.4, 5.6.7.8"),
            Some("1.2.3.4:80"),
        ] {
            assert_eq!(Caller::of(text), Caller::UNKNOWN, "{text:?}");
        }
    }

    #[test]
    fn a_caller_cannot_be_printed() {
        assert_eq!(format!("{:?}", Caller::of(Some("203.0.113.7"))), "Caller");
    }
}
