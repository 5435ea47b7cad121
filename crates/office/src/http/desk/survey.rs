//! A survey: how many have answered, of how many who were asked.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use axum::http::StatusCode;
use axum::response::Response;
use questionnaire::{Date, Survey, WardCode};

use super::figures::{Figures, Tally, Why};
use super::frame::{Frame, Refused, Table};
use super::home::{moves, name};
use super::signed::Signed;
use super::visit::{Seen, Visit};
use super::word::{Speech, Word};
use crate::edition;
use crate::http::html::escape;
use crate::report::AGE;
use crate::report::chart::{self, Said};
use crate::staff::Role;

/// `GET /office/surveys/{survey}`
pub(super) async fn show(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let seen = visit.seen(&signed).await?;
    draw(&visit, &signed, &seen).await
}

/// `GET /office/surveys/{survey}/wards/{ward}`
pub(super) async fn ward(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let ward: WardCode = visit.param("ward").parse().map_err(|_| Refused::Hidden)?;
    let seen = visit.seen(&signed).await?;
    if !signed.covers(ward) || !seen.edition.survey.wards().contains_key(&ward) {
        return Err(Refused::Hidden);
    }
    draw(&visit, &signed, &Seen { ward: Some(ward), ..seen }).await
}

async fn draw(visit: &Visit, signed: &Signed, seen: &Seen) -> Result<Response, Refused> {
    let what = seen.ward.map_or_else(|| seen.id().to_string(), |ward| format!("{} {ward}", seen.id()));
    visit.office.note_shown(signed, &what).await?;
    let figures = visit.office.desk.counts.of(&visit.office.store, seen.id()).await?;
    let codes = visit.office.store.code_uses(seen.id()).await?;
    let page = Page { signed, seen, figures: &figures, codes: &codes, speech: Speech(visit.tongue) };
    let title = page.speech.text(seen.edition.survey.title(), &seen.edition.survey.slots(seen.ward));
    let title = seen.ward.map_or_else(|| title.clone(), |ward| format!("{title}: {}", page.ward_name(ward)));
    Ok(Frame { visit, signed: Some(signed), title, live: true }.draw(StatusCode::OK, &page.body()?))
}

struct Page<'a> {
    signed: &'a Signed,
    seen: &'a Seen,
    figures: &'a Figures,
    /// Codes given out and used, by ward.
    codes: &'a BTreeMap<WardCode, (u64, u64)>,
    speech: Speech,
}

impl Page<'_> {
    fn survey(&self) -> &Survey {
        &self.seen.edition.survey
    }

    fn say(&self, word: Word) -> String {
        self.speech.say(word)
    }

    fn tallies(&self) -> &BTreeMap<WardCode, Tally> {
        if self.seen.is_rehearsed() { &self.figures.rehearsed } else { &self.figures.counted }
    }

    fn wards(&self) -> impl Iterator<Item = WardCode> {
        self.survey().wards().iter().map(|(ward, _)| *ward).filter(|ward| self.seen.covers(*ward))
    }

    fn body(&self) -> Result<String, Refused> {
        let wards: Vec<WardCode> = self.wards().collect();
        let sum = Tally::sum(self.tallies().iter().filter(|(ward, _)| wards.contains(ward)).map(|(_, tally)| tally));
        let given: u64 = self.codes.iter().filter(|(ward, _)| wards.contains(ward)).map(|(_, (given, _))| given).sum();
        let mut body = self.head(&sum, given) + "<div class=\"parts\">";
        body.push_str(&self.by_ward(&wards));
        body.push_str(&self.by_day(&sum)?);
        let mode = |name: &String| self.say(mode_word(name));
        body.push_str(&self.of(
            Word::ByMode,
            Word::Mode,
            sum.modes.iter().map(|(mode_name, count)| (mode(mode_name), *count)),
        ));
        let tongues = sum.languages.iter().map(|(tag, count)| (language_name(tag), *count));
        body.push_str(&self.of(Word::ByLanguage, Word::Language, tongues));
        body.push_str(&self.by_age(&sum));
        body.push_str("</div>");
        Ok(body)
    }

    /// What is asked first: how it stands, how many there are, what waits for somebody.
    fn head(&self, sum: &Tally, given: u64) -> String {
        let (id, state) = (self.seen.id(), self.seen.standing.state);
        let period = self.survey().period();
        let days = [("opens", period.opens.to_string()), ("closes", period.closes.to_string())];
        let mut out = format!(
            "<p class=\"lead\"><span class=\"state {}\">{}</span> {} <span class=\"id\">{id}</span></p>",
            state.as_str(),
            self.say(name(state)),
            self.speech.say_with(Word::PeriodDays, &days)
        );
        let now = if self.seen.is_rehearsed() { Word::RehearsalNow } else { Word::ResponsesNow };
        let _ = write!(out, "<dl class=\"now\"><div><dt>{}</dt><dd>{}</dd></div>", self.say(now), sum.all);
        if self.has_codes() {
            let rate = percent(sum.all, given);
            let _ = write!(
                out,
                "<div><dt>{}</dt><dd>{given}</dd></div><div><dt>{}</dt><dd>{rate}</dd></div>",
                self.say(Word::Invited),
                self.say(Word::Rate)
            );
        }
        let aside = self.figures.aside.iter().filter(|aside| aside.ward.is_some_and(|ward| self.seen.covers(ward)));
        let (conflicts, others): (Vec<_>, Vec<_>) = aside.partition(|aside| matches!(aside.why, Why::Conflict(_)));
        let waits = conflicts.len() + others.len();
        let _ = write!(
            out,
            "<div><dt><a href=\"/office/surveys/{id}/aside\">{}</a></dt><dd>{waits}</dd></div></dl>",
            self.say(Word::Aside)
        );
        let at = self.figures.at.clone();
        let _ = write!(out, "<p class=\"note\">{}</p>", self.speech.say_with(Word::Live, &[("at", at)]));
        if self.signed.staff.role == Role::City {
            out.push_str(&moves(self.speech, id, Some(state)));
        }
        out.push_str(&self.links());
        out
    }

    fn links(&self) -> String {
        let id = self.seen.id();
        let mut ways = vec![(format!("/office/surveys/{id}/aside"), Word::Aside)];
        if self.survey().frame().needs_code() {
            ways.push((format!("/office/surveys/{id}/invitations"), Word::Invitations));
        }
        ways.push((format!("/office/surveys/{id}/paper"), Word::Typing));
        ways.push((format!("/office/surveys/{id}/said"), Word::Said));
        if self.signed.staff.role == Role::City {
            ways.push((format!("/office/surveys/{id}/themes"), Word::Themes));
        }
        ways.push((format!("/office/surveys/{id}/plan"), Word::Plan));
        ways.push((format!("/office/surveys/{id}/export"), Word::Export));
        if edition::accepts(self.seen.standing.state) {
            ways.push((format!("/s/{id}"), Word::Form));
        }
        let items: Vec<String> =
            ways.iter().map(|(way, word)| format!("<li><a href=\"{way}\">{}</a></li>", self.say(*word))).collect();
        let items = items.concat();
        format!("<nav class=\"further\" aria-label=\"{}\"><ul>{items}</ul></nav>", self.say(Word::SurveyLinks))
    }

    fn has_codes(&self) -> bool {
        self.survey().frame().needs_code() && !self.seen.is_rehearsed()
    }

    fn ward_name(&self, ward: WardCode) -> String {
        let settings = self.survey().wards().get(&ward);
        settings.map_or_else(
            || ward.to_string(),
            |settings| self.speech.text(&settings.name, &self.survey().slots(Some(ward))),
        )
    }

    fn by_ward(&self, wards: &[WardCode]) -> String {
        let (nobody, codes) = (Tally::default(), self.has_codes());
        let mut rows = Vec::new();
        let (mut all, mut all_given) = (0, 0);
        for ward in wards {
            let answered = self.tallies().get(ward).unwrap_or(&nobody).all;
            let given = self.codes.get(ward).map_or(0, |(given, _)| *given);
            (all, all_given) = (all + answered, all_given + given);
            let name = match self.seen.ward {
                Some(_) => self.ward_name(*ward),
                None => {
                    format!("<a href=\"/office/surveys/{}/wards/{ward}\">{}</a>", self.seen.id(), self.ward_name(*ward))
                }
            };
            let mut row = vec![name, answered.to_string()];
            if codes {
                row.extend([given.to_string(), percent(answered, given)]);
            }
            rows.push(row);
        }
        if self.seen.ward.is_none() {
            let mut row = vec![self.say(Word::WholeCity), all.to_string()];
            if codes {
                row.extend([all_given.to_string(), percent(all, all_given)]);
            }
            rows.insert(0, row);
        }
        let mut heads = vec![self.say(Word::Ward), self.say(Word::Count)];
        if codes {
            heads.extend([self.say(Word::Invited), self.say(Word::Rate)]);
        }
        let note = if codes { format!("<p class=\"note\">{}</p>", self.say(Word::RateNote)) } else { String::new() };
        self.section(Word::ByWard, heads, rows, &note)
    }

    fn by_day(&self, sum: &Tally) -> Result<String, Refused> {
        if sum.days.is_empty() {
            return Ok(format!(
                "<section><h2>{}</h2><p>{}</p></section>",
                self.say(Word::ByDay),
                self.say(Word::ChartNone)
            ));
        }
        let most = sum.days.iter().max_by_key(|(_, count)| **count);
        let (day, count) = most.map(|(day, count)| (day.to_string(), *count)).unwrap_or_default();
        let slots = [
            ("all", sum.all.to_string()),
            ("days", sum.days.len().to_string()),
            ("day", day),
            ("count", count.to_string()),
        ];
        // The chart escapes what it says; these words hold nothing that needs it.
        let said = Said {
            id: "days".to_owned(),
            title: self.say(Word::ChartDays),
            says: self.speech.say_with(Word::ChartSays, &slots),
        };
        let days: Vec<(Date, u64)> = sum.days.iter().map(|(day, count)| (*day, *count)).collect();
        let drawn = chart::days(&said, &days).map_err(|_| Refused::Busy)?;
        let rows = sum.days.iter().rev().map(|(day, count)| vec![day.to_string(), count.to_string()]).collect();
        let heads = vec![self.say(Word::Day), self.say(Word::Count)];
        let table = Table { caption: self.say(Word::ByDay), heads, rows, words: 1 }.draw(self.speech);
        let (heading, scrolls) = (self.say(Word::ByDay), self.say(Word::TableScrolls));
        Ok(format!(
            "<section><h2>{heading}</h2><figure class=\"sideways\" role=\"region\" tabindex=\"0\" \
             aria-label=\"{} {scrolls}\">{drawn}</figure>{table}</section>",
            self.say(Word::ChartDays)
        ))
    }

    fn by_age(&self, sum: &Tally) -> String {
        let question = AGE.parse().ok().and_then(|id| self.survey().questionnaire().question(&id));
        let Some(choices) = question.and_then(|question| question.choices()) else { return String::new() };
        let slots = self.survey().slots(self.seen.ward);
        let mut rows: Vec<(String, u64)> = Vec::new();
        for choice in choices.iter() {
            let count = sum.ages.get(&Some(choice.code.as_str().to_owned())).copied().unwrap_or_default();
            rows.push((self.speech.text(&choice.text, &slots), count));
        }
        let told: u64 = rows.iter().map(|(_, count)| count).sum();
        rows.push((self.say(Word::NotTold), (sum.all - sum.sealed).saturating_sub(told)));
        if sum.sealed > 0 {
            rows.push((self.say(Word::AgeSealed), sum.sealed));
        }
        self.of(Word::ByAge, Word::Age, rows.into_iter())
    }

    fn of(&self, heading: Word, group: Word, counts: impl Iterator<Item = (String, u64)>) -> String {
        let rows: Vec<_> = counts.map(|(name, count)| vec![name, count.to_string()]).collect();
        if rows.is_empty() {
            return String::new();
        }
        self.section(heading, vec![self.say(group), self.say(Word::Count)], rows, "")
    }

    fn section(&self, heading: Word, heads: Vec<String>, rows: Vec<Vec<String>>, note: &str) -> String {
        let table = Table { caption: self.say(heading), heads, rows, words: 1 };
        format!("<section><h2>{}</h2>{}{note}</section>", self.say(heading), table.draw(self.speech))
    }
}

/// A share of whole numbers with one digit after the point.
fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let tenths = (part * 1_000 + whole / 2) / whole;
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// Through which door a response came.
pub(super) fn mode_word(mode: &str) -> Word {
    match mode {
        "kiosk" => Word::ModeKiosk,
        "field" => Word::ModeField,
        "plain" => Word::ModePlain,
        "paper" => Word::ModePaper,
        _ => Word::ModeWeb,
    }
}

/// What a language calls itself.
pub(super) fn language_name(tag: &str) -> String {
    let name = match tag {
        "ja" => "日本語",
        "ja-easy" => "やさしい日本語",
        "en" => "<span lang=\"en\">English</span>",
        "ko" => "<span lang=\"ko\">한국어</span>",
        "zh-Hans" => "<span lang=\"zh-Hans\">简体中文</span>",
        "zh-Hant" => "<span lang=\"zh-Hant\">繁體中文</span>",
        "vi" => "<span lang=\"vi\">Tiếng Việt</span>",
        "ne" => "<span lang=\"ne\">नेपाली</span>",
        "fil" => "<span lang=\"fil\">Filipino</span>",
        "pt" => "<span lang=\"pt\">Português</span>",
        other => return escape(other),
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_none_is_no_number() {
        assert_eq!([percent(1, 3), percent(0, 7), percent(7, 7), percent(0, 0)], ["33.3%", "0.0%", "100.0%", "–"]);
    }
}
