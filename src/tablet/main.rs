//! What runs on a tablet that staff have set up.

fn main() {
    koe::start();
}
