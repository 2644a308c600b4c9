//! A cache of pictures that holds none.

use async_trait::async_trait;
use edge::http::pictures::PictureCache;

/// A cache that holds nothing.
pub struct NoPictureCache;

#[async_trait(?Send)]
impl PictureCache for NoPictureCache {
    async fn get(&self, _: &str) -> Option<Vec<u8>> {
        None
    }

    async fn put(&self, _: &str, _: &[u8]) {}
}
