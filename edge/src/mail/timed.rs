//! A deadline for a mail service that has none of its own.

use std::rc::Rc;

use async_trait::async_trait;

use super::{DEADLINE, MailError, Mailer, OutgoingEmail};
use crate::upstream::{Ports, deadline};

/// A mail service whose calls end after [`DEADLINE`]. The service may have taken a message by then, which is sent again.
pub struct Timed {
    mailer: Rc<dyn Mailer>,
    ports: Rc<Ports>,
}

impl Timed {
    /// Limits this service by the clock of these ports.
    #[must_use]
    pub fn new(mailer: Rc<dyn Mailer>, ports: Rc<Ports>) -> Self {
        Self { mailer, ports }
    }
}

#[async_trait(?Send)]
impl Mailer for Timed {
    async fn send(&self, letter: &OutgoingEmail) -> Result<(), MailError> {
        let clock = &*self.ports.clock;
        let sent = deadline::until(clock, clock.elapsed() + DEADLINE, self.mailer.send(letter)).await;
        sent.unwrap_or_else(|| Err(MailError::Later("mail: no answer in time".to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::time::Duration;

    use pollster::block_on;
    use shared::time::Instant;

    use super::*;
    use crate::mail::Mailbox;
    use crate::test_support::still::Still;
    use crate::upstream::Clock;

    /// Answers this, or nothing at all.
    struct Service(Option<Result<(), MailError>>);

    #[async_trait(?Send)]
    impl Mailer for Service {
        async fn send(&self, _: &OutgoingEmail) -> Result<(), MailError> {
            match &self.0 {
                Some(answer) => answer.clone(),
                None => std::future::pending().await,
            }
        }
    }

    /// A clock whose waits are over at once, and are kept.
    #[derive(Clone, Default)]
    struct Waits(Rc<RefCell<Vec<Duration>>>);

    #[async_trait(?Send)]
    impl Clock for Waits {
        fn now(&self) -> Instant {
            Instant::from_unix(0)
        }

        fn elapsed(&self) -> Duration {
            Duration::ZERO
        }

        async fn sleep(&self, time: Duration) {
            self.0.borrow_mut().push(time);
        }
    }

    struct NoNetwork;

    #[async_trait(?Send)]
    impl crate::upstream::Network for NoNetwork {
        async fn exchange(
            &self,
            _: http::Request<Vec<u8>>,
            _: usize,
        ) -> Result<http::Response<Vec<u8>>, crate::upstream::NetworkError> {
            std::future::pending().await
        }
    }

    fn send(service: Service, clock: Box<dyn Clock>) -> Result<(), MailError> {
        let ports = Ports {
            network: Box::new(NoNetwork),
            clock,
            rng: Box::new(Still),
        };
        let mailbox = || Mailbox {
            name: None,
            address: "ada@example.com".to_owned(),
        };
        let letter = OutgoingEmail {
            id: "confirmed-r1".to_owned(),
            from: mailbox(),
            to: mailbox(),
            reply_to: None,
            subject: "Your table".to_owned(),
            text: "See you.".to_owned(),
            html: "<p>See you.</p>".to_owned(),
            attachments: Vec::new(),
            is_limited: false,
        };
        block_on(Timed::new(Rc::new(service), Rc::new(ports)).send(&letter))
    }

    #[test]
    fn a_service_that_never_answers_is_left_after_twenty_seconds() {
        let waits = Waits::default();
        assert_eq!(
            send(Service(None), Box::new(waits.clone())),
            Err(MailError::Later("mail: no answer in time".to_owned()))
        );
        assert_eq!(*waits.0.borrow(), [Duration::from_secs(20)]);
    }

    #[test]
    fn an_answer_in_time_stays_as_it_is() {
        for answer in [Ok(()), Err(MailError::Never("no".to_owned()))] {
            assert_eq!(send(Service(Some(answer.clone())), Box::new(Still)), answer);
        }
    }
}
