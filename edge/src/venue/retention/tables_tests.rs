//! Facts about the list of tables: it names each column of the schema once.

use std::collections::BTreeSet;

use super::super::change_tables::CHANGE_TABLES;
use super::super::till_tables::TILL_TABLES;
use super::*;
use crate::storage::database::{Database as _, Statement};
use crate::test_support::database::Memory;

#[test]
fn every_table_and_every_column_of_the_schema_has_an_end() {
    let memory = Memory::new();
    let columns = memory
        .rows(Statement::new(
            "SELECT tables.name AS name, columns.name AS part FROM sqlite_master AS tables
             JOIN pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'",
            vec![],
        ))
        .unwrap();
    let stored: BTreeSet<(String, String)> = columns
        .iter()
        .map(|row| {
            let text = |key: &str| row[key].as_str().unwrap().to_owned();
            (text("name"), text("part"))
        })
        .filter(|(name, _)| !name.starts_with("sqlite_"))
        .collect();
    let all = || TABLES.iter().chain(CHANGE_TABLES).chain(TILL_TABLES);
    let listed: Vec<(String, String)> = all()
        .flat_map(|table| {
            let parts = table.personal.iter().chain(table.other);
            parts.map(|part| (table.name.to_owned(), (*part).to_owned()))
        })
        .collect();
    assert_eq!(stored, listed.iter().cloned().collect());
    assert_eq!(stored.len(), listed.len(), "a column stands in the list twice");
    assert!(all().all(|table| !table.end.is_empty()));
}
