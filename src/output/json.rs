//! JSON as Python's `json.dump` writes it: ASCII only, with Python's separators and floats.

use crate::json::Object;
use crate::output::python;
use anyhow::Result;
use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{Formatter, Serializer};
use std::io;
use std::io::{BufWriter, Write};

/// Writes a list: one object per row, keyed by the titles.
pub(super) fn list(
    titles: &[&str],
    rows: &[Vec<Value>],
    one_line: bool,
    out: &mut dyn Write,
) -> Result<()> {
    let rows: Vec<_> = rows.iter().map(|cells| Row { titles, cells }).collect();
    document(&rows, one_line, out)
}

struct Row<'r> {
    titles: &'r [&'r str],
    cells: &'r [Value],
}

impl Serialize for Row<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.titles.iter().zip(self.cells))
    }
}

/// Writes one object.
pub(super) fn show(fields: &Object, one_line: bool, out: &mut dyn Write) -> Result<()> {
    document(fields, one_line, out)
}

/// An object on one line, as Python's `json.dumps` has it.
pub(crate) fn python_json(object: &Object) -> String {
    // An object has nothing in it that JSON cannot hold.
    let mut line = Vec::new();
    let _ = document(object, true, &mut line);
    String::from_utf8_lossy(&line).trim_end().to_owned()
}

/// Writes a value as it goes: indented, it can be very much longer than it is in memory.
fn document(value: &impl Serialize, one_line: bool, out: &mut dyn Write) -> Result<()> {
    let mut out = BufWriter::new(out);
    let style = PythonFormatter { one_line, depth: 0, is_empty: true };
    let written = value.serialize(&mut Serializer::with_formatter(&mut out, style));
    written.map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(out.flush()?)
}

struct PythonFormatter {
    one_line: bool,
    depth: usize,
    is_empty: bool,
}

impl PythonFormatter {
    fn begin<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.is_empty = true;
        out.write_all(bracket)
    }

    fn item<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.is_empty = false;
        match (self.one_line, first) {
            (true, true) => Ok(()),
            (true, false) => out.write_all(b", "),
            (false, true) => self.line(out),
            (false, false) => {
                out.write_all(b",")?;
                self.line(out)
            }
        }
    }

    fn end<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth = self.depth.saturating_sub(1);
        if !self.one_line && !self.is_empty {
            self.line(out)?;
        }
        self.is_empty = false;
        out.write_all(bracket)
    }

    fn line<W: ?Sized + Write>(&self, out: &mut W) -> io::Result<()> {
        write!(out, "\n{:1$}", "", 2 * self.depth)
    }
}

impl Formatter for PythonFormatter {
    fn write_f64<W: ?Sized + Write>(&mut self, out: &mut W, value: f64) -> io::Result<()> {
        out.write_all(python::float(value).as_bytes())
    }

    fn write_number_str<W: ?Sized + Write>(&mut self, out: &mut W, value: &str) -> io::Result<()> {
        out.write_all(python::digits(value).as_bytes())
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if fragment.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return out.write_all(fragment.as_bytes());
        }
        for c in fragment.chars() {
            match c {
                ' '..='~' => write!(out, "{c}")?,
                c => c
                    .encode_utf16(&mut [0; 2])
                    .iter()
                    .try_for_each(|unit| write!(out, "\\u{unit:04x}"))?,
            }
        }
        Ok(())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"[")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.item(out, first)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"]")
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"{")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.item(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn dump(value: &Value, one_line: bool) -> String {
        let mut out = Vec::new();
        document(value, one_line, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn one_line_has_pythons_separators() {
        let value = json!({"a": [1, 2.0, []], "b": {}, "c": {"d": null}});
        assert_eq!(dump(&value, true), "{\"a\": [1, 2.0, []], \"b\": {}, \"c\": {\"d\": null}}\n");
    }

    #[test]
    fn indented_containers_keep_empty_ones_closed() {
        let value = json!([[], {"a": [{}]}, 1e16]);
        assert_eq!(
            dump(&value, false),
            "[\n  [],\n  {\n    \"a\": [\n      {}\n    ]\n  },\n  1e+16\n]\n"
        );
    }

    #[test]
    fn everything_beyond_ascii_is_escaped() {
        assert_eq!(
            dump(&json!("é漢😀\u{7f}\u{1}\n\"\\/"), true),
            "\"\\u00e9\\u6f22\\ud83d\\ude00\\u007f\\u0001\\n\\\"\\\\/\"\n"
        );
    }
}
