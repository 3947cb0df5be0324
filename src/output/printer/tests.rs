//! Compares the output with that of the reference client, and tests output for terminals.

use super::*;
use crate::output::{Quote, key};
use serde_json::json;
use std::cell::RefCell;
use std::io;
use std::rc::Rc;

const SAMPLES: &str = include_str!("../../../tests/data/format_samples.json");
const PYTHON: &str = include_str!("../../../tests/data/output_python.json");
const CSV: &str = include_str!("../../../tests/data/output_csv.json");

const TERMINAL: Terminal = Terminal { width: 80, color: true };

const PAIR: &[Column] = &[key("Key", &["key"]), key("Some Value", &["value"])];

const FIELDS: Fields = Fields::new(&[]);

fn golden(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn format(format: Format) -> Options {
    Options { format: Some(format), ..Options::default() }
}

/// What `print` writes to stdout and to stderr.
fn streams(
    options: Options,
    terminal: Option<Terminal>,
    print: impl FnOnce(&mut Printer<'_>) -> Result<()>,
) -> (String, String) {
    let (mut out, mut talk) = (Vec::new(), Vec::new());
    print(&mut Printer::new(options, terminal, &mut out, &mut talk)).unwrap();
    (String::from_utf8(out).unwrap(), String::from_utf8(talk).unwrap())
}

fn printed(options: Options, print: impl FnOnce(&mut Printer<'_>) -> Result<()>) -> String {
    streams(options, None, print).0
}

fn rows<'v>(
    rows: impl IntoIterator<Item = (&'v str, Value)>,
) -> impl Iterator<Item = crate::Result<Object>> {
    let object = |(key, value): (&str, Value)| {
        Ok(Object::from_iter([("key".into(), key.into()), ("value".into(), value)]))
    };
    rows.into_iter().map(object).collect::<Vec<_>>().into_iter()
}

fn fields(value: Value) -> Object {
    value.as_object().unwrap().clone()
}

#[test]
fn every_format_prints_a_list_as_the_reference_does() {
    let samples = golden(SAMPLES);
    let values = samples["values"].as_object().unwrap();
    let csv = |quote| Options { quote, ..format(Format::Csv) };
    for (name, options) in [
        ("table", Options::default()),
        ("value", format(Format::Value)),
        ("yaml", format(Format::Yaml)),
        ("json", format(Format::Json)),
        ("csv", format(Format::Csv)),
        ("csv_all", csv(Quote::All)),
        ("csv_minimal", csv(Quote::Minimal)),
        ("csv_none", csv(Quote::None)),
    ] {
        let values = values.iter().map(|(key, value)| (key.as_str(), value.clone()));
        let text = printed(options, |printer| printer.list(PAIR, rows(values)));
        assert_eq!(text, samples["list"][name].as_str().unwrap(), "{name}");
    }
}

#[test]
fn every_format_prints_fields_as_the_reference_does() {
    let samples = golden(SAMPLES);
    for name in ["table", "value", "shell", "yaml", "json"] {
        let format = format(<Format as clap::ValueEnum>::from_str(name, false).unwrap());
        let values = fields(samples["values"].clone());
        let text = printed(format.clone(), |printer| printer.show_fields(&values));
        let mut expected = samples["show"][name].as_str().unwrap().to_owned();
        if name == "shell" {
            // Nothing that a shell would run (docs/differences.md W07).
            for (unsafe_line, line) in [
                ("back=\"a\\b\"", "back=\"a\\\\b\""),
                ("dollar=\"$x `y`\"", "dollar=\"\\$x \\`y\\`\""),
                ("'q': \"it's\"}", "'q': \\\"it's\\\"}"),
            ] {
                assert!(expected.contains(unsafe_line));
                expected = expected.replace(unsafe_line, line);
            }
        }
        assert_eq!(text, expected, "{name}");
        let text = printed(format, |printer| printer.fields(Object::new()));
        assert_eq!(text, samples["empty_show"][name].as_str().unwrap(), "{name}");
    }
}

#[test]
fn a_list_without_rows_prints_what_the_reference_does() {
    const COLUMNS: &[Column] = &[key("A", &["a"]), key("B", &["b"])];
    let samples = golden(SAMPLES);
    for name in ["table", "value", "yaml", "json", "csv"] {
        let format = format(<Format as clap::ValueEnum>::from_str(name, false).unwrap());
        let text = printed(format, |printer| printer.list(COLUMNS, rows([])));
        assert_eq!(text, samples["empty"][name].as_str().unwrap(), "{name}");
    }
    let options = Options { print_empty: true, ..Options::default() };
    let text = printed(options, |printer| printer.list(COLUMNS, rows([])));
    assert_eq!(text, "+---+---+\n| A | B |\n+---+---+\n+---+---+\n");
}

#[test]
fn the_type_of_the_first_cell_aligns_its_column() {
    const COLUMNS: &[Column] = &[key("A", &["key"]), key("B", &["value"])];
    let samples = golden(SAMPLES);
    for (name, first) in [
        ("1", json!(1)),
        ("1.5", json!(1.5)),
        ("True", json!(true)),
        ("None", json!(null)),
        ("s", json!("s")),
        ("[1]", json!([1])),
    ] {
        let row = |key: Value, value: &str| Ok(fields(json!({"key": key, "value": value})));
        let rows = [row(first, "x"), row("zzz".into(), "y")];
        let text = printed(Options::default(), |printer| printer.list(COLUMNS, rows.into_iter()));
        assert_eq!(text, samples["list_align"][name].as_str().unwrap(), "{name}");
    }
}

#[test]
fn max_width_wraps_as_the_reference_does() {
    const COLUMNS: &[Column] =
        &[key("Key", &["k"]), key("Long Column", &["long"]), key("Other", &["other"])];
    let samples = golden(SAMPLES);
    let (words, letters) = ("word ".repeat(12), "x".repeat(50));
    let rows = [
        json!({"k": "k", "long": words, "other": letters}),
        json!({"k": "k2", "long": "a-b-c-".repeat(10), "other": "y z"}),
    ]
    .map(|row| Ok(fields(row)));
    let options = |max_width| Options { max_width, ..Options::default() };
    let text = printed(options(50), |printer| printer.list(COLUMNS, rows.into_iter()));
    assert_eq!(text, samples["maxwidth"].as_str().unwrap());
    let shown = fields(json!({"k": words, "l": letters}));
    let text = printed(options(40), |printer| printer.fields(shown));
    assert_eq!(text, samples["show_maxwidth"].as_str().unwrap());
}

#[test]
fn nested_values_are_python_text_and_json_with_pythons_separators() {
    for case in golden(PYTHON)["cases"].as_array().unwrap() {
        let value = &case["value"];
        assert_eq!(python::text(value).as_ref(), case["str"], "{value}");
        let shown = fields(json!({"k": value}));
        let text = printed(format(Format::Json), |printer| printer.fields(shown));
        assert_eq!(text, case["indented"], "{value}");
        let options = Options { noindent: true, ..format(Format::Json) };
        let row = Ok(fields(json!({"k": value})));
        let columns = [key("k", &["k"])];
        let text = printed(options, |printer| printer.list(&columns, [row].into_iter()));
        assert_eq!(text, case["one_line"], "{value}");
    }
}

#[test]
fn csv_quotes_and_escapes_as_python_does() {
    const COLUMNS: [Column; 4] =
        [key("A", &["0"]), key("Some B", &["1"]), key("C,D", &["2"]), key("E\"F", &["3"])];
    for case in golden(CSV)["cases"].as_array().unwrap() {
        let cells = case["row"].as_array().unwrap();
        let row: Object =
            cells.iter().enumerate().map(|(i, cell)| (i.to_string(), cell.clone())).collect();
        for (name, quote) in [
            ("all", Quote::All),
            ("minimal", Quote::Minimal),
            ("none", Quote::None),
            ("nonnumeric", Quote::Nonnumeric),
        ] {
            let Some(expected) = case[name].as_str() else { continue };
            let options = Options { quote, ..format(Format::Csv) };
            let row = [Ok(row.clone())].into_iter();
            let text = printed(options, |p| p.list(&COLUMNS[..cells.len()], row));
            assert_eq!(text, expected, "{name}");
        }
    }
}

#[test]
fn a_single_empty_cell_is_a_record() {
    let options = |quote| Options { quote, columns: vec!["key".into()], ..format(Format::Csv) };
    let print =
        |quote| printed(options(quote), |printer| printer.list(PAIR, rows([("", json!(1))])));
    assert_eq!(print(Quote::Minimal), "Key\n\"\"\n");
    assert_eq!(print(Quote::Nonnumeric), "\"Key\"\n\"\"\n");
    assert_eq!(print(Quote::None), "Key\n\n");
}

#[test]
fn columns_keep_the_order_of_the_command_and_sort_by_those_left_out() {
    let options =
        Options { columns: vec!["some value".into(), "KEY".into()], ..format(Format::Value) };
    let text = printed(options, |printer| printer.list(PAIR, rows([("k", json!("v"))])));
    assert_eq!(text, "k v\n");
    let options = Options {
        columns: vec!["key".into()],
        sort_columns: vec!["some_value".into()],
        descending: true,
        ..format(Format::Value)
    };
    let data = [("a", json!(1)), ("b", json!(null)), ("c", json!(2))];
    assert_eq!(printed(options, |printer| printer.list(PAIR, rows(data))), "b\nc\na\n");
}

#[test]
fn cells_that_cannot_be_sorted_are_reported_on_stderr() {
    let options = Options { sort_columns: vec!["some_value".into()], ..format(Format::Value) };
    let data = [("a", json!("x")), ("b", json!(1))];
    let (out, talk) = streams(options, None, |printer| printer.list(PAIR, rows(data)));
    assert_eq!(out, "a x\nb 1\n");
    assert_eq!(talk, "Could not sort on field 'Some Value'; unsortable types\n");
}

#[test]
fn a_show_has_its_fields_sorted_and_selected_and_its_links_left_out() {
    let object = fields(json!({"name": "n", "links": [], "ID": 1, "locationRef": "l"}));
    let show = |options| printed(options, |printer| printer.show(&FIELDS, object.clone()));
    assert_eq!(show(format(Format::Value)), "1\nl\nn\n");
    let options = Options { columns: vec!["NAME".into(), "id".into()], ..format(Format::Value) };
    assert_eq!(show(options), "1\nn\n");
    let options =
        Options { prefix: "db_".into(), variables: vec!["name".into()], ..format(Format::Shell) };
    assert_eq!(show(options), "db_name=\"n\"\n");
    assert_eq!(
        show(format(Format::Raw)),
        "{\"name\":\"n\",\"links\":[],\"ID\":1,\"locationRef\":\"l\"}\n"
    );
}

#[test]
fn options_that_do_not_fit_are_refused_before_anything_is_printed() {
    let (mut out, mut talk) = (Vec::new(), Vec::new());
    let mut refusal = |options: Options, is_list: bool| {
        let mut printer = Printer::new(options, None, &mut out, &mut talk);
        let (check, error) = if is_list {
            let check = printer.check_list(PAIR);
            (check, printer.list(PAIR, rows([("k", json!(1))])))
        } else {
            (printer.check_show(), printer.fields(fields(json!({"a": 1}))))
        };
        let error = error.unwrap_err().to_string();
        assert!(check.is_ok() || check.unwrap_err().to_string() == error);
        error
    };
    let columns = |of| Options { columns: vec!["b".into()], ..format(of) };
    assert_eq!(refusal(format(Format::Shell), true), "a list cannot be printed as shell variables");
    assert_eq!(refusal(format(Format::Csv), false), "a single object cannot be printed as csv");
    assert_eq!(refusal(columns(Format::Json), true), "no column is called 'b'");
    assert_eq!(refusal(columns(Format::Json), false), "no column is called 'b'");
    assert_eq!(refusal(columns(Format::Raw), true), "the format raw has no columns to choose from");
    assert_eq!(
        refusal(columns(Format::Raw), false),
        "the format raw has no columns to choose from"
    );
    assert!(out.is_empty() && talk.is_empty());
}

/// A writer whose text others can look at while it is in use.
#[derive(Clone, Default)]
struct Shared(Rc<RefCell<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// For each row, how many lines had been written when it was asked for.
fn lines_before_each_row(options: Options) -> Vec<usize> {
    let shared = Shared::default();
    let (mut out, mut talk) = (io::BufWriter::new(shared.clone()), Vec::new());
    let mut seen = Vec::new();
    let watched = rows([("a", json!(1)), ("b", json!(2)), ("c", json!(3))]).inspect(|_| {
        seen.push(shared.0.borrow().iter().filter(|byte| **byte == b'\n').count());
    });
    Printer::new(options, None, &mut out, &mut talk).list(PAIR, watched).unwrap();
    seen
}

#[test]
fn each_row_is_flushed_before_the_next_is_fetched() {
    assert_eq!(lines_before_each_row(format(Format::Raw)), [0, 1, 2]);
    assert_eq!(lines_before_each_row(format(Format::Value)), [0, 1, 2]);
    assert_eq!(lines_before_each_row(format(Format::Csv)), [1, 2, 3]);
    for format in [Format::Raw, Format::Value, Format::Csv] {
        let sort_columns = vec!["key".into()];
        let options = Options { format: Some(format), sort_columns, ..Options::default() };
        assert_eq!(lines_before_each_row(options), [0, 0, 0]);
    }
}

#[test]
fn an_error_among_the_rows_ends_the_list_after_those_before_it() {
    let (mut out, mut talk) = (Vec::new(), Vec::new());
    let mut print = |of| {
        let failing = rows([("a", json!(1))]).chain([Err(Error::auth("no more"))]);
        let error = Printer::new(format(of), None, &mut out, &mut talk).list(PAIR, failing);
        assert_eq!(error.unwrap_err().to_string(), "no more");
    };
    print(Format::Value);
    for format in [Format::Table, Format::Json, Format::Yaml] {
        print(format);
    }
    assert_eq!(out, b"a 1\n");
}

#[test]
fn a_closed_pipe_is_found_in_the_chain_of_the_error() {
    struct Closed;
    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    for of in [Format::Table, Format::Raw, Format::Json] {
        let mut talk = Vec::new();
        let error = Printer::new(format(of), None, &mut Closed, &mut talk)
            .list(PAIR, rows([("a", json!(1))]))
            .unwrap_err();
        let kind =
            error.chain().find_map(|cause| cause.downcast_ref::<io::Error>()).unwrap().kind();
        assert_eq!(kind, io::ErrorKind::BrokenPipe);
    }
}

#[test]
fn no_format_lets_an_escape_sequence_through_to_a_terminal() {
    let hostile = json!("a\x1b]0;title\x07\u{9b}2J\u{202e}");
    let object = fields(json!({"\x1bkey": hostile, "list": [hostile]}));
    for of in [Format::Table, Format::Json, Format::Yaml, Format::Value, Format::Shell, Format::Raw]
    {
        let print = |printer: &mut Printer<'_>| printer.show(&FIELDS, object.clone());
        let (text, _) = streams(format(of), Some(Terminal { color: false, ..TERMINAL }), print);
        assert!(text.contains("title"), "{of:?}");
        assert!(!text.contains(crate::hazard::is_hazard), "{of:?}: {text:?}");
    }
    let list = |printer: &mut Printer<'_>| {
        printer.list(PAIR, rows([("k", hostile.clone())]))?;
        printer.text("a\x1b[0m")
    };
    let (text, _) = streams(format(Format::Csv), Some(TERMINAL), list);
    assert_eq!(
        text,
        "\"Key\",\"Some Value\"\n\"k\",\"a\\\\x1b]0;title\\\\x07\\\\x9b2J\\\\u202e\"\na\\x1b[0m\n"
    );
    let (text, _) = streams(format(Format::Value), None, |printer| printer.text("a\x1b[0m"));
    assert_eq!(text, "a\x1b[0m\n");
}

#[test]
fn a_preface_is_for_tables_only_and_sorted_by_name() {
    let object = json!({"verb": "ABSOLUTE", "max_ram": -1});
    let preface = |printer: &mut Printer<'_>| printer.preface(object.as_object().unwrap());
    let expected = "\
+----------+----------+
| Property | Value    |
+----------+----------+
| max_ram  | -1       |
| verb     | ABSOLUTE |
+----------+----------+
";
    assert_eq!(printed(Options::default(), preface), expected);
    assert_eq!(printed(format(Format::Json), preface), "");
}
