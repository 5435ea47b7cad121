//! One thing that is wrong with the content folder, told in one line to the person who can mend it.

use std::fmt;
use std::path::PathBuf;

use indicators::{AdultsFault, IndicatorFault};
use questionnaire::markup::MarkupError;
use questionnaire::{IndicatorId, Language};
use sealing::NotAKey;

use super::file::Position;
use super::translation_fault::TranslationFault;
use super::{fault, indicator_fault};

/// The language in which the program speaks to its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Tongue {
    /// 日本語.
    Ja,
    /// English.
    #[default]
    En,
}

impl Tongue {
    /// What the environment asks for, by the values of `LC_ALL`, `LC_MESSAGES` and `LANG` in this order.
    pub fn of_environment(values: impl IntoIterator<Item = String>) -> Self {
        let first = values.into_iter().find(|value| !value.is_empty()).unwrap_or_default();
        if first.starts_with("ja") { Self::Ja } else { Self::En }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct ContentProblem {
    /// In which file.
    pub file: PathBuf,
    /// Where in it, as far as that is known.
    pub at: Option<Position>,
    /// What, and how it is mended.
    pub what: What,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// The file or folder cannot be read.
    Unreadable {
        /// What the system says.
        detail: String,
    },
    /// The file is too large to be content.
    TooLarge {
        /// How large it is.
        bytes: usize,
        /// How large it may be.
        limit: usize,
    },
    /// The file is in another encoding.
    NotUtf8,
    /// The file is not TOML, or not of the form that belongs there.
    Toml {
        /// What the parser says.
        message: String,
    },
    /// The id in the file is not its name.
    WrongName {
        /// The id.
        id: String,
    },
    /// A question takes over one that is not there.
    UnknownReuse {
        /// What was written.
        reference: String,
    },
    /// A question takes over one that is itself taken over.
    ReuseOfReuse {
        /// What was written.
        reference: String,
    },
    /// A survey asks a questionnaire that is not there or could not be read.
    UnknownQuestionnaire {
        /// Its id.
        id: String,
    },
    /// A survey names a ward that is not there, or that does not take part.
    UnknownWard {
        /// What was written.
        ward: String,
    },
    /// A sealing key that is named and cannot be read.
    KeyUnreadable {
        /// How it is named.
        name: String,
        /// What the system says.
        detail: String,
    },
    /// A sealing key that is none; at worst the private one.
    NotASealingKey {
        /// How it is named.
        name: String,
        /// What it is.
        error: NotAKey,
    },
    /// A questionnaire or survey that is not sound.
    Unsound(Box<questionnaire::Problem>),
    /// A file of the interface that is not named for a language.
    NotALanguage,
    /// A language of a survey without the words of the page.
    InterfaceMissing {
        /// Which language.
        language: Language,
    },
    /// Words that Japanese has and this language has not.
    KeyMissing {
        /// Which.
        key: String,
    },
    /// Words that Japanese has not.
    StrayKey {
        /// Which.
        key: String,
    },
    /// Something that is no text among the words.
    NotAText {
        /// Which.
        key: String,
    },
    /// Braces that cannot be read.
    Markup {
        /// Where.
        key: String,
        /// What is wrong.
        error: MarkupError,
    },
    /// A kanji in easy Japanese that nobody tells how to read.
    KanjiWithoutRuby {
        /// Where.
        key: String,
        /// The kanji, as they stand together.
        kanji: String,
    },
    /// Something is wrong with an indicator.
    Indicator {
        /// Which.
        id: IndicatorId,
        /// What.
        fault: Box<IndicatorFault>,
    },
    /// Something is wrong with a file of adults.
    Adults(AdultsFault),
    /// Something is wrong with a translation.
    Translation(TranslationFault),
    /// A text that does not have the slots that the Japanese one has.
    SlotsDiffer {
        /// Where.
        key: String,
        /// The slots that it should have.
        expected: String,
    },
}

impl ContentProblem {
    /// The line to print: file, place, what is wrong, the mend.
    pub fn line(&self, tongue: Tongue) -> String {
        let at = self.at.map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default();
        let what = match tongue {
            Tongue::Ja => self.what.in_japanese(),
            Tongue::En => self.what.to_string(),
        };
        format!("{}{at}: {what}", self.file.display())
    }
}

impl fmt::Display for What {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { detail } => {
                write!(out, "cannot be read ({detail}): put it there, or name another content folder")
            }
            Self::TooLarge { bytes, limit } => write!(out, "has {bytes} bytes, at most {limit} can be read: divide it"),
            Self::NotUtf8 => write!(out, "is not in UTF-8: save it as UTF-8 in the editor"),
            Self::Toml { message } => write!(out, "{message}"),
            Self::WrongName { id } => write!(out, "the id is `{id}`: name the file {id}.toml, or correct the id"),
            Self::UnknownReuse { reference } => {
                write!(
                    out,
                    "there is no question `{reference}`: write reuse = \"questionnaire.question\" with ids that exist"
                )
            }
            Self::ReuseOfReuse { reference } => {
                write!(out, "`{reference}` is itself taken over: name the question where it is written")
            }
            Self::UnknownQuestionnaire { id } => {
                write!(
                    out,
                    "there is no readable questionnaire `{id}`: correct the name, or mend questionnaires/{id}.toml"
                )
            }
            Self::UnknownWard { ward } => {
                write!(out, "the ward \"{ward}\" is not in wards.toml or does not take part: correct the code")
            }
            Self::KeyUnreadable { name, detail } => {
                write!(
                    out,
                    "the key \"{name}\" cannot be read ({detail}): name a file of the content folder, such as keys/ward.pub.jwk"
                )
            }
            Self::NotASealingKey { name, error } => out.write_str(&key_in_english(name, *error)),
            Self::Unsound(problem) => write!(out, "{problem}"),
            Self::NotALanguage => {
                write!(out, "the file name is not a language: name it ja.toml, ja-easy.toml, en.toml, …")
            }
            Self::InterfaceMissing { language } => {
                write!(
                    out,
                    "a survey comes in `{language}` and the page does not: write this file, or take the language off"
                )
            }
            Self::KeyMissing { key } => write!(out, "`{key}` is missing: write it as in ja.toml"),
            Self::StrayKey { key } => write!(out, "`{key}` is not in ja.toml: take it out, or write it there too"),
            Self::NotAText { key } => write!(out, "`{key}` is not a text: put it in quotes"),
            Self::Markup { key, error } => write!(out, "`{key}`: {error}"),
            Self::KanjiWithoutRuby { key, kanji } => {
                write!(out, "`{key}`: \"{kanji}\" has no ruby: write {{{kanji}|…}} with its reading")
            }
            Self::Indicator { id, fault } => write!(out, "`{id}`: {fault}"),
            Self::Adults(fault) => write!(out, "{fault}"),
            Self::Translation(fault) => write!(out, "{fault}"),
            Self::SlotsDiffer { key, expected } => {
                write!(out, "`{key}` needs exactly the slots that it has in ja.toml: {expected}")
            }
        }
    }
}

impl What {
    fn in_japanese(&self) -> String {
        match self {
            Self::Unreadable { detail } => {
                format!("読めません（{detail}）。ファイルを置くか、別の content フォルダーを指定してください")
            }
            Self::TooLarge { bytes, limit } => {
                format!("{bytes} バイトあります。{limit} バイトまでです。分けてください")
            }
            Self::NotUtf8 => {
                "文字コードが UTF-8 ではありません。エディターで UTF-8 を選んで保存してください".to_owned()
            }
            Self::Toml { message } => format!("TOML の書き方が正しくありません（{message}）"),
            Self::WrongName { id } => {
                format!("id が「{id}」です。ファイル名を {id}.toml にするか、id を直してください")
            }
            Self::UnknownReuse { reference } => {
                format!(
                    "設問「{reference}」がありません。reuse = \"調査票のid.設問のid\" の形で、ある設問を書いてください"
                )
            }
            Self::ReuseOfReuse { reference } => {
                format!("「{reference}」も reuse の設問です。もとの設問を書いてください")
            }
            Self::UnknownQuestionnaire { id } => {
                format!("読める調査票「{id}」がありません。名前を直すか、questionnaires/{id}.toml を直してください")
            }
            Self::UnknownWard { ward } => {
                format!("区「{ward}」は wards.toml にないか、この調査に参加していません。コードを直してください")
            }
            Self::KeyUnreadable { name, detail } => {
                format!(
                    "鍵「{name}」が読めません（{detail}）。content フォルダーの中のファイル（keys/ward.pub.jwk など）を書いてください"
                )
            }
            Self::NotASealingKey { name, error } => key_in_japanese(name, *error),
            Self::Unsound(problem) => fault::in_japanese(problem),
            Self::NotALanguage => {
                "ファイル名が言語ではありません。ja.toml、ja-easy.toml、en.toml のように付けてください".to_owned()
            }
            Self::InterfaceMissing { language } => {
                format!(
                    "調査の言語「{language}」の画面のことばがありません。このファイルを書くか、言語を外してください"
                )
            }
            Self::KeyMissing { key } => format!("「{key}」がありません。ja.toml と同じように書いてください"),
            Self::StrayKey { key } => format!("「{key}」は ja.toml にありません。消すか、ja.toml にも書いてください"),
            Self::NotAText { key } => format!("「{key}」が文ではありません。\" \" で囲んでください"),
            Self::Markup { key, error } => format!("「{key}」: {}", fault::markup_in_japanese(error)),
            Self::KanjiWithoutRuby { key, kanji } => {
                format!("「{key}」: 「{kanji}」にふりがながありません。{{{kanji}|…}} と読みを書いてください")
            }
            Self::Indicator { id, fault } => format!("指標 {id}: {}", indicator_fault::in_japanese(fault)),
            Self::Adults(fault) => indicator_fault::of_adults_in_japanese(fault),
            Self::Translation(fault) => fault.in_japanese(),
            Self::SlotsDiffer { key, expected } => {
                format!("「{key}」に入れる {{ }} が ja.toml とちがいます。{expected} をちょうど入れてください")
            }
        }
    }
}

fn key_in_english(name: &str, error: NotAKey) -> String {
    let (what, mend) = match error {
        NotAKey::Private => (
            "IS A PRIVATE KEY, and whoever has it reads every answer".to_owned(),
            "take it away from here at once, and name the public key (….pub.jwk); if anybody else may have seen it, \
             make another pair with `koe-office keygen`",
        ),
        NotAKey::Public | NotAKey::NotJson | NotAKey::NotP256 | NotAKey::Damaged => {
            (error.to_string(), "name the public key (….pub.jwk) of a pair made with `koe-office keygen`")
        }
    };
    format!("\"{name}\" {what}: {mend}")
}

fn key_in_japanese(name: &str, error: NotAKey) -> String {
    let what = match error {
        NotAKey::Private => {
            return format!(
                "「{name}」は【秘密鍵】です。これを持つ人は、すべての回答を読めます。すぐにここから別の場所へ移し、公開鍵（….pub.jwk）を書いてください。ほかの人が見たかもしれないときは、koe-office keygen で鍵を作りなおしてください"
            );
        }
        NotAKey::Public | NotAKey::NotP256 => "P-256 の公開鍵ではありません",
        NotAKey::NotJson => "JSON の鍵（JWK）ではありません",
        NotAKey::Damaged => "こわれていて、鍵になりません",
    };
    format!("「{name}」は{what}。koe-office keygen で作った公開鍵（….pub.jwk）を書いてください")
}
