//! What failed and why, to be said once more in few lines where somebody looks: at the end.

/// Lines of a failure that are repeated, and characters of each.
const LINES_MAX: usize = 4;
const CHARACTERS_MAX: usize = 400;

/// The failures that the test harness has told of so far.
#[derive(Default)]
pub(crate) struct Failures {
    /// A test and the first lines of what it said.
    told: Vec<(String, Vec<String>)>,
    listening: bool,
}

impl Failures {
    /// Hears the next line of the tests' output.
    pub(crate) fn hear(&mut self, line: &str) {
        let name = line.strip_prefix("---- ").and_then(|rest| rest.strip_suffix(" stdout ----"));
        if let Some(name) = name {
            self.told.push((name.to_owned(), Vec::new()));
            self.listening = true;
        } else if line == "stack backtrace:" || line == "failures:" || line.starts_with("note: ") {
            self.listening = false;
        } else if self.listening
            && let Some((_, lines)) = self.told.last_mut()
        {
            // The most telling of many lines is the first: of a panic it is where, and then why.
            if lines.len() < LINES_MAX {
                lines.push(line.chars().take(CHARACTERS_MAX).collect());
            }
        }
    }

    /// Says it all again, and nothing where nothing failed.
    pub(crate) fn print(&self) {
        for (name, lines) in &self.told {
            println!("FAILED  {name}");
            for line in lines {
                println!("        {line}");
            }
        }
    }
}
