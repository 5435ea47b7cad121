//! Many responses in one request, and what is heard of each.

use outbox::{Body, Outcome, Reply};
use questionnaire::tree::{self, Node};
use uuid::Uuid;

use crate::parcel::{Heard, Kept, meaning};

/// What is sent (`application/x-ndjson`): of each response its bytes, and the answer number that travels beside it.
pub fn body<'a>(responses: impl IntoIterator<Item = (&'a str, Option<&'a str>)>) -> String {
    let mut lines = String::new();
    for (response, code) in responses {
        // Between the tokens of JSON a line end is as good as nothing, and within them there is none.
        lines.extend(koefile::response(response, code).split(['\n', '\r']));
        lines.push('\n');
    }
    lines
}

/// What the reply to a batch means for each of its responses, in the order in which they were sent, and how the office
/// keeps it if it does; nothing heard is for all of them the same as nobody there.
///
/// Only a line of the office's own is believed, and only for the response that it speaks of: what is missing, cut off or
/// not to be read is sent again. A reply that refuses the request as a whole says nothing of any one response.
pub fn outcomes(heard: Option<&Heard>, ids: &[Uuid]) -> Vec<(Uuid, Outcome, Option<Kept>)> {
    let mut lines: Vec<Option<Line>> = ids.iter().map(|_| None).collect();
    let whole = match heard {
        Some(Heard { status: 200, problem: false, body, .. }) => {
            for (place, line) in body.lines().filter_map(Line::read) {
                if let Some(free @ None) = lines.get_mut(place) {
                    *free = Some(line);
                }
            }
            Outcome::Unreachable
        }
        Some(heard) => {
            let retry_after = heard.retry_after.as_deref();
            Outcome::of(Uuid::nil(), &Reply { status: heard.status, retry_after, body: Body::Foreign })
        }
        None => Outcome::Unreachable,
    };
    let each = ids.iter().zip(lines).map(|(id, line)| {
        let (outcome, kept) = line.map_or((whole, None), |line| line.meaning(*id));
        (*id, outcome, kept)
    });
    each.collect()
}

/// What the office says of one response of a batch.
struct Line {
    status: u16,
    retry_after: Option<String>,
    /// What else the line holds, or the problem that it names.
    told: Node,
    problem: bool,
}

impl Line {
    /// The line that `text` is, and which of the responses it speaks of, from 0.
    fn read(text: &str) -> Option<(usize, Self)> {
        let mut told = tree::parse(text).ok()?;
        let mut number = |name: &str| match told.take(name) {
            Some(Node::Number(number)) => Some(number),
            _ => None,
        };
        let place = usize::try_from(number("line")?).ok()?.checked_sub(1)?;
        let status = u16::try_from(number("status")?).ok()?;
        let retry_after = number("retry_after").map(|seconds| seconds.to_string());
        let problem = told.take("problem");
        let line = Self { status, retry_after, problem: problem.is_some(), told: problem.unwrap_or(told) };
        Some((place, line))
    }

    fn meaning(self, id: Uuid) -> (Outcome, Option<Kept>) {
        meaning(id, self.status, self.retry_after.as_deref(), self.problem, self.told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use outbox::Refusal;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn heard(status: u16, body: &str) -> Heard {
        Heard { status, retry_after: None, problem: false, body: body.to_owned() }
    }

    fn told(body: &str, count: u128) -> Vec<(Outcome, Option<Kept>)> {
        let ids: Vec<_> = (1..=count).map(id).collect();
        let outcomes = outcomes(Some(&heard(200, body)), &ids);
        assert_eq!(outcomes.iter().map(|(id, ..)| *id).collect::<Vec<_>>(), ids);
        outcomes.into_iter().map(|(_, outcome, kept)| (outcome, kept)).collect()
    }

    fn stored(line: u32, number: u128) -> String {
        format!("{{\"id\":\"{}\",\"line\":{line},\"reason\":null,\"status\":201,\"stored\":\"counted\"}}\n", id(number))
    }

    const NOT_HEARD: (Outcome, Option<Kept>) = (Outcome::Unreachable, None);
    const COUNTED: (Outcome, Option<Kept>) = (Outcome::Stored, Some(Kept::Counted));

    #[test]
    fn each_response_stands_on_a_line_with_its_code_beside_it() {
        let lines = body([("{\"id\":1}", Some("ABCDE-FGHJ2")), ("{\r\n\"id\": 2}", None)]);
        let expected = "{\"response\":{\"id\":1},\"code\":\"ABCDE-FGHJ2\"}\n{\"response\":{\"id\": 2}}\n";
        assert_eq!(lines, expected);
    }

    #[test]
    fn each_response_is_settled_by_its_own_line_in_whatever_order() {
        let aside =
            format!("{{\"line\":3,\"status\":202,\"id\":\"{}\",\"stored\":\"aside\",\"reason\":\"late\"}}\n", id(3));
        let refused =
            "{\"line\":2,\"problem\":{\"type\":\"urn:koe:problem:code_unknown\",\"status\":403},\"status\":403}\n";
        let expected =
            [COUNTED, (Outcome::Refused(Refusal::CodeUnknown), None), (Outcome::StoredAside, Some(Kept::AsideLate))];
        assert_eq!(told(&(stored(1, 1) + refused + &aside), 3), expected);
        assert_eq!(told(&(aside + &stored(1, 1) + refused), 3), expected);
    }

    #[test]
    fn a_line_that_is_missing_or_cut_off_or_of_another_response_leaves_its_response_here() {
        assert_eq!(told(&stored(2, 2), 3), [NOT_HEARD, COUNTED, NOT_HEARD]);
        let torn = stored(1, 1) + &stored(2, 2)[..60];
        assert_eq!(told(&torn, 2), [COUNTED, NOT_HEARD]);
        assert_eq!(told(&stored(1, 2), 2), [NOT_HEARD, NOT_HEARD]);
        for odd in ["", "{}", "[]", "{\"line\":0,\"status\":201}", "{\"line\":9,\"status\":201}", "{\"status\":201}"] {
            assert_eq!(told(odd, 1), [NOT_HEARD], "{odd}");
        }
        assert_eq!(told("{\"line\":1,\"status\":200,\"stored\":\"counted\"}", 1), [NOT_HEARD], "it names no response");
    }

    #[test]
    fn what_a_line_asks_for_in_seconds_is_heard() {
        let busy = "{\"line\":1,\"status\":503,\"retry_after\":120,\"problem\":{\"type\":\"urn:koe:problem:busy\"}}";
        assert_eq!(told(busy, 1), [(Outcome::Busy { retry_after_s: Some(120) }, None)]);
    }

    #[test]
    fn a_page_of_the_guest_network_stores_nothing() {
        assert_eq!(told("<html>\nWelcome to the hall\n</html>", 2), [NOT_HEARD, NOT_HEARD]);
        assert_eq!(outcomes(None, &[id(1)]), [(id(1), Outcome::Unreachable, None)]);
    }

    #[test]
    fn a_refusal_of_the_whole_request_parks_nothing() {
        let whole = |status, retry_after: Option<&str>| {
            let retry_after = retry_after.map(str::to_owned);
            let heard = Heard { status, retry_after, problem: true, body: stored(1, 1) };
            let [(_, outcome, None)] = outcomes(Some(&heard), &[id(1)])[..] else { panic!("{status} keeps something") };
            outcome
        };
        assert_eq!(whole(503, Some("5")), Outcome::Busy { retry_after_s: Some(5) });
        for status in [200, 400, 401, 403, 404, 409, 413, 415, 422] {
            assert_eq!(whole(status, None), Outcome::Unreachable, "{status}");
        }
    }
}
