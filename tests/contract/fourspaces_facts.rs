//! Facts about a restaurant at 4spaces, over the port alone: calls that are made, answers that get lost, and what its staff
//! read.

use std::time::Duration;

use couvert_tests::fourspaces::{CHEFS_TABLE, Operation, PROJECTOR, TICKET, Trouble};
use edge::error::VenueError;
use edge::provider::choices::Choices;
use edge::provider::{CalendarQuestion, SlotsQuestion};
use serde_json::json;
use shared::availability::{DayStatus, Reason, SlotStatus};
use shared::choices::{ChosenAddOn, PeopleCount};
use shared::id::{AddOnId, AgeCategoryId, ExperienceId};
use shared::party::Attendees;
use shared::reservation::Status;
use shared::validation::FieldCode;

use super::facts::{Choice, book, choice, has_fault, order};
use super::fourspaces::{AtFourspaces, at_fourspaces};

fn here() -> AtFourspaces {
    at_fourspaces(&json!({}))
}

fn counted(at: &AtFourspaces, name: &str) -> u64 {
    at.simulator
        .borrow()
        .counts()
        .get(name)
        .copied()
        .unwrap_or_default()
}

fn standing(at: &AtFourspaces) -> usize {
    at.simulator.borrow().books().standing().count()
}

fn choices(adults: u8, children: u8, projectors: u8) -> Choices {
    let people = |id: &str, count: u8| PeopleCount {
        category: AgeCategoryId::parse(id).unwrap(),
        count,
    };
    let projector = ChosenAddOn {
        id: AddOnId::parse(PROJECTOR).unwrap(),
        quantity: projectors,
    };
    Choices {
        people: vec![people("adult", adults), people("child", children)],
        add_ons: [projector].into_iter().filter(|one| one.quantity > 0).collect(),
        ..Choices::default()
    }
}

#[tokio::test(start_paused = true)]
async fn a_cold_calendar_is_one_call_for_each_space_and_month_and_a_warm_one_none() {
    let at = at_fourspaces(&json!({ "horizonDays": 90 }));
    let today = at.world.today;
    let question = CalendarQuestion {
        experience_id: at.world.experience.clone(),
        attendees: at.world.party,
        from: today,
        to: today.plus(61).unwrap(),
    };
    let cold = at.world.provider.calendar(&question).await.unwrap();
    assert_eq!(cold.len(), 62);
    // Sixty-two days are twice thirty-one, and there are two spaces.
    assert_eq!(counted(&at, "availability"), 4);
    assert_eq!((counted(&at, "services"), counted(&at, "templates")), (1, 1));
    at.simulator.borrow_mut().clear_counts();
    for guests in 1..=8 {
        let warm = CalendarQuestion {
            attendees: Attendees::parse(guests).unwrap(),
            ..question.clone()
        };
        assert_eq!(at.world.provider.calendar(&warm).await.unwrap(), cold);
    }
    assert_eq!(at.simulator.borrow().counts().values().sum::<u64>(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_booking_asks_all_templates_once_right_before_it_is_sent() {
    let at = here();
    let choice = choice(&at.world).await;
    at.simulator.borrow_mut().clear_counts();
    book(&at.world, &choice, "key-1").await;
    assert_eq!((counted(&at, "templates"), counted(&at, "create")), (1, 1));
    assert_eq!((counted(&at, "services"), counted(&at, "list")), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn staff_read_people_add_ons_and_the_total_that_was_quoted() {
    let at = here();
    let choice = choice(&at.world).await;
    for (place, (adults, children, projectors)) in [(2, 0, 0), (1, 1, 1), (2, 3, 2), (8, 0, 1)]
        .into_iter()
        .enumerate()
    {
        let mut order = order(&at.world, &choice, &format!("key-{place}"));
        order.request.attendees = Attendees::parse((adults + children).into()).unwrap();
        let mut choices = choices(adults, children, projectors);
        let quote = at
            .world
            .provider
            .quote(&order.request.quote_request(), &choices)
            .await
            .unwrap()
            .unwrap();
        choices.quoted = Some(quote.quoted());
        let booked = at.world.provider.reserve_with(&order, &choices).await.unwrap();
        let comment = at.simulator.borrow().books().all()[place].comment.clone();
        let cents = quote.total.amount();
        let total = format!("Total: EUR {}.{:02}", cents / 100, cents % 100);
        for line in [
            "By the window".to_owned(),
            format!("Guests: {}", adults + children),
            total,
            format!("(Ref. {})", booked.reservation.number),
        ] {
            assert!(
                comment.lines().any(|found| found == line),
                "{line} is not in {comment}"
            );
        }
        assert_eq!(comment.contains(&format!("Children: {children}")), children > 0);
        assert_eq!(
            comment.contains(&format!("{projectors} × Projector")),
            projectors > 0
        );
        let cancelled = at
            .world
            .provider
            .set_status(&booked.reservation.id, Status::Cancelled)
            .await;
        assert_eq!(cancelled.map(|one| one.status), Ok(Status::Cancelled));
    }
}

#[tokio::test(start_paused = true)]
async fn more_people_than_the_service_takes_are_refused_before_anything_is_sent() {
    let at = here();
    let choice = choice(&at.world).await;
    let mut order = order(&at.world, &choice, "key-1");
    order.request.attendees = Attendees::parse(8).unwrap();
    let answer = at.world.provider.reserve_with(&order, &choices(3, 5, 0)).await;
    has_fault(answer, "/people", FieldCode::OutOfRange);
    assert_eq!(counted(&at, "create"), 0);
}

#[tokio::test(start_paused = true)]
async fn a_cancellation_tells_staff_its_reason() {
    let at = here();
    let choice = choice(&at.world).await;
    let booked = book(&at.world, &choice, "key-1").await;
    let cancelled = at
        .world
        .provider
        .set_status(&booked.id, Status::Cancelled)
        .await
        .unwrap();
    assert_eq!(cancelled.status, Status::Cancelled);
    let reason = at.simulator.borrow().books().all()[0].reason.clone();
    assert_eq!(reason.as_deref(), Some("Cancelled by the guest"));
    // Once more is no fault.
    let again = at
        .world
        .provider
        .set_status(&booked.id, Status::Cancelled)
        .await
        .unwrap();
    assert_eq!(again.status, Status::Cancelled);
    assert_eq!(counted(&at, "cancel"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_leaves_one_reservation_and_its_guest_has_it() {
    for trouble in [
        Trouble::ResetAfter,
        Trouble::SilentAfter,
        Trouble::StatusAfter,
        Trouble::Half,
        Trouble::Garbage,
    ] {
        let at = here();
        let choice = choice(&at.world).await;
        at.simulator.borrow_mut().fail(Operation::Create, trouble);
        let booked = book_in_time(&at, &choice).await;
        assert_eq!(standing(&at), 1, "{trouble:?}");
        assert_eq!(booked.experience.id, at.world.experience, "{trouble:?}");
    }
}

/// Books under one key until the outcome is known.
async fn book_in_time(at: &AtFourspaces, choice: &Choice) -> shared::reservation::Reservation {
    for _ in 0..5 {
        match at
            .world
            .provider
            .reserve(&order(&at.world, choice, "key-1"))
            .await
        {
            Ok(booked) => return booked.reservation,
            Err(VenueError::OutcomeUnknown(_) | VenueError::Timeout | VenueError::Away { .. }) => {
                at.clock.pass(Duration::from_mins(2)).await;
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    panic!("the outcome stays unknown");
}

#[tokio::test(start_paused = true)]
async fn a_booking_that_never_arrived_is_made_once() {
    for trouble in [Trouble::ResetBefore, Trouble::StatusBefore, Trouble::Throttled] {
        let at = here();
        let choice = choice(&at.world).await;
        at.simulator.borrow_mut().fail(Operation::Create, trouble);
        book_in_time(&at, &choice).await;
        assert_eq!(standing(&at), 1, "{trouble:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_session_that_is_over_is_replaced_without_a_word() {
    let at = here();
    let choice = choice(&at.world).await;
    at.simulator
        .borrow_mut()
        .fail(Operation::Create, Trouble::SessionOver);
    book(&at.world, &choice, "key-1").await;
    assert_eq!((standing(&at), counted(&at, "sign_in")), (1, 2));
}

#[tokio::test(start_paused = true)]
async fn a_service_that_requires_payment_is_shown_and_not_bookable() {
    let at = here();
    let experiences = at.world.provider.experiences().await.unwrap();
    let ids: Vec<&str> = experiences.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, [at.world.experience.as_str(), CHEFS_TABLE]);
    assert!(!ids.contains(&TICKET));
    let experience_id = ExperienceId::parse(CHEFS_TABLE).unwrap();
    let tomorrow = at.world.today.plus(1).unwrap();
    let question = SlotsQuestion {
        experience_id: experience_id.clone(),
        attendees: at.world.party,
        day: tomorrow,
        moving: None,
    };
    let slots = at.world.provider.slots(&question).await.unwrap();
    assert!(!slots.is_empty());
    for slot in &slots {
        assert_eq!(slot.status, SlotStatus::Full);
        assert!(slot.reasons.contains(&Reason::PAYMENT_NOT_SUPPORTED));
    }
    let days = CalendarQuestion {
        experience_id: experience_id.clone(),
        attendees: at.world.party,
        from: tomorrow,
        to: tomorrow,
    };
    let days = at.world.provider.calendar(&days).await.unwrap();
    assert_eq!(days[0].status, DayStatus::Closed);
    let choice = Choice {
        day: tomorrow,
        slot: slots[0].clone(),
    };
    let mut order = order(&at.world, &choice, "key-1");
    order.request.experience_id = experience_id;
    has_fault(
        at.world.provider.reserve(&order).await,
        "/minutes",
        FieldCode::NotOffered,
    );
    assert_eq!(counted(&at, "create"), 0);
}

#[tokio::test(start_paused = true)]
async fn a_service_that_requires_payment_is_open_at_its_quoted_price_where_the_venue_takes_it() {
    let at = at_fourspaces(&json!({ "takesPayments": true }));
    let question = SlotsQuestion {
        experience_id: ExperienceId::parse(CHEFS_TABLE).unwrap(),
        attendees: at.world.party,
        day: at.world.today.plus(1).unwrap(),
        moving: None,
    };
    for choices in [Choices::default(), choices(2, 0, 1), choices(1, 1, 2)] {
        let slots = at.world.provider.slots_with(&question, &choices).await.unwrap();
        let slot = slots
            .into_iter()
            .find(|slot| slot.status == SlotStatus::Open)
            .unwrap();
        let place = Choice {
            day: question.day,
            slot: slot.clone(),
        };
        let mut order = order(&at.world, &place, "key-1");
        order.request.experience_id = question.experience_id.clone();
        let quote = at
            .world
            .provider
            .quote(&order.request.quote_request(), &choices)
            .await
            .unwrap()
            .unwrap();
        let terms = slot.payment.unwrap();
        assert_eq!(
            (terms.amount, Some(&terms)),
            (quote.due_now, quote.terms.as_ref())
        );
        assert_eq!(quote.due_at_venue.amount(), 0);
    }
    let largest = SlotsQuestion {
        attendees: Attendees::parse(8).unwrap(),
        ..question
    };
    let slots = at.world.provider.slots(&largest).await.unwrap();
    assert!(slots.iter().any(|slot| slot.status == SlotStatus::Open));
}

#[tokio::test(start_paused = true)]
async fn a_catalogue_that_was_read_outlives_a_failure_and_availability_does_not() {
    let at = here();
    let first = at.world.provider.experiences().await.unwrap();
    at.clock.pass(Duration::from_hours(2)).await;
    // Every try of the call.
    for _ in 0..8 {
        at.simulator
            .borrow_mut()
            .fail(Operation::Services, Trouble::StatusAfter);
    }
    assert_eq!(at.world.provider.experiences().await, Ok(first));
    for _ in 0..16 {
        at.simulator
            .borrow_mut()
            .fail(Operation::Availability, Trouble::StatusAfter);
    }
    let question = SlotsQuestion {
        experience_id: at.world.experience.clone(),
        attendees: at.world.party,
        day: at.world.today.plus(1).unwrap(),
        moving: None,
    };
    assert!(at.world.provider.slots(&question).await.is_err());
}
