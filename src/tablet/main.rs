//! Puts the tablet's program into its page.

fn main() {
    koe::tablet::start();
}
