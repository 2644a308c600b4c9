//! Starts the worker under wrangler, with a state folder of its own. It must not know the API.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use tempfile::TempDir;

/// A running worker. When dropped it is killed with all its processes.
pub struct Server {
    /// Where it answers, such as `http://127.0.0.1:41234`.
    pub origin: String,
    process: Child,
    /// Collects what it prints, until it ends.
    printed: Option<JoinHandle<String>>,
    /// Keeps its pulse going, until it is dropped.
    _pulse: Sender<()>,
}

/// What outlives a server: its configuration and its state.
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

    /// Starts a server on what is stored here, and waits until it says that it is ready.
    pub fn start(&self) -> Server {
        let mut process = Command::new("node")
            .arg(told("COUVERT_WRANGLER"))
            .args(["dev", "--config", &told("COUVERT_WRANGLER_CONFIG")])
            .args(["--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0"])
            .arg("--show-interactive-dev-session=false")
            .arg("--persist-to")
            .arg(self.0.path().join("state"))
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .process_group(0)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let origin = lines.by_ref().map_while(Result::ok).find_map(|line| {
            line.split("Ready on ")
                .nth(1)
                .map(|origin| origin.trim().to_owned())
        });
        let Some(origin) = origin else {
            let status = process.wait().unwrap();
            panic!("the worker did not start: {status}");
        };
        // Whoever writes to a pipe that nobody reads stops, so keep reading.
        let printed = std::thread::spawn(move || {
            lines
                .map_while(Result::ok)
                .fold(String::new(), |text, line| text + &line + "\n")
        });
        let pulse = pulse(&origin);
        Server {
            origin,
            process,
            printed: Some(printed),
            _pulse: pulse,
        }
    }
}

impl Server {
    /// Ends it at once with `SIGKILL`, as a power cut would: nothing is flushed, nobody says goodbye.
    pub fn kill(mut self) {
        self.end();
    }

    /// Ends it and gives all that it has printed.
    pub fn log(mut self) -> String {
        self.end();
        self.printed.take().unwrap().join().unwrap()
    }

    fn end(&mut self) {
        if let Some(group) = i32::try_from(self.process.id()).ok().and_then(Pid::from_raw) {
            // An error says that nobody is left to be ended.
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

/// What `cargo xtask test` tells the suite: where wrangler is, and how to serve the built worker.
fn told(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run `cargo xtask test --only live`"))
}
