//! A running worker, as the commands about venues call it.

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value as Json;

use super::word;
use crate::project::Project;
use crate::secrets;

/// The worker of `cargo xtask dev`.
const DEV: &str = "http://localhost:8787";

/// A running worker.
pub(crate) struct Worker {
    url: String,
    key: String,
    agent: ureq::Agent,
}

impl Worker {
    /// The worker at this address; that of `cargo xtask dev` if there is none.
    pub(crate) fn of(project: &Project, url: Option<&str>) -> Result<Self> {
        let url = url.unwrap_or(DEV).trim_end_matches('/').to_owned();
        // `http://localhost:1@example.com` is a user's name at another host.
        ensure!(
            !url.contains('@'),
            "{url}: write the address without a user's name"
        );
        let is_local = url.starts_with("http://localhost:") || url.starts_with("http://127.0.0.1:");
        ensure!(
            is_local || url.starts_with("https://"),
            "{url}: a key goes over HTTPS alone"
        );
        let key = match std::env::var("COUVERT_KEY") {
            Ok(key) if !key.is_empty() => key,
            _ if is_local => secrets::operator_key(project)?,
            _ => bail!("COUVERT_KEY is not set: the operator's key, the venue's staff key or an access key"),
        };
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .into();
        Ok(Self { url, key, agent })
    }

    /// The answer to a GET.
    pub(crate) fn get(&self, path: &str) -> Result<Json> {
        self.send("GET", path, &[], &Json::Null)
    }

    fn request(&self, method: &str, path: &str) -> ureq::http::request::Builder {
        ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url))
            .header("authorization", format!("Bearer {}", self.key))
    }

    /// Sends a file.
    pub(super) fn upload(&self, path: &str, bytes: Vec<u8>) -> Result<Json> {
        let request = self
            .request("POST", path)
            .header("content-type", "application/octet-stream");
        self.answer(self.agent.run(request.body(bytes)?))
    }

    /// Sends a request with JSON, or without a body where that is null.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &Json,
    ) -> Result<Json> {
        let mut request = self.request(method, path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.answer(if body.is_null() {
            self.agent.run(request.body(())?)
        } else {
            let request = request.header("content-type", "application/json");
            self.agent.run(request.body(body.to_string())?)
        })
    }

    /// Reads an answer. A problem is an error with its title, its detail and each faulty field.
    fn answer(&self, answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Json> {
        let mut answer = answer.with_context(|| format!("{} does not answer", self.url))?;
        let text = answer.body_mut().read_to_string()?;
        let read: Json = serde_json::from_str(&text).unwrap_or(Json::Null);
        if answer.status().is_success() {
            return Ok(read);
        }
        let mut lines = vec![word(&read["title"]).to_owned(), word(&read["detail"]).to_owned()];
        for error in read["errors"].as_array().into_iter().flatten() {
            lines.push(format!("{}: {}", word(&error["pointer"]), word(&error["code"])));
        }
        lines.retain(|line| !line.is_empty());
        bail!("{} {}", answer.status().as_u16(), lines.join("\n"))
    }
}
