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
    Number,
    Truth,
    Object(&'static [Field]),
    List(&'static [Field]),
}

const IMAGE: &[Field] = &[
    ("fileName", true, Shape::Text),
    ("content", true, Shape::Text),
    ("mimeType", true, Shape::Text),
];
const PRODUCT: &[Field] = &[
    ("id", false, Shape::Id),
    ("name", false, Shape::Text),
    ("description", false, Shape::Text),
    ("unitPrice", false, Shape::Number),
    ("vatPercentage", false, Shape::Number),
    ("image", false, Shape::Object(IMAGE)),
    ("externalId", false, Shape::Text),
    (
        "reservationData",
        false,
        Shape::Object(&[
            ("id", false, Shape::Id),
            ("accessTemplateGroupId", false, Shape::Id),
            ("accessTemplateId", false, Shape::Id),
            ("autoAssignAccessTemplate", false, Shape::Truth),
        ]),
    ),
];
const ADDON: &[Field] = &[
    ("id", false, Shape::Id),
    ("name", true, Shape::Text),
    ("unitPrice", false, Shape::Number),
    ("vatPercentage", false, Shape::Number),
    ("maxQuantity", false, Shape::Number),
    ("externalId", true, Shape::Text),
];
const PERSON_OPTION: &[Field] = &[
    ("id", false, Shape::Id),
    ("canSelectChildren", true, Shape::Truth),
    ("maxAdultCount", false, Shape::Number),
    ("maxChildrenCount", false, Shape::Number),
    ("adultPriceMultiplier", true, Shape::Number),
    ("childPriceMultiplier", true, Shape::Number),
];
const TIME_OPTION: &[Field] = &[
    ("id", false, Shape::Id),
    ("type", true, Shape::Number),
    (
        "timespanOptions",
        false,
        Shape::Object(&[
            ("minDuration", true, Shape::Number),
            ("maxDuration", true, Shape::Number),
            ("increment", false, Shape::Number),
            ("incrementPriceMultiplier", false, Shape::Number),
        ]),
    ),
];
const SERVICE: &[Field] = &[
    ("organizationId", true, Shape::Id),
    ("serviceType", true, Shape::Number),
    ("image", false, Shape::Object(IMAGE)),
    ("name", true, Shape::Text),
    ("description", false, Shape::Text),
    ("subTitle", false, Shape::Text),
    ("isPublic", false, Shape::Truth),
    ("requireConfirmation", false, Shape::Truth),
    ("requirePayment", false, Shape::Truth),
    ("currencyId", false, Shape::Id),
    ("vatPercentage", false, Shape::Number),
    ("paymentProviderConfigId", false, Shape::Id),
    ("invoicingProviderConfigId", false, Shape::Id),
    ("products", true, Shape::List(PRODUCT)),
    ("addons", false, Shape::List(ADDON)),
    ("timeOption", false, Shape::Object(TIME_OPTION)),
    ("personOption", false, Shape::Object(PERSON_OPTION)),
    ("version", false, Shape::Number),
];
const UPDATE: &[Field] = &[
    ("serviceId", true, Shape::Id),
    ("serviceType", false, Shape::Number),
    ("products", false, Shape::List(PRODUCT)),
    ("addons", false, Shape::List(ADDON)),
    ("personOption", false, Shape::Object(PERSON_OPTION)),
    ("version", false, Shape::Number),
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
        | (Shape::Number, Value::Number(_))
        | (Shape::Truth, Value::Bool(_)) => true,
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
    let service = Value::Object(service);
    services.push(service.clone());
    Ok(json!({ "data": service, "responseStatus": {} }))
}

/// Replaces a part of a service.
pub(super) fn update(
    services: &mut [Value],
    request: &Request<Vec<u8>>,
    part: &str,
) -> Result<Value, Refused> {
    let mut fields = body(request, UPDATE)?;
    let id = fields.remove("serviceId").unwrap_or_default();
    let mut value = fields.remove(part).unwrap_or_default();
    if part == "products" {
        if !fields.contains_key("serviceType") {
            return Err(Refused::fields(&[("serviceType".to_owned(), "NotEmpty")]));
        }
        show_products(&mut value, 0xe200_0000);
    }
    for other in ["products", "addons", "personOption"] {
        if fields.contains_key(other) {
            return Err(Refused::fields(&[(other.to_owned(), "UnknownProperty")]));
        }
    }
    let found = services.iter_mut().find(|one| one.get("id") == Some(&id));
    let Some(Value::Object(service)) = found else {
        return Err(Refused::new(404, "NotFound"));
    };
    service.insert(part.to_owned(), value);
    Ok(json!({ "responseStatus": {} }))
}

/// Products as they are shown: with an id, without their bytes, with external ids as a list, and with a template.
fn show_products(products: &mut Value, number: usize) {
    let Value::Array(products) = products else { return };
    for (place, product) in products.iter_mut().enumerate() {
        let Value::Object(product) = product else { continue };
        product.remove("image");
        product
            .entry("id")
            .or_insert_with(|| id(number * 256 + place).into());
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
