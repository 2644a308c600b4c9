//! A line of the staff's notes by which a party is marked.

/// Whether a line of the notes begins with one of these marks, which are one mark in several languages.
#[must_use]
pub fn has_line(notes: &str, marks: &[&str]) -> bool {
    notes.lines().any(|line| is_marked(line, marks))
}

/// The notes with this line at their end, which begins with a mark; without the lines of the marks where they have one.
#[must_use]
pub fn toggled_line(notes: &str, marks: &[&str], line: &str) -> String {
    let others = notes.lines().filter(|known| !is_marked(known, marks));
    let mut lines: Vec<&str> = others.collect();
    if !has_line(notes, marks) {
        lines.push(line);
    }
    lines.join("\n").trim().to_owned()
}

fn is_marked(line: &str, marks: &[&str]) -> bool {
    marks.iter().any(|mark| line.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MARK: [&str; 2] = ["Running late", "Komt later"];

    #[test]
    fn a_mark_is_added_to_the_notes_and_taken_from_them() {
        let marked = toggled_line("Regular\nWindow", &MARK, "Running late, said at 19:05");
        assert_eq!(marked, "Regular\nWindow\nRunning late, said at 19:05");
        assert!(has_line(&marked, &MARK) && !has_line("They are never Running late", &MARK));
        assert_eq!(toggled_line(&marked, &MARK, "not used"), "Regular\nWindow");
        assert_eq!(toggled_line("", &MARK, MARK[0]), MARK[0]);
        assert_eq!(toggled_line(MARK[0], &MARK, MARK[0]), "");
    }

    #[test]
    fn a_mark_of_a_device_in_another_language_is_the_same() {
        let marked = toggled_line("Regular", &MARK, "Komt later, gezegd om 19:05");
        assert!(has_line(&marked, &MARK));
        assert_eq!(toggled_line(&marked, &MARK, MARK[0]), "Regular");
    }

    proptest! {
        #[test]
        fn a_mark_that_is_taken_back_leaves_the_notes_as_they_were(notes in "[a-z]{1,9}(\n[a-z]{1,9}){0,3}") {
            let marked = toggled_line(&notes, &MARK, MARK[0]);
            prop_assert_eq!(toggled_line(&marked, &MARK, MARK[0]), notes);
        }
    }
}
