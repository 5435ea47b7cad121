use uuid::Uuid;

/// The longest wait after a first failure, 5 s: a lift or a tunnel is over by then, and the person may still be
/// looking at the screen.
pub const BACKOFF_FIRST_MS: u64 = 5_000;

/// The longest wait after any number of failures, 1 h: 10,000 forgotten devices then ask at most about four times
/// a second on average (10,000 / 2,700 s), and a tablet that comes home is emptied the same evening.
pub const BACKOFF_MAX_MS: u64 = 60 * 60 * 1_000;

/// The longest that a wait after this many failures in a row can be.
///
/// No failure, no wait: whatever the clock says, what has not failed is due.
pub(crate) fn ceiling_ms(failures: u32) -> u64 {
    match failures {
        0 => 0,
        n => BACKOFF_FIRST_MS.saturating_mul(2_u64.saturating_pow(n - 1)).min(BACKOFF_MAX_MS),
    }
}

/// The wait after this many failures in a row: at least half of its ceiling, at most all of it.
///
/// The upper half is spread by seed and id, so that devices cut off together do not come back together; the lower
/// half is certain, so that no throw of the dice makes a device knock at once.
pub(crate) fn delay_ms(seed: u32, id: Uuid, failures: u32) -> u64 {
    let ceiling_ms = ceiling_ms(failures);
    let least_ms = ceiling_ms / 2;
    let spread_ms = ceiling_ms - least_ms;
    least_ms + scatter(seed, id, failures) % (spread_ms + 1)
}

/// When something set for `due_ms` really is due, `now_ms` at the soonest.
///
/// Nothing is ever set further ahead than `ceiling_ms`. If it now seems to be, the clock was set back, and the
/// wait that was meant can no longer be told: it is over.
pub(crate) fn due_at(due_ms: u64, ceiling_ms: u64, now_ms: u64) -> u64 {
    match due_ms.saturating_sub(now_ms) {
        left_ms if left_ms > ceiling_ms => now_ms,
        left_ms => now_ms + left_ms,
    }
}

fn scatter(seed: u32, id: Uuid, failures: u32) -> u64 {
    let (high, low) = id.as_u64_pair();
    [high, low, u64::from(failures)].into_iter().fold(u64::from(seed), |state, word| split_mix(state ^ word))
}

/// One output of `SplitMix64` (Steele, Lea and Flood, 2014) from this state: enough to spread waits, and no more
/// than that. Nothing secret is made of it.
fn split_mix(state: u64) -> u64 {
    let z = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_ceiling_doubles_from_five_seconds_to_an_hour() {
        let seconds: Vec<u64> = (0..=12).map(|failures| ceiling_ms(failures) / 1_000).collect();
        assert_eq!(seconds, [0, 5, 10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 3_600, 3_600]);
        assert_eq!(ceiling_ms(u32::MAX), 3_600_000);
    }

    #[test]
    fn split_mix_gives_the_published_outputs() {
        assert_eq!(split_mix(0), 0xE220_A839_7B1D_CDAF);
        assert_eq!(split_mix(1_234_567), 6_457_827_717_110_365_317);
    }

    #[test]
    fn a_wait_depends_on_seed_and_both_halves_of_the_id_and_the_failures() {
        let high = Uuid::from_u64_pair(1, 0);
        let low = Uuid::from_u64_pair(0, 1);
        let waits = [(7, high, 11), (8, high, 11), (7, low, 11), (7, high, 12)].map(|(s, id, n)| delay_ms(s, id, n));
        assert_eq!(BTreeSet::from(waits).len(), 4, "{waits:?}");
        assert_eq!(
            waits,
            [(7, high, 11), (8, high, 11), (7, low, 11), (7, high, 12)].map(|(s, id, n)| delay_ms(s, id, n))
        );
    }

    #[test]
    fn a_wait_reaches_both_ends_of_its_upper_half() {
        let waits: BTreeSet<u64> = (0..100_000).map(|seed| delay_ms(seed, Uuid::nil(), 1)).collect();
        assert_eq!((waits.first(), waits.last()), (Some(&2_500), Some(&5_000)));
    }

    #[test]
    fn what_has_not_failed_does_not_wait() {
        assert_eq!(delay_ms(7, Uuid::nil(), 0), 0);
    }

    #[test]
    fn a_due_time_holds_up_to_its_ceiling_and_not_one_millisecond_beyond() {
        assert_eq!(due_at(900, 500, 1_000), 1_000);
        assert_eq!(due_at(1_000, 500, 1_000), 1_000);
        assert_eq!(due_at(1_499, 500, 1_000), 1_499);
        assert_eq!(due_at(1_500, 500, 1_000), 1_500);
        assert_eq!(due_at(1_501, 500, 1_000), 1_000);
        assert_eq!(due_at(u64::MAX, u64::MAX, u64::MAX), u64::MAX);
    }

    proptest! {
        #[test]
        fn a_wait_stays_in_the_upper_half_of_its_ceiling(seed: u32, id: u128, failures: u32) {
            let wait_ms = delay_ms(seed, Uuid::from_u128(id), failures);
            prop_assert!((ceiling_ms(failures) / 2..=ceiling_ms(failures)).contains(&wait_ms));
        }
    }
}
