//! The e-mail that the scripted venue shows: number 1, with markup in its texts.

use base64ct::{Base64, Encoding as _};
use serde_json::{Value, json};
use shared::time::Instant;

pub(super) fn letters(number: Option<u32>) -> Value {
    let letter = json!({
        "id": "confirmed-r1",
        "from": { "name": "Quitte", "address": "quitte@example.com" },
        "to": { "name": "<b>Ada</b>", "address": "ada@example.com" },
        "reply_to": null,
        "subject": "Your <i>table</i>",
        "text": "Hello <u>\nhttps://book.example.com/book/demo#manage=r1.t\"><script>\n",
        "html": "<p title=\"x\">Hello</p></iframe><script>alert(1)</script>",
        "attachments": [{
            "name": "reservation.ics", "media_type": "text/calendar; charset=utf-8; method=PUBLISH",
            "content": Base64::encode_string(b"BEGIN:VCALENDAR\r\n"),
        }],
    });
    if number.is_none_or(|number| number == 1) {
        json!([{ "number": 1, "at": Instant::from_unix(1_795_258_800), "letter": letter }])
    } else {
        json!([])
    }
}
