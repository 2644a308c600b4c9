//! A scripted network for tests.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use async_trait::async_trait;
use http::{Request, Response};
use serde_json::Value;

use crate::upstream::{Network, NetworkError};

/// A network that records requests and returns scripted answers.
#[derive(Clone, Default)]
pub(crate) struct ScriptedNetwork {
    /// The requests that were sent.
    pub(crate) sent: Rc<RefCell<Vec<Request<Vec<u8>>>>>,
    /// The next answers: status and body.
    pub(crate) answers: Rc<RefCell<VecDeque<(u16, String)>>>,
}

impl ScriptedNetwork {
    /// Adds an answer of this status and JSON body, after those that are left.
    pub(crate) fn answer(&self, status: u16, body: &Value) {
        self.answers.borrow_mut().push_back((status, body.to_string()));
    }
}

#[async_trait(?Send)]
impl Network for ScriptedNetwork {
    async fn exchange(&self, request: Request<Vec<u8>>, _: usize) -> Result<Response<Vec<u8>>, NetworkError> {
        self.sent.borrow_mut().push(request);
        let (status, body) = self.answers.borrow_mut().pop_front().unwrap();
        Ok(Response::builder()
            .status(status)
            .body(body.into_bytes())
            .unwrap())
    }
}
