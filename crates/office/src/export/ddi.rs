//! The file of numbers as DDI-Codebook 2.5 describes it.

use std::collections::BTreeMap;

use questionnaire::{Frame, Survey};

use super::labels::Labels;
use super::nothing::Nothing;
use super::variable::{NUMBERS, Values, Variable};
use super::xml::Xml;

/// The description.
pub(super) const DDI: &str = "ddi.xml";

/// What a category is that says something.
const NOT_MISSING: &[(&str, &str)] = &[("missing", "N")];

/// The description of `variables`, of which there are so many rows.
pub(super) fn ddi(survey: &Survey, variables: &[Variable], rows: u64, labels: &Labels) -> String {
    let mut xml = Xml::new();
    xml.open(
        "codeBook",
        &[
            ("xmlns", "ddi:codebook:2_5"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            (
                "xsi:schemaLocation",
                "ddi:codebook:2_5 http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd",
            ),
            ("version", "2.5"),
            ("xml:lang", labels.html_lang()),
        ],
    );
    study(&mut xml, survey, labels);
    xml.open("fileDscr", &[("ID", "F1"), ("URI", NUMBERS)]).open("fileTxt", &[]);
    xml.text("fileName", &[], NUMBERS);
    xml.open("dimensns", &[]);
    xml.text("caseQnty", &[], &rows.to_string()).text("varQnty", &[], &variables.len().to_string()).close();
    xml.text("fileType", &[("charset", "UTF-8")], "text/csv").close().close();
    xml.open("dataDscr", &[]);
    groups(&mut xml, variables);
    for (place, variable) in (1..).zip(variables) {
        of_variable(&mut xml, place, variable);
    }
    xml.end()
}

fn study(xml: &mut Xml, survey: &Survey, labels: &Labels) {
    let questionnaire = survey.questionnaire();
    xml.open("stdyDscr", &[]).open("citation", &[]);
    xml.open("titlStmt", &[]);
    xml.text("titl", &[], &labels.say(survey.title())).text("IDNo", &[], survey.id().as_str()).close();
    xml.open("prodStmt", &[]);
    xml.text("software", &[("version", env!("CARGO_PKG_VERSION"))], "koe-office").close();
    xml.open("verStmt", &[]);
    xml.text("version", &[], &format!("{} {}", questionnaire.id(), questionnaire.edition())).close();
    xml.close();
    let (opens, closes) = (survey.period().opens.to_string(), survey.period().closes.to_string());
    xml.open("stdyInfo", &[]);
    xml.text("abstract", &[], &labels.say(&questionnaire.opening().purpose));
    xml.open("sumDscr", &[]);
    xml.text("collDate", &[("date", &opens), ("event", "start")], &opens);
    xml.text("collDate", &[("date", &closes), ("event", "end")], &closes);
    xml.close().close();
    xml.open("method", &[]).open("dataColl", &[]);
    xml.text("sampProc", &[], sampling(survey.frame())).close().close();
    xml.close();
}

fn sampling(frame: Frame) -> &'static str {
    match frame {
        Frame::RandomSample => "random_sample",
        Frame::RegisteredPanel => "registered_panel",
        Frame::SelfSelectedOnSite => "self_selected_on_site",
        Frame::OpenSelfSelected => "open_self_selected",
        Frame::Census => "census",
        Frame::ContractedInvestigators => "contracted_investigators",
    }
}

/// The questions whose parts are variables.
fn groups(xml: &mut Xml, variables: &[Variable]) {
    let mut groups: BTreeMap<&str, Vec<(usize, &Variable)>> = BTreeMap::new();
    for (place, variable) in (1..).zip(variables) {
        if let Some(question) = &variable.part_of {
            groups.entry(question.as_str()).or_default().push((place, variable));
        }
    }
    for (place, (question, parts)) in (1_usize..).zip(groups) {
        let ids: Vec<String> = parts.iter().map(|(place, _)| format!("V{place}")).collect();
        let label = parts.first().and_then(|(_, variable)| variable.asked.clone()).unwrap_or_default();
        let id = format!("G{place}");
        xml.open("varGrp", &[("ID", &id), ("type", "multipleResp"), ("var", &ids.join(" ")), ("name", question)]);
        xml.text("labl", &[], &label).close();
    }
}

fn of_variable(xml: &mut Xml, place: usize, variable: &Variable) {
    let id = format!("V{place}");
    let interval = if matches!(variable.holds, Values::Numbers { .. } | Values::Date) { "contin" } else { "discrete" };
    xml.open("var", &[("ID", &id), ("name", &variable.name), ("files", "F1"), ("intrvl", interval)]);
    xml.text("labl", &[], &variable.label);
    if let Some(asked) = &variable.asked {
        xml.open("qstn", &[]).text("qstnLit", &[], asked).close();
    }
    if let Values::Numbers { min, max, .. } = &variable.holds {
        let (min, max) = (min.to_string(), max.to_string());
        xml.open("valrng", &[]).empty("range", &[("UNITS", "INT"), ("min", &min), ("max", &max)]).close();
    }
    if let Values::Codes { nothings, .. } | Values::Numbers { nothings, .. } = &variable.holds {
        xml.open("invalrng", &[]);
        for (number, _) in nothings {
            xml.empty("item", &[("UNITS", "INT"), ("VALUE", &number.to_string())]);
        }
        xml.close();
    }
    categories(xml, variable);
    // Days are ISO 8601, and ISO is who is meant where nobody is named.
    let format: &[_] = match variable.holds {
        Values::Codes { .. } | Values::Numbers { .. } => &[("type", "numeric")],
        Values::Date => &[("type", "character"), ("category", "date")],
        Values::Words { .. } | Values::Month => &[("type", "character")],
    };
    xml.empty("varFormat", format).close();
}

fn categories(xml: &mut Xml, variable: &Variable) {
    match &variable.holds {
        Values::Words { labels, .. } => {
            for (value, label) in labels {
                category(xml, NOT_MISSING, value, label);
            }
        }
        Values::Codes { values, nothings } => {
            for (number, label) in values {
                category(xml, NOT_MISSING, &number.to_string(), label);
            }
            missing(xml, nothings);
        }
        Values::Numbers { nothings, .. } => missing(xml, nothings),
        Values::Date | Values::Month => {}
    }
}

/// What says nothing, by the name of its kind as well, for programs.
fn missing(xml: &mut Xml, nothings: &[(i64, String)]) {
    for (kind, (number, label)) in Nothing::ALL.iter().zip(nothings) {
        category(xml, &[("missing", "Y"), ("missType", kind.name())], &number.to_string(), label);
    }
}

fn category(xml: &mut Xml, attributes: &[(&str, &str)], value: &str, label: &str) {
    xml.open("catgry", attributes);
    xml.text("catValu", &[], value).text("labl", &[], label).close();
}
