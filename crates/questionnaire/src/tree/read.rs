//! From a tree to a value of a type.

use super::{Node, Unread, parse};
use crate::map::{Map, Set};

/// Whether anything in a tree was not what it was taken for.
#[derive(Debug, Default)]
pub struct Faults(bool);

impl Faults {
    /// Notes that something was wrong.
    pub fn note(&mut self) {
        self.0 = true;
    }
}

/// A value that can be read from a tree.
pub trait FromNode: Sized {
    /// The value that `node` holds. Where it holds none, that is noted in `faults`, and some value is made
    /// all the same; nobody sees it, since [`read`] gives nothing back then.
    fn from_node(node: Node, faults: &mut Faults) -> Self;
}

/// What `json` holds, as a value of a type.
pub fn read<T: FromNode>(json: &str) -> Result<T, Unread> {
    take(parse(json)?)
}

/// What `node` holds, as a value of a type.
pub fn take<T: FromNode>(node: Node) -> Result<T, Unread> {
    let mut faults = Faults::default();
    let value = T::from_node(node, &mut faults);
    if faults.0 { Err(Unread) } else { Ok(value) }
}

/// The fields of an object, each taken out once.
pub struct Table<'f> {
    fields: Vec<(String, Node)>,
    faults: &'f mut Faults,
}

impl<'f> Table<'f> {
    /// The fields of `node`.
    pub fn of(node: Node, faults: &'f mut Faults) -> Self {
        let fields = if let Node::Table(fields) = node {
            fields
        } else {
            faults.note();
            Vec::new()
        };
        Self { fields, faults }
    }

    fn take(&mut self, name: &str) -> Option<Node> {
        let at = self.fields.iter().position(|(field, _)| field == name)?;
        Some(self.fields.swap_remove(at).1)
    }

    /// A field that must be there, unless its type takes `null`.
    pub fn field<T: FromNode>(&mut self, name: &str) -> T {
        let node = self.take(name).unwrap_or(Node::Null);
        T::from_node(node, self.faults)
    }

    /// A field that stands for `default` when it is not there.
    pub fn field_or<T: FromNode>(&mut self, name: &str, default: T) -> T {
        match self.take(name) {
            Some(node) => T::from_node(node, self.faults),
            None => default,
        }
    }

    /// Notes fields that nobody took: they would be misspelt, or of a later format.
    pub fn end(self) {
        if !self.fields.is_empty() {
            self.faults.note();
        }
    }
}

/// The one field of an object that stands for a variant: its name and what it holds.
pub fn variant(node: Node, faults: &mut Faults) -> (String, Node) {
    let mut fields = Table::of(node, faults).fields;
    match fields.pop() {
        Some(field) if fields.is_empty() => field,
        Some(_) | None => {
            faults.note();
            (String::new(), Node::Null)
        }
    }
}

impl FromNode for String {
    fn from_node(node: Node, faults: &mut Faults) -> Self {
        if let Node::Text(text) = node {
            text
        } else {
            faults.note();
            Self::new()
        }
    }
}

impl FromNode for bool {
    fn from_node(node: Node, faults: &mut Faults) -> Self {
        if let Node::Bool(flag) = node {
            flag
        } else {
            faults.note();
            false
        }
    }
}

impl FromNode for i64 {
    fn from_node(node: Node, faults: &mut Faults) -> Self {
        if let Node::Number(number) = node {
            number
        } else {
            faults.note();
            0
        }
    }
}

macro_rules! narrower {
    ($($number:ident)*) => {$(
        impl FromNode for $number {
            fn from_node(node: Node, faults: &mut Faults) -> Self {
                Self::try_from(i64::from_node(node, faults)).unwrap_or_else(|_| {
                    faults.note();
                    0
                })
            }
        }
    )*};
}

narrower! { u8 u16 u32 u64 usize }

impl<T: FromNode> FromNode for Option<T> {
    fn from_node(node: Node, faults: &mut Faults) -> Self {
        if node == Node::Null { None } else { Some(T::from_node(node, faults)) }
    }
}

impl<T: FromNode> FromNode for Box<T> {
    fn from_node(node: Node, faults: &mut Faults) -> Self {
        Self::new(T::from_node(node, faults))
    }
}

fn items(node: Node, faults: &mut Faults) -> Vec<Node> {
    if let Node::List(items) = node {
        items
    } else {
        faults.note();
        Vec::new()
    }
}

impl<T: FromNode> FromNode for Vec<T> {
    fn from_node(node: Node, faults: &mut Faults) -> Self {
        items(node, faults).into_iter().map(|item| T::from_node(item, faults)).collect()
    }
}

impl<T: FromNode + Ord> FromNode for Set<T> {
    fn from_node(node: Node, faults: &mut Faults) -> Self {
        items(node, faults).into_iter().map(|item| T::from_node(item, faults)).collect()
    }
}

impl<K: FromNode + Ord, V: FromNode> FromNode for Map<K, V> {
    fn from_node(node: Node, faults: &mut Faults) -> Self {
        let fields = Table::of(node, faults).fields;
        fields
            .into_iter()
            .map(|(key, value)| (K::from_node(Node::Text(key), faults), V::from_node(value, faults)))
            .collect()
    }
}

impl FromNode for uuid::Uuid {
    fn from_node(node: Node, faults: &mut Faults) -> Self {
        String::from_node(node, faults).parse().unwrap_or_else(|_| {
            faults.note();
            Self::nil()
        })
    }
}

impl<A: FromNode, B: FromNode, C: FromNode> FromNode for (A, B, C) {
    fn from_node(node: Node, faults: &mut Faults) -> Self {
        let mut items = items(node, faults).into_iter();
        let mut next = || items.next().unwrap_or(Node::Null);
        let (first, second, third) = (next(), next(), next());
        if items.next().is_some() {
            faults.note();
        }
        (A::from_node(first, faults), B::from_node(second, faults), C::from_node(third, faults))
    }
}

impl<A: FromNode, B: FromNode> FromNode for (A, B) {
    fn from_node(node: Node, faults: &mut Faults) -> Self {
        let mut items = items(node, faults).into_iter();
        let mut next = || items.next().unwrap_or(Node::Null);
        let (first, second) = (next(), next());
        if items.next().is_some() {
            faults.note();
        }
        (A::from_node(first, faults), B::from_node(second, faults))
    }
}

/// Reads a struct field by field: `Type { required, with_default = expression }`. A field whose key is
/// another word than its name gives it in brackets. What ends in `..` may hold fields that are not known here: it is
/// kept from one version of the program to another, and is read as far as it is understood.
#[macro_export]
macro_rules! read_table {
    ($type:ty { $($field:ident $(= $default:expr)?),+ $(,)? }) => {
        impl $crate::tree::FromNode for $type {
            fn from_node(node: $crate::tree::Node, faults: &mut $crate::tree::Faults) -> Self {
                let mut table = $crate::tree::Table::of(node, faults);
                let value = Self { $($field: $crate::read_table!(@field table $field $(= $default)?)),+ };
                table.end();
                value
            }
        }
    };
    ($type:ty { $($field:ident $(= $default:expr)?),+ , .. }) => {
        impl $crate::tree::FromNode for $type {
            fn from_node(node: $crate::tree::Node, faults: &mut $crate::tree::Faults) -> Self {
                let mut table = $crate::tree::Table::of(node, faults);
                Self { $($field: $crate::read_table!(@field table $field $(= $default)?)),+ }
            }
        }
    };
    (@field $table:ident $field:ident) => { $table.field(stringify!($field)) };
    (@field $table:ident $field:ident = $default:expr) => { $table.field_or(stringify!($field), $default) };
}

/// Reads an enum whose variants hold nothing, from their names: `Type { "name" => Variant, … }`. The first
/// is what is made where none fits.
#[macro_export]
macro_rules! read_names {
    ($type:ty { $first:literal => $first_variant:ident $(, $name:literal => $variant:ident)* $(,)? }) => {
        impl $crate::tree::FromNode for $type {
            fn from_node(node: $crate::tree::Node, faults: &mut $crate::tree::Faults) -> Self {
                match <String as $crate::tree::FromNode>::from_node(node, faults).as_str() {
                    $first => Self::$first_variant,
                    $($name => Self::$variant,)*
                    _ => {
                        faults.note();
                        Self::$first_variant
                    }
                }
            }
        }
    };
}

/// Reads a type that has a text form of its own, by its `FromStr`.
#[macro_export]
macro_rules! read_text {
    ($($type:ty = $blank:expr),+ $(,)?) => {$(
        impl $crate::tree::FromNode for $type {
            fn from_node(node: $crate::tree::Node, faults: &mut $crate::tree::Faults) -> Self {
                <String as $crate::tree::FromNode>::from_node(node, faults).parse().unwrap_or_else(|_| {
                    faults.note();
                    $blank
                })
            }
        }
    )+};
}
