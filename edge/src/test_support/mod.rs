//! Fixtures of the edge's unit tests, one file per subject. Those that suites outside this crate share are in `tests/src`.

pub(crate) mod challenge;
pub(crate) mod database;
pub(crate) mod directory;
pub(crate) mod engine;
pub(crate) mod fourspaces;
pub(crate) mod mews;
pub(crate) mod remote;
pub(crate) mod scripted_network;
pub(crate) mod still;
pub(crate) mod upstream;
