//! Guests who do not exist. Their last names are the word "example" in many languages, their mail
//! goes to a domain that is reserved for examples (RFC 2606), and they have no telephone.

use fastrand::Rng;
use shared::locale::Language;
use shared::reservation::Guest;
use shared::validation::{Email, Name, Notes};

const FIRST: &[&str] = &[
    "Ada", "Aiko", "Amélie", "Anton", "Bogdan", "Carla", "Chidi", "Clara", "Dilara", "Emil", "Eszter",
    "Fatima", "Felix", "Giulia", "Hannah", "Ivo", "Jana", "Jonas", "Kofi", "Lea", "Liam", "Lucía", "Luka",
    "Maja", "Marie", "Mehmet", "Mina", "Nadia", "Noah", "Olga", "Paul", "Petra", "Ravi", "Rosa", "Sofía",
    "Tereza", "Theo", "Valentin", "Wei", "Zoë",
];

const LAST: &[&str] = &[
    "Beispiel",
    "Example",
    "Exemple",
    "Esempio",
    "Ejemplo",
    "Exemplo",
    "Przykład",
    "Příklad",
    "Príklad",
    "Példa",
    "Primer",
    "Primjer",
    "Örnek",
    "Voorbeeld",
    "Eksempel",
    "Exempel",
    "Esimerkki",
    "Näide",
    "Piemērs",
    "Pavyzdys",
    "Exemplu",
    "Shembull",
    "Mfano",
    "Halimbawa",
    "Dæmi",
    "Sampla",
    "Παράδειγμα",
    "Приклад",
    "Muster",
    "Musterfrau",
    "Mustermann",
    "Beispiel-Muster",
];

/// Notes, by language.
const NOTES: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "By the window, if you can.",
            "One of us does not eat nuts.",
            "It is a birthday; no song, please.",
            "We bring a pram.",
            "Two vegetarians.",
            "Somewhere quiet would be lovely.",
        ],
    ),
    (
        "de",
        &[
            "Wenn möglich am Fenster.",
            "Eine von uns verträgt keine Nüsse.",
            "Ein Geburtstag, bitte ohne Ständchen.",
            "Wir kommen mit Kinderwagen.",
            "Zwei essen vegetarisch.",
            "Ein ruhiger Platz wäre schön.",
        ],
    ),
];

/// One in so many leaves a note.
const WITH_NOTE: u32 = 8;

/// A guest; `number` makes their address their own.
pub(super) fn guest(rng: &mut Rng, number: usize) -> Option<Guest> {
    Some(Guest {
        first_name: Name::parse(rng.choice(FIRST)?).ok(),
        last_name: Name::parse(rng.choice(LAST)?).ok()?,
        email: Email::parse(&format!("guest-{number}@example.com")).ok(),
        phone: None,
    })
}

/// The guest's notes to the restaurant; mostly none.
pub(super) fn note(rng: &mut Rng, language: &Language) -> Option<Notes> {
    if rng.u32(..WITH_NOTE) != 0 {
        return None;
    }
    let (_, notes) = NOTES.iter().find(|(tag, _)| *tag == language.primary())?;
    Notes::parse(rng.choice(*notes)?).ok()
}
