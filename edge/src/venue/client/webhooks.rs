//! Requests of staff about webhooks, and of operators about their hosts.

use shared::id::WebhookId;
use shared::page::PagePosition;
use shared::webhook::{
    DeadLetterPage, NewWebhook, ReplayedLetters, WebhookHost, WebhookHosts, WebhookWithSecret, Webhooks,
};

use super::VenueClient;
use crate::error::VenueError;
use crate::venue::message::Request;
use crate::venue::message::operator::OperatorRequest;
use crate::venue::message::staff::StaffRequest;
use crate::venue::message::webhook::WebhooksRequest;

impl VenueClient<'_> {
    /// The webhooks.
    pub async fn webhooks(&self) -> Result<Webhooks, VenueError> {
        self.request(of_staff(WebhooksRequest::List)).await
    }

    /// Creates a webhook.
    pub async fn create_webhook(&self, new: NewWebhook) -> Result<WebhookWithSecret, VenueError> {
        let request = WebhooksRequest::Create(Box::new(new));
        self.request(of_staff(request)).await
    }

    /// Deletes a webhook.
    pub async fn delete_webhook(&self, id: WebhookId) -> Result<(), VenueError> {
        self.request(of_staff(WebhooksRequest::Delete(id))).await
    }

    /// Gives a webhook a new secret.
    pub async fn rotate_webhook_secret(&self, id: WebhookId) -> Result<WebhookWithSecret, VenueError> {
        self.request(of_staff(WebhooksRequest::RotateSecret(id))).await
    }

    /// The dead letters of a webhook before this one, or the newest.
    pub async fn dead_letters(
        &self,
        id: WebhookId,
        before: Option<PagePosition>,
    ) -> Result<DeadLetterPage, VenueError> {
        let request = WebhooksRequest::DeadLetters(id, before);
        self.request(of_staff(request)).await
    }

    /// Queues the dead letters of a webhook to be sent again.
    pub async fn replay_dead_letters(&self, id: WebhookId) -> Result<ReplayedLetters, VenueError> {
        self.request(of_staff(WebhooksRequest::Replay(id))).await
    }

    /// The hosts to which webhooks may be sent.
    pub async fn webhook_hosts(&self) -> Result<WebhookHosts, VenueError> {
        self.request(Request::Operator(OperatorRequest::WebhookHosts))
            .await
    }

    /// Confirms a host.
    pub async fn confirm_webhook_host(&self, host: WebhookHost) -> Result<(), VenueError> {
        let request = OperatorRequest::ConfirmWebhookHost(host);
        self.request(Request::Operator(request)).await
    }

    /// Withdraws a host.
    pub async fn withdraw_webhook_host(&self, host: WebhookHost) -> Result<(), VenueError> {
        let request = OperatorRequest::WithdrawWebhookHost(host);
        self.request(Request::Operator(request)).await
    }
}

fn of_staff(request: WebhooksRequest) -> Request {
    Request::Staff(StaffRequest::Webhooks(request))
}
