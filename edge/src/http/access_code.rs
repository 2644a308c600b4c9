//! The access code of a request, which opens rates that others do not see. It is sent in a header, so that it is in no
//! address and no log.

use shared::choices::AccessCode;
use shared::problem::Problem;
use shared::validation::{FieldCode, FieldError};

use super::Request;
use super::error::ApiError;

/// The header's name.
pub const NAME: &str = "access-code";

/// Whether a request carries the header. Its response is for its sender alone then, and is not cached.
pub fn is_sent(request: &Request) -> bool {
    request.headers().contains_key(NAME)
}

/// The request's access code. One that cannot be a code is a fault of the field `/accessCode`.
pub fn of(request: &Request) -> Result<Option<AccessCode>, ApiError> {
    let mut values = request.headers().get_all(NAME).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return if is_sent(request) {
            Err(refused(FieldCode::Invalid))
        } else {
            Ok(None)
        };
    };
    let text = std::str::from_utf8(value.as_bytes()).map_err(|_| refused(FieldCode::Invalid))?;
    AccessCode::parse(text).map(Some).map_err(refused)
}

fn refused(code: FieldCode) -> ApiError {
    Problem::fields(vec![FieldError::new("/accessCode", code)]).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(codes: &[&str]) -> Result<Option<AccessCode>, FieldCode> {
        let mut request = http::Request::get("/v1/venues/demo/slots");
        for code in codes {
            request = request.header(NAME, http::HeaderValue::from_bytes(code.as_bytes()).unwrap());
        }
        of(&request.body(None).unwrap()).map_err(|error| error.problem.errors[0].code)
    }

    #[test]
    fn a_request_has_one_code_or_none() {
        assert_eq!(sent(&[]), Ok(None));
        assert_eq!(sent(&["SPRING"]), Ok(AccessCode::parse("SPRING").ok()));
        assert_eq!(sent(&["grün"]), Ok(AccessCode::parse("grün").ok()));
        assert_eq!(sent(&["SPRING", "SUMMER"]), Err(FieldCode::Invalid));
        assert_eq!(sent(&[" "]), Err(FieldCode::Required));
        assert_eq!(sent(&[&"x".repeat(129)]), Err(FieldCode::TooLong));
    }
}
