//! What a survey must have beyond a sound questionnaire: wards, slots filled, modules that exist.

use std::collections::BTreeSet;

use super::{Fault, INSPECTS, Place, Problem, Texts};
use crate::draft::CORE;
use crate::draft_survey::DraftSurvey;
use crate::id::{ModuleId, SlotName};
use crate::origin::is_origin;
use crate::text::{Slots, Text};

/// Origins that may embed a survey: they all stand in the head of its page.
const EMBED_ORIGINS_MAX: usize = 50;

/// Everything wrong with `draft` besides its questionnaire, whose texts use `slots`.
pub(crate) fn inspect_survey(draft: &DraftSurvey, slots: &BTreeSet<SlotName>) -> Vec<Problem> {
    if !INSPECTS {
        return Vec::new();
    }
    let mut texts = Texts::new(&draft.questionnaire.languages);
    texts.inspect(&Place::whole("title"), &draft.title);
    for (ward, settings) in &draft.wards {
        texts.inspect(&Place::whole(format!("wards.{ward}.name")), &settings.name);
    }
    let mut used = std::mem::take(&mut texts.slots);
    used.extend(slots.iter().cloned());

    inspect_slots("slots", &draft.slots, &mut texts);
    for (ward, settings) in &draft.wards {
        inspect_slots(&format!("wards.{ward}.slots"), &settings.slots, &mut texts);
    }
    let mut problems = texts.problems;
    for slot in used.iter().filter(|slot| !draft.slots.contains_key(*slot)) {
        problems.push(Problem { place: Place::whole("slots"), fault: Fault::SlotNotFilled { slot: slot.clone() } });
    }
    problems.extend(inspect_modules(draft));
    if draft.wards.is_empty() {
        problems.push(Problem { place: Place::whole("wards"), fault: Fault::Empty });
    }
    if draft.period.opens > draft.period.closes {
        problems.push(Problem { place: Place::whole("period"), fault: Fault::PeriodBackwards });
    }
    for (ward, period) in &draft.keeping.ward_periods {
        let place = Place::whole(format!("ward_periods.{ward}"));
        if period.opens > period.closes {
            problems.push(Problem { place, fault: Fault::PeriodBackwards });
        }
    }
    problems.extend(inspect_origins(draft));
    #[cfg(feature = "publish")]
    problems.extend(inspect_sealing_keys(draft));
    problems
}

fn inspect_slots(part: &str, slots: &Slots, texts: &mut Texts<'_>) {
    for (name, value) in slots {
        let place = Place::whole(format!("{part}.{name}"));
        texts.slots.clear();
        texts.inspect(&place, value as &Text);
        for slot in std::mem::take(&mut texts.slots) {
            texts.problems.push(Problem { place: place.clone(), fault: Fault::SlotInSlot { slot } });
        }
    }
}

fn inspect_modules(draft: &DraftSurvey) -> Vec<Problem> {
    let questions = draft.questionnaire.sections.iter().flat_map(|section| &section.questions);
    let known: BTreeSet<&ModuleId> = questions.map(|question| &question.module).collect();
    let everywhere = draft.modules.iter().map(|module| ("modules".to_owned(), module));
    let in_wards = draft.wards.iter().flat_map(|(ward, settings)| {
        settings.modules.iter().map(move |module| (format!("wards.{ward}.modules"), module))
    });
    everywhere
        .chain(in_wards)
        .filter(|(_, module)| module.as_str() != CORE && !known.contains(module))
        .map(|(part, module)| Problem {
            place: Place::whole(part),
            fault: Fault::UnknownModule { module: module.clone() },
        })
        .collect()
}

fn inspect_origins(draft: &DraftSurvey) -> Vec<Problem> {
    let told = |fault| Problem { place: Place::whole("embed_origins"), fault };
    let count = draft.embed_origins.len();
    let too_many = (count > EMBED_ORIGINS_MAX).then_some(Fault::TooMany { count, limit: EMBED_ORIGINS_MAX });
    let strange = draft.embed_origins.iter().filter(|origin| !is_origin(origin));
    let strange = strange.map(|origin| Fault::NotAnOrigin { origin: origin.clone() });
    too_many.into_iter().chain(strange).map(told).collect()
}

#[cfg(feature = "publish")]
fn inspect_sealing_keys(draft: &DraftSurvey) -> Vec<Problem> {
    let told = |fault| Problem { place: Place::whole("sealing_keys"), fault };
    let keys = &draft.sealing_keys;
    let limit = sealing::KEYS_MAX;
    let mut faults = Vec::new();
    if keys.len() > limit {
        faults.push(Fault::TooMany { count: keys.len(), limit });
    }
    for (place, key) in keys.iter().enumerate() {
        let kid = key.kid.clone();
        if key.public_key().is_none() {
            faults.push(Fault::NotASealingKey { kid });
        } else if keys.iter().take(place).any(|earlier| earlier.kid == kid) {
            faults.push(Fault::DuplicateSealingKey { kid });
        }
    }
    faults.into_iter().map(told).collect()
}
