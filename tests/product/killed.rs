//! The browser is killed at any moment of answering and sending while the office is stopped, and goes on where it was.
//!
//! A kill spares what the system keeps in memory on its way to the disk, so that nothing here says what a power cut does.

use std::collections::BTreeMap;

use tokio::time::{Duration, Instant, timeout};

use super::offline::is_ready;
use super::residents::sha256;
use super::soak::rounds;
use crate::harness::journey::{Says, Step, VISIT};
use crate::harness::{Browser, Dice, Engine, KITA, Name, Office, Person, VISITORS, Window, site, until};

/// Everything that has an answer to be chosen; the last question takes words.
const CHOSEN: &[Step] = VISIT.split_last().expect("the survey has questions").1;
const LAST: &str = "free";

/// When the browser is killed.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// So long after the first question was put.
    Answering(Duration),
    /// So long after "send" was pressed.
    Sending(Duration),
    /// So long after the screen said that the response waits on the device.
    Waiting(Duration),
}

impl Moment {
    /// Each kind in turn, at a time thrown by dice. Answering to the end takes `whole`.
    fn of(round: u64, dice: &mut Dice, whole: Duration) -> Self {
        let mut within = |ms: u128| {
            let end = usize::try_from(ms).unwrap_or(usize::MAX);
            Duration::from_millis(u64::try_from(dice.below(end)).expect("a usize fits"))
        };
        match round % 3 {
            0 => Self::Answering(within(whole.as_millis())),
            1 => Self::Sending(within(250)),
            _ => Self::Waiting(within(60)),
        }
    }
}

/// What the screen has said so far.
#[derive(Debug, Default)]
struct Said {
    /// As many questions were answered when it last said "saved".
    saved: usize,
    /// It said that the response waits on this device.
    waits: bool,
}

/// What was there when the browser was opened again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    /// Nothing: the survey begins anew.
    Nothing,
    /// A draft that goes on at this question.
    Draft(usize),
    /// A response that waits.
    Response,
}

/// What has come of all rounds.
#[derive(Debug, Default)]
struct Tally {
    anew: u32,
    drafts: u32,
    queued: u32,
    said_to_wait: u32,
    lost: Vec<String>,
}

impl Tally {
    fn count(&mut self, round: u64, moment: Moment, said: &Said, left: Left) {
        println!("round {round}: {moment:?}, {said:?}, left {left:?}");
        self.said_to_wait += u32::from(said.waits);
        let kept = match left {
            Left::Nothing => 0,
            Left::Draft(at) => at,
            Left::Response => usize::MAX,
        };
        match left {
            Left::Nothing => self.anew += 1,
            Left::Draft(_) => self.drafts += 1,
            Left::Response => self.queued += 1,
        }
        if kept < said.saved || (said.waits && left != Left::Response) {
            self.lost.push(format!("round {round}: {moment:?}, {said:?}, left {left:?}"));
        }
    }
}

/// What a person writes in this round and in no other.
fn words(round: u64) -> String {
    format!("round {round}: 𠮷田さん、ありがとう。")
}

fn at_question(visitor: &Person, heading: &str) -> Option<usize> {
    VISIT.iter().position(|(id, _)| Name::Holds(visitor.words_of(id)).fits(heading))
}

/// Notes what the screen says of the draft while this question is put.
async fn note_saved(visitor: &Person, at: usize, said: &mut Said) {
    let text = visitor.browser.text().await.expect("the page can be read");
    if text.contains(&visitor.word("notice.saved")) {
        said.saved = at;
    }
}

/// Answers from this question on, over what is chosen or written already, and comes to the review.
async fn answers_from(visitor: &Person, from: usize, words: &str, said: &mut Said) {
    for (at, (id, says)) in CHOSEN.iter().enumerate().skip(from) {
        visitor.is_asked(id).await;
        note_saved(visitor, at, said).await;
        let codes = match says {
            Says::One(code) => &[*code][..],
            Says::Several(codes) => codes,
            Says::Other(..) | Says::Words(_) | Says::Nothing => &[],
        };
        for code in codes {
            let choice = visitor.choice(id, code);
            if !choice.found().await.checked {
                choice.choose().await;
            }
        }
        visitor.goes_on().await;
    }
    if from < VISIT.len() {
        visitor.is_asked(LAST).await;
        note_saved(visitor, CHOSEN.len(), said).await;
        visitor.clears(LAST).await;
        visitor.writes(LAST, words).await;
        visitor.goes_on().await;
    }
    visitor.sees("review.title").await;
    note_saved(visitor, VISIT.len(), said).await;
}

async fn sends_and_is_told_to_wait(visitor: &Person, said: &mut Said) {
    visitor.presses("review.send").await;
    visitor.sees("waiting.title").await;
    said.waits = true;
}

/// A person answers until the browser is killed at this moment.
async fn answers_until(moment: Moment, visitor: &Person, words: &str) -> Said {
    let mut said = Said::default();
    // Time is the matter itself here: what is not done by then is not done.
    match moment {
        Moment::Answering(after) => {
            visitor.starts().await;
            drop(timeout(after, answers_from(visitor, 0, words, &mut said)).await);
        }
        Moment::Sending(after) => {
            visitor.starts().await;
            answers_from(visitor, 0, words, &mut said).await;
            drop(timeout(after, sends_and_is_told_to_wait(visitor, &mut said)).await);
        }
        Moment::Waiting(after) => {
            visitor.starts().await;
            answers_from(visitor, 0, words, &mut said).await;
            sends_and_is_told_to_wait(visitor, &mut said).await;
            drop(timeout(after, std::future::pending::<()>()).await);
        }
    }
    said
}

/// Sees what was left, and has it on the screen where it goes on.
async fn finds(visitor: &Person) -> Left {
    let (waiting, start, resume) =
        (visitor.word("waiting.title"), visitor.word("opening.start"), visitor.word("opening.resume"));
    let left = until("what was left", async || {
        if visitor.browser.heading(waiting.clone()).look().await.is_ok() {
            return Ok(Left::Response);
        }
        let button = visitor.browser.button(Name::OneOf(vec![start.clone(), resume.clone()])).look().await?;
        Ok(if Name::Is(resume.clone()).fits(&button.name) { Left::Draft(0) } else { Left::Nothing })
    })
    .await;
    match left {
        Left::Response => left,
        Left::Nothing => {
            visitor.starts().await;
            left
        }
        Left::Draft(_) => {
            visitor.presses("opening.resume").await;
            Left::Draft(goes_on_at(visitor).await)
        }
    }
}

async fn goes_on_at(visitor: &Person) -> usize {
    let review = Name::Is(visitor.word("review.title"));
    until("where it goes on", async || {
        let headings = visitor.browser.heading(Name::Any).all().await?;
        let at = |name: &str| if review.fits(name) { Some(VISIT.len()) } else { at_question(visitor, name) };
        headings.iter().find_map(|heading| at(&heading.name)).ok_or_else(|| format!("{headings:?}"))
    })
    .await
}

/// How often each round's words are stored, and the hashes of all receipts.
fn stored(office: &Office) -> (BTreeMap<String, usize>, Vec<String>) {
    let (mut words, mut receipts) = (BTreeMap::new(), Vec::new());
    for record in office.stored(VISITORS) {
        let response = &record["response"];
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        *words.entry(text(&response["answers"][LAST])).or_default() += 1;
        receipts.push(text(&response["receipt_hash"]));
    }
    (words, receipts)
}

/// With the office there again, what waits goes out when the page is opened.
async fn arrives(office: &mut Office, visitor: &Person, words: &str) {
    office.serve().await;
    visitor.opens().await;
    visitor.has_sent().await;
    let (there, receipts) = stored(office);
    assert!(there.contains_key(words), "{words:?} was called sent, stored are {there:?}");
    let receipt = sha256(&visitor.receipt().await);
    assert!(receipts.contains(&receipt), "{receipt} was called received, stored are {receipts:?}");
    visitor.leaves().await;
}

/// One round; hands back the person with the browser that was started again.
async fn round(number: u64, moment: Moment, office: &mut Office, mut visitor: Person, tally: &mut Tally) -> Person {
    office.kill().await;
    visitor.opens().await;
    visitor.is_welcome().await;
    let said = answers_until(moment, &visitor, &words(number)).await;
    visitor.browser = visitor.browser.killed().await;
    visitor.opens().await;
    let left = finds(&visitor).await;
    tally.count(number, moment, &said, left);
    let mut later = Said::default();
    match left {
        Left::Response => {}
        Left::Nothing | Left::Draft(_) => {
            let from = if let Left::Draft(at) = left { at } else { 0 };
            answers_from(&visitor, from, &words(number), &mut later).await;
            sends_and_is_told_to_wait(&visitor, &mut later).await;
        }
    }
    arrives(office, &visitor, &words(number)).await;
    visitor
}

/// Someone who has opened the survey once, and how long it takes them to answer it.
async fn settled(office: &mut Office, engine: Engine) -> (Person, Duration) {
    let page = office.at(&format!("/s/{VISITORS}?ward={KITA}"));
    let browser = Browser::open(Window::PHONE.by(engine)).await;
    let mut visitor = Person::meets(browser, office, VISITORS, KITA, &page).await;
    visitor.is_welcome().await;
    is_ready(&visitor, &site::built()).await;
    office.kill().await;
    visitor.browser = visitor.browser.killed().await;
    visitor.opens().await;
    visitor.starts().await;
    let begun = Instant::now();
    let mut said = Said::default();
    answers_from(&visitor, 0, "before all rounds", &mut said).await;
    let whole = begun.elapsed();
    sends_and_is_told_to_wait(&visitor, &mut said).await;
    arrives(office, &visitor, "before all rounds").await;
    (visitor, whole)
}

#[tokio::test]
async fn soak_a_browser_killed_at_any_moment_loses_nothing_that_it_called_saved_and_sends_nothing_twice() {
    let engine = Engine::asked_for();
    let mut office = Office::open().await;
    let (mut visitor, whole) = settled(&mut office, engine).await;
    let (mut dice, mut tally) = (Dice::of(4), Tally::default());
    for number in 0..rounds() {
        let moment = Moment::of(number, &mut dice, whole);
        visitor = round(number, moment, &mut office, visitor, &mut tally).await;
    }
    let (there, _) = stored(&office);
    let missing: Vec<_> = (0..rounds()).map(words).filter(|words| !there.contains_key(words)).collect();
    let twice: Vec<_> = there.iter().filter(|(_, times)| **times > 1).collect();
    println!(
        "{engine:?} killed {} times: {} before anything was saved, {} with a draft, {} with a queued response ({} had been \
         told so); {} lost, {} twice",
        rounds(),
        tally.anew,
        tally.drafts,
        tally.queued,
        tally.said_to_wait,
        tally.lost.len() + missing.len(),
        twice.len(),
    );
    assert!(tally.lost.is_empty() && missing.is_empty(), "lost: {:?}, never arrived: {missing:?}", tally.lost);
    assert!(twice.is_empty(), "stored more than once: {twice:?}");
    assert_eq!(u64::try_from(there.len()), Ok(rounds() + 1), "{there:?}");
}
