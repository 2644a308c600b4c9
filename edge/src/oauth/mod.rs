//! The client of other systems' OAuth 2.0: authorization code with PKCE and state (RFC 6749, section 4.1; RFC 7636), the
//! answers of a token endpoint, and the state of a token whose refresh token is valid once. Pure: requests are built and
//! answers are read here, and sent elsewhere.

pub mod answer;
pub mod authorization;
pub mod pkce;
pub mod refresh;
