//! The simulator's answers about customers, reservations and payments.

use std::ops::Range;

use serde_json::{Value, json};
use shared::time::Instant;

use super::availability::{free_units, metrics, of_service, pricing};
use super::books::{Booking, Books, Customer, HOUR, Payment, hours};
use super::property::{
    self, CATEGORY, PRIVATE_RATE, RATE, ROOM, VOUCHER_CODE, WINE, WINE_CENTS, price_of_hour,
};
use super::request::{parts, text, texts, time};
use super::shown;
use super::simulator::Refused;

type Answer = Result<Value, Refused>;

/// The answer of an operation whose request has the right shape.
pub(super) fn answer(books: &mut Books, path: &str, body: &Value, now: Instant) -> Answer {
    match path {
        "services/getAvailability/2024-01-22" => metrics(books, body),
        "services/getAvailability" => free_units(books, body),
        "rates/getPricing" => pricing(body),
        "vouchers/getAll" => Ok(property::vouchers(
            texts(body, "VoucherCodeValues").contains(&VOUCHER_CODE),
        )),
        "customers/getAll" => Ok(customers(books, body)),
        "customers/add" => add_customer(books, body),
        "reservations/price" => price(body),
        "reservations/add" => add(books, body, now),
        "reservations/confirm" => confirm(books, body),
        "reservations/cancel" => cancel(books, body),
        "reservations/start" => start(books, body, now),
        "reservations/process" => process(books, body),
        "reservations/updateInterval" => update_interval(books, body),
        "reservations/update" => update(books, body),
        "reservations/getAll/2023-06-06" => Ok(list(books, body)),
        "serviceOrderNotes/add" => add_notes(books, body),
        "tasks/add" => {
            books
                .tasks
                .push(text(body, "Description").unwrap_or_default().to_owned());
            Ok(json!({ "TaskId": books.id() }))
        }
        "payments/getAll" => Ok(payments(books, body)),
        "payments/addExternal" => add_payment(books, body),
        _ => Err(Refused(404, "No such operation".to_owned())),
    }
}

fn customers(books: &Books, body: &Value) -> Value {
    let (ids, emails) = (texts(body, "CustomerIds"), texts(body, "Emails"));
    let is_asked = |one: &&Customer| {
        let email = one.email.as_deref().unwrap_or_default();
        (ids.is_empty() || ids.contains(&one.id.as_str()))
            && (emails.is_empty() || emails.iter().any(|asked| asked.eq_ignore_ascii_case(email)))
    };
    let found: Vec<Value> = books
        .customers
        .iter()
        .filter(is_asked)
        .map(shown::customer)
        .collect();
    json!({ "Customers": found, "Cursor": null })
}

fn add_customer(books: &mut Books, body: &Value) -> Answer {
    let own = |name: &str| text(body, name).map(str::to_owned);
    let email = own("Email");
    let is_taken = |one: &Customer| one.email.is_some() && one.email == email;
    if books.customers.iter().any(is_taken) {
        return Err(Refused::rule("A customer with this e-mail exists already"));
    }
    let added = Customer {
        id: books.id(),
        first_name: own("FirstName"),
        last_name: own("LastName").unwrap_or_default(),
        email,
        phone: own("Phone"),
    };
    books.customers.push(added.clone());
    Ok(shown::customer(&added))
}

/// A reservation as it is asked for.
struct Asked {
    stay: Range<Instant>,
    rate: String,
    people: Vec<(String, i64)>,
    has_wine: bool,
    price: i64,
}

fn people(all: &Value) -> Vec<(String, i64)> {
    let all = all.as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter()
        .filter_map(|one| Some((text(one, "AgeCategoryId")?.to_owned(), one["Count"].as_i64()?)))
        .collect()
}

fn price_of(stay: &Range<Instant>, rate: &str, people: &[(String, i64)], has_wine: bool) -> i64 {
    let hours = i64::try_from(hours(stay).count()).unwrap_or_default();
    let guests: i64 = people.iter().map(|(_, count)| count).sum();
    // More guests than there is room for are priced as if they fitted.
    let wine = if has_wine {
        WINE_CENTS * guests.min(ROOM)
    } else {
        0
    };
    hours * price_of_hour(rate) + wine
}

fn asked(one: &Value) -> Result<Asked, Refused> {
    let times = time(one, "StartUtc").zip(time(one, "EndUtc"));
    let (start, end) = times
        .filter(|(start, end)| {
            let is_whole = (end.unix() - start.unix()) % HOUR == 0;
            start < end && is_whole && property::is_unit_start(*start)
        })
        .ok_or_else(|| Refused::input("Invalid StartUtc"))?;
    let rate = text(one, "RateId").unwrap_or_default();
    let code = text(one, "VoucherCode");
    match (rate, code) {
        (RATE, None) | (PRIVATE_RATE, Some(VOUCHER_CODE)) => {}
        (PRIVATE_RATE, _) => return Err(Refused::rule("Invalid voucher code")),
        (RATE, Some(_)) => return Err(Refused::rule("The voucher is not for this rate")),
        _ => return Err(Refused::input("Invalid RateId")),
    }
    if text(one, "RequestedCategoryId") != Some(CATEGORY) {
        return Err(Refused::input("Invalid RequestedCategoryId"));
    }
    let orders = parts(one, "ProductOrders");
    for order in orders {
        if text(order, "ProductId") != Some(WINE) {
            return Err(Refused::input("Invalid ProductId"));
        }
        if time(order, "StartUtc") != time(order, "EndUtc") {
            return Err(Refused::input("Invalid EndUtc of a product"));
        }
    }
    let people = people(&one["PersonCounts"]);
    if people.iter().all(|(_, count)| *count <= 0) {
        return Err(Refused::input("Invalid PersonCounts"));
    }
    let has_wine = !orders.is_empty();
    let stay = start..end;
    Ok(Asked {
        price: price_of(&stay, rate, &people, has_wine),
        stay,
        rate: rate.to_owned(),
        people,
        has_wine,
    })
}

fn price(body: &Value) -> Answer {
    of_service(body)?;
    let all = parts(body, "Reservations");
    let prices: Result<Vec<Value>, Refused> = all
        .iter()
        .map(|one| {
            Ok(json!({ "Identifier": one["Identifier"], "TotalAmount": property::amount(asked(one)?.price) }))
        })
        .collect();
    Ok(json!({ "ReservationPrices": prices? }))
}

fn add(books: &mut Books, body: &Value, now: Instant) -> Answer {
    of_service(body)?;
    let all = parts(body, "Reservations");
    let mut made = Vec::new();
    for one in all {
        let asked = asked(one)?;
        let customer =
            text(one, "CustomerId").filter(|id| books.customers.iter().any(|known| known.id == *id));
        let customer = customer
            .ok_or_else(|| Refused::input("Invalid CustomerId"))?
            .to_owned();
        if asked.stay.start <= now {
            return Err(Refused::rule("The reservation would begin in the past"));
        }
        if body["CheckOverbooking"] != json!(false) && !books.is_free(&asked.stay, None) {
            return Err(Refused::rule("Overbooking is not allowed"));
        }
        let is_hold = text(one, "State") == Some("Optional");
        let booking = Booking {
            id: books.id(),
            number: (books.bookings.len() + 1).to_string(),
            customer,
            channel_number: text(one, "ChannelNumber").map(str::to_owned),
            state: if is_hold { "Optional" } else { "Confirmed" },
            reason: None,
            start: asked.stay.start,
            end: asked.stay.end,
            released: time(one, "ReleasedUtc").filter(|_| is_hold),
            rate: asked.rate,
            people: asked.people,
            price: asked.price,
            has_wine: asked.has_wine,
            notes: text(one, "Notes").map(str::to_owned).into_iter().collect(),
            mails: u32::from(body["SendConfirmationEmail"] != json!(false)),
        };
        made.push(json!({ "Identifier": one["Identifier"], "Reservation": shown::fresh(&booking) }));
        books.bookings.push(booking);
    }
    Ok(json!({ "Reservations": made }))
}

/// The reservation that a request names.
fn named<'a>(books: &'a mut Books, id: Option<&str>) -> Result<&'a mut Booking, Refused> {
    let found = id.and_then(|id| books.get_mut(id));
    found.ok_or_else(|| Refused::input("Invalid ReservationId"))
}

fn confirm(books: &mut Books, body: &Value) -> Answer {
    for id in texts(body, "ReservationIds") {
        let one = named(books, Some(id))?;
        if one.state != "Optional" {
            return Err(Refused::rule("The reservation is not optional"));
        }
        one.state = "Confirmed";
        one.released = None;
        one.mails += u32::from(body["SendConfirmationEmail"] != json!(false));
    }
    Ok(json!({ "ReservationIds": body["ReservationIds"] }))
}

fn cancel(books: &mut Books, body: &Value) -> Answer {
    for id in texts(body, "ReservationIds") {
        let one = named(books, Some(id))?;
        if !["Confirmed", "Optional"].contains(&one.state) {
            return Err(Refused::rule("The reservation cannot be canceled"));
        }
        one.state = "Canceled";
        one.reason = Some("Other");
        one.mails += u32::from(body["SendEmail"] != json!(false));
    }
    Ok(json!({ "ReservationIds": body["ReservationIds"] }))
}

fn start(books: &mut Books, body: &Value, now: Instant) -> Answer {
    let one = named(books, text(body, "ReservationId"))?;
    if one.state != "Confirmed" || one.start > now {
        return Err(Refused::rule("The reservation cannot be started"));
    }
    one.state = "Started";
    Ok(json!({}))
}

fn process(books: &mut Books, body: &Value) -> Answer {
    let one = named(books, text(body, "ReservationId"))?;
    if one.state != "Started" {
        return Err(Refused::rule("The reservation is not started"));
    }
    one.state = "Processed";
    Ok(json!({}))
}

/// Moves a reservation, if its table is free there.
fn moved(books: &mut Books, id: Option<&str>, stay: Range<Instant>) -> Result<(), Refused> {
    let one = named(books, id)?;
    if one.state != "Confirmed" {
        return Err(Refused::rule("The reservation cannot be changed"));
    }
    let id = one.id.clone();
    if !books.is_free(&stay, Some(&id)) {
        return Err(Refused::rule("Overbooking is not allowed"));
    }
    let one = named(books, Some(&id))?;
    (one.start, one.end) = (stay.start, stay.end);
    one.price = price_of(&stay, &one.rate, &one.people, one.has_wine);
    Ok(())
}

fn update_interval(books: &mut Books, body: &Value) -> Answer {
    let id = text(body, "ReservationId");
    let one = named(books, id)?;
    let start = time(body, "StartUtc").unwrap_or(one.start);
    let end = time(body, "EndUtc").unwrap_or(one.end);
    moved(books, id, start..end)?;
    Ok(json!({}))
}

fn update(books: &mut Books, body: &Value) -> Answer {
    let updates = parts(body, "ReservationUpdates");
    for update in updates {
        let id = text(update, "ReservationId");
        let one = named(books, id)?;
        let start = time(&update["StartUtc"], "Value").unwrap_or(one.start);
        let end = time(&update["EndUtc"], "Value").unwrap_or(one.end);
        moved(books, id, start..end)?;
        let counted = people(&update["PersonCounts"]["Value"]);
        if !counted.is_empty() {
            named(books, id)?.people = counted;
        }
    }
    Ok(json!({ "Reservations": [] }))
}

fn list(books: &Books, body: &Value) -> Value {
    let (ids, numbers, states) = (
        texts(body, "ReservationIds"),
        texts(body, "ChannelNumbers"),
        texts(body, "States"),
    );
    let (from, to) = (
        time(&body["ScheduledStartUtc"], "StartUtc"),
        time(&body["ScheduledStartUtc"], "EndUtc"),
    );
    let is_asked = |one: &&Booking| {
        let number = one.channel_number.as_deref().unwrap_or_default();
        (ids.is_empty() || ids.contains(&one.id.as_str()))
            && (numbers.is_empty() || numbers.contains(&number))
            && (states.is_empty() || states.contains(&one.state))
            && from.is_none_or(|from| from <= one.start)
            && to.is_none_or(|to| one.start < to)
    };
    let found: Vec<Value> = books
        .bookings
        .iter()
        .rev()
        .filter(is_asked)
        .map(shown::stored)
        .collect();
    json!({ "Reservations": found, "Cursor": null })
}

fn add_notes(books: &mut Books, body: &Value) -> Answer {
    let notes = parts(body, "ServiceOrderNotes");
    for note in notes {
        let text_of_note = text(note, "Text").unwrap_or_default().to_owned();
        named(books, text(note, "ServiceOrderId"))?
            .notes
            .push(text_of_note);
    }
    Ok(json!({ "ServiceOrderNotes": [] }))
}

fn payments(books: &Books, body: &Value) -> Value {
    let ids = texts(body, "ReservationIds");
    let is_asked = |one: &&Payment| ids.contains(&one.reservation.as_str());
    let found: Vec<Value> = books
        .payments
        .iter()
        .filter(is_asked)
        .map(shown::payment)
        .collect();
    json!({ "Payments": found, "Cursor": null })
}

fn add_payment(books: &mut Books, body: &Value) -> Answer {
    let reservation = named(books, text(body, "ReservationId"))?.id.clone();
    if !["Prepayment", "GiftCard", "Cash"].contains(&text(body, "Type").unwrap_or_default()) {
        return Err(Refused::rule("The type is not enabled"));
    }
    let value = body["Amount"]["GrossValue"].to_string();
    let (whole, fraction) = value.split_once('.').unwrap_or((&value, "0"));
    let cents = format!("{whole}{fraction:0<2}").parse();
    books.payments.push(Payment {
        reservation,
        reference: text(body, "ExternalIdentifier").unwrap_or_default().to_owned(),
        cents: cents.map_err(|_| Refused::input("Invalid Amount"))?,
    });
    Ok(json!({ "ExternalPaymentId": books.id() }))
}
