//! Lightspeed's codes of errors: which of them may pass, and which are the reservation's or the deployment's own.

/// The longest code that is passed on.
const MAX_CODE: usize = 64;
/// The code of an error whose own is no code.
const UNKNOWN: &str = "UNKNOWN_ERROR";

/// Codes of errors on Lightspeed's side, after which the same reservation may be taken. A wrong sequence is among them: a
/// failed push is sent again as a new version.
const MAY_PASS: [&str; 5] = [
    "INTERNAL_ERROR",
    "ACCOUNT_CREATION_ERROR",
    "CLIENT_REQUEST_ERROR",
    "GUEST_URL_UNREACHABLE",
    "RESERVATION_SEQUENCE_ID_ERROR",
];

/// The code as it is passed on: capitals and underscores, no text of a request.
#[must_use]
pub fn code(given: &str) -> &str {
    let is_code = (1..=MAX_CODE).contains(&given.len())
        && given
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    if is_code { given } else { UNKNOWN }
}

/// Whether the same reservation may be taken later.
#[must_use]
pub fn may_pass(code: &str, http_code: Option<i64>) -> bool {
    MAY_PASS.contains(&code) || (code == UNKNOWN && http_code.is_some_and(|status| status >= 500))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every code of the contract, with whether the same reservation may be taken later.
    const CODES: [(&str, bool); 44] = [
        ("PLATFORM_NOT_FOUND", false),
        ("URL_MUST_START_WITH_HTTPS", false),
        ("BEARER_AUTH_TTL_IS_EXPIRED", false),
        ("BASIC_AUTH_FIELDS_CAN_NOT_BE_EMPTY", false),
        ("BEARER_AUTH_FIELDS_CAN_NOT_BE_EMPTY", false),
        ("API_KEY_AUTH_FIELDS_CAN_NOT_BE_EMPTY", false),
        ("OAUTH_FIELDS_CAN_NOT_BE_EMPTY", false),
        ("RESTAURANT_PROPERTIES_REQUIRED", false),
        ("RESTAURANT_PROPERTIES_INVALID", false),
        ("RESTAURANT_PROPERTIES_EXPIRED", false),
        ("INTEGRATION_LOCATION_ID_MISMATCH", false),
        ("PLATFORM_ALREADY_ACTIVATED", false),
        ("CURRENCY_NOT_ACCEPTABLE", false),
        ("PLATFORM_FIELDS_CAN_NOT_BE_EMPTY", false),
        ("PLATFORM_CODE_TOO_MANY_SYMBOLS", false),
        ("REQUESTED_TABLE_IS_UNAVAILABLE", false),
        ("PLATFORM_RESTAURANT_NOT_FOUND", false),
        ("PLATFORM_PROPERTIES_INVALID", false),
        ("PLATFORM_PROPERTIES_DUPLICATION", false),
        ("RESERVATION_FIELDS_CAN_NOT_BE_EMPTY", false),
        ("RESERVATION_ID_TOO_MANY_SYMBOLS", false),
        ("RESERVATION_PARTY_SIZE_ERROR", false),
        ("RESERVATION_SEQUENCE_ID_ERROR", true),
        ("RESERVATION_PROPERTIES_INVALID", false),
        ("GUEST_URL_UNREACHABLE", true),
        ("GUEST_PROPERTIES_INVALID", false),
        ("GUEST_FIELDS_CAN_NOT_BE_EMPTY", false),
        ("VOIDED_DEPOSIT_CAN_NOT_BE_FUNDED_AGAIN", false),
        ("DEPOSIT_AMOUNT_CAN_NOT_BE_CHANGED", false),
        ("DEPOSIT_UNACCEPTABLE_AMOUNT", false),
        ("DEPOSIT_ID_MUST_BE_UNIQUE", false),
        ("VOIDED_REFUND_CAN_NOT_BE_REFUNDED_AGAIN", false),
        ("REFUND_AMOUNT_CAN_NOT_BE_CHANGED", false),
        ("REFUND_ID_MUST_BE_UNIQUE", false),
        ("REFUND_UNACCEPTABLE_AMOUNT", false),
        ("CURRENCY_CAN_NOT_BE_CHANGED", false),
        ("TOO_MANY_DEPOSITS", false),
        ("TOO_MANY_REFUNDS", false),
        ("TOO_MANY_INTEGRATIONS_WITH_PLATFORM", false),
        ("INTERNAL_ERROR", true),
        ("ACCOUNT_CREATION_ERROR", true),
        ("CLIENT_REQUEST_ERROR", true),
        ("INTEGRATION_ONBOARDING_PROPERTIES_INVALID", false),
        ("INTEGRATION_ONBOARDING_NOTIFICATION_FAILED", false),
    ];

    #[test]
    fn an_error_of_the_reservation_itself_is_not_retried() {
        for (text, passes) in CODES {
            assert_eq!(code(text), text);
            for status in [None, Some(400), Some(500)] {
                assert_eq!(may_pass(text, status), passes, "{text} {status:?}");
            }
        }
    }

    #[test]
    fn an_unknown_text_is_not_passed_on_as_a_code() {
        for text in ["", "table 5 of Ada", "Ada", &"A".repeat(65)] {
            assert_eq!(code(text), UNKNOWN);
        }
        assert!(may_pass(UNKNOWN, Some(503)));
        assert!(!may_pass(UNKNOWN, Some(400)) && !may_pass(UNKNOWN, None));
    }
}
