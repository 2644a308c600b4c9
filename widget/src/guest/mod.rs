//! What a guest does beside a first booking, in a module of its own that is loaded when it is wanted. It must
//! not know how anything looks.

pub mod cards;
