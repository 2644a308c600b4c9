//! Processes that the suite starts, each with all that it starts itself: they end with their owner.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;

use rustix::process::{Pid, Signal, kill_process_group};

/// A process. When dropped it is killed with its children.
pub struct Process(Child);

impl Process {
    /// Starts a program whose output is kept as a file of the suite's logs.
    pub fn start(command: &mut Command, name: &str) -> Self {
        let path = PathBuf::from(variable("COUVERT_LOGS")).join(format!("engines-{name}.log"));
        let log = File::create(path).unwrap();
        let errors = log.try_clone().unwrap();
        Self::spawn(command.stdout(log).stderr(errors))
    }

    /// Starts a program and reads the first line that it prints.
    pub fn start_and_read(command: &mut Command) -> (Self, String) {
        let mut process = Self::spawn(command.stdout(Stdio::piped()).stderr(Stdio::null()));
        let mut line = String::new();
        let mut output = BufReader::new(process.0.stdout.take().unwrap());
        output.read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "{command:?} has ended");
        (process, line.trim().to_owned())
    }

    /// Waits until the process takes connections at a port of this machine.
    pub fn wait_for_port(&mut self, port: u16) {
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert_eq!(
                self.0.try_wait().unwrap(),
                None,
                "the driver has ended: see its log"
            );
            thread::yield_now();
        }
    }

    fn spawn(command: &mut Command) -> Self {
        let started = command.stdin(Stdio::null()).process_group(0).spawn();
        Self(started.unwrap_or_else(|error| panic!("{command:?}: {error}")))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(group) = i32::try_from(self.0.id()).ok().and_then(Pid::from_raw) {
            // An error means that all of it has ended already.
            let _ = kill_process_group(group, Signal::KILL);
        }
        drop(self.0.wait());
    }
}

/// An environment variable that `cargo xtask test` sets.
pub fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run `cargo xtask test --only engines`"))
}
