//! The proxy beside the least that could stand in its place, all in one workerd without wrangler: the
//! released worker, a bare worker that passes on, and one whose answer never changes. Knows how they
//! are started, not how they are measured.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail, ensure};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use serde_json::Value;

use super::Effort;
use crate::assemble::{self, Layout, Profile};
use crate::project::Project;
use crate::suite::NATIVE;

/// How long the upstream takes to answer: with nothing between, and as one in the same country does.
const UPSTREAM_MS: [u32; 2] = [0, 25];
/// The one of them that has a goal.
const WITH_GOAL: u32 = 25;
/// The key of the upstream: of this machine alone, for as long as this runs.
const KEY: &str = "bench";

/// Passes every request on with the key, and nothing else.
const BARE: &str = r"export default {
  fetch(request, env) {
    const { pathname, search } = new URL(request.url);
    return fetch(env.UPSTREAM + pathname + search, { headers: { authorization: `Bearer ${env.KEY}` } });
  },
};
";

/// Answers always the same, as large as a day's slots.
const FIXED: &str = r#"const slot = {
  minutes: 1140, duration: 120, showEndTime: true, status: "open", spotsOpen: 4,
  confirmation: "instant", areas: [], payment: null, reasons: [],
};
const body = JSON.stringify({ slots: Array(COUNT).fill(slot) });
export default {
  fetch() {
    return new Response(body, { headers: { "content-type": "application/json" } });
  },
};
"#;

/// The part of the runtime's module for mail that workerd leaves to its embedder. The worker imports the module in any
/// case; no e-mails are sent here.
const EMAIL: &str = "export default {
  EmailMessage: class {
    constructor() {
      throw new Error('there is no mail here');
    }
  },
};
";

/// How many slots the simulated restaurant has on a day.
const SLOTS: &str = "24";

/// Builds what is deployed, starts everything, and measures.
pub(crate) fn run(project: &Project, effort: Effort) -> Result<()> {
    // How the programs are built, and the folder of their profile. A test's programs are built with it, and for one
    // round they are those of the other tests.
    let (worker, build, folder) = match effort {
        Effort::Full => (
            Profile::Release,
            [
                "build",
                "--package",
                "couvert-tests",
                "--bins",
                "--profile",
                "bench",
            ]
            .as_slice(),
            "release",
        ),
        Effort::OneRound(worker) => (
            worker,
            ["test", "--no-run", "--test", "contract"].as_slice(),
            "debug",
        ),
    };
    let layout = Layout::tested(project, worker);
    assemble::complete(project, worker, &layout, |plan| {
        plan.add("load generator and simulator", |step| {
            let mut command = project.command("cargo");
            command.args(build);
            if effort != Effort::Full {
                command.args(NATIVE);
            }
            step.compile(&mut command)
        });
    })?;
    let program = |name: &str| project.target.join(folder).join(name);
    let mut missed = Vec::new();
    for delay in UPSTREAM_MS {
        let (upstream, mut lines) = Running::start(
            Command::new(program("sim"))
                .args(["molzait", "--quiet", "--port", "0", "--key", KEY, "--latency-ms"])
                .arg(delay.to_string()),
        )?;
        let address = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| origin(&line))
            .context("the simulator did not say where it is")?;
        drain(lines);
        let folder = project.work().join("bench");
        configure(&folder, &layout, &address)?;
        let (workerd, mut lines) = Running::start(
            project
                .command(project.npm_bin("workerd"))
                .args(["serve", "config.capnp", "--control-fd=1"])
                .current_dir(&folder),
        )?;
        let mut ports = Vec::new();
        for socket in SOCKETS {
            let line = lines.next().context("workerd did not start")??;
            ports.push(port(&line, socket)?);
        }
        drain(lines);
        let status = project
            .command(program("load"))
            .args(ports.iter().map(|port| format!("http://127.0.0.1:{port}")))
            .arg(delay.to_string())
            .args((effort != Effort::Full).then_some("once"))
            .status()?;
        drop((workerd, upstream));
        if effort != Effort::Full {
            ensure!(status.success(), "the load generator ended with {status}");
            return Ok(());
        }
        if !status.success() && delay == WITH_GOAL {
            missed.push(delay);
        }
    }
    ensure!(missed.is_empty(), "slower than the goal");
    Ok(())
}

/// The sockets, in the order in which workerd opens them.
const SOCKETS: [&str; 3] = ["couvert", "bare", "fixed"];

/// Writes workerd's configuration and its modules.
fn configure(folder: &Path, layout: &Layout, upstream: &str) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder.join("state"))?;
    fs::write(folder.join("bare.js"), BARE)?;
    fs::write(folder.join("email.js"), EMAIL)?;
    fs::write(folder.join("fixed.js"), FIXED.replace("COUNT", SLOTS))?;
    let mut modules = Vec::new();
    for entry in fs::read_dir(&layout.worker)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default()
            .to_owned();
        let kind = match path.extension().and_then(|extension| extension.to_str()) {
            Some("js") => "esModule",
            Some("wasm") => "wasm",
            _ => continue,
        };
        fs::copy(&path, folder.join(&name))?;
        modules.push((name, kind));
    }
    // The entry comes first.
    modules.sort_by_key(|(name, _)| name != "index.js");
    let modules: Vec<String> = modules
        .iter()
        .map(|(name, kind)| format!(r#"(name = "{name}", {kind} = embed "{name}")"#))
        .collect();
    let text = CONFIG
        .replace("{modules}", &modules.join(", "))
        .replace("{upstream}", upstream)
        .replace("{key}", KEY);
    fs::write(folder.join("config.capnp"), text)?;
    Ok(())
}

const CONFIG: &str = r#"using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "couvert", worker = (
      modules = [{modules}],
      compatibilityDate = "2026-04-01",
      durableObjectNamespaces = [(className = "VenueObject", uniqueKey = "venues", enableSql = true)],
      durableObjectStorage = (localDisk = "state"),
      bindings = [
        (name = "VENUES", durableObjectNamespace = "VenueObject"),
        (name = "COUVERT_DEMO", text = "yes"),
        (name = "DEMO_MOLZAIT_URL", text = "{upstream}"),
        (name = "DEMO_MOLZAIT_KEY", text = "{key}"),
      ],
    )),
    (name = "bare", worker = (
      modules = [(name = "bare.js", esModule = embed "bare.js")],
      compatibilityDate = "2026-04-01",
      bindings = [(name = "UPSTREAM", text = "{upstream}"), (name = "KEY", text = "{key}")],
    )),
    (name = "fixed", worker = (
      modules = [(name = "fixed.js", esModule = embed "fixed.js")],
      compatibilityDate = "2026-04-01",
    )),
    (name = "internet", network = (allow = ["public", "private"])),
    (name = "state", disk = (path = "state", writable = true)),
  ],
  sockets = [
    (name = "couvert", address = "127.0.0.1:0", http = (), service = "couvert"),
    (name = "bare", address = "127.0.0.1:0", http = (), service = "bare"),
    (name = "fixed", address = "127.0.0.1:0", http = (), service = "fixed"),
  ],
  extensions = [
    (modules = [(name = "cloudflare-internal:email", internal = true, esModule = embed "email.js")]),
  ],
);
"#;

/// The port in one of workerd's lines, which has to be about this socket.
fn port(line: &str, socket: &str) -> Result<u64> {
    let event: Value = serde_json::from_str(line).with_context(|| format!("workerd says: {line}"))?;
    if event["socket"] != socket {
        bail!("workerd says: {line}");
    }
    event["port"].as_u64().context("a socket without a port")
}

/// The address in the simulator's first line.
fn origin(line: &str) -> Option<String> {
    let start = line.find("http://")?;
    let rest = line.get(start..)?;
    let end = rest.find([' ', ',']).unwrap_or(rest.len());
    rest.get(..end).map(str::to_owned)
}

/// Reads to the end: a process stops when the pipe that it writes to is not read.
fn drain(lines: Lines) {
    thread::spawn(move || lines.for_each(drop));
}

/// A program with all that it has started; ended when dropped.
struct Running(Child);

type Lines = std::io::Lines<BufReader<std::process::ChildStdout>>;

impl Running {
    fn start(command: &mut Command) -> Result<(Self, Lines)> {
        let program = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start {program}"))?;
        let stdout = child.stdout.take().context("no output")?;
        Ok((Self(child), BufReader::new(stdout).lines()))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // An error means that the process has ended already.
        let _ = killpg(Pid::from_raw(self.0.id().cast_signed()), Signal::SIGKILL);
        drop(self.0.wait());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_and_addresses_are_read() {
        let line = r#"{"event":"listen","socket":"bare","port":45651}"#;
        assert_eq!(port(line, "bare").unwrap(), 45651);
        assert!(port(line, "fixed").is_err());
        assert_eq!(
            origin("base URL http://127.0.0.1:4000, key").as_deref(),
            Some("http://127.0.0.1:4000")
        );
    }
}
