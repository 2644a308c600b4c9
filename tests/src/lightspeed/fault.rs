//! Misbehaviour on command: each is for one request.

use std::str::FromStr;

/// How a request goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The connection is reset, and nothing is carried out.
    Reset,
    /// It is carried out, and the connection is reset.
    Lost,
    /// Nothing is answered.
    Hang,
    /// A page in HTML is answered.
    Garbage,
    /// This status is answered, and nothing is carried out.
    Status(u16),
    /// Too many requests: come back after so many seconds.
    Throttled(u32),
    /// The answer comes after so many milliseconds.
    Late(u64),
    /// A push is accepted, and fails with this code afterwards.
    Fails(String),
    /// A push is answered, and not accepted.
    Declined,
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let number = |rest: &str| rest.parse().map_err(|_| format!("`{rest}` is no number"));
        match name {
            "reset" => Ok(Self::Reset),
            "lost" => Ok(Self::Lost),
            "hang" => Ok(Self::Hang),
            "garbage" => Ok(Self::Garbage),
            "declined" => Ok(Self::Declined),
            "status" => rest
                .parse()
                .map(Self::Status)
                .map_err(|_| format!("`{rest}` is no status")),
            "throttled" => rest
                .parse()
                .map(Self::Throttled)
                .map_err(|_| format!("`{rest}` is no number")),
            "late" => number(rest).map(Self::Late),
            "fails" if !rest.is_empty() => Ok(Self::Fails(rest.to_owned())),
            _ => Err(
                "write reset, lost, hang, garbage, declined, status N, throttled SECONDS, late MILLISECONDS or \
                 fails CODE"
                    .to_owned(),
            ),
        }
    }
}
