//! Why a response does not fit its survey, in Japanese and English. What was answered is left out.

use questionnaire::{QuestionId, Rejection, ResponseFault, ResponseProblem, SettingError};

use crate::content::Tongue;

/// What is wrong with a response, question by question.
pub(super) fn in_words(problems: &[ResponseProblem], tongue: Tongue) -> String {
    let each = problems.iter().map(|ResponseProblem { question, fault }| {
        let (ja, en) = at_question(fault);
        let what = match tongue {
            Tongue::Ja => ja,
            Tongue::En => en,
        };
        // What is no id of a question may be anything.
        match question.as_ref().filter(|question| question.parse::<QuestionId>().is_ok()) {
            Some(question) => format!("{question}: {what}"),
            None => what.to_owned(),
        }
    });
    let each: Vec<_> = each.collect();
    each.join(match tongue {
        Tongue::Ja => "、",
        Tongue::En => ", ",
    })
}

fn at_question(fault: &ResponseFault) -> (&'static str, &'static str) {
    match fault {
        ResponseFault::WrongSurvey => ("ほかの調査の回答票", "it answers another survey"),
        ResponseFault::Setting(SettingError::UnknownWard { .. }) => ("参加していない区", "its ward does not take part"),
        ResponseFault::Setting(_) | ResponseFault::Givens => ("前提が合わない", "a given does not fit"),
        ResponseFault::UnknownLanguage { .. } => ("調査にない言語", "the survey is not in its language"),
        ResponseFault::TimesBackwards => {
            ("終わりが始まりより前（端末の時計）", "finished before it was started, by the clock of the device")
        }
        ResponseFault::UnknownQuestion => ("この版にない設問", "no question of this revision"),
        ResponseFault::Rejected(rejection) => of_rejection(rejection),
        ResponseFault::OffPath => ("聞かれていない設問への回答", "not asked after these answers"),
        ResponseFault::Required => ("必須の回答がない", "has to be answered"),
        ResponseFault::Check { .. } => ("確認の条件に合わない", "a check does not let the answer pass"),
    }
}

fn of_rejection(rejection: &Rejection) -> (&'static str, &'static str) {
    match rejection {
        Rejection::WrongKind => ("設問とちがう種類の回答", "not the kind of answer that is asked for"),
        Rejection::Empty => ("空の回答", "an empty answer"),
        Rejection::UnknownChoice { .. } => ("ない選択肢", "no choice of the question"),
        Rejection::TakenTwice { .. } => ("同じ選択肢が2回", "a choice taken twice"),
        Rejection::TooMany { .. } => ("選択肢が多すぎる", "too many choices"),
        Rejection::NotAlone { .. } => ("ほかと一緒に選べない選択肢", "choices that exclude each other"),
        Rejection::OtherNotAllowed { .. } => ("ことばを書けない選択肢", "text beside a choice that takes none"),
        Rejection::OtherTooLong { .. } | Rejection::TooLong { .. } => ("長すぎる文", "too long a text"),
        Rejection::NotANumber => ("整数ではない", "not a whole number"),
        Rejection::OutOfRange { .. } => ("範囲の外の数", "a number out of range"),
        Rejection::NotADate => ("日付ではない", "not a date"),
        Rejection::NotAMonth => ("年月ではない", "not a month"),
        Rejection::DateOutOfRange { .. } | Rejection::MonthOutOfRange { .. } => {
            ("範囲の外の日付", "a date out of range")
        }
        Rejection::ControlCharacter { .. } | Rejection::OversizedCharacter { .. } => {
            ("書けない文字", "a character that cannot be written")
        }
        Rejection::LineBreak => ("1行の設問に2行以上", "more than one line"),
    }
}
