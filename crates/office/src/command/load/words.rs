//! What a load says, in Japanese and English: what happened, and what to do. Nothing of an answer is in it.

use std::path::Path;

use koefile::Fault;
use questionnaire::{ResponseProblem, State, UnreadableResponse};

use super::judged::NotTaken;
use super::report::Counts;
use crate::command::misfit::in_words;
use crate::content::Tongue;
use crate::intake::Refusal;
use crate::store::Reason;

/// Why nothing of a file can be loaded, or nothing further.
#[derive(Debug)]
pub(super) enum FileFault {
    /// The system does not let it be read.
    Unreadable(std::io::Error),
    /// It is a folder.
    Folder,
    /// There is nothing in it.
    Empty,
    /// There is no whole line in it.
    NotOurs,
}

impl FileFault {
    /// Its name for programs.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "unreadable_file",
            Self::Folder => "folder",
            Self::Empty => "empty_file",
            Self::NotOurs => "no_whole_line",
        }
    }

    pub(super) fn in_words(&self, tongue: Tongue) -> String {
        let (ja, en) = match self {
            Self::Unreadable(error) => {
                return match tongue {
                    Tongue::Ja => format!("読めません（{error}）。ファイルの場所と、読む権限をたしかめてください"),
                    Tongue::En => {
                        format!("cannot be read ({error}): look whether the file is there and this user may read it")
                    }
                };
            }
            Self::Folder => ("フォルダーです。中のファイルを指定してください", "is a folder: name the files in it"),
            Self::Empty => {
                ("何も入っていません。端末からもう一度書き出してください", "is empty: export it from the device again")
            }
            Self::NotOurs => (
                "回答票のファイル（*.koe）ではないか、完全な行が1つもありません。ファイルをたしかめ、端末からもう一度書き出してください",
                "is no file of responses (*.koe), or no line of it is whole: \
                 look whether it is the right file, or export it from the device again",
            ),
        };
        in_tongue(tongue, ja, en)
    }

    /// It with its file.
    pub(super) fn line(&self, path: &Path, tongue: Tongue) -> String {
        format!("{}: {}", path.display(), self.in_words(tongue))
    }
}

fn in_tongue(tongue: Tongue, ja: &str, en: &str) -> String {
    match tongue {
        Tongue::Ja => ja.to_owned(),
        Tongue::En => en.to_owned(),
    }
}

pub(super) fn summary(files: usize, counts: Counts, tongue: Tongue) -> String {
    let Counts { stored, before, aside, not_stored } = counts;
    match tongue {
        Tongue::Ja => format!(
            "ファイル {files} 個：いま保存 {stored} 件、前に保存ずみ {before} 件（そのうち別扱い {aside} 件）、保存できないもの {not_stored} 件"
        ),
        Tongue::En => format!(
            "{files} {}: {stored} stored now, {before} stored before ({aside} of them aside), {not_stored} not stored",
            if files == 1 { "file" } else { "files" }
        ),
    }
}

pub(super) fn not_all(not_stored: u64, tongue: Tongue) -> String {
    match tongue {
        Tongue::Ja => {
            format!("保存できないものが {not_stored} 件あります。上の行のとおりに直して、もう一度読みこんでください")
        }
        Tongue::En if not_stored == 1 => "1 line is not stored: do what it says above, and load again".to_owned(),
        Tongue::En => format!("{not_stored} lines are not stored: do what they say above, and load again"),
    }
}

pub(super) fn no_whole_line(last: u64, tongue: Tongue) -> String {
    match tongue {
        Tongue::Ja => format!("{last} 行目まで、完全な行がありません。端末からもう一度書き出してください"),
        Tongue::En => format!("up to line {last} no line is whole: export the file from the device again"),
    }
}

/// What is told of a response that is stored aside.
pub(super) fn aside(reason: Reason, tongue: Tongue) -> String {
    let (ja, en) = match reason {
        Reason::CodeUsed => (
            "別扱いで保存しました：この回答番号は、ほかの回答票で使われています。数えるかどうかは担当者が決めます",
            "stored aside, since another response had used its code: a person decides whether it counts",
        ),
        Reason::Late => (
            "別扱いで保存しました：調査の終わったあとに届きました。数えるかどうかは担当者が決めます",
            "stored aside, since the survey was over: a person decides whether it counts",
        ),
    };
    in_tongue(tongue, ja, en)
}

/// What is told of a line that is not stored.
pub(super) fn not_taken(why: &NotTaken, tongue: Tongue) -> String {
    let (ja, en) = match why {
        NotTaken::Fault(fault) => return of_fault(*fault, tongue),
        NotTaken::Receipts => (
            "これは、役所が保存した回答票の一覧です。回答票を書き出した端末で読みこんでください",
            "this is what an office has stored: open it on the device that the responses came from",
        ),
        NotTaken::UnknownEntry => (
            "この koe-office の知らない形の行です。新しい koe-office で、もう一度読みこんでください",
            "this koe-office does not know what is on the line: load it with a later one",
        ),
        NotTaken::Unreadable(UnreadableResponse::TooLarge { .. }) => (
            "回答票が大きすぎます。ファイルを残して、システムの担当者に見せてください",
            "the response is too large: keep the file, and show this line to whoever looks after the program",
        ),
        NotTaken::Unreadable(UnreadableResponse::NotJson { .. } | UnreadableResponse::Misshapen { .. })
        | NotTaken::Refused(Refusal::Unwritable(_)) => (
            "回答票の形になっていません。ファイルを残して、システムの担当者に見せてください",
            "what is on the line is no response: keep the file, and show this line to whoever looks after the program",
        ),
        NotTaken::Refused(Refusal::NotValid(problems)) => return not_valid(problems, tongue),
        NotTaken::Refused(refusal) => of_refusal(refusal),
    };
    in_tongue(tongue, ja, en)
}

fn of_fault(fault: Fault, tongue: Tongue) -> String {
    let (ja, en) = match fault {
        Fault::Torn => (
            "行が途中で切れています。端末からもう一度書き出してください",
            "the line breaks off: export the file from the device again",
        ),
        Fault::Altered => (
            "行の中身が、書き出したときと変わっています。端末からもう一度書き出してください",
            "the line is not as it was written: export the file from the device again",
        ),
        Fault::Strange => (
            "回答票の行ではないか、行の初めがありません。端末からもう一度書き出してください",
            "this is no line of such a file, or one whose beginning is gone: export the file from the device again",
        ),
        Fault::TooLong => (
            "行が長すぎます。端末からもう一度書き出してください",
            "the line is longer than any can be: export the file from the device again",
        ),
        Fault::Later { .. } | Fault::UnknownKind => (
            "新しいプログラムの書いたファイルです。新しい koe-office で、もう一度読みこんでください",
            "a later program wrote this file: load it with a later koe-office",
        ),
        Fault::Short { promised, seen } => {
            return match tongue {
                Tongue::Ja => {
                    format!("{promised} 件のはずが、{seen} 件しかありません。端末からもう一度書き出してください")
                }
                Tongue::En => {
                    format!(
                        "there should be {promised} lines, and {seen} are there: export the file from the device again"
                    )
                }
            };
        }
    };
    in_tongue(tongue, ja, en)
}

fn of_refusal(refusal: &Refusal) -> (&'static str, &'static str) {
    match refusal {
        Refusal::NoSuchSurvey => (
            "この調査は、このデータベースにありません。調査を公開したデータベースに読みこんでください",
            "there is no such survey here: load it into the database in which the survey was published",
        ),
        Refusal::UnknownRevision => (
            "調査のこの版は、このデータベースで公開されていません。公開したデータベースに読みこんでください",
            "the survey was never published in this revision: load it into the database in which it was",
        ),
        Refusal::NotSealed => (
            "この調査は、封をした回答票だけを受けつけます。封がしてありません。ファイルを残して、システムの担当者に見せてください",
            "this survey takes only sealed responses, and this one is in clear: \
             keep the file, and show this line to whoever looks after the program",
        ),
        Refusal::WrongKeys => (
            "調査の鍵とはちがう鍵で封をしてあります。ファイルを残して、システムの担当者に見せてください",
            "it is sealed to other keys than the survey names: \
             keep the file, and show this line to whoever looks after the program",
        ),
        Refusal::Conflict => (
            "同じ id で中身のちがう回答票があります。両方とも残してあります。担当者が見くらべてください",
            "another response has this id: both are kept, have a person look at them",
        ),
        Refusal::NotAccepting(State::Paused) => (
            "調査は休止中です。再開してから、もう一度読みこんでください",
            "the survey rests for a while: load it again when it goes on",
        ),
        Refusal::NotAccepting(State::Archived) => (
            "調査は保管ずみで、もう受けつけません。ファイルを残して、担当者に聞いてください",
            "the survey was put away and takes nothing any more: keep the file, and ask the office in charge",
        ),
        Refusal::NotAccepting(_) => (
            "調査はまだ始まっていません。始まってから、もう一度読みこんでください",
            "the survey has not begun: load it again when it is open",
        ),
        Refusal::CodeMissing => (
            "この調査は手紙の回答番号で答えるものですが、回答番号がありません。担当者に見せてください",
            "this survey is answered with the code of the letter, and none is beside the response: \
             show this line to the person in charge",
        ),
        Refusal::CodeUnknown => (
            "この調査で配った回答番号ではありません。手紙と見くらべてください",
            "this code was not given out for this survey: compare it with the letter",
        ),
        Refusal::TooManyWrongCodes { .. } | Refusal::Store(_) => (
            "いまは保存できません。しばらくして、もう一度読みこんでください",
            "it cannot be stored now: load it again in a little while",
        ),
        // Both are told before this is asked.
        Refusal::Unwritable(_) | Refusal::NotValid(_) => {
            ("回答票が調査に合いません", "the response does not fit its survey")
        }
    }
}

/// What is wrong with a response, question by question. What was answered is left out.
fn not_valid(problems: &[ResponseProblem], tongue: Tongue) -> String {
    let each = in_words(problems, tongue);
    match tongue {
        Tongue::Ja => format!("回答票が調査に合いません（{each}）。ファイルを残して、システムの担当者に見せてください"),
        Tongue::En => format!(
            "the response does not fit its survey ({each}): keep the file, and show this line to whoever looks after the program"
        ),
    }
}
