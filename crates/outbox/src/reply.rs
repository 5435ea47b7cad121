use uuid::Uuid;

/// The kind of problem by which the collector says that it does not know the invitation code, so that a 403 for
/// the code is told from a 403 for the survey.
pub const CODE_UNKNOWN: &str = "code_unknown";

/// What came back over HTTP, from whoever it was that answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reply<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The `Retry-After` header as it stands.
    pub retry_after: Option<&'a str>,
    /// What the shell could read in the body.
    pub body: Body<'a>,
}

/// Whose words the body of a reply is.
///
/// The guest network of a hall answers every request with 200 and its sign-in page; a filter answers 403. Only
/// a body that speaks the collector's language is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body<'a> {
    /// The collector's JSON, which names the response that it keeps.
    Receipt {
        /// The response that it names.
        id: Uuid,
    },
    /// `application/problem+json` (RFC 9457).
    Problem {
        /// The last segment of the problem's `type`; empty if it has none.
        kind: &'a str,
    },
    /// Anything else: a web page, no body, JSON of another shape.
    Foreign,
}

impl Reply<'_> {
    /// The seconds that the collector asks to be left alone.
    ///
    /// A number too large to hold is the largest: it is cut to a day later. The date form counts as absent, since
    /// the clock of a device may be years off.
    pub(crate) fn retry_after_s(&self) -> Option<u32> {
        let text = self.retry_after?.trim();
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse().unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(retry_after: &str) -> Option<u32> {
        Reply { status: 503, retry_after: Some(retry_after), body: Body::Foreign }.retry_after_s()
    }

    #[test]
    fn retry_after_is_read_as_whole_seconds() {
        assert_eq!(seconds("0"), Some(0));
        assert_eq!(seconds(" 120 "), Some(120));
        assert_eq!(seconds("4294967295"), Some(u32::MAX));
    }

    #[test]
    fn a_retry_after_too_large_to_hold_is_the_largest() {
        assert_eq!(seconds("4294967296"), Some(u32::MAX));
        assert_eq!(seconds("99999999999999999999999999"), Some(u32::MAX));
    }

    #[test]
    fn a_retry_after_that_is_no_number_counts_as_absent() {
        for odd in ["", " ", "Wed, 21 Oct 2026 07:28:00 GMT", "+5", "-5", "5s", "1.5", "５"] {
            assert_eq!(seconds(odd), None, "{odd:?}");
        }
        assert_eq!(Reply { status: 503, retry_after: None, body: Body::Foreign }.retry_after_s(), None);
    }
}
