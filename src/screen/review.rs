//! All answers at a glance, each with a way to change it; nothing is sent from anywhere else.

use questionnaire::{Answer, Code, Picked, Question, Text, Value};
use yew::{Html, html};

use super::Scene;
use super::parts::{Control, back_and_on, choice, heading, line, named_button, piece, subheading};
use crate::asked::Asked;
use crate::draft::Place;
use crate::message::Message;
use crate::phrase::Tongue;
use crate::words::Word;

/// The screen.
pub(super) fn show(scene: Scene<'_>, tongue: &Tongue) -> Html {
    let Some(asked) = scene.state.asked() else { return Html::default() };
    let pages = asked.pages();
    let sections = asked.questionnaire().sections().iter().enumerate();
    let rows = |index: usize| -> Vec<Html> {
        let of_section = pages.iter().filter(|page| page.section_index == index);
        of_section.flat_map(|page| page.questions.iter().map(|question| row(scene, &asked, tongue, question))).collect()
    };
    let assisted = Control { checked: asked.form.draft.assisted, ..Control::default() };
    html! {
        <>
            { heading(tongue.say(Word::ReviewTitle)) }
            { line("note information", tongue.say(Word::ReviewLead)) }
            { ward(scene, &asked, tongue) }
            { for sections.map(|(index, section)| (rows(index), section)).filter(|(rows, _)| !rows.is_empty()).map(|(rows, section)| html! {
                <section class="reviewed">
                    { subheading(tongue.text(&section.title)) }
                    <dl>{ for rows }</dl>
                </section>
            }) }
            <div class="row apart">
                { choice("choice", assisted, tongue.say(Word::ReviewAssisted), scene.on, Message::AssistedSwitched) }
                { line("support", tongue.say(Word::ReviewAssistedHelp)) }
            </div>
            { back_and_on(scene, tongue.say(Word::ReviewPrevious), tongue.say(Word::ReviewSend), Message::SendAsked) }
        </>
    }
}

fn ward(scene: Scene<'_>, asked: &Asked<'_>, tongue: &Tongue) -> Html {
    let wards = asked.published.survey.wards();
    let name = asked.form.draft.ward.and_then(|ward| wards.get(&ward)).map(|settings| tongue.text(&settings.name));
    let question = asked.questionnaire().ward_question();
    let change = (wards.len() > 1).then(|| change(scene, tongue, question, Place::Ward));
    html! { <dl class="reviewed">{ entry(tongue.text(question), name.unwrap_or_default(), change.unwrap_or_default()) }</dl> }
}

fn row(scene: Scene<'_>, asked: &Asked<'_>, tongue: &Tongue, question: &Question) -> Html {
    let text = asked.wording_of(question);
    let answer = match asked.answers().get(question.id()) {
        Some(answer) => answered(tongue, question, answer),
        None => piece("blank", tongue.say(Word::ReviewBlank)),
    };
    entry(tongue.text(text), answer, change(scene, tongue, text, Place::Page(question.id().clone())))
}

fn entry(question: Html, answer: Html, change: Html) -> Html {
    html! {
        <div class="entry">
            <dt>{ question }</dt>
            <dd class="answer">{ answer }</dd>
            <dd class="change">{ change }</dd>
        </div>
    }
}

fn change(scene: Scene<'_>, tongue: &Tongue, question: &Text, place: Place) -> Html {
    let label = tongue.plain_with(Word::ReviewChangeOf, &[("question", tongue.plain_text(question))]);
    let said = tongue.say(Word::ReviewChange);
    named_button("button second", Some(label), said, scene.on, Message::ChangeSought(place))
}

fn answered(tongue: &Tongue, question: &Question, answer: &Answer) -> Html {
    match answer.value() {
        Value::Choice(picked) => taken(tongue, question, picked),
        Value::Choices(picked) => {
            html! { <ul>{ for picked.iter().map(|picked| html! { <li>{ taken(tongue, question, picked) }</li> }) }</ul> }
        }
        Value::Ranking(codes) => {
            html! { <ol>{ for codes.iter().map(|code| html! { <li>{ named(tongue, question, code) }</li> }) }</ol> }
        }
        Value::Escape(code) => named(tongue, question, code),
        Value::Number(number) => number_with_unit(tongue, question, *number),
        Value::Date(date) => tongue.markup(&tongue.date(*date)),
        Value::Month(month) => tongue.markup(&tongue.month(*month)),
        Value::Text(text) => piece("typed", html! { { text.clone() } }),
        Value::Rating(rating) => html! { { rating.to_string() } },
    }
}

fn taken(tongue: &Tongue, question: &Question, picked: &Picked) -> Html {
    let words = picked.other.as_ref().map(|words| html! { <span class="typed">{ "：" }{ words.clone() }</span> });
    html! { <>{ named(tongue, question, &picked.code) }{ words }</> }
}

fn named(tongue: &Tongue, question: &Question, code: &Code) -> Html {
    let choices = question.choices().into_iter().flat_map(|choices| choices.iter());
    let choice = choices.chain(question.escapes()).find(|choice| choice.code == *code);
    choice.map(|choice| tongue.text(&choice.text)).unwrap_or_default()
}

fn number_with_unit(tongue: &Tongue, question: &Question, number: i64) -> Html {
    let unit = if let questionnaire::Kind::Number(range) = question.kind() { range.unit.as_ref() } else { None };
    html! { <>{ number.to_string() }{ unit.map(|unit| tongue.text(unit)) }</> }
}
