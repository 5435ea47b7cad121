//! Charts as SVG, each with a title and a sentence that says what it shows.

mod profile;

use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use indicators::Interval;
use questionnaire::Date;

use super::ReportError;
use crate::http::html::escape;

pub(super) use profile::{Away, profile};

const INK: RGBColor = RGBColor(26, 26, 26);
const LINE: RGBColor = RGBColor(102, 102, 102);
const FAINT: RGBColor = RGBColor(217, 217, 217);
const KEY: RGBColor = RGBColor(0, 23, 193);
const AIM: RGBColor = RGBColor(139, 50, 0);
/// Lightest and darkest square of a map; dark letters can be read on both.
const SHADES: [RGBColor; 5] = [
    RGBColor(248, 250, 255),
    RGBColor(232, 241, 254),
    RGBColor(214, 228, 252),
    RGBColor(192, 213, 250),
    RGBColor(168, 196, 247),
];

/// Days that a chart can show: a bar of less than two pixels is none.
const DAYS_MAX: usize = 400;

const LETTERS_PX: u32 = 15;
const WIDTH_PX: u32 = 360;

/// What stands beside a chart for those who do not see it.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    /// Its name within the page.
    pub(crate) id: String,
    /// Its title.
    pub(crate) title: String,
    /// What it shows.
    pub(crate) says: String,
}

/// One line of a chart of intervals.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) label: String,
    pub(super) share: Option<f64>,
    pub(super) interval: Option<Interval>,
}

/// A point of a series over years.
#[derive(Debug, Clone, Copy)]
pub(super) struct Point {
    pub(super) year: f64,
    pub(super) share: f64,
    pub(super) interval: Option<Interval>,
    pub(super) kind: PointKind,
}

/// What a point is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PointKind {
    /// Published, in one line with others of its kind.
    Published,
    /// Published, and in no line.
    Apart,
    /// Measured now.
    Now,
}

/// A square of a map.
#[derive(Debug, Clone)]
pub(super) struct Tile {
    pub(super) at: [u8; 2],
    pub(super) name: String,
    pub(super) figure: String,
    pub(super) share: Option<f64>,
}

type Drawn = Result<(), Box<dyn std::error::Error>>;

fn letters(colour: RGBColor, horizontal: HPos, size: u32) -> TextStyle<'static> {
    let font = FontDesc::new(FontFamily::SansSerif, f64::from(size), FontStyle::Normal);
    let style: TextStyle<'static> = font.into_text_style(&(1, 1));
    TextStyle { color: colour.to_backend_color(), ..style }.pos(Pos::new(horizontal, VPos::Center))
}

/// Draws `draw` on so many pixels, and puts beside it what is `said`.
fn svg(
    said: &Said,
    width: u32,
    height: u32,
    draw: impl FnOnce(&DrawingArea<SVGBackend<'_>, plotters::coord::Shift>) -> Drawn,
) -> Result<String, ReportError> {
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area();
        root.fill(&WHITE).map_err(|error| ReportError::Chart(error.to_string()))?;
        draw(&root).map_err(|error| ReportError::Chart(error.to_string()))?;
        root.present().map_err(|error| ReportError::Chart(error.to_string()))?;
    }
    let (tag, rest) = svg.split_once('>').unwrap_or_default();
    let Said { id, title, says } = said;
    Ok(format!(
        "{} role=\"img\" aria-labelledby=\"{id}-title {id}-desc\"><title id=\"{id}-title\">{}</title>\
         <desc id=\"{id}-desc\">{}</desc>{rest}",
        tag.trim(),
        escape(title),
        escape(says)
    ))
}

/// A line for each row: its share as a dot, its interval as a bar; upright the whole city and what was aimed at.
pub(super) fn intervals(said: &Said, rows: &[Row], city: Option<f64>, aims: &[f64]) -> Result<String, ReportError> {
    let count = u32::try_from(rows.len()).unwrap_or_default();
    let widest = rows.iter().map(|row| width_of(&row.label)).max().unwrap_or_default();
    svg(said, WIDTH_PX, count * 22 + 34, |root| {
        let top = f64::from(count);
        let mut chart = ChartBuilder::on(root)
            .margin_right(18)
            .margin_top(4)
            .set_label_area_size(LabelAreaPosition::Left, widest + 12)
            .set_label_area_size(LabelAreaPosition::Bottom, 26)
            .build_cartesian_2d(0.0..1.0, 0.0..top)?;
        chart
            .configure_mesh()
            .disable_y_mesh()
            .disable_y_axis()
            .x_labels(5)
            .light_line_style(TRANSPARENT)
            .bold_line_style(FAINT)
            .axis_style(LINE)
            .x_label_style(letters(INK, HPos::Center, LETTERS_PX))
            .x_label_formatter(&|share: &f64| format!("{:.0}%", share * 100.0))
            .draw()?;
        let upright = |share: f64| vec![(share, 0.0), (share, top)];
        chart.draw_series(city.map(|share| PathElement::new(upright(share), LINE.stroke_width(2))))?;
        for aim in aims {
            let dots = (0..count * 3).map(|dot| (*aim, (f64::from(dot) + 0.5) / 3.0));
            chart.draw_series(dots.map(|at| Circle::new(at, 1, AIM.filled())))?;
        }
        for (place, row) in (0_u32..).zip(rows) {
            let height = top - f64::from(place) - 0.5;
            let bar = row.interval.map(|interval| vec![(interval.low, height), (interval.high, height)]);
            chart.draw_series(bar.map(|bar| PathElement::new(bar, KEY.stroke_width(3))))?;
            chart.draw_series(row.share.map(|share| Circle::new((share, height), 4, KEY.filled())))?;
            let (_, y) = chart.backend_coord(&(0.0, height));
            let at = (i32::try_from(widest).unwrap_or_default() + 6, y);
            root.draw(&Text::new(row.label.clone(), at, letters(INK, HPos::Right, LETTERS_PX)))?;
        }
        Ok(())
    })
}

/// Faint lines across the chart, each with what it stands for at the left.
fn lines_across(
    chart: &mut ChartContext<'_, SVGBackend<'_>, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
    says: &dyn Fn(&f64) -> String,
) -> Drawn {
    chart
        .configure_mesh()
        .disable_x_mesh()
        .x_labels(0)
        .y_labels(5)
        .light_line_style(TRANSPARENT)
        .bold_line_style(FAINT)
        .axis_style(LINE)
        .y_label_style(letters(INK, HPos::Right, LETTERS_PX))
        .y_label_formatter(&says)
        .draw()?;
    Ok(())
}

/// About how wide `label` is in pixels.
fn width_of(label: &str) -> u32 {
    label.chars().map(|letter| if letter.is_ascii() { 8 } else { 13 }).sum()
}

/// The figures of an indicator over the years.
pub(super) fn history(said: &Said, points: &[Point]) -> Result<String, ReportError> {
    let first = points.iter().map(|point| point.year).fold(f64::MAX, f64::min);
    let last = points.iter().map(|point| point.year).fold(f64::MIN, f64::max);
    svg(said, WIDTH_PX, 220, |root| {
        let mut chart = ChartBuilder::on(root)
            .margin(8)
            .margin_right(20)
            .set_label_area_size(LabelAreaPosition::Left, 48)
            .set_label_area_size(LabelAreaPosition::Bottom, 26)
            .build_cartesian_2d(first - 1.0..last + 1.0, 0.0..1.0)?;
        lines_across(&mut chart, &|share: &f64| format!("{:.0}%", share * 100.0))?;
        let joined = points.iter().filter(|point| point.kind == PointKind::Published);
        let joined: Vec<(f64, f64)> = joined.map(|point| (point.year, point.share)).collect();
        chart.draw_series([PathElement::new(joined, LINE.stroke_width(2))])?;
        for point in points {
            let at = (point.year, point.share);
            let bar = point.interval.map(|within| vec![(point.year, within.low), (point.year, within.high)]);
            chart.draw_series(bar.map(|bar| PathElement::new(bar, KEY.stroke_width(3))))?;
            let style = match point.kind {
                PointKind::Published => LINE.filled(),
                PointKind::Apart => LINE.stroke_width(2),
                PointKind::Now => KEY.filled(),
            };
            chart.draw_series([Circle::new(at, 4, style)])?;
        }
        let mut years: Vec<f64> = points.iter().map(|point| point.year).collect();
        years.dedup();
        let mut free_from = i32::MIN;
        for year in years {
            let (x, y) = chart.backend_coord(&(year, 0.0));
            // Years that stand too close are in the table.
            if x >= free_from {
                root.draw(&Text::new(format!("{year:.0}"), (x, y + 14), letters(INK, HPos::Center, LETTERS_PX)))?;
                free_from = x + 38;
            }
        }
        Ok(())
    })
}

/// A bar for each day from the first to the last.
pub(crate) fn days(said: &Said, counts: &[(Date, u64)]) -> Result<String, ReportError> {
    let (first, last) = (counts.first().map(|(day, _)| *day), counts.last().map(|(day, _)| *day));
    let mut all: Vec<(Date, u64)> = Vec::new();
    let mut day = first;
    while let Some(this) = day.filter(|day| Some(*day) <= last && all.len() < DAYS_MAX) {
        let count = counts.iter().find(|(day, _)| *day == this).map_or(0, |(_, count)| *count);
        all.push((this, count));
        day = this.next();
    }
    let most = all.iter().map(|(_, count)| *count).max().unwrap_or_default().max(4);
    let (most, width) = (u32::try_from(most).unwrap_or(u32::MAX), all.len().max(7));
    let width = f64::from(u32::try_from(width).unwrap_or(u32::MAX));
    svg(said, WIDTH_PX * 2, 240, |root| {
        let mut chart = ChartBuilder::on(root)
            .margin(8)
            .margin_right(20)
            .set_label_area_size(LabelAreaPosition::Left, 56)
            .set_label_area_size(LabelAreaPosition::Bottom, 26)
            .build_cartesian_2d(0.0..width, 0.0..f64::from(most) * 1.05)?;
        lines_across(&mut chart, &|count: &f64| format!("{count:.0}"))?;
        let mut free_from = i32::MIN;
        for (place, (day, count)) in (0_u32..).zip(&all) {
            let left = f64::from(place);
            let height = f64::from(u32::try_from(*count).unwrap_or(u32::MAX));
            let corners = [(left + 0.12, 0.0), (left + 0.88, height)];
            chart.draw_series([Rectangle::new(corners, KEY.filled())])?;
            let (x, y) = chart.backend_coord(&(left + 0.5, 0.0));
            // Days that stand too close are in the table.
            if x >= free_from {
                let (_, month_day) = day
                    .to_string()
                    .split_once('-')
                    .map(|(year, rest)| (year.to_owned(), rest.to_owned()))
                    .unwrap_or_default();
                root.draw(&Text::new(month_day, (x, y + 14), letters(INK, HPos::Center, LETTERS_PX)))?;
                free_from = x + 52;
            }
        }
        Ok(())
    })
}

/// Wards as equal squares roughly where they are, the darker the higher the share.
pub(super) fn map(said: &Said, tiles: &[Tile]) -> Result<String, ReportError> {
    const TILE: [i32; 2] = [88, 50];
    let extent = |axis: fn(&Tile) -> u8| tiles.iter().map(axis).max().map_or(0, |last| u32::from(last) + 1);
    let (columns, rows) = (extent(|tile| tile.at[0]), extent(|tile| tile.at[1]));
    let shares = || tiles.iter().filter_map(|tile| tile.share);
    let (low, high) = (shares().fold(f64::MAX, f64::min), shares().fold(f64::MIN, f64::max));
    svg(said, columns * 88 + 2, rows * 50 + 2, |root| {
        for tile in tiles {
            let [column, row] = tile.at.map(i32::from);
            let (x, y) = (column * TILE[0] + 1, row * TILE[1] + 1);
            let corners = [(x, y), (x + TILE[0] - 2, y + TILE[1] - 2)];
            let shade = tile.share.and_then(|share| SHADES.get(shade(share, low, high)).copied()).unwrap_or(WHITE);
            root.draw(&Rectangle::new(corners, shade.filled()))?;
            root.draw(&Rectangle::new(corners, LINE.stroke_width(1)))?;
            let middle = x + TILE[0] / 2;
            let small = if width_of(&tile.name) > 84 { 12 } else { 14 };
            root.draw(&Text::new(tile.name.clone(), (middle, y + 16), letters(INK, HPos::Center, small)))?;
            root.draw(&Text::new(tile.figure.clone(), (middle, y + 35), letters(INK, HPos::Center, LETTERS_PX)))?;
        }
        Ok(())
    })
}

/// Which of the five shades a share has, between the lowest and the highest.
fn shade(share: f64, low: f64, high: f64) -> usize {
    let part = if high > low { (share - low) / (high - low) } else { 0.0 };
    [0.2, 0.4, 0.6, 0.8].iter().filter(|bound| part > **bound).count()
}
