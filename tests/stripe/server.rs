//! Localstripe on a port of this machine, and a payer's browser that speaks to it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::thread;

use async_trait::async_trait;
use couvert_tests::port::free_port;
use edge::upstream::{Network, NetworkError};
use http::{Request, Response};
use serde_json::Value;
use tempfile::TempDir;

/// A server that ends with the test.
pub struct Server {
    process: Child,
    pub base: String,
    agent: ureq::Agent,
    _folder: TempDir,
}

impl Server {
    /// Starts one and waits for it to say that it runs.
    pub fn start() -> Self {
        let program = std::env::var("COUVERT_LOCALSTRIPE").expect("`cargo xtask test --only stripe` says it");
        let port = free_port();
        // It keeps what it knows in a file of the folder it runs in.
        let folder = tempfile::tempdir().unwrap();
        let mut process = Command::new(program)
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/stripe/localstripe_at.py"))
            .args(["--from-scratch", "--port", &port.to_string()])
            .current_dir(folder.path())
            .env("PYTHONUNBUFFERED", "1")
            .env("TMPDIR", folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains("Running on") {
            line.clear();
            assert!(lines.read_line(&mut line).unwrap() > 0, "localstripe has ended");
        }
        // Its later output is not read, but a full pipe would stop it.
        thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        Self {
            process,
            base: format!("http://localhost:{port}"),
            agent: agent(),
            _folder: folder,
        }
    }

    /// Sends a form as the payer's browser does, through Stripe's script. Status and answer.
    pub fn post(&self, path: &str, form: &[(&str, &str)]) -> (u16, Value) {
        let mut answer = self
            .agent
            .post(format!("{}{path}", self.base))
            .header("authorization", "Bearer sk_test_payer")
            .send_form(form.iter().copied())
            .unwrap();
        let body = answer.body_mut().read_to_string().unwrap();
        (
            answer.status().as_u16(),
            serde_json::from_str(&body).unwrap_or(Value::Null),
        )
    }

    /// The id of a card of this number.
    pub fn card(&self, number: &str) -> String {
        let (status, card) = self.post(
            "/v1/payment_methods",
            &[
                ("type", "card"),
                ("card[number]", number),
                ("card[exp_month]", "1"),
                ("card[exp_year]", "2040"),
                ("card[cvc]", "123"),
            ],
        );
        assert_eq!(status, 200, "{card}");
        card["id"].as_str().unwrap().to_owned()
    }

    /// The payer pays an intent with a card. The status of the answer.
    pub fn pay(&self, intent: &str, number: &str) -> u16 {
        let (path, card) = (format!("/v1/payment_intents/{intent}"), self.card(number));
        assert_eq!(self.post(&path, &[("payment_method", &card)]).0, 200);
        self.post(&format!("{path}/confirm"), &[]).0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .build()
        .into()
}

/// The network of this machine.
pub struct Internet(ureq::Agent);

impl Internet {
    pub fn new() -> Self {
        Self(agent())
    }
}

#[async_trait(?Send)]
impl Network for Internet {
    async fn exchange(
        &self,
        request: Request<Vec<u8>>,
        limit: usize,
    ) -> Result<Response<Vec<u8>>, NetworkError> {
        let broken = |error: ureq::Error| NetworkError::Broken(error.to_string());
        let (parts, mut body) = self.0.run(request).map_err(broken)?.into_parts();
        let bytes = body
            .with_config()
            .limit(limit.try_into().unwrap_or(u64::MAX))
            .read_to_vec()
            .map_err(broken)?;
        Ok(Response::from_parts(parts, bytes))
    }
}

/// Where localstripe calls: one request, byte for byte.
pub struct Listener(TcpListener);

impl Listener {
    pub fn new() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").unwrap())
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.0.local_addr().unwrap().port())
    }

    /// The signature and the body of the next request.
    pub fn next(&self) -> (String, Vec<u8>) {
        let (stream, _) = self.0.accept().unwrap();
        let mut reader = BufReader::new(stream);
        let (mut signature, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            let Some((name, value)) = line.trim().split_once(':') else {
                if line.trim().is_empty() {
                    break;
                }
                continue;
            };
            match name.to_ascii_lowercase().as_str() {
                "stripe-signature" => value.trim().clone_into(&mut signature),
                "content-length" => length = value.trim().parse().unwrap(),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        reader
            .into_inner()
            .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
            .unwrap();
        (signature, body)
    }
}
