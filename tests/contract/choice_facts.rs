//! The facts about choices, each asked of every system: one without the ability refuses the choice, and drops none.

use edge::error::VenueError;
use edge::provider::choices::Choices;
use edge::provider::offer::Offers;
use shared::choices::{AccessCode, ChosenAddOn, PeopleCount};
use shared::id::AddOnId;
use shared::money::{Currency, Money};
use shared::quote::Quoted;
use shared::validation::FieldCode;

use super::World;
use super::facts::{choice, has_fault, order};

/// One choice of each kind, with the field that refuses it where there is no such thing.
fn one_of_each(offers: &Offers) -> [(&'static str, Choices); 3] {
    let offered = offers.add_ons.first().map(|offered| offered.id.clone());
    let add_on = ChosenAddOn {
        id: offered.unwrap_or_else(|| AddOnId::parse("wine").unwrap()),
        quantity: 1,
    };
    let cent = Money::new(1, Currency::EUR).unwrap();
    [
        (
            "/addOns",
            Choices {
                add_ons: vec![add_on],
                ..Choices::default()
            },
        ),
        (
            "/accessCode",
            Choices {
                access_code: AccessCode::parse("no such code").ok(),
                ..Choices::default()
            },
        ),
        (
            "/quoted",
            Choices {
                quoted: Some(Quoted {
                    total: cent,
                    due_now: cent,
                }),
                ..Choices::default()
            },
        ),
    ]
}

pub async fn choices_that_are_not_offered_are_refused_and_nothing_is_dropped(world: &World) {
    let abilities = world.provider.abilities();
    let choice = choice(world).await;
    let offers = world.provider.offers(&world.experience).await.unwrap();
    assert!(abilities.add_ons || offers.add_ons.is_empty());
    assert!(abilities.people || offers.people.is_empty());
    let has_add_ons = !offers.add_ons.is_empty();
    for (place, (pointer, choices)) in one_of_each(&offers).into_iter().enumerate() {
        let order = order(world, &choice, &format!("key-{place}"));
        let answer = world.provider.reserve_with(&order, &choices).await;
        match pointer {
            "/addOns" if has_add_ons => assert!(answer.is_ok(), "{answer:?}"),
            "/addOns" if abilities.add_ons => has_fault(answer, "/addOns/0/id", FieldCode::Unknown),
            "/quoted" if abilities.quote => {
                assert!(
                    matches!(answer, Err(VenueError::PriceChanged { .. })),
                    "{answer:?}"
                );
            }
            // A code that opens nothing is refused by a system that has codes too.
            _ => has_fault(answer, pointer, FieldCode::NotOffered),
        }
    }
}

pub async fn a_quote_is_what_is_agreed_to(world: &World) {
    let order = order(world, &choice(world).await, "key-1");
    let none = Choices::default();
    let quote = world
        .provider
        .quote(&order.request.quote_request(), &none)
        .await
        .unwrap();
    assert_eq!(quote.is_some(), world.provider.abilities().quote);
    let Some(quote) = quote else {
        return;
    };
    let lines: i64 = quote.lines.iter().map(|line| line.total.amount()).sum();
    assert_eq!(quote.total.amount(), lines);
    assert_eq!(quote.due_now.checked_add(quote.due_at_venue), Ok(quote.total));
    let agreed = Choices {
        quoted: Some(quote.quoted()),
        ..none
    };
    let booked = world.provider.reserve_with(&order, &agreed).await.unwrap();
    assert!(!booked.replayed);
    // The same key with another choice is another request.
    let other = world.provider.reserve(&order).await;
    assert_eq!(other, Err(VenueError::KeyReused));
}

pub async fn people_are_counted_and_add_ons_are_known(world: &World) {
    let offers = world.provider.offers(&world.experience).await.unwrap();
    let Some(category) = offers.people.first() else {
        return;
    };
    let order = order(world, &choice(world).await, "key-1");
    let counted = |count: u8| Choices {
        people: vec![PeopleCount {
            category: category.id.clone(),
            count,
        }],
        ..Choices::default()
    };
    let too_many = counted(world.party.get() + 1);
    has_fault(
        world.provider.reserve_with(&order, &too_many).await,
        "/people",
        FieldCode::OutOfRange,
    );
    let unknown = Choices {
        add_ons: vec![ChosenAddOn {
            id: AddOnId::parse("a-unicorn").unwrap(),
            quantity: 1,
        }],
        ..Choices::default()
    };
    has_fault(
        world.provider.reserve_with(&order, &unknown).await,
        "/addOns/0/id",
        FieldCode::Unknown,
    );
    let right = counted(world.party.get());
    assert!(world.provider.reserve_with(&order, &right).await.is_ok());
}
