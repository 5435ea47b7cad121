//! What stands in each table.

use indicators::{Counts, Formula, OutOf, Sureness, Unit, Verdict, Where};
use questionnaire::Text;
use serde_json::{Value, json};

use super::Kind::{Flag, Real, Whole, Words};
use super::{Column, Table, place_name, real, real_or_null};
use crate::report::figure::{Figure, Form, Measure};
use crate::report::publication::Publication;
use crate::report::said::{Answered, Said};
use crate::report::versus::ReadAs;
use crate::report::words::Word;
use crate::said::LANGUAGES;

const FIGURES: &[Column] = &[
    ("fiscal_year", Whole, Word::FiscalYear),
    ("indicator", Words, Word::IndicatorId),
    ("place", Words, Word::PlaceId),
    ("responses", Whole, Word::Responses),
    ("outside_base", Whole, Word::NotOfBase),
    ("not_asked", Whole, Word::NotAsked),
    ("asked", Whole, Word::Asked),
    ("kept_back", Flag, Word::KeptBack),
    ("no_answer", Whole, Word::NoAnswer),
    ("contradictory", Whole, Word::Contradictory),
    ("unreadable", Whole, Word::Unreadable),
    ("answered", Whole, Word::Answered),
    ("decided", Whole, Word::DenominatorDecided),
    ("positive", Whole, Word::Positive),
    ("share", Real, Word::DenominatorAnswered),
    ("share_decided", Real, Word::ShareDecided),
    ("share_asked", Real, Word::ShareAsked),
    ("low", Real, Word::Low),
    ("high", Real, Word::High),
    ("weighted_share", Real, Word::Weighted),
    ("weighted_error", Real, Word::Error),
    ("weighted_low", Real, Word::Low),
    ("weighted_high", Real, Word::High),
    ("degrees", Whole, Word::Degrees),
    ("effective_size", Real, Word::Effective),
    ("design_effect", Real, Word::DesignEffect),
    ("mean_score", Real, Word::Mean),
    ("mean_of_wards", Real, Word::CityMean),
    ("count", Whole, Word::CountOf),
    ("of", Whole, Word::OfAll),
    ("sheets", Whole, Word::Sheets),
    ("scores", Whole, Word::Scores),
    ("mean_score_of_wards", Real, Word::CityMeanScore),
];
/// The place of the first column that is of answers.
const ANSWERS_AT: usize = 8;

const COUNCILS: &[Column] = &[
    ("indicator", Words, Word::IndicatorId),
    ("place", Words, Word::PlaceId),
    ("organisations_answered", Whole, Word::Organisations),
    ("organisations_positive", Whole, Word::OrganisationsPositive),
    ("kept_back", Flag, Word::KeptBack),
    ("councils", Whole, Word::Councils),
    ("councils_positive", Whole, Word::CouncilsPositive),
    ("councils_tied", Whole, Word::CouncilsTied),
    ("councils_others", Whole, Word::CouncilsOthers),
    ("councils_silent", Whole, Word::CouncilsSilent),
    ("councils_share", Real, Word::CouncilsShare),
    ("organisations_without_council", Whole, Word::WithoutCouncil),
];
const CODES: &[Column] = &[
    ("indicator", Words, Word::IndicatorId),
    ("question", Words, Word::QuestionId),
    ("place", Words, Word::PlaceId),
    ("code", Words, Word::Code),
    ("count", Whole, Word::Count),
];
const VERSUS: &[Column] = &[
    ("indicator", Words, Word::IndicatorId),
    ("place", Words, Word::PlaceId),
    ("target_fiscal_year", Whole, Word::FiscalYear),
    ("target_text", Words, Word::InWords),
    ("read_as", Words, Word::ReadPoints),
    ("target", Real, Word::Target),
    ("target_unit", Words, Word::TargetUnit),
    ("difference", Real, Word::Share),
    ("low", Real, Word::Low),
    ("high", Real, Word::High),
    ("verdict", Words, Word::Verdict),
    ("reached_by_the_point", Flag, Word::ByPoint),
];
const PUBLISHED: &[Column] = &[
    ("indicator", Words, Word::IndicatorId),
    ("place", Words, Word::PlaceId),
    ("fiscal_year", Whole, Word::FiscalYear),
    ("value", Real, Word::Published),
    ("unit", Words, Word::Share),
    ("apart", Flag, Word::Apart),
    ("text", Words, Word::InWords),
    ("doubts", Words, Word::Doubts),
];
const PEOPLE: &[Column] = &[
    ("by", Words, Word::GroupOf),
    ("place", Words, Word::PlaceId),
    ("group", Words, Word::Group),
    ("count", Whole, Word::Answers),
    ("kept_back", Flag, Word::KeptBack),
];

const RATES: &[Column] = &[
    ("place", Words, Word::PlaceId),
    ("asked", Whole, Word::Invited),
    ("complete", Whole, Word::DispositionComplete),
    ("partial", Whole, Word::DispositionPartial),
    ("refused", Whole, Word::DispositionRefused),
    ("not_contacted", Whole, Word::DispositionNotContacted),
    ("other", Whole, Word::DispositionOther),
    ("unknown", Whole, Word::DispositionUnknown),
    ("not_eligible", Whole, Word::DispositionNotEligible),
    ("e", Real, Word::DispositionE),
    ("rr1", Real, Word::RateByFormula),
    ("rr2", Real, Word::RateByFormula),
    ("rr3", Real, Word::RateByFormula),
    ("rr4", Real, Word::RateByFormula),
    ("rr5", Real, Word::RateByFormula),
    ("rr6", Real, Word::RateByFormula),
];

const SAID: &[Column] = &[
    ("theme", Whole, Word::SaidTheme),
    ("name_ja", Words, Word::SaidName),
    ("name_ja_easy", Words, Word::SaidName),
    ("name_en", Words, Word::SaidName),
    ("responses", Whole, Word::SaidResponses),
    ("kept_back", Flag, Word::KeptBack),
    ("reply_ja", Words, Word::SaidReply),
    ("reply_ja_easy", Words, Word::SaidReply),
    ("reply_en", Words, Word::SaidReply),
    ("texts_given", Whole, Word::SaidGiven),
    ("texts_read", Whole, Word::SaidRead),
];

/// Every table of a publication.
pub(super) fn all(publication: &Publication<'_>) -> Vec<Table> {
    let all = [
        figures(publication),
        codes(publication),
        targets(publication),
        published(publication),
        people(publication),
        rates(publication),
    ];
    let councils = Some(councils(publication)).filter(|table| !table.rows.is_empty());
    all.into_iter().chain(councils).chain(publication.counted.said.as_ref().map(said)).collect()
}

fn figures(publication: &Publication<'_>) -> Table {
    let rows = publication.measures.iter().flat_map(|measure| {
        let denominator = measure.indicator.denominator;
        measure.figures.iter().map(move |(place, figure)| {
            let total = figure.total();
            let mut row = vec![
                json!(publication.year),
                json!(measure.indicator.id.as_str()),
                place_name(*place),
                json!(total.responses()),
                json!(total.outside_base),
                json!(total.not_asked),
                json!(total.asked()),
                json!(figure.kept_back),
            ];
            row.extend(match measure.form() {
                Form::Rate => rate(figure),
                Form::Share | Form::Mean | Form::CountOfWards => answers(measure, figure, &total, denominator),
            });
            row.resize(FIGURES.len(), Value::Null);
            row
        })
    });
    Table { name: "figures", columns: FIGURES, rows: rows.collect() }
}

/// A response rate among figures of answers, which it has none of.
fn rate(figure: &Figure) -> Vec<Value> {
    let share = real_or_null(figure.out_of.and_then(OutOf::share));
    let own = |name: &str| match name {
        "share" | "share_asked" => share.clone(),
        "count" => json!(figure.out_of.map(|of| of.count)),
        "of" => json!(figure.out_of.map(|of| of.all)),
        _ => Value::Null,
    };
    FIGURES.iter().skip(ANSWERS_AT).map(|(name, ..)| own(name)).collect()
}

/// What of a figure is shown only where it is not kept back.
fn answers(measure: &Measure<'_>, figure: &Figure, total: &Counts, denominator: indicators::Denominator) -> Vec<Value> {
    if figure.kept_back {
        return Vec::new();
    }
    let bases = figure.bases;
    let share = |of| if measure.is_no_share() { Value::Null } else { real_or_null(bases.share(of)) };
    let within = match &figure.unweighted {
        Ok(Sureness::Within(interval)) if !measure.is_no_share() => Some(*interval),
        Ok(_) | Err(_) => None,
    };
    let weighted = figure.weighted.as_ref().ok();
    let weighted_within = weighted.and_then(|weighted| weighted.interval);
    let mut row = vec![json!(total.no_answer), json!(total.contradictory), json!(total.unreadable)];
    // Scores are neither positive nor otherwise.
    let positive = (measure.form() != Form::Mean).then_some(bases.positive);
    row.extend([json!(bases.answered), json!(bases.decided), json!(positive)]);
    row.extend([share(denominator), share(indicators::Denominator::Decided), share(indicators::Denominator::Asked)]);
    row.extend([real_or_null(within.map(|of| of.low)), real_or_null(within.map(|of| of.high))]);
    row.extend([
        real_or_null(weighted.map(|of| of.share)),
        real_or_null(weighted.map(|of| of.error)),
        real_or_null(weighted_within.map(|of| of.low)),
        real_or_null(weighted_within.map(|of| of.high)),
        weighted.map_or(Value::Null, |of| json!(of.degrees)),
        real_or_null(weighted.map(|of| of.effective_size)),
        real_or_null(weighted.map(|of| of.design_effect)),
        real_or_null(figure.mean.and_then(|mean| mean.mean)),
        real_or_null(figure.mean_of_wards.map(|(mean, _)| mean).filter(|_| !measure.is_no_share())),
        json!(figure.out_of.map(|of| of.count)),
        json!(figure.out_of.map(|of| of.all)),
        json!(figure.mean.map(|mean| mean.sheets)),
        json!(figure.mean.map(|mean| mean.scores)),
        real_or_null(figure.mean_score_of_wards),
    ]);
    row
}

/// Councils beside their organisations; no rows where none are counted.
fn councils(publication: &Publication<'_>) -> Table {
    let rows = publication.measures.iter().flat_map(|measure| {
        let of_councils = measure.figures.iter().filter_map(|(place, figure)| Some((*place, figure, figure.councils?)));
        of_councils.map(|(place, figure, councils)| {
            let shown = |count: u64| if figure.councils_kept_back { Value::Null } else { json!(count) };
            let organisation = |count: u64| if figure.kept_back { Value::Null } else { json!(count) };
            let share = councils.out_of().share().filter(|_| !figure.councils_kept_back);
            vec![
                json!(measure.indicator.id.as_str()),
                place_name(place),
                organisation(figure.bases.answered),
                organisation(figure.bases.positive),
                json!(figure.councils_kept_back),
                shown(councils.out_of().all),
                shown(councils.positive),
                shown(councils.tied),
                shown(councils.others),
                shown(councils.silent),
                real_or_null(share),
                shown(councils.without_council),
            ]
        })
    });
    Table { name: "councils", columns: COUNCILS, rows: rows.collect() }
}

fn codes(publication: &Publication<'_>) -> Table {
    let mut rows = Vec::new();
    for measure in &publication.measures {
        for (place, figure) in measure.figures.iter().filter(|(_, figure)| !figure.kept_back) {
            for (item, counts) in &figure.counts {
                let row = |(code, count): (&questionnaire::Code, &u64)| {
                    let (indicator, question) = (measure.indicator.id.as_str(), item.to_string());
                    vec![json!(indicator), json!(question), place_name(*place), json!(code.as_str()), json!(count)]
                };
                rows.extend(counts.codes.iter().map(row));
            }
        }
    }
    Table { name: "codes", columns: CODES, rows }
}

fn targets(publication: &Publication<'_>) -> Table {
    let mut rows = Vec::new();
    for measure in &publication.measures {
        for (place, figure) in &measure.figures {
            for versus in publication.versus(measure, *place, figure) {
                let interval = versus.assessment.difference.interval;
                rows.push(vec![
                    json!(measure.indicator.id.as_str()),
                    place_name(*place),
                    json!(versus.target.fiscal_year),
                    json!(versus.target.text),
                    json!(versus.read_as.map(|read_as| match read_as {
                        ReadAs::Points => "points",
                        ReadAs::Relative => "relative",
                    })),
                    real(versus.aim),
                    json!(if versus.target.unit == Unit::Score5 { "score_5" } else { "share" }),
                    real(versus.assessment.difference.value),
                    real_or_null(interval.map(|of| of.low)),
                    real_or_null(interval.map(|of| of.high)),
                    json!(match versus.assessment.verdict {
                        Verdict::Reached => "reached",
                        Verdict::NotReached => "not_reached",
                        Verdict::CannotBeTold => "cannot_be_told",
                    }),
                    json!(versus.assessment.reached_by_the_point),
                ]);
            }
        }
    }
    Table { name: "targets", columns: VERSUS, rows }
}

fn published(publication: &Publication<'_>) -> Table {
    let mut rows = Vec::new();
    for measure in &publication.measures {
        for actual in &measure.indicator.actuals {
            let place = match actual.ward {
                Where::All(_) => json!("all"),
                Where::Ward(ward) => json!(ward.to_string()),
            };
            let unit = serde_json::to_value(actual.unit).unwrap_or_default();
            rows.push(vec![
                json!(measure.indicator.id.as_str()),
                place,
                json!(actual.fiscal_year),
                real(actual.value),
                unit,
                json!(actual.apart),
                json!(actual.text),
                json!(actual.doubts.join(" ")),
            ]);
        }
    }
    Table { name: "published", columns: PUBLISHED, rows }
}

fn people(publication: &Publication<'_>) -> Table {
    let groups = &publication.groups;
    let mut rows = Vec::new();
    let mut add = |by: &str, place: Value, group: String, count: Option<u64>| {
        rows.push(vec![json!(by), place, json!(group), json!(count), json!(count.is_none())]);
    };
    let told = |told: &Option<String>| told.clone().unwrap_or_else(|| "not_told".to_owned());
    for ward in publication.wards() {
        add("ward", json!(ward.to_string()), "all".to_owned(), Some(publication.counted.tallies.responses(Some(ward))));
    }
    for ((age, sex), count) in &groups.city {
        add("age_sex", json!("all"), format!("{} {}", told(age), told(sex)), *count);
    }
    for ((ward, age), count) in &groups.ages {
        add("age", json!(ward.to_string()), told(age), *count);
    }
    for ((ward, sex), count) in &groups.sexes {
        add("sex", json!(ward.to_string()), told(sex), *count);
    }
    for (by, counts) in [("mode", &groups.modes), ("language", &groups.languages)] {
        for (group, count) in counts {
            add(by, json!("all"), group.clone(), *count);
        }
    }
    Table { name: "people", columns: PEOPLE, rows }
}

/// What became of everybody who was asked by letter; no rows where nobody was.
fn rates(publication: &Publication<'_>) -> Table {
    let city = (!publication.dispositions.is_empty()).then_some(None);
    let places = city.into_iter().chain(publication.dispositions.keys().map(|ward| Some(*ward)));
    let rows = places.map(|place| {
        let of = publication.disposition(place);
        let mut row = vec![place_name(place), json!(of.all())];
        row.extend(of.counts().map(|(_, count)| json!(count)));
        row.push(real_or_null(of.eligibility()));
        row.extend(Formula::ALL.map(|formula| real_or_null(of.rate(formula))));
        row
    });
    Table { name: "rates", columns: RATES, rows: rows.collect() }
}

fn said(said: &Said) -> Table {
    let row = |answered: &Answered| {
        let theme = &answered.theme;
        let own = |text: &Text, tag: &str| {
            json!(text.0.iter().find(|(language, _)| language.as_str() == tag).map(|(_, words)| words))
        };
        let mut row = vec![json!(theme.number)];
        row.extend(LANGUAGES.map(|tag| own(&theme.name, tag)));
        row.extend([json!(answered.shown()), json!(answered.shown().is_none())]);
        row.extend(LANGUAGES.map(|tag| own(&theme.reply, tag)));
        let (given, read) = said.shown().unzip();
        row.extend([json!(given), json!(read)]);
        row
    };
    Table { name: "said", columns: SAID, rows: said.themes.iter().map(row).collect() }
}
