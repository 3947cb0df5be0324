//! Tests against texts that PyYAML wrote.

use super::*;
use crate::json::Object;
use serde_json::Value;

const GOLDEN: &str = include_str!("../../../tests/data/output_yaml.json");

#[test]
fn awkward_texts_and_values_are_quoted_folded_and_nested_as_by_pyyaml() {
    let golden: Value = serde_json::from_str(GOLDEN).unwrap();
    let cases = golden["cases"].as_array().unwrap();
    assert!(cases.len() > 300);
    for case in cases {
        let value = &case["value"];
        let key = case["key"].as_str().unwrap_or("some_field");
        let fields = Object::from_iter([(key.to_owned(), value.clone())]);
        assert_eq!(show(&fields), case["show"], "{key:?}: {value:?}");
        let rows = [vec![value.clone()]];
        assert_eq!(list(&["Some Title"], &rows), case["list"], "{value:?}");
    }
}

#[test]
fn a_key_that_is_long_or_has_lines_is_introduced_by_a_question_mark() {
    let show = |key: &str| show(&Object::from_iter([(key.to_owned(), Value::from(1))]));
    let longest = "k".repeat(122);
    assert_eq!(show(&longest), format!("{longest}: 1\n"));
    assert_eq!(show(&"k".repeat(123)), format!("? {}\n: 1\n", "k".repeat(123)));
    assert_eq!(show("a\nb"), "? 'a\n\n  b'\n: 1\n");
    assert_eq!(show(""), "? ''\n: 1\n");
}

#[test]
fn rows_have_their_keys_sorted_and_shows_keep_their_order() {
    let row = vec![Value::from("x"), Value::from(1)];
    assert_eq!(
        list(&["Name", "ID"], &[row.clone(), row]),
        "- ID: 1\n  Name: x\n- ID: 1\n  Name: x\n"
    );
    let fields: Object =
        [("b".to_owned(), 1.into()), ("a".to_owned(), 2.into())].into_iter().collect();
    assert_eq!(show(&fields), "b: 1\na: 2\n");
}
