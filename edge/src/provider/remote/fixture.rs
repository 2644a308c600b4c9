//! A scripted remote system and the world around it, for tests.
