//! JSV as the client for browsers writes it that the framework's authors publish: 200 random services and the vendor's
//! samples are read back, and are the same experiences as in JSON.

use std::io::Write as _;
use std::process::{Command, Stdio};

use config::FourspacesSettings;
use edge::provider::fourspaces::catalogue::ServiceCatalogue;
use edge::provider::fourspaces::offering::VenueTerms;
use edge::provider::fourspaces::{jsv, wire};
use edge::provider::lenient::{self, Elements};
use fastrand::Rng;
use serde_json::{Value, json};
use shared::locale::Language;
use shared::money::Currency;

/// How many services are drawn.
const SERVICES: usize = 200;

/// Reads a list of values, and prints each as JSV.
const WRITER: &str = r#"
import { readFileSync } from "node:fs";
import { JSV } from "@servicestack/client";

const values = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(values.map((value) => JSV.stringify(value))));
"#;

/// The samples of `POST /service`.
const SAMPLES: [&str; 2] = [
    include_str!("../contract/samples/fourspaces/service.insert.request.json"),
    include_str!("../contract/samples/fourspaces/service.insert.response.json"),
];

/// Each of these values as the client writes it.
fn written(values: &[Value]) -> Vec<String> {
    let mut process = Command::new("node")
        .args(["--input-type=module", "--eval", WRITER])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = process.stdin.take().unwrap();
    input.write_all(json!(values).to_string().as_bytes()).unwrap();
    drop(input);
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The same value as the client writes it: numbers and booleans as texts, without nulls and empty texts.
fn as_texts(value: &Value) -> Value {
    let is_told = |value: &Value| !value.is_null() && value != "";
    match value {
        Value::Bool(truth) => truth.to_string().into(),
        Value::Number(number) => number.to_string().into(),
        Value::Array(list) => list.iter().filter(|one| is_told(one)).map(as_texts).collect(),
        Value::Object(object) => {
            let members = object.iter().filter(|(_, one)| is_told(one));
            members.map(|(key, one)| (key.clone(), as_texts(one))).collect()
        }
        Value::Null | Value::String(_) => value.clone(),
    }
}

/// A text with all that has a meaning in JSV. The client does not double the quotes of a text that begins with one, and
/// blanks at the ends of a text that is not quoted cannot be distinguished from layout.
fn text(chance: &mut Rng) -> String {
    const CHARACTERS: [char; 24] = [
        'a', 'B', 'z', '0', '9', ' ', ' ', '"', ':', ',', '{', '}', '[', ']', '\r', '\n', '\\', '\'', '<',
        '&', 'ß', 'é', '€', '中',
    ];
    let length = chance.usize(..24);
    let drawn: String = (0..length).filter_map(|_| chance.choice(CHARACTERS)).collect();
    let text = drawn.trim_start_matches(|one: char| one == '"' || one.is_whitespace());
    text.trim_end().to_owned()
}

fn id(chance: &mut Rng) -> String {
    format!("{:032x}", chance.u128(..))
}

/// A number with up to two decimals.
fn decimal(chance: &mut Rng, most: u32) -> Value {
    let hundredths = chance.u32(..most);
    if hundredths.is_multiple_of(100) {
        json!(hundredths / 100)
    } else {
        json!(f64::from(hundredths) / 100.0)
    }
}

/// A value, or null.
fn perhaps(chance: &mut Rng, value: Value) -> Value {
    if chance.u8(..4) == 0 { Value::Null } else { value }
}

fn product(chance: &mut Rng, template: &str) -> Value {
    let (name, description) = (text(chance), text(chance));
    let (price, minimal, vat) = (
        decimal(chance, 50_000),
        decimal(chance, 50_000),
        decimal(chance, 2_500),
    );
    json!({
        "id": id(chance), "name": name, "description": perhaps(chance, description.into()), "unitPrice": price,
        "minimalPrice": perhaps(chance, minimal), "vatPercentage": vat, "imageUrl": "https://images.example/a,b.jpg",
        "externalId": [text(chance), "a"],
        "reservationData": { "id": id(chance), "accessTemplateId": template, "autoAssignAccessTemplate": chance.bool() },
        "requestData": null,
    })
}

fn addon(chance: &mut Rng) -> Value {
    let (price, vat) = (decimal(chance, 9_000), decimal(chance, 2_500));
    let most = json!(chance.u8(1..9));
    json!({
        "id": id(chance), "name": text(chance), "unitPrice": price, "vatPercentage": vat,
        "maxQuantity": perhaps(chance, most), "externalId": text(chance),
    })
}

/// A service of one of the four types, whose products are given this access template.
fn service(chance: &mut Rng, template: &str) -> Value {
    let products: Vec<Value> = (0..chance.u8(1..4)).map(|_| product(chance, template)).collect();
    let addons: Vec<Value> = (0..chance.u8(..4)).map(|_| addon(chance)).collect();
    let time = json!({
        "id": id(chance), "type": 1, "dailyOptions": null,
        "timespanOptions": {
            "minDuration": chance.u16(30..180), "maxDuration": chance.u16(180..600), "increment": chance.u16(15..60),
            "incrementPriceMultiplier": decimal(chance, 100),
        },
    });
    let people = json!({
        "id": id(chance), "canSelectChildren": chance.bool(), "maxAdultCount": chance.u8(1..20),
        "maxChildrenCount": chance.u8(..9), "adultPriceMultiplier": decimal(chance, 300),
        "childPriceMultiplier": decimal(chance, 200),
    });
    json!({
        "id": id(chance), "organizationId": id(chance),
        "serviceType": if chance.u8(..5) == 0 { chance.u8(2..=4) } else { 1 },
        "name": text(chance), "description": text(chance), "subTitle": text(chance), "imageUrl": null,
        "isPublic": chance.bool(), "requireConfirmation": chance.bool(), "requirePayment": chance.bool(),
        "latitude": null, "currency": { "id": id(chance), "name": "Euro", "code": "EUR", "symbol": "€" },
        "vatPercentage": chance.u8(..25), "products": products, "addons": addons,
        "timeOption": perhaps(chance, time), "personOption": perhaps(chance, people),
        "providers": { "payment": id(chance) }, "organization": { "id": id(chance), "code": text(chance) },
    })
}

/// The experiences in an answer, and why others are left out.
fn experiences(answer: &Value, template: &str) -> String {
    let body = answer.to_string();
    let read: wire::DataAnswer<Elements<wire::ServiceView>> = lenient::read(body.as_bytes()).unwrap();
    assert_eq!(read.data.unreadable, Vec::<String>::new());
    let templates = json!([{ "id": template, "name": "Room", "smartspaces": [{ "id": "space" }] }]);
    let templates: Vec<wire::AccessTemplateView> = serde_json::from_value(templates).unwrap();
    let settings: FourspacesSettings =
        serde_json::from_value(json!({ "key": "K", "horizonDays": 30 })).unwrap();
    let terms = VenueTerms {
        settings: &settings,
        currency: Currency::EUR,
        language: &Language::parse("en").unwrap(),
    };
    format!("{:?}", ServiceCatalogue::of(&read.data.all, &templates, terms))
}

#[test]
fn services_that_the_frameworks_client_writes_are_read_back() {
    let mut chance = Rng::with_seed(4);
    let template = id(&mut chance);
    let answers: Vec<Value> = (0..SERVICES)
        .map(|_| json!({ "data": [service(&mut chance, &template)], "responseStatus": {} }))
        .collect();
    for (answer, text) in answers.iter().zip(written(&answers)) {
        let read = jsv::parse(&text).unwrap_or_else(|error| panic!("{error:?}: {text}"));
        assert_eq!(read, as_texts(answer), "{text}");
        // Nulls and empty texts are left out of both.
        assert_eq!(
            experiences(&read, &template),
            experiences(&as_texts(answer), &template)
        );
        assert_eq!(
            experiences(&read, &template),
            experiences(answer, &template),
            "{text}"
        );
    }
}

#[test]
fn the_vendors_samples_survive_the_frameworks_client() {
    let samples = SAMPLES.map(|sample| serde_json::from_str::<Value>(sample).unwrap());
    for (sample, text) in samples.iter().zip(written(&samples)) {
        assert_eq!(jsv::parse(&text), Ok(as_texts(sample)), "{text}");
    }
}
