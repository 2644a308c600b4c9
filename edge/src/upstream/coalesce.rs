//! Coalesces equal reads that are made at the same time into one call.

use std::cell::RefCell;

use futures_util::future::{FutureExt, LocalBoxFuture, Shared, WeakShared};
use http::{HeaderMap, HeaderName, Request};

/// A call that several callers await. It continues for as long as one of them does, the first or another.
pub(super) type Flight<T> = Shared<LocalBoxFuture<'static, T>>;

/// The reads under way. The requests kept here may carry a key: they are compared and never printed.
pub(super) struct Flights<T: Clone>(RefCell<Vec<Entry<T>>>);

struct Entry<T: Clone> {
    request: Request<Vec<u8>>,
    flight: WeakShared<LocalBoxFuture<'static, T>>,
}

impl<T: Clone + 'static> Flights<T> {
    pub(super) fn new() -> Self {
        Self(RefCell::default())
    }

    /// The call under way for the same request, or a new one that `begin` makes; and whether it was
    /// under way already.
    pub(super) fn join(
        &self,
        request: &Request<Vec<u8>>,
        begin: impl FnOnce() -> LocalBoxFuture<'static, T>,
    ) -> (Flight<T>, bool) {
        let mut entries = self.0.borrow_mut();
        entries.retain(|entry| under_way(entry).is_some());
        let same = entries.iter().find(|entry| is_same(&entry.request, request));
        if let Some(flight) = same.and_then(under_way) {
            return (flight, true);
        }
        let flight = begin().shared();
        if let Some(weak) = flight.downgrade() {
            entries.push(Entry {
                request: request.clone(),
                flight: weak,
            });
        }
        (flight, false)
    }

    /// From now on no caller joins the calls in flight: their answers may be outdated.
    pub(super) fn seal(&self) {
        self.0.borrow_mut().clear();
    }
}

/// The entry's call, if someone still waits for it and it has no answer yet.
fn under_way<T: Clone>(entry: &Entry<T>) -> Option<Flight<T>> {
    entry.flight.upgrade().filter(|flight| flight.peek().is_none())
}

/// Whether two requests are equal, headers that identify a single request aside.
fn is_same(one: &Request<Vec<u8>>, other: &Request<Vec<u8>>) -> bool {
    let headers_agree = |one: &HeaderMap, other: &HeaderMap| {
        one.keys()
            .filter(|name| !is_tracing(name))
            .all(|name| one.get_all(name).iter().eq(other.get_all(name).iter()))
    };
    one.method() == other.method()
        && one.uri() == other.uri()
        && one.body() == other.body()
        && headers_agree(one.headers(), other.headers())
        && headers_agree(other.headers(), one.headers())
}

fn is_tracing(name: &HeaderName) -> bool {
    matches!(name.as_str(), "traceparent" | "tracestate" | "x-request-id")
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::*;

    fn request(uri: &str, headers: &[(&'static str, &str)]) -> Request<Vec<u8>> {
        let mut request = Request::get(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Vec::new()).unwrap()
    }

    /// A call that ends once `done` is set, and counts how often it was made.
    fn waiting(begun: &Rc<Cell<u32>>, done: &Rc<Cell<bool>>) -> LocalBoxFuture<'static, u32> {
        begun.set(begun.get() + 1);
        let (number, done) = (begun.get(), Rc::clone(done));
        std::future::poll_fn(move |_| {
            if done.get() {
                std::task::Poll::Ready(number)
            } else {
                std::task::Poll::Pending
            }
        })
        .boxed_local()
    }

    #[test]
    fn the_same_question_is_asked_once_at_a_time() {
        let (flights, begun, done) = (Flights::new(), Rc::default(), Rc::default());
        let join = |uri: &str| flights.join(&request(uri, &[]), || waiting(&begun, &done));
        let (mut first, joined) = join("https://a.example/1");
        assert!(!joined);
        assert!((&mut first).now_or_never().is_none());
        let (second, joined) = join("https://a.example/1");
        assert!(joined);
        assert!(!join("https://a.example/2").1);
        drop(first);
        done.set(true);
        assert_eq!(second.now_or_never(), Some(1));
        assert_eq!(begun.get(), 2);
    }

    #[test]
    fn an_answered_or_forgotten_question_is_asked_again() {
        let (flights, begun, done) = (Flights::new(), Rc::default(), Rc::new(Cell::new(true)));
        let join = || flights.join(&request("https://a.example/", &[]), || waiting(&begun, &done));
        let (answered, _) = join();
        assert_eq!(answered.clone().now_or_never(), Some(1));
        let (again, joined) = join();
        assert!(!joined);
        drop(again);
        assert!(!join().1);
        assert_eq!(begun.get(), 3);
    }

    #[test]
    fn a_call_from_before_a_change_is_not_joined() {
        let (flights, begun, done) = (Flights::new(), Rc::default(), Rc::default());
        let join = || flights.join(&request("https://a.example/", &[]), || waiting(&begun, &done));
        let (_before, _) = join();
        flights.seal();
        assert!(!join().1);
    }

    #[test]
    fn headers_belong_to_the_question_but_for_those_of_tracing() {
        let uri = "https://a.example/";
        let german = request(uri, &[("accept-language", "de"), ("x-request-id", "1")]);
        assert!(is_same(
            &german,
            &request(uri, &[("x-request-id", "2"), ("accept-language", "de")])
        ));
        assert!(is_same(&german, &request(uri, &[("accept-language", "de")])));
        for other in [
            request(uri, &[]),
            request(uri, &[("accept-language", "en")]),
            request(uri, &[("accept-language", "de"), ("accept", "*/*")]),
        ] {
            assert!(
                !is_same(&german, &other) && !is_same(&other, &german),
                "{other:?}"
            );
        }
        let mut with_body = german.clone();
        with_body.body_mut().push(1);
        assert!(!is_same(&german, &with_body));
        let mut posted = german.clone();
        *posted.method_mut() = http::Method::POST;
        assert!(!is_same(&german, &posted));
    }
}
