//! Ways through the standard surveys.

/// A question and what is said to it.
pub(crate) type Step = (&'static str, Says);

/// What a person says to one question.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Says {
    /// One choice.
    One(&'static str),
    /// Several choices.
    Several(&'static [&'static str]),
    /// A choice, and words beside it.
    Other(&'static str, &'static str),
    /// Words.
    Words(&'static str),
    /// Nothing, where nothing is asked back.
    Nothing,
}

/// Through the visitors' survey.
pub(crate) const VISIT: &[Step] = &[
    ("purpose", Says::Several(&["cert", "ins"])),
    ("guide", Says::One("p2")),
    ("attitude", Says::One("p1")),
    ("explain", Says::One("n1")),
    ("wait", Says::One("na")),
    ("overall", Says::One("p2")),
    ("free", Says::Nothing),
];

/// Through the residents' survey in 大正区, along every question it can ask.
pub(crate) const RESIDENCE: &[Step] = &[
    ("ties_felt", Says::One("p2")),
    ("ties_positive", Says::One("p1")),
    ("activity", Says::One("local_group")),
    ("groups", Says::Several(&["neighbourhood", "child"])),
    ("neighbourhood_support", Says::One("n1")),
    ("groups_fit", Says::One("n2")),
    ("lac_known", Says::One("know_name")),
    ("lac_autonomy", Says::One("dk")),
    ("beyond_district", Says::One("p2")),
    ("facilitators", Says::One("p1")),
    ("needs_grasped", Says::One("n1")),
    ("reflects", Says::One("p2")),
    ("ward_fit", Says::One("n2")),
    ("needed_info", Says::One("dk")),
    ("info_reaches", Says::One("p1")),
    ("plan_stage", Says::One("p2")),
    ("evaluation_used", Says::One("n1")),
    ("efficiency_known", Says::One("know_some")),
    ("consulted", Says::One("yes")),
    ("consult_ok", Says::One("p1")),
    ("visited", Says::One("yes")),
    ("counter_good", Says::One("p2")),
    ("free", Says::Words("窓口の𠮷田さん、ありがとう。👨‍👩‍👧 これからもよろしくお願いします。")),
    ("age", Says::One("70_79")),
    ("sex", Says::One("pns")),
    ("years", Says::One("20_")),
    ("household", Says::One("couple")),
    ("housing", Says::One("condo_own")),
    ("home_language", Says::One("ja")),
];
