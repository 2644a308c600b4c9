//! The validating proxy as a process of its own, and the network through it, which counts its complaints. Operations that
//! the document does not describe are asked past the proxy.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use couvert_tests::native::TestClock;
use couvert_tests::port::free_port;
use edge::upstream::{Network, NetworkError};
use http::header::CONTENT_TYPE;
use http::uri::PathAndQuery;
use http::{Request, Response, StatusCode, Uri};
use serde_json::Value;

use crate::document::Document;

/// How long a request and an answer travel, on the clock that is moved. Always the same, so that calls arrive as far apart as
/// they were sent.
const TRAVEL: Duration = Duration::from_millis(40);

/// The header in which the proxy lists what is at fault with an answer.
const VIOLATIONS: &str = "sl-violations";

/// The proxy. It ends when this is dropped.
pub struct Proxy {
    process: Child,
    /// The document that it reads.
    file: PathBuf,
    /// Where it is.
    pub origin: String,
}

impl Proxy {
    /// Starts it between its callers and `upstream`, and waits until it listens.
    pub fn start(program: &Path, document: &Document, upstream: &str) -> Result<Self, Box<dyn Error>> {
        let (port, file) = (free_port(), document.write()?);
        let mut process = Command::new("node")
            .arg(program)
            .arg("proxy")
            .arg(&file)
            .arg(upstream)
            .args(["--errors", "--host", "127.0.0.1", "--port", &port.to_string()])
            // In production it is two processes, of which one would be left.
            .env_remove("NODE_ENV")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let output = process.stdout.take();
        let proxy = Self {
            process,
            file,
            origin: format!("http://127.0.0.1:{port}"),
        };
        let mut lines = BufReader::new(output.ok_or("the proxy has no output")?).lines();
        let mut last = String::new();
        loop {
            match lines.next() {
                Some(Ok(line)) if line.contains("is listening on") => break,
                Some(Ok(line)) => last = line,
                Some(Err(error)) => return Err(error.into()),
                None => return Err(format!("the proxy does not listen: {last}").into()),
            }
        }
        // A pipe that is full would hold the proxy up.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        Ok(proxy)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.process.kill());
        drop(self.process.wait());
        drop(fs::remove_file(&self.file));
    }
}

/// The calls of a run, and the proxy's complaints of them.
#[derive(Debug, Default)]
pub struct Traffic {
    /// The calls of each operation that the document describes, by its path there.
    pub calls: BTreeMap<String, u64>,
    /// The calls of those that it does not describe, which are not validated.
    pub undescribed: BTreeMap<String, u64>,
    /// How many complaints are about requests.
    pub of_requests: u64,
    /// How many complaints are about answers.
    pub of_answers: u64,
    /// The complaints, each with the path of its operation, and how often it was made.
    pub complaints: BTreeMap<String, u64>,
}

impl Traffic {
    /// Counts a call by its path, and by that which the document describes it with.
    fn count(&mut self, path: &str, described: Option<&str>) {
        let calls = if described.is_some() {
            &mut self.calls
        } else {
            &mut self.undescribed
        };
        *calls.entry(described.unwrap_or(path).to_owned()).or_default() += 1;
    }

    /// Notes what an answer says of its own faults, and of those of its request. A request at fault does not reach the
    /// simulator: the proxy answers it with a problem of its own.
    fn note(&mut self, path: &str, answer: &Response<Vec<u8>>) {
        let is_problem = answer
            .headers()
            .get(CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"application/problem+json"));
        let listed = answer.headers().get(VIOLATIONS);
        if !is_problem && listed.is_none() {
            return;
        }
        let problem: Value = serde_json::from_slice(answer.body()).unwrap_or_default();
        let violations: Vec<Value> = listed
            .and_then(|listed| serde_json::from_slice(listed.as_bytes()).ok())
            .or_else(|| problem["validation"].as_array().cloned())
            .unwrap_or_else(|| vec![problem]);
        let is_of_answer = listed.is_some() || answer.status() == StatusCode::INTERNAL_SERVER_ERROR;
        for violation in violations {
            let place: Vec<&str> = violation["location"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            let is_of_request = place.first() == Some(&"request") || !is_of_answer;
            if is_of_request {
                self.of_requests += 1;
            } else {
                self.of_answers += 1;
            }
            let side = if is_of_request { "request" } else { "answer" };
            let text = violation["message"]
                .as_str()
                .or(violation["title"].as_str())
                .unwrap_or("not valid");
            let text = format!("{path}, {side}, {}: {text}", place.join("."));
            *self.complaints.entry(text).or_default() += 1;
        }
    }
}

/// The network to the proxy. Its exchanges block, so that no time passes on the moved clock but that of the travel.
#[derive(Clone)]
pub struct Line {
    agent: ureq::Agent,
    clock: TestClock,
    /// The time that the simulator lives in.
    time: Arc<AtomicU64>,
    traffic: Rc<RefCell<Traffic>>,
    document: Rc<Document>,
    /// Where operations are asked that the document does not describe.
    upstream: String,
}

impl Line {
    /// One that sets the simulator's `time` by this clock.
    pub fn new(
        clock: TestClock,
        time: Arc<AtomicU64>,
        traffic: Rc<RefCell<Traffic>>,
        (document, upstream): (Rc<Document>, String),
    ) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_mins(1)))
            .build();
        Self {
            agent: agent.into(),
            clock,
            time,
            traffic,
            document,
            upstream,
        }
    }
}

#[async_trait(?Send)]
impl Network for Line {
    async fn exchange(
        &self,
        mut request: Request<Vec<u8>>,
        limit: usize,
    ) -> Result<Response<Vec<u8>>, NetworkError> {
        self.clock.pass(TRAVEL).await;
        let now = u64::try_from(self.clock.since_epoch().as_millis()).unwrap_or(u64::MAX);
        self.time.store(now, Ordering::SeqCst);
        let path = request.uri().path().to_owned();
        let described = self.document.path_of(&path);
        self.traffic.borrow_mut().count(&path, described);
        if described.is_none() {
            let query = request
                .uri()
                .path_and_query()
                .map_or(&*path, PathAndQuery::as_str);
            let past_the_proxy: Result<Uri, _> = format!("{}{query}", self.upstream).parse();
            *request.uri_mut() = past_the_proxy.map_err(|error| NetworkError::Broken(error.to_string()))?;
        }
        let broken = |error: ureq::Error| NetworkError::Broken(error.to_string());
        let (head, mut body) = self.agent.run(request).map_err(broken)?.into_parts();
        let most = u64::try_from(limit).unwrap_or(u64::MAX);
        let bytes = body.with_config().limit(most).read_to_vec().map_err(broken)?;
        let answer = Response::from_parts(head, bytes);
        self.traffic
            .borrow_mut()
            .note(described.unwrap_or(&path), &answer);
        self.clock.pass(TRAVEL).await;
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer(status: u16, kind: &str, body: &Value) -> Response<Vec<u8>> {
        Response::builder()
            .status(status)
            .header(CONTENT_TYPE, kind)
            .body(body.to_string().into_bytes())
            .unwrap()
    }

    const PROBLEM: &str = "application/problem+json";

    #[test]
    fn a_complaint_is_of_the_side_that_it_names_and_counted_once_for_each_violation() {
        let mut traffic = Traffic::default();
        let of_request = json!({ "title": "Invalid request", "validation": [
            { "location": ["request", "body"], "message": "must have 'Client'" },
            { "location": ["request", "body"], "message": "must have 'ClientToken'" },
        ] });
        let of_answer = json!({ "title": "Invalid response", "validation": [
            { "location": ["response", "body", "Rates"], "message": "must have 'RateGroups'" },
        ] });
        for _ in 0..2 {
            traffic.note("/update", &answer(422, PROBLEM, &of_request));
        }
        traffic.note("/rates", &answer(500, PROBLEM, &of_answer));
        traffic.note(
            "/rates",
            &answer(200, "application/json", &json!({ "Rates": [] })),
        );
        assert_eq!((traffic.of_requests, traffic.of_answers), (4, 1));
        let complaints: Vec<(&str, u64)> = traffic
            .complaints
            .iter()
            .map(|(text, count)| (text.as_str(), *count))
            .collect();
        assert_eq!(
            complaints,
            [
                ("/rates, answer, response.body.Rates: must have 'RateGroups'", 1),
                ("/update, request, request.body: must have 'Client'", 2),
                ("/update, request, request.body: must have 'ClientToken'", 2),
            ]
        );
    }

    #[test]
    fn a_call_that_the_document_does_not_describe_is_counted_apart() {
        let mut traffic = Traffic::default();
        for (path, described) in [
            ("/o/couvert/push", Some("/o/{code}/push")),
            ("/o/other/push", Some("/o/{code}/push")),
            ("/floorplans", None),
        ] {
            traffic.count(path, described);
        }
        let counts = |path: &str, calls| BTreeMap::from([(path.to_owned(), calls)]);
        assert_eq!(traffic.calls, counts("/o/{code}/push", 2));
        assert_eq!(traffic.undescribed, counts("/floorplans", 1));
    }
}
