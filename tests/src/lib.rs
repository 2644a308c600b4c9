//! The package of the suites that test Couvert from outside; each suite is a binary of its own.
