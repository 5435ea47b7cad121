//! Digits as keyboards of other scripts type them.

/// The character that is meant where digits and small codes are asked for: a full-width one of a Japanese keyboard is a
/// narrow one, and a digit of Devanagari, as a Nepali keyboard types it, is that digit. Every other stays as it is.
pub fn narrow(character: char) -> char {
    let from = match character {
        '！'..='～' => '！' as u32 - '!' as u32,
        '०'..='९' => '०' as u32 - '0' as u32,
        same => return same,
    };
    char::from_u32(u32::from(character) - from).unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_keyboard_are_digits_and_nothing_else_changes() {
        for typed in ["0123456789", "０１２３４５６７８９", "०१२३४५६७८९"] {
            assert_eq!(typed.chars().map(narrow).collect::<String>(), "0123456789", "{typed}");
        }
        assert_eq!("ＡｚＪ－！～".chars().map(narrow).collect::<String>(), "AzJ-!~");
        // What stands beside the digits in their scripts, and digits of languages that nobody can choose.
        for other in ['॰', '।', '॥', '十', '①', '٣', '๓', 'ー', '　', '￠', 'a', '\u{10ffff}'] {
            assert_eq!(narrow(other), other);
        }
    }
}
