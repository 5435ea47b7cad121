//! What was done with the data, and by whom: rows in a chain, each of which holds the hash of the one before it.
//!
//! A row is written before what it says is done, so that nothing is shown or changed without one. Whoever changes a row
//! later has to change all that follow, and what was noted elsewhere of the last one no longer fits.

use std::fmt;

use questionnaire::Minute;
use sha2::{Digest, Sha256};

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// Somebody signs in at the desk.
    SignIn,
    /// Somebody tries to, with a wrong name or password.
    SignInRefused,
    /// Somebody signs out.
    SignOut,
    /// A page of the desk is shown.
    Show,
    /// An account is made.
    StaffAdd,
    /// An account is taken away.
    StaffRemove,
    /// An account gets another password.
    StaffPassword,
    /// An account is to belong to somebody whom a provider of accounts knows, or to nobody there.
    StaffSignOn,
    /// A survey is published or moved on.
    Survey,
    /// Codes are given out.
    Invite,
    /// What came of letters is kept.
    Outcome,
    /// Responses are taken out.
    Export,
    /// Sealed responses are opened.
    Open,
    /// Responses are counted for a publication.
    Report,
    /// Responses are taken in from files.
    Load,
    /// A sheet of paper is typed in.
    Paper,
    /// A text that somebody wrote is read, tagged and rid of what names people.
    Read,
    /// A theme of what people wrote is added, or what the office answers to it is changed.
    Theme,
    /// A tablet is set up.
    KioskAdd,
    /// A tablet is taken away.
    KioskRemove,
    /// Everything is written to a file.
    Backup,
    /// Everything is taken out of a file.
    Restore,
    /// Everything is copied into another database.
    Copy,
    /// What is no longer needed is deleted.
    Delete,
    /// This log is shown.
    Audit,
}

impl Act {
    const ALL: [Self; 25] = [
        Self::SignIn,
        Self::SignInRefused,
        Self::SignOut,
        Self::Show,
        Self::StaffAdd,
        Self::StaffRemove,
        Self::StaffPassword,
        Self::StaffSignOn,
        Self::Survey,
        Self::Invite,
        Self::Outcome,
        Self::Export,
        Self::Open,
        Self::Report,
        Self::Load,
        Self::Paper,
        Self::Read,
        Self::Theme,
        Self::KioskAdd,
        Self::KioskRemove,
        Self::Backup,
        Self::Restore,
        Self::Copy,
        Self::Delete,
        Self::Audit,
    ];

    /// The act of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == name)
    }

    /// Its name in the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::SignInRefused => "sign_in_refused",
            Self::SignOut => "sign_out",
            Self::Show => "show",
            Self::StaffAdd => "staff_add",
            Self::StaffRemove => "staff_remove",
            Self::StaffPassword => "staff_password",
            Self::StaffSignOn => "staff_sign_on",
            Self::Survey => "survey",
            Self::Invite => "invite",
            Self::Outcome => "outcome",
            Self::Export => "export",
            Self::Open => "open",
            Self::Report => "report",
            Self::Load => "load",
            Self::Paper => "paper",
            Self::Read => "read",
            Self::Theme => "theme",
            Self::KioskAdd => "kiosk_add",
            Self::KioskRemove => "kiosk_remove",
            Self::Backup => "backup",
            Self::Restore => "restore",
            Self::Copy => "copy",
            Self::Delete => "delete",
            Self::Audit => "audit",
        }
    }
}

/// Something that is about to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// By whom: `staff NAME`, `terminal USER`, or `office` where the program does it by itself.
    pub who: String,
    /// What it is.
    pub act: Act,
    /// To what. Never an answer, a code or a password.
    pub what: String,
}

impl Deed {
    /// Done at the desk by the account of that name.
    pub fn of_staff(name: &str, act: Act, what: impl Into<String>) -> Self {
        Self { who: format!("staff {name}"), act, what: what.into() }
    }

    /// Done at the command line by whoever the system says it is.
    pub fn of_terminal(act: Act, what: impl Into<String>) -> Self {
        let named = |name| std::env::var(name).ok().filter(|user: &String| !user.is_empty());
        let user = ["SUDO_USER", "USER", "LOGNAME"].into_iter().find_map(named);
        Self { who: format!("terminal {}", user.as_deref().unwrap_or("-")), act, what: what.into() }
    }

    /// Done by the program itself.
    pub fn of_office(act: Act, what: impl Into<String>) -> Self {
        Self { who: "office".to_owned(), act, what: what.into() }
    }
}

/// A row of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number, from 1 without a gap.
    pub number: i64,
    /// When it was written.
    pub at: String,
    /// By whom it was done.
    pub who: String,
    /// What was done.
    pub act: String,
    /// To what.
    pub what: String,
    /// The hash of the row before it; zeros in the first.
    pub previous: Hash,
    /// The hash of everything above.
    pub own: Hash,
}

/// A SHA-256, shown in hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Hash(pub [u8; 32]);

impl fmt::Display for Hash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl Entry {
    /// The hash that it should have.
    fn hash(&self) -> Hash {
        let mut hash = Sha256::new();
        hash.update(self.number.to_be_bytes());
        for field in [&self.at, &self.who, &self.act, &self.what] {
            // With its length, so that no two rows run together into a third.
            hash.update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(field);
        }
        hash.update(self.previous.0);
        Hash(hash.finalize().into())
    }
}

/// Where the chain ends: the number and hash of its last row, none of which is there at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// The number of the last row.
    pub number: i64,
    /// Its hash.
    pub own: Hash,
}

impl Head {
    /// The row that follows.
    pub fn next(self, deed: &Deed, now: Minute) -> Entry {
        let entry = Entry {
            number: self.number + 1,
            at: now.to_string(),
            who: deed.who.clone(),
            act: deed.act.as_str().to_owned(),
            what: deed.what.clone(),
            previous: self.own,
            own: Hash::default(),
        };
        Entry { own: entry.hash(), ..entry }
    }

    /// It as the store keeps it.
    pub fn to_bytes(self) -> Vec<u8> {
        [self.number.to_be_bytes().as_slice(), &self.own.0].concat()
    }

    /// What the store keeps, if it is one.
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let (number, own) = bytes.split_first_chunk()?;
        Some(Self { number: i64::from_be_bytes(*number), own: Hash(own.try_into().ok()?) })
    }
}

/// What is wrong with a chain, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// Its hash is not that of what it says.
    #[error("row {number} was changed after it was written")]
    Changed {
        /// Which row.
        number: i64,
    },
    /// It does not hold the hash of the row before it.
    #[error("row {number} does not follow the row before it: one of the two is not the one that was written")]
    Torn {
        /// Which row.
        number: i64,
    },
    /// It is not there, and others after it are, or were.
    #[error("row {number} is missing")]
    Missing {
        /// Which row.
        number: i64,
    },
    /// A row that somebody has noted is another one now.
    #[error("row {number} is not the one that was noted: the log was written anew from there or before")]
    NotAsNoted {
        /// Which row.
        number: i64,
    },
}

/// Follows a chain from its first row.
#[derive(Debug, Default)]
pub struct Walk {
    /// Where it stands.
    pub head: Head,
    /// The row and hash that somebody has noted, until it is passed.
    noted: Option<Head>,
}

impl Walk {
    /// From the beginning, past a row that was noted, if one was.
    pub fn past(noted: Option<Head>) -> Self {
        Self { head: Head::default(), noted }
    }

    /// The next row.
    pub fn step(&mut self, entry: &Entry) -> Result<(), Broken> {
        let number = self.head.number + 1;
        if entry.number != number {
            return Err(Broken::Missing { number });
        }
        if entry.hash() != entry.own {
            return Err(Broken::Changed { number });
        }
        if entry.previous != self.head.own {
            return Err(Broken::Torn { number });
        }
        self.head = Head { number, own: entry.own };
        match self.noted {
            Some(noted) if noted.number == number && noted.own != entry.own => Err(Broken::NotAsNoted { number }),
            _ => Ok(()),
        }
    }

    /// The end, which the store says is at `kept`.
    pub fn end(&self, kept: Head) -> Result<Head, Broken> {
        let reaches = kept.number.max(self.noted.map_or(0, |noted| noted.number));
        if self.head.number < reaches {
            return Err(Broken::Missing { number: self.head.number + 1 });
        }
        if self.head == kept { Ok(self.head) } else { Err(Broken::Torn { number: self.head.number }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(length: usize) -> Vec<Entry> {
        let now: Minute = "2026-12-02T01:04:00Z".parse().unwrap();
        let mut entries: Vec<Entry> = Vec::new();
        for number in 0..length {
            let head = entries.last().map_or_else(Head::default, |last| Head { number: last.number, own: last.own });
            entries.push(head.next(&Deed::of_staff("田中", Act::Show, format!("survey {number}")), now));
        }
        entries
    }

    fn walked(entries: &[Entry], kept: Head, noted: Option<Head>) -> Result<Head, Broken> {
        let mut walk = Walk::past(noted);
        for entry in entries {
            walk.step(entry)?;
        }
        walk.end(kept)
    }

    fn head(entry: &Entry) -> Head {
        Head { number: entry.number, own: entry.own }
    }

    #[test]
    fn a_chain_that_nobody_touched_holds() {
        let entries = chain(5);
        assert_eq!(walked(&entries, head(&entries[4]), Some(head(&entries[2]))), Ok(head(&entries[4])));
        assert_eq!(walked(&[], Head::default(), None), Ok(Head::default()));
        assert_eq!(Head::of_bytes(&head(&entries[4]).to_bytes()), Some(head(&entries[4])));
    }

    #[test]
    fn whatever_is_changed_is_named() {
        let (entries, last) = (chain(5), head(&chain(5)[4]));
        for change in [
            |entry: &mut Entry| entry.who = "staff 鈴木".to_owned(),
            |entry: &mut Entry| entry.at = "2026-12-02T01:05:00Z".to_owned(),
            |entry: &mut Entry| entry.act = "audit".to_owned(),
            |entry: &mut Entry| entry.what = String::new(),
            |entry: &mut Entry| entry.previous = Hash([1; 32]),
        ] {
            let mut changed = entries.clone();
            change(&mut changed[2]);
            assert_eq!(walked(&changed, last, None), Err(Broken::Changed { number: 3 }));
            changed[2].own = changed[2].hash();
            let named = walked(&changed, last, None).unwrap_err();
            assert!(matches!(named, Broken::Torn { number: 3 | 4 }), "{named}");
        }
    }

    #[test]
    fn whatever_is_taken_out_is_named() {
        let (entries, last) = (chain(5), head(&chain(5)[4]));
        for number in 1..=5 {
            let mut cut = entries.clone();
            cut.remove(number - 1);
            assert_eq!(walked(&cut, last, None), Err(Broken::Missing { number: i64::try_from(number).unwrap() }));
        }
    }

    #[test]
    fn a_log_that_was_written_anew_is_not_the_one_that_was_noted() {
        let (entries, mut anew) = (chain(5), Vec::<Entry>::new());
        for entry in &entries {
            let before = anew.last().map_or_else(Head::default, head);
            let mut next = Entry { who: "staff 鈴木".to_owned(), previous: before.own, ..entry.clone() };
            next.own = next.hash();
            anew.push(next);
        }
        let kept = head(&anew[4]);
        assert_eq!(walked(&anew, kept, None), Ok(kept));
        assert_eq!(walked(&anew, kept, Some(head(&entries[2]))), Err(Broken::NotAsNoted { number: 3 }));
        assert_eq!(walked(&anew[..2], head(&anew[1]), Some(head(&entries[2]))), Err(Broken::Missing { number: 3 }));
    }
}
