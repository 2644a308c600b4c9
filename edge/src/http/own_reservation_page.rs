//! `/book/{venue}/reservation`: a guest's own reservation for browsers without scripts. It is read, changed and cancelled by
//! forms. The link of the guest's e-mail has the token behind `#`, which no server sees: here it is pasted, or comes from
//! the page that the reservation was made on, and is in no address.

mod extras;
mod view;

use http::Method;
use shared::availability::SlotStatus;
use shared::id::ReservationId;
use shared::party::Attendees;
use shared::problem::ProblemCode;
use shared::reservation::{Reservation, ReservationChange, Status};
use shared::time::{Day, Minutes};
use shared::validation::FieldCode;

use super::endpoint::{Access, AdmittedRequest, Body, Caching, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
use super::form::Form;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::plain_page::{self, Frame, TokenForm};
use super::{Reply, client, language};
use crate::error::VenueError;
use crate::provider::{Provider, SlotsQuestion};
use crate::venue::client::VenueClient;
use config::VenueSettings;
use extras::ChoiceOutcome;
use view::{OfferedChanges, OwnReservation, OwnReservationPage, OwnReservationPart, RefusedAct};

/// The endpoints of the page.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        #[cfg(test)]
        docs: Docs {
            id: "getOwnReservationPage",
            summary: "A guest's reservation, without scripts",
            description: "Asks for what stands behind `#manage=` in the link of the guest's e-mail.",
            ..DOCS
        },
        ..PAGE
    },
    Endpoint {
        verb: Verb::Post,
        rate_limit: RateLimit::VenueObject,
        caching: Caching::Invalidates,
        body: Body::Form,
        #[cfg(test)]
        docs: Docs {
            id: "submitOwnReservationPage",
            summary: "Read, change or cancel a guest's reservation",
            description: "With the reservation's id and token, `ID.TOKEN`, as `token`. `act` is `change`, `times`, \
                `extras`, `check-extras`, `save-extras`, `cancel` or `confirm-cancel`; `minutes` moves the reservation to that time of `day` for `attendees`.",
            request: Some(Content::form(
                r#"{ "type": "object", "properties": {
                    "token": { "type": "string" }, "act": { "type": "string" }, "day": { "type": "string" },
                    "attendees": { "type": "string" }, "minutes": { "type": "string" }
                } }"#,
            )),
            ..DOCS
        },
        ..PAGE
    },
];

const PAGE: Endpoint = Endpoint {
    path: "/book/{venue}/reservation",
    route: "page.own_reservation",
    access: Access::Page,
    handler: Handler::Api(|call| Box::pin(answer(call))),
    ..Endpoint::DEFAULT
};

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Pages,
    ..Docs::UNDESCRIBED
};

/// The longest token, in bytes.
const MAX_TOKEN_BYTES: usize = 256;

/// The page. A form that is sent again shows the reservation as it is by then.
async fn answer(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let (request, context, venue) = (call.request, call.context, call.venue()?);
    let localizer = language::localizer(request, venue)?;
    let texts = localizer.texts();
    let frame = Frame {
        texts,
        title: texts.own_page_title,
        venue: Some(venue),
        assets: context.assets,
        script: None,
    };
    let token_form = TokenForm {
        frame,
        fault: None,
        label: texts.own_page_token,
        open: texts.own_page_open,
    };
    if *request.method() != Method::POST {
        return token_form.answer(None, None);
    }
    let form = Form::of(request)?;
    let opens = form.last("token").trim();
    let Some((id, token)) = link(opens) else {
        return token_form.answer(Some(texts.own_page_unknown), None);
    };
    let client = (context.venue_client)(venue).with_visitor(client::visitor_with_token(request, token));
    match act((&client, venue), &id, &form).await {
        Ok(own) => {
            let offered = OfferedChanges {
                slot: changes_slot(&client, &own.reservation),
                extras: extras::offered(&client, venue, &own.reservation).await?.is_some(),
            };
            let at = (venue, context.now);
            let page = OwnReservationPage::new(frame, &localizer, at, (&own, opens), offered);
            plain_page::answer(&page, None)
        }
        Err(
            VenueError::NotFound | VenueError::Unauthorized | VenueError::Refused(ProblemCode::Unauthorized),
        ) => token_form.answer(Some(texts.own_page_unknown), None),
        Err(error) => Err(error.into()),
    }
}

/// The id and the token of `ID.TOKEN`, before which `#manage=` and the address may have been pasted.
fn link(text: &str) -> Option<(ReservationId, &str)> {
    let (_, fragment) = text.rsplit_once('#').unwrap_or(("", text));
    let link = fragment.strip_prefix("manage=").unwrap_or(fragment);
    // An id may have dots, a token has none.
    let (id, token) = link.rsplit_once('.')?;
    let is_token =
        (1..=MAX_TOKEN_BYTES).contains(&token.len()) && token.bytes().all(|byte| byte.is_ascii_graphic());
    let id = ReservationId::parse(id).ok()?;
    is_token.then_some((id, token))
}

/// Whether the day, time and party size of a reservation can be changed.
fn changes_slot(client: &VenueClient<'_>, reservation: &Reservation) -> bool {
    client.abilities().changes_slot(reservation.payment.is_some())
}

/// Whether a change was refused since it cannot be made here at all, or not at this price.
fn is_not_offered(error: &VenueError) -> bool {
    matches!(error, VenueError::Fields(faults) if faults.iter().any(|fault| fault.code == FieldCode::NotOffered))
}

/// Does what the form asks for.
async fn act(
    (client, venue): (&VenueClient<'_>, &VenueSettings),
    id: &ReservationId,
    form: &Form,
) -> Result<OwnReservation, VenueError> {
    let act = form.last("act");
    if act == "confirm-cancel" {
        let cancelled = client.set_status(id, Status::Cancelled).await;
        return shown(client, id, cancelled).await;
    }
    let reservation = client.reservation(id).await?;
    if extras::is_meant(form)
        && let Some(experience) = extras::offered(client, venue, &reservation).await?
    {
        let part = match extras::act((client, venue), (&reservation, experience), form).await? {
            ChoiceOutcome::Form(choosing) => OwnReservationPart::Extras(choosing),
            ChoiceOutcome::Unchanged => OwnReservationPart::Acts,
            ChoiceOutcome::Written(written) => return shown(client, id, *written).await,
        };
        return Ok(OwnReservation {
            reservation,
            part,
            refusal: None,
        });
    }
    if !changes_slot(client, &reservation) {
        let part = match act {
            "cancel" => OwnReservationPart::AskCancel,
            _ => OwnReservationPart::Acts,
        };
        return Ok(OwnReservation {
            reservation,
            part,
            refusal: None,
        });
    }
    let number = |name: &str| form.last(name).trim().parse::<i64>().ok();
    let day = Day::parse(form.last("day").trim()).unwrap_or(reservation.day);
    let attendees = number("attendees").and_then(|number| Attendees::parse(number).ok());
    let attendees = attendees.unwrap_or(reservation.attendees);
    if let Some(minutes) = number("minutes").and_then(|number| Minutes::parse(number).ok()) {
        let change = ReservationChange {
            day: Some(day),
            minutes: Some(minutes),
            attendees: Some(attendees),
            ..ReservationChange::default()
        };
        return match client.change(id, &change).await {
            Err(error @ (VenueError::Taken { .. } | VenueError::Fields(_))) => {
                let times = times(client, &reservation, day, attendees).await?;
                let refusal = if is_not_offered(&error) {
                    RefusedAct::NotOffered
                } else {
                    RefusedAct::Taken
                };
                Ok(OwnReservation {
                    reservation,
                    part: OwnReservationPart::Choose {
                        day,
                        attendees,
                        times: Some(times),
                    },
                    refusal: Some(refusal),
                })
            }
            changed => shown(client, id, changed).await,
        };
    }
    let part = match act {
        "cancel" => OwnReservationPart::AskCancel,
        "times" => OwnReservationPart::Choose {
            day,
            attendees,
            times: Some(times(client, &reservation, day, attendees).await?),
        },
        "change" => OwnReservationPart::Choose {
            day,
            attendees,
            times: None,
        },
        _ => OwnReservationPart::Acts,
    };
    Ok(OwnReservation {
        reservation,
        part,
        refusal: None,
    })
}

/// The reservation after a change or a cancellation; as it stands, if that was refused.
async fn shown(
    client: &VenueClient<'_>,
    id: &ReservationId,
    written: Result<Reservation, VenueError>,
) -> Result<OwnReservation, VenueError> {
    let (reservation, refusal) = match written {
        Ok(reservation) => (reservation, None),
        // A wrong token is refused once more by this.
        Err(VenueError::IllegalTransition | VenueError::Refused(_)) => {
            (client.reservation(id).await?, Some(RefusedAct::NotPossible))
        }
        Err(error) => return Err(error),
    };
    Ok(OwnReservation {
        reservation,
        part: OwnReservationPart::Acts,
        refusal,
    })
}

/// The open times of a day for the reservation's experience, its own table counted as free. A day that is not offered has
/// none.
async fn times(
    client: &VenueClient<'_>,
    reservation: &Reservation,
    day: Day,
    attendees: Attendees,
) -> Result<Vec<Minutes>, VenueError> {
    let question = SlotsQuestion {
        experience_id: reservation.experience.id.clone(),
        attendees,
        day,
        moving: Some(reservation.id.clone()),
    };
    let slots = match client.slots(&question).await {
        Ok(slots) => slots,
        Err(VenueError::Fields(_)) => Vec::new(),
        Err(error) => return Err(error),
    };
    let open = slots.into_iter().filter(|slot| slot.status == SlotStatus::Open);
    Ok(open.map(|slot| slot.minutes).collect())
}

#[cfg(test)]
#[path = "own_reservation_page_tests.rs"]
mod tests;
