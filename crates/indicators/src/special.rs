//! The two distributions that intervals are drawn from: the normal and Student's.
//!
//! The normal quantile is Wichura's algorithm AS 241 (1988). Student's quantile is found by Newton's method on the
//! incomplete beta function, by its continued fraction (Lentz; Abramowitz and Stegun 26.5.8), and for many degrees of
//! freedom by the expansion of Abramowitz and Stegun 26.7.5. The tests hold all of them against R.

/// How sure an interval is: 95 %.
pub const LEVEL: f64 = 0.95;

/// From here on the expansion is exact to more digits than the continued fraction.
const DEGREES_EXPANDED: f64 = 500.0;

/// The normal quantile of the level: what is often written 1.96.
pub fn z() -> f64 {
    normal_quantile(f64::midpoint(1.0, LEVEL))
}

fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

#[expect(clippy::excessive_precision, reason = "the digits are those of the published algorithm")]
const CENTRE: ([f64; 8], [f64; 8]) = (
    [
        3.387_132_872_796_366_608,
        133.141_667_891_784_377_45,
        1_971.590_950_306_551_442_7,
        13_731.693_765_509_461_125,
        45_921.953_931_549_871_457,
        67_265.770_927_008_700_853,
        33_430.575_583_588_128_105,
        2_509.080_928_730_122_672_7,
    ],
    [
        1.0,
        42.313_330_701_600_911_252,
        687.187_007_492_057_908_3,
        5_394.196_021_424_751_107_7,
        21_213.794_301_586_595_867,
        39_307.895_800_092_710_61,
        28_729.085_735_721_942_674,
        5_226.495_278_852_854_561,
    ],
);
#[expect(clippy::excessive_precision, reason = "the digits are those of the published algorithm")]
const MIDDLE: ([f64; 8], [f64; 8]) = (
    [
        1.423_437_110_749_683_577_34,
        4.630_337_846_156_545_295_9,
        5.769_497_221_460_691_405_5,
        3.647_848_324_763_204_605_04,
        1.270_458_252_452_368_382_58,
        0.241_780_725_177_450_611_77,
        0.022_723_844_989_269_184_187,
        7.745_450_142_783_414_076_4e-4,
    ],
    [
        1.0,
        2.053_191_626_637_758_821_87,
        1.676_384_830_183_803_849_4,
        0.689_767_334_985_100_004_55,
        0.148_103_976_427_480_074_59,
        0.015_198_666_563_616_457_197,
        5.475_938_084_995_344_946e-4,
        1.050_750_071_644_416_843_24e-9,
    ],
);
#[expect(clippy::excessive_precision, reason = "the digits are those of the published algorithm")]
const TAIL: ([f64; 8], [f64; 8]) = (
    [
        6.657_904_643_501_103_777_2,
        5.463_784_911_164_114_369_9,
        1.784_826_539_917_291_335_8,
        0.296_560_571_828_504_891_23,
        0.026_532_189_526_576_123_093,
        0.001_242_660_947_388_078_438_6,
        2.711_555_568_743_487_578_15e-5,
        2.010_334_399_292_288_132_65e-7,
    ],
    [
        1.0,
        0.599_832_206_555_887_937_69,
        0.136_929_880_922_735_805_31,
        0.014_875_361_290_850_615_025,
        7.868_691_311_456_132_591e-4,
        1.846_318_317_510_054_681_8e-5,
        1.421_511_758_316_445_888_7e-7,
        2.044_263_103_389_939_785_64e-15,
    ],
);

/// The number that a standard normal variable stays below with the given probability.
pub fn normal_quantile(probability: f64) -> f64 {
    let q = probability - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * polynomial(&CENTRE.0, r) / polynomial(&CENTRE.1, r);
    }
    let r = (-probability.min(1.0 - probability).ln()).sqrt();
    let size = if r <= 5.0 {
        polynomial(&MIDDLE.0, r - 1.6) / polynomial(&MIDDLE.1, r - 1.6)
    } else {
        polynomial(&TAIL.0, r - 5.0) / polynomial(&TAIL.1, r - 5.0)
    };
    size.copysign(q)
}

/// The probability that a standard normal variable is at least that far from nought, on either side.
pub fn normal_two_sided(distance: f64) -> f64 {
    let x = distance.abs() / std::f64::consts::SQRT_2;
    if x < 2.0 {
        // erf by its series (Abramowitz and Stegun 7.1.6): all terms are positive.
        let (mut term, mut sum, mut odd) = (x, x, 1.0);
        while term > sum * 1e-17 {
            odd += 2.0;
            term *= 2.0 * x * x / odd;
            sum += term;
        }
        return 1.0 - sum * (-x * x).exp() * std::f64::consts::FRAC_2_SQRT_PI;
    }
    // erfc by its continued fraction (Abramowitz and Stegun 7.1.14), from behind.
    let fraction = (1..=200_u32).rev().fold(x, |rest, step| x + f64::from(step) / 2.0 / rest);
    (-x * x).exp() * std::f64::consts::FRAC_2_SQRT_PI / 2.0 / fraction
}

/// The number that Student's variable stays below with the given probability.
pub fn student_quantile(probability: f64, degrees: f64) -> f64 {
    let normal = normal_quantile(probability);
    if !degrees.is_finite() {
        return normal;
    }
    if degrees >= DEGREES_EXPANDED {
        return expanded(normal, degrees);
    }
    if probability < 0.5 {
        return -student_quantile(1.0 - probability, degrees);
    }
    let tail = 1.0 - probability;
    // The tail is convex there: from below, Newton's steps rise to the root and never pass it.
    let mut t = normal.max(0.0);
    for _ in 0..400 {
        let step = (student_tail(t, degrees) - tail) / student_density(t, degrees);
        t += step;
        if step.abs() <= t * 1e-15 {
            break;
        }
    }
    t
}

fn expanded(z: f64, degrees: f64) -> f64 {
    let square = z * z;
    let one = polynomial(&[1.0, 1.0], square) / 4.0;
    let two = polynomial(&[3.0, 16.0, 5.0], square) / 96.0;
    let three = polynomial(&[-15.0, 17.0, 19.0, 3.0], square) / 384.0;
    let four = polynomial(&[-945.0, -1920.0, 1482.0, 776.0, 79.0], square) / 92_160.0;
    z * polynomial(&[1.0, one, two, three, four], 1.0 / degrees)
}

fn student_density(t: f64, degrees: f64) -> f64 {
    let ratio = log_gamma(f64::midpoint(degrees, 1.0)) - log_gamma(degrees / 2.0);
    (ratio - f64::midpoint(degrees, 1.0) * (t * t / degrees).ln_1p()).exp() / (degrees * std::f64::consts::PI).sqrt()
}

/// The probability to be above `t`, which is not negative.
fn student_tail(t: f64, degrees: f64) -> f64 {
    incomplete_beta(degrees / 2.0, 0.5, degrees / (degrees + t * t)) / 2.0
}

fn log_gamma(x: f64) -> f64 {
    // Stirling's series is exact to the last digit from 15 on; below, the recurrence leads there.
    let (mut x, mut product) = (x, 1.0);
    while x < 15.0 {
        product *= x;
        x += 1.0;
    }
    let inverse = 1.0 / x;
    let square = inverse * inverse;
    let series = inverse
        * polynomial(
            &[1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360_360.0, 1.0 / 156.0],
            square,
        );
    (x - 0.5) * x.ln() - x + (2.0 * std::f64::consts::PI).ln() / 2.0 + series - f64::ln(product)
}

fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    let front = (log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * x.ln() + b * (-x).ln_1p()).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, 1.0 - x) / b
    }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut upper = 1.0;
    let mut lower = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut result = lower;
    for step in 1..=1_000_u32 {
        let turn = f64::from(step);
        let even = turn * (b - turn) * x / ((a + 2.0 * turn - 1.0) * (a + 2.0 * turn));
        let odd = -(a + turn) * (a + b + turn) * x / ((a + 2.0 * turn) * (a + 2.0 * turn + 1.0));
        let mut change = 1.0;
        for numerator in [even, odd] {
            lower = 1.0 / away(1.0 + numerator * lower);
            upper = away(1.0 + numerator / upper);
            change = upper * lower;
            result *= change;
        }
        if (change - 1.0).abs() < 1e-16 {
            break;
        }
    }
    result
}
