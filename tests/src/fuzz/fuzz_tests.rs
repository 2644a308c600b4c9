//! Facts about the parsers of other people's data: no seed of `tests/fuzz`, no damaged one and no bytes of pure chance
//! break a promise.

use std::fmt;
use std::fs;
use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{fourspaces, mews, molzait, request};

/// Inputs of each parser for each of `PROPTEST_CASES`: to read one is cheap beside a case of other properties.
const INPUTS_PER_CASE: u32 = 8;

/// Texts in place of a number: the ends of types, and what is none.
const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "0.5",
    "29",
    "65536",
    "4294967296",
    "9223372036854775807",
    "99999999999999999999",
    "1e400",
    "null",
    "[]",
    "\"\"",
];

/// An input, shown in a failure as a byte string.
struct Input(Vec<u8>);

impl fmt::Debug for Input {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "b\"{}\"", self.0.escape_ascii())
    }
}

/// One change to the bytes of a seed.
#[derive(Clone, Debug)]
enum Damage {
    /// A bit of one byte is the other one.
    Flipped(Index, u8),
    /// So many bytes from there on are missing.
    Cut(Index, usize),
    /// Everything from there on is missing.
    Ended(Index),
    /// Bytes of a seed are in between.
    Spliced(Index, Vec<u8>),
    /// One of the numbers is this text.
    Replaced(Index, &'static str),
}

fn damaged(bytes: &[u8], damage: &Damage) -> Vec<u8> {
    let place = |at: &Index| at.index(bytes.len() + 1);
    match damage {
        Damage::Flipped(at, bit) => {
            let mut flipped = bytes.to_vec();
            if let Some(byte) = flipped.get_mut(place(at)) {
                *byte ^= 1_u8 << *bit;
            }
            flipped
        }
        Damage::Cut(at, count) => {
            let from = place(at);
            let to = bytes.len().min(from + *count);
            [&bytes[..from], &bytes[to..]].concat()
        }
        Damage::Ended(at) => bytes[..place(at)].to_vec(),
        Damage::Spliced(at, piece) => {
            let (before, after) = bytes.split_at(place(at));
            [before, piece.as_slice(), after].concat()
        }
        Damage::Replaced(which, text) => with_number(bytes, *which, text),
    }
}

/// The bytes with this text in place of one of their runs of digits.
fn with_number(bytes: &[u8], which: Index, text: &str) -> Vec<u8> {
    let mut pieces: Vec<&[u8]> = bytes
        .chunk_by(|one, next| one.is_ascii_digit() == next.is_ascii_digit())
        .collect();
    let numbers: Vec<usize> = (0..pieces.len())
        .filter(|at| pieces[*at][0].is_ascii_digit())
        .collect();
    if !numbers.is_empty() {
        pieces[*which.get(&numbers)] = text.as_bytes();
    }
    pieces.concat()
}

/// The committed seeds of a target.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/seeds")
        .join(target);
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    files.into_iter().map(|file| fs::read(file).unwrap()).collect()
}

fn damages(seeds: Vec<Vec<u8>>) -> impl Strategy<Value = Damage> {
    let piece = (select(seeds), any::<Index>(), 1_usize..64).prop_map(|(seed, at, count)| {
        let from = at.index(seed.len());
        seed[from..seed.len().min(from + count)].to_vec()
    });
    prop_oneof![
        2 => (any::<Index>(), 0_u8..8).prop_map(|(at, bit)| Damage::Flipped(at, bit)),
        2 => (any::<Index>(), 1_usize..64).prop_map(|(at, count)| Damage::Cut(at, count)),
        1 => any::<Index>().prop_map(Damage::Ended),
        2 => (any::<Index>(), piece).prop_map(|(at, piece)| Damage::Spliced(at, piece)),
        // Most of these leave JSON that can be read, and reach the code behind the parser.
        6 => (any::<Index>(), select(NUMBERS)).prop_map(|(which, text)| Damage::Replaced(which, text)),
    ]
}

/// Seeds of a target with damage, and now and then bytes of pure chance.
fn inputs(target: &str) -> impl Strategy<Value = Input> + use<> {
    let seeds = seeds(target);
    let damaged_seeds = (select(seeds.clone()), vec(damages(seeds), 1..6))
        .prop_map(|(seed, damages)| damages.iter().fold(seed, |bytes, damage| damaged(&bytes, damage)));
    prop_oneof![9 => damaged_seeds, 1 => vec(any::<u8>(), 0..200)].prop_map(Input)
}

#[test]
fn no_committed_seed_breaks_a_promise() {
    let read_all = |target: &str, check: fn(&[u8])| seeds(target).iter().for_each(|seed| check(seed));
    read_all("fourspaces", fourspaces::check);
    read_all("mews", mews::check);
    read_all("molzait", molzait::check);
    read_all("request", request::check);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(INPUTS_PER_CASE * ProptestConfig::default().cases))]

    #[test]
    fn no_answer_in_place_of_4spaces_breaks_a_promise(input in inputs("fourspaces")) {
        fourspaces::check(&input.0);
    }

    #[test]
    fn no_answer_in_place_of_mews_breaks_a_promise(input in inputs("mews")) {
        mews::check(&input.0);
    }

    #[test]
    fn no_answer_in_place_of_molzait_breaks_a_promise(input in inputs("molzait")) {
        molzait::check(&input.0);
    }

    #[test]
    fn no_request_breaks_a_promise(input in inputs("request")) {
        request::check(&input.0);
    }
}
