//! The API's JSON in few bytes of code: a serde reader and a serde writer for what the API's types ask for. Serde's own
//! JSON crate knows every form that any type could ask for and words every error; with it the widget was a quarter
//! larger.

mod error;
mod read;
mod write;

#[cfg(feature = "browser")]
pub use read::read;
#[cfg(feature = "browser")]
pub use write::write;
