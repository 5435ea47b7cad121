//! What one person has entered so far, as it rests on the device.

use questionnaire::tree::{Faults, FromNode, Node, Table};
use questionnaire::{
    Acknowledged, Code, Givens, Input, Inputs, Language, Minute, QuestionId, Revision, SurveyId, WardCode,
};
use serde::Serialize;

/// A place in the form that has a screen of its own and an entry in the browser's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// What the survey is about.
    Opening,
    /// Where the answer number is typed.
    Code,
    /// Where the ward is chosen.
    Ward,
    /// A page of questions, by its first question.
    Page(QuestionId),
    /// All answers at a glance.
    Review,
}

impl Place {
    /// Its name among the places.
    pub(crate) fn key(&self) -> &str {
        match self {
            Self::Opening => "opening",
            Self::Code => "code",
            Self::Ward => "ward",
            Self::Page(question) => question.as_str(),
            Self::Review => "review",
        }
    }
}

/// An entry of the browser's history: whose it is and where. Answers are never in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// The draft it belongs to.
    pub draft: String,
    /// The place it shows.
    pub place: Place,
    /// Its step in the draft's trail.
    pub step: usize,
}

/// One person's answers so far (書きかけの回答). It belongs to its survey and code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each says another thing, and none follows from the others")]
pub struct Draft {
    /// A random name, so that the history can point at it without saying whose it is.
    pub id: String,
    /// The survey it answers.
    pub survey: SurveyId,
    /// The revision it began with and stays with.
    pub revision: Revision,
    /// The answer number from the letter.
    pub code: Option<String>,
    /// Whether the person goes on although the number was used before.
    pub code_insisted: bool,
    /// The ward.
    pub ward: Option<WardCode>,
    /// Whether the ward came with the link and is not asked.
    pub ward_given: bool,
    /// The other facts that came with the link.
    pub givens: Givens,
    /// The language the person reads.
    pub language: Language,
    /// Whether readings stand above kanji.
    pub ruby: bool,
    /// Whether someone enters it for the person.
    pub assisted: bool,
    /// When the person began; nothing is kept of one who only looked.
    pub started_at: Option<Minute>,
    /// What the widgets hold.
    pub inputs: Inputs,
    /// What was typed and then passed over for another choice; it returns when the person changes back.
    pub aside: Vec<(QuestionId, Input)>,
    /// Words beside "other" that was unchosen.
    pub others: Vec<(QuestionId, (Code, String))>,
    /// Which gentle findings were shown.
    pub acknowledged: Acknowledged,
    /// The questions that were on the screen.
    pub seen: Vec<QuestionId>,
    /// Whether the present page was opened from the review and leads back to it.
    pub from_review: bool,
    /// The places gone through, as the browser's history has them.
    pub trail: Vec<Place>,
    /// Where in the trail the person is.
    pub step: usize,
    /// Where a person who comes back goes on.
    pub left_at: Place,
}

impl Draft {
    /// Where the person is.
    pub fn place(&self) -> &Place {
        self.trail.get(self.step).unwrap_or(&Place::Opening)
    }

    /// The history entry for where the person is.
    pub fn mark(&self) -> Mark {
        self.mark_back(0)
    }

    /// The history entry so many steps before.
    pub fn mark_back(&self, steps: usize) -> Mark {
        let step = self.step.saturating_sub(steps);
        Mark { draft: self.id.clone(), place: self.trail.get(step).cloned().unwrap_or(Place::Opening), step }
    }

    /// Where it rests on the device.
    pub fn key(&self) -> String {
        record_key(&self.survey, self.code.as_deref())
    }

    /// The words that were written beside a choice, now or before it was unchosen.
    pub fn words_beside(&self, question: &QuestionId, code: &Code) -> Option<&String> {
        let (_, (_, words)) = self.others.iter().find(|(asked, (choice, _))| asked == question && choice == code)?;
        Some(words).filter(|words| !words.is_empty())
    }

    /// What the widget of `question` holds.
    pub fn input(&self, question: &QuestionId) -> &Input {
        self.inputs.get(question).unwrap_or(&Input::Blank)
    }
}

questionnaire::read_table!(Mark { draft, place, step });

impl FromNode for Place {
    fn from_node(node: Node, faults: &mut Faults) -> Self {
        let Node::Text(name) = node else { return Self::Page(Table::of(node, faults).field("page")) };
        match name.as_str() {
            "opening" => Self::Opening,
            "code" => Self::Code,
            "ward" => Self::Ward,
            "review" => Self::Review,
            _ => {
                faults.note();
                Self::Opening
            }
        }
    }
}

questionnaire::read_table!(Draft {
    id,
    survey,
    revision,
    code,
    code_insisted,
    ward,
    ward_given,
    givens,
    language,
    ruby,
    assisted,
    started_at,
    inputs,
    aside,
    others,
    acknowledged,
    seen,
    from_review,
    trail,
    step,
    left_at,
    ..
});

/// Where the draft or slip of a survey and code rests on the device.
pub fn record_key(survey: &SurveyId, code: Option<&str>) -> String {
    [survey.as_str(), "\n", code.unwrap_or_default()].concat()
}

/// An answer number as the office prints it, from what a person typed: small letters, full-width characters, digits of
/// Devanagari, gaps and hyphens do not matter. Nothing comes of what holds other characters.
pub fn tidy_code(typed: &str) -> Option<String> {
    const GAPS: [char; 6] = ['-', '－', 'ー', '−', '‐', '―'];
    let kept = typed.chars().filter(|character| !character.is_whitespace() && !GAPS.contains(character));
    let code: String = kept.map(|character| questionnaire::narrow(character).to_ascii_uppercase()).collect();
    let sound = (1..=64).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    sound.then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_number_may_be_typed_as_it_comes() {
        for typed in ["AB2C9-DE4FH", "ab2c9 de4fh", "ＡＢ２Ｃ９－ＤＥ４ＦＨ", " AB2C9ーDE4FH　", "AB२C९-DE४FH"]
        {
            assert_eq!(tidy_code(typed).as_deref(), Some("AB2C9DE4FH"), "{typed}");
        }
        for typed in ["", "  ", "-", "区2C9", "A/B", &"A".repeat(65)] {
            assert_eq!(tidy_code(typed), None, "{typed}");
        }
    }

    #[test]
    fn drafts_of_two_codes_never_share_a_place() {
        let survey: SurveyId = "ward".parse().unwrap();
        assert_ne!(record_key(&survey, Some("A")), record_key(&survey, Some("B")));
        assert_ne!(record_key(&survey, Some("A")), record_key(&survey, None));
    }
}
