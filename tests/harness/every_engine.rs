//! The same claim in each engine of browsers.

/// Makes tests of a claim that takes the window it is tried in; their names tell the screen and the engine.
macro_rules! in_every_engine {
    ($($claim:ident on $($screen:ident),+;)+) => {$(
        mod $claim {$(
            mod $screen {
                use crate::harness::{Engine, Window, every_engine};

                #[tokio::test]
                async fn in_chromium() {
                    super::super::$claim(every_engine::screen!($screen)).await;
                }

                #[tokio::test]
                async fn in_firefox() {
                    super::super::$claim(every_engine::screen!($screen).by(Engine::Firefox)).await;
                }

                #[tokio::test]
                async fn in_webkit() {
                    super::super::$claim(every_engine::screen!($screen).by(Engine::WebKit)).await;
                }
            }
        )+}
    )+};
}

macro_rules! screen {
    (phone) => {
        Window::PHONE
    };
    (tablet) => {
        Window::TABLET
    };
}

pub(crate) use {in_every_engine, screen};
