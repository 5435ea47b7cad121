//! Whatever is asked and whatever is answered.
