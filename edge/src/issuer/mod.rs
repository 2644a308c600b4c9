//! An OAuth 2.0 token issuer for vendors that call our webhooks: authentication of clients, the client credentials grant
//! (RFC 6749, section 4.4), access tokens as JSON Web Tokens (RFC 9068), and the keys that sign them. Pure: keys, secrets,
//! randomness and time are arguments.
//!
//! Signatures are ES256 (RFC 7518, section 3.4). Of a client's assertions HS256 is read too. No other algorithm has a value
//! in [`jws::Algorithm`], so that neither `none` nor a key of the wrong kind is ever taken for one.

pub mod client_auth;
pub mod error;
pub mod jwk;
pub mod jws;
pub mod keys;
pub mod token;
