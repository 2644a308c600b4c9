//! The command line of the chaos run, which is a test target without the usual harness: its own options, and those of the
//! harness, which `cargo test` passes to every target.

/// The booking systems, by the names of their sections in venues' settings.
pub const SYSTEMS: [&str; 3] = ["molzait", "mews", "fourspaces"];
/// The vendor's own spelling of one of them.
const SPELLING: (&str, &str) = ("4spaces", "fourspaces");
/// The seed, unless the arguments name another.
const SEED: u64 = 20_270_302;
/// How much is asked of each system, unless the arguments say otherwise.
const OPERATIONS: u64 = 1_000;
/// The name of the run, in which a filter of tests is looked for.
const NAME: &str = "chaos";

/// Options of the harness that stand alone. They have no effect here.
const FLAGS: [&str; 14] = [
    "-q",
    "--bench",
    "--ensure-time",
    "--exact",
    "--exclude-should-panic",
    "--ignored",
    "--include-ignored",
    "--no-capture",
    "--nocapture",
    "--quiet",
    "--report-time",
    "--show-output",
    "--shuffle",
    "--test",
];
/// Options of the harness that have a value. They have no effect here.
const VALUED: [&str; 7] = [
    "-Z",
    "--color",
    "--format",
    "--logfile",
    "--shuffle-seed",
    "--skip",
    "--test-threads",
];

/// The command line of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChaosArguments {
    /// The seed of chance.
    pub seed: u64,
    /// How much is asked of each system.
    pub operations: u64,
    /// The systems, by their names.
    pub systems: Vec<&'static str>,
    /// Whether another suite is meant, or the names of the tests alone.
    pub is_other: bool,
}

impl ChaosArguments {
    /// The arguments after the program's name; the fault of the first wrong one in words.
    pub fn read(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut read = Self {
            seed: SEED,
            operations: OPERATIONS,
            systems: SYSTEMS.to_vec(),
            is_other: false,
        };
        while let Some(word) = words.next() {
            let (option, given) = match word.split_once('=') {
                Some((option, value)) if option.starts_with('-') => (option, Some(value.to_owned())),
                _ => (word.as_str(), None),
            };
            let mut value = || {
                let value = given.clone().or_else(|| words.next());
                value.ok_or_else(|| format!("{option}: the value is missing"))
            };
            match option {
                "--seed" => read.seed = number(option, &value()?)?,
                "--operations" => read.operations = number(option, &value()?)?,
                "--system" => read.systems = vec![system(&value()?)?],
                "--list" => read.is_other = true,
                _ if FLAGS.contains(&option) => {}
                _ if VALUED.contains(&option) => drop(value()?),
                _ if option.starts_with('-') => {
                    return Err(format!(
                        "{option}: there is no such option; write --system NAME, --seed NUMBER or --operations NUMBER"
                    ));
                }
                filter => read.is_other |= !NAME.contains(filter),
            }
        }
        if read.operations == 0 {
            return Err("--operations: write a number from 1".to_owned());
        }
        Ok(read)
    }
}

fn number(option: &str, text: &str) -> Result<u64, String> {
    let number = text.parse();
    number.map_err(|_| format!("{option}: `{text}` is no whole number"))
}

fn system(name: &str) -> Result<&'static str, String> {
    let (spelled, section) = SPELLING;
    let wanted = if name == spelled { section } else { name };
    let found = SYSTEMS.into_iter().find(|known| *known == wanted);
    found.ok_or_else(|| {
        format!(
            "--system: there is no system `{name}`; write one of {}",
            SYSTEMS.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<ChaosArguments, String> {
        ChaosArguments::read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn a_line_without_options_is_a_run_of_every_system() {
        let all = read("").unwrap();
        assert_eq!(
            (all.seed, all.operations, all.is_other),
            (SEED, OPERATIONS, false)
        );
        assert_eq!(all.systems, SYSTEMS);
    }

    #[test]
    fn a_system_has_the_name_of_its_section_or_of_its_vendor() {
        for (line, system) in [
            ("--system mews", "mews"),
            ("--system=molzait", "molzait"),
            ("--system fourspaces", "fourspaces"),
            ("--system 4spaces", "fourspaces"),
        ] {
            assert_eq!(read(line).unwrap().systems, [system], "{line}");
        }
        let numbers = read("--seed 7 --operations=10000").unwrap();
        assert_eq!((numbers.seed, numbers.operations), (7, 10_000));
    }

    #[test]
    fn a_wrong_argument_is_named_with_its_fault() {
        for (line, fault) in [
            (
                "--system hotel",
                "--system: there is no system `hotel`; write one of molzait, mews, fourspaces",
            ),
            ("--system", "--system: the value is missing"),
            ("--seed seven", "--seed: `seven` is no whole number"),
            ("--operations -1", "--operations: `-1` is no whole number"),
            ("--operations 0", "--operations: write a number from 1"),
        ] {
            assert_eq!(read(line), Err(fault.to_owned()), "{line}");
        }
        let unknown = read("--sytem mews").unwrap_err();
        assert!(
            unknown.starts_with("--sytem: there is no such option"),
            "{unknown}"
        );
    }

    #[test]
    fn options_of_the_harness_have_no_effect() {
        let expected = read("--system mews");
        for line in [
            "--nocapture --system mews",
            "--test-threads 1 --system mews",
            "--test-threads=1 --system mews -q",
            "--skip cha --system mews",
            "-Z unstable-options --system mews chaos",
        ] {
            assert_eq!(read(line), expected, "{line}");
        }
        assert!(read("--list --format terse").unwrap().is_other);
        assert!(read("a_test_of_another_target").unwrap().is_other);
    }
}
