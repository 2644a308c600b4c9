//! Copies of pictures in the data centre's cache, so that a picture that is shown often wakes no object.

use async_trait::async_trait;
use worker::{Cache, Response};

use crate::http::pictures::PictureCache;

/// The cache of the data centre that answers (the runtime's `caches.default`).
pub struct DataCentreCache;

/// For how long a copy is kept: a picture that was deleted is gone everywhere after this time.
const LIFETIME: &str = "public, max-age=86400";

#[async_trait(?Send)]
impl PictureCache for DataCentreCache {
    // A cache that fails holds nothing.
    async fn get(&self, address: &str) -> Option<Vec<u8>> {
        let copy = Cache::default().get(address, false).await.ok()?;
        copy?.bytes().await.ok()
    }

    async fn put(&self, address: &str, bytes: &[u8]) {
        let Ok(mut copy) = Response::from_bytes(bytes.to_vec()) else {
            return;
        };
        if copy.headers_mut().set("cache-control", LIFETIME).is_ok() {
            let _ = Cache::default().put(address, copy).await;
        }
    }
}
