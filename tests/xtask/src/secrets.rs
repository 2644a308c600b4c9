//! The secrets and variables of a worker on this machine, in a file that wrangler reads. Knows their
//! names, not what they open.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::project::Project;

/// Writes the file for a worker on `port`, and gives its path. The keys in it are made once and kept.
pub(crate) fn write(project: &Project, port: u16) -> Result<PathBuf> {
    let folder = project.work();
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let staff_key = key(&folder.join("dev.key"))?;
    let seal_key = key(&folder.join("dev.seal.key"))?;
    let operator_key = operator_key(project)?;
    let path = folder.join("dev.env");
    private(&path, &lines(&staff_key, (&seal_key, &operator_key), port))?;
    Ok(path)
}

/// The demo venue's staff have a key, and the venue that books at it over HTTP has the same one. That
/// venue's own staff have another, and so have those of the venue with a till: a key belongs to one venue. To the
/// secret of the venue with a check against robots every token is good, by Cloudflare's documentation. Secrets of
/// venues can be sealed. Demonstrations are allowed: letters are shown and not sent. The demo venues' staff pages are
/// open to the person who runs the worker.
fn lines(key: &str, (seal_key, operator_key): (&str, &str), port: u16) -> String {
    let (mews_port, till_port) = (mews_port(port), till_port(port));
    format!(
        "DEMO_STAFF_KEY={key}\nDEMO_MOLZAIT_KEY={key}\nDEMO_MOLZAIT_STAFF_KEY={key}-staff\n\
         DEMO_MOLZAIT_URL=http://localhost:{port}\n\
         DEMO_MEWS_CLIENT_TOKEN={key}-mews\nDEMO_MEWS_ACCESS_TOKEN={key}-mews\n\
         DEMO_MEWS_STAFF_KEY={key}-mews-staff\nDEMO_MEWS_URL=http://localhost:{mews_port}\n\
         DEMO_FOURSPACES_KEY={key}-mews\nDEMO_FOURSPACES_STAFF_KEY={key}-4spaces-staff\n\
         DEMO_FOURSPACES_URL=http://localhost:{mews_port}\n\
         DEMO_IKENTOO_STAFF_KEY={key}-ikentoo\nDEMO_IKENTOO_WEBHOOK={key}-ikentoo-webhook\n\
         DEMO_IKENTOO_URL=http://127.0.0.1:{till_port}\n\
         DEMO_TURNSTILE_SECRET=1x0000000000000000000000000000000AA\n\
         SEAL_KEY={seal_key}\nOPERATOR_KEY={operator_key}\nCOUVERT_DEMO=yes\nCOUVERT_DEV=yes\n"
    )
}

/// The port of the simulated Mews and 4spaces beside a worker on `port`.
pub(crate) fn mews_port(port: u16) -> u16 {
    port.checked_add(4).unwrap_or(port - 4)
}

/// The port of the simulated iKentoo beside a worker on `port`.
pub(crate) fn till_port(port: u16) -> u16 {
    port.checked_add(6).unwrap_or(port - 6)
}

/// The key that stands for both tokens of the simulated Mews, and for that of the simulated 4spaces.
pub(crate) fn mews_key(project: &Project) -> Result<String> {
    Ok(format!("{}-mews", key(&project.work().join("dev.key"))?))
}

/// The key of the operator of the worker on this machine.
pub(crate) fn operator_key(project: &Project) -> Result<String> {
    let folder = project.work();
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    key(&folder.join("dev.operator.key"))
}

fn key(path: &Path) -> Result<String> {
    if let Ok(key) = fs::read_to_string(path) {
        return Ok(key.trim().to_owned());
    }
    let mut bytes = [0; 32];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .context("cannot read /dev/urandom")?;
    let key = bytes
        .iter()
        .fold(String::new(), |key, byte| format!("{key}{byte:02x}"));
    private(path, &key)?;
    Ok(key)
}

/// Writes a file that other users of this machine cannot read.
fn private(path: &Path, text: &str) -> Result<()> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_have_the_same_key_and_meet_at_the_port() {
        let text = lines("k", ("s", "o"), 9000);
        for line in [
            "DEMO_STAFF_KEY=k",
            "DEMO_MOLZAIT_KEY=k",
            "DEMO_MOLZAIT_STAFF_KEY=k-staff",
            "DEMO_MOLZAIT_URL=http://localhost:9000",
            "DEMO_MEWS_CLIENT_TOKEN=k-mews",
            "DEMO_MEWS_ACCESS_TOKEN=k-mews",
            "DEMO_MEWS_URL=http://localhost:9004",
            "DEMO_FOURSPACES_KEY=k-mews",
            "DEMO_FOURSPACES_STAFF_KEY=k-4spaces-staff",
            "DEMO_FOURSPACES_URL=http://localhost:9004",
            "DEMO_IKENTOO_STAFF_KEY=k-ikentoo",
            "DEMO_IKENTOO_WEBHOOK=k-ikentoo-webhook",
            "DEMO_IKENTOO_URL=http://127.0.0.1:9006",
            "DEMO_TURNSTILE_SECRET=1x0000000000000000000000000000000AA",
            "SEAL_KEY=s",
            "OPERATOR_KEY=o",
            "COUVERT_DEMO=yes",
            "COUVERT_DEV=yes",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}");
        }
    }

    #[test]
    fn a_key_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let made = key(&path).unwrap();
        assert_eq!((made.len(), key(&path).unwrap()), (64, made));
    }
}
