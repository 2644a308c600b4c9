//! Mews' operations as HTTP calls. Each is a POST, and its tokens are in the body: it is never printed.
//!
//! An error's `Message` is for people and may repeat a guest's data. It is searched for a few words, since a refusal has
//! no code, and goes no further.

use config::MewsSettings;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{Method, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::wire::booking::{ReservationList, StoredReservation};
use super::wire::catalogue::{
    AgeCategoryList, BookableService, PersonAgeCategory, Product, ProductList, Rate, RateList,
    ResourceCategory, ResourceCategoryList, Restriction, RestrictionList, ServiceList,
};
use super::wire::order::{OrderItem, OrderItemList};
use super::wire::payment::{PaymentList, PostedPayment};
use super::wire::property::{AccountingCategoryList, DepartmentList, NamedEntity};
use super::wire::{Complaint, Limitation};
use crate::provider::lenient::{Elements, Lenient, read};
use crate::provider::remote::{Decline, RemoteError, check_status};
use crate::upstream::{Answer, Call, Scope, Upstream};

/// The beginning of every operation's path.
const BASE: &str = "/api/connector/v1/";

/// The most answers that one list is read in.
const MOST_PAGES: u16 = 50;

/// The tokens of a venue's Mews.
pub struct Tokens {
    /// That of the deployment's integration.
    pub client: SecretString,
    /// That of the property, or of its portfolio.
    pub access: SecretString,
}

/// Calls Mews with a venue's tokens.
pub struct Connector {
    base_url: String,
    name: String,
    tokens: Tokens,
    upstream: Upstream,
}

type Result<T> = std::result::Result<T, RemoteError>;

/// An operation: its name for logs and metrics, and its path.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    name: &'static str,
    path: &'static str,
}

macro_rules! operations {
    ($($constant:ident = $name:literal $path:literal,)+) => {
        impl Operation {
            $(
                #[doc = concat!("`", $path, "`.")]
                pub const $constant: Self = Self { name: $name, path: $path };
            )+
        }
    };
}

operations! {
    CONFIGURATION = "configuration" "configuration/get",
    SERVICES = "services" "services/getAll",
    CATEGORIES = "categories" "resourceCategories/getAll",
    AGE_CATEGORIES = "age_categories" "ageCategories/getAll",
    RATES = "rates" "rates/getAll",
    PRODUCTS = "products" "products/getAll",
    TAXATIONS = "taxations" "taxations/getAll",
    IMAGES = "images" "images/getUrls",
    RESTRICTIONS = "restrictions" "restrictions/getAll",
    AVAILABILITY = "availability" "services/getAvailability/2024-01-22",
    FREE_UNITS = "free_units" "services/getAvailability",
    PRICING = "pricing" "rates/getPricing",
    CUSTOMERS = "customers" "customers/getAll",
    ADD_CUSTOMER = "add_customer" "customers/add",
    UPDATE_CUSTOMER = "update_customer" "customers/update",
    PRICE = "price" "reservations/price",
    ADD = "create" "reservations/add",
    CONFIRM = "confirm" "reservations/confirm",
    CANCEL = "cancel" "reservations/cancel",
    START = "start" "reservations/start",
    PROCESS = "process" "reservations/process",
    UPDATE_INTERVAL = "move" "reservations/updateInterval",
    UPDATE = "update" "reservations/update",
    ADD_PRODUCT = "add_product" "reservations/addProduct",
    ORDER_ITEMS = "order_items" "orderItems/getAll",
    RESERVATIONS = "reservations" "reservations/getAll/2023-06-06",
    ADD_NOTE = "add_note" "serviceOrderNotes/add",
    ADD_TASK = "add_task" "tasks/add",
    PAYMENTS = "payments" "payments/getAll",
    ADD_PAYMENT = "add_payment" "payments/addExternal",
    VOUCHERS = "vouchers" "vouchers/getAll",
    DEPARTMENTS = "departments" "departments/getAll",
    ACCOUNTING_CATEGORIES = "accounting_categories" "accountingCategories/getAll",
}

/// A question or an act with the tokens that every one has.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Authorized<'a, B> {
    client_token: &'a str,
    access_token: &'a str,
    client: &'a str,
    #[serde(flatten)]
    body: &'a B,
}

/// An answer that holds a part of a list.
pub trait ListPart: DeserializeOwned {
    /// Elements of the list.
    type Element;

    /// Its elements, and where the next part begins.
    fn into_parts(self) -> (Elements<Self::Element>, Lenient);
}

macro_rules! list_parts {
    ($($list:ident { $field:ident: $element:ty })+) => {
        $(
            impl ListPart for $list {
                type Element = $element;

                fn into_parts(self) -> (Elements<Self::Element>, Lenient) {
                    (self.$field, self.cursor)
                }
            }
        )+
    };
}

list_parts! {
    ServiceList { services: BookableService }
    ResourceCategoryList { resource_categories: ResourceCategory }
    AgeCategoryList { age_categories: PersonAgeCategory }
    RateList { rates: Rate }
    ProductList { products: Product }
    RestrictionList { restrictions: Restriction }
    ReservationList { reservations: StoredReservation }
    PaymentList { payments: PostedPayment }
    OrderItemList { order_items: OrderItem }
    DepartmentList { departments: NamedEntity }
    AccountingCategoryList { accounting_categories: NamedEntity }
}

impl Connector {
    /// A client for the address of `settings`.
    #[must_use]
    pub fn new(settings: &MewsSettings, tokens: Tokens, upstream: Upstream) -> Self {
        Self {
            base_url: settings.base_url.clone(),
            name: settings.client.clone(),
            tokens,
            upstream,
        }
    }

    /// The metrics of its calls.
    #[must_use]
    pub fn metrics(&self, labels: &[(&'static str, &str)]) -> String {
        self.upstream.metrics(labels)
    }

    /// Asks a question.
    pub async fn ask<T: DeserializeOwned>(
        &self,
        scope: &Scope,
        operation: Operation,
        question: &impl Serialize,
    ) -> Result<T> {
        let call = self.call(operation, question)?;
        sort(operation.name, &self.upstream.read(scope, &call).await?)
    }

    /// Asks for a reservation by its id, which a caller may have made up. Documented: an id that is not known is answered as
    /// bad input, and the text names the parameter. Of another parameter at fault, such as the property's id in the settings,
    /// it does not follow that there is no reservation.
    pub async fn ask_by_id<T: DeserializeOwned>(
        &self,
        scope: &Scope,
        operation: Operation,
        question: &impl Serialize,
    ) -> Result<T> {
        let call = self.call(operation, question)?;
        let answer = self.upstream.read(scope, &call).await?;
        if answer.status() == StatusCode::BAD_REQUEST && complaint(answer.body()).contains("reservationid") {
            return Err(RemoteError::NotFound);
        }
        sort(operation.name, &answer)
    }

    /// Carries an act out, once at most.
    pub async fn act<T: DeserializeOwned>(
        &self,
        scope: &Scope,
        operation: Operation,
        act: &impl Serialize,
    ) -> Result<T> {
        let call = self.call(operation, act)?;
        sort(operation.name, &self.upstream.write(scope, &call).await?)
    }

    /// Every element of a list, in as many answers as it takes.
    pub async fn list<P: ListPart, Q: Serialize>(
        &self,
        scope: &Scope,
        operation: Operation,
        question: impl Fn(Limitation) -> Q,
    ) -> Result<Elements<P::Element>> {
        let mut found = Elements::default();
        let mut limitation = Limitation::default();
        for _ in 0..MOST_PAGES {
            let part: P = self.ask(scope, operation, &question(limitation.clone())).await?;
            let (elements, cursor) = part.into_parts();
            let count = elements.all.len() + elements.unreadable.len();
            found.all.extend(elements.all);
            found.unreadable.extend(elements.unreadable);
            match cursor.text() {
                Some(next) if count >= usize::from(Limitation::MOST) => {
                    limitation.cursor = Some(next.to_owned());
                }
                _ => return Ok(found),
            }
        }
        Err(RemoteError::Failed(format!(
            "{}: the list does not end",
            operation.name
        )))
    }

    /// The elements of a list that could be read. The others have a line in the log.
    pub fn readable<T>(&self, operation: Operation, elements: Elements<T>) -> Vec<T> {
        elements.readable(&self.upstream, operation.name)
    }

    /// Logs that something of an answer was left out, with the reason for the first.
    pub fn log_left_out(&self, operation: Operation, count: usize, first: &str) {
        self.upstream.log_unreadable(operation.name, count, first);
    }

    fn call(&self, operation: Operation, body: &impl Serialize) -> Result<Call> {
        let refused = |what: &str| RemoteError::Refused(format!("{}: {what}", operation.name));
        let body = Authorized {
            client_token: self.tokens.client.expose_secret(),
            access_token: self.tokens.access.expose_secret(),
            client: &self.name,
            body,
        };
        let body = serde_json::to_vec(&body).map_err(|_| refused("the body cannot be written"))?;
        let request = http::Request::builder()
            .method(Method::POST)
            .uri(format!("{}{BASE}{}", self.base_url, operation.path))
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/json")
            .body(body)
            .map_err(|_| refused("the address cannot be sent"))?;
        Ok(Call {
            name: operation.name,
            request,
        })
    }
}

/// Sorts an answer by its status, and reads the body of a good one.
fn sort<T: DeserializeOwned>(name: &str, answer: &Answer) -> Result<T> {
    let status = answer.status();
    match status {
        StatusCode::UNAUTHORIZED => Err(RemoteError::Refused(format!(
            "{name}: the tokens are not accepted (401): see the settings mews.clientToken and mews.accessToken, and what \
             the integration may do"
        ))),
        StatusCode::FORBIDDEN => Err(refusal(answer.body())),
        StatusCode::NO_CONTENT => read_body(name, b"{}"),
        _ => check_status(name, answer).and_then(|()| read_body(name, answer.body())),
    }
}

fn read_body<T: DeserializeOwned>(name: &str, body: &[u8]) -> Result<T> {
    read(body).map_err(|fault| RemoteError::Failed(format!("{name}: {fault}")))
}

/// Sorts a refusal by a rule of the property's. Neither its words nor a code of it is documented: the words that are looked
/// for are inferred from the names of the rules. One without any of them is a conflict with what is there.
fn refusal(body: &[u8]) -> RemoteError {
    let text = complaint(body);
    let rules = [
        (Decline::CodeNotAccepted, "voucher"),
        (Decline::Overbooked, "overbook"),
        (Decline::Overbooked, "availab"),
        (Decline::Restricted, "restrict"),
        (Decline::RateNotAllowed, "rate"),
    ];
    let rule = rules.into_iter().find(|(_, word)| text.contains(word));
    rule.map_or(RemoteError::Conflict, |(decline, _)| {
        RemoteError::Declined(decline)
    })
}

/// The text of an error, in small letters.
fn complaint(body: &[u8]) -> String {
    let complaint: Complaint = read(body).unwrap_or_default();
    complaint.message.text().unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
