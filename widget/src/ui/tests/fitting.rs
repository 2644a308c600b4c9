//! Facts about a number of guests that another experience does not take.

use super::*;

const SENTENCE: &str = "This is not offered for your number of guests: you are now booking for 4 guests.";

#[test]
fn a_party_that_changes_with_the_experience_is_said_above_it_and_read_out() {
    let mut session = Session::at_find();
    session
        .take(Event::PartyChosen(party(8)))
        .take(Event::ExperienceChosen(experience("table")));
    let html = draw(&session);
    let note = format!("<p class=\"note\">{SENTENCE}</p>");
    // Where there is little room the party itself is folded.
    let at = |text: &str| html.find(text).unwrap();
    assert!(at("</fieldset>") < at(&note) && at(&note) < at("class=\"party folded\""));
    assert_has(&html, &[format!("role=\"status\">{SENTENCE}").as_str()]);
    let german = "Für Ihre Personenzahl wird das nicht angeboten: Sie reservieren jetzt für 4 Personen.";
    assert_has(&draw_in("de", &session.state), &[german]);
    session.take(Event::PartyChosen(party(3)));
    assert_lacks(&draw(&session), &["not offered for your number"]);
}
