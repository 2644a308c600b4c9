//! `cargo xtask dev`: builds, serves and rebuilds until it is stopped.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use serde_json::Value as Json;

use crate::assemble::{self, Layout, Profile};
use crate::project::Project;
use crate::venue::worker::Worker;
use crate::{evening, gallery, secrets, sim};

/// How long wrangler may take to end by itself.
const PATIENCE: Duration = Duration::from_secs(5);
/// The interval of requests that keep the connection open. Wrangler's proxy keeps connections to the
/// runtime, which closes them after five idle seconds; a request that meets such a moment waits for the
/// next one, or is refused.
const PULSE: Duration = Duration::from_secs(1);
/// How often a simulated system is tried, one pulse after the other: the worker may be built meanwhile.
const TRIES: u32 = 600;
/// The venues whose booking systems are simulated beside the worker, each with the vendor.
const SIMULATED: [(&str, &str); 2] = [("demo-mews", "Mews"), ("demo-4spaces", "4spaces")];

enum Event {
    Line(String),
    /// Wrangler has closed its output: it is gone, or about to be.
    Closed,
    /// The developer wants to stop.
    Stop,
}

/// Serves on `port` until Ctrl-C, with a simulated till where it is asked for.
pub(crate) fn run(project: &Project, port: u16, has_till: bool) -> Result<()> {
    let taken = |address: IpAddr| {
        TcpListener::bind((address, port)).is_err_and(|error| error.kind() == ErrorKind::AddrInUse)
    };
    if taken(Ipv4Addr::LOCALHOST.into()) || taken(Ipv6Addr::LOCALHOST.into()) {
        bail!("port {port} is in use: stop what listens there, or choose another with --port");
    }
    let layout = Layout::served(project, true);
    assemble::complete(project, Profile::Dev, &layout, |plan| sim::compile(project, plan))?;

    let (sender, events) = mpsc::channel();
    let stop = sender.clone();
    // Without a receiver the end has come already.
    ctrlc::set_handler(move || drop(stop.send(Event::Stop))).context("cannot listen for Ctrl-C")?;
    println!("starting the worker …");
    let mut wrangler = start(project, port)?;
    if let Some(stdout) = wrangler.stdout.take() {
        forward(stdout, sender.clone());
    }
    if let Some(stderr) = wrangler.stderr.take() {
        forward(stderr, sender);
    }
    let (draw, drawing) = mpsc::channel();
    let (of, site) = (project.clone(), layout.site.clone());
    thread::spawn(move || draw_gallery(&of, &site, &drawing));
    let (pulse, pulses) = mpsc::channel();
    let of = project.clone();
    thread::spawn(move || evening::run(&of, port, &pulses));
    let mut is_ready = false;
    let (mut sims, mut are_sims_started) = (Vec::new(), false);
    let stopped = loop {
        match events.recv_timeout(PULSE) {
            Ok(Event::Line(line)) => {
                is_ready |= show(&line, port);
                if is_ready && !are_sims_started {
                    // After the worker's own links, since those of the simulated systems follow them.
                    are_sims_started = true;
                    sims = start_sims(project, port, has_till);
                }
                if is_ready && matches!(read(&line), VisibleLine::Ready | VisibleLine::Reloaded) {
                    // Its thread ends with this one.
                    let _ = draw.send(());
                }
            }
            Ok(Event::Stop) => break true,
            Err(RecvTimeoutError::Timeout) if is_ready => {
                // A file, because the worker writes no line about it. An error says that it is being rebuilt.
                drop(get(port, "/embed.js"));
                // Its thread ends with this one.
                let _ = pulse.send(());
            }
            Err(RecvTimeoutError::Timeout) => {}
            Ok(Event::Closed) | Err(RecvTimeoutError::Disconnected) => break false,
        }
    };
    let group = Pid::from_raw(wrangler.id().cast_signed());
    if stopped {
        // An error means that the processes have ended already.
        let _ = killpg(group, Signal::SIGTERM);
        while let Ok(Event::Line(_) | Event::Stop) = events.recv_timeout(PATIENCE) {}
    }
    let _ = killpg(group, Signal::SIGKILL);
    for mut sim in sims {
        let _ = killpg(Pid::from_raw(sim.id().cast_signed()), Signal::SIGKILL);
        sim.wait()?;
    }
    let status = wrangler.wait()?;
    if !stopped {
        bail!("wrangler ended with {status}");
    }
    println!("stopped");
    Ok(())
}

/// Starts the simulators, and says which one could not be started.
fn start_sims(project: &Project, port: u16, has_till: bool) -> Vec<Child> {
    let mut started = vec![sim::start_mews(project, port)];
    thread::spawn(move || announce_simulated(port));
    if has_till {
        started.push(sim::start_till(project, port));
        let of = project.clone();
        thread::spawn(move || connect_till(&of, port));
    }
    started
        .into_iter()
        .filter_map(|sim| sim.map_err(|error| println!("{error:#}")).ok())
        .collect()
}

/// Prints the links to the venues whose booking systems are simulated, each once it answers.
fn announce_simulated(port: u16) {
    for (venue, vendor) in SIMULATED {
        let path = format!("/book/{venue}");
        for tries_left in (0..TRIES).rev() {
            match try_page(port, &path) {
                Ok(()) => {
                    println!("  or http://localhost:{port}{path}, which books at a simulated {vendor}");
                    break;
                }
                Err(error) if tries_left == 0 => println!("{path} is not served: {error:#}"),
                Err(_) => thread::sleep(PULSE),
            }
        }
    }
}

/// Whether the simulators listen, and a page that needs one of them is served.
fn try_page(port: u16, path: &str) -> Result<()> {
    TcpStream::connect((Ipv4Addr::LOCALHOST, secrets::mews_port(port)))?;
    match get(port, path)? {
        200 => Ok(()),
        status => bail!("it answers {status}"),
    }
}

/// Connects the till of `demo-ikentoo`, once its simulator listens.
fn connect_till(project: &Project, port: u16) {
    for tries_left in (0..TRIES).rev() {
        match try_till(project, port) {
            Ok(()) => {
                println!(
                    "connected: http://localhost:{port}/book/demo-ikentoo, whose till is a simulated iKentoo"
                );
                return;
            }
            Err(error) if tries_left == 0 => println!("the till could not be connected: {error:#}"),
            Err(_) => thread::sleep(PULSE),
        }
    }
}

fn try_till(project: &Project, port: u16) -> Result<()> {
    TcpStream::connect((Ipv4Addr::LOCALHOST, secrets::till_port(port)))?;
    let worker = Worker::of(project, Some(&format!("http://localhost:{port}")))?;
    worker.send("PUT", "/v1/staff/demo-ikentoo/till/connection", &[], &Json::Null)?;
    Ok(())
}

/// Draws the gallery on each request, in the background: the worker is served meanwhile. Its first
/// files make wrangler load the site once more; the gallery is drawn after that too, and then nothing is new.
fn draw_gallery(project: &Project, site: &Path, wanted: &Receiver<()>) {
    while wanted.recv().is_ok() {
        while wanted.try_recv().is_ok() {}
        if let Err(error) = gallery::serve(project, site) {
            println!("the gallery could not be drawn: {error:#}");
        }
    }
}

fn start(project: &Project, port: u16) -> Result<Child> {
    project
        .wrangler()
        .args([
            "dev",
            "--local",
            "--persist-to",
            "target/dev-state",
            "--port",
            &port.to_string(),
        ])
        .args([
            "--ip",
            "localhost",
            "--inspector-port",
            "0",
            "--show-interactive-dev-session=false",
        ])
        .arg("--env-file")
        .arg(secrets::write(project, port)?)
        .env("COUVERT_PROFILE", Profile::Dev.name())
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // A group of its own, so that all of its children can be reached, and only once.
        .process_group(0)
        .spawn()
        .context("cannot start wrangler")
}

fn forward(stream: impl Read + Send + 'static, events: Sender<Event>) {
    thread::spawn(move || {
        for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            if events.send(Event::Line(line)).is_err() {
                return;
            }
        }
        drop(events.send(Event::Closed));
    });
}

/// Shows what a developer should see of a line; says whether it was that the worker is ready.
fn show(line: &str, port: u16) -> bool {
    let line = read(line);
    match line {
        VisibleLine::Nothing => {}
        VisibleLine::Line(line) => println!("{line}"),
        VisibleLine::Reloaded => println!("reloaded"),
        VisibleLine::Ready => match get(port, "/healthz") {
            Ok(200) => println!("{}", links(port)),
            Ok(status) => println!("The worker runs, but /healthz on port {port} answers {status}."),
            Err(error) => println!("The worker runs, but /healthz on port {port} does not answer: {error}"),
        },
    }
    line == VisibleLine::Ready
}

/// The pages that the worker serves by itself.
fn links(port: u16) -> String {
    let origin = format!("http://localhost:{port}");
    [
        format!("Open {origin}"),
        format!("  or {origin}/book/demo-molzait, which books at it over HTTP"),
        format!("  or {origin}/staff/demo, the restaurant's own page"),
        format!("  or {origin}/gallery, which shows every screen, in a moment"),
    ]
    .join("\n")
}

/// The part of a line of wrangler's that a developer should see.
#[derive(Debug, PartialEq, Eq)]
enum VisibleLine<'a> {
    Nothing,
    Line(&'a str),
    Reloaded,
    Ready,
}

/// Sorts wrangler's lines: what the worker, the build and the compiler say is shown; what wrangler says
/// about itself is not, unless it is an error.
fn read(line: &str) -> VisibleLine<'_> {
    let text = line.strip_prefix("[custom build] ").unwrap_or(line).trim_end();
    let bare = text.trim();
    if bare.starts_with("[wrangler:info] Ready on ") || bare.starts_with("Ready on ") {
        return VisibleLine::Ready;
    }
    // The first of these lists all that is watched, and is no change.
    if let Some(changed) = bare
        .strip_prefix("The file ")
        .and_then(|rest| rest.strip_suffix(", restarting build..."))
    {
        return if changed.contains(',') {
            VisibleLine::Nothing
        } else {
            VisibleLine::Line(changed)
        };
    }
    if bare.ends_with("Local server updated and ready") {
        return VisibleLine::Reloaded;
    }
    let chatter = bare.is_empty()
        || evening::is_of_moves(bare)
        || bare == "[custom build]"
        || bare.starts_with("Running: ")
        || bare.starts_with("[wrangler:info] ")
        || bare.starts_with("Your Worker has access")
        || bare.starts_with("Binding ")
        || bare.starts_with("env.")
        || bare.starts_with('⎔')
        || bare.starts_with('⛅')
        || bare.starts_with("Cloudflare collects")
        || bare
            .chars()
            .all(|c| matches!(c, '─' | '-' | '│' | '╭' | '╮' | '╰' | '╯'));
    if chatter {
        VisibleLine::Nothing
    } else {
        VisibleLine::Line(text)
    }
}

/// The status code of a path.
fn get(port: u16, path: &str) -> Result<u16> {
    let mut stream = TcpStream::connect(("localhost", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"
    )?;
    let (mut reader, mut line) = (BufReader::new(stream), String::new());
    reader.read_line(&mut line)?;
    // A connection that is closed half-way makes the runtime log an error.
    std::io::copy(&mut reader, &mut std::io::sink())?;
    status(&line).with_context(|| format!("'{}' is no HTTP", line.trim()))
}

fn status(line: &str) -> Option<u16> {
    line.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_lines_are_no_findings() {
        for (line, shown) in [
            (" ⛅️ wrangler 4.86.0", VisibleLine::Nothing),
            ("──────────────────", VisibleLine::Nothing),
            ("⎔ Starting local server...", VisibleLine::Nothing),
            ("[custom build] Running: cargo xtask build", VisibleLine::Nothing),
            ("[wrangler:info] GET / 200 OK (5ms)", VisibleLine::Nothing),
            (
                "[wrangler:info] Ready on http://localhost:8787",
                VisibleLine::Ready,
            ),
            (
                "[custom build] [3/3] worker (dev) … 1.2 s",
                VisibleLine::Line("[3/3] worker (dev) … 1.2 s"),
            ),
            (
                "{\"message\":\"booked\"}",
                VisibleLine::Line("{\"message\":\"booked\"}"),
            ),
            (
                r#"{"requestId":"1","method":"GET","route":"staff.day","venue":"demo","status":200}"#,
                VisibleLine::Nothing,
            ),
            (
                "✘ [ERROR] The build failed",
                VisibleLine::Line("✘ [ERROR] The build failed"),
            ),
        ] {
            assert_eq!(read(line), shown, "{line}");
        }
    }

    #[test]
    fn a_page_that_needs_a_simulator_is_none_of_those_that_the_worker_serves_by_itself() {
        let links = links(9000);
        assert!(links.starts_with("Open http://localhost:9000\n"), "{links}");
        for (venue, _) in SIMULATED {
            assert!(!links.contains(venue), "{links}");
        }
    }

    #[test]
    fn a_status_line_is_read() {
        assert_eq!(status("HTTP/1.1 200 OK\r\n"), Some(200));
        assert_eq!(status("nonsense"), None);
        assert_eq!(status(""), None);
    }
}
