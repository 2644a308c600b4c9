//! Bodies and queries as any caller may send them: parsed without a panic, and what is accepted means the same once it
//! has been written and read again.

use serde_json::Value;
use shared::availability::{CalendarQuery, SlotsQuery};
use shared::reservation::ReservationRequest;
use shared::validation::{read_json, read_query};

/// Reads a body, and the same as a query.
///
/// # Panics
///
/// Where a promise is broken.
pub fn check(data: &[u8]) {
    if let Ok(value) = serde_json::from_slice::<Value>(data)
        && let Ok(request) = read_json::<ReservationRequest>(value)
    {
        let written = serde_json::to_value(&request).unwrap();
        assert_eq!(read_json::<ReservationRequest>(written).unwrap(), request);
    }
    let pairs: Vec<(String, String)> = data
        .split(|byte| *byte == b'&')
        .map(|pair| {
            let text = String::from_utf8_lossy(pair);
            let (name, value) = text.split_once('=').unwrap_or((&text, ""));
            (name.to_owned(), value.to_owned())
        })
        .collect();
    drop(read_query::<SlotsQuery>(pairs.clone()));
    drop(read_query::<CalendarQuery>(pairs));
}
