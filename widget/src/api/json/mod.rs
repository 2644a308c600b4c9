//! Minimal JSON for the API's types: a serde deserializer and a serde serializer. With `serde_json`, which supports
//! every form and words every error, the module was a quarter larger.

mod error;
mod read;
mod write;

#[cfg(feature = "browser")]
pub use read::read;
#[cfg(feature = "browser")]
pub use write::write;
