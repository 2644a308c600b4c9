//! The simulator's answers about customers.

use serde_json::{Value, json};

use super::books::{Books, Customer};
use super::request::{text, texts};
use super::reservations::Answer;
use super::shown;
use super::simulator::Refused;

pub(super) fn customers(books: &Books, body: &Value) -> Value {
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

pub(super) fn add_customer(books: &mut Books, body: &Value) -> Answer {
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
        is_of_staff: false,
    };
    books.customers.push(added.clone());
    Ok(shown::customer(&added))
}

pub(super) fn update_customer(books: &mut Books, body: &Value) -> Answer {
    let id = text(body, "CustomerId");
    let found = books.customers.iter_mut().find(|one| Some(one.id.as_str()) == id);
    let one = found.ok_or_else(|| Refused::input("Invalid CustomerId"))?;
    if let Some(first_name) = text(body, "FirstName") {
        one.first_name = Some(first_name.to_owned());
    }
    if let Some(phone) = text(body, "Phone") {
        one.phone = Some(phone.to_owned());
    }
    one.is_of_staff = false;
    Ok(shown::customer(one))
}
