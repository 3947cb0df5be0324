//! Lists, mappings and their values as YAML.

use crate::json::Object;
use crate::output::python;
use crate::output::yaml::emitter::{Context, Emitter, deeper};
use crate::output::yaml::scalar::{Scalar, is_simple_key};
use serde_json::Value;
use std::collections::BTreeMap;

/// A list of rows, the keys of each in code point order.
pub(in crate::output) fn list(titles: &[&str], rows: &[Vec<Value>]) -> String {
    let mut emitter = Emitter::default();
    let rows = rows.iter().map(|row| titles.iter().copied().zip(row).collect());
    emitter.sequence(rows, Context::Root, None, |emitter, row, indent| {
        emitter.mapping(&row, indent);
    });
    emitter.finish()
}

/// Writes each field as a separate document, in order.
pub(in crate::output) fn show(fields: &Object) -> String {
    fields
        .iter()
        .map(|(key, value)| {
            let mut emitter = Emitter::default();
            emitter.mapping(&BTreeMap::from([(key.as_str(), value)]), None);
            emitter.finish()
        })
        .collect()
}

impl Emitter {
    fn node(&mut self, value: &Value, context: Context, indent: Option<usize>) {
        let mut constant = |text: &str| {
            self.scalar(&Scalar { text, is_string: false }, context, indent);
        };
        match value {
            Value::Null => constant("null"),
            Value::Bool(true) => constant("true"),
            Value::Bool(false) => constant("false"),
            Value::Number(value) => {
                let text = python::number(value);
                // A YAML 1.1 float has a point.
                let text = if text.contains('.') { text } else { text.replacen('e', ".0e", 1) };
                constant(&text);
            }
            Value::String(text) => self.string(text, context, indent),
            Value::Array(items) => {
                self.sequence(items.iter(), context, indent, |emitter, item, indent| {
                    emitter.node(item, Context::Item, indent);
                });
            }
            Value::Object(fields) => {
                let fields = fields.iter().map(|(key, value)| (key.as_str(), value)).collect();
                self.mapping(&fields, indent);
            }
        }
    }

    fn string(&mut self, text: &str, context: Context, indent: Option<usize>) {
        self.scalar(&Scalar { text, is_string: true }, context, indent);
    }

    fn sequence<T>(
        &mut self,
        items: impl ExactSizeIterator<Item = T>,
        context: Context,
        indent: Option<usize>,
        mut each: impl FnMut(&mut Self, T, Option<usize>),
    ) {
        if items.len() == 0 {
            return self.indicator("[]", true, false);
        }
        // The items of a list under a key stand below the key itself.
        let is_flush = context == Context::Value && !self.indention;
        let indent = if is_flush { indent.unwrap_or(0) } else { deeper(indent) };
        for item in items {
            self.indent(indent);
            self.indicator("-", true, true);
            each(self, item, Some(indent));
        }
    }

    fn mapping(&mut self, fields: &BTreeMap<&str, &Value>, indent: Option<usize>) {
        if fields.is_empty() {
            return self.indicator("{}", true, false);
        }
        let indent = deeper(indent);
        for (key, value) in fields {
            self.indent(indent);
            if is_simple_key(key) {
                self.string(key, Context::Key, Some(indent));
                self.indicator(":", false, false);
            } else {
                self.indicator("?", true, true);
                self.string(key, Context::Value, Some(indent));
                self.indent(indent);
                self.indicator(":", true, true);
            }
            self.node(value, Context::Value, Some(indent));
        }
    }
}
