//! Starts the worker under wrangler, with a state folder of its own.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead, BufReader, Lines, Write as _};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, SystemTime};

use couvert_tests::port::free_port;
use rustix::process::{Pid, Signal, kill_process_group};
use shared::time::Instant;
use tempfile::TempDir;
use ureq::http::HeaderMap;

/// The prefix of every key here. It is looked for in each answer, and afterwards in the whole log and all that is
/// served.
pub const CANARY: &str = "canary-5b1d0c07e2f4";
/// The key of the demo venue's staff, and of the venue that books there over HTTP.
pub const STAFF_KEY: &str = "canary-5b1d0c07e2f4-staff";
/// The key of the staff of the venue that books over HTTP.
pub const REMOTE_STAFF_KEY: &str = "canary-5b1d0c07e2f4-remote-staff";

/// When the servers' clock begins.
pub static START: LazyLock<String> = LazyLock::new(|| variable("COUVERT_START"));

/// By how many seconds the servers' clock is ahead of this machine's: the same for every server of a run.
static OFFSET: LazyLock<i64> = LazyLock::new(|| {
    let start = Instant::try_from(START.clone()).unwrap();
    start.unix() - now()
});

#[expect(
    clippy::disallowed_methods,
    reason = "the machine's clock is what the servers' clock is set by"
)]
fn now() -> i64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    i64::try_from(now.as_secs()).unwrap()
}

/// How long a line of the log may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// A running worker. When dropped it is killed with all its processes.
pub struct Server {
    /// Where it answers, such as `http://127.0.0.1:41234`.
    pub origin: String,
    process: Child,
    /// Its output, line by line; closed once it has ended.
    printed: Receiver<String>,
    /// Keeps its pulse going, until it is dropped.
    _pulse: Sender<()>,
}

/// A server's configuration and state, which outlive it.
pub struct Home(TempDir);

impl Home {
    /// An empty home: a server in it starts for the first time.
    pub fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    /// A home of its own with the same state. No server may be running in this one.
    pub fn copy(&self) -> Self {
        let copy = Self::new();
        let state = self.0.path().join("state");
        let status = Command::new("cp")
            .arg("-r")
            .arg(state)
            .arg(copy.0.path())
            .status()
            .unwrap();
        assert!(status.success());
        copy
    }

    /// The files of the state that contain this text.
    pub fn files_with(&self, text: &str) -> Vec<PathBuf> {
        let (mut folders, mut found) = (vec![self.0.path().join("state")], Vec::new());
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let bytes = std::fs::read(&path).unwrap();
                if bytes.windows(text.len()).any(|window| window == text.as_bytes()) {
                    found.push(path);
                }
            }
        }
        found
    }

    /// Starts a server on what is stored here, and waits until it says that it is ready.
    pub fn start(&self) -> Server {
        self.start_with(&[
            ("DEMO_STAFF_KEY", STAFF_KEY),
            ("DEMO_MOLZAIT_KEY", STAFF_KEY),
            ("DEMO_MOLZAIT_STAFF_KEY", REMOTE_STAFF_KEY),
        ])
    }

    /// Starts a server that serves the made-up venues by the clock of the tests, and has these secrets and
    /// variables alone.
    pub fn start_with(&self, secrets: &[(&str, &str)]) -> Server {
        let offset = OFFSET.to_string();
        let demo = [("COUVERT_DEMO", "yes"), ("COUVERT_CLOCK_OFFSET", offset.as_str())];
        self.start_without_demo(&[&demo, secrets].concat())
    }

    /// Starts a server that has these secrets and variables alone, as one that serves real venues.
    pub fn start_without_demo(&self, secrets: &[(&str, &str)]) -> Server {
        assert_eq!(variable("COUVERT_CANARY"), CANARY);
        let port = free_port();
        let variables = self.0.path().join("variables.env");
        let mut lines = format!("DEMO_MOLZAIT_URL=http://127.0.0.1:{port}\n");
        for (name, value) in secrets {
            writeln!(lines, "{name}={value}").unwrap();
        }
        std::fs::write(&variables, lines).unwrap();
        let mut process = Command::new("node")
            .arg(variable("COUVERT_WRANGLER"))
            .args(["dev", "--config", &variable("COUVERT_WRANGLER_CONFIG")])
            .args(["--ip", "127.0.0.1", "--port", &port.to_string()])
            .args(["--inspector-port", "0"])
            .arg("--env-file")
            .arg(&variables)
            .arg("--show-interactive-dev-session=false")
            .arg("--persist-to")
            .arg(self.0.path().join("state"))
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        // A process stops when the pipe that it writes to is not read, so this reads to the end.
        let (sender, printed) = mpsc::channel();
        forward(
            BufReader::new(process.stderr.take().unwrap()).lines(),
            sender.clone(),
            log_file(&format!("{port}-errors")),
        );
        let origin = lines.by_ref().map_while(Result::ok).find_map(|line| {
            line.split("Ready on ")
                .nth(1)
                .map(|origin| origin.trim().to_owned())
        });
        let Some(origin) = origin else {
            let status = process.wait().unwrap();
            drop(sender);
            let lines: Vec<String> = printed.iter().collect();
            panic!("the worker did not start: {status}\n{}", lines.join("\n"));
        };
        forward(lines, sender, log_file(&port.to_string()));
        let pulse = pulse(&origin);
        Server {
            origin,
            process,
            printed,
            _pulse: pulse,
        }
    }
}

impl Server {
    /// Ends it at once with `SIGKILL`, as a power cut would: nothing is flushed or closed.
    pub fn kill(mut self) {
        self.end();
    }

    /// Ends it and gives all that it has printed.
    pub fn log(mut self) -> String {
        self.end();
        self.printed
            .iter()
            .fold(String::new(), |text, line| text + &line + "\n")
    }

    /// Its output up to the line of the request whose answer has these headers.
    pub fn log_up_to(&self, headers: &HeaderMap) -> String {
        let id = headers["x-request-id"].to_str().unwrap();
        self.log_until(&format!(r#""requestId":"{id}""#))
    }

    /// Its output up to a line that contains this. The runtime hands its log over after the answer.
    pub fn log_until(&self, expected: &str) -> String {
        let mut text = String::new();
        while !text.contains(expected) {
            let Ok(line) = self.printed.recv_timeout(PATIENCE) else {
                panic!("'{expected}' is not in the log:\n{text}");
            };
            text = text + &line + "\n";
        }
        text
    }

    fn end(&mut self) {
        if let Some(group) = i32::try_from(self.process.id()).ok().and_then(Pid::from_raw) {
            // An error means that the process has ended already.
            let _ = kill_process_group(group, Signal::KILL);
        }
        drop(self.process.wait());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

/// Hands the worker's lines on until there are no more. Wrangler's own name the address of each request,
/// and no deployment has them.
fn forward(lines: Lines<impl BufRead + Send + 'static>, printed: Sender<String>, mut log: File) {
    std::thread::spawn(move || {
        let lines = lines.map_while(Result::ok).inspect(|line| {
            writeln!(log, "{line}").unwrap();
        });
        for line in lines.filter(|line| !line.starts_with("[wrangler:info]")) {
            if printed.send(line).is_err() {
                return;
            }
        }
    });
}

/// Keeps what a server prints, wrangler's own lines included.
fn log_file(name: &str) -> File {
    let folder = PathBuf::from(variable("COUVERT_LOGS"));
    let path = folder.join(format!("live-{}-{name}.log", std::process::id()));
    File::options().create(true).append(true).open(path).unwrap()
}

/// Asks for something twice a second. Wrangler's proxy keeps connections to the runtime, which closes
/// them after five idle seconds; a request that meets such a moment waits for the next one, or is refused.
fn pulse(origin: &str) -> Sender<()> {
    let address = format!("{origin}/embed.js");
    let (sender, stop) = mpsc::channel();
    std::thread::spawn(move || {
        while stop.recv_timeout(Duration::from_millis(500)) == Err(RecvTimeoutError::Timeout) {
            drop(ureq::get(&address).call());
        }
    });
    sender
}

/// An environment variable that `cargo xtask test` sets: where wrangler is, and how to serve the built worker.
fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run `cargo xtask test --only live`"))
}
