//! E-mails on the real runtime: an alarm sends them, and `/dev/mail` shows them where the worker is configured to.

use ureq::Agent;

use crate::guest::Guest;
use crate::server::Home;

/// GET of a page: the status and the text.
fn page(origin: &str, path: &str) -> (u16, String) {
    let agent: Agent = Agent::config_builder().http_status_as_error(false).build().into();
    let mut answer = agent.get(format!("{origin}{path}")).call().unwrap();
    (
        answer.status().as_u16(),
        answer.body_mut().read_to_string().unwrap(),
    )
}

#[test]
fn a_booking_s_emails_to_guest_and_restaurant_are_shown() {
    let home = Home::new();
    let server = home.start();
    let guest = Guest::of(&server.origin, "demo");
    let choice = guest.open_times("dinner", 2).next().unwrap();
    let booked = guest.book(&choice, "mail-1").unwrap();
    assert_eq!(booked.status, 201, "{}", booked.body);
    let (id, token) = (
        booked.body["id"].as_str().unwrap(),
        booked.body["manageToken"].as_str().unwrap(),
    );
    let log = server.log_until("letterSent") + &server.log_until("letterSent");
    let (status, list) = page(&server.origin, "/dev/mail");
    assert_eq!(status, 200);
    assert_eq!(list.matches("<li>").count(), 2, "{list}");
    let (_, letter) = page(&server.origin, "/dev/mail/demo/1");
    assert!(
        letter.contains(&format!("/book/demo?view=manage#manage={id}.{token}")),
        "{letter}"
    );
    let picture = "/pictures/demo/dinner.jpg";
    assert!(
        letter.contains(&format!("img src=&#34;{picture}&#34;")),
        "{letter}"
    );
    let mut picture = ureq::get(format!("{}{picture}", server.origin)).call().unwrap();
    assert_eq!(picture.headers()["content-type"], "image/jpeg");
    let picture = picture.body_mut().read_to_vec().unwrap();
    assert!(picture.starts_with(&[0xff, 0xd8]));
    let (status, file) = page(&server.origin, "/dev/mail/demo/1/0");
    assert_eq!(status, 200);
    assert!(
        file.starts_with("BEGIN:VCALENDAR\r\n") && file.contains(&format!("UID:{id}@demo\r\n")),
        "{file}"
    );
    let address = format!("{}/v1/venues/demo/reservations/{id}/calendar.ics", server.origin);
    let bearer = format!("Bearer {token}");
    let mut answer = ureq::get(&address)
        .header("authorization", &bearer)
        .call()
        .unwrap();
    let file = answer.body_mut().read_to_string().unwrap();
    assert!(file.contains(&format!("UID:{id}@demo\r\n")), "{file}");
    let log = log + &server.log();
    assert!(!log.contains(token), "{log}");
}

#[test]
fn emails_are_shown_only_where_the_worker_is_configured_for_it() {
    let home = Home::new();
    let server = home.start_without_demo(&[]);
    assert_eq!(page(&server.origin, "/dev/mail").0, 404);
    assert_eq!(page(&server.origin, "/dev/mail/demo/1").0, 404);
}
