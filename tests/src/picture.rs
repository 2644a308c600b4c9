//! The picture that simulated booking systems name: a drawing of the demonstration, which the simulators' server shows, so that
//! pages that are served beside it find it.

use http::{HeaderValue, Method, Request, Response, header};

/// Its path.
pub const PATH: &str = "/_sim/picture.svg";

/// Its bytes.
const DRAWING: &[u8] = include_bytes!("../../edge/venues/demo/dinner.svg");

/// Its address at the server that this request has come to.
#[must_use]
pub fn address(request: &Request<Vec<u8>>) -> String {
    let of_header = request.headers().get(header::HOST);
    let of_header = of_header.and_then(|host| host.to_str().ok());
    let of_target = request.uri().authority().map(http::uri::Authority::as_str);
    format!("http://{}{PATH}", of_header.or(of_target).unwrap_or("localhost"))
}

/// The answer to a request for it; none if it is for something else.
#[must_use]
pub fn answer(request: &Request<Vec<u8>>) -> Option<Response<Vec<u8>>> {
    let is_wanted = request.method() == Method::GET && request.uri().path() == PATH;
    is_wanted.then(|| {
        let mut answer = Response::new(DRAWING.to_vec());
        let kind = HeaderValue::from_static("image/svg+xml");
        answer.headers_mut().insert(header::CONTENT_TYPE, kind);
        answer
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(target: &str) -> Request<Vec<u8>> {
        Request::get(target).body(Vec::new()).unwrap()
    }

    #[test]
    fn the_picture_is_at_the_server_that_was_asked() {
        let mut request = get("/api/connector/v1/images/getUrls");
        assert_eq!(address(&request), "http://localhost/_sim/picture.svg");
        let host = HeaderValue::from_static("localhost:8791");
        request.headers_mut().insert(header::HOST, host);
        assert_eq!(address(&request), "http://localhost:8791/_sim/picture.svg");
        let whole = get("http://127.0.0.1:8792/Service");
        assert_eq!(address(&whole), "http://127.0.0.1:8792/_sim/picture.svg");
    }

    #[test]
    fn its_path_alone_is_answered_with_the_drawing() {
        let shown = answer(&get(PATH)).unwrap();
        assert_eq!(shown.headers()[header::CONTENT_TYPE], "image/svg+xml");
        assert!(shown.body().starts_with(b"<svg "));
        assert!(answer(&get("/_sim/reservations")).is_none());
    }
}
