//! What in a text obviously names or reaches somebody: numbers of telephones, addresses of mail, postal codes, long numbers.
//!
//! It is a first pass over what a person then reads. Names and addresses of houses it does not know.

/// What something that was taken out is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// An address of mail.
    Mail,
    /// A postal code.
    PostalCode,
    /// A number of a telephone.
    Telephone,
    /// A number of many digits: of a card, an account, a person.
    Number,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words that stay.
    Kept(String),
    /// Words that were taken out, and what they are.
    Taken(Detail, String),
}

/// A text, piece by piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masked(pub Vec<Part>);

/// Digits in a row that are no year, day, price or count any more.
const DIGITS_MIN: usize = 7;
/// The same where something stands between them.
const GROUPED_DIGITS_MIN: usize = 10;

impl Detail {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Mail, Self::PostalCode, Self::Telephone, Self::Number];

    /// What stands in its place.
    pub fn stand_in(self) -> &'static str {
        match self {
            Self::Mail => "〔メールアドレス〕",
            Self::PostalCode => "〔郵便番号〕",
            Self::Telephone => "〔電話番号〕",
            Self::Number => "〔番号〕",
        }
    }
}

impl Masked {
    /// The text with what stands in for what was taken out.
    pub fn words(&self) -> String {
        let words = self.0.iter().map(|part| match part {
            Part::Kept(words) => words.as_str(),
            Part::Taken(detail, _) => detail.stand_in(),
        });
        words.collect()
    }

    /// How many of `detail` were taken out.
    pub fn count(&self, detail: Detail) -> usize {
        self.0.iter().filter(|part| matches!(part, Part::Taken(taken, _) if *taken == detail)).count()
    }
}

/// Takes out of `text` what obviously names or reaches somebody, in letters of half or full width.
pub fn mask(text: &str) -> Masked {
    let letters: Vec<char> = text.chars().collect();
    let folded: Vec<char> = letters.iter().copied().map(fold).collect();
    let (mut parts, mut kept, mut at) = (Vec::new(), String::new(), 0);
    while let Some(letter) = letters.get(at) {
        let Some((detail, length)) = found(&folded, at) else {
            kept.push(*letter);
            at += 1;
            continue;
        };
        if !kept.is_empty() {
            parts.push(Part::Kept(std::mem::take(&mut kept)));
        }
        parts.push(Part::Taken(detail, letters.iter().skip(at).take(length).collect()));
        at += length;
    }
    if !kept.is_empty() {
        parts.push(Part::Kept(kept));
    }
    Masked(parts)
}

/// A letter of full width as the one of half width.
fn fold(letter: char) -> char {
    match letter {
        '！'..='～' => u32::from(letter).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(letter),
        '\u{3000}' => ' ',
        '‐' | '‑' | '–' | '—' | '―' | '−' | 'ー' | 'ｰ' => '-',
        other => other,
    }
}

/// What begins at `at`, and of how many letters.
fn found(letters: &[char], at: usize) -> Option<(Detail, usize)> {
    let before = at.checked_sub(1).and_then(|before| letters.get(before)).copied();
    let rest = letters.get(at..)?;
    let mail = || mail(rest).filter(|_| !before.is_some_and(is_of_mail));
    let is_number_before = before.is_some_and(|letter| letter.is_ascii_digit());
    let postal = || postal_code(rest).filter(|_| !is_number_before && before != Some('-'));
    let number = || number(rest).filter(|_| !is_number_before);
    mail()
        .map(|length| (Detail::Mail, length))
        .or_else(|| postal().map(|length| (Detail::PostalCode, length)))
        .or_else(number)
}

fn is_of_mail(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "._%+-".contains(letter)
}

fn run(letters: &[char], is_one: impl Fn(char) -> bool) -> usize {
    letters.iter().take_while(|letter| is_one(**letter)).count()
}

/// How many letters an address of mail has that stands here.
fn mail(letters: &[char]) -> Option<usize> {
    let name = run(letters, is_of_mail);
    if name == 0 || letters.get(name) != Some(&'@') {
        return None;
    }
    let host = letters.get(name + 1..)?;
    let host = host.get(..run(host, |letter| letter.is_ascii_alphanumeric() || ".-".contains(letter)))?;
    let length = host.iter().rposition(char::is_ascii_alphanumeric)? + 1;
    host.get(..length)?.contains(&'.').then_some(name + 1 + length)
}

/// How many letters a postal code has that stands here: with its sign, or with its hyphen.
fn postal_code(letters: &[char]) -> Option<usize> {
    let sign = usize::from(letters.first() == Some(&'〒'));
    let sign = sign + if sign > 0 { run(letters.get(1..)?, |letter| letter == ' ') } else { 0 };
    let digits = letters.get(sign..)?;
    let first = run(digits, |letter| letter.is_ascii_digit());
    if sign > 0 && first == 7 {
        return Some(sign + 7);
    }
    let after = digits.get(first + 1..)?;
    let second = run(after, |letter| letter.is_ascii_digit());
    let ends = after.get(second).is_none_or(|letter| *letter != '-');
    (first == 3 && digits.get(3) == Some(&'-') && second == 4 && ends).then_some(sign + 8)
}

/// What number stands here, of a telephone or another that is long, and how many letters it has.
fn number(letters: &[char]) -> Option<(Detail, usize)> {
    let groups = Groups::at(letters)?;
    let digits = groups.digits.iter().map(String::len).sum::<usize>();
    let text = groups.digits.concat();
    let (is_abroad, starts) = (letters.first() == Some(&'+'), text.as_str());
    let is_telephone = if is_abroad {
        starts.starts_with("81") && (11..=13).contains(&digits)
    } else {
        starts.starts_with('0') && (10..=11).contains(&digits) || groups.is_local_telephone()
    };
    let longest = groups.digits.iter().map(String::len).max().unwrap_or_default();
    if is_telephone {
        Some((Detail::Telephone, groups.length))
    } else if longest >= DIGITS_MIN || digits >= GROUPED_DIGITS_MIN {
        Some((Detail::Number, groups.length))
    } else {
        None
    }
}

/// Digits with at most two signs between each two groups of them, as numbers of telephones and cards are written.
struct Groups {
    digits: Vec<String>,
    /// From the first sign or digit to the last digit.
    length: usize,
}

impl Groups {
    fn at(letters: &[char]) -> Option<Self> {
        let sign = usize::from(letters.first().is_some_and(|first| "+(".contains(*first)));
        let (mut digits, mut length, mut at) = (Vec::new(), 0, sign);
        loop {
            let rest = letters.get(at..)?;
            let group: String = rest.iter().take_while(|letter| letter.is_ascii_digit()).collect();
            if group.is_empty() {
                break;
            }
            at += group.len();
            length = at;
            digits.push(group);
            let between = run(letters.get(at..)?, |letter| "-() ".contains(letter));
            if !(1..=2).contains(&between) {
                break;
            }
            at += between;
        }
        (length > 0).then_some(Self { digits, length })
    }

    /// Four digits and four: a telephone without its area, and not from one year to another.
    fn is_local_telephone(&self) -> bool {
        let is_year = |group: &String| group.starts_with("19") || group.starts_with("20");
        let [first, last] = self.digits.as_slice() else { return false };
        first.len() == 4 && last.len() == 4 && !(is_year(first) && is_year(last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: &str) {
        let masked = mask(text);
        assert_eq!(masked.words(), words);
        let whole: String = masked
            .0
            .iter()
            .map(|part| match part {
                Part::Kept(words) | Part::Taken(_, words) => words.as_str(),
            })
            .collect();
        assert_eq!(whole, text, "nothing of the text is lost");
    }

    #[test]
    fn telephones_are_taken_out_in_whatever_width_they_are_written() {
        for telephone in [
            "06-6912-3456",
            "０６－６９１２－３４５６",
            "０６ー６９１２ー３４５６",
            "(06)6912-3456",
            "（06） 6912−3456",
            "0669123456",
            "090 1234 5678",
            "09012345678",
            "+81 6 6912 3456",
            "+81-90-1234-5678",
            "6912-3456",
        ] {
            check(&format!("電話は{telephone}です。"), "電話は〔電話番号〕です。");
        }
    }

    #[test]
    fn addresses_of_mail_are_taken_out() {
        check("yamada.hanako@example.jpまで", "〔メールアドレス〕まで");
        check("ｙａｍａｄａ＠ｅｘａｍｐｌｅ．ｊｐ、", "〔メールアドレス〕、");
        check("mail a+b@example.co.jp.", "mail 〔メールアドレス〕.");
        check("@駅前 100@50円", "@駅前 100@50円");
    }

    #[test]
    fn postal_codes_are_taken_out() {
        check("〒551-8501 大正区", "〔郵便番号〕 大正区");
        check("〒 ５５１８５０１", "〔郵便番号〕");
        check("５５１－８５０１です", "〔郵便番号〕です");
    }

    #[test]
    fn long_numbers_are_taken_out() {
        check("番号は123456789012", "番号は〔番号〕");
        check("1234-5678-9012-3456", "〔番号〕");
        check("１２３４５６７", "〔番号〕");
    }

    #[test]
    fn years_days_prices_times_and_counts_stay() {
        for text in [
            "2026-12-01に行きました",
            "2025-2026年度",
            "２０２６年１２月１日",
            "120,000円",
            "10:30-11:45",
            "1-2-3番",
            "3〜4回、250円",
            "10人中 9人",
            "",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn what_was_taken_out_is_counted_by_what_it_is() {
        let masked = mask("06-6912-3456か090-1234-5678、a@example.jp");
        assert_eq!(Detail::ALL.map(|detail| masked.count(detail)), [1, 0, 2, 0]);
    }
}
