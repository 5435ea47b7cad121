//! Reading aloud what is asked, by a voice of the device. Nothing is read before somebody wants it.

use super::Turn;
use crate::effect::Effect;

impl Turn<'_> {
    /// The device has told in which languages it speaks, or has come to the end of what it was to read.
    pub(super) fn voice_heard(&mut self, voices: Option<String>) {
        match voices {
            Some(voices) => self.state.voices = voices,
            None => self.state.reading = false,
        }
    }

    /// The button that begins is the one that stops.
    pub(super) fn aloud_asked(&mut self) {
        self.state.reading ^= true;
        self.effects.push(Effect::ReadAloud(self.state.reading));
    }

    /// What is read is no longer what is asked.
    pub(super) fn fall_silent(&mut self) {
        if self.state.reading {
            self.aloud_asked();
        }
    }
}
