//! What is told when sealed responses are opened, in Japanese and English. Nothing of an answer is in it.

use super::opening::Counts;
use crate::command::misfit::in_words;
use crate::content::Tongue;
use crate::opened::Shut;

pub(super) fn summary(counts: Counts, tongue: Tongue) -> String {
    let Counts { opened, shut, clear } = counts;
    match tongue {
        Tongue::Ja => format!("開いた回答票 {opened} 件、開けない回答票 {shut} 件、封のない回答票 {clear} 件"),
        Tongue::En => format!("{opened} opened, {shut} not opened, {clear} never sealed"),
    }
}

pub(super) fn not_all(shut: u64, sealed: u64, tongue: Tongue) -> String {
    match tongue {
        Tongue::Ja => format!(
            "封をした回答票 {sealed} 件のうち {shut} 件が開きません。そのまま残してあります。上の行のとおりにしてください"
        ),
        Tongue::En => {
            format!(
                "{shut} of {sealed} sealed responses do not open: they are kept as they are, do what the lines above say"
            )
        }
    }
}

/// Why a response does not open, and what to do.
pub(super) fn shut(shut: &Shut, tongue: Tongue) -> String {
    let (ja, en) = match shut {
        Shut::OtherKeys(to) => {
            return match tongue {
                Tongue::Ja => format!("ほかの鍵で封をしてあります。{} の秘密鍵を使ってください", to.join(" か ")),
                Tongue::En => format!("it is sealed to other keys: give the private key of {}", to.join(" or ")),
            };
        }
        Shut::NotValid(problems) => {
            let each = in_words(problems, tongue);
            return match tongue {
                Tongue::Ja => format!("開きましたが、調査に合いません（{each}）。システムの担当者に見せてください"),
                Tongue::En => format!(
                    "it opens, and does not fit its survey ({each}): show this line to whoever looks after the program"
                ),
            };
        }
        Shut::Displaced { field } => {
            return match tongue {
                Tongue::Ja => {
                    format!(
                        "データベースで、ほかの回答票と入れかわっています（{field}）。前のバックアップと見くらべてください"
                    )
                }
                Tongue::En => {
                    format!("the database has it in the place of another ({field}): compare it with an earlier backup")
                }
            };
        }
        Shut::Unreadable => (
            "途中で切れているか、こわれています。前のバックアップを見てください",
            "it is cut off or damaged: look for it in an earlier backup",
        ),
        Shut::Changed => (
            "封をしたあとで変えられています。前のバックアップを見てください",
            "it was changed after it was sealed: look for it in an earlier backup",
        ),
        Shut::NoAnswers => (
            "開きましたが、中身が回答ではありません。システムの担当者に見せてください",
            "it opens, and what was sealed are no answers: show this line to whoever looks after the program",
        ),
        Shut::UnknownRevision => (
            "調査のこの版は、このデータベースで公開されていません。公開したデータベースで開いてください",
            "its survey was never published in this revision: open it in the database in which it was",
        ),
    };
    match tongue {
        Tongue::Ja => ja.to_owned(),
        Tongue::En => en.to_owned(),
    }
}
