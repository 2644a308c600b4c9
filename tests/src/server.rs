//! The stand-ins behind a real port: carries out on a connection what they decide.

use std::convert::Infallible;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::os::fd::{AsFd, OwnedFd};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::{Duration, SystemTime};

use http::{HeaderValue, Request, Response, header};
use http_body_util::BodyExt;
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Sleep, sleep};

use crate::act::{Act, End, Simulation};
use crate::molzait::{Simulator, control};
use crate::turnstile::Turnstile;
use crate::{fourspaces, mews, picture};

/// Between the pieces of a body that comes in pieces, so that each is seen on its own.
const BETWEEN_PIECES: Duration = Duration::from_millis(5);

/// The time that a server lives in.
#[derive(Clone, Debug, Default)]
pub enum Time {
    /// The machine's.
    #[default]
    Machine,
    /// So many milliseconds after the Unix epoch, as its caller sets them.
    Set(Arc<AtomicU64>),
}

/// A server at a port.
#[derive(Debug)]
pub struct Stand {
    /// Molzait.
    pub molzait: Simulator,
    /// Mews.
    pub mews: mews::Simulator,
    /// 4spaces.
    pub fourspaces: fourspaces::Simulator,
    /// The check against robots.
    pub turnstile: Turnstile,
    /// How long every answer takes at the least, as one from far away does.
    pub latency: Duration,
    /// Whether each request is printed, without its query and body.
    pub is_talkative: bool,
    /// The time it is to the simulators.
    pub time: Time,
}

/// A stand-in that answers at a port.
pub trait Responder: Send + 'static {
    /// The reaction to a request that comes in at `now`, since the Unix epoch.
    fn act(&mut self, request: &Request<Vec<u8>>, now: Duration) -> Act;

    /// How long every answer takes at the least.
    fn latency(&self) -> Duration {
        Duration::ZERO
    }

    /// Whether each request is printed, without its query and body.
    fn is_talkative(&self) -> bool;

    /// The time it is to it, since the Unix epoch.
    fn time(&self) -> Duration {
        now()
    }
}

impl Responder for Stand {
    fn act(&mut self, request: &Request<Vec<u8>>, now: Duration) -> Act {
        if let Some(answer) = picture::answer(request) {
            return Act::now(End::Answer(answer));
        }
        if let Some(answer) = control::answer(&mut self.molzait, request, now) {
            return Act::now(End::Answer(answer));
        }
        if let Some(answer) = self.turnstile.answer(request, now) {
            return Act::now(End::Answer(answer));
        }
        if request.uri().path().starts_with("/api/connector/") {
            return self.mews.act(request, now);
        }
        if fourspaces::Operation::of(request).is_some() {
            return self.fourspaces.act(request, now);
        }
        self.molzait.act(request, now)
    }

    fn latency(&self) -> Duration {
        self.latency
    }

    fn is_talkative(&self) -> bool {
        self.is_talkative
    }

    fn time(&self) -> Duration {
        self.time.now()
    }
}

/// Now, since the Unix epoch.
#[expect(clippy::disallowed_methods, reason = "a real port lives in real time")]
#[must_use]
pub fn now() -> Duration {
    SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default()
}

impl Time {
    /// Now, since the Unix epoch.
    fn now(&self) -> Duration {
        match self {
            Self::Machine => now(),
            Self::Set(millis) => Duration::from_millis(millis.load(Ordering::SeqCst)),
        }
    }
}

/// A port of this machine; 0 for any that is free.
pub async fn listen(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await
}

/// Answers at the port for as long as it is awaited.
pub async fn serve(listener: TcpListener, stand: Arc<Mutex<impl Responder>>) -> Infallible {
    loop {
        // A connection that could not be accepted is the caller's loss.
        if let Ok((stream, _)) = listener.accept().await {
            let stand = Arc::clone(&stand);
            tokio::spawn(async move { converse(stream, &stand).await });
        }
    }
}

/// Serves one connection until one side ends it.
async fn converse(stream: TcpStream, stand: &Arc<Mutex<impl Responder>>) {
    let Ok(handle) = stream.as_fd().try_clone_to_owned() else {
        return;
    };
    let handle = Arc::new(handle);
    let service = service_fn(|request: Request<Incoming>| exchange(request, stand, &handle));
    let connection =
        hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // It ends with an error whenever the plan says so.
    drop(connection.await);
}

async fn exchange(
    request: Request<Incoming>,
    stand: &Arc<Mutex<impl Responder>>,
    handle: &OwnedFd,
) -> Result<Response<Sent>, Broken> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(|_| Broken)?.to_bytes();
    let request = Request::from_parts(head, body.to_vec());
    let (act, latency) = {
        let mut stand = stand.lock().unwrap_or_else(PoisonError::into_inner);
        let now = stand.time();
        let act = stand.act(&request, now);
        if stand.is_talkative() && !request.uri().path().starts_with("/_sim") {
            println!("{} {} {}", request.method(), request.uri().path(), act.end.name());
        }
        (act, stand.latency())
    };
    sleep(act.delay + latency).await;
    match act.end {
        End::Answer(answer) => Ok(answer.map(|body| Sent::Whole(Some(body.into())))),
        End::Half(mut answer) => {
            let length = HeaderValue::from(answer.body().len());
            answer.headers_mut().insert(header::CONTENT_LENGTH, length);
            Ok(answer.map(|mut body| {
                body.truncate(body.len() / 2);
                Sent::Half(Some(body.into()), Box::pin(sleep(BETWEEN_PIECES)))
            }))
        }
        End::Endless(answer) => {
            Ok(answer.map(|body| Sent::Endless(body.into(), Box::pin(sleep(BETWEEN_PIECES)))))
        }
        End::Hang => std::future::pending().await,
        End::Reset => {
            // A connection without time to linger is closed by a reset (RFC 9293).
            rustix::net::sockopt::set_socket_linger(handle, Some(Duration::ZERO)).map_err(|_| Broken)?;
            Err(Broken)
        }
    }
}

/// A body as it is sent.
enum Sent {
    Whole(Option<Bytes>),
    Half(Option<Bytes>, Pin<Box<Sleep>>),
    Endless(Bytes, Pin<Box<Sleep>>),
}

impl Body for Sent {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        match &mut *self {
            Self::Whole(body) => Poll::Ready(body.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Half(body, pause) => {
                if let Some(bytes) = body.take() {
                    return Poll::Ready(Some(Ok(Frame::data(bytes))));
                }
                ready!(pause.as_mut().poll(context));
                Poll::Ready(Some(Err(Broken)))
            }
            Self::Endless(body, pause) => {
                ready!(pause.as_mut().poll(context));
                *pause = Box::pin(sleep(BETWEEN_PIECES));
                Poll::Ready(Some(Ok(Frame::data(
                    body.repeat(1 + 16_384 / body.len().max(1)).into(),
                ))))
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(Some(body)) => SizeHint::with_exact(body.len() as u64),
            Self::Whole(None) => SizeHint::with_exact(0),
            Self::Half(..) | Self::Endless(..) => SizeHint::default(),
        }
    }
}

/// The exchange ends here.
#[derive(Debug)]
struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("broken off, as planned")
    }
}

impl std::error::Error for Broken {}

#[cfg(test)]
#[path = "server_tests.rs"]
mod tests;
