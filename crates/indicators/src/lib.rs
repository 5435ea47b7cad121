#![doc = include_str!("../README.md")]

mod adults;
mod base;
mod change;
mod councils;
mod disclosure;
mod disposition;
mod estimate;
mod indicator;
mod interval;
mod many;
mod outlook;
mod plan;
pub mod refusal;
mod score;
mod share;
mod soundness;
mod special;
mod tally;
mod weighting;

pub use adults::{Adults, AdultsFault, Groups, MixedRow, Register, WardAdults, WardRow};
pub use base::{Base, Clause, NotABase};
pub use change::{Aim, Assessment, Difference, Measured, Surety, Verdict, assess, difference};
pub use councils::{ByMajority, CouncilName, Councils};
pub use disclosure::{BASE_MIN, Base as PublishedBase, Publication, Sum, Unprotectable};
pub use disposition::{Completeness, Dispositions, Formula};
pub use estimate::{Estimate, Group, Outcome, Ward, estimate, mean_of_wards};
pub use indicator::{
    Actual, All, Denominator, Document, Indicator, Item, NotAnItem, Op, Readings, Source, StatedBase, Statistic,
    Target, Tier, Unit, When, Where,
};
pub use interval::{Interval, Sureness, effective_base, wilson, wilson_of};
pub use many::{benjamini_hochberg, by_chance};
pub use outlook::{Assumed, DESIGN_EFFECT, Expected, Ground, Outlook};
pub use plan::{POWER, Tellable, base_to_tell, chance_reached, half_width, tellable};
pub use refusal::Refusal;
pub use score::{MeanScore, OutOf, SheetSum, Sheets, response_rate};
pub use share::{Bases, ratio};
pub use soundness::{IndicatorFault, Known, faults};
pub use special::{LEVEL, normal_quantile, normal_two_sided, student_quantile, z};
pub use tally::{Cell, Counts, Meanings, Reading, Tally};
pub use weighting::{CELL_MIN, Outcomes, WEIGHT_MAX, post_stratify, rake, weigh};
