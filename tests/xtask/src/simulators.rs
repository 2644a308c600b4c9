//! The simulated systems that demo venues book at while the worker is served on this machine. They are built and run beside
//! it: until then the venues say that their booking system is away.

use std::os::unix::process::CommandExt;
use std::process::{Child, Stdio};

use anyhow::{Context, Result};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::project::Project;
use crate::secrets;

/// How far the simulator's port is from the worker's.
const DISTANCE: u16 = 3;

/// The port of the simulated 4spaces beside a worker on `port`.
pub(crate) fn port(port: u16) -> u16 {
    port.checked_add(DISTANCE).unwrap_or_else(|| port - DISTANCE)
}

/// The simulators, which end when this is dropped.
pub(crate) struct Simulators(Child);

impl Simulators {
    /// Starts them for a worker on `port`.
    pub(crate) fn start(project: &Project, worker: u16) -> Result<Self> {
        let simulator = project
            .command("cargo")
            .args([
                "run",
                "--quiet",
                "--package",
                "couvert-tests",
                "--bin",
                "sim",
                "--",
            ])
            .args(["fourspaces", "--quiet", "--port", &port(worker).to_string()])
            .args(["--key", &secrets::demo_key(project)?])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            // A group of its own, with the compiler in it.
            .process_group(0)
            .spawn()
            .context("cannot start the simulated 4spaces")?;
        Ok(Self(simulator))
    }
}

impl Drop for Simulators {
    fn drop(&mut self) {
        // An error means that it has ended already.
        let _ = killpg(Pid::from_raw(self.0.id().cast_signed()), Signal::SIGKILL);
        let _ = self.0.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_simulator_has_a_port_of_its_own_beside_every_worker() {
        for worker in [1_024, 8_787, u16::MAX - DISTANCE, u16::MAX] {
            assert_ne!(port(worker), worker);
        }
    }
}
