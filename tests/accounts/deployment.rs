//! A deployment with an account, asked over HTTP: the worker's router, and the account's object behind it. Of its venue only the
//! deliveries are seen that come to it.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use async_trait::async_trait;
use config::{Accounts, Venues};
use couvert_tests::native::{NoPictureCache, NoStreams, TestClock, no_directory};
use couvert_tests::server;
use edge::delivery::Delivery;
use edge::http::Context;
use edge::http::response_cache::ResponseCache;
use edge::limits::Limiter;
use edge::provider::server_timing::ServerTiming;
use edge::venue::client::settings::SettingsCache;
use edge::venue::client::{VenueClient, VenueFacts};
use edge::venue::message::{Envelope, Request as VenueRequest, Transport, TransportError};
use http::header::HOST;
use http::{HeaderValue, Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use secrecy::SecretString;
use serde_json::{from_str, json};
use shared::id::VenueId;
use tokio::net::TcpListener;

use super::surroundings::{AccountLine, CLIENT_SECRET, Surroundings};

/// Where the vendor knows the deployment to be.
pub const SITE: &str = "https://book.example.com";

/// The deliveries that came to the venue.
pub type Forwarded = Rc<RefCell<Vec<Delivery>>>;

/// A deployment.
pub struct Deployment {
    /// Its account.
    pub line: AccountLine,
    /// The deliveries that came to its venue.
    pub forwarded: Forwarded,
    world: Surroundings,
    accounts: Accounts,
    venues: Venues,
}

impl Deployment {
    /// The deployment with the account of these surroundings.
    pub fn new(world: Surroundings) -> Rc<Self> {
        let accounts = json!([*world.settings]).to_string();
        Rc::new(Self {
            line: world.object(),
            forwarded: Forwarded::default(),
            world,
            accounts: Accounts::from_json(&accounts).unwrap(),
            venues: Venues::from_json("[]").unwrap(),
        })
    }

    /// Serves it at a port of this machine, for as long as the test runs; where it is.
    pub async fn open(self: &Rc<Self>) -> String {
        let listener = server::listen(0).await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        tokio::task::spawn_local(self.clone().serve(listener));
        origin
    }

    async fn serve(self: Rc<Self>, listener: TcpListener) -> Infallible {
        loop {
            // A connection that could not be accepted is the caller's loss.
            let Ok((stream, _)) = listener.accept().await else {
                continue;
            };
            let deployment = self.clone();
            tokio::task::spawn_local(async move {
                let service = service_fn(|request| exchange(deployment.clone(), request));
                // One that its caller ends is no fault.
                drop(
                    http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service)
                        .await,
                );
            });
        }
    }

    /// The answer to a request, as the worker gives it.
    async fn answer(&self, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        let timing = ServerTiming::default();
        let client = |id: &VenueId| {
            let line = Box::new(VenueLine(self.forwarded.clone()));
            VenueClient::new(id.clone(), VenueFacts::UNKNOWN, line, ServerTiming::default())
        };
        let context = Context {
            venues: &self.venues,
            settings_cache: &SettingsCache::default(),
            settings_client: &client,
            demo: None,
            venue_client: &|venue| client(&venue.id),
            streams: &NoStreams,
            directory: &no_directory,
            accounts: &self.accounts,
            account: &|_| self.line.client(),
            secret: &|name| (name == "GROUP_CLIENT").then(|| SecretString::from(CLIENT_SECRET)),
            variable: &|_| None,
            server_timing: &timing,
            limiter: &RefCell::new(Limiter::new([0; 32])),
            response_cache: &ResponseCache::default(),
            picture_cache: &NoPictureCache,
            clock: &TestClock::at(self.world.now.get()),
            now: self.world.now.get(),
            request_id: "request".to_owned(),
            random: [0; 16],
            assets: "/assets/none",
        };
        edge::http::handle(request.map(Some), &context).await.0
    }
}

/// Answers a request of a connection, as one to the address that the vendor knows.
async fn exchange(
    deployment: Rc<Deployment>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, hyper::Error> {
    let (mut head, body) = request.into_parts();
    let body = body.collect().await?.to_bytes().to_vec();
    head.uri = format!("{SITE}{}", head.uri).parse().unwrap();
    head.headers
        .insert(HOST, HeaderValue::from_static("book.example.com"));
    let answer = deployment.answer(Request::from_parts(head, body)).await;
    Ok(answer.map(|body| Full::new(Bytes::from(body))))
}

/// The line to a venue's object that takes deliveries alone.
struct VenueLine(Forwarded);

#[async_trait(?Send)]
impl Transport for VenueLine {
    async fn send(&self, message: String) -> Result<String, TransportError> {
        let envelope: Envelope = from_str(&message).unwrap();
        match envelope.request {
            VenueRequest::Forwarded { delivery, .. } => {
                self.0.borrow_mut().push(delivery);
                Ok(json!({ "answer": { "Ok": "Processed" } }).to_string())
            }
            _ => Err(TransportError("the venue takes deliveries alone".to_owned())),
        }
    }
}
