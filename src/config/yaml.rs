//! Reads one document of YAML 1.1 with merge keys, within limits of size and depth.

use crate::config::scalar;
use crate::secret::is_secret;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use granit_parser::{Event, Parser, ScalarStyle, Span, StrInput, Tag};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// The greatest depth of nested collections.
const DEPTH: usize = 60;
/// The greatest number of nodes in a document, with its aliases expanded.
const NODES: usize = 100_000;

/// Returns the value of the only document in `text`, or null if there is none; and a remark about
/// each secret that is not what was written.
///
/// # Errors
/// Fails with the error and its position, in one line.
pub(super) fn parse(text: &str) -> Result<(Value, Vec<String>), String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let options = granit_parser::options! {
        emit_comments: false,
        flow_nesting_limit: DEPTH,
        block_nesting_limit: DEPTH,
    };
    let parser = Parser::new_from_str_with_options(text, options);
    let mut loader = Loader { parser, anchors: HashMap::new(), nodes: 0, remarks: Vec::new() };
    let value = loader.document()?;
    Ok((value, loader.remarks))
}

struct Loader<'a> {
    parser: Parser<'a, StrInput<'a>>,
    /// The values of anchors, with their numbers of nodes.
    anchors: HashMap<usize, (Value, usize)>,
    nodes: usize,
    remarks: Vec<String>,
}

type Step<'a> = (Event<'a>, Span);

impl<'a> Loader<'a> {
    fn document(&mut self) -> Result<Value, String> {
        let mut value = None;
        loop {
            let step = self.next()?;
            match step.0 {
                Event::StreamEnd => return Ok(value.unwrap_or(Value::Null)),
                Event::DocumentStart(..) if value.is_some() => {
                    return Err(at(&step.1, "there is a second document"));
                }
                Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd => {}
                _ => value = Some(self.node(step)?),
            }
        }
    }

    fn next(&mut self) -> Result<Step<'a>, String> {
        match self.parser.next() {
            Some(Ok(step)) => Ok(step),
            // The parser's message ends with the position. Its further lines quote the text.
            Some(Err(error)) => {
                Err(error.to_string().lines().next().unwrap_or_default().to_owned())
            }
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn node(&mut self, (event, span): Step<'a>) -> Result<Value, String> {
        let before = self.nodes;
        self.count(1, &span)?;
        let (anchor, value) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                (anchor, scalar_value(&text, style, tag.as_deref()).map_err(|e| at(&span, &e))?)
            }
            Event::SequenceStart(_, anchor, tag) => {
                collection(tag.as_deref(), &["seq", "omap", "pairs"]).map_err(|e| at(&span, &e))?;
                (anchor, self.sequence()?)
            }
            Event::MappingStart(_, anchor, tag) => {
                collection(tag.as_deref(), &["map", "set"]).map_err(|e| at(&span, &e))?;
                (anchor, self.mapping()?)
            }
            Event::Alias(id) => {
                let Some((value, size)) = self.anchors.get(&id).cloned() else {
                    return Err(at(&span, "an alias stands inside of what it refers to"));
                };
                self.count(size, &span)?;
                return Ok(value);
            }
            _ => return Err(at(&span, "there is no value here")),
        };
        if anchor != 0 {
            self.anchors.insert(anchor, (value.clone(), self.nodes - before));
        }
        Ok(value)
    }

    fn count(&mut self, more: usize, span: &Span) -> Result<(), String> {
        self.nodes = self.nodes.saturating_add(more);
        if self.nodes > NODES { Err(at(span, "the document is too large")) } else { Ok(()) }
    }

    fn sequence(&mut self) -> Result<Value, String> {
        let mut items = Vec::new();
        loop {
            let step = self.next()?;
            if matches!(step.0, Event::SequenceEnd) {
                return Ok(Value::Array(items));
            }
            items.push(self.node(step)?);
        }
    }

    fn mapping(&mut self) -> Result<Value, String> {
        let mut own = Map::new();
        let mut merged = Map::new();
        loop {
            let (event, span) = self.next()?;
            let is_merge = match &event {
                Event::MappingEnd => break,
                Event::Scalar(text, ScalarStyle::Plain, _, None) => text == "<<",
                _ => false,
            };
            let key = match &event {
                // A key keeps its spelling: a cloud may have the name `1` or `no`.
                Event::Scalar(text, ..) => text.clone().into_owned(),
                _ => String::new(),
            };
            let is_scalar = matches!(event, Event::Scalar(..));
            let node = self.node((event, span))?;
            let key = match node {
                Value::String(text) if !is_scalar => text,
                _ if is_scalar => key,
                _ => return Err(at(&span, "a key must be a word")),
            };
            let step = self.next()?;
            let value_span = step.1;
            let written = match &step.0 {
                Event::Scalar(text, ..) if is_secret(&key) => Some(text.clone()),
                _ => None,
            };
            let value = self.node(step)?;
            if let (Value::Number(number), Some(written)) = (&value, written)
                && number.to_string() != written
            {
                let what = format!("'{key}' is a number, and not the text as written: use quotes");
                self.remarks.push(at(&value_span, &what));
            }
            if is_merge {
                merge(&mut merged, value).map_err(|error| at(&value_span, &error))?;
            } else {
                own.insert(key, value);
            }
        }
        for (key, value) in merged {
            own.entry(key).or_insert(value);
        }
        Ok(Value::Object(own))
    }
}

/// Adds the members of the mappings that `<<` refers to. The first of several overrides the others.
fn merge(into: &mut Map<String, Value>, value: Value) -> Result<(), String> {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                into.entry(key).or_insert(value);
            }
            Ok(())
        }
        Value::Array(items) if items.iter().all(Value::is_object) => {
            items.into_iter().try_for_each(|item| merge(into, item))
        }
        _ => Err("'<<' needs a mapping, or a list of them".to_owned()),
    }
}

fn scalar_value(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Value, String> {
    let Some(tag) = tag else {
        return Ok(match style {
            ScalarStyle::Plain => scalar::resolve(text),
            _ => Value::String(text.to_owned()),
        });
    };
    // The message does not quote the text, which may be a password.
    let wrong = || format!("this is not a value of the type {tag}");
    match core(tag) {
        Some("str" | "timestamp") => Ok(Value::String(text.to_owned())),
        Some("int") => scalar::int(text).ok_or_else(wrong),
        Some("float") => scalar::float(text).or_else(|| scalar::int(text)).ok_or_else(wrong),
        Some("bool") => Some(scalar::resolve(&text.to_ascii_lowercase()))
            .filter(Value::is_boolean)
            .ok_or_else(wrong),
        Some("null") => Ok(Value::Null),
        Some("binary") => {
            let packed: String = text.split_whitespace().collect();
            let bytes = STANDARD.decode(packed).map_err(|_| "this is not base64".to_owned())?;
            String::from_utf8(bytes).map(Value::String).map_err(|_| "this is not text".to_owned())
        }
        _ if tag.handle().is_empty() && tag.suffix() == "!" => Ok(Value::String(text.to_owned())),
        _ => Err(format!("the tag {tag} is not supported")),
    }
}

fn collection(tag: Option<&Tag>, accepted: &[&str]) -> Result<(), String> {
    match tag {
        Some(tag) if !core(tag).is_some_and(|suffix| accepted.contains(&suffix)) => {
            Err(format!("the tag {tag} is not supported"))
        }
        _ => Ok(()),
    }
}

/// Returns the name of a tag, if it is one of YAML's own.
fn core(tag: &Tag) -> Option<&str> {
    (tag.handle() == "tag:yaml.org,2002:").then(|| tag.suffix())
}

fn at(span: &Span, message: &str) -> String {
    format!("{message} (line {})", span.start.line())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn parse(text: &str) -> Result<Value, String> {
        super::parse(text).map(|(value, _)| value)
    }

    #[test]
    fn anchors_and_merge_keys_are_expanded_and_own_keys_override_them() {
        let text = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc:\n  <<: [*a, *b]\n  x: 9\nd: *a\n";
        let value = parse(text).unwrap();
        assert_eq!(value["c"], json!({"x": 9, "y": 2, "z": 4}));
        assert_eq!(value["d"], json!({"x": 1, "y": 2}));
    }

    #[test]
    fn a_secret_that_becomes_another_number_is_remarked_on_without_showing_it() {
        let remarks = |text: &str| super::parse(text).unwrap().1;
        for text in ["password: 0123", "a: {passcode: 1_000}", "password: 1.10", "token: 1:30"] {
            let [remark] = &remarks(text)[..] else { panic!("{text}") };
            assert!(remark.contains("quotes (line 1)") && !remark.contains('0'), "{remark}");
        }
        for text in ["password: 123", "password: '0123'", "username: 0123", "password: 0o17"] {
            assert_eq!(remarks(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn the_last_of_equal_keys_wins() {
        assert_eq!(parse("a: 1\na: 2\n").unwrap(), json!({"a": 2}));
    }

    #[test]
    fn a_byte_order_mark_and_windows_line_ends_are_accepted() {
        assert_eq!(parse("\u{feff}a: 1\r\nb: 2\r\n").unwrap(), json!({"a": 1, "b": 2}));
    }

    #[test]
    fn quotes_and_tags_decide_the_type() {
        let text = "a: '012'\nb: !!str 012\nc: !!binary aGVsbG8=\nd: !!int '7'\ne: |\n  1\n";
        assert_eq!(
            parse(text).unwrap(),
            json!({"a": "012", "b": "012", "c": "hello", "d": 7, "e": "1\n"})
        );
    }

    #[test]
    fn keys_keep_their_spelling() {
        assert_eq!(
            parse("1: a\nno: b\n'<<': c\n").unwrap(),
            json!({"1": "a", "no": "b", "<<": "c"})
        );
    }

    #[test]
    fn documents_that_pyyaml_refuses_are_refused() {
        for text in ["clouds: [", "a: 1\n---\nb: 2\n", "a:\n\tb: 1\n", "a: !foo {}\n", "a: *b\n"] {
            assert!(parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn an_empty_document_is_null() {
        for text in ["", "# nothing\n", "---\n", "\u{feff}"] {
            assert_eq!(parse(text).unwrap(), Value::Null, "{text:?}");
        }
    }

    #[test]
    fn deep_nesting_and_alias_bombs_end_in_an_error() {
        assert!(parse(&"[".repeat(100_000)).is_err());
        assert!(parse(&(0..5000).map(|n| " ".repeat(n) + "a:\n").collect::<String>()).is_err());
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for n in 1..12 {
            let aliases = vec![format!("*a{}", n - 1); 10].join(", ");
            bomb += &format!("a{n}: &a{n} [{aliases}]\n");
        }
        assert!(parse(&bomb).unwrap_err().contains("too large"));
        assert!(parse("a: &a [*a]\n").is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_text_causes_a_panic(text in "\\PC*") {
            let _ = parse(&text);
        }

        #[test]
        fn no_bytes_cause_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&String::from_utf8_lossy(&bytes));
        }

        #[test]
        fn no_sequence_of_indicators_causes_a_panic(text in "[-?:,\\[\\]{}#&*!|>'\"%@` \n\ta0_.x<=]{0,80}") {
            let _ = parse(&text);
        }
    }
}
