//! Facts about catalog files: every mistake of a translator, and the output of correct files.

use super::*;

const ENGLISH: &str =
    "# A note.\n\nback = Back\nuntil = until {}\nguests.one = 1 guest\nguests.other = {} guests\n";

fn found(language: &str, file: &str) -> Vec<String> {
    faults(language, &read(file).unwrap(), &read(ENGLISH).unwrap())
}

#[test]
fn what_is_complete_has_no_faults_in_any_order() {
    assert_eq!(found(ORIGINAL, ENGLISH), [""; 0]);
    assert_eq!(
        found(
            "de",
            "guests.other = {} Personen\nguests.one = 1 Person\nuntil = bis {}\nback = Zurück"
        ),
        [""; 0]
    );
}

#[test]
fn missing_and_unknown_keys_are_named() {
    assert_eq!(
        found(
            "nl",
            "bakc = Terug\nuntil = tot {}\nguests.one = 1 persoon\nguests.other = {} personen"
        ),
        ["back is missing", "bakc is unknown to the original"]
    );
}

#[test]
fn gaps_that_differ_are_named() {
    assert_eq!(
        found(
            "de",
            "back = Zurück\nuntil = bis\nguests.one = {} {}\nguests.other = Personen"
        ),
        [
            "until  has 0 gaps instead of 1",
            "guests one has 2 gaps instead of 1",
            "guests other has 0 gaps instead of 1",
        ]
    );
}

#[test]
fn plural_forms_are_those_of_the_language() {
    let file = "back = Indietro\nuntil = fino alle {}\nguests.one = 1 persona\nguests.other = {} persone";
    assert_eq!(found("it", file), ["guests lacks the form 'many'"]);
    let file = "back = Zurück\nuntil = bis {}\nguests.few = {} Leute\nguests.other = {} Leute";
    assert_eq!(
        found("de", file),
        [
            "guests has a form 'few' that the language does not know",
            "guests lacks the form 'one'"
        ]
    );
    assert_eq!(found("xx", ENGLISH), ["which plural forms does 'xx' have?"]);
    let file = "back.other = {}\nuntil = {}\nguests = {}";
    assert_eq!(
        found("de", file),
        [
            "back has forms for numbers in one language only",
            "guests has forms for numbers in one language only"
        ]
    );
}

#[test]
fn lines_that_cannot_be_read_are_named() {
    assert_eq!(
        read("back\nBack = x\nback = a\tb\nback = a\nback = b\n").unwrap_err(),
        [
            "line 1: `key = text` is wanted",
            "line 2: no key, or no text, or a tab in it",
            "line 3: no key, or no text, or a tab in it",
            "line 5: back is there twice",
        ]
    );
}

#[test]
fn named_gaps_stand_in_any_order_and_none_is_missing_or_new() {
    let original = read("subject = Your table at {restaurant}: {when}\nfoot = By {restaurant}").unwrap();
    assert_eq!(original[0].kind, Kind::Named);
    assert_eq!(original[0].names(), ["restaurant", "when"]);
    let found = |file: &str| faults("de", &read(file).unwrap(), &original);
    assert_eq!(
        found("subject = {when}: Ihr Tisch bei {restaurant}\nfoot = {restaurant}, {restaurant}"),
        [""; 0]
    );
    assert_eq!(
        found("subject = Ihr Tisch bei {resturant}: {when}\nfoot = Von {}"),
        [
            "subject has {resturant}, {when} in its gaps instead of {restaurant}, {when}",
            "foot has no names in its gaps instead of {restaurant}",
            "foot  has 1 gaps instead of 0",
        ]
    );
}

#[test]
fn braces_that_are_no_gap_are_named() {
    assert_eq!(
        read("a = {\nb = }{\nc = {A}\nd = {} and {when}\ne.one = {count}\nf = {{when}}").unwrap_err(),
        [1, 2, 3, 4, 5, 6].map(|line| format!("line {line}: gaps are `{{}}`, or each has a name"))
    );
}

#[test]
fn a_language_is_delivered_in_the_originals_order() {
    let german =
        read("guests.other = {} Personen\nguests.one = 1 Person\nuntil = bis {}\nback = Zurück").unwrap();
    assert_eq!(
        deliver("de", &german, &read(ENGLISH).unwrap()),
        "de\nZurück\nbis {}\nother\t{} Personen\tone\t1 Person\n"
    );
}

#[test]
fn no_line_of_a_page_ends_within_an_e_mail() {
    let texts = read("a = Ihre E-Mail, your e-mail, E-mail\nb = well-made mail\n").unwrap();
    assert_eq!(
        deliver_to_pages("de", &texts, &texts),
        "de\nIhre E-\u{2060}Mail, your e-\u{2060}mail, E-\u{2060}mail\nwell-made mail\n"
    );
}
