//! The validating proxy as a process of its own, and the network through it, which counts what it complains of. Operations
//! that the document does not describe are asked past the proxy.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::Path;
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
use http::{Request, Response, StatusCode, Uri};
use serde_json::Value;

/// How long a request and an answer travel, on the clock that is moved. Always the same, so that calls arrive as far apart as
/// they were sent.
const TRAVEL: Duration = Duration::from_millis(40);

/// The header in which the proxy lists what is at fault with an answer.
const VIOLATIONS: &str = "sl-violations";

/// The proxy. It ends when this is dropped.
pub struct Proxy {
    process: Child,
    /// Where it is.
    pub origin: String,
}

impl Proxy {
    /// Starts it between its callers and `upstream`, and waits until it listens.
    pub fn start(program: &Path, document: &Path, upstream: &str) -> Result<Self, Box<dyn Error>> {
        let port = free_port();
        let mut process = Command::new("node")
            .arg(program)
            .arg("proxy")
            .arg(document)
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
    }
}

/// The operations that the document describes, and where those are asked that it does not describe.
pub struct Document {
    /// The segments of each path.
    paths: Vec<Vec<String>>,
    upstream: String,
}

impl Document {
    /// The operations of a document in JSON.
    pub fn read(file: &Path, upstream: &str) -> Result<Self, Box<dyn Error>> {
        let document: Value = serde_json::from_slice(&std::fs::read(file)?)?;
        let paths = document["paths"].as_object();
        let paths = paths.ok_or("the document has no paths")?;
        let segments = |path: &String| path.split('/').map(str::to_owned).collect();
        Ok(Self {
            paths: paths.keys().map(segments).collect(),
            upstream: upstream.to_owned(),
        })
    }

    /// Whether it describes an operation of this path. A segment in braces stands for any other.
    fn describes(&self, path: &str) -> bool {
        let given: Vec<&str> = path.split('/').collect();
        let fits = |(wanted, given): (&String, &&str)| wanted.starts_with('{') || wanted == given;
        let mut paths = self.paths.iter();
        paths.any(|path| path.len() == given.len() && path.iter().zip(&given).all(fits))
    }
}

/// The proxy's complaints.
#[derive(Debug, Default)]
pub struct Complaints {
    /// How many are about requests.
    pub of_requests: u64,
    /// How many are about answers.
    pub of_answers: u64,
    /// Each with the path of its operation.
    pub texts: Vec<String>,
    /// The paths of the operations that the document does not describe.
    pub undescribed: BTreeSet<String>,
}

impl Complaints {
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
            self.texts
                .push(format!("{path}, {side}, {}: {text}", place.join(".")));
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
    complaints: Rc<RefCell<Complaints>>,
    document: Rc<Document>,
}

impl Line {
    /// One that sets the simulator's `time` by this clock.
    pub fn new(
        clock: TestClock,
        time: Arc<AtomicU64>,
        complaints: Rc<RefCell<Complaints>>,
        document: Document,
    ) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_mins(1)))
            .build();
        Self {
            agent: agent.into(),
            clock,
            time,
            complaints,
            document: Rc::new(document),
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
        if !self.document.describes(&path) {
            let past_the_proxy: Result<Uri, _> = format!("{}{path}", self.document.upstream).parse();
            *request.uri_mut() = past_the_proxy.map_err(|error| NetworkError::Broken(error.to_string()))?;
            self.complaints.borrow_mut().undescribed.insert(path.clone());
        }
        let broken = |error: ureq::Error| NetworkError::Broken(error.to_string());
        let (head, mut body) = self.agent.run(request).map_err(broken)?.into_parts();
        let most = u64::try_from(limit).unwrap_or(u64::MAX);
        let bytes = body.with_config().limit(most).read_to_vec().map_err(broken)?;
        let answer = Response::from_parts(head, bytes);
        self.complaints.borrow_mut().note(&path, &answer);
        self.clock.pass(TRAVEL).await;
        Ok(answer)
    }
}
