//! Somebody with every file of a publication, who works out what is not in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use office::content::Content;
use serde_json::Value;

/// A number of the publication, shown or not, by its name.
type Name = Vec<String>;

/// That some numbers add up to others: each with its sign.
type Equation = BTreeMap<Name, f64>;

/// Everything that is known, and every sum that must hold.
#[derive(Default)]
struct Known {
    shown: BTreeSet<Name>,
    equations: Vec<Equation>,
}

fn text(row: &Value, key: &str) -> String {
    row[key].as_str().unwrap().to_owned()
}

impl Known {
    fn sum(&mut self, whole: impl IntoIterator<Item = Name>, parts: impl IntoIterator<Item = Name>) {
        let whole = whole.into_iter().map(|name| (name, -1.0));
        self.equations.push(parts.into_iter().map(|name| (name, 1.0)).chain(whole).collect());
    }

    /// The answers of each question and base in the city are those of its wards. Indicators of one question share them.
    fn take_figures(&mut self, figures: &[Value], content: &Content) {
        let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for figure in figures {
            let indicator = content.indicators.all.iter().find(|one| figure["indicator"] == one.id.as_str()).unwrap();
            let base = indicator.base.as_ref().map(|base| String::from(base.condition.clone()));
            let key = format!("{:?} {base:?}", indicator.questions);
            places.entry(key.clone()).or_default().insert(text(figure, "place"));
            if figure["kept_back"] == false {
                self.shown.insert(vec![key, text(figure, "place")]);
            }
        }
        for (key, places) in places.iter().filter(|(_, places)| places.contains("all")) {
            let name = |place: &String| vec![key.clone(), place.clone()];
            let wards = places.iter().filter(|place| *place != "all").map(name);
            self.sum([name(&"all".to_owned())], wards);
        }
    }

    /// Ages and sexes of each ward make the ward, those of all wards the city's; ways of answering make the whole.
    fn take_people(&mut self, people: &[Value]) {
        let all = || vec!["all".to_owned()];
        self.shown.insert(all());
        let mut sums: BTreeMap<Name, Vec<Name>> = BTreeMap::new();
        for row in people {
            let (by, place, group) = (text(row, "by"), text(row, "place"), text(row, "group"));
            let name = vec![by.clone(), place.clone(), group.clone()];
            if row["kept_back"] == false {
                self.shown.insert(name.clone());
            }
            match by.as_str() {
                "ward" => sums.entry(all()).or_default().push(name),
                "age" | "sex" => {
                    sums.entry(vec!["ward".to_owned(), place, "all".to_owned()]).or_default();
                    sums.entry(vec![by.clone(), group]).or_default().push(name.clone());
                    sums.entry(vec![format!("{by} of a ward"), text(row, "place")]).or_default().push(name);
                }
                "age_sex" => {
                    let (age, sex) = group.split_once(' ').unwrap();
                    sums.entry(vec!["cells of".to_owned(), "age".to_owned(), age.to_owned()])
                        .or_default()
                        .push(name.clone());
                    sums.entry(vec!["cells of".to_owned(), "sex".to_owned(), sex.to_owned()])
                        .or_default()
                        .push(name.clone());
                    sums.entry(vec!["all cells".to_owned()]).or_default().push(name);
                }
                _ => sums.entry(vec![format!("{by} of all")]).or_default().push(name),
            }
        }
        for (whole, parts) in &sums {
            match whole.iter().map(String::as_str).collect::<Vec<_>>()[..] {
                ["age of a ward" | "sex of a ward", ward] => {
                    self.sum([vec!["ward".to_owned(), ward.to_owned(), "all".to_owned()]], parts.clone());
                }
                ["cells of", by, group] => {
                    if let Some(of_wards) = sums.get(&vec![by.to_owned(), group.to_owned()]) {
                        self.sum(of_wards.clone(), parts.clone());
                    }
                }
                ["all" | "all cells" | "mode of all" | "language of all"] => self.sum([all()], parts.clone()),
                _ => {}
            }
        }
    }

    /// What of the hidden can be worked out: what stands alone in a row once the rows are reduced.
    fn recovered(&self) -> Vec<Name> {
        let hidden: Vec<&Name> = {
            let named: BTreeSet<&Name> = self.equations.iter().flat_map(BTreeMap::keys).collect();
            named.into_iter().filter(|name| !self.shown.contains(*name)).collect()
        };
        let row = |equation: &Equation| hidden.iter().map(|name| equation.get(*name).copied().unwrap_or(0.0)).collect();
        let mut rows: Vec<Vec<f64>> = self.equations.iter().map(row).collect();
        let mut pivots = 0;
        for column in 0..hidden.len() {
            let Some(best) =
                (pivots..rows.len()).max_by(|a, b| rows[*a][column].abs().total_cmp(&rows[*b][column].abs()))
            else {
                break;
            };
            if rows[best][column].abs() < 1e-9 {
                continue;
            }
            rows.swap(best, pivots);
            let pivot: Vec<f64> = rows[pivots].iter().map(|value| value / rows[pivots][column]).collect();
            for (place, row) in rows.iter_mut().enumerate() {
                let factor = row[column];
                for (value, by) in row.iter_mut().zip(&pivot) {
                    *value = if place == pivots { *by } else { *value - factor * by };
                }
            }
            pivots += 1;
        }
        let alone = rows.iter().filter_map(|row| {
            let mut used = row.iter().enumerate().filter(|(_, value)| value.abs() > 1e-9);
            used.next().filter(|_| used.next().is_none()).map(|(column, _)| hidden[column].clone())
        });
        alone.collect()
    }
}

/// What can be worked out of what the publication in `folder` keeps back, and how much it keeps back.
pub(super) fn worked_out(folder: &Path, figures: &[Value], people: &[Value]) -> (Vec<Name>, usize) {
    let content = Content::read(&folder.join("content"));
    let mut known = Known::default();
    known.take_figures(figures, &content);
    known.take_people(people);
    let hidden = figures.iter().chain(people).filter(|row| row["kept_back"] == true).count();
    (known.recovered(), hidden)
}
