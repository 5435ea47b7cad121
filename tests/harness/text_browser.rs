//! A browser that shows text, runs no script and is used by keys.

use std::path::Path;
use std::process::{Command, Stdio};

use super::folder::Folder;
use super::handed;

const DOWN: &str = "Down Arrow";
const ENTER: &str = "^J";
const START_OF_LINE: &str = "^U";
/// Where a page is printed to, in the folder of the browser.
const PRINTED: &str = "page";

/// Someone who reads what the browser prints and presses keys.
///
/// The browser replays its keys from a file and ends, so a page is read by replaying everything up to it.
pub(crate) struct TextBrowser {
    folder: Folder,
    address: String,
    /// Every key so far, one in a line.
    keys: String,
    /// The field that the cursor is on; the first of a page is 1.
    at: usize,
    page: String,
}

impl TextBrowser {
    /// Opens a page.
    pub(crate) fn open(address: String) -> Self {
        let mut browser = Self { folder: Folder::new(), address, keys: String::new(), at: 1, page: String::new() };
        browser.read();
        browser
    }

    /// What the page says, with a number before each field.
    pub(crate) fn page(&self) -> &str {
        &self.page
    }

    /// Presses the last button of this value, and reads what comes.
    pub(crate) fn press(&mut self, value: &str) {
        self.go_to(field(self.page.rsplit_once(&format!("]{value})")), value, &self.page));
        self.key(ENTER);
        self.at = 1;
        self.read();
    }

    /// Ticks the box or the ring before these words.
    pub(crate) fn tick(&mut self, words: &str) {
        let number = self.page.lines().find_map(|line| {
            let (number, rest) = line.trim().strip_prefix('[')?.split_once(']')?;
            let mark = rest.strip_suffix(words)?;
            ["[ ] ", "( ) ", "(*) "].contains(&mark).then(|| number.parse().ok())?
        });
        self.go_to(number.unwrap_or_else(|| panic!("there is nothing to tick before {words:?}:\n{}", self.page)));
        self.key(ENTER);
    }

    /// Writes into the first text field; each line of a large one is a field to this browser.
    pub(crate) fn write(&mut self, words: &str) {
        self.go_to(field(self.page.split_once("]____"), "to write into", &self.page));
        for letter in words.chars() {
            self.key(&if letter == ' ' { "<space>".to_owned() } else { letter.to_string() });
        }
    }

    fn go_to(&mut self, number: usize) {
        let steps = number.checked_sub(self.at).expect("fields are taken from the top down");
        for _ in 0..steps {
            self.key(DOWN);
        }
        self.at = number;
    }

    fn key(&mut self, key: &str) {
        self.keys.extend(["key ", key, "\n"]);
    }

    fn read(&mut self) {
        let (folder, keys) = (self.folder.path(), self.keys.clone());
        let script = folder.join("keys");
        // Prints into a file: the first of the ways to print, under this name instead of the one proposed.
        let printing = ["p", ENTER, START_OF_LINE, "p", "a", "g", "e", ENTER, "Q"].map(|key| format!("key {key}\n"));
        std::fs::write(&script, keys + &printing.concat()).expect("the keys can be written down");
        let printed = folder.join(PRINTED);
        drop(std::fs::remove_file(&printed));
        let output = lynx(folder).arg(format!("-cmd_script={}", script.display())).arg(&self.address).output();
        let output = output.expect("the text browser runs");
        let said = || String::from_utf8_lossy(&output.stdout);
        let page = std::fs::read(&printed).unwrap_or_else(|why| panic!("nothing was printed: {why}\n{}", said()));
        // The browser may cut a letter of several bytes where it ends a line.
        self.page = String::from_utf8_lossy(&page).into_owned();
    }
}

/// The number of the field that a page is split after.
fn field(split: Option<(&str, &str)>, what: &str, page: &str) -> usize {
    let number = split.and_then(|(before, _)| before.rsplit_once('[')?.1.parse().ok());
    number.unwrap_or_else(|| panic!("there is no field {what:?}:\n{page}"))
}

/// The browser as somebody has it who never set anything, on a terminal that shows whole lines and a whole page.
fn lynx(home: &Path) -> Command {
    let mut command = Command::new(handed("KOE_LYNX"));
    command.env_clear().env("HOME", home).current_dir(home);
    command.envs([("TERM", "vt100"), ("COLUMNS", "200"), ("LINES", "100"), ("LANG", "C.UTF-8")]);
    command.args(["-number_fields", "-nopause", "-display_charset=utf-8"]);
    command.stdin(Stdio::null());
    command
}
