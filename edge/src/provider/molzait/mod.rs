//! Molzait as a booking system. It must not know other vendors, nor how the network is reached.

pub mod settings;
