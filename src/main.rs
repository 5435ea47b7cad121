//! Puts the browser module into its own page.

fn main() {
    yew::Renderer::<koe::App>::new().render();
}
