//! Every text of the content folder with the place at which a translation of it stands.

use questionnaire::{
    Choice, ChoiceSet, ChoiceSetId, DraftKind, DraftQuestion, DraftQuestionnaire, DraftSurvey, Map, Slots, SurveyId,
    Text, WardCode, WardSettings,
};

/// A place that a text has in each language: the file, as it is named in the content folder, and the key in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) file: String,
    pub(super) key: String,
}

/// The choice sets that questionnaires share.
pub(super) const CHOICE_SETS: &str = "choice-sets.toml";
/// The wards of the city.
pub(super) const WARDS: &str = "wards.toml";

/// Texts, each at its place.
pub(super) type Texts<'a> = Vec<(Spot, &'a mut Text)>;

/// Gathers the texts of one file.
struct Gathered<'a> {
    file: String,
    texts: Texts<'a>,
}

impl<'a> Gathered<'a> {
    fn of(file: String) -> Self {
        Self { file, texts: Vec::new() }
    }

    fn add(&mut self, key: impl Into<String>, text: &'a mut Text) {
        self.texts.push((Spot { file: self.file.clone(), key: key.into() }, text));
    }

    fn add_choices(&mut self, list: &str, choices: &'a mut [Choice]) {
        for choice in choices {
            self.add(format!("{list}.{}", choice.code), &mut choice.text);
        }
    }
}

/// The texts of a questionnaire, those of its choice sets among them.
pub(super) fn of_questionnaire(draft: &mut DraftQuestionnaire) -> Texts<'_> {
    let mut all = Gathered::of(format!("questionnaires/{}.toml", draft.id));
    all.add("title", &mut draft.title);
    all.add("ward_question", &mut draft.ward_question);
    all.add("opening.purpose", &mut draft.opening.purpose);
    all.add("opening.office", &mut draft.opening.office);
    all.add("opening.handling", &mut draft.opening.handling);
    all.add("opening.paper", &mut draft.opening.paper);
    for section in &mut draft.sections {
        all.add(format!("sections.{}.title", section.id), &mut section.title);
        if let Some(why) = &mut section.why {
            all.add(format!("sections.{}.why", section.id), why);
        }
        for question in &mut section.questions {
            add_question(question, &mut all);
        }
    }
    all.texts.extend(of_choice_sets(draft.choice_sets.entries_mut()));
    all.texts
}

fn add_question<'a>(question: &'a mut DraftQuestion, all: &mut Gathered<'a>) {
    let key = |part: &str| format!("questions.{}.{part}", question.id);
    all.add(key("text"), &mut question.text);
    if let Some(help) = &mut question.help {
        all.add(key("help"), help);
    }
    for (place, wording) in question.wordings.iter_mut().enumerate() {
        all.add(key(&format!("wordings.{}", place + 1)), &mut wording.text);
    }
    for (place, check) in question.checks.iter_mut().enumerate() {
        all.add(key(&format!("checks.{}", place + 1)), &mut check.message);
    }
    all.add_choices(&key("escapes"), &mut question.escapes);
    match &mut question.answer {
        DraftKind::One(draft) => all.add_choices(&key("choices"), &mut draft.choices),
        DraftKind::Several(draft) | DraftKind::Ranking(draft) => all.add_choices(&key("choices"), &mut draft.choices),
        DraftKind::Number(range) => {
            if let Some(unit) = &mut range.unit {
                all.add(key("unit"), unit);
            }
        }
        DraftKind::Rating(ends) => {
            all.add(key("low"), &mut ends.low);
            all.add(key("high"), &mut ends.high);
        }
        DraftKind::Date(_) | DraftKind::Month(_) | DraftKind::Text(_) => {}
    }
}

/// The texts of choice sets.
pub(super) fn of_choice_sets<'a>(sets: impl IntoIterator<Item = (&'a ChoiceSetId, &'a mut ChoiceSet)>) -> Texts<'a> {
    let mut all = Gathered::of(CHOICE_SETS.to_owned());
    for (id, set) in sets {
        all.add_choices(&format!("{id}.choices"), &mut set.choices);
    }
    all.texts
}

/// The texts of a survey, those of its wards and its questionnaire among them.
pub(super) fn of_survey(draft: &mut DraftSurvey) -> Texts<'_> {
    let mut texts = of_survey_alone(&draft.id, &mut draft.title, &mut draft.slots);
    texts.extend(of_wards(&mut draft.wards));
    texts.extend(of_questionnaire(&mut draft.questionnaire));
    texts
}

/// The texts of a survey alone.
pub(super) fn of_survey_itself(draft: &mut DraftSurvey) -> Texts<'_> {
    of_survey_alone(&draft.id, &mut draft.title, &mut draft.slots)
}

fn of_survey_alone<'a>(id: &SurveyId, title: &'a mut Text, slots: &'a mut Slots) -> Texts<'a> {
    let mut all = Gathered::of(format!("surveys/{id}.toml"));
    all.add("title", title);
    for (slot, text) in slots.entries_mut() {
        all.add(format!("slots.{slot}"), text);
    }
    all.texts
}

/// The texts of wards.
pub(super) fn of_wards(wards: &mut Map<WardCode, WardSettings>) -> Texts<'_> {
    let mut all = Gathered::of(WARDS.to_owned());
    for (code, ward) in wards.entries_mut() {
        all.add(format!("{code}.name"), &mut ward.name);
        for (slot, text) in ward.slots.entries_mut() {
            // What a ward is called, it is called in a sentence too.
            let key = if slot.as_str() == "ward" { "name" } else { slot.as_str() };
            all.add(format!("{code}.{key}"), text);
        }
    }
    all.texts
}
