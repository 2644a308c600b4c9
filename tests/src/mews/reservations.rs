//! The simulator's answers about reservations and payments.

use std::ops::Range;

use serde_json::{Value, json};
use shared::time::Instant;

use super::availability::{free_units, metrics, of_service, pricing};
use super::books::{Booking, Books, HOUR, Payment, hours};
use super::customers::{add_customer, customers, update_customer};
use super::prices::Prices;
use super::property::{self, CATEGORY, KITCHEN, PRIVATE_RATE, RATE, ROOM, VOUCHER_CODE, WINE};
use super::request::{parts, text, texts, time};
use super::shown;
use super::simulator::Refused;

/// The answer of an operation.
pub(super) type Answer = Result<Value, Refused>;

/// The answer of an operation whose request has the right shape.
pub(super) fn answer(books: &mut Books, path: &str, body: &Value, now: Instant) -> Answer {
    match path {
        "services/getAvailability/2024-01-22" => metrics(books, body),
        "services/getAvailability" => free_units(books, body),
        "rates/getPricing" => pricing(books, body),
        "vouchers/getAll" => Ok(property::vouchers(
            texts(body, "VoucherCodeValues").contains(&VOUCHER_CODE),
        )),
        "customers/getAll" => Ok(customers(books, body)),
        "customers/add" => add_customer(books, body),
        "customers/update" => update_customer(books, body),
        "reservations/price" => price(books, body),
        "reservations/add" => add(books, body, now),
        "reservations/confirm" => confirm(books, body),
        "reservations/cancel" => cancel(books, body),
        "reservations/start" => start(books, body, now),
        "reservations/process" => process(books, body),
        "reservations/updateInterval" => update_interval(books, body),
        "reservations/update" => update(books, body),
        "reservations/addProduct" => add_product(books, body),
        "orderItems/getAll" => Ok(order_items(books, body)),
        "reservations/getAll/2023-06-06" => Ok(list(books, body)),
        "serviceOrderNotes/add" => add_notes(books, body),
        "tasks/add" if ![None, Some(KITCHEN)].contains(&text(body, "DepartmentId")) => {
            Err(Refused::input("Invalid DepartmentId"))
        }
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

/// A reservation as it is asked for.
struct Asked {
    stay: Range<Instant>,
    rate: String,
    people: Vec<(String, i64)>,
    wine: i64,
    /// The sum of its prices as they are set.
    price: i64,
}

fn people(all: &Value) -> Vec<(String, i64)> {
    let all = all.as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter()
        .filter_map(|one| Some((text(one, "AgeCategoryId")?.to_owned(), one["Count"].as_i64()?)))
        .collect()
}

/// The sum of the prices of a reservation, as they are set.
fn price_of(prices: &Prices, stay: &Range<Instant>, rate: &str, wine: i64) -> i64 {
    let hours = i64::try_from(hours(stay).count()).unwrap_or_default();
    hours * prices.of_hour(rate) + wine * prices.wine
}

/// How many wine pairings an order is for: one for each guest, unless it says how many. More guests than there is room for
/// are priced as if they fitted.
fn wine_of(order: &Value, people: &[(String, i64)]) -> i64 {
    let guests: i64 = people.iter().map(|(_, count)| count).sum();
    order["Count"].as_i64().unwrap_or_else(|| guests.min(ROOM))
}

fn asked(prices: &Prices, one: &Value) -> Result<Asked, Refused> {
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
    let wine = orders.iter().map(|order| wine_of(order, &people)).sum();
    let stay = start..end;
    Ok(Asked {
        price: price_of(prices, &stay, rate, wine),
        stay,
        rate: rate.to_owned(),
        people,
        wine,
    })
}

fn price(books: &Books, body: &Value) -> Answer {
    of_service(body)?;
    let all = parts(body, "Reservations");
    let set = &books.prices;
    let prices: Result<Vec<Value>, Refused> = all
        .iter()
        .map(|one| {
            Ok(json!({ "Identifier": one["Identifier"], "TotalAmount": set.amount(asked(set, one)?.price) }))
        })
        .collect();
    Ok(json!({ "ReservationPrices": prices? }))
}

fn add(books: &mut Books, body: &Value, now: Instant) -> Answer {
    of_service(body)?;
    let all = parts(body, "Reservations");
    let mut made = Vec::new();
    for one in all {
        let asked = asked(&books.prices, one)?;
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
            price: books.prices.gross(asked.price),
            wine: asked.wine,
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
        one.notes.extend(text(body, "Notes").map(str::to_owned));
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
    let prices = books.prices;
    let one = named(books, Some(&id))?;
    (one.start, one.end) = (stay.start, stay.end);
    reprice(one, &prices);
    Ok(())
}

/// Sets the price of a reservation anew, as it is now.
fn reprice(one: &mut Booking, prices: &Prices) {
    one.price = prices.gross(price_of(prices, &(one.start..one.end), &one.rate, one.wine));
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
    let (count, cursor) = (&body["Limitation"]["Count"], &body["Limitation"]["Cursor"]);
    let count = count.as_u64().and_then(|count| usize::try_from(count).ok());
    // The newest first, from the one after the cursor on.
    let all = books.bookings.iter().rev();
    let mut after = all.skip_while(|one| cursor.is_string() && *cursor != json!(one.id));
    if cursor.is_string() {
        after.next();
    }
    let mut left = after.filter(is_asked);
    let found: Vec<&Booking> = left.by_ref().take(count.unwrap_or(1_000)).collect();
    let next = found.last().filter(|_| left.next().is_some());
    let next = next.map(|one| one.id.clone());
    let found: Vec<Value> = found.into_iter().map(shown::stored).collect();
    json!({ "Reservations": found, "Cursor": next })
}

fn add_product(books: &mut Books, body: &Value) -> Answer {
    if text(body, "ProductId") != Some(WINE) {
        return Err(Refused::input("Invalid ProductId"));
    }
    if time(body, "StartUtc") != time(body, "EndUtc") {
        return Err(Refused::input("Invalid EndUtc"));
    }
    let count = body["Count"].as_i64().filter(|count| *count > 0);
    let count = count.ok_or_else(|| Refused::input("Invalid Count"))?;
    let (item, prices) = (books.id(), books.prices);
    let one = named(books, text(body, "ReservationId"))?;
    if !one.is_live() {
        return Err(Refused::rule("The reservation is canceled"));
    }
    one.wine += count;
    reprice(one, &prices);
    Ok(json!({ "ItemIds": [item] }))
}

fn order_items(books: &Books, body: &Value) -> Value {
    let ids = texts(body, "ServiceOrderIds");
    let asked = books.bookings.iter().filter(|one| ids.contains(&one.id.as_str()));
    let items: Vec<Value> = asked
        .flat_map(|one| shown::order_items(one, &books.prices))
        .collect();
    json!({ "OrderItems": items, "Cursor": null })
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
    let [wanted, other] = if books.prices.is_net {
        ["NetValue", "GrossValue"]
    } else {
        ["GrossValue", "NetValue"]
    };
    // A property takes amounts in the way in which it sets its prices.
    if !body["Amount"][wanted].is_number() || !body["Amount"][other].is_null() {
        return Err(Refused::input("Invalid Amount"));
    }
    let value = body["Amount"][wanted].to_string();
    let (whole, fraction) = value.split_once('.').unwrap_or((&value, "0"));
    let cents = format!("{whole}{fraction:0<2}").parse();
    books.payments.push(Payment {
        reservation,
        reference: text(body, "ExternalIdentifier").unwrap_or_default().to_owned(),
        cents: cents.map_err(|_| Refused::input("Invalid Amount"))?,
    });
    Ok(json!({ "ExternalPaymentId": books.id() }))
}
