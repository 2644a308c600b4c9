//! Tokens that were shown before, as digests and for as long as a token can be good. It must not know
//! a token.

use std::num::NonZeroUsize;

use lru::LruCache;
use shared::time::Instant;

/// How long a token of Turnstile is good for.
const SECONDS: i64 = 300;

/// How many are remembered. Should more be shown in that time, Cloudflare still refuses the oldest.
const TOKENS: NonZeroUsize = NonZeroUsize::new(4096).unwrap();

/// The memory.
pub struct Used(LruCache<[u8; 32], Instant>);

impl Default for Used {
    fn default() -> Self {
        Self(LruCache::new(TOKENS))
    }
}

impl Used {
    /// Takes a token, unless it was taken a short time ago.
    pub fn take(&mut self, digest: [u8; 32], now: Instant) -> bool {
        let is_free = self
            .0
            .peek(&digest)
            .is_none_or(|taken| now.unix() - taken.unix() >= SECONDS);
        if is_free {
            self.0.put(digest, now);
        }
        is_free
    }

    /// Forgets that a token was taken.
    pub fn give_back(&mut self, digest: &[u8; 32]) {
        self.0.pop(digest);
    }
}
