//! What is measured, and the limits that are held.

/// One thing that is measured, in ms unless its name says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Figure {
    Paint,
    Shown,
    Answerable,
    Kept,
    Charge,
    TouchMedian,
    TouchMost,
    Blocking,
    Shift,
    Sent,
    Reload,
    SecondReload,
    Offline,
    WorkPerStep,
    MemoryStart,
    MemoryEnd,
    WasmHere,
    WasmBeside,
    OneCore,
}

/// What a figure may be at most on the slow profile, held against the floor's median of the same run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Limit {
    /// So many times what the floor has of this.
    Times(f64, Figure),
    /// So much more than the floor.
    Plus(f64),
    /// So much.
    AtMost(f64),
    /// So much or more.
    AtLeast(f64),
}

/// All, in the order of the table.
pub(crate) const ALL: [Figure; 19] = [
    Figure::Paint,
    Figure::Shown,
    Figure::Answerable,
    Figure::Kept,
    Figure::Charge,
    Figure::TouchMedian,
    Figure::TouchMost,
    Figure::Blocking,
    Figure::Shift,
    Figure::Sent,
    Figure::Reload,
    Figure::SecondReload,
    Figure::Offline,
    Figure::WorkPerStep,
    Figure::MemoryStart,
    Figure::MemoryEnd,
    Figure::WasmHere,
    Figure::WasmBeside,
    Figure::OneCore,
];

impl Figure {
    /// What the table calls it, with its unit.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Paint => "first paint, ms",
            Self::Shown => "first question visible, ms",
            Self::Answerable => "first question answerable, ms",
            Self::Kept => "that first answer kept (1 = yes)",
            Self::Charge => "script in charge of the page, ms",
            Self::TouchMedian => "touch to paint p50, ms",
            Self::TouchMost => "touch to paint p95, ms",
            Self::Blocking => "blocking time, ms",
            Self::Shift => "layout shift",
            Self::Sent => "fetched until then as sent, with heads, bytes",
            Self::Reload => "reload, to the first question, ms",
            Self::SecondReload => "second reload, ms",
            Self::Offline => "reload with no network, ms",
            Self::WorkPerStep => "main thread per step, ms",
            Self::MemoryStart => "memory of the process (PSS) at the start, MiB",
            Self::MemoryEnd => "memory at the end, MiB",
            Self::WasmHere => "Wasm compiled in the main thread, ms",
            Self::WasmBeside => "Wasm compiled beside it, not slowed, ms",
            Self::OneCore => "all work until in charge on one core, ms",
        }
    }

    /// The limit, where there is one.
    pub(crate) fn limit(self) -> Option<Limit> {
        match self {
            Self::Paint => Some(Limit::Times(1.15, self)),
            Self::Answerable => Some(Limit::Times(1.25, self)),
            Self::Kept => Some(Limit::AtLeast(1.0)),
            Self::Charge => Some(Limit::Times(3.5, Self::Answerable)),
            Self::TouchMost => Some(Limit::Times(1.2, self)),
            Self::Blocking => Some(Limit::Plus(50.0)),
            Self::Shift => Some(Limit::AtMost(0.0)),
            Self::Sent => Some(Limit::AtMost(100.0 * 1024.0)),
            Self::SecondReload | Self::Offline => Some(Limit::Times(1.5, self)),
            Self::WorkPerStep => Some(Limit::Times(2.0, self)),
            Self::MemoryEnd => Some(Limit::Plus(12.0)),
            Self::OneCore => Some(Limit::Plus(300.0)),
            Self::Shown | Self::TouchMedian | Self::Reload | Self::MemoryStart | Self::WasmHere | Self::WasmBeside => {
                None
            }
        }
    }

    /// As many digits as mean something.
    pub(crate) fn told(self, value: f64) -> String {
        match self {
            Self::Shift => format!("{value:.4}"),
            Self::MemoryStart | Self::MemoryEnd | Self::WorkPerStep | Self::WasmHere | Self::WasmBeside => {
                format!("{value:.1}")
            }
            Self::Paint
            | Self::Shown
            | Self::Answerable
            | Self::Kept
            | Self::Charge
            | Self::TouchMedian
            | Self::TouchMost
            | Self::Blocking
            | Self::Sent
            | Self::Reload
            | Self::SecondReload
            | Self::Offline
            | Self::OneCore => format!("{value:.0}"),
        }
    }
}

impl Limit {
    /// Whether a figure is within it; `floor` gives the floor's median of another.
    pub(crate) fn holds(self, figure: Figure, value: f64, floor: impl Fn(Figure) -> Option<f64>) -> Option<bool> {
        Some(match self {
            Self::Times(times, of) => value <= times * floor(of)?,
            Self::Plus(more) => value <= floor(figure)? + more,
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
        })
    }

    /// What the table says of it.
    pub(crate) fn told(self, figure: Figure) -> String {
        match self {
            Self::Times(times, of) if of == figure => format!("{times} × floor"),
            Self::Times(times, _) => format!("{times} × floor's answerable"),
            Self::Plus(more) => format!("floor + {more}"),
            Self::AtMost(most) => format!("{most}"),
            Self::AtLeast(_) => "yes".to_owned(),
        }
    }
}

/// From the least to the most.
pub(crate) fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// How many, for dividing by it.
#[expect(clippy::cast_precision_loss, reason = "nothing is measured that often")]
pub(crate) fn count(values: &[f64]) -> f64 {
    values.len() as f64
}

/// What so great a part of sorted values is not above, between two of them where need be; 0 where there are none.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a place in a list")]
pub(crate) fn quantile(sorted: &[f64], part: f64) -> f64 {
    let place = (count(sorted) - 1.0).max(0.0) * part;
    let at = |place: f64| sorted.get(place as usize).copied().unwrap_or_default();
    at(place.floor()) + (at(place.ceil()) - at(place.floor())) * place.fract()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_lies_between_two_values() {
        assert!((quantile(&[1.0, 2.0, 4.0], 0.5) - 2.0).abs() < 1e-9);
        assert!((quantile(&[1.0, 2.0], 0.5) - 1.5).abs() < 1e-9);
        assert!(quantile(&[], 0.5).abs() < 1e-9);
    }

    #[test]
    fn a_limit_is_held_against_the_floor_of_the_same_run() {
        let floor = |figure| Some(if figure == Figure::Answerable { 400.0 } else { 300.0 });
        let holds = |figure: Figure, value| figure.limit().and_then(|limit| limit.holds(figure, value, floor));
        assert_eq!(holds(Figure::Answerable, 500.0), Some(true));
        assert_eq!(holds(Figure::Answerable, 501.0), Some(false));
        assert_eq!(holds(Figure::Charge, 1400.0), Some(true), "3.5 times the floor's answerable");
        assert_eq!(holds(Figure::Blocking, 351.0), Some(false));
        assert_eq!(holds(Figure::Shown, 9999.0), None, "without a limit");
    }
}
