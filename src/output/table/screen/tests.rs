//! Tests tables on terminals of many widths.

use super::*;
use serde_json::json;

const ID: &str = "6f1c8a52-0d3e-4b7a-9c55-2e8f7d1b3a90";
const TITLES: [&str; 6] = ["ID", "Name", "Status", "Created", "Addresses", "Size"];

fn screen(width: usize) -> Screen {
    Screen::new(Terminal { width, color: false }, 0)
}

fn colored() -> Screen {
    Screen::new(Terminal { width: 80, color: true }, 0)
}

fn fields(value: Value) -> Object {
    value.as_object().unwrap().clone()
}

fn instances() -> Vec<Vec<Value>> {
    let addresses =
        json!([{"address": "192.0.2.2", "type": "private"}, {"address": "2001:db8::1"}]);
    let row = |name, status, second, addresses, size| {
        let created = format!("2026-01-02T03:04:0{second}");
        vec![json!(ID), json!(name), json!(status), json!(created), addresses, size]
    };
    vec![
        row("db", "ACTIVE", 5, addresses, Value::Null),
        row("漢字の名前", "ERROR", 6, json!([]), json!(12)),
    ]
}

fn lines(text: &str) -> Vec<&str> {
    text.strip_suffix('\n').unwrap().split('\n').collect()
}

/// `text` without the escape sequences that set colors and attributes.
fn bare(text: &str) -> String {
    let mut pieces = text.split("\x1b[");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |out, piece| out + piece.split_once('m').unwrap().1)
}

#[test]
fn a_wide_terminal_shows_each_row_on_one_line_with_numbers_on_the_right() {
    let expected = [
        "ID                                    Name        Status  Created              Addresses               Size",
        &"─".repeat(107),
        "6f1c8a52-0d3e-4b7a-9c55-2e8f7d1b3a90  db          ACTIVE  2026-01-02T03:04:05  192.0.2.2, 2001:db8::1  None",
        "6f1c8a52-0d3e-4b7a-9c55-2e8f7d1b3a90  漢字の名前  ERROR   2026-01-02T03:04:06                            12",
    ];
    for width in [0, 107, 200] {
        assert_eq!(lines(&screen(width).list(&TITLES, &instances())), expected);
    }
}

#[test]
fn text_is_wrapped_between_words_before_a_word_is_broken_and_an_id_never_is() {
    let expected = [
        "ID                                    Name        Status  Created              Addresses    Size",
        &"─".repeat(96),
        "6f1c8a52-0d3e-4b7a-9c55-2e8f7d1b3a90  db          ACTIVE  2026-01-02T03:04:05  192.0.2.2,   None",
        "                                                                               2001:db8::1",
        "6f1c8a52-0d3e-4b7a-9c55-2e8f7d1b3a90  漢字の名前  ERROR   2026-01-02T03:04:06                 12",
    ];
    assert_eq!(lines(&screen(96).list(&TITLES, &instances())), expected);
    let titles = TITLES.get(..4).unwrap();
    let expected = [
        "ID                                    Name        Status  Created",
        &"─".repeat(68),
        "6f1c8a52-0d3e-4b7a-9c55-2e8f7d1b3a90  db          ACTIVE  2026-01-02",
        "                                                          T03:04:05",
        "6f1c8a52-0d3e-4b7a-9c55-2e8f7d1b3a90  漢字の名前  ERROR   2026-01-02",
        "                                                          T03:04:06",
    ];
    let rows: Vec<_> = instances().iter().map(|row| row.get(..4).unwrap().to_vec()).collect();
    assert_eq!(lines(&screen(68).list(titles, &rows)), expected);
    let uuids = json!([ID, ID]);
    let list = screen(56).list(&["Name", "Replicas"], &[vec![json!("name ".repeat(20)), uuids]]);
    assert_eq!(list.matches(ID).count(), 2, "{list}");
}

#[test]
fn a_list_that_would_be_unreadable_becomes_records() {
    let expected = "\
ID         6f1c8a52-0d3e-4b7a-9c55-2e8f7d1b3a90
Name       db
Status     ACTIVE
Created    2026-01-02T03:04:05
Addresses  192.0.2.2, 2001:db8::1
Size       None

ID         6f1c8a52-0d3e-4b7a-9c55-2e8f7d1b3a90
Name       漢字の名前
Status     ERROR
Created    2026-01-02T03:04:06
Addresses
Size       12
";
    assert_eq!(screen(80).list(&TITLES, &instances()), expected);
    let narrow = screen(40).list(&TITLES, &instances());
    assert!(
        narrow.starts_with("ID         6f1c8a52-0d3e-4b7a-9c55-2e8f7\n           d1b3a90\nName "),
        "{narrow}"
    );
}

#[test]
fn a_show_wraps_its_values_beside_its_fields() {
    let object = fields(json!({
        "id": ID,
        "name": "long ".repeat(14).trim_end(),
        "volume": {"size": 1, "used": 0.5},
        "replicas": ["a", "b"],
    }));
    let expected = "\
Field     Value
────────────────────────────────────────────────────────
id        6f1c8a52-0d3e-4b7a-9c55-2e8f7d1b3a90
name      long long long long long long long long long
          long long long long long
volume    size=1
          used=0.5
replicas  a, b
";
    assert_eq!(screen(56).show(&object), expected);
    let wide = screen(200).show(&object);
    assert_eq!(lines(&wide).len(), 7, "{wide}");
    let shrunk = screen(50).show(&fields(json!({"a_field_of_a_long_name": ID})));
    assert!(shrunk.ends_with(&format!("a_field_of_a  {ID}\n_long_name\n")), "{shrunk}");
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let hostile = [
        json!("漢字".repeat(40)),
        json!("x".repeat(300)),
        json!("👩‍👩‍👧‍👦é\t\u{1b}[2J ".repeat(9)),
        json!({"key": ["word word", "-".repeat(99)], "other": {"nested": ID}}),
        json!(f64::MAX),
        json!(" ".repeat(200)),
    ];
    let object = hostile.iter().enumerate().map(|(i, cell)| (format!("field_{i}"), cell.clone()));
    let object: Object = object.collect();
    let rows = [hostile.to_vec(), instances().remove(0)];
    for width in (12..=60).chain([80, 120, 200]) {
        for color in [false, true] {
            let screen = Screen::new(Terminal { width, color }, 0);
            for text in [screen.list(&TITLES, &rows), screen.show(&object)] {
                let widest = lines(&bare(&text))
                    .into_iter()
                    .map(crate::output::table::screen::width)
                    .max()
                    .unwrap();
                assert!(widest <= width, "{widest} > {width}:\n{text}");
            }
        }
    }
}

#[test]
fn the_smaller_of_the_terminal_and_max_width_counts() {
    let width = |width, max_width| Screen::new(Terminal { width, color: false }, max_width).width;
    assert_eq!(width(80, 60), Some(60));
    assert_eq!(width(80, 100), Some(80));
    assert_eq!(width(80, 0), Some(80));
    assert_eq!(width(0, 60), Some(60));
    assert_eq!(width(0, 0), None);
    assert_eq!(width(70_000, 0), Some(u16::MAX));
}

#[test]
fn text_that_is_too_wide_for_comfy_table_is_wrapped() {
    let long = "y".repeat(70_000);
    let list = screen(4000).list(&["Name", "Text"], &[vec![json!("n"), json!(long)]]);
    assert_eq!(list.matches('y').count(), long.len());
    assert!(lines(&list).into_iter().all(|line| width(line) <= 4000));
}

#[test]
fn only_a_status_is_colored_and_titles_are_bold_if_the_terminal_has_colors() {
    let rows = [vec![json!("ERROR"), json!("ERROR")], vec![json!("BUILD"), json!("x")]];
    let list = colored().list(&["Status", "Name"], &rows);
    let expected = [
        "\x1b[1mStatus\x1b[0m  \x1b[1mName\x1b[0m",
        "─────────────",
        "\x1b[38;5;1mERROR\x1b[39m   ERROR",
        "\x1b[38;5;3mBUILD\x1b[39m   x",
    ];
    assert_eq!(lines(&list), expected);
    assert_eq!(screen(80).list(&["Status", "Name"], &rows), bare(&list));
    let object = fields(json!({"operating_status": "HEALTHY", "name": "HEALTHY"}));
    let show = colored().show(&object);
    assert_eq!(show.matches("\x1b[38;5;2mHEALTHY\x1b[39m").count(), 1, "{show:?}");
    assert_eq!(screen(80).show(&object), bare(&show));
}

#[test]
fn a_column_of_numbers_is_aligned_to_the_right_even_with_absent_cells() {
    let cells = |cells: &[Value]| is_numeric(cells.iter());
    assert!(cells(&[json!(1), json!(2.5)]));
    assert!(cells(&[json!(null), json!(""), json!(1)]));
    assert!(!cells(&[json!(1), json!("x")]));
    assert!(!cells(&[json!(null)]) && !cells(&[]) && !cells(&[json!(true)]));
}

#[test]
fn a_list_without_rows_has_only_titles() {
    let expected = "A  Size\n───────\n";
    for width in [0, 40, 80, 200] {
        assert_eq!(screen(width).list(&["A", "Size"], &[]), expected);
    }
}

#[test]
fn a_cell_cannot_send_an_escape_sequence() {
    let object = fields(json!({"n\x1b": "a\x1b[2Jb\r\nc\td\u{202e}", "list": ["\x07"]}));
    let expected = [
        r"Field  Value",
        r"──────────────────────",
        r"n\x1b  a\x1b[2Jb",
        r"       c       d\u202e",
        r"list   \x07",
    ];
    assert_eq!(lines(&bare(&colored().show(&object))), expected);
    let list = screen(80).list(&["a\x1b"], &[vec![json!("\x1b[31m")]]);
    assert_eq!(list, "a\\x1b\n────────\n\\x1b[31m\n");
}

#[test]
fn an_id_is_recognized_by_its_form() {
    assert!(is_uuid(ID) && is_uuid("0123456789abcdef0123456789ABCDEF"));
    for other in ["", "6f1c8a52-0d3e-4b7a-9c55-2e8f7d1b3a9", "6f1c8a5200d3e-4b7a-9c55-2e8f7d1b3a90"]
    {
        assert!(!is_uuid(other));
    }
    assert!(!is_uuid(&"g".repeat(32)));
}
