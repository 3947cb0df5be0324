use serde_json::json;

use super::*;

const LISTS: &str = include_str!("../../../tests/data/output_table_list.json");
const SHOWS: &str = include_str!("../../../tests/data/output_table_show.json");

fn piped(max_width: usize) -> Layout {
    Layout::new(&Options { max_width, ..Options::default() }, None)
}

fn on_terminal(width: usize, colour: bool) -> Layout {
    Layout::new(&Options::default(), Some(Terminal { width, colour }))
}

fn cases(golden: &str) -> Vec<(usize, Value)> {
    let golden: Value = serde_json::from_str(golden).unwrap();
    let cases = golden["cases"].as_array().unwrap().clone();
    let width = |case: &Value| case["max_width"].as_u64().unwrap().try_into().unwrap();
    cases.into_iter().map(|case| (width(&case), case)).collect()
}

#[test]
fn lists_are_drawn_and_fitted_as_by_cliff() {
    let cases = cases(LISTS);
    assert_eq!(cases.len(), 40);
    for (max_width, case) in cases {
        let titles: Vec<String> = serde_json::from_value(case["titles"].clone()).unwrap();
        let titles: Vec<_> = titles.iter().map(String::as_str).collect();
        let rows: Vec<Vec<Value>> = serde_json::from_value(case["rows"].clone()).unwrap();
        assert_eq!(piped(max_width).list(&titles, &rows), case["table"].as_str().unwrap());
    }
}

#[test]
fn shows_are_drawn_and_fitted_as_by_cliff() {
    let cases = cases(SHOWS);
    assert_eq!(cases.len(), 15);
    for (max_width, case) in cases {
        let fields = case["fields"].as_object().unwrap();
        assert_eq!(piped(max_width).show(fields), case["table"].as_str().unwrap());
    }
}

#[test]
fn a_terminal_of_a_width_fits_as_that_max_width_does() {
    let row = vec![json!("word ".repeat(9)), json!("a-b ".repeat(9))];
    let titles = ["Name", "Other"];
    let fitted = on_terminal(40, false).list(&titles, std::slice::from_ref(&row));
    assert_eq!(fitted, piped(40).list(&titles, std::slice::from_ref(&row)));
    assert!(fitted.lines().all(|line| line.len() == 40), "{fitted}");
    let unfitted = on_terminal(0, false).list(&titles, std::slice::from_ref(&row));
    assert_eq!(unfitted, piped(0).list(&titles, &[row]));
}

#[test]
fn columns_share_what_narrower_ones_leave_and_never_go_below_the_least() {
    assert_eq!(limits(&[3, 50, 60], 60, 8), [None, Some(23), Some(24)]);
    assert_eq!(limits(&[3, 20, 20], 60, 8), [None, None, None]);
    assert_eq!(limits(&[30, 30], 1, 8), [Some(8), Some(8)]);
    assert_eq!(limits(&[], 1, 8), []);
}

#[test]
fn a_terminal_shows_nested_cells_readably() {
    let addresses = json!([{"address": "10.0.0.2", "type": "private"}, {"address": "2001:db8::1"}]);
    let fields: Object =
        [("a".into(), addresses.clone()), ("v".into(), json!({"size": 1, "used": 0.5}))]
            .into_iter()
            .collect();
    let expected = "\
+-------+-----------------------+
| Field | Value                 |
+-------+-----------------------+
| a     | 10.0.0.2, 2001:db8::1 |
| v     | size=1                |
|       | used=0.5              |
+-------+-----------------------+
";
    assert_eq!(on_terminal(80, false).show(&fields), expected);
    let row = vec![json!(["10.0.0.0/8", "::/0"]), json!({"size": 1, "used": 0.5})];
    let expected = "\
+------------------+------------------+
| Allowed CIDRs    | Volume           |
+------------------+------------------+
| 10.0.0.0/8, ::/0 | size=1, used=0.5 |
+------------------+------------------+
";
    assert_eq!(on_terminal(80, false).list(&["Allowed CIDRs", "Volume"], &[row]), expected);
}

#[test]
fn only_the_status_is_coloured_and_padded_without_the_colour() {
    let rows = [vec![json!("ERROR"), json!("ERROR")], vec![json!("ACTIVE"), json!("x")]];
    let expected = "\
+--------+-------+
| Status | Name  |
+--------+-------+
| \x1b[31mERROR\x1b[0m  | ERROR |
| \x1b[32mACTIVE\x1b[0m | x     |
+--------+-------+
";
    assert_eq!(on_terminal(80, true).list(&["Status", "Name"], &rows), expected);
    assert!(!on_terminal(80, false).list(&["Status", "Name"], &rows).contains('\x1b'));
    let fields = Object::from_iter([("operating_status".to_owned(), json!("BUILD"))]);
    assert!(on_terminal(80, true).show(&fields).contains("| \x1b[33mBUILD\x1b[0m |"));
}

#[test]
fn a_terminal_gets_no_escape_sequence_from_a_cell() {
    let cell = json!("a\x1b[2Jb\r\nc\td\u{202e}");
    let fields = Object::from_iter([("n\x1b".to_owned(), cell)]);
    let expected = [
        r"+-------+-----------------+",
        r"| Field | Value           |",
        r"+-------+-----------------+",
        r"| n\x1b | a\x1b[2Jb       |",
        r"|       | c       d\u202e |",
        r"+-------+-----------------+",
        "",
    ];
    let shown = on_terminal(80, true).show(&fields);
    assert_eq!(shown, expected.join("\n"));
}
