//! Free ports of this machine.

use std::net::TcpListener;
use std::sync::atomic::{AtomicU16, Ordering};

/// Below those that systems give to connections that go out, which could take one again at once.
const LOWEST: u32 = 12_000;
const HOW_MANY: u32 = 20_000;

/// A free port, for programs that need its number beforehand.
#[must_use]
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let start = std::process::id();
    let step = || u32::from(NEXT.fetch_add(1, Ordering::Relaxed));
    std::iter::repeat_with(|| LOWEST + start.wrapping_add(step()) % HOW_MANY)
        .filter_map(|port| u16::try_from(port).ok())
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .unwrap_or_default()
}
