//! Many small charts of one shape: what differs between them is what they are of.

use plotters::prelude::*;

use super::{Drawn, FAINT, INK, KEY, LINE, Said, letters, svg};
use crate::report::ReportError;

/// How far one share is from what it is compared with.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct Away {
    /// Its own place among the others, from 0.
    pub(in crate::report) place: u32,
    /// The difference of the shares.
    pub(in crate::report) difference: f64,
    /// Its interval, where there is one.
    pub(in crate::report) interval: Option<(f64, f64)>,
}

impl Away {
    /// Whether its interval does not hold what it is compared with.
    pub(in crate::report) fn is_clear(&self) -> bool {
        self.interval.is_some_and(|(low, high)| low > 0.0 || high < 0.0)
    }

    /// The farthest that it may be.
    pub(in crate::report) fn reach(&self) -> f64 {
        let (low, high) = self.interval.unwrap_or((self.difference, self.difference));
        low.abs().max(high.abs())
    }
}

const WIDTH_PX: u32 = 200;
const HEIGHT_PX: u32 = 110;

/// An upright bar for each of `count` places; the line in the middle is what they are compared with. All charts that stand
/// beside each other have the same `reach`, up and down.
pub(in crate::report) fn profile(said: &Said, count: u32, away: &[Away], reach: f64) -> Result<String, ReportError> {
    svg(said, WIDTH_PX, HEIGHT_PX, |root| -> Drawn {
        let mut chart = ChartBuilder::on(root)
            .margin(4)
            .set_label_area_size(LabelAreaPosition::Left, 34)
            .build_cartesian_2d(0.0..f64::from(count), -reach..reach)?;
        let across = |height: f64| [(0.0, height), (f64::from(count), height)];
        for (height, colour) in [(-reach, FAINT), (reach, FAINT), (0.0, LINE)] {
            chart.draw_series([PathElement::new(across(height), colour.stroke_width(1))])?;
            let (x, y) = chart.backend_coord(&(0.0, height));
            let points = format!("{:+.0}", height * 100.0);
            let label = if height == 0.0 { "0".to_owned() } else { points };
            let inside = y.clamp(10, i32::try_from(HEIGHT_PX)? - 10);
            root.draw(&Text::new(label, (x - 5, inside), letters(INK, plotters::style::text_anchor::HPos::Right, 13)))?;
        }
        for one in away {
            let at = f64::from(one.place) + 0.5;
            let colour = if one.is_clear() { KEY } else { LINE };
            let bar = one.interval.map(|(low, high)| [(at, low), (at, high)]);
            chart.draw_series(bar.map(|bar| PathElement::new(bar, colour.stroke_width(2))))?;
            chart.draw_series([Circle::new(
                (at, one.difference),
                if one.is_clear() { 3 } else { 2 },
                colour.filled(),
            )])?;
        }
        Ok(())
    })
}
