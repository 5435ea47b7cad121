//! What was made once and is given out many times.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock};

use super::representation::Representation;

/// How many are kept of one kind: for pages 24 wards of 5 surveys in 10 languages, asked for by links or by browsers, and in
/// none; some 8 KB each with their compressed form.
const KEPT_MAX: usize = 2560;

/// Representations by what they are of. Each was made in a situation, such as the standing of its survey, and is of no use
/// in another.
#[derive(Debug)]
pub(super) struct Kept<Of, Situation> {
    made: RwLock<HashMap<Of, (Situation, Arc<Representation>)>>,
}

impl<Of, Situation> Default for Kept<Of, Situation> {
    fn default() -> Self {
        Self { made: RwLock::default() }
    }
}

impl<Of: Eq + Hash, Situation: PartialEq> Kept<Of, Situation> {
    /// What was made of it in this situation.
    pub(super) fn get(&self, of: &Of, situation: &Situation) -> Option<Arc<Representation>> {
        let made = self.made.read().unwrap_or_else(PoisonError::into_inner);
        made.get(of).filter(|(made_in, _)| made_in == situation).map(|(_, representation)| Arc::clone(representation))
    }

    /// Keeps `representation`, and gives it out for the first time.
    pub(super) fn keep(&self, of: Of, situation: Situation, representation: Representation) -> Arc<Representation> {
        let representation = Arc::new(representation);
        let mut made = self.made.write().unwrap_or_else(PoisonError::into_inner);
        // There are fewer honest ones; whoever asks for one thing after the other costs the others one compression.
        if made.len() >= KEPT_MAX && !made.contains_key(&of) {
            made.clear();
        }
        made.insert(of, (situation, Arc::clone(&representation)));
        representation
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;

    use super::super::representation::Keeping;
    use super::*;

    fn text(text: &'static str) -> Representation {
        Representation::new("text/plain", Keeping::AskEachTime, Bytes::from_static(text.as_bytes()))
    }

    #[test]
    fn what_was_made_in_one_situation_is_not_given_out_in_another() {
        let kept = Kept::default();
        kept.keep("pond", "open", text("the pond is open"));
        assert!(kept.get(&"pond", &"open").is_some());
        assert!(kept.get(&"pond", &"closed").is_none() && kept.get(&"lake", &"open").is_none());
        kept.keep("pond", "closed", text("the pond is closed"));
        assert!(kept.get(&"pond", &"open").is_none() && kept.get(&"pond", &"closed").is_some());
    }

    #[test]
    fn so_much_is_kept_and_no_more() {
        let kept = Kept::default();
        for number in 0..=2 * KEPT_MAX {
            kept.keep(number, (), text("one of many"));
            assert!(kept.get(&number, &()).is_some());
            assert!(kept.made.read().unwrap().len() <= KEPT_MAX);
        }
    }
}
