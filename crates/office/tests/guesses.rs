//! Whoever guesses at codes is heard only so often, by all processes together; nobody else is kept waiting.

use std::net::IpAddr;

use office::code::{CodeKey, InvitationCode};
use office::connection::Holding;
use office::guess::Counters;
use office::http::Pace;
use office::store::Store;
use questionnaire::State;
use serde_json::json;
use tokio::task::JoinHandle;

use crate::client::{Answer, Client};
use crate::codes::invite;
use crate::flood::proxied;
use crate::office::{LETTERS, TestOffice, VISITORS, id};
use crate::test_store::{TestStore, postgres_place, sqlite_place};

/// Two processes of one office, asked by turns.
struct Two {
    office: TestOffice,
    doors: Vec<(Client, JoinHandle<()>)>,
    asked: usize,
}

impl Two {
    async fn open() -> Self {
        let office = TestOffice::start().await;
        office.send_to(LETTERS, &[State::Open]).await;
        let mut doors = Vec::new();
        for _ in 0..2 {
            let (address, door) = proxied(&office, Pace::default(), Holding::default()).await;
            doors.push((Client::new(format!("http://{address}")), door));
        }
        Self { office, doors, asked: 0 }
    }

    async fn ask(&mut self, survey: &str, code: &str, from: &str) -> Answer {
        self.asked += 1;
        let headers = [("content-type", "application/json"), ("x-forwarded-for", from)];
        let (path, body) = (format!("/api/v1/surveys/{survey}/codes"), json!({ "code": code }).to_string());
        self.doors[self.asked % 2].0.send("POST", &path, &headers, body).await
    }

    /// How many of these guesses are heard, each from its own address.
    async fn heard(&mut self, guesses: usize, from: impl Fn(usize) -> String) -> usize {
        let mut heard = 0;
        for number in 0..guesses {
            heard += usize::from(self.ask(LETTERS, &guess(number), &from(number)).await.status.as_u16() == 200);
        }
        heard
    }

    async fn close(self) {
        self.doors.iter().for_each(|(_, door)| door.abort());
        self.office.stop().await;
    }
}

/// A code that nobody was given.
fn guess(number: usize) -> String {
    let byte = u8::try_from(number % 200).unwrap();
    InvitationCode::from_random([200, 30, 30, 30, 30, 30, 30, 30, byte]).unwrap().to_string()
}

#[tokio::test]
async fn an_address_that_guesses_is_not_heard_and_its_neighbours_are() {
    let mut two = Two::open().await;
    let code = invite(&two.office, 1).await.remove(0);
    assert_eq!(two.heard(60, |_| "203.0.113.7".to_owned()).await, 20);
    let deaf = two.ask(LETTERS, &code, "203.0.113.7").await;
    assert_eq!(deaf.problem(), (429, "too_many_wrong_codes".into()));
    let wait_s: u64 = deaf.header("retry-after").parse().unwrap();
    assert!((21_000..=21_600).contains(&wait_s), "{wait_s}");
    assert_eq!(two.ask(LETTERS, &code, "203.0.113.8").await.json()["code"], "usable");
    assert_eq!(two.ask(VISITORS, &guess(1), "203.0.113.7").await.status.as_u16(), 200, "of another survey");
    // A response waits with it, and does not if it is there already.
    let response = two.office.responses(LETTERS).await.number(1);
    let path = crate::client::path_of(&response);
    let headers = |from| [("content-type", "application/json"), ("koe-code", code.as_str()), ("x-forwarded-for", from)];
    let client = two.doors[0].0.clone();
    let sent = async |from| client.send("PUT", &path, &headers(from), response.to_string()).await;
    assert_eq!(sent("203.0.113.7").await.problem(), (429, "too_many_wrong_codes".into()));
    assert_eq!(sent("203.0.113.8").await.status.as_u16(), 201);
    assert_eq!(sent("203.0.113.7").await.status.as_u16(), 200);
    two.close().await;
}

#[tokio::test]
async fn two_hundred_phones_in_a_hall_mistype_as_much_as_they_like() {
    let mut two = Two::open().await;
    let codes = invite(&two.office, 20).await;
    for code in codes.iter().cycle().take(200) {
        let slip = format!("{}{}", if code.starts_with('3') { '4' } else { '3' }, &code[1..]);
        assert_eq!(two.ask(LETTERS, &slip, "203.0.113.7").await.status.as_u16(), 200);
        assert_eq!(two.ask(LETTERS, code, "203.0.113.7").await.json()["code"], "usable");
    }
    two.close().await;
}

#[tokio::test]
async fn guesses_sent_all_at_once_are_no_more_than_those_sent_one_by_one() {
    let two = Two::open().await;
    let guesses: Vec<_> = (0..200)
        .map(|number| {
            let client = two.doors[0].0.clone();
            tokio::spawn(async move {
                let headers = [("content-type", "application/json"), ("x-forwarded-for", "203.0.113.7")];
                let body = json!({ "code": guess(number) }).to_string();
                client.send("POST", &format!("/api/v1/surveys/{LETTERS}/codes"), &headers, body).await.status.as_u16()
            })
        })
        .collect();
    let mut heard = 0;
    for guess in guesses {
        heard += usize::from(guess.await.unwrap() == 200);
    }
    assert_eq!(heard, 20);
    two.close().await;
}

#[tokio::test]
async fn who_guesses_from_many_addresses_keeps_nobody_out() {
    let mut two = Two::open().await;
    let code = invite(&two.office, 1).await.remove(0);
    assert_eq!(two.heard(300, |number| format!("10.{}.{}.9", number % 15, number / 15)).await, 300);
    assert_eq!(
        two.heard(100, |number| format!("10.7.14.{number}")).await,
        0,
        "of networks that have guessed since then"
    );
    assert_eq!(two.ask(LETTERS, &code, "203.0.113.7").await.json()["code"], "usable");
    two.close().await;
}

/// How many guesses two processes hear in 60 days, an address after the other each hour.
async fn heard_in_60_days(stores: [Store; 2], addresses: &[IpAddr]) -> usize {
    let (key, mut heard) = (CodeKey::new(vec![7; 32]), 0);
    for hour in 0..60 * 24 {
        let now_ms = 1_795_000_000_000 + hour * 3_600_000;
        for (place, address) in addresses.iter().enumerate() {
            let counters = Counters::new(&key, &id(LETTERS), Some(*address));
            let store = &stores[place % 2];
            let full_at = store.full_at_ms(counters.names()).await.unwrap();
            let Ok(taken) = counters.hear(full_at, now_ms) else { continue };
            heard += 1;
            for (counter, allowance) in taken {
                store.note_try(counter, now_ms, allowance.every_ms).await.unwrap();
            }
        }
        stores[0].forget_tries(now_ms).await.unwrap();
    }
    heard
}

#[tokio::test]
async fn in_60_days_the_guesses_of_a_network_are_as_many_as_the_guide_says_in_either_database() {
    for place in [sqlite_place().await, postgres_place().await] {
        let test = TestStore::at(place).await;
        let stores = [test.store.clone(), test.another().await];
        let addresses: Vec<IpAddr> = ["198.51.100.1", "198.51.100.2"].map(|address| address.parse().unwrap()).into();
        assert_eq!(heard_in_60_days(stores, &addresses).await, 200 + 60 * 4);
    }
}
