//! Entry points of the worker: its events and its Durable Objects.

pub mod access;
mod app;
pub mod booking;
pub mod calendar_file;
pub mod challenge;
pub mod demo;
pub mod directory;
mod directory_object;
pub mod error;
pub mod gift_card;
mod html;
pub mod http;
pub mod limits;
pub mod localization;
pub mod mail;
pub mod paid_booking;
pub mod payment;
mod picture;
pub mod platform;
pub mod provider;
pub mod render;
pub mod storage;
#[cfg(test)]
mod test_support;
pub mod upstream;
pub mod venue;
mod venue_object;
pub mod webhook;

use worker::web_sys::{Request, Response};
use worker::{Context, Env, Result, event};

/// Answers a request from the internet.
#[event(fetch)]
async fn fetch(request: Request, env: Env, _: Context) -> Result<Response> {
    app::answer(request, &env).await
}
