//! A scripted venue for tests of what staff see, and one without anybody. It must not know HTTP.

use std::cell::RefCell;

use async_trait::async_trait;
use serde_json::{Value, json};
use shared::gift_card::GiftCardCode;
use shared::guest_data::{GuestErasure, GuestExport};
use shared::id::ReservationId;
use shared::no_show::NoShow;
use shared::problem::ProblemCode;
use shared::reservation::{ReservationRequest, Status};
use shared::validation::{Email, FieldCode, FieldError};

use crate::error::VenueError;
use crate::provider::{ReservationsQuestion, SlotsQuestion};
use crate::venue::message::staff::{NewStaffCard, Redeemed, Redemption, Staff, StaffCard, StaffReservation};

/// Holds one reservation, and notes what it was asked.
#[derive(Default)]
pub(super) struct Script {
    pub(super) heard: RefCell<Vec<Value>>,
}

impl Script {
    fn hear(&self, question: Value) {
        self.heard.borrow_mut().push(question);
    }
}

/// The reservation: dinner for two on the evening of 27 November 2026 in Vienna.
pub(super) fn reservation(status: Status) -> StaffReservation {
    serde_json::from_value(json!({
        "reservation": {
            "id": "r1", "number": "R-000007", "status": status, "day": "2026-11-27", "minutes": 1140,
            "duration": 120, "attendees": 2, "experience": { "id": "dinner", "name": { "en": "Dinner" } },
        },
        "shorthand": "DIN", "source": "app",
        "span": ["2026-11-27T18:00:00Z", "2026-11-27T20:00:00Z"], "presence": [null, null],
        "guest": { "firstName": "Ada", "lastName": "Muster", "email": "ada@example.com" },
        "locale": "en", "notes": "By the window",
        "tables": [{ "id": "w1", "name": "W1", "party": [1, 2] }],
    }))
    .unwrap()
}

#[async_trait(?Send)]
impl Staff for &Script {
    async fn metrics(&self) -> Result<String, VenueError> {
        Ok("# EOF\n".to_owned())
    }

    async fn slots(&self, question: &SlotsQuestion) -> Result<Value, VenueError> {
        self.hear(json!({ "slots": question }));
        Ok(json!({ "slots": [] }))
    }

    async fn create(&self, request: &ReservationRequest) -> Result<StaffReservation, VenueError> {
        self.hear(json!({ "create": request }));
        Ok(reservation(Status::Booked))
    }

    async fn reservation(&self, id: &ReservationId) -> Result<StaffReservation, VenueError> {
        if id.as_str() == "r1" {
            Ok(reservation(Status::Booked))
        } else {
            Err(VenueError::NotFound)
        }
    }

    async fn reservations(
        &self,
        question: &ReservationsQuestion,
    ) -> Result<Vec<StaffReservation>, VenueError> {
        self.hear(json!({ "list": question }));
        Ok(vec![reservation(Status::Booked)])
    }

    async fn set_status(&self, _: &ReservationId, to: Status) -> Result<StaffReservation, VenueError> {
        self.hear(json!({ "status": to }));
        if to == Status::Paid {
            return Err(VenueError::IllegalTransition);
        }
        Ok(reservation(to))
    }

    async fn no_show(
        &self,
        id: &ReservationId,
        token: Option<String>,
        is_said: bool,
    ) -> Result<NoShow, VenueError> {
        if token.as_deref().is_some_and(|token| token != "t") {
            return Err(VenueError::Refused(ProblemCode::Unauthorized));
        }
        let is_later = id.as_str() == "later";
        if is_said && is_later {
            return Err(VenueError::Refused(ProblemCode::TooEarly));
        }
        if is_said && ["cancelled", "voided", "seated", "declined"].contains(&id.as_str()) {
            return Err(VenueError::IllegalTransition);
        }
        if is_said && id.as_str() == "old" {
            return Err(VenueError::Refused(ProblemCode::TooLate));
        }
        if ![
            "later",
            "old",
            "disputed",
            "cancelled",
            "voided",
            "seated",
            "declined",
            "r1",
        ]
        .contains(&id.as_str())
        {
            return Err(VenueError::NotFound);
        }
        self.hear(json!({ "no_show": id, "token": token, "is_said": is_said }));
        let (status, charge) = if is_said {
            ("no_show", "paid")
        } else {
            ("booked", "kept")
        };
        let status = match id.as_str() {
            "cancelled" | "voided" | "seated" | "declined" => id.as_str(),
            _ => status,
        };
        // The worker's clock stands between the starts of both, and after the end of the last.
        let (starts_at, until) = match id.as_str() {
            "later" => ("2026-11-27T18:00:00Z", "2026-12-04T18:00:00Z"),
            "old" => ("2026-11-01T18:00:00Z", "2026-11-08T18:00:00Z"),
            _ => ("2026-11-17T18:00:00Z", "2026-11-24T18:00:00Z"),
        };
        Ok(serde_json::from_value(json!({
            "id": id, "number": "R-000007", "status": status, "day": "2026-11-17", "minutes": 1140,
            "attendees": 2, "startsAt": starts_at, "until": until,
            "paymentProblem": (id.as_str() == "disputed").then_some("disputed"),
            "charge": { "status": charge, "amount": { "amount": 4_000, "currency": "EUR" } },
        }))
        .unwrap())
    }

    async fn create_card(&self, new: &NewStaffCard) -> Result<StaffCard, VenueError> {
        self.hear(json!({ "card": new }));
        Ok(card(new.code.unwrap_or(one_code())))
    }

    async fn card(&self, code: &GiftCardCode) -> Result<StaffCard, VenueError> {
        if *code == one_code() {
            Ok(card(*code))
        } else {
            Err(VenueError::NotFound)
        }
    }

    async fn redeem(&self, code: &GiftCardCode, redemption: &Redemption) -> Result<Redeemed, VenueError> {
        if *code != one_code() {
            return Err(VenueError::NotFound);
        }
        if redemption.amount > 7_500 {
            let too_much = FieldError::new("/amount", FieldCode::OutOfRange);
            return Err(VenueError::Fields(vec![too_much]));
        }
        if redemption.reference.as_deref() == Some("used") {
            return Err(VenueError::KeyReused);
        }
        self.hear(json!({ "redeem": redemption }));
        Ok(serde_json::from_value(json!({
            "id": "external-r1", "amount": redemption.amount, "reference": redemption.reference,
            "at": "2026-11-22T12:00:00Z",
        }))
        .unwrap())
    }

    async fn export_guest(&self, email: &Email) -> Result<GuestExport, VenueError> {
        self.hear(json!({ "export": email }));
        Ok(serde_json::from_value(json!({
            "email": email,
            "reservations": [{
                "id": "r1", "number": "R-000007", "status": "booked", "experienceId": "dinner", "day": "2026-11-27",
                "minutes": 1140, "attendees": 2, "firstName": "Ada", "lastName": "Muster", "notes": "Window",
                "locale": "en", "marketingConsent": false, "createdAt": "2026-11-17T18:00:00Z",
                "payments": [{
                    "id": "p1", "status": "paid", "amount": { "amount": 4_000, "currency": "EUR" }, "reference": "pi_1",
                }],
            }],
            "giftCardOrders": [{
                "id": "o1", "role": "recipient", "status": "issued", "templateId": "plain",
                "amount": { "amount": 5_000, "currency": "EUR" }, "name": "Ada", "message": "Enjoy", "locale": "en",
                "createdAt": "2026-11-17T18:00:00Z", "payments": [],
            }],
            "waitlist": [{
                "id": "w1", "status": "waiting", "experienceId": "dinner", "day": "2026-11-27", "from": 1140,
                "to": 1200, "attendees": 2, "lastName": "Muster", "locale": "en", "createdAt": "2026-11-17T18:00:00Z",
            }],
            "letters": [{ "subject": "Your table", "text": "See you." }],
        }))
        .unwrap())
    }

    async fn erase_guest(&self, email: &Email) -> Result<GuestErasure, VenueError> {
        self.hear(json!({ "erase": email }));
        Ok(serde_json::from_value(json!({
            "erased": {
                "reservations": 2, "giftCardOrders": 1, "giftCardRecipients": 0, "waitlist": 1, "letters": 0,
            },
            "waiting": [{ "kind": "reservation", "id": "r1", "reason": "upcoming" }],
            "remoteSystem": "molzait",
        }))
        .unwrap())
    }
}

/// The code of the one card.
pub(super) fn one_code() -> GiftCardCode {
    GiftCardCode::of_random(0..40).unwrap()
}

/// A card of a hundred euros, a quarter of which is spent.
fn card(code: GiftCardCode) -> StaffCard {
    serde_json::from_value(json!({
        "code": code, "amount": 10_000, "remaining": 7_500, "template_id": "evening",
        "expires_on": "2029-12-31", "made_at": "2026-11-22T12:00:00Z",
    }))
    .unwrap()
}
