//! A line of the staff's notes by which a party is marked.

/// Whether a line of the notes begins with this mark.
#[must_use]
pub fn has_line(notes: &str, mark: &str) -> bool {
    notes.lines().any(|line| line.starts_with(mark))
}

/// The notes with this line at their end, which begins with the mark; without the lines of the mark where they have one.
#[must_use]
pub fn toggled_line(notes: &str, mark: &str, line: &str) -> String {
    let others = notes.lines().filter(|known| !known.starts_with(mark));
    let mut lines: Vec<&str> = others.collect();
    if !has_line(notes, mark) {
        lines.push(line);
    }
    lines.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MARK: &str = "Running late";

    #[test]
    fn a_mark_is_added_to_the_notes_and_taken_from_them() {
        let marked = toggled_line("Regular\nWindow", MARK, "Running late, said at 19:05");
        assert_eq!(marked, "Regular\nWindow\nRunning late, said at 19:05");
        assert!(has_line(&marked, MARK) && !has_line("They are never Running late", MARK));
        assert_eq!(toggled_line(&marked, MARK, "not used"), "Regular\nWindow");
        assert_eq!(toggled_line("", MARK, MARK), MARK);
        assert_eq!(toggled_line(MARK, MARK, MARK), "");
    }

    proptest! {
        #[test]
        fn a_mark_that_is_taken_back_leaves_the_notes_as_they_were(notes in "[a-z]{1,9}(\n[a-z]{1,9}){0,3}") {
            let marked = toggled_line(&notes, MARK, MARK);
            prop_assert_eq!(toggled_line(&marked, MARK, MARK), notes);
        }
    }
}
