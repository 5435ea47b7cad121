//! How many codes are heard that could have been one and were not.
//!
//! A code whose check character is wrong is nobody's: it is told so, as often as it comes, and costs nothing. What is counted is
//! the rest, by keyed hashes that are forgotten once they have no more to say (`store::tries`), for all processes together.

use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;

use questionnaire::SurveyId;
use tokio::sync::{Mutex, MutexGuard};

use crate::code::CodeKey;
use crate::network::first_bits;

const HOUR_MS: i64 = 60 * 60 * 1_000;

/// So many at once, and one more each time this has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// How many at once.
    pub at_once: i64,
    /// Milliseconds.
    pub every_ms: i64,
}

/// Of one address; of IPv6 a network of 64 bits is one. A hall of people who mistype twice in just the wrong way fits into it.
pub const OF_ADDRESS: Allowance = Allowance { at_once: 20, every_ms: 6 * HOUR_MS };
/// Of all addresses together: in 60 days 440, which hit one of 60,000 codes with a chance of one in a million.
pub const OF_SURVEY: Allowance = Allowance { at_once: 200, every_ms: 6 * HOUR_MS };
/// Of one network, once a survey has heard all of its own: somebody guesses from many addresses. Who has guessed nothing
/// is heard on; were nobody heard, a guesser could keep every resident out.
pub const OF_NETWORK: Allowance = Allowance { at_once: 1, every_ms: 30 * 24 * HOUR_MS };

impl Allowance {
    /// In how many milliseconds after `now_ms` another one is heard, if none is, by when the full measure is there again.
    fn wait_ms(self, full_at_ms: i64, now_ms: i64) -> Option<i64> {
        let wait = full_at_ms - now_ms - (self.at_once - 1) * self.every_ms;
        (wait > 0).then_some(wait)
    }
}

/// Where the guesses are counted that one address makes at one survey: of the address, of its network, of the survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counters {
    /// Nothing, where nobody knows the address.
    address: Option<i64>,
    network: i64,
    survey: i64,
}

impl Counters {
    /// Those of `address`, without which everybody of whom nothing is known is one network.
    pub fn new(key: &CodeKey, survey: &SurveyId, address: Option<IpAddr>) -> Self {
        let counter = |of: String| key.counter(survey, &of);
        let bits = |v4, v6| address.map(|address| first_bits(address, v4, v6));
        Self {
            address: bits(32, 64).map(|address| counter(format!("address {address}"))),
            network: counter(bits(24, 48).map_or_else(|| "network".to_owned(), |network| format!("network {network}"))),
            survey: counter("survey".to_owned()),
        }
    }

    /// Their names in the store.
    pub fn names(&self) -> [i64; 3] {
        [self.address.unwrap_or(self.survey), self.network, self.survey]
    }

    /// Whether another guess is heard at `now_ms`, by when each of them (in the order of their names) has its full measure
    /// again. Gives from what it is taken if it is one, or else after how many milliseconds one is heard.
    pub fn hear(&self, full_at_ms: [i64; 3], now_ms: i64) -> Result<Vec<(i64, Allowance)>, i64> {
        let [address, network, survey] = full_at_ms;
        let of_address = self.address.map(|name| (name, OF_ADDRESS));
        if let Some(wait_ms) = of_address.and_then(|(_, allowance)| allowance.wait_ms(address, now_ms)) {
            return Err(wait_ms);
        }
        let Some(wait_ms) = OF_SURVEY.wait_ms(survey, now_ms) else {
            return Ok(of_address.into_iter().chain([(self.survey, OF_SURVEY)]).collect());
        };
        match OF_NETWORK.wait_ms(network, now_ms) {
            Some(longer_ms) => Err(wait_ms.min(longer_ms)),
            None => Ok(of_address.into_iter().chain([(self.network, OF_NETWORK)]).collect()),
        }
    }
}

/// Addresses take turns: whether a code was a guess is known before the next one of the same address is looked at.
#[derive(Debug)]
pub struct Turns {
    places: Vec<Mutex<()>>,
    key: RandomState,
}

impl Default for Turns {
    fn default() -> Self {
        Self { places: (0..256).map(|_| Mutex::default()).collect(), key: RandomState::new() }
    }
}

impl Turns {
    /// Waits for the turn of `address`, which lasts as long as what is given.
    pub async fn wait(&self, address: Option<IpAddr>) -> Option<MutexGuard<'_, ()>> {
        let hash = self.key.hash_one(address.map(|address| first_bits(address, 32, 64)));
        let place = usize::try_from(hash % 256).unwrap_or_default();
        Some(self.places.get(place)?.lock().await)
    }
}

/// Whoever shows a code.
#[derive(Debug, Clone, Copy)]
pub struct Caller<'a> {
    /// By which addresses take turns.
    pub turns: &'a Turns,
    /// Where they call from, if anybody knows.
    pub address: Option<IpAddr>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    const DAY_MS: i64 = 24 * HOUR_MS;

    /// What is in the store.
    #[derive(Default)]
    struct Full(HashMap<i64, i64>);

    impl Full {
        /// A guess of `address` at a moment; gives whether it was heard.
        fn guess(&mut self, address: &str, now_ms: i64) -> Result<(), i64> {
            let key = CodeKey::new(vec![7; 32]);
            let counters = Counters::new(&key, &"one".parse().unwrap(), address.parse().ok());
            let full = counters.names().map(|name| self.0.get(&name).copied().unwrap_or_default());
            for (name, allowance) in counters.hear(full, now_ms)? {
                let full = self.0.entry(name).or_default();
                *full = (*full).max(now_ms) + allowance.every_ms;
            }
            Ok(())
        }

        fn heard(&mut self, addresses: impl Iterator<Item = String>, now_ms: i64) -> usize {
            addresses.filter(|address| self.guess(address, now_ms).is_ok()).count()
        }
    }

    #[test]
    fn of_one_address_twenty_guesses_are_heard_and_four_more_a_day() {
        let mut full = Full::default();
        let one = |times| std::iter::repeat_n("203.0.113.7".to_owned(), times);
        assert_eq!(full.heard(one(1_000), DAY_MS), 20);
        assert_eq!(full.guess("203.0.113.7", DAY_MS), Err(6 * HOUR_MS));
        assert_eq!(full.guess("203.0.113.8", DAY_MS), Ok(()), "a neighbour is heard");
        let later: usize = (1..=60 * 24).map(|hour| full.heard(one(10), DAY_MS + hour * HOUR_MS)).sum();
        assert_eq!(later, 60 * 4);
    }

    #[test]
    fn in_60_days_one_in_a_million_is_the_chance_against_60_000_codes_and_a_network_more_adds_its_one_guess() {
        let mut full = Full::default();
        let everywhere = || (0..=255).map(|end| format!("198.51.100.{end}"));
        let hours = (0..60 * 24).map(|hour| full.heard(everywhere(), DAY_MS + hour * HOUR_MS)).sum::<usize>();
        let of_the_network = 1;
        assert_eq!(hours, 200 + 60 * 4 + of_the_network);
        let chance = |guesses: usize, codes: f64| f64::from(u32::try_from(guesses).unwrap()) * codes / 31f64.powi(9);
        assert!(chance(hours - of_the_network, 60_000.0) < 1e-6, "{}", chance(hours, 60_000.0));
    }

    #[test]
    fn when_a_survey_has_heard_enough_each_network_is_heard_once_and_nobody_is_kept_out_who_has_not_guessed() {
        let mut full = Full::default();
        let networks = (0..200).map(|network| format!("10.1.{network}.9"));
        assert_eq!(full.heard(networks, DAY_MS), 200);
        assert_eq!(full.guess("203.0.113.7", DAY_MS), Ok(()));
        assert_eq!(full.guess("203.0.113.8", DAY_MS), Err(6 * HOUR_MS), "of the same network");
        assert_eq!(full.guess("2001:db8:7:1::1", DAY_MS), Ok(()));
        assert!(full.guess("2001:db8:7:2::1", DAY_MS).is_err(), "of the same site");
        assert_eq!(full.guess("2001:db8:8::1", DAY_MS), Ok(()));
        assert_eq!(full.guess("nowhere", DAY_MS), Ok(()));
        assert!(full.guess("nowhere", DAY_MS).is_err());
    }
}
