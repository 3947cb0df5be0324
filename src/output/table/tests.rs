//! Tests against tables that cliff drew.

use super::*;

const LISTS: &str = include_str!("../../../tests/data/output_table_list.json");
const SHOWS: &str = include_str!("../../../tests/data/output_table_show.json");

fn piped(max_width: usize) -> Layout {
    Layout::new(&Options { max_width, ..Options::default() }, None)
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
fn columns_share_the_width_that_narrower_ones_leave() {
    assert_eq!(limits(&[3, 50, 60], 60, 8), [None, Some(23), Some(24)]);
    assert_eq!(limits(&[3, 20, 20], 60, 8), [None, None, None]);
    assert_eq!(limits(&[30, 30], 1, 8), [Some(8), Some(8)]);
    assert_eq!(limits(&[], 1, 8), []);
}
