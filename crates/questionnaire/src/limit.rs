//! How large things from outside may be. Each bound is some ten times what the standard questionnaires
//! need, so that nobody meets one by honest work and nobody can use its absence.

/// Bytes of a name: the longest in use, `neighbourhood_support`, has 21.
pub const ID_BYTES_MAX: usize = 64;
/// Bytes of a questionnaire or survey as JSON: `resident` in three languages has about 40 000.
pub const DRAFT_BYTES_MAX: usize = 1 << 20;
/// Questions of a questionnaire: `resident` has 31.
pub const QUESTIONS_MAX: usize = 500;
/// Choices of a question: the 24 wards are the longest list.
pub const CHOICES_MAX: usize = 200;
/// Characters of one text of a questionnaire: the longest opening has about 250.
pub const TEXT_CHARACTERS_MAX: usize = 2_000;
/// How deep a condition may nest: the standard questionnaires nest once.
pub const CONDITION_DEPTH_MAX: usize = 8;
/// Characters that a text question may allow, and that "other" always allows at most.
pub const ANSWER_CHARACTERS_MAX: u32 = 4_000;
/// Characters of the text beside "other".
pub const OTHER_CHARACTERS_MAX: u32 = 100;
/// Bytes of a grapheme cluster. Unicode sets no bound, so one "character" could be a megabyte; the
/// longest emoji sequence in use has 35 bytes.
pub const GRAPHEME_BYTES_MAX: usize = 64;
/// Bytes of a response as JSON: 400 characters of four bytes and 31 codes come to about 3 000.
pub const RESPONSE_BYTES_MAX: usize = 64 * 1024;
/// Givens of a response.
pub const GIVENS_MAX: usize = 16;
/// Bytes of the value of a given.
pub const GIVEN_BYTES_MAX: usize = 64;
/// Whole numbers that JSON carries exactly in every reader (RFC 8259, section 6).
pub const NUMBER_MAX: i64 = (1 << 53) - 1;
