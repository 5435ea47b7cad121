//! What publications say, in the words of the content folder.

use questionnaire::{Language, Piece, Slots, Text};

use crate::content::ReportWords;

macro_rules! words {
    ($($word:ident $key:literal)*) => {
        /// A text of a publication; what it says is in `content/report/`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Word {
            $(#[doc = concat!("`", $key, "`")] $word,)*
        }

        impl Word {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$word),*];

            /// Its name in the content folder.
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$word => $key,)*
                }
            }
        }
    };
}

words! {
    NavLabel "nav_label"
    NavOverview "nav_overview"
    NavPeople "nav_people"
    NavMethod "nav_method"
    NavData "nav_data"
    Languages "languages"
    Skip "skip"
    Title "title"
    Year "year"
    LeadRandom "lead_random"
    LeadOther "lead_other"
    AskedAnswered "asked_answered"
    AnsweredOnly "answered_only"
    LastCame "last_came"
    Fictitious "fictitious"
    NoAdults "no_adults"
    City "city"
    Ward "ward"
    Wards "wards"
    Indicators "indicators"
    Share "share"
    Mean "mean"
    Interval "interval"
    Answers "answers"
    Target "target"
    Verdict "verdict"
    ByPoint "by_point"
    Reached "reached"
    NotReached "not_reached"
    CannotTell "cannot_tell"
    NoNumber "no_number"
    ReadPoints "read_points"
    ReadRelative "read_relative"
    Weighted "weighted"
    Unweighted "unweighted"
    KeptBack "kept_back"
    KeptShort "kept_short"
    Nobody "nobody"
    NoInterval "no_interval"
    NoIntervalShort "no_interval_short"
    FigureOf "figure_of"
    FigurePlain "figure_plain"
    ChartWards "chart_wards"
    SaysWards "says_wards"
    ChartKey "chart_key"
    ChartMap "chart_map"
    MapKey "map_key"
    ChartHistory "chart_history"
    SaysHistory "says_history"
    ChartProfiles "chart_profiles"
    SaysProfiles "says_profiles"
    SaysProfile "says_profile"
    ProfilesKey "profiles_key"
    SortBy "sort_by"
    ChartWard "chart_ward"
    SaysWard "says_ward"
    Published "published"
    FiscalYear "fiscal_year"
    Where "where"
    InWords "in_words"
    Apart "apart"
    Source "source"
    Statement "statement"
    AskedAs "asked_as"
    BaseOf "base_of"
    Everyone "everyone"
    BaseSaid "base_said"
    BaseAssumed "base_assumed"
    Doubts "doubts"
    Recipe "recipe"
    RecipeWords "recipe_words"
    DenominatorAnswered "denominator_answered"
    DenominatorDecided "denominator_decided"
    DenominatorAsked "denominator_asked"
    Responses "responses"
    NotOfBase "not_of_base"
    Asked "asked"
    NoAnswer "no_answer"
    PreferNot "prefer_not"
    DontKnow "dont_know"
    Answered "answered"
    Positive "positive"
    ShareDecided "share_decided"
    ShareAsked "share_asked"
    Effective "effective"
    DesignEffect "design_effect"
    Degrees "degrees"
    CityWeighted "city_weighted"
    CityPooled "city_pooled"
    CityMean "city_mean"
    Codes "codes"
    Code "code"
    Count "count"
    LeftOut "left_out"
    Change "change"
    Points "points"
    ChangeKept "change_kept"
    Chance "chance"
    ChanceNone "chance_none"
    ChanceHeading "chance_heading"
    Cannot "cannot"
    CannotSilent "cannot_silent"
    CannotRank "cannot_rank"
    CannotVerdict "cannot_verdict"
    CannotJoin "cannot_join"
    NotComputed "not_computed"
    Refused "refused"
    PeopleLead "people_lead"
    ByAgeSex "by_age_sex"
    ByAge "by_age"
    BySex "by_sex"
    ByMode "by_mode"
    ByLanguage "by_language"
    ByWard "by_ward"
    Rates "rates"
    RatesFormulas "rates_formulas"
    RatesRules "rates_rules"
    DispositionComplete "disposition_complete"
    DispositionPartial "disposition_partial"
    DispositionRefused "disposition_refused"
    DispositionNotContacted "disposition_not_contacted"
    DispositionOther "disposition_other"
    DispositionUnknown "disposition_unknown"
    DispositionNotEligible "disposition_not_eligible"
    DispositionE "disposition_e"
    RateByFormula "rate_by_formula"
    Rate "rate"
    Invited "invited"
    NotTold "not_told"
    Helped "helped"
    WardsLeftOut "wards_left_out"
    ModeWeb "mode_web"
    ModeKiosk "mode_kiosk"
    ModeField "mode_field"
    ModePlain "mode_plain"
    ModePaper "mode_paper"
    MethodCount "method_count"
    MethodShare "method_share"
    MethodInterval "method_interval"
    MethodWeights "method_weights"
    MethodVerdict "method_verdict"
    MethodKept "method_kept"
    MethodCheck "method_check"
    Receipts "receipts"
    ReceiptLink "receipt_link"
    DataLead "data_lead"
    DataFigures "data_figures"
    DataCodes "data_codes"
    DataVersus "data_versus"
    DataPublished "data_published"
    DataPeople "data_people"
    DataSdmx "data_sdmx"
    DataDictionary "data_dictionary"
    DataManifest "data_manifest"
    NotAsked "not_asked"
    Low "low"
    High "high"
    Error "error"
    IndicatorId "indicator_id"
    PlaceId "place_id"
    QuestionId "question_id"
    Contradictory "contradictory"
    Unreadable "unreadable"
    GroupOf "group_of"
    Group "group"
    MapShare "map_share"
    Number "number"
    TableScrolls "table_scrolls"
    NavSaid "nav_said"
    SaidLead "said_lead"
    SaidWay "said_way"
    SaidCounts "said_counts"
    SaidFew "said_few"
    SaidPeople "said_people"
    SaidPeopleFew "said_people_few"
    SaidReply "said_reply"
    SaidNoReply "said_no_reply"
    SaidNote "said_note"
    SaidTheme "said_theme"
    SaidName "said_name"
    SaidResponses "said_responses"
    SaidGiven "said_given"
    SaidRead "said_read"
    DataSaid "data_said"
    FigureMean "figure_mean"
    FigureCount "figure_count"
    FigureRate "figure_rate"
    CountOfAll "count_of_all"
    CountOf "count_of"
    OfAll "of_all"
    Sheets "sheets"
    Scores "scores"
    Registered "registered"
    CityAllSheets "city_all_sheets"
    CityMeanScore "city_mean_score"
    RecipeMean "recipe_mean"
    RecipeCount "recipe_count"
    RecipeRate "recipe_rate"
    RecipeCouncils "recipe_councils"
    CouncilsHeading "councils_heading"
    SaysCouncils "says_councils"
    Organisations "organisations"
    OrganisationsPositive "organisations_positive"
    Councils "councils"
    CouncilsPositive "councils_positive"
    CouncilsTied "councils_tied"
    CouncilsOthers "councils_others"
    CouncilsSilent "councils_silent"
    CouncilsShare "councils_share"
    WithoutCouncil "without_council"
    DataCouncils "data_councils"
    TargetUnit "target_unit"
    RefusedUnregistered "refused_unregistered"
    NotCrossed "not_crossed"
    MethodOthers "method_others"
}

/// The words in one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Speech<'a> {
    /// All words.
    pub(super) words: &'a ReportWords,
    /// The language.
    pub(super) language: &'a Language,
}

impl Speech<'_> {
    /// `word` as HTML.
    pub(super) fn say(&self, word: Word) -> String {
        self.say_with(word, &[])
    }

    /// `word` as HTML, with what its slots stand for, which may hold ruby.
    pub(super) fn say_with(&self, word: Word, slots: &[(&str, String)]) -> String {
        self.words.texts.get(word.key()).map(|text| self.html(text, &filled(slots))).unwrap_or_default()
    }

    /// `word` without markup: readings in the place of what they read, where readers may not know the kanji.
    pub(super) fn plain_with(&self, word: Word, slots: &[(&str, String)]) -> String {
        self.words.texts.get(word.key()).map(|text| self.plain(text, &filled(slots))).unwrap_or_default()
    }

    /// `text` as HTML.
    pub(super) fn html(&self, text: &Text, slots: &Slots) -> String {
        crate::http::html::words(text, self.language, slots)
    }

    /// `text` without markup.
    pub(super) fn plain(&self, text: &Text, slots: &Slots) -> String {
        let easy = self.language.is_easy();
        let pieces = text.pieces(self.language, slots).into_iter().map(|piece| match piece {
            Piece::Plain(words) => words,
            Piece::Ruby { reading, .. } if easy => reading,
            Piece::Ruby { base, .. } => base,
        });
        pieces.collect()
    }
}

fn filled(slots: &[(&str, String)]) -> Slots {
    let text =
        |value: &String| "ja".parse().map(|language| Text([(language, value.clone())].into())).unwrap_or_default();
    slots.iter().filter_map(|(name, value)| Some((name.parse().ok()?, text(value)))).collect()
}
