//! Facts about telephone numbers: as people write them, in every country that libphonenumber knows.

use phonenumber::metadata::DATABASE;
use proptest::prelude::*;

use super::*;

fn in_country(text: &str, country: &str) -> Result<String, FieldCode> {
    Phone::parse(text, Some(Country::parse(country).unwrap())).map(String::from)
}

#[test]
fn numbers_as_people_write_them_become_e164() {
    for (text, country, number) in [
        ("0660 551 22 34", "AT", "+436605512234"),
        ("+43 (0)660/5512234", "DE", "+436605512234"),
        ("0043-660-5512234", "DE", "+436605512234"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("06 1234 5678", "IT", "+390612345678"),
        ("(212) 555-0123", "US", "+12125550123"),
        ("1 212 555 0123", "US", "+12125550123"),
        ("8 912 345 67 89", "RU", "+79123456789"),
        ("06 30 123 4567", "HU", "+36301234567"),
        ("612 345 678", "ES", "+34612345678"),
        ("+43 0660 5512234", "DE", "+436605512234"),
        ("0043 0660 5512234", "DE", "+436605512234"),
        ("+43 ( 0 ) 660 5512234", "DE", "+436605512234"),
        ("(+43) 660 5512234", "DE", "+436605512234"),
        ("+0043 660 5512234", "DE", "+436605512234"),
        ("+31 010 123 4567", "AT", "+31101234567"),
        ("+36 06 30 123 4567", "AT", "+36301234567"),
        ("+36 (06) 62 123 456", "AT", "+3662123456"),
        ("+36 0 62 123 456", "AT", "+3662123456"),
        ("+39 (0)6 1234 5678", "AT", "+390612345678"),
        ("+39 (0)347 1234567", "AT", "+393471234567"),
        ("+39 ( 0 ) 331 1234567", "AT", "+393311234567"),
        ("0039 (0)347/1234567", "AT", "+393471234567"),
        ("+39 0347 1234567", "AT", "+393471234567"),
        ("0347 1234567", "IT", "+393471234567"),
        ("+39 (0)331 123456", "AT", "+390331123456"),
        ("+39 0331 1234567", "AT", "+3903311234567"),
        ("+39 (0)30 1234567", "AT", "+390301234567"),
        ("+226 (0)70 12 34 56", "AT", "+22670123456"),
        ("+225 (0)7 12 34 56 78", "AT", "+2250712345678"),
        ("+378 (0)549 886377", "AT", "+3780549886377"),
        ("+378 0549 886377", "AT", "+3780549886377"),
        ("+39 06 698 12345", "VA", "+390669812345"),
        ("+44 (0)20 7946 0123", "AT", "+442079460123"),
        ("+48 (0)22 123 45 67", "AT", "+48221234567"),
        ("+7 8 912 345 67 89", "AT", "+79123456789"),
        ("+7 800 555 35 35", "AT", "+78005553535"),
        ("8 701 234 56 78", "KZ", "+77012345678"),
        ("8 612 34567", "LT", "+37061234567"),
        ("0 612 34567", "LT", "+37061234567"),
        ("+370 800 12345", "AT", "+37080012345"),
        ("8 029 123 45 67", "BY", "+375291234567"),
        ("+375 (0)29 123 45 67", "AT", "+375291234567"),
        ("+52 1 55 1234 5678", "AT", "+525512345678"),
        ("044 55 1234 5678", "MX", "+525512345678"),
        ("011 15 1234-5678", "AR", "+5491112345678"),
        ("0261 15 123-4567", "AR", "+5492611234567"),
        ("0 15 11 98765-4321", "BR", "+5511987654321"),
        ("+1 (1) 212 555 0123", "AT", "+12125550123"),
        ("011 43 660 5512234", "US", "+436605512234"),
        ("0011 43 660 5512234", "AU", "+436605512234"),
        ("8 10 43 660 5512234", "RU", "+436605512234"),
        ("010 43 660 5512234", "JP", "+436605512234"),
        ("001 43 660 5512234", "SG", "+436605512234"),
        ("+800 1234 5678", "AT", "+80012345678"),
    ] {
        assert_eq!(in_country(text, country).as_deref(), Ok(number), "{text}");
    }
}

#[test]
fn what_is_no_number_is_refused() {
    for text in [
        "abc",
        "+",
        "12",
        "+0123456789",
        "+1234567890123456",
        "0660 CALL ME",
        "+999 123 4567",
        "+210 123 4567",
        "+1 212 555 012",
        "+1 066 055 12234",
        "+43 660 + 5512234",
        "٠٦٦٠٥٥١٢٢٣٤",
    ] {
        assert_eq!(in_country(text, "AT"), Err(FieldCode::InvalidPhone), "{text}");
    }
    assert_eq!(in_country("  ", "AT"), Err(FieldCode::Required));
    assert_eq!(Phone::parse("0660 5512234", None), Err(FieldCode::InvalidPhone));
}

#[test]
fn countries_are_two_letters_with_a_calling_code() {
    assert!(Country::parse("at").is_ok());
    assert_eq!(Country::parse("AUT"), Err(FieldCode::Invalid));
    assert_eq!(Country::parse("A4"), Err(FieldCode::Invalid));
    assert_eq!(Country::parse("QQ"), Err(FieldCode::Unknown));
}

/// Every region of the metadata with its calling code, its trunk prefix and the examples of each kind of number.
fn examples() -> Vec<(String, String, Option<String>, String)> {
    let mut examples = Vec::new();
    for region in DATABASE.iter() {
        let descriptors = region.descriptors();
        let kinds = [
            descriptors.fixed_line(),
            descriptors.mobile(),
            descriptors.toll_free(),
            descriptors.premium_rate(),
            descriptors.shared_cost(),
            descriptors.personal_number(),
            descriptors.voip(),
            descriptors.pager(),
            descriptors.uan(),
        ];
        for example in kinds.into_iter().flatten().filter_map(|kind| kind.example()) {
            let code = region.country_code().to_string();
            // Numbers of Canada with seven digits cannot be dialled from abroad.
            let is_national = code == "1" && example.len() != 10;
            if (7..=15).contains(&(code.len() + example.len())) && !is_national {
                let trunk = region.national_prefix().map(str::to_owned);
                examples.push((region.id().to_owned(), code, trunk, example.to_owned()));
            }
        }
    }
    assert!(examples.len() > 1000, "{}", examples.len());
    examples
}

#[test]
fn numbers_of_every_country_are_understood_with_their_trunk_prefix_and_without() {
    let mut faults = Vec::new();
    for (region, code, trunk, number) in examples() {
        let expected = format!("+{code}{number}");
        let country = Country::parse(&region).ok();
        assert_eq!(country.is_some(), region != "001", "{region}");
        let mut forms = vec![
            (format!("+{code} {number}"), None),
            (format!("00{code}-{number}"), None),
        ];
        if !number.starts_with('0') {
            forms.push((number.clone(), country));
        }
        if let Some(trunk) = trunk {
            forms.extend([
                (format!("+{code} {trunk}{number}"), None),
                (format!("+{code} ({trunk}){number}"), None),
                (format!("+{code} ( {trunk} ) {number}"), country),
                (format!("00{code} {trunk} {number}"), None),
                (format!("{trunk}{number}"), country),
            ]);
        }
        for (text, country) in forms {
            let read = Phone::parse(&text, country.filter(|_| region != "001"));
            if country.is_none() && !text.starts_with(['+', '0']) {
                continue;
            }
            if read.as_ref().map(Phone::as_str) != Ok(&expected) {
                faults.push(format!("{region}: {text} is {:?}", read.map(String::from)));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_region_has_the_calling_code_of_the_metadata() {
    for region in DATABASE.iter().filter(|region| region.id() != "001") {
        let country = Country::parse(region.id()).unwrap();
        assert_eq!(
            country.calling_code,
            region.country_code().to_string(),
            "{}",
            region.id()
        );
    }
}

#[test]
fn a_number_is_grouped_for_people() {
    for (number, grouped) in [
        ("+4310000000", "+43 100 000 00"),
        ("+436605512234", "+43 660 551 2234"),
        ("+12125550123", "+1 212 555 0123"),
        ("+35312345678", "+353 123 456 78"),
    ] {
        assert_eq!(Phone::parse(number, None).unwrap().grouped(), grouped);
    }
}

proptest! {
    #[test]
    fn a_number_of_any_country_parses_to_itself(code in "[1-9][0-9]{0,2}", text in "[0-9 ()]{4,16}") {
        if let Ok(phone) = Phone::parse(&format!("+{code}{text}"), None) {
            let again = Phone::parse(phone.as_str(), None);
            prop_assert_eq!(again, Ok(phone));
        }
    }

    #[test]
    fn a_parsed_number_parses_to_itself(text in "[+0]{0,2}[0-9 ()./-]{0,22}") {
        if let Ok(phone) = Phone::parse(&text, Country::parse("AT").ok()) {
            let again = Phone::parse(phone.as_str(), None);
            prop_assert_eq!(again, Ok(phone));
        }
    }

    #[test]
    fn no_text_makes_parsing_panic(text in ".{0,40}") {
        let _ = Phone::parse(&text, Country::parse("IT").ok());
    }
}
