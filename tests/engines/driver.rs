//! The browsers and their drivers. What one engine needs and the other does not stands here and nowhere else.

use std::process::Command;

use couvert_tests::port::free_port;
use fantoccini::wd::Capabilities;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::process::{Process, variable};

/// How long the browser may take for a page, and for what is waited for in a page, in milliseconds.
const PATIENCE_MS: u32 = 30_000;

/// An engine other than Chromium's.
#[derive(Clone, Copy)]
pub enum Engine {
    Firefox,
    WebKitGtk,
}

/// A driver that runs, and what a session with its browser asks for.
pub struct Driver {
    /// The browser's name in the names of files.
    pub name: &'static str,
    /// The address at which it takes commands.
    pub address: String,
    /// The capabilities that a session asks for.
    pub capabilities: Capabilities,
    /// The width and the height of the window: a desktop's, and a phone's.
    pub size: (u32, u32),
    // Ends before the screen that its browser is drawn on, and before the folder that it writes to.
    _process: Process,
    _display: Option<Process>,
    _home: TempDir,
}

impl Engine {
    /// The engines that this machine has: WebKitGTK runs on Linux alone.
    pub fn here() -> Vec<Self> {
        let webkit = std::env::var_os("COUVERT_WEBKIT_DRIVER").map(|_| Self::WebKitGtk);
        std::iter::once(Self::Firefox).chain(webkit).collect()
    }

    /// Starts its driver.
    pub fn start(self) -> Driver {
        match self {
            Self::Firefox => firefox(),
            Self::WebKitGtk => webkit_gtk(),
        }
    }
}

fn firefox() -> Driver {
    let port = free_port();
    let home = TempDir::new().unwrap();
    let mut command = Command::new(variable("COUVERT_GECKODRIVER"));
    command
        .args([
            "--host",
            "127.0.0.1",
            "--port",
            &port.to_string(),
            "--profile-root",
        ])
        .arg(home.path());
    let options = json!({
        "binary": variable("COUVERT_FIREFOX"),
        "args": ["-headless"],
        "prefs": { "intl.accept_languages": "en-GB, en" },
    });
    driver(
        "firefox",
        (command, port, home),
        None,
        json!({ "browserName": "firefox", "moz:firefoxOptions": options }),
        (1280, 900),
    )
}

fn webkit_gtk() -> Driver {
    let port = free_port();
    let home = TempDir::new().unwrap();
    // A screen in memory, which chooses its own number and prints it once it can be drawn on.
    let (display, number) = Process::start_and_read(Command::new("Xvfb").args([
        "-displayfd",
        "1",
        "-screen",
        "0",
        "1280x1024x24",
        "-nolisten",
        "tcp",
    ]));
    let mut command = Command::new(variable("COUVERT_WEBKIT_DRIVER"));
    command
        .arg(format!("--port={port}"))
        .env("DISPLAY", format!(":{number}"))
        .env("GDK_BACKEND", "x11")
        .env("LANG", "C.UTF-8")
        .env("LANGUAGE", "en_GB:en")
        // Neither a graphics card nor a desktop is there.
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
        .env("NO_AT_BRIDGE", "1")
        .env("GSETTINGS_BACKEND", "memory");
    for name in [
        "XDG_CACHE_HOME",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_RUNTIME_DIR",
    ] {
        command.env(name, home.path());
    }
    // By default it starts WebKit's own test browser, MiniBrowser.
    driver(
        "webkitgtk",
        (command, port, home),
        Some(display),
        json!({}),
        (390, 844),
    )
}

fn driver(
    name: &'static str,
    (mut command, port, home): (Command, u16, TempDir),
    display: Option<Process>,
    mut wanted: Value,
    size: (u32, u32),
) -> Driver {
    let mut process = Process::start(&mut command, name);
    process.wait_for_port(port);
    wanted["timeouts"] = json!({ "script": PATIENCE_MS, "pageLoad": PATIENCE_MS });
    Driver {
        name,
        address: format!("http://127.0.0.1:{port}"),
        capabilities: wanted.as_object().unwrap().clone(),
        size,
        _process: process,
        _display: display,
        _home: home,
    }
}
