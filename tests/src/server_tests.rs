//! The port with a plain socket at the other end: what an answer looks like, and what its lack does.

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;
use crate::molzait::{Misbehaviour, Settings, Weights};

/// The answer to a request for the experiences: the bytes, and how it ended.
async fn asked(misbehaviour: Misbehaviour, most: u64) -> (String, io::Result<usize>) {
    let mut molzait = Simulator::new(Settings::default(), Weights::quiet());
    molzait.faults.next(misbehaviour);
    let stand = Stand {
        molzait,
        mews: mews::Simulator::new(mews::Settings::default()),
        fourspaces: fourspaces::Simulator::new(
            fourspaces::Settings::default(),
            fourspaces::TroublePlan::default(),
        ),
        turnstile: Turnstile::new("s", "h", "a"),
        latency: std::time::Duration::ZERO,
        is_talkative: false,
        time: Time::Machine,
    };
    let listener = listen(0).await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(serve(listener, Arc::new(Mutex::new(stand))));
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream
        .write_all(
            b"GET /external/availability/experiences HTTP/1.1\r\nhost: sim\r\n\
              authorization: Bearer sim-key\r\nconnection: close\r\n\r\n",
        )
        .await
        .unwrap();
    let mut bytes = Vec::new();
    let end = stream.take(most).read_to_end(&mut bytes).await;
    server.abort();
    (String::from_utf8_lossy(&bytes).into_owned(), end)
}

#[tokio::test]
async fn an_answer_is_whole() {
    let (text, end) = asked(Misbehaviour::Well, u64::MAX).await;
    assert!(end.is_ok());
    assert!(text.starts_with("HTTP/1.1 200 OK\r\n"), "{text}");
    assert!(text.ends_with("}]"), "{text}");
}

#[tokio::test]
async fn a_reset_is_a_reset() {
    let (text, end) = asked(Misbehaviour::ResetAfter, u64::MAX).await;
    assert_eq!(text, "");
    assert_eq!(end.unwrap_err().kind(), io::ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn half_an_answer_promises_the_whole() {
    let (text, _) = asked(Misbehaviour::Half, u64::MAX).await;
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let head = head.to_lowercase();
    let promised = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let promised: usize = promised.unwrap().parse().unwrap();
    assert_eq!(body.len(), promised / 2);
}

#[tokio::test]
async fn an_endless_answer_goes_on() {
    let (text, end) = asked(Misbehaviour::Endless, 1 << 18).await;
    assert!(end.is_ok());
    assert_eq!(text.len(), 1 << 18);
}
