//! How much of the content there is in a language.

use questionnaire::Language;

use super::Tongue;
use super::translation::Standing;

/// One language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Which.
    pub language: Language,
    /// How its translation stands; nothing for a language that the office writes itself.
    pub standing: Option<Standing>,
    /// What needs texts: the page, the wards, each questionnaire, each survey.
    pub parts: Vec<Part>,
}

/// Something that needs texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What.
    pub name: String,
    /// How many of its texts there are in the language.
    pub there: usize,
    /// How many it needs.
    pub needed: usize,
}

impl Coverage {
    /// The line to print: the language, how its translation stands, the texts there and needed of each part that has any.
    #[must_use]
    pub fn line(&self, tongue: Tongue) -> String {
        let standing = match (self.standing, tongue) {
            (None, _) => "",
            (Some(Standing::Draft), Tongue::Ja) => "（案）",
            (Some(Standing::Draft), Tongue::En) => " (draft)",
            (Some(Standing::Signed), Tongue::Ja) => "（確認済み）",
            (Some(Standing::Signed), Tongue::En) => " (signed)",
        };
        let begun = self.parts.iter().filter(|part| part.there > 0);
        let begun: Vec<_> = begun.map(|part| format!("{} {}/{}", part.name, part.there, part.needed)).collect();
        let begun = match (begun.is_empty(), tongue) {
            (false, _) => begun.join(", "),
            (true, Tongue::Ja) => "文がありません".to_owned(),
            (true, Tongue::En) => "no texts".to_owned(),
        };
        format!("{}{standing}: {begun}", self.language)
    }
}
