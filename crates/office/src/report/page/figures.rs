//! How a figure is put: in the cells of a table, and in a sentence.

use super::pen::Pen;
use crate::report::figure::{Figure, Form, Measure, Place};
use crate::report::words::Word;

impl Pen<'_> {
    /// The figure that stands first, its interval and its base, as three cells. The first links to its recipe.
    pub(super) fn cells(&self, measure: &Measure<'_>, place: Place, figure: &Figure, up: &str) -> [String; 3] {
        let recipe = |text: String| {
            let at = place.map_or_else(|| "all".to_owned(), |ward| ward.to_string());
            format!("<a href=\"{up}indicators/{}.html#r-{at}\">{text}</a>", measure.indicator.id)
        };
        if figure.kept_back {
            return [recipe(self.say(Word::KeptShort)), String::new(), String::new()];
        }
        let no_interval = || self.say(Word::NoIntervalShort);
        if let Some(mean) = figure.mean {
            let value = mean.mean.map_or_else(|| self.say(Word::Nobody), |mean| format!("{mean:.2}"));
            return [recipe(value), no_interval(), mean.sheets.to_string()];
        }
        let base = match (measure.form(), figure.out_of) {
            (Form::CountOfWards, Some(of)) => {
                let slots = [("count", of.count.to_string()), ("all", of.all.to_string())];
                let text = self.say_with(Word::CountOfAll, &slots);
                return [recipe(text), no_interval(), figure.bases.answered.to_string()];
            }
            (Form::Rate, Some(of)) => of.all,
            (Form::Share | Form::Mean | Form::CountOfWards | Form::Rate, _) => {
                figure.bases.base(measure.indicator.denominator)
            }
        };
        match self.publication.headline(measure, figure) {
            None => [recipe(self.say(Word::Nobody)), String::new(), base.to_string()],
            Some(headline) => {
                let interval = headline.interval.map_or_else(no_interval, Self::within);
                [recipe(Self::percent(headline.share)), interval, base.to_string()]
            }
        }
    }

    /// One figure in a sentence.
    pub(super) fn sentence(&self, measure: &Measure<'_>, place: Place, figure: &Figure) -> String {
        if figure.kept_back {
            return self.say(Word::KeptBack);
        }
        let mut slots = vec![("place", self.place_source(place))];
        if let Some(of) = figure.out_of {
            slots.extend([("count", of.count.to_string()), ("all", of.all.to_string())]);
            slots.push(("answered", figure.bases.answered.to_string()));
            slots.push(("share", of.share().map(Self::percent).unwrap_or_default()));
            let word = if measure.form() == Form::Rate { Word::FigureRate } else { Word::FigureCount };
            return self.say_with(word, &slots);
        }
        if let Some((mean, value)) = figure.mean.and_then(|mean| Some((mean, mean.mean?))) {
            slots.extend([("mean", format!("{value:.2}")), ("sheets", mean.sheets.to_string())]);
            slots.push(("scores", mean.scores.to_string()));
            return self.say_with(Word::FigureMean, &slots);
        }
        slots.push(("count", figure.bases.base(measure.indicator.denominator).to_string()));
        let Some(headline) = self.publication.headline(measure, figure) else {
            slots.push(("share", self.speech.plain_with(Word::Nobody, &[])));
            return self.say_with(Word::FigurePlain, &slots);
        };
        slots.push(("share", Self::percent(headline.share)));
        let Some(interval) = headline.interval else { return self.say_with(Word::FigurePlain, &slots) };
        slots.extend([("low", Self::percent(interval.low)), ("high", Self::percent(interval.high))]);
        self.say_with(Word::FigureOf, &slots)
    }
}
