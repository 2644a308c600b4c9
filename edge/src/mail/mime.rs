//! An e-mail as an Internet message (RFC 5322 and MIME).

use base64ct::{Base64, Encoding as _};
use mail_builder::MessageBuilder;
use mail_builder::headers::HeaderType;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::date::Date;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::{BodyPart, MimePart};
use sha2::{Digest, Sha256};
use shared::time::Instant;

use super::{MailError, Mailbox, OutgoingEmail, one_line};

/// The message's text: ASCII, with lines that end as SMTP wants them. Everything that the library would
/// ask a clock for is given to it.
pub fn message(letter: &OutgoingEmail, now: Instant) -> Result<String, MailError> {
    let never = |what: &str| MailError::Never(format!("mail: {what}"));
    // Such a line is in no encoded part, and two parts of one letter have different ones.
    let digest = base16ct::lower::encode_string(&Sha256::digest(letter.id.as_bytes())[..12]);
    let multipart = |kind: &'static str, parts: Vec<MimePart<'static>>| {
        let boundary = format!("=_{kind}_{digest}");
        let media_type = ContentType::new(format!("multipart/{kind}")).attribute("boundary", boundary);
        MimePart::new(media_type, BodyPart::Multipart(parts))
    };
    let mut body = multipart(
        "alternative",
        vec![
            MimePart::new("text/plain", letter.text.clone()),
            MimePart::new("text/html", letter.html.clone()),
        ],
    );
    if !letter.attachments.is_empty() {
        let mut parts = vec![body];
        for file in &letter.attachments {
            let content =
                Base64::decode_vec(&file.content).map_err(|_| never("an attachment is not in base64"))?;
            let part = MimePart::new(ContentType::new(one_line(&file.media_type)), content);
            parts.push(part.attachment(one_line(&file.name)));
        }
        body = multipart("mixed", parts);
    }
    let domain = letter.from.address.rsplit('@').next().unwrap_or("localhost");
    let mut message = MessageBuilder::new()
        .from(address(&letter.from))
        .to(address(&letter.to))
        .subject(one_line(&letter.subject))
        .date(Date::new(now.unix()))
        .message_id(one_line(&format!("{}@{domain}", letter.id)))
        // No absence note has to answer it (RFC 3834).
        .header("Auto-Submitted", HeaderType::Raw(Raw::new("auto-generated")));
    if let Some(mailbox) = &letter.reply_to {
        message = message.reply_to(address(mailbox));
    }
    message
        .body(body)
        .write_to_string()
        .map_err(|_| never("the message cannot be written"))
}

fn address(mailbox: &Mailbox) -> Address<'static> {
    Address::new_address(mailbox.name.as_deref().map(one_line), one_line(&mailbox.address))
}

#[cfg(test)]
mod tests {
    use mail_parser::{MessageParser, MimeHeaders};
    use proptest::prelude::*;

    use super::*;
    use crate::mail::Attachment;

    fn letter(name: &str, subject: &str, text: &str, file: &[u8]) -> OutgoingEmail {
        let mailbox = |name: &str, address: &str| Mailbox {
            name: Some(name.to_owned()),
            address: address.to_owned(),
        };
        OutgoingEmail {
            id: "confirmed-r1".to_owned(),
            from: mailbox("Linde", "linde@example.com"),
            to: mailbox(name, "ada@example.com"),
            reply_to: Some(mailbox("Tisch", "table@example.com")),
            subject: subject.to_owned(),
            text: text.to_owned(),
            html: format!("<p>{text}</p>"),
            attachments: vec![Attachment {
                name: "reservation.ics".to_owned(),
                media_type: "text/calendar; charset=utf-8; method=PUBLISH".to_owned(),
                content: Base64::encode_string(file),
            }],
            is_limited: false,
        }
    }

    fn written(letter: &OutgoingEmail) -> String {
        message(letter, Instant::from_unix(1_795_258_800)).unwrap()
    }

    #[test]
    fn a_letter_has_both_bodies_and_its_file() {
        let letter = letter(
            "Ada Müßter",
            "Ihr Tisch für zwei",
            "Bis Freitag, 19:00\n",
            b"BEGIN:VCALENDAR\r\n",
        );
        let text = written(&letter);
        for line in [
            "Date: Sat, 21 Nov 2026 11:00:00 +0000",
            "Message-ID: <confirmed-r1@example.com>",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
        ] {
            assert!(text.contains(&format!("{line}\r\n")), "{line} in {text}");
        }
        assert_eq!(text, written(&letter), "the same letter is the same message");
        let message = MessageParser::new().parse(text.as_bytes()).unwrap();
        assert_eq!(message.subject(), Some("Ihr Tisch für zwei"));
        let to = message.to().unwrap().first().unwrap();
        assert_eq!(
            (to.name(), to.address()),
            (Some("Ada Müßter"), Some("ada@example.com"))
        );
        assert_eq!(
            message.reply_to().unwrap().first().unwrap().address(),
            Some("table@example.com")
        );
        assert_eq!(message.body_text(0).unwrap().trim_end(), "Bis Freitag, 19:00");
        assert!(message.body_html(0).unwrap().starts_with("<p>Bis Freitag"));
        let file = message.attachment(0).unwrap();
        assert_eq!(file.attachment_name(), Some("reservation.ics"));
        let media_type = file.content_type().unwrap();
        assert_eq!(
            (media_type.ctype(), media_type.subtype()),
            ("text", Some("calendar"))
        );
        assert_eq!(media_type.attribute("method"), Some("PUBLISH"));
        let kinds: Vec<_> = message
            .parts
            .iter()
            .filter_map(|part| part.content_type()?.subtype())
            .collect();
        assert_eq!(kinds, ["mixed", "alternative", "plain", "html", "calendar"]);
    }

    proptest! {
        #[test]
        fn no_name_and_no_subject_adds_a_header(name in "(?s).{1,80}", subject in "(?s).{1,80}") {
            let text = written(&letter(&name, &subject, "x", b"x"));
            let head = text.split("\r\n\r\n").next().unwrap();
            let names: Vec<_> = head
                .split("\r\n")
                .filter(|line| !line.starts_with([' ', '\t']))
                .map(|line| line.split(':').next().unwrap())
                .collect();
            prop_assert_eq!(
                names,
                ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Reply-To", "MIME-Version", "Content-Type"]
            );
            prop_assert!(head.is_ascii());
            prop_assert!(!head.replace("\r\n", "").contains(['\r', '\n']));
        }

        #[test]
        fn what_is_attached_arrives(file in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut letter = letter("Ada", "x", "x", &file);
            letter.attachments[0].media_type = "application/pdf".to_owned();
            let text = written(&letter);
            let message = MessageParser::new().parse(text.as_bytes()).unwrap();
            prop_assert_eq!(message.attachment(0).unwrap().contents(), file.as_slice());
        }
    }
}
