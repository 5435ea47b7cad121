//! Puts the browser module into its own page.

fn main() {
    koe::start();
}
