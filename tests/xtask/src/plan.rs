//! A list of steps with progress: one line each with its time, and the full output only of what failed.

use std::cell::Cell;
use std::env;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

type Action<'a> = Box<dyn FnOnce(&Step) -> Result<()> + 'a>;

/// Steps to take in order.
#[derive(Default)]
pub(crate) struct Plan<'a> {
    steps: Vec<(String, Action<'a>)>,
}

impl<'a> Plan<'a> {
    /// Adds a step; `label` says what it works on.
    pub(crate) fn add(&mut self, label: impl Into<String>, action: impl FnOnce(&Step) -> Result<()> + 'a) {
        self.steps.push((label.into(), Box::new(action)));
    }

    /// Takes the steps, and stops at the first that fails.
    pub(crate) fn run(self) -> Result<()> {
        let style = if env::var_os("WRANGLER_COMMAND").is_some() {
            Style::Lines
        } else if std::io::stdout().is_terminal() {
            Style::Terminal
        } else {
            Style::Log
        };
        self.run_in(style)
    }

    /// Takes the steps while something else is shown.
    pub(crate) fn run_aside(self) -> Result<()> {
        self.run_in(Style::Lines)
    }

    fn run_in(self, style: Style) -> Result<()> {
        let total = self.steps.len();
        for (index, (label, action)) in self.steps.into_iter().enumerate() {
            let step = Step::start(format!("[{}/{total}] {label} …", index + 1), style);
            let outcome = action(&step);
            step.finish(outcome.is_ok());
            outcome.with_context(|| format!("{label} failed"))?;
        }
        Ok(())
    }
}

/// How a step shows that it is under way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// A terminal: the line is rewritten while the step runs.
    Terminal,
    /// A log: the line is begun, and ended with the time.
    Log,
    /// Below wrangler, which marks every piece of output as a line, and beside other output: only whole
    /// lines, of steps that took noticeable time.
    Lines,
}

/// A step that is being taken.
pub(crate) struct Step {
    label: String,
    started: Instant,
    style: Style,
    /// Whether output of a command stands between the begun line and its end.
    broken: Cell<bool>,
}

impl Step {
    #[expect(
        clippy::disallowed_methods,
        reason = "how long a step takes is measured here and only shown"
    )]
    fn start(label: String, style: Style) -> Self {
        if style != Style::Lines {
            print!("{label}");
            flush();
        }
        Self {
            label,
            started: Instant::now(),
            style,
            broken: Cell::new(false),
        }
    }

    /// Runs a command with its output kept back; a failure shows all of it.
    pub(crate) fn run(&self, command: &mut Command) -> Result<()> {
        self.collect(command).map(drop)
    }

    /// Runs the compiler on the project's own code, whose warnings are shown always.
    pub(crate) fn compile(&self, command: &mut Command) -> Result<()> {
        let output = self.collect(command)?;
        if output.iter().any(|line| line.starts_with("warning: ")) {
            self.break_line();
            show_findings(&output);
        }
        Ok(())
    }

    fn collect(&self, command: &mut Command) -> Result<Vec<String>> {
        let program = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {program}"))?;
        let (lines, output) = mpsc::channel();
        if let Some(stdout) = child.stdout.take() {
            forward(stdout, lines.clone());
        }
        if let Some(stderr) = child.stderr.take() {
            forward(stderr, lines.clone());
        }
        drop(lines);
        let mut seen: Vec<String> = Vec::new();
        loop {
            match output.recv_timeout(Duration::from_millis(500)) {
                Ok(line) => seen.push(line),
                Err(RecvTimeoutError::Timeout) => self.show_progress(seen.last().map_or("", String::as_str)),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        let status = child.wait()?;
        if !status.success() {
            self.break_line();
            show_findings(&seen);
            bail!("{program} ended with {status}");
        }
        Ok(seen)
    }

    fn show_progress(&self, last_line: &str) {
        if self.style == Style::Terminal {
            let last: String = last_line.trim().chars().take(60).collect();
            print!(
                "\r\x1b[K{} {} s  {last}",
                self.label,
                self.started.elapsed().as_secs()
            );
            flush();
        }
    }

    /// Ends the begun line, so that what follows stands alone.
    fn break_line(&self) {
        if self.style != Style::Lines && !self.broken.replace(true) {
            println!();
        }
    }

    fn finish(&self, succeeded: bool) {
        let seconds = self.started.elapsed().as_secs_f32();
        let time = if seconds < 9.95 {
            format!("{seconds:.1} s")
        } else {
            format!("{seconds:.0} s")
        };
        let end = if succeeded {
            time
        } else {
            format!("failed after {time}")
        };
        match self.style {
            Style::Terminal => println!("\r\x1b[K{} {end}", self.label),
            Style::Log if !self.broken.get() => println!(" {end}"),
            Style::Lines if succeeded && seconds < 1.0 => {}
            Style::Log | Style::Lines => println!("{} {end}", self.label),
        }
        flush();
    }
}

fn show_findings(output: &[String]) {
    for line in output.iter().filter(|line| !is_cargo_progress(line)) {
        eprintln!("{line}");
    }
}

/// Cargo's progress lines, as opposed to its findings.
fn is_cargo_progress(line: &str) -> bool {
    let first = line.split_whitespace().next();
    matches!(
        first,
        Some("Compiling" | "Finished" | "Fresh" | "Checking" | "Downloading" | "Downloaded" | "Blocking")
    ) && line.starts_with(' ')
}

fn forward(stream: impl Read + Send + 'static, lines: Sender<String>) {
    thread::spawn(move || {
        for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
            if lines
                .send(String::from_utf8_lossy(&line).trim_end_matches('\r').to_owned())
                .is_err()
            {
                break;
            }
        }
    });
}

/// Progress that cannot be shown is no reason to stop working.
fn flush() {
    drop(std::io::stdout().flush());
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn a_plan_stops_at_the_step_that_fails_and_names_it() {
        let taken = RefCell::new(Vec::new());
        let mut plan = Plan::default();
        plan.add("first", |_| {
            taken.borrow_mut().push(1);
            Ok(())
        });
        plan.add("second", |step| step.run(&mut Command::new("false")));
        plan.add("third", |_| {
            taken.borrow_mut().push(3);
            Ok(())
        });
        let error = format!("{:#}", plan.run().unwrap_err());
        assert!(error.starts_with("second failed: false ended with"), "{error}");
        assert_eq!(*taken.borrow(), [1]);
    }

    #[test]
    fn a_program_that_is_missing_is_named() {
        let mut plan = Plan::default();
        plan.add("tool", |step| {
            step.run(&mut Command::new("no-such-program-anywhere"))
        });
        assert!(format!("{:#}", plan.run().unwrap_err()).contains("cannot start no-such-program-anywhere"));
    }

    #[test]
    fn cargo_s_progress_is_no_finding() {
        assert!(is_cargo_progress("   Compiling serde v1.0.229"));
        assert!(!is_cargo_progress("warning: unused variable: `x`"));
        assert!(!is_cargo_progress("  --> src/lib.rs:1:1"));
    }
}
