//! How often each fault occurs, as numbers and as the text of a command line.

use std::str::FromStr;

use fastrand::Rng;

use super::demand::Operation;
use super::fault::Kind;

/// How often a kind is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// For this operation alone.
    pub operation: Option<Operation>,
    /// The kind of fault.
    pub kind: Kind,
    /// How often, against the sum of all that fit the operation.
    pub weight: u32,
}

/// How often what goes wrong. As a text: `quiet`, `rough`, or a list such as
/// `well=80,delay=10,create.reset_after=5`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weights(Vec<Weight>);

impl Weights {
    /// Nothing goes wrong.
    #[must_use]
    pub fn quiet() -> Self {
        Self::default()
    }

    /// A bad day: every kind happens, and about a third of all requests go wrong.
    #[must_use]
    pub fn rough() -> Self {
        let weight = |kind: Kind| match kind {
            Kind::Well => 130,
            Kind::Delay => 20,
            Kind::ResetBefore | Kind::ResetAfter | Kind::StatusBefore | Kind::StatusAfter => 4,
            Kind::Throttled | Kind::SilentAfter | Kind::Late => 3,
            _ => 2,
        };
        let of = |kind: &Kind| Weight {
            operation: None,
            kind: *kind,
            weight: weight(*kind),
        };
        Self(Kind::ALL.iter().map(of).collect())
    }

    /// These.
    #[must_use]
    pub fn of(weights: Vec<Weight>) -> Self {
        Self(weights)
    }

    pub(super) fn draw(&self, operation: Operation, chance: &mut Rng) -> Kind {
        let fits = |weight: &&Weight| weight.operation.is_none_or(|only| only == operation);
        let sum: u32 = self.0.iter().filter(fits).map(|weight| weight.weight).sum();
        if sum == 0 {
            return Kind::Well;
        }
        let mut left = chance.u32(..sum);
        for weight in self.0.iter().filter(fits) {
            if left < weight.weight {
                return weight.kind;
            }
            left -= weight.weight;
        }
        Kind::Well
    }
}

impl FromStr for Weights {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "quiet" => return Ok(Self::quiet()),
            "rough" => return Ok(Self::rough()),
            _ => {}
        }
        let read = |part: &str| {
            let (name, number) = part
                .split_once('=')
                .ok_or(format!("`{part}`: write kind=weight"))?;
            let (operation, kind) = match name.split_once('.') {
                Some((operation, kind)) => (Some(operation), kind),
                None => (None, name),
            };
            let operation = operation
                .map(|name| {
                    let found = Operation::ALL.into_iter().find(|known| known.name() == name);
                    found.ok_or(format!("`{name}` is no operation"))
                })
                .transpose()?;
            let known = Kind::ALL.iter().copied().find(|known| known.name() == kind);
            Ok(Weight {
                operation,
                kind: known.ok_or(format!("`{kind}` is no kind of fault"))?,
                weight: number
                    .parse()
                    .ok()
                    .filter(|weight| *weight <= 1_000_000)
                    .ok_or(format!("`{number}` is no weight"))?,
            })
        };
        text.split(',').map(read).collect::<Result<_, _>>().map(Self)
    }
}
