//! From a tree to a value of a type.

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer, StringDeserializer};
use serde::de::{Deserializer, EnumAccess, Error, IntoDeserializer, VariantAccess, Visitor};

use super::Node;

/// The text is not what it was taken for. Why is of no use to the person who is waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unread;

impl fmt::Display for Unread {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("not the JSON that was expected")
    }
}

impl std::error::Error for Unread {}

impl Error for Unread {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn invalid_value(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

impl IntoDeserializer<'_, Unread> for Node {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

type Fields = std::vec::IntoIter<(String, Node)>;

fn texts<'de, V: Visitor<'de>>(node: Node, visitor: V) -> Result<V::Value, Unread> {
    if let Node::Text(text) = node { visitor.visit_string(text) } else { Err(Unread) }
}

fn numbers<'de, V: Visitor<'de>>(node: &Node, visitor: V) -> Result<V::Value, Unread> {
    if let Node::Number(number) = node { visitor.visit_i64(*number) } else { Err(Unread) }
}

fn lists<'de, V: Visitor<'de>>(node: Node, visitor: V) -> Result<V::Value, Unread> {
    let Node::List(items) = node else { return Err(Unread) };
    let mut access = SeqDeserializer::<_, Unread>::new(items.into_iter());
    let value = visitor.visit_seq(&mut access)?;
    access.end().map(|()| value)
}

fn tables<'de, V: Visitor<'de>>(node: Node, visitor: V) -> Result<V::Value, Unread> {
    let Node::Table(fields) = node else { return Err(Unread) };
    visitor.visit_map(MapDeserializer::<Fields, Unread>::new(fields.into_iter()))
}

/// Forwards calls that all read the same kind of node.
macro_rules! forward {
    ($($method:ident)* => $read:expr) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
            $read(self, visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Node {
    type Error = Unread;

    forward! { deserialize_str deserialize_string deserialize_identifier deserialize_char => texts }
    forward! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64 => |node, visitor| numbers(&node, visitor)
    }
    forward! { deserialize_seq => lists }
    forward! { deserialize_map => tables }
    // Nothing here is read without being asked for as something.
    forward! {
        deserialize_any deserialize_f32 deserialize_f64 deserialize_bytes deserialize_byte_buf deserialize_unit
        => |_, _| Err(Unread)
    }
    forward! { deserialize_ignored_any => |_, visitor: V| visitor.visit_unit() }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        if let Self::Bool(flag) = self { visitor.visit_bool(flag) } else { Err(Unread) }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        if self == Self::Null { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, _: V) -> Result<V::Value, Unread> {
        Err(Unread)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unread> {
        lists(self, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unread> {
        lists(self, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        tables(self, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        match self {
            Self::Text(name) => visitor.visit_enum(Variant { name, content: None }),
            Self::Table(fields) => {
                let mut fields = fields.into_iter();
                match (fields.next(), fields.next()) {
                    (Some((name, content)), None) => visitor.visit_enum(Variant { name, content: Some(content) }),
                    _ => Err(Unread),
                }
            }
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::List(_) => Err(Unread),
        }
    }
}

/// A value of an enum: `"name"`, or `{"name": content}`.
struct Variant {
    name: String,
    content: Option<Node>,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unread;
    type Variant = Content;

    fn variant_seed<V: serde::de::DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Content), Unread> {
        let name: StringDeserializer<Unread> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, Content(self.content)))
    }
}

struct Content(Option<Node>);

impl<'de> VariantAccess<'de> for Content {
    type Error = Unread;

    fn unit_variant(self) -> Result<(), Unread> {
        if self.0.is_none() { Ok(()) } else { Err(Unread) }
    }

    fn newtype_variant_seed<T: serde::de::DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unread> {
        seed.deserialize(self.0.ok_or(Unread)?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unread> {
        lists(self.0.ok_or(Unread)?, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Unread> {
        tables(self.0.ok_or(Unread)?, visitor)
    }
}
