//! From a value to JSON.

use std::fmt;

use serde::ser::{self, Serialize};

/// The value cannot be written. Of what this product writes, that is nothing: no number in it has a fraction,
/// and every key is a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no JSON can be written of this value")]
pub struct Unwritable;

impl ser::Error for Unwritable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// `value` as JSON without white space, byte for byte as `serde_json` writes it.
///
/// Fails where the value holds a number with a fraction, raw bytes, or a key that is no string.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, Unwritable> {
    let mut out = String::new();
    value.serialize(Writer { out: &mut out, is_key: false })?;
    Ok(out)
}

/// What writes one value at the end of a text.
struct Writer<'a> {
    out: &'a mut String,
    /// Whether the value is the key of an object.
    is_key: bool,
}

impl<'a> Writer<'a> {
    fn number(self, number: i64) -> Result<(), Unwritable> {
        self.bare(&number.to_string())
    }

    /// A value that stands without quotes, which no key does.
    fn bare(self, text: &str) -> Result<(), Unwritable> {
        if self.is_key {
            return Err(Unwritable);
        }
        self.out.push_str(text);
        Ok(())
    }

    fn open(self, opening: &str, closing: &'static str) -> Result<Inside<'a>, Unwritable> {
        if self.is_key {
            return Err(Unwritable);
        }
        self.out.push_str(opening);
        Ok(Inside { out: self.out, first: true, closing })
    }

    /// `{"variant":` and whatever follows.
    fn variant(self, name: &str, opening: &str, closing: &'static str) -> Result<Inside<'a>, Unwritable> {
        let inside = self.open("{", closing)?;
        quote(inside.out, name);
        inside.out.push(':');
        inside.out.push_str(opening);
        Ok(inside)
    }
}

/// The inside of an array or object.
struct Inside<'a> {
    out: &'a mut String,
    first: bool,
    closing: &'static str,
}

impl Inside<'_> {
    fn next(&mut self) {
        if !std::mem::take(&mut self.first) {
            self.out.push(',');
        }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.next();
        self.value(value)
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Unwritable> {
        self.next();
        quote(self.out, name);
        self.out.push(':');
        self.value(value)
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        value.serialize(Writer { out: self.out, is_key: false })
    }

    fn close(self) {
        self.out.push_str(self.closing);
    }
}

/// Writes `text` between quotes.
fn quote(out: &mut String, text: &str) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.push('"');
    for character in text.chars() {
        let short = match character {
            '"' | '\\' => character,
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\u{8}' => 'b',
            '\u{c}' => 'f',
            '\0'..='\u{1f}' => {
                let code = u32::from(character);
                out.push_str(if code < 16 { "\\u000" } else { "\\u001" });
                let digit = usize::try_from(code % 16).ok().and_then(|digit| DIGITS.get(digit));
                out.extend(digit.copied().map(char::from));
                continue;
            }
            _ => {
                out.push(character);
                continue;
            }
        };
        out.push('\\');
        out.push(short);
    }
    out.push('"');
}

impl<'a> ser::Serializer for Writer<'a> {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Inside<'a>;
    type SerializeTuple = Inside<'a>;
    type SerializeTupleStruct = Inside<'a>;
    type SerializeTupleVariant = Inside<'a>;
    type SerializeMap = Inside<'a>;
    type SerializeStruct = Inside<'a>;
    type SerializeStructVariant = Inside<'a>;

    fn serialize_bool(self, flag: bool) -> Result<(), Unwritable> {
        self.bare(if flag { "true" } else { "false" })
    }

    fn serialize_i8(self, number: i8) -> Result<(), Unwritable> {
        self.number(number.into())
    }

    fn serialize_i16(self, number: i16) -> Result<(), Unwritable> {
        self.number(number.into())
    }

    fn serialize_i32(self, number: i32) -> Result<(), Unwritable> {
        self.number(number.into())
    }

    fn serialize_i64(self, number: i64) -> Result<(), Unwritable> {
        self.number(number)
    }

    fn serialize_u8(self, number: u8) -> Result<(), Unwritable> {
        self.number(number.into())
    }

    fn serialize_u16(self, number: u16) -> Result<(), Unwritable> {
        self.number(number.into())
    }

    fn serialize_u32(self, number: u32) -> Result<(), Unwritable> {
        self.number(number.into())
    }

    fn serialize_u64(self, number: u64) -> Result<(), Unwritable> {
        // What is larger could not be read back either.
        self.number(i64::try_from(number).map_err(|_| Unwritable)?)
    }

    fn serialize_f32(self, _: f32) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_f64(self, _: f64) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_char(self, character: char) -> Result<(), Unwritable> {
        quote(self.out, character.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Result<(), Unwritable> {
        quote(self.out, text);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_none(self) -> Result<(), Unwritable> {
        self.bare("null")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unwritable> {
        self.bare("null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unwritable> {
        self.bare("null")
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Unwritable> {
        quote(self.out, variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        let mut inside = self.variant(variant, "", "}")?;
        inside.value(value)?;
        inside.close();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Inside<'a>, Unwritable> {
        self.open("[", "]")
    }

    fn serialize_tuple(self, _: usize) -> Result<Inside<'a>, Unwritable> {
        self.open("[", "]")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Inside<'a>, Unwritable> {
        self.open("[", "]")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Inside<'a>, Unwritable> {
        self.variant(variant, "[", "]}")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Inside<'a>, Unwritable> {
        self.open("{", "}")
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Inside<'a>, Unwritable> {
        self.open("{", "}")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Inside<'a>, Unwritable> {
        self.variant(variant, "{", "}}")
    }
}

impl ser::SerializeMap for Inside<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        self.next();
        key.serialize(Writer { out: self.out, is_key: true })
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.out.push(':');
        self.value(value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close();
        Ok(())
    }
}

macro_rules! items {
    ($($kind:ident . $method:ident)*) => {$(
        impl ser::$kind for Inside<'_> {
            type Ok = ();
            type Error = Unwritable;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
                self.item(value)
            }

            fn end(self) -> Result<(), Unwritable> {
                self.close();
                Ok(())
            }
        }
    )*};
}

items! {
    SerializeSeq.serialize_element
    SerializeTuple.serialize_element
    SerializeTupleStruct.serialize_field
    SerializeTupleVariant.serialize_field
}

macro_rules! fields {
    ($($kind:ident)*) => {$(
        impl ser::$kind for Inside<'_> {
            type Ok = ();
            type Error = Unwritable;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Unwritable> {
                self.field(name, value)
            }

            fn end(self) -> Result<(), Unwritable> {
                self.close();
                Ok(())
            }
        }
    )*};
}

fields! { SerializeStruct SerializeStructVariant }

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Clone, serde::Serialize)]
    enum Kind {
        Unit,
        One(Box<Kind>),
        Two(i64, String),
        Named { first: Option<u8>, second: Vec<Kind> },
    }

    #[derive(Debug, Clone, serde::Serialize)]
    struct Whole {
        kinds: Vec<Kind>,
        by_name: std::collections::BTreeMap<String, (bool, Option<Pair>)>,
        nothing: (),
        mark: char,
    }

    #[derive(Debug, Clone, serde::Serialize)]
    struct Pair(u32, i8);

    fn kind() -> impl Strategy<Value = Kind> {
        let leaf = prop_oneof![Just(Kind::Unit), (any::<i64>(), any::<String>()).prop_map(|(a, b)| Kind::Two(a, b))];
        leaf.prop_recursive(3, 12, 4, |inner| {
            prop_oneof![
                inner.clone().prop_map(|kind| Kind::One(Box::new(kind))),
                (any::<Option<u8>>(), proptest::collection::vec(inner, 0..4))
                    .prop_map(|(first, second)| Kind::Named { first, second }),
            ]
        })
    }

    fn whole() -> impl Strategy<Value = Whole> {
        let pair = (any::<u32>(), any::<i8>()).prop_map(|(a, b)| Pair(a, b));
        let by_name =
            proptest::collection::btree_map(any::<String>(), (any::<bool>(), proptest::option::of(pair)), 0..4);
        (proptest::collection::vec(kind(), 0..4), by_name, any::<char>()).prop_map(|(kinds, by_name, mark)| Whole {
            kinds,
            by_name,
            nothing: (),
            mark,
        })
    }

    proptest! {
        #[test]
        fn it_is_written_as_serde_json_writes_it(whole in whole()) {
            prop_assert_eq!(write(&whole).unwrap(), serde_json::to_string(&whole).unwrap());
        }

        #[test]
        fn every_text_is_quoted_as_serde_json_quotes_it(text in any::<String>()) {
            prop_assert_eq!(write(&text).unwrap(), serde_json::to_string(&text).unwrap());
        }
    }

    #[test]
    fn every_control_character_is_quoted_as_serde_json_quotes_it() {
        let all: String = ('\0'..='\u{a0}').collect();
        assert_eq!(write(&all).unwrap(), serde_json::to_string(&all).unwrap());
    }

    #[test]
    fn what_is_no_json_of_ours_is_refused() {
        assert_eq!(write(&0.5_f64), Err(Unwritable));
        assert_eq!(write(&u64::MAX), Err(Unwritable));
        assert_eq!(write(&std::collections::BTreeMap::from([(1, 2)])), Err(Unwritable));
        assert_eq!(write(&std::collections::BTreeMap::from([(vec![1], 2)])), Err(Unwritable));
    }
}
