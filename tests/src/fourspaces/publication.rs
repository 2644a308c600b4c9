//! Publishing a service, and replacing its parts: each body is held against the fields that the vendor's pages name.

use http::{Request, header};
use serde_json::{Map, Value, json};

use super::demand::is_id;
use super::marketplace::TEMPLATES;
use super::response::Refused;

/// A field: its name, whether it must be there, and its type.
type Field = (&'static str, bool, Shape);

/// The type of a field.
#[derive(Clone, Copy)]
enum Shape {
    Text,
    Id,
    /// A number with decimals or without.
    Decimal,
    /// A whole number of zero or more.
    Count,
    /// One of an enumeration's numbers.
    OneOf(&'static [i64]),
    Bool,
    Object(&'static [Field]),
    List(&'static [Field]),
}

const SERVICE_TYPE: Shape = Shape::OneOf(&[1, 2, 3, 4]);
const IMAGE: &[Field] = &[
    ("fileName", true, Shape::Text),
    ("content", true, Shape::Text),
    ("mimeType", true, Shape::Text),
];
const PRODUCT: &[Field] = &[
    ("id", false, Shape::Id),
    ("name", false, Shape::Text),
    ("description", false, Shape::Text),
    ("unitPrice", false, Shape::Decimal),
    ("vatPercentage", false, Shape::Decimal),
    ("image", false, Shape::Object(IMAGE)),
    ("externalId", false, Shape::Text),
    (
        "reservationData",
        false,
        Shape::Object(&[
            ("id", false, Shape::Id),
            ("accessTemplateGroupId", false, Shape::Id),
            ("accessTemplateId", false, Shape::Id),
            ("autoAssignAccessTemplate", false, Shape::Bool),
        ]),
    ),
];
const ADDON: &[Field] = &[
    ("id", false, Shape::Id),
    ("name", true, Shape::Text),
    ("unitPrice", false, Shape::Decimal),
    ("vatPercentage", false, Shape::Decimal),
    ("maxQuantity", false, Shape::Count),
    ("externalId", true, Shape::Text),
];
const PERSON_OPTION: &[Field] = &[
    ("id", false, Shape::Id),
    ("canSelectChildren", true, Shape::Bool),
    ("maxAdultCount", false, Shape::Count),
    ("maxChildrenCount", false, Shape::Count),
    ("adultPriceMultiplier", true, Shape::Decimal),
    ("childPriceMultiplier", true, Shape::Decimal),
];
const TIME_OPTION: &[Field] = &[
    ("id", false, Shape::Id),
    ("type", true, Shape::OneOf(&[0, 1])),
    (
        "dailyOptions",
        false,
        Shape::Object(&[("checkin", false, Shape::Text), ("checkout", false, Shape::Text)]),
    ),
    (
        "timespanOptions",
        false,
        Shape::Object(&[
            ("minDuration", true, Shape::Count),
            ("maxDuration", true, Shape::Count),
            ("increment", false, Shape::Count),
            ("incrementPriceMultiplier", false, Shape::Decimal),
        ]),
    ),
];
const SERVICE: &[Field] = &[
    ("organizationId", true, Shape::Id),
    ("serviceType", true, SERVICE_TYPE),
    ("image", false, Shape::Object(IMAGE)),
    ("name", true, Shape::Text),
    ("description", false, Shape::Text),
    ("subTitle", false, Shape::Text),
    ("isPublic", false, Shape::Bool),
    ("requireConfirmation", false, Shape::Bool),
    ("requirePayment", false, Shape::Bool),
    ("currencyId", false, Shape::Id),
    ("vatPercentage", false, Shape::Count),
    ("paymentProviderConfigId", false, Shape::Id),
    ("invoicingProviderConfigId", false, Shape::Id),
    ("products", true, Shape::List(PRODUCT)),
    ("addons", false, Shape::List(ADDON)),
    ("timeOption", false, Shape::Object(TIME_OPTION)),
    ("personOption", false, Shape::Object(PERSON_OPTION)),
    ("version", false, Shape::Count),
];
const PRODUCTS_UPDATE: &[Field] = &[
    ("serviceId", true, Shape::Id),
    ("serviceType", true, SERVICE_TYPE),
    ("products", false, Shape::List(PRODUCT)),
    ("version", false, Shape::Count),
];
const ADDONS_UPDATE: &[Field] = &[
    ("serviceId", true, Shape::Id),
    ("addons", false, Shape::List(ADDON)),
    ("version", false, Shape::Count),
];
const PERSON_OPTION_UPDATE: &[Field] = &[
    ("serviceId", true, Shape::Id),
    ("personOption", false, Shape::Object(PERSON_OPTION)),
    ("version", false, Shape::Count),
];

fn check(
    object: &Map<String, Value>,
    fields: &[Field],
    path: &str,
    faults: &mut Vec<(String, &'static str)>,
) {
    for name in object.keys() {
        if !fields.iter().any(|(known, ..)| known == name) {
            faults.push((format!("{path}{name}"), "UnknownProperty"));
        }
    }
    for (name, is_required, shape) in fields {
        let path = format!("{path}{name}");
        match object.get(*name) {
            None | Some(Value::Null) => {
                if *is_required {
                    faults.push((path, "NotEmpty"));
                }
            }
            Some(value) => check_value(value, *shape, path, faults),
        }
    }
}

fn check_value(value: &Value, shape: Shape, path: String, faults: &mut Vec<(String, &'static str)>) {
    let is_right = match (shape, value) {
        (Shape::Text, Value::String(_))
        | (Shape::Decimal, Value::Number(_))
        | (Shape::Bool, Value::Bool(_)) => true,
        (Shape::Count, Value::Number(number)) => number.as_u64().is_some(),
        (Shape::OneOf(known), Value::Number(number)) => {
            number.as_i64().is_some_and(|number| known.contains(&number))
        }
        (Shape::Id, Value::String(id)) => is_id(id),
        (Shape::Object(fields), Value::Object(object)) => {
            check(object, fields, &format!("{path}."), faults);
            true
        }
        (Shape::List(fields), Value::Array(list)) => {
            for (place, one) in list.iter().enumerate() {
                match one {
                    Value::Object(object) => check(object, fields, &format!("{path}[{place}]."), faults),
                    _ => faults.push((format!("{path}[{place}]"), "Invalid")),
                }
            }
            true
        }
        _ => false,
    };
    if !is_right {
        faults.push((path, "Invalid"));
    }
}

/// The body of a request with these fields and no others.
fn body(request: &Request<Vec<u8>>, fields: &[Field]) -> Result<Map<String, Value>, Refused> {
    let media_type = request.headers().get(header::CONTENT_TYPE);
    if media_type.is_none_or(|value| value.as_bytes() != b"application/json") {
        return Err(Refused::new(415, "NotSupportedException"));
    }
    let Ok(Value::Object(object)) = serde_json::from_slice(request.body()) else {
        return Err(Refused::new(400, "SerializationException"));
    };
    let mut faults = Vec::new();
    check(&object, fields, "", &mut faults);
    if faults.is_empty() {
        Ok(object)
    } else {
        Err(Refused::fields(&faults))
    }
}

/// A number that is an id.
fn id(number: usize) -> String {
    format!("{number:032x}")
}

/// Publishes a service, and answers it as it is shown.
pub(super) fn insert(services: &mut Vec<Value>, request: &Request<Vec<u8>>) -> Result<Value, Refused> {
    let mut service = body(request, SERVICE)?;
    let number = 0xd200_0000_usize + services.len();
    service.insert("id".to_owned(), id(number).into());
    service.insert(
        "currency".to_owned(),
        json!({ "id": id(1), "name": "Euro", "code": "EUR", "symbol": "€" }),
    );
    for name in [
        "image",
        "version",
        "currencyId",
        "paymentProviderConfigId",
        "invoicingProviderConfigId",
    ] {
        service.remove(name);
    }
    if let Some(products) = service.get_mut("products") {
        show_products(products, number);
    }
    if let Some(addons) = service.get_mut("addons") {
        give_ids(addons, number + 0x100);
    }
    let service = Value::Object(service);
    services.push(service.clone());
    Ok(json!({ "data": service, "responseStatus": {} }))
}

/// A part of a service that is replaced by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ServicePart {
    Products,
    Addons,
    PersonOption,
}

impl ServicePart {
    fn name(self) -> &'static str {
        match self {
            Self::Products => "products",
            Self::Addons => "addons",
            Self::PersonOption => "personOption",
        }
    }

    fn fields(self) -> &'static [Field] {
        match self {
            Self::Products => PRODUCTS_UPDATE,
            Self::Addons => ADDONS_UPDATE,
            Self::PersonOption => PERSON_OPTION_UPDATE,
        }
    }
}

/// Replaces a part of a service. The answer to add-ons alone has the service.
pub(super) fn update(
    services: &mut [Value],
    request: &Request<Vec<u8>>,
    part: ServicePart,
) -> Result<Value, Refused> {
    let mut fields = body(request, part.fields())?;
    let service_id = fields.remove("serviceId").unwrap_or_default();
    let mut value = fields.remove(part.name()).unwrap_or_default();
    match part {
        ServicePart::Products => show_products(&mut value, 0xe200_0000 + services.len()),
        ServicePart::Addons => give_ids(&mut value, 0xe300_0000 + services.len()),
        ServicePart::PersonOption => {}
    }
    let found = services.iter_mut().find(|one| one.get("id") == Some(&service_id));
    let Some(Value::Object(service)) = found else {
        return Err(Refused::new(404, "NotFound"));
    };
    service.insert(part.name().to_owned(), value);
    Ok(match part {
        ServicePart::Addons => json!({ "data": service, "responseStatus": {} }),
        ServicePart::Products | ServicePart::PersonOption => json!({ "responseStatus": {} }),
    })
}

/// Gives an id to each element that has none.
fn give_ids(list: &mut Value, number: usize) {
    let Value::Array(list) = list else { return };
    for (place, one) in list.iter_mut().enumerate() {
        if let Value::Object(one) = one {
            one.entry("id").or_insert_with(|| id(number * 256 + place).into());
        }
    }
}

/// Products as they are shown: with an id, without their bytes, with external ids as a list, and with a template.
fn show_products(products: &mut Value, number: usize) {
    give_ids(products, number);
    let Value::Array(products) = products else { return };
    for product in products.iter_mut() {
        let Value::Object(product) = product else { continue };
        product.remove("image");
        let external = product.remove("externalId");
        product.insert("externalId".to_owned(), external.into_iter().collect());
        let Some(Value::Object(data)) = product.get_mut("reservationData") else {
            continue;
        };
        if data.get("autoAssignAccessTemplate") == Some(&json!(true)) {
            let [(first, ..), ..] = TEMPLATES;
            data.insert("accessTemplateId".to_owned(), first.into());
        }
    }
}
