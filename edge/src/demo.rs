//! Guard for demonstrations: made-up venues and reservations, payments that move no money, e-mails that are shown
//! and not sent. A deployment has them only if its variable [`VARIABLE`] is `yes`. The constructors of these
//! adapters take an [`Allowed`] as proof of this check.

/// The deployment's variable, set by `cargo xtask dev` and by the tests.
pub const VARIABLE: &str = "COUVERT_DEMO";

/// Proof that this deployment allows demonstrations.
#[derive(Clone, Copy, Debug)]
pub struct Allowed(());

impl Allowed {
    /// The proof, if the deployment's variable is `yes`; none for every other value.
    #[must_use]
    pub fn by(variable: &dyn Fn(&str) -> Option<String>) -> Option<Self> {
        (variable(VARIABLE).as_deref() == Some("yes")).then_some(Self(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn demonstrations_need_exactly_one_word() {
        for (value, is_allowed) in [
            (Some("yes"), true),
            (None, false),
            (Some(""), false),
            (Some("no"), false),
            (Some("YES"), false),
            (Some("yes "), false),
            (Some("true"), false),
            (Some("1"), false),
        ] {
            let variable = |name: &str| {
                assert_eq!(name, "COUVERT_DEMO");
                value.map(str::to_owned)
            };
            assert_eq!(Allowed::by(&variable).is_some(), is_allowed, "{value:?}");
        }
    }
}
