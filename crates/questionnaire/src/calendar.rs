//! Days, months and whole minutes of the civil calendar, with no clock of their own.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A text that is no such date, month or minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotATime {
    /// Not a day of the calendar.
    #[error("not a date: write YYYY-MM-DD")]
    Date,
    /// Not a month of the calendar.
    #[error("not a month: write YYYY-MM")]
    Month,
    /// Not a whole minute in UTC.
    #[error("not a whole minute: write YYYY-MM-DDTHH:MM:00Z")]
    Minute,
}

/// A month of the years 1 to 9999, written `YYYY-MM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema), schemars(with = "String"))]
pub struct Month {
    year: u16,
    month: u8,
}

/// A day of the Gregorian calendar, years 1 to 9999, written `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema), schemars(with = "String"))]
pub struct Date {
    month: Month,
    day: u8,
}

/// A moment rounded down to the minute, in UTC, written `YYYY-MM-DDTHH:MM:00Z`.
///
/// Seconds would tell two people's responses apart, so a response has no place for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema), schemars(with = "String"))]
pub struct Minute {
    date: Date,
    minute_of_day: u16,
}

impl Month {
    /// The month `month` (1 to 12) of `year`, where there is one.
    pub fn new(year: u16, month: u8) -> Option<Self> {
        ((1..=9999).contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// How many days it has.
    pub fn days(self) -> u8 {
        let leap = self.year.is_multiple_of(4) && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        match self.month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }
}

impl Month {
    /// The month after it, up to the year 9999.
    pub fn next(self) -> Option<Self> {
        if self.month == 12 { Self::new(self.year + 1, 1) } else { Self::new(self.year, self.month + 1) }
    }

    /// The month before it, down to the year 1.
    pub fn previous(self) -> Option<Self> {
        if self.month == 1 { Self::new(self.year - 1, 12) } else { Self::new(self.year, self.month - 1) }
    }
}

impl Date {
    /// The day `day` of `month`, where there is one.
    pub fn new(month: Month, day: u8) -> Option<Self> {
        (1..=month.days()).contains(&day).then_some(Self { month, day })
    }

    /// The day after it.
    pub fn next(self) -> Option<Self> {
        Self::new(self.month, self.day + 1).or_else(|| Self::new(self.month.next()?, 1))
    }

    /// The day before it.
    pub fn previous(self) -> Option<Self> {
        Self::new(self.month, self.day - 1).or_else(|| {
            let month = self.month.previous()?;
            Self::new(month, month.days())
        })
    }
}

/// The same, where no sign is needed.
const MINUTES_A_DAY_SHORT: u16 = 24 * 60;
const MINUTES_A_DAY: i64 = 24 * 60;
/// 0001-01-01 and 9999-12-31 in days after 1970-01-01.
const FIRST_DAY: i64 = -719_162;
const LAST_DAY: i64 = 2_932_896;
/// Days from 0000-03-01 to 1970-01-01.
const DAYS_TO_1970: i64 = 719_468;
/// Days of the 400 years after which the calendar repeats.
const DAYS_A_CYCLE: i64 = 146_097;

impl Minute {
    /// The minute in which the moment `ms` milliseconds after 1970-01-01T00:00Z lies.
    ///
    /// A moment outside the years 1 to 9999 becomes the nearest minute inside them.
    pub fn from_unix_ms(ms: i64) -> Self {
        let minutes = ms.div_euclid(60_000).clamp(FIRST_DAY * MINUTES_A_DAY, (LAST_DAY + 1) * MINUTES_A_DAY - 1);
        let days = minutes.div_euclid(MINUTES_A_DAY);
        // Years are counted from 1 March, so that the leap day is the last of its year.
        let shifted = days + DAYS_TO_1970;
        let cycle = shifted.div_euclid(DAYS_A_CYCLE);
        let day_of_cycle = shifted.rem_euclid(DAYS_A_CYCLE);
        let year_of_cycle =
            (day_of_cycle - day_of_cycle / 1_460 + day_of_cycle / 36_524 - day_of_cycle / 146_096) / 365;
        let day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = cycle * 400 + year_of_cycle + i64::from(month <= 2);
        let date = (u16::try_from(year).ok().zip(u8::try_from(month).ok()))
            .and_then(|(year, month)| Month::new(year, month))
            .zip(u8::try_from(day).ok())
            .and_then(|(month, day)| Date::new(month, day));
        Self {
            date: date.unwrap_or(FIRST),
            minute_of_day: u16::try_from(minutes.rem_euclid(MINUTES_A_DAY)).unwrap_or_default(),
        }
    }

    /// The same time of day so many days later, up to the year 9999.
    #[must_use]
    pub fn days_later(self, days: u16) -> Self {
        let date = (0..days).fold(self.date, |date, _| date.next().unwrap_or(date));
        Self { date, ..self }
    }

    /// When `date` begins in Japan, nine hours before it does in UTC.
    pub fn of_midnight_in_japan(date: Date) -> Self {
        Self { date: date.previous().unwrap_or(date), minute_of_day: 15 * 60 }
    }

    /// The day it belongs to, in UTC.
    pub fn date(self) -> Date {
        self.date
    }

    /// As clocks in Japan show it, nine hours ahead of UTC all year: `2026-11-20 18:30`.
    pub fn in_japan(self) -> String {
        let minute = self.minute_of_day + 9 * 60;
        let (day, minute) = (minute / MINUTES_A_DAY_SHORT, minute % MINUTES_A_DAY_SHORT);
        let date = if day > 0 { self.date.next().unwrap_or(self.date) } else { self.date };
        format!("{date} {:02}:{:02}", minute / 60, minute % 60)
    }
}

fn number<N: FromStr>(text: &str, digits: usize) -> Option<N> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

impl FromStr for Month {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let (year, month) = text.split_once('-').ok_or(NotATime::Month)?;
        number(year, 4).zip(number(month, 2)).and_then(|(year, month)| Self::new(year, month)).ok_or(NotATime::Month)
    }
}

impl FromStr for Date {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let (month, day) = text.rsplit_once('-').ok_or(NotATime::Date)?;
        let month = month.parse().map_err(|_| NotATime::Date)?;
        number(day, 2).and_then(|day| Self::new(month, day)).ok_or(NotATime::Date)
    }
}

impl FromStr for Minute {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let (date, time) = text.split_once('T').ok_or(NotATime::Minute)?;
        let (hours, minutes) =
            time.strip_suffix(":00Z").and_then(|time| time.split_once(':')).ok_or(NotATime::Minute)?;
        let hours: u16 = number(hours, 2).filter(|hours| *hours < 24).ok_or(NotATime::Minute)?;
        let minutes: u16 = number(minutes, 2).filter(|minutes| *minutes < 60).ok_or(NotATime::Minute)?;
        let date = date.parse().map_err(|_| NotATime::Minute)?;
        Ok(Self { date, minute_of_day: hours * 60 + minutes })
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}", self.year, self.month)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{:02}", self.month, self.day)
    }
}

impl fmt::Display for Minute {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}T{:02}:{:02}:00Z", self.date, self.minute_of_day / 60, self.minute_of_day % 60)
    }
}

macro_rules! through_text {
    ($($name:ident)*) => {$(
        impl TryFrom<String> for $name {
            type Error = NotATime;

            fn try_from(text: String) -> Result<Self, NotATime> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(time: $name) -> String {
                time.to_string()
            }
        }
    )*};
}

through_text!(Month Date Minute);

const FIRST: Date = Date { month: Month { year: 1, month: 1 }, day: 1 };

crate::read_text!(Month = FIRST.month, Date = FIRST, Minute = Self { date: FIRST, minute_of_day: 0 });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        for good in ["2026-11-20", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31", "2026-04-30"] {
            assert_eq!(good.parse::<Date>().unwrap().to_string(), good);
        }
        for bad in [
            "2026-02-29",
            "1900-02-29",
            "2026-04-31",
            "2026-13-01",
            "2026-00-01",
            "2026-01-00",
            "0000-01-01",
            "2026-1-1",
            "20260101",
            "2026-01-01T",
            "+026-01-01",
            "2026-01",
            "",
            "２０２６-01-01",
        ] {
            assert_eq!(bad.parse::<Date>(), Err(NotATime::Date), "{bad}");
        }
    }

    #[test]
    fn dates_and_months_are_in_order() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        assert!(date("2025-12-31") < date("2026-01-01"));
        assert!(date("2026-01-31") < date("2026-02-01"));
        assert!("2025-12".parse::<Month>().unwrap() < "2026-01".parse().unwrap());
        assert_eq!("2026-00".parse::<Month>(), Err(NotATime::Month));
        assert_eq!("2026-13".parse::<Month>(), Err(NotATime::Month));
    }

    #[test]
    fn neighbours_cross_months_and_years() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        for (before, after) in [
            ("2026-01-01", "2026-01-02"),
            ("2024-02-28", "2024-02-29"),
            ("2026-02-28", "2026-03-01"),
            ("2025-12-31", "2026-01-01"),
        ] {
            assert_eq!(date(before).next(), Some(date(after)));
            assert_eq!(date(after).previous(), Some(date(before)));
        }
        assert_eq!(date("9999-12-31").next(), None);
        assert_eq!(date("0001-01-01").previous(), None);
    }

    #[test]
    fn a_minute_is_whole_and_in_utc() {
        for good in ["2026-11-20T00:00:00Z", "2026-11-20T23:59:00Z"] {
            assert_eq!(good.parse::<Minute>().unwrap().to_string(), good);
        }
        for bad in [
            "2026-11-20T24:00:00Z",
            "2026-11-20T23:60:00Z",
            "2026-11-20T23:59:01Z",
            "2026-11-20T23:59Z",
            "2026-11-20T23:59:00",
            "2026-11-20T23:59:00+09:00",
            "2026-11-20 23:59:00Z",
            "2026-02-30T00:00:00Z",
        ] {
            assert_eq!(bad.parse::<Minute>(), Err(NotATime::Minute), "{bad}");
        }
    }

    #[test]
    fn the_epoch_leap_days_and_rounding_are_right() {
        for (ms, minute) in [
            (0, "1970-01-01T00:00:00Z"),
            (59_999, "1970-01-01T00:00:00Z"),
            (60_000, "1970-01-01T00:01:00Z"),
            (-1, "1969-12-31T23:59:00Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"),
            (951_868_799_999, "2000-02-29T23:59:00Z"),
            (951_868_800_000, "2000-03-01T00:00:00Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00Z"),
            (1_795_175_520_000, "2026-11-20T11:52:00Z"),
            (253_402_300_799_999, "9999-12-31T23:59:00Z"),
            (-62_135_596_800_000, "0001-01-01T00:00:00Z"),
            (253_402_300_800_000, "9999-12-31T23:59:00Z"),
            (i64::MAX, "9999-12-31T23:59:00Z"),
            (-62_135_596_800_001, "0001-01-01T00:00:00Z"),
            (i64::MIN, "0001-01-01T00:00:00Z"),
        ] {
            assert_eq!(Minute::from_unix_ms(ms).to_string(), minute);
            assert_eq!(minute.parse::<Minute>().unwrap(), Minute::from_unix_ms(ms));
        }
        assert_eq!(Minute::from_unix_ms(0).date().to_string(), "1970-01-01");
    }
}
