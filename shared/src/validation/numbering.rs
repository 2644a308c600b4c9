//! National numbering plans as far as a number's form needs them: calling codes, trunk prefixes, exit codes.
//! Whether a number is in use is not checked.
//!
//! Source: ITU-T E.164 with its national plans. The tests compare it with every region and every example number
//! of libphonenumber's metadata.
//!
//! The metadata themselves are too large for the widget. Measured as release wasm (`opt-level = "z"`, fat LTO), the crate
//! `phonenumber` 0.3.10 adds 295,964 bytes in brotli and `phonelib` 2.1.0 adds 29,219, of 128,300 for a first booking.

/// Regions (ISO 3166-1) with their calling codes, where a number is dialled with a trunk prefix 0 before it.
const TRUNK_0: &str = "AE971 AF93 AL355 AM374 AT43 AU61 AX358 AZ994 BA387 BD880 BE32 BG359 BL590 BO591 CC61 \
    CD243 CH41 CN86 CO57 CU53 CX61 DE49 DZ213 EC593 EG20 EH212 ER291 ET251 FI358 FR33 GB44 GE995 GF594 GG44 \
    GH233 GP590 HR385 ID62 IE353 IL972 IM44 IN91 IQ964 IR98 JE44 JO962 JP81 KE254 KG996 KH855 KI686 KP850 KR82 \
    LA856 LB961 LI423 LK94 LR231 LY218 MA212 MC377 MD373 ME382 MF590 MG261 MK389 MM95 MN976 MQ596 MW265 MY60 \
    NA264 NG234 NL31 NP977 NZ64 PE51 PH63 PK92 PM508 PS970 PY595 RE262 RO40 RS381 SA966 SD249 SE46 SI386 SK421 \
    SL232 SO252 SS211 SY963 TH66 TR90 TW886 TZ255 UA380 UG256 UY598 VE58 VN84 XK383 YE967 YT262 ZA27 ZM260 ZW263";
/// Regions without a trunk prefix, whose numbers begin with a 0 only where they are freephone numbers (0800) or
/// short: another 0 was written by habit.
const NO_TRUNK: &str = "AD376 AO244 AW297 BH973 BI257 BN673 BQ599 BT975 BW267 BZ501 CF236 CK682 CL56 CM237 CR506 \
    CV238 CW599 CY357 CZ420 DJ253 DK45 EE372 ES34 FJ679 FK500 FM691 FO298 GI350 GL299 GM220 GN224 GQ240 GR30 GT502 \
    GW245 GY592 HK852 HN504 HT509 IO246 IS354 KM269 KW965 LS266 LU352 LV371 ML223 MR222 MT356 MU230 MV960 MZ258 \
    NF672 NI505 NO47 NR674 NU683 OM968 PA507 PF689 PG675 PL48 PT351 PW680 QA974 SB677 SC248 SG65 SH290 SJ47 SN221 \
    SR597 ST239 SV503 SZ268 TA290 TD235 TG228 TK690 TL670 TN216 TV688 UZ998 VU678 WF681 WS685";
/// Regions without a trunk prefix where a 0 at the beginning belongs to the number, and, as ZZ,
/// the codes of no country.
const KEPT_0: &str = "AC247 BF226 BJ229 CG242 CI225 IT39 MO853 NC687 NE227 SM378 TJ992 TO676 VA39 ZZ800 ZZ808 \
    ZZ870 ZZ878 ZZ881 ZZ882 ZZ883 ZZ888 ZZ979";
/// Regions with a rule of their own, see [`step`].
const OWN_RULE: &str = "AG1 AI1 AR54 AS1 BB1 BM1 BR55 BS1 BY375 CA1 DM1 DO1 GA241 GD1 GU1 HU36 JM1 KN1 KY1 KZ7 \
    LC1 LT370 MH692 MP1 MS1 MX52 PR1 RU7 RW250 SX1 TC1 TM993 TT1 US1 VC1 VG1 VI1";

/// Letters of a region.
const REGION: usize = 2;

/// Exit codes, dialled before a calling code, by the calling code of the caller's country, where it is not 00.
/// Spaces separate several, the longest first.
const EXIT: [(&str, &str); 20] = [
    ("1", "011"),
    ("7", "810"),
    ("375", "810"),
    ("53", "119"),
    ("55", "0014 0015 0021 0031 0041 0043"),
    ("57", "005 007 009"),
    ("61", "0011"),
    ("62", "001 007 008 009"),
    ("65", "001 002 008"),
    ("66", "001 007 008 009"),
    ("81", "010"),
    ("82", "00700 001 002 005 006 008"),
    ("234", "009"),
    ("254", "000"),
    ("255", "000"),
    ("256", "000"),
    ("592", "001"),
    ("852", "001"),
    ("855", "001"),
    ("976", "001"),
];

/// The trunk prefix before a number that is dialled within its country.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trunk {
    Zero,
    None,
    Kept,
    Own,
}

fn lists() -> impl Iterator<Item = (&'static str, Trunk)> {
    let lists = [
        (TRUNK_0, Trunk::Zero),
        (NO_TRUNK, Trunk::None),
        (KEPT_0, Trunk::Kept),
        (OWN_RULE, Trunk::Own),
    ];
    lists
        .into_iter()
        .flat_map(|(list, trunk)| list.split(' ').map(move |entry| (entry, trunk)))
}

/// The calling code of a region, in capitals.
pub(super) fn calling_code(region: &str) -> Option<&'static str> {
    lists().find_map(|(entry, _)| entry.strip_prefix(region))
}

/// The digits after the exit code of the country with this calling code, where they begin with one.
pub(super) fn after_exit_code<'a>(digits: &'a str, calling_code: Option<&str>) -> Option<&'a str> {
    let own = EXIT.iter().find(|(code, _)| Some(*code) == calling_code);
    own.and_then(|(_, exits)| exits.split(' ').find_map(|exit| digits.strip_prefix(exit)))
        .or_else(|| digits.strip_prefix("00"))
}

/// The calling code that digits begin with, and the digits after it; no code where there is none.
pub(super) fn after_calling_code(digits: &str) -> (&str, &str) {
    let is_code = |length: &usize| {
        let code = digits.get(..*length);
        code.is_some_and(|code| lists().any(|(entry, _)| entry.get(REGION..) == Some(code)))
    };
    digits.split_at((1..=3).find(is_code).unwrap_or_default())
}

/// The number in E.164 without its `+`, of digits that begin with a calling code: without a trunk prefix between
/// the two. `is_bracketed` says that a 0 was written in brackets, as trunk prefixes are: `+39 (0)347 …`. None where
/// there is no such calling code.
pub(super) fn international(digits: &str, is_bracketed: bool) -> Option<String> {
    // No calling code begins with another.
    let (calling_code, trunk) = (1..=3).find_map(|length| {
        let code = digits.get(..length)?;
        let mut entries = lists();
        entries
            .find(|(entry, _)| entry.get(REGION..) == Some(code))
            .map(|(_, trunk)| (code, trunk))
    })?;
    let mut number = digits.get(calling_code.len()..)?.to_owned();
    // A prefix may stand there twice, written once by habit and once by an address book.
    while let Some(shorter) = step(calling_code, trunk, &number, is_bracketed) {
        number = shorter;
    }
    // The plan of North America has no others, and its exit codes and prefixes are no part of a number.
    if calling_code == "1" && (number.len() != 10 || number.starts_with(['0', '1'])) {
        return None;
    }
    Some(format!("{calling_code}{number}"))
}

/// The number with one prefix less; none where it has none.
#[expect(
    clippy::match_same_arms,
    reason = "each country's rule stands by itself, in the order in which they apply"
)]
fn step(calling_code: &str, trunk: Trunk, number: &str, is_bracketed: bool) -> Option<String> {
    let length = number.len();
    let without = |prefix: &str| number.strip_prefix(prefix).filter(|rest| !rest.is_empty());
    let third = number.as_bytes().get(2);
    let rest = match (calling_code, trunk) {
        (_, Trunk::Kept) if has_foreign_zero(calling_code, number, is_bracketed) => without("0"),
        (_, Trunk::Kept) => None,
        // Numbers there can begin with two zeros, and then none is a prefix.
        ("359" | "62" | "81" | "82" | "598", _) if number.starts_with("00") => None,
        (_, Trunk::Zero) => without("0"),
        ("507", _) if number.starts_with("00") => None,
        (_, Trunk::None) if length < 7 || number.starts_with("0800") => None,
        (_, Trunk::None) => without("0"),
        ("1", _) => without("1"),
        // Their numbers can begin with the prefix too, and have so many digits without it.
        ("7", _) if length == 11 => without("8"),
        ("370", _) if length == 9 => without("8").or_else(|| without("0")),
        ("692", _) if length == 8 => without("1"),
        ("241", _) if length == 9 => without("0"),
        ("250", _) if length == 10 => without("0"),
        ("993", _) => without("8"),
        ("36", _) if length >= 10 => without("06").or_else(|| without("0")),
        ("36", _) => without("0"),
        ("375", _) if length == 11 && third != Some(&b'0') && number.starts_with("80") => without("80"),
        // Freephone numbers begin with 80, 810 and 820.
        ("375", _)
            if length >= 10
                && number.starts_with('8')
                && !["80", "810", "820"].iter().any(|own| number.starts_with(own)) =>
        {
            without("8")
        }
        ("375", _) => without("0"),
        // Before 2019 mobile telephones were dialled with 044, 045 or, from abroad, 1, and others with 01.
        ("52", _) if length > 10 => ["01", "044", "045", "1"].into_iter().find_map(without),
        // A carrier of two digits can follow the 0.
        ("55", _) => without("0").map(|rest| {
            rest.get(2..)
                .filter(|_| matches!(rest.len(), 12 | 13))
                .unwrap_or(rest)
        }),
        // A mobile telephone is 15 after the area within the country, and 9 before it from abroad.
        ("54", _) => {
            return without("0")
                .map(str::to_owned)
                .or_else(|| argentine_mobile(number));
        }
        _ => None,
    };
    rest.map(str::to_owned)
}

/// Whether a number of a country without a trunk prefix begins with a 0 that is no part of it: one in brackets that
/// makes it a digit longer than the plan allows, or one before an Italian mobile number. Those begin with 3 and have 10
/// digits, where the 0 of Italy's other numbers belongs to their area code.
fn has_foreign_zero(calling_code: &str, number: &str, is_bracketed: bool) -> bool {
    let length = number.len();
    match calling_code {
        "39" => {
            number.starts_with("03") && length == 11 && (is_bracketed || !is_italian_area(number.as_bytes()))
        }
        "687" => is_bracketed && length == 7,
        "226" | "227" | "853" => is_bracketed && length == 9,
        "242" | "992" => is_bracketed && length == 10,
        "225" | "229" => is_bracketed && length == 11,
        _ => false,
    }
}

/// Whether a number that begins with 03 begins with the code of an Italian area.
fn is_italian_area(number: &[u8]) -> bool {
    match (number.get(2), number.get(3)) {
        (Some(b'0' | b'1' | b'5' | b'9'), _) => true,
        (Some(b'2'), Some(next)) => (b'1'..=b'4').contains(next),
        (Some(b'3'), Some(next)) => matches!(next, b'1' | b'2'),
        (Some(b'4' | b'8'), Some(next)) => (b'1'..=b'6').contains(next),
        (Some(b'6'), Some(next)) => matches!(next, b'2'..=b'5' | b'9'),
        (Some(b'7'), Some(next)) => (b'1'..=b'7').contains(next),
        _ => false,
    }
}

fn argentine_mobile(number: &str) -> Option<String> {
    if number.len() != 12 {
        return None;
    }
    let areas: &[usize] = if number.starts_with("11") { &[2] } else { &[3, 4] };
    areas.iter().find_map(|length| {
        let (area, rest) = number.split_at_checked(*length)?;
        Some(format!("9{area}{}", rest.strip_prefix("15")?))
    })
}
