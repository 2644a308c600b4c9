//! Parses the header `Retry-After` (RFC 9110, 10.2.3).

use std::time::Duration;

use http::HeaderMap;
use http::header::RETRY_AFTER;
use shared::time::Instant;

/// The time that the upstream asks for, at most `longest`; none if the header is missing or cannot be parsed.
pub(super) fn parse(headers: &HeaderMap, now: Instant, longest: Duration) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = if is_number {
        // Only a number that is far too large fails here.
        text.parse().unwrap_or(u64::MAX)
    } else {
        let moment = chrono::DateTime::parse_from_rfc2822(text).ok()?;
        u64::try_from(moment.timestamp().saturating_sub(now.unix())).unwrap_or(0)
    };
    Some(Duration::from_secs(seconds).min(longest))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    const LONGEST: Duration = Duration::from_mins(5);

    fn asked(value: &[u8]) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_bytes(value).unwrap());
        // Sun, 06 Nov 1994 08:49:37 GMT
        parse(&headers, Instant::from_unix(784_111_777), LONGEST)
    }

    #[test]
    fn seconds_and_dates_are_understood() {
        assert_eq!(asked(b"120"), Some(Duration::from_mins(2)));
        assert_eq!(asked(b" 0 "), Some(Duration::ZERO));
        assert_eq!(
            asked(b"Sun, 06 Nov 1994 08:50:37 GMT"),
            Some(Duration::from_mins(1))
        );
    }

    #[test]
    fn a_date_gone_by_asks_for_no_time() {
        assert_eq!(asked(b"Sun, 06 Nov 1994 08:00:00 GMT"), Some(Duration::ZERO));
    }

    #[test]
    fn a_time_is_cut_at_the_longest() {
        for text in [
            "301",
            "86400",
            "99999999999999999999999",
            "Mon, 07 Nov 1994 08:49:37 GMT",
        ] {
            assert_eq!(asked(text.as_bytes()), Some(LONGEST), "{text}");
        }
    }

    #[test]
    fn nonsense_is_ignored() {
        for text in [&b""[..], b"-5", b"1.5", b"soon", b"Sun, 32 Nov 1994", b"\xff"] {
            assert_eq!(asked(text), None, "{text:?}");
        }
        assert_eq!(parse(&HeaderMap::new(), Instant::from_unix(0), LONGEST), None);
    }
}
