//! What makes a draft unsound, in Japanese: the ward officer who edits the content reads this.

use questionnaire::markup::MarkupError;
use questionnaire::origin::meant;
use questionnaire::{Fault, Problem};

/// One line: where, what, and how it is mended.
pub(super) fn in_japanese(problem: &Problem) -> String {
    let what = what(&problem.fault);
    match &problem.place.question {
        Some(question) => format!("設問 {question} の {}: {what}", problem.place.part),
        None => format!("{}: {what}", problem.place.part),
    }
}

/// Braces that cannot be read.
pub(super) fn markup_in_japanese(error: &MarkupError) -> String {
    match error {
        MarkupError::Unpaired { near } => {
            format!(
                "「{near}」の近くの {{ }} が対になっていません。ふりがなは {{漢字|かんじ}}、差しこみは {{ward}} の形です"
            )
        }
        MarkupError::HalfRuby { near } => {
            format!("「{near}」は、ことばと読みを1つずつ書いてください（{{漢字|かんじ}}）")
        }
        MarkupError::ReadingNotKana { near } => format!("「{near}」の読みは、ひらがなかカタカナで書いてください"),
        MarkupError::NotASlot { near } => {
            format!("「{near}」は差しこみの名前になりません。半角の小文字・数字・_ で書いてください")
        }
    }
}

#[expect(clippy::too_many_lines, reason = "one sentence for each fault, and nothing else")]
fn what(fault: &Fault) -> String {
    match fault {
        Fault::DuplicateId { id } => format!("id「{id}」が2回あります。どちらかを別の id にしてください"),
        Fault::DuplicateCode { code } => format!("code「{code}」が2回あります。どちらかを別の code にしてください"),
        Fault::DuplicatePaperNumber { number } => {
            format!("紙の番号 {number} が2回あります。どちらかを別の番号にしてください")
        }
        Fault::Empty => "1つもありません。1つ以上書いてください".to_owned(),
        Fault::TooMany { count, limit } => format!("{count} あります。{limit} までです。分けてください"),
        Fault::MissingTranslation { language } => {
            format!("「{language}」の文がありません。書くか、languages から外してください")
        }
        Fault::StrayLanguage { language } => {
            format!("「{language}」の文がありますが、languages にありません。languages に足すか、文を消してください")
        }
        Fault::Markup { language, error } => format!("{language}: {}", markup_in_japanese(error)),
        Fault::KanjiWithoutRuby { language, kanji } => {
            format!("{language}: 「{kanji}」にふりがながありません。{{{kanji}|…}} と読みを書いてください")
        }
        Fault::WrongScript { language, found } => {
            format!("「{language}」の文に「{found}」があります。このことばの文字ではないので、訳してください")
        }
        Fault::Copied { language, other } => {
            format!("「{language}」の文が「{other}」の文と同じです。訳してください")
        }
        Fault::TextTooLong { language, characters } => {
            format!(
                "{language}: {characters} 文字あります。{} 文字までです。短くしてください",
                questionnaire::limit::TEXT_CHARACTERS_MAX
            )
        }
        Fault::ChoicesUnclear { both: true } => {
            "choice_set と choices の両方があります。どちらか1つにしてください".to_owned()
        }
        Fault::ChoicesUnclear { both: false } => {
            "choice_set も choices もありません。どちらかを書いてください".to_owned()
        }
        Fault::UnknownChoiceSet { set } => {
            format!("選択肢の組「{set}」がありません。choice-sets.toml に書くか、ある組の名前にしてください")
        }
        Fault::PositiveNotAChoice { code } => {
            format!("positive の「{code}」は選択肢にありません。消すか、選択肢を足してください")
        }
        Fault::PositiveSaysNothing { code } => {
            format!("「{code}」は「わからない」「答えたくない」なので positive にできません。消してください")
        }
        Fault::MisplacedEscape { code } => {
            format!(
                "escapes の「{code}」は置けません。選択肢のある設問では choices に入れ、ほかでは meaning を dont_know か prefer_not_to_say にしてください"
            )
        }
        Fault::UselessMark { code } => {
            format!("選択肢「{code}」の exclusive か other は、この種類の設問では使えません。消してください")
        }
        Fault::AtMost { at_most, choices } => {
            format!("at_most が {at_most} です。1 から選択肢の数（{choices}）の間にするか、消してください")
        }
        Fault::Range => "範囲が逆か、広すぎます。小さいほうを先に、±9007199254740991 の中で書いてください".to_owned(),
        Fault::TextLimit { characters } => {
            format!(
                "文字数の上限 {characters} は使えません。1 から {} の間にしてください",
                questionnaire::limit::ANSWER_CHARACTERS_MAX
            )
        }
        Fault::PageDivided { page } => {
            format!("page「{page}」の設問が離れています。並べるか、後ろの設問を別の page にしてください")
        }
        Fault::LooksForward { question } => {
            format!(
                "条件が、まだ聞いていない設問「{question}」を見ています。その設問を前に移すか、条件を消してください"
            )
        }
        Fault::UnknownQuestion { question } => {
            format!("条件が見ている設問「{question}」がありません。id を直してください")
        }
        Fault::UnknownChoice { question, code } => {
            format!("条件が見ている、設問「{question}」の選択肢「{code}」がありません。code を直してください")
        }
        Fault::WrongKind { question } => {
            format!("条件が設問「{question}」の種類に合いません。数は数、日付は日付、選択肢は選択肢と比べてください")
        }
        Fault::UnknownGiven { given } => {
            format!("条件が見ている前提「{given}」が givens にありません。足すか、名前を直してください")
        }
        Fault::UnknownGivenValue { given, value } => {
            format!("前提「{given}」は「{value}」になりません。givens に足すか、直してください")
        }
        Fault::ReservedGiven => "ward はいつも前提です。givens から消してください".to_owned(),
        Fault::TooDeep { depth } => {
            format!("条件の入れ子が {depth} 段です。{} 段までにしてください", questionnaire::limit::CONDITION_DEPTH_MAX)
        }
        Fault::AcrossModules { question, module } => {
            format!(
                "条件が、モジュール「{module}」の設問「{question}」を見ています。この設問だけ聞くことがあるので、同じモジュールにするか、core にしてください"
            )
        }
        Fault::Unreachable => "どう答えても、この設問には来ません。条件を直すか、設問を消してください".to_owned(),
        Fault::SlotNotFilled { slot } => {
            format!("文の中の {{{slot}}} に入ることばがありません。調査の slots に足してください")
        }
        Fault::SlotInSlot { slot } => format!("slots のことばの中に {{{slot}}} があります。ことばで書いてください"),
        Fault::UnknownModule { module } => {
            format!("モジュール「{module}」の設問がありません。名前を直すか、消してください")
        }
        Fault::PeriodBackwards => "終わりの日が始まりの日より前です。入れかえてください".to_owned(),
        Fault::NotASealingKey { kid } => {
            format!("鍵「{kid}」では封をできません。koe-office keygen で作った公開鍵を書いてください")
        }
        Fault::DuplicateSealingKey { kid } => format!("鍵「{kid}」が2回あります。1つ消してください"),
        Fault::NotAnOrigin { origin } => match meant(origin) {
            Some(meant) => format!("「{origin}」は、ブラウザーが送る形ではありません。「{meant}」と書いてください"),
            None => format!(
                "「{origin}」は使えません。https://ホスト名 の形で、サイトごとに1つずつ、後ろに何も付けないで書いてください"
            ),
        },
    }
}
