//! The session of the page: who is signed in, until when, and what is done once it is over.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::Identity;

use super::live::LATER;
use super::{App, remove_first_list};
use crate::api::ApiError;

impl App {
    /// Reads who is signed in, until an answer comes: without it nothing can be tapped.
    pub(super) fn read_identity(self) {
        let client = self.client.get_value();
        spawn_local(async move {
            match client.identity().await {
                Ok(identity) => self.took_identity(identity),
                Err(ApiError::SignedOut) => self.signed_out(),
                Err(ApiError::Lost) => set_timeout(move || self.read_identity(), LATER),
                Err(ApiError::Forbidden | ApiError::NotFound | ApiError::Changed | ApiError::Refused) => {}
            }
            self.has_asked_identity.set(true);
        });
    }

    /// Takes who is signed in. The panels of the same person stay as they are.
    fn took_identity(self, identity: Identity) {
        let is_known = self
            .identity
            .with_untracked(|known| known.as_ref() == Some(&identity));
        if !is_known {
            self.identity.set(Some(identity));
        }
    }

    /// Reads when the session ends.
    pub(super) fn read_session(self) {
        let client = self.client.get_value();
        spawn_local(async move {
            if let Ok(end) = client.session_end().await {
                self.session_end.set(end);
            }
        });
    }

    /// Signs out, and leads to the page for signing in.
    pub fn sign_out(self) {
        let client = self.client.get_value();
        spawn_local(async move {
            match client.sign_out().await {
                // The session goes on, and the next person at the device would have it.
                Err(ApiError::Lost) => self.say_failure(ApiError::Lost),
                // A session that is over already is ended too.
                Ok(()) | Err(_) => self.sign_in(),
            }
        });
    }

    /// Leads to the page for signing in. Where it cannot be loaded, this one stays.
    fn sign_in(self) {
        remove_first_list();
        let _ = window().location().assign(&self.sign_in_address());
    }

    /// Takes that the session is over: leads to the page for signing in, or says so where the page was open already, so that
    /// nothing is lost that is being typed or waits to be sent.
    pub(super) fn signed_out(self) {
        let is_known = self.identity.with_untracked(Option::is_some);
        let has_day = self.evening.with_untracked(|evening| evening.day().is_some());
        if !is_known && !has_day {
            self.sign_in();
            return;
        }
        if !self.is_signed_out.get_untracked() {
            self.is_signed_out.set(true);
        }
        // A page beside this one may sign in.
        self.read_later();
    }

    /// Takes that a request was answered to a session. Where that of the page was over, another person may have signed in since.
    pub(super) fn signed_in(self) {
        if self.is_signed_out.get_untracked() {
            self.is_signed_out.set(false);
            self.read_identity();
            self.read_session();
            self.reconnect();
        }
    }
}
