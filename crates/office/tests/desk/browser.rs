//! A browser at the desk, and who sits there.

use office::clock;
use office::staff::{Password, Proof, Staff};

use crate::client::{Answer, Client};
use crate::office::TestOffice;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
pub(super) const SAME: (&str, &str) = ("sec-fetch-site", "same-origin");
pub(crate) const PASSWORD: &str = "correct horse battery";

/// A browser at the desk.
#[derive(Clone)]
pub(crate) struct Browser {
    client: Client,
    cookies: Vec<(String, String)>,
    pub(super) token: String,
}

impl Browser {
    pub(super) fn new(office: &TestOffice) -> Self {
        Self::of(office.client.clone())
    }

    /// One that talks to the office of `client`.
    pub(crate) fn of(client: Client) -> Self {
        Self { client, cookies: Vec::new(), token: String::new() }
    }

    pub(super) fn cookie(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keep(&mut self, answer: &Answer) {
        for cookie in answer.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            // Whoever comes back from a provider of accounts comes from another site.
            let is_way = cookie.contains("; Path=/office/sign-on/; HttpOnly; SameSite=Lax");
            assert!(is_way || cookie.contains("; Path=/office/; HttpOnly; SameSite=Strict"), "{cookie}");
            let (name, rest) = cookie.split_once('=').unwrap();
            self.cookies.retain(|(kept, _)| kept != name);
            if !cookie.ends_with("Max-Age=0") {
                self.cookies.push((name.to_owned(), rest.split(';').next().unwrap().to_owned()));
            }
        }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        let cookie = self.cookie();
        let answer = self.client.send("GET", path, &[("cookie", &cookie)], "").await;
        self.keep(&answer);
        if let Some(token) = token_in(&answer.text()) {
            self.token = token;
        }
        answer
    }

    /// Presses a button on the page that was shown last.
    pub(super) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token.clone();
        self.send(path, &[SAME], &[&[("token", token.as_str())], fields].concat()).await
    }

    pub(super) async fn send(&mut self, path: &str, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Answer {
        let cookie = self.cookie();
        let body = form(fields);
        let headers = [&[FORM, ("cookie", cookie.as_str())], headers].concat();
        let answer = self.client.send("POST", path, &headers, body).await;
        self.keep(&answer);
        answer
    }

    /// Presses a button behind which a file is, and lets it go by; gives how many bytes it has.
    pub(crate) async fn takes(&mut self, path: &str, fields: &[(&str, &str)]) -> u64 {
        let (cookie, token) = (self.cookie(), self.token.clone());
        let body = form(&[&[("token", token.as_str())], fields].concat());
        self.client.let_go_by(path, &[FORM, ("cookie", cookie.as_str()), SAME], body).await
    }

    pub(crate) async fn signs_in(&mut self, name: &str, password: &str) -> Answer {
        self.get("/office/sign-in").await;
        self.post("/office/sign-in", &[("desk-name", name), ("desk-password", password)]).await
    }
}

fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

pub(super) fn token_in(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("name=\"token\" value=\"")?;
    Some(rest.split_once('"')?.0.to_owned())
}

pub(super) async fn add(office: &TestOffice, name: &str, role: &str) {
    let password: Password = PASSWORD.parse().unwrap();
    let staff = Staff { name: name.parse().unwrap(), role: role.parse().unwrap() };
    let proof = Proof::Password(password.hash().unwrap());
    assert!(office.store.add_staff(&staff, &proof, clock::now()).await.unwrap());
}

/// Somebody of that role, signed in.
pub(super) async fn signed_in(office: &TestOffice, role: &str) -> Browser {
    let name = role.replace(':', "-");
    add(office, &name, role).await;
    let mut browser = Browser::new(office);
    assert_eq!(browser.signs_in(&name, PASSWORD).await.status.as_u16(), 303);
    browser.get("/office/").await;
    browser
}
