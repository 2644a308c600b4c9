//! Keeps in a venue's database until when another system asked to be left alone. It must not know
//! which system that is.

use std::rc::Rc;

use serde::Deserialize;
use shared::time::Instant;

use super::database::{Database, Statement, select};
use crate::upstream::Keeper;

/// The kept time.
pub struct Hold(pub Rc<dyn Database>);

impl Keeper for Hold {
    // A database that fails now fails the request elsewhere, with its cause; what is lost here costs
    // the other system one call too early.
    fn held_until(&self) -> Option<Instant> {
        #[derive(Deserialize)]
        struct Row {
            value: String,
        }
        let rows = select(&*self.0, "SELECT value FROM meta WHERE key = 'hold'", vec![]);
        let kept = rows.ok()?.into_iter().next().map(|Row { value }| value)?;
        kept.parse().ok().map(Instant::from_unix)
    }

    fn keep(&self, until: Instant) {
        let _ = self.0.write(vec![Statement::new(
            "INSERT OR REPLACE INTO meta VALUES ('hold', ?)",
            vec![until.unix().to_string().into()],
        )]);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use serde_json::json;

    use super::*;
    use crate::venue::database::{DatabaseError, Value};

    /// A table with one row, or a database that fails.
    #[derive(Default)]
    struct OneRow {
        kept: RefCell<Option<String>>,
        fails: bool,
    }

    impl Database for OneRow {
        fn rows(&self, _: Statement) -> Result<Vec<serde_json::Value>, DatabaseError> {
            if self.fails {
                return Err(DatabaseError("full".to_owned()));
            }
            let kept = self.kept.borrow();
            Ok(kept.iter().map(|value| json!({ "value": value })).collect())
        }

        fn write(&self, statements: Vec<Statement>) -> Result<(), DatabaseError> {
            if self.fails {
                return Err(DatabaseError("full".to_owned()));
            }
            for statement in statements {
                let [Value::Text(text)] = &statement.bindings[..] else {
                    panic!("{statement:?}");
                };
                self.kept.replace(Some(text.clone()));
            }
            Ok(())
        }
    }

    #[test]
    fn what_is_kept_is_found_again() {
        let database = Rc::new(OneRow::default());
        assert_eq!(Hold(database.clone()).held_until(), None);
        Hold(database.clone()).keep(Instant::from_unix(1_780_000_030));
        assert_eq!(
            Hold(database).held_until(),
            Some(Instant::from_unix(1_780_000_030))
        );
    }

    #[test]
    fn a_database_that_fails_holds_nobody_back() {
        let hold = Hold(Rc::new(OneRow {
            fails: true,
            ..OneRow::default()
        }));
        hold.keep(Instant::from_unix(1));
        assert_eq!(hold.held_until(), None);
    }
}
