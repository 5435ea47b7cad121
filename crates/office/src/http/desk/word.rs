//! What the desk says, in Japanese and in English. The words are in `content/desk/` and are built in: they say what this
//! program does, and a city has nothing to change in them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use questionnaire::{Language, Slots, Text};

use crate::http::html::{escape, words};

/// The language that somebody at the desk has chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum Tongue {
    Ja,
    En,
}

impl Tongue {
    pub(super) fn of(tag: &str) -> Option<Self> {
        match tag {
            "ja" => Some(Self::Ja),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    pub(super) fn tag(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }
}

macro_rules! say {
    ($($word:ident $key:literal)*) => {
        /// A text of the desk.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(in crate::http) enum Word {
            $($word,)*
        }

        impl Word {
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$word),*];

            fn key(self) -> &'static str {
                match self {
                    $(Self::$word => $key,)*
                }
            }
        }
    };
}

say! {
    Desk "desk"
    Skip "skip"
    Pages "pages"
    Language "language"
    SignIn "sign_in"
    SignInTitle "sign_in_title"
    SignInExpired "sign_in_expired"
    SignInWrong "sign_in_wrong"
    SignInWait "sign_in_wait"
    SignOn "sign_on"
    SignOnOr "sign_on_or"
    SignOnBeside "sign_on_beside"
    SignOnStopped "sign_on_stopped"
    SignOnUnreachable "sign_on_unreachable"
    SignOnNobody "sign_on_nobody"
    SignOut "sign_out"
    SignedInAs "signed_in_as"
    Name "name"
    Password "password"
    OnceMore "once_more"
    OnceMoreLead "once_more_lead"
    GoOn "go_on"
    GoBack "go_back"
    RoleCity "role_city"
    RoleTypist "role_typist"
    RoleViewer "role_viewer"
    Refused "refused"
    RefusedHidden "refused_hidden"
    RefusedForbidden "refused_forbidden"
    RefusedForeign "refused_foreign"
    RefusedUnread "refused_unread"
    RefusedBusy "refused_busy"
    RefusedStore "refused_store"
    RefusedMove "refused_move"
    RefusedContent "refused_content"
    Surveys "surveys"
    SurveysNone "surveys_none"
    HomeTypist "home_typist"
    Survey "survey"
    State "state"
    StateDraft "state_draft"
    StateRehearsal "state_rehearsal"
    StateOpen "state_open"
    StatePaused "state_paused"
    StateClosed "state_closed"
    StatePublished "state_published"
    StateArchived "state_archived"
    StateNone "state_none"
    Period "period"
    PeriodDays "period_days"
    MoveDraft "move_draft"
    MoveRehearsal "move_rehearsal"
    MoveOpen "move_open"
    MovePaused "move_paused"
    MoveClosed "move_closed"
    MovePublished "move_published"
    MoveArchived "move_archived"
    MoveAsk "move_ask"
    SaysDraft "says_draft"
    SaysRehearsal "says_rehearsal"
    SaysOpen "says_open"
    SaysPaused "says_paused"
    SaysClosed "says_closed"
    SaysPublished "says_published"
    SaysArchived "says_archived"
    Moves "moves"
    ResponsesNow "responses_now"
    RehearsalNow "rehearsal_now"
    Invited "invited"
    Used "used"
    Left "left"
    Rate "rate"
    RateNote "rate_note"
    ByWard "by_ward"
    ByDay "by_day"
    ByMode "by_mode"
    ByLanguage "by_language"
    ByAge "by_age"
    AgeSealed "age_sealed"
    NotTold "not_told"
    Ward "ward"
    WholeCity "whole_city"
    Day "day"
    Mode "mode"
    Count "count"
    Age "age"
    ModeWeb "mode_web"
    ModeKiosk "mode_kiosk"
    ModeField "mode_field"
    ModePlain "mode_plain"
    ModePaper "mode_paper"
    ChartDays "chart_days"
    ChartSays "chart_says"
    ChartNone "chart_none"
    Live "live"
    LiveEnded "live_ended"
    SurveyLinks "survey_links"
    Form "form"
    Aside "aside"
    AsideNone "aside_none"
    AsideLead "aside_lead"
    AsideLate "aside_late"
    AsideLateDo "aside_late_do"
    AsideUsed "aside_used"
    AsideUsedDo "aside_used_do"
    AsideConflict "aside_conflict"
    AsideConflictDo "aside_conflict_do"
    AsideMore "aside_more"
    Parked "parked"
    ParkedDo "parked_do"
    Response "response"
    Why "why"
    Received "received"
    Beside "beside"
    Stored "stored"
    StoredCounted "stored_counted"
    StoredRehearsal "stored_rehearsal"
    StoredAside "stored_aside"
    Others "others"
    Sealed "sealed"
    SealedYes "sealed_yes"
    Revision "revision"
    NoAnswersHere "no_answers_here"
    Invitations "invitations"
    InvitationsLead "invitations_lead"
    InvitationsNone "invitations_none"
    InvitationsMake "invitations_make"
    Code "code"
    Outcome "outcome"
    OutcomeTell "outcome_tell"
    OutcomeLead "outcome_lead"
    OutcomeKeep "outcome_keep"
    OutcomeKept "outcome_kept"
    OutcomeNoCode "outcome_no_code"
    OutcomeUndeliverable "outcome_undeliverable"
    OutcomeRefused "outcome_refused"
    OutcomeAbsent "outcome_absent"
    OutcomeUnable "outcome_unable"
    OutcomeNotEligible "outcome_not_eligible"
    OutcomeNone "outcome_none"
    Rates "rates"
    RatesFormulas "rates_formulas"
    RatesPartial "rates_partial"
    RatesUnknown "rates_unknown"
    RateComplete "rate_complete"
    RatePartial "rate_partial"
    RateRefused "rate_refused"
    RateNotContacted "rate_not_contacted"
    RateOther "rate_other"
    RateUnknown "rate_unknown"
    RateNotEligible "rate_not_eligible"
    Kiosks "kiosks"
    KiosksNone "kiosks_none"
    KiosksLead "kiosks_lead"
    Kiosk "kiosk"
    Where "where"
    Waiting "waiting"
    LastSent "last_sent"
    LastSaid "last_said"
    Never "never"
    NotSetUp "not_set_up"
    Removed "removed"
    Remove "remove"
    RemoveAsk "remove_ask"
    RemoveSays "remove_says"
    Export "export"
    ExportLead "export_lead"
    ExportWarning "export_warning"
    ExportGo "export_go"
    ExportSealed "export_sealed"
    ExportTexts "export_texts"
    ExportTextsWarning "export_texts_warning"
    ExportCodes "export_codes"
    ExportWords "export_words"
    ExportCodebook "export_codebook"
    ExportParquet "export_parquet"
    ExportLines "export_lines"
    ExportNumbers "export_numbers"
    ExportSyntax "export_syntax"
    ExportTripleS "export_triple_s"
    ExportDdi "export_ddi"
    ExportTextsCsv "export_texts_csv"
    ExportTextsParquet "export_texts_parquet"
    ExportStored "export_stored"
    Results "results"
    ResultsLead "results_lead"
    ResultsNone "results_none"
    ResultsNotYet "results_not_yet"
    ResultsOpen "results_open"
    Log "log"
    LogLead "log_lead"
    LogNone "log_none"
    Number "number"
    At "at"
    Who "who"
    Act "act"
    What "what"
    Earlier "earlier"
    TableScrolls "table_scrolls"
    Typing "typing"
    TypingSheet "typing_sheet"
    TypingNumber "typing_number"
    TypingCode "typing_code"
    TypingWardOfCode "typing_ward_of_code"
    TypingReturned "typing_returned"
    TypingLanguage "typing_language"
    TypingBegin "typing_begin"
    TypingAgain "typing_again"
    TypingMissing "typing_missing"
    TypingNoDay "typing_no_day"
    TypingCodeMissing "typing_code_missing"
    TypingCodeMistyped "typing_code_mistyped"
    TypingCodeUnknown "typing_code_unknown"
    TypingCodeOfSurvey "typing_code_of_survey"
    TypingCodeOfWard "typing_code_of_ward"
    TypingCodeUsed "typing_code_used"
    TypingCodeUsedByForm "typing_code_used_by_form"
    TypingNotNow "typing_not_now"
    TypingRehearsed "typing_rehearsed"
    TypingUnderWay "typing_under_way"
    TypingDone "typing_done"
    TypingKept "typing_kept"
    TypingFirst "typing_first"
    TypingTyped "typing_typed"
    TypingSecond "typing_second"
    TypingDiffers "typing_differs"
    TypingDiscarded "typing_discarded"
    TypingKeys "typing_keys"
    TypingBlind "typing_blind"
    TypingSealed "typing_sealed"
    TypingNotHeld "typing_not_held"
    TypingQuestion "typing_question"
    TypingKeep "typing_keep"
    TypingKeepAsItIs "typing_keep_as_it_is"
    TypingLook "typing_look"
    TypingEmpty "typing_empty"
    TypingOffPath "typing_off_path"
    TypingNoSuchNumber "typing_no_such_number"
    TypingSeveral "typing_several"
    TypingNoNumber "typing_no_number"
    TypingRejected "typing_rejected"
    TypingOvertaken "typing_overtaken"
    TypingByOther "typing_by_other"
    TypingTake "typing_take"
    TypingWaits "typing_waits"
    TypingWaitsForYou "typing_waits_for_you"
    TypingGoAgain "typing_go_again"
    TypingWaive "typing_waive"
    TypingDiscard "typing_discard"
    TypingSame "typing_same"
    TypingSettle "typing_settle"
    TypingDiffersOthers "typing_differs_others"
    TypingDecide "typing_decide"
    TypingDecideAll "typing_decide_all"
    TypingNotKept "typing_not_kept"
    TypingNeither "typing_neither"
    TypingNothing "typing_nothing"
    Said "said"
    SaidLead "said_lead"
    SaidNone "said_none"
    SaidAllRead "said_all_read"
    SaidNext "said_next"
    SaidGoOn "said_go_on"
    SaidRead "said_read"
    SaidUnread "said_unread"
    SaidReadLead "said_read_lead"
    SaidReadNone "said_read_none"
    SaidOfTheme "said_of_theme"
    SaidSealed "said_sealed"
    SaidKept "said_kept"
    SaidNoThemes "said_no_themes"
    SaidWrote "said_wrote"
    SaidMasked "said_masked"
    SaidMaskedNone "said_masked_none"
    SaidMail "said_mail"
    SaidPostal "said_postal"
    SaidTelephone "said_telephone"
    SaidNumber "said_number"
    SaidThemes "said_themes"
    SaidByTheme "said_by_theme"
    SaidWords "said_words"
    SaidWordsHelp "said_words_help"
    SaidDecide "said_decide"
    SaidLater "said_later"
    SaidStays "said_stays"
    SaidKeep "said_keep"
    SaidNothing "said_nothing"
    SaidSave "said_save"
    SaidLookAgain "said_look_again"
    SaidUndecided "said_undecided"
    SaidOvertaken "said_overtaken"
    SaidTheirs "said_theirs"
    SaidTheirsNothing "said_theirs_nothing"
    Themes "themes"
    ThemesLead "themes_lead"
    ThemesNone "themes_none"
    Theme "theme"
    ThemeTexts "theme_texts"
    ThemeReply "theme_reply"
    ThemeReplyNone "theme_reply_none"
    ThemeReplyThere "theme_reply_there"
    ThemeAdd "theme_add"
    ThemeAddGo "theme_add_go"
    ThemeAdded "theme_added"
    ThemeChange "theme_change"
    ThemePlace "theme_place"
    ThemeNameJa "theme_name_ja"
    ThemeNameEasy "theme_name_easy"
    ThemeNameEn "theme_name_en"
    ThemeReplyJa "theme_reply_ja"
    ThemeReplyEasy "theme_reply_easy"
    ThemeReplyEn "theme_reply_en"
    ThemeReplyHelp "theme_reply_help"
    ThemeRuby "theme_ruby"
    ThemeKeep "theme_keep"
    ThemeKept "theme_kept"
    ThemeMissing "theme_missing"
    ThemeOvertaken "theme_overtaken"
    ThemeRead "theme_read"
    Plan "plan"
    PlanLead "plan_lead"
    PlanAsked "plan_asked"
    PlanRate "plan_rate"
    PlanRouted "plan_routed"
    PlanDifference "plan_difference"
    PlanBefore "plan_before"
    PlanBeforeNone "plan_before_none"
    PlanBeforeGone "plan_before_gone"
    PlanGo "plan_go"
    PlanWrong "plan_wrong"
    PlanNoContent "plan_no_content"
    PlanNoSample "plan_no_sample"
    PlanNone "plan_none"
    PlanEach "plan_each"
    PlanIndicator "plan_indicator"
    PlanBase "plan_base"
    PlanShare "plan_share"
    PlanExpected "plan_expected"
    PlanByAssumed "plan_by_assumed"
    PlanByDocuments "plan_by_documents"
    PlanByBefore "plan_by_before"
    PlanAnswers "plan_answers"
    PlanHalf "plan_half"
    PlanTarget "plan_target"
    PlanTargetYear "plan_target_year"
    PlanReached "plan_reached"
    PlanMissed "plan_missed"
    PlanChance "plan_chance"
    PlanAnswersNeeded "plan_answers_needed"
    PlanAskedNeeded "plan_asked_needed"
    PlanHow "plan_how"
    PlanBeforeOpening "plan_before_opening"
    ActSignIn "act_sign_in"
    ActSignInRefused "act_sign_in_refused"
    ActSignOut "act_sign_out"
    ActShow "act_show"
    ActStaffAdd "act_staff_add"
    ActStaffRemove "act_staff_remove"
    ActStaffPassword "act_staff_password"
    ActStaffSignOn "act_staff_sign_on"
    ActSurvey "act_survey"
    ActInvite "act_invite"
    ActOutcome "act_outcome"
    ActExport "act_export"
    ActOpen "act_open"
    ActReport "act_report"
    ActLoad "act_load"
    ActPaper "act_paper"
    ActRead "act_read"
    ActTheme "act_theme"
    ActKioskAdd "act_kiosk_add"
    ActKioskRemove "act_kiosk_remove"
    ActBackup "act_backup"
    ActRestore "act_restore"
    ActCopy "act_copy"
    ActDelete "act_delete"
    ActAudit "act_audit"
}

type Words = BTreeMap<String, String>;

static JA: LazyLock<Words> = LazyLock::new(|| read(include_str!("../../../../../content/desk/ja.toml")));
static EN: LazyLock<Words> = LazyLock::new(|| read(include_str!("../../../../../content/desk/en.toml")));

fn read(toml: &str) -> Words {
    // What is wrong with them a test says, before anybody builds a program of them.
    toml::from_str(toml).unwrap_or_default()
}

/// The words in one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Speech(pub(super) Tongue);

impl Speech {
    /// `word` as HTML.
    pub(super) fn say(self, word: Word) -> String {
        self.say_with(word, &[])
    }

    /// `word` as HTML, with what stands for its slots, which is text.
    pub(super) fn say_with(self, word: Word, slots: &[(&str, String)]) -> String {
        let words = match self.0 {
            Tongue::Ja => &*JA,
            Tongue::En => &*EN,
        };
        let said = escape(words.get(word.key()).map(String::as_str).unwrap_or_default());
        slots.iter().fold(said, |said, (name, value)| said.replace(&format!("{{{name}}}"), &escape(value)))
    }

    /// A text of the content folder as HTML.
    pub(super) fn text(self, text: &Text, slots: &Slots) -> String {
        self.language().map(|language| words(text, &language, slots)).unwrap_or_default()
    }

    fn language(self) -> Option<Language> {
        self.0.tag().parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn slots(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
    }

    #[test]
    fn every_word_is_there_in_both_languages_with_the_same_slots() {
        let keys: BTreeSet<&str> = Word::ALL.iter().map(|word| word.key()).collect();
        for words in [&*JA, &*EN] {
            assert_eq!(words.keys().map(String::as_str).collect::<BTreeSet<_>>(), keys);
        }
        for (key, text) in &*JA {
            assert_eq!(slots(text), slots(&EN[key]), "{key}");
        }
    }
}
