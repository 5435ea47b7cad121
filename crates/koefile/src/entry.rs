//! What stands on the lines, as text.

/// The entry of a response, given as the JSON that would be sent, and of the code beside it.
pub fn response(response: &str, code: Option<&str>) -> String {
    let mut entry = String::with_capacity(response.len() + 64);
    entry.push_str("{\"response\":");
    entry.push_str(response);
    if let Some(code) = code {
        entry.push_str(",\"code\":");
        push_text(&mut entry, code);
    }
    entry.push('}');
    entry
}

/// The entry with which the office says that it has stored the response `id`, how, and why it was set aside if it was.
pub fn acknowledgement(id: &str, stored: &str, reason: Option<&str>) -> String {
    let mut entry = String::from("{\"id\":");
    push_text(&mut entry, id);
    entry.push_str(",\"stored\":");
    push_text(&mut entry, stored);
    if let Some(reason) = reason {
        entry.push_str(",\"reason\":");
        push_text(&mut entry, reason);
    }
    entry.push('}');
    entry
}

/// Adds `text` as a string of JSON (RFC 8259, section 7).
pub(crate) fn push_text(json: &mut String, text: &str) {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    json.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                json.push('\\');
                json.push(character);
            }
            '\0'..='\x1f' => {
                json.push_str(if character < '\x10' { "\\u000" } else { "\\u001" });
                json.extend(DIGITS.get(character as usize % 16));
            }
            _ => json.push(character),
        }
    }
    json.push('"');
}
