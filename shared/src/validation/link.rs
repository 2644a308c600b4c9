//! Finds text that e-mail programs would turn into a link, in names: e-mails greet with them, and go to addresses that
//! are not confirmed.

use super::text::ascii;

/// Endings of domains that mail programs link however they are written: the commonest, and those of short links.
const ENDINGS: &str = "com net org info biz io app xyz shop online site top link click live club vip win bet casino \
    store tech fun icu page dev example test me co cc tv gl gd ly to gg be sh in us uk eu de at ch fr it es nl ru cn \
    рф 中国 中國 网络 公司 香港 한국";
/// Abbreviations that people write before a name without a space, as in `Dr.Huber`.
const TITLES: &str = "dr ddr prof mag mmag ing dipl di dkfm univ doz bakk st hr fr fam mr mrs ms mme mlle sig dott avv rev \
    hon ph med dent vet phil jur rer nat soc oec habil priv";
/// Particles that begin a family name, and the rest of a firm's form, which can follow a point without a space.
const PARTICLES: &str = "de du da di la le el te ten ter van von zu kg";
/// Second parts of degrees, as in `M.Sc.`
const DEGREES: &str = "sc ed th mu ec ba jr sr";

fn has_word(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known == word)
}

/// Whether a name holds an address of the web or of mail, or what would be taken for one.
pub(super) fn has_link(name: &str) -> bool {
    let plain: String = name.chars().map(simple).collect();
    let small = plain.to_lowercase();
    small.contains(['/', '\\', '@'])
        || ["www.", "http:", "https:", "mailto:"]
            .iter()
            .any(|mark| small.contains(mark))
        || {
            let is_apart =
                |character: char| !character.is_alphanumeric() && !matches!(character, '.' | '-' | '_');
            let words: Vec<&str> = plain.split(is_apart).filter(|word| !word.is_empty()).collect();
            let last = words.len().saturating_sub(1);
            (0..)
                .zip(&words)
                .any(|(place, word)| is_domain(word, place < last))
        }
}

/// Characters that browsers and mail programs read as the one of ASCII.
fn simple(character: char) -> char {
    match ascii(character) {
        '\u{2024}' | '\u{FE52}' => '.',
        '\u{2044}' | '\u{2215}' | '\u{29F8}' => '/',
        '\u{FE55}' | '\u{2236}' => ':',
        '\u{FE6B}' => '@',
        other => other,
    }
}

/// Whether a word is a domain; `is_followed` by another word of the name.
fn is_domain(word: &str, is_followed: bool) -> bool {
    let labels: Vec<&str> = word
        .trim_matches('.')
        .split('.')
        .map(|label| label.trim_matches(['-', '_']))
        .collect();
    let [rest @ .., last] = labels.as_slice() else {
        return false;
    };
    let length = last.chars().count();
    if rest.is_empty() || labels.contains(&"") || length < 2 || !last.starts_with(char::is_alphabetic) {
        return false;
    }
    let ending = last.to_lowercase();
    let is_initial = |label: &str| label.chars().count() == 1;
    let is_title = |label: &str| {
        let mut parts = label.split(['-', '_']).filter(|part| !part.is_empty());
        parts.all(|part| is_initial(part) || has_word(TITLES, &part.to_lowercase()))
    };
    // `Dr.in` is a woman's title, and `J.de Vries` a name.
    let is_female = ending == "in" && rest.iter().all(|label| is_title(label) && !is_initial(label));
    let is_particle = has_word(PARTICLES, &ending)
        && (is_followed && rest.iter().all(|label| is_title(label)) || rest == ["Co"] && last == &"KG");
    if is_female || is_particle {
        return false;
    }
    if has_word(ENDINGS, &ending) {
        return true;
    }
    if rest.iter().all(|label| is_initial(label)) {
        // A name may follow, a country's ending must not.
        return length == 2 && last.is_ascii() && !has_word(DEGREES, &ending);
    }
    if rest.iter().all(|label| is_title(label)) {
        return false;
    }
    // Names begin with a capital; scripts without them have no endings of domains but those above.
    let has_case = last
        .chars()
        .any(|each| each.is_lowercase() || each.is_uppercase());
    let is_name = length > 2 && last.starts_with(char::is_uppercase) && last.chars().any(char::is_lowercase);
    has_case && !is_name
}

#[cfg(test)]
mod tests {
    use crate::validation::{FieldCode, Name};

    #[test]
    fn addresses_of_the_web_are_no_names() {
        for name in [
            "Click https://evil.example/win",
            "HTTPS://EVIL.EXAMPLE",
            "http:evil",
            "www.evil.example",
            "WWW.Evil",
            "evil.example/win",
            "evil.example",
            "Evil.Example",
            "EVIL.COM",
            "Evil.Com",
            "win at evil.com!",
            "(evil.com)",
            "t.me",
            "T.Me",
            "t.me/win",
            "bit.ly",
            "Bit.ly",
            "d.pr",
            "j.de",
            "win.in",
            "evil.de now",
            "bit.co",
            "goo.gl",
            "evil.casino.",
            "пример.рф",
            "例子.中国",
            "xn--e1afmkfd.xn--p1ai",
            "a@b",
            "ada@example.com",
            "a\\b",
            "evil．com",
            "ｅｖｉｌ．ｃｏｍ",
            "evil。com",
            "evil․com",
            "evil\u{200B}.com",
            "evil.\u{2060}com",
            "e\u{AD}vil.c\u{200D}om",
            "ｈｔｔｐｓ：／／evil",
            "https:⁄⁄evil",
            "a∕b",
        ] {
            assert_eq!(Name::parse(name), Err(FieldCode::ContainsLink), "{name}");
        }
    }

    #[test]
    fn names_with_points_are_names() {
        for name in [
            "Dr.Huber",
            "dr.huber",
            "DR.HUBER",
            "Dr.Li",
            "Dr.med.univ.Huber",
            "Dr.in Maier",
            "Mag.in Huber",
            "Dipl.-Ing.in Huber",
            "Mag.rer.soc.oec. Huber",
            "MMAG.HUBER",
            "Fam.Huber",
            "FAM.HUBER",
            "Huber GmbH & Co.KG",
            "J.de Vries",
            "Dr.de Vries",
            "J.te Velde",
            "Dipl.-Ing.Huber",
            "Mag.(FH) Huber",
            "Prof. Dr. h.c. Huber",
            "J.R.R.Tolkien",
            "j.huber",
            "Huber M.Sc.",
            "Huber, B.Ed",
            "Ph.D. Huber",
            "Anna.Huber",
            "St.Pierre",
            "Sammy Davis jr.",
            "O’Brien-Smith",
            "Tisch 1.Stock",
            "Familie Huber & Co",
            "ד.כהן",
            "Huber...",
            "Anna: Huber",
        ] {
            assert_eq!(Name::parse(name).map(String::from).as_deref(), Ok(name));
        }
    }
}
