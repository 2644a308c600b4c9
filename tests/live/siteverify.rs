//! A stand-in for Turnstile's server at a real port, until the suite ends.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use couvert_tests::molzait::{Settings, Simulator, Weights};
use couvert_tests::server::{self, Stand};
use couvert_tests::turnstile::{PATH, Turnstile};
use couvert_tests::{fourspaces, mews};
use tokio::net::TcpSocket;

/// The secret that it knows its caller by.
pub const SECRET: &str = "canary-5b1d0c07e2f4-turnstile";
/// The host on whose pages the demo venue's check may be passed.
pub const HOST: &str = "example.com";

/// A running stand-in.
pub struct Siteverify {
    /// Where it is asked.
    pub url: String,
    stand: Arc<Mutex<Stand>>,
}

impl Siteverify {
    /// Starts one that has seen no token.
    pub fn start() -> Self {
        let stand = Arc::new(Mutex::new(Stand {
            molzait: Simulator::new(Settings::default(), Weights::quiet()),
            mews: mews::Simulator::new(mews::Settings::default()),
            fourspaces: fourspaces::Simulator::new(
                fourspaces::Settings::default(),
                fourspaces::TroublePlan::default(),
            ),
            turnstile: Turnstile::new(SECRET, HOST, "reserve"),
            latency: Duration::ZERO,
            is_talkative: false,
            time: server::Time::Machine,
        }));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let listener = runtime.block_on(server::listen(0)).unwrap();
        let url = url(listener.local_addr().unwrap());
        let served = Arc::clone(&stand);
        std::thread::spawn(move || runtime.block_on(server::serve(listener, served)));
        Self { url, stand }
    }

    /// Changes what it says and expects from now on.
    pub fn change(&self, change: impl FnOnce(&mut Turnstile)) {
        change(&mut self.stand.lock().unwrap().turnstile);
    }
}

/// A port that refuses every connection, and is reserved for as long as the socket is kept.
pub fn refusing() -> (TcpSocket, String) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let url = url(socket.local_addr().unwrap());
    (socket, url)
}

fn url(address: SocketAddr) -> String {
    format!("http://{address}{PATH}")
}
