//! Chance that can be repeated: the same seed throws the same numbers.

/// Dice with a seed (`SplitMix64`).
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice that throw what this seed makes them throw.
    pub(crate) fn of(seed: u64) -> Self {
        Self(seed)
    }

    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below this one.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).expect("a usize fits");
        usize::try_from(self.throw() % end).expect("it was one")
    }

    /// A number from here to there, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = usize::try_from(high - low + 1).expect("from the lower to the higher");
        low + i64::try_from(self.below(span)).expect("within the span")
    }

    /// True so many times in a hundred.
    pub(crate) fn chance(&mut self, of_hundred: usize) -> bool {
        self.below(100) < of_hundred
    }

    /// One of these.
    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}
