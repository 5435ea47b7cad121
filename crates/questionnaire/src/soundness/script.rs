//! Whether words can be in the language that they are said to be in: its script, and not a copy of another language's.
//!
//! Told is only what is sure. A word by itself may be a name, and is left alone.

use super::Fault;
use crate::language::Language;
use crate::markup::{self, Span, is_kanji};

/// Characters beyond which a text of Chinese characters is a sentence and no name or term that two languages share.
const SHARED_CHARACTERS_MAX: usize = 8;

/// Written so in simplified Chinese alone; Japanese has none of them.
const SIMPLIFIED: &str = "们个这为问选择请动务实现间时对说话过还进网电让应该认识样给单张关开览读输页设备击错误删变态满边岁业员语处长门场线联络经济组织结统计调发见观亲讨论训练费资质购买卖车轮转运连远适逻辑邮乡镇码钱银铁键锁队际险难预频题颜风飞饭馆马验齐龄";
/// Written so in traditional Chinese, never in simplified.
const TRADITIONAL: &str = "們個這為請選擇說話過還進網讓應該認識沒樣給單張關讀輸頁設備點擊錯誤刪變態滿邊歲業會員學國語處長門場線聯絡經濟組織結統計調發電對時間問題寫見觀親討論訓練費資質購買賣車輪轉運連遠適邏輯郵鄉鎮號碼錢銀鍵鎖隊際險難預頻顏風飛飯館馬驗齊齡";

/// A script, as far as languages are told apart by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Kana,
    Han,
    Hangul,
    Devanagari,
}

/// What is wrong with `words` in `language`, where the same text reads `others` in other languages.
///
/// Looked at are the scripts of Japanese, Korean, Chinese and Nepali, and of the languages written in Latin letters that
/// are known here; of any other only whether it is a copy.
pub fn strange_words<'a>(
    language: &Language,
    words: &str,
    others: impl IntoIterator<Item = (&'a Language, &'a str)>,
) -> Option<Fault> {
    let read = read(words)?;
    if let Some(found) = foreign(language, &read) {
        return Some(Fault::WrongScript { language: language.clone(), found });
    }
    let says = says_something(&read);
    let is_copied = |(other, text): &(&Language, &str)| {
        says && other.html_lang() != language.html_lang() && text.trim() == words.trim()
    };
    let (other, _) = others.into_iter().find(is_copied)?;
    Some(Fault::Copied { language: language.clone(), other: other.clone() })
}

/// What a reader reads of `words`: without slots and readings; nothing, where the braces are wrong.
fn read(words: &str) -> Option<String> {
    let spans = markup::parse(words).ok()?;
    let pieces = spans.into_iter().map(|span| match span {
        Span::Plain(words) | Span::Ruby { base: words, .. } => words,
        // What fills it stands between the words before and after.
        Span::Slot(_) => " ",
    });
    Some(pieces.collect())
}

/// The first run of characters that the language is not written in.
fn foreign(language: &Language, read: &str) -> Option<String> {
    let own = own_scripts(language)?;
    let strange = |character: char| {
        script(character).is_some_and(|script| script != Script::Latin && !own.contains(&script))
            || other_chinese(language).contains(character)
    };
    let start = read.find(strange);
    let run = start.and_then(|start| read.get(start..)).map(|rest| rest.chars().take_while(|one| strange(*one)));
    let run = run.map(|run| run.take(20).collect());
    run.or_else(|| (!own.contains(&Script::Latin) && is_latin(read)).then(|| read.trim().chars().take(20).collect()))
}

fn own_scripts(language: &Language) -> Option<&'static [Script]> {
    match language.as_str().split('-').next().unwrap_or_default() {
        "ja" => Some(&[Script::Kana, Script::Han]),
        "zh" => Some(&[Script::Han]),
        // The name of a thing may stand beside it as it is written on the signs here.
        "ko" => Some(&[Script::Hangul, Script::Han]),
        "ne" => Some(&[Script::Devanagari]),
        "en" | "vi" | "fil" | "pt" | "es" | "id" => Some(&[Script::Latin]),
        _ => None,
    }
}

fn other_chinese(language: &Language) -> &'static str {
    match language.as_str() {
        "zh-Hans" => TRADITIONAL,
        "zh-Hant" => SIMPLIFIED,
        _ => "",
    }
}

fn script(character: char) -> Option<Script> {
    match character {
        'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Some(Script::Latin),
        // The long-vowel mark and the middle dot stand in names of other languages too.
        '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' => Some(Script::Kana),
        '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7af}' => Some(Script::Hangul),
        '\u{900}'..='\u{97f}' => Some(Script::Devanagari),
        other => is_kanji(other).then_some(Script::Han),
    }
}

/// Whether it is a sentence in Latin letters: mostly these, and words among them that are no names.
fn is_latin(read: &str) -> bool {
    let latin = read.chars().filter(|character| script(*character) == Some(Script::Latin)).count();
    let other = read.chars().filter_map(script).count() - latin;
    latin > other && latin_words(read).filter(|word| word.starts_with(char::is_lowercase)).count() > 2
}

fn latin_words(read: &str) -> impl Iterator<Item = &str> {
    read.split(|character| script(character) != Some(Script::Latin)).filter(|word| word.chars().count() > 1)
}

/// Whether it is more than a name, a number or a symbol.
fn says_something(read: &str) -> bool {
    let words = latin_words(read).count();
    let others = read.chars().filter_map(script).filter(|script| *script != Script::Latin).count();
    others > SHARED_CHARACTERS_MAX || words > 1 && latin_words(read).any(|word| word.starts_with(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tongue(tag: &str) -> Language {
        tag.parse().unwrap()
    }

    fn found(language: &str, words: &str) -> Option<String> {
        match strange_words(&tongue(language), words, []) {
            Some(Fault::WrongScript { found, .. }) => Some(found),
            Some(other) => panic!("{other}"),
            None => None,
        }
    }

    #[test]
    fn words_in_another_script_are_found() {
        for (language, words, strange) in [
            ("en", "Please press つぎへ now", "つぎへ"),
            ("pt", "a {区|く} onde mora", "区"),
            ("ko", "다음 ページ", "ペ"),
            ("ja", "다음へ", "다음"),
            ("ja", "Which ward do you live in?", "Which ward do you li"),
            ("ne", "Write a number from 1 to 9.", "Write a number from "),
            ("ne", "अर्को 次", "次"),
            ("zh-Hans", "请選擇", "選擇"),
            ("zh-Hant", "请選擇", "请"),
            ("zh-Hant", "下一頁へ", "へ"),
        ] {
            assert_eq!(found(language, words).as_deref(), Some(strange), "{language}: {words}");
        }
    }

    #[test]
    fn names_and_terms_are_at_home_everywhere() {
        for (language, words) in [
            ("ja", "LINE、X（旧Twitter）、Instagram"),
            ("ja-easy", "{区|く}の ホームページ"),
            ("ne", "PTA वा NPO को {ward}"),
            ("ne", "koe-office kiosk add चलाउनुहोस्। त्यसपछि लिङ्क खोल्नुहोस्।"),
            ("ko", "PDF 파일"),
            ("ko", "지역활동협의회(地域活動協議会)"),
            ("ne", "टोल समिति (chōkai, jichikai)"),
            ("zh-Hant", "請選擇您居住的區。"),
            ("zh-Hans", "请选择您居住的区。"),
            ("vi", "Quý vị sống ở quận nào?"),
            ("th", "つぎへ"),
            ("en", "{"),
        ] {
            assert_eq!(found(language, words), None, "{language}: {words}");
        }
    }

    #[track_caller]
    fn is_copy(language: &str, words: &str, other: &str) -> bool {
        let other = tongue(other);
        let fault = strange_words(&tongue(language), words, [(&other, words)]);
        assert!(
            fault.is_none() || matches!(&fault, Some(Fault::Copied { other: of, .. }) if *of == other),
            "{fault:?}"
        );
        fault.is_some()
    }

    #[test]
    fn a_sentence_of_another_language_is_a_copy_and_a_name_is_none() {
        assert!(is_copy("pt", "Which ward do you live in?", "en"));
        assert!(is_copy("fil", "Staff number {n}", "en"));
        assert!(is_copy("zh-Hant", "您家中有人正在上小中大", "zh-Hans"));
        for (language, words, other) in [
            ("pt", "Osaka", "en"),
            ("fil", "Facebook, Instagram", "en"),
            ("vi", "1 – 9 {unit}", "en"),
            ("zh-Hant", "不太同意", "zh-Hans"),
            ("ja-easy", "あてはまるものを すべて えらんでください", "ja"),
        ] {
            assert!(!is_copy(language, words, other), "{language}: {words}");
        }
    }
}
