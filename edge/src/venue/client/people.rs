//! People of a venue, their sessions, and signing in.

use shared::id::{PersonId, SessionId};
use shared::person::{ChangedPerson, NewPerson, PersonChange, PersonList, SessionList};
use shared::validation::Email;

use super::VenueClient;
use crate::access::Device;
use crate::error::VenueError;
use crate::venue::message::Request;
use crate::venue::message::person::{
    Invitation, PeopleRequest, SessionsRequest, SignInOutcome, SignInRequest, SignInToken,
};
use crate::venue::message::staff::StaffRequest;

impl VenueClient<'_> {
    /// The people of the venue.
    pub async fn people(&self) -> Result<PersonList, VenueError> {
        self.ask_people(PeopleRequest::List).await
    }

    /// Invites a person, or one whose address is known again.
    pub async fn invite(&self, new: NewPerson) -> Result<Invitation, VenueError> {
        self.ask_people(PeopleRequest::Invite(Box::new(new))).await
    }

    /// Gives a person other rights.
    pub async fn change_person(
        &self,
        id: PersonId,
        change: PersonChange,
    ) -> Result<ChangedPerson, VenueError> {
        self.ask_people(PeopleRequest::Change(id, change)).await
    }

    /// Removes a person.
    pub async fn remove_person(&self, id: PersonId) -> Result<ChangedPerson, VenueError> {
        self.ask_people(PeopleRequest::Remove(id)).await
    }

    async fn ask_people<T: serde::de::DeserializeOwned>(
        &self,
        request: PeopleRequest,
    ) -> Result<T, VenueError> {
        self.request(Request::Staff(StaffRequest::People(request))).await
    }

    /// The sessions that the sender sees.
    pub async fn sessions(&self) -> Result<SessionList, VenueError> {
        let request = StaffRequest::Sessions(SessionsRequest::List);
        self.request(Request::Staff(request)).await
    }

    /// Ends a session.
    pub async fn end_session(&self, id: SessionId) -> Result<(), VenueError> {
        let request = StaffRequest::Sessions(SessionsRequest::End(id));
        self.request(Request::Staff(request)).await
    }

    /// Ends the session of the request.
    pub async fn sign_out(&self) -> Result<(), VenueError> {
        let request = StaffRequest::Sessions(SessionsRequest::SignOut);
        self.request(Request::Staff(request)).await
    }

    /// Asks for a letter with a link, which is sent if a person has this address.
    pub async fn send_sign_in_link(&self, email: Email) -> Result<(), VenueError> {
        let request = SignInRequest::SendLink(email);
        self.request(Request::SignIn(request)).await
    }

    /// Begins a session by the token of a link.
    pub async fn sign_in(&self, token: String, device: Device) -> Result<SignInOutcome, VenueError> {
        let request = SignInRequest::Open(SignInToken(token), device);
        self.request(Request::SignIn(request)).await
    }
}
