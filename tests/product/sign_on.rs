//! Signing in at the desk with an account that the city's staff have elsewhere, at a provider that others have written.

use super::desk::looks;
use super::pictures::keeps_small;
use crate::harness::provider::Provider;
use crate::harness::{Browser, Office, Window};

/// The way to the desk by the provider's own two pages.
async fn signs_on(browser: &Browser, name: &str) {
    browser.part(&["textbox"], "Enter any login").write(name).await;
    browser.part(&["textbox"], "and password").write("whatever it asks for").await;
    browser.button("Sign-in").press().await;
    browser.button("Continue").press().await;
}

#[tokio::test]
async fn staff_sign_in_with_the_account_that_they_have_elsewhere() {
    let mut office = Office::open().await;
    let provider = Provider::start(&office.at("/office/sign-on/back")).await;
    office.does(&["staff", "add", "tanaka", "--role", "city", "--signs-on-as", "A-17"], &[]);
    office.trusts(&provider.issuer).await;
    let mut found = Vec::new();
    for (window, size) in [(Window::KIOSK, "1280"), (Window::PHONE, "390")] {
        let browser = Browser::open(window).await;
        browser.visit(&office.at("/office/log")).await;
        if window.width == Window::KIOSK.width {
            keeps_small(&browser, "80-desk-sign-on").await;
        }
        looks(&browser, window, &format!("{size}-13-sign-on-ja"), &mut found).await;
        browser.part(&["link"], "職員アカウントでサインインする").press().await;
        signs_on(&browser, "A-17").await;
        browser.heading("記録").found().await;
        browser.reads("tanaka").await;
        browser.button("サインアウト").press().await;
        browser.part(&["link"], "職員アカウントでサインインする").press().await;
        // It would let whoever sits there in by itself, and is asked not to.
        browser.reads("Sign-in").await;
        signs_on(&browser, "somebody.else").await;
        browser.reads("職員アカウント「somebody.else」は、まだこの画面を使えるように登録されていません").await;
        looks(&browser, window, &format!("{size}-14-sign-on-nobody-ja"), &mut found).await;
        browser.part(&["link"], "English").press().await;
        browser.part(&["link"], "Sign in with your staff account").found().await;
        looks(&browser, window, &format!("{size}-13-sign-on-en"), &mut found).await;
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
