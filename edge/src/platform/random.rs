//! Cryptographic randomness of the runtime. Everything else takes random bytes as an argument.

/// `N` random bytes from the runtime's cryptographic source.
pub fn bytes<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}
