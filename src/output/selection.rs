//! Selects the columns and sorts the rows.

use crate::json::Object;
use crate::output::Column;
use crate::{Error, Result};
use serde_json::{Number, Value};
use std::cmp::Ordering;

/// A name as it is compared: `Flavor ID` is `flavor_id`.
pub(super) fn normal(name: &str) -> String {
    name.to_lowercase().trim().replace(' ', "_")
}

/// Tells for each of `names` whether it is wanted: all of them if `wanted` is empty.
///
/// # Errors
/// If none of the wanted names exists. As in the reference client, unknown names among known ones are
/// ignored.
pub(super) fn selected(wanted: &[String], names: &[&str]) -> Result<Vec<bool>> {
    if wanted.is_empty() {
        return Ok(vec![true; names.len()]);
    }
    let normals: Vec<_> = wanted.iter().map(|name| normal(name)).collect();
    let selected: Vec<_> = names.iter().map(|name| normals.contains(&normal(name))).collect();
    if selected.contains(&true) {
        return Ok(selected);
    }
    let quoted: Vec<_> = wanted.iter().map(|name| format!("'{name}'")).collect();
    Err(Error::invalid(format!("no column is called {}", quoted.join(" or ")))
        .with_hint(format!("the columns are {}", names.join(", "))))
}

/// Sorts by these columns, the first one first; unknown names are ignored.
///
/// Returns the titles of columns whose cells cannot be compared, which do not count.
pub(super) fn sort(
    rows: &mut Vec<Object>,
    columns: &[Column],
    by: &[String],
    descending: bool,
) -> Vec<&'static str> {
    let mut unsortable = Vec::new();
    for column in by.iter().rev().filter_map(|name| find(columns, name)) {
        let mut keyed: Vec<_> = rows.drain(..).map(|row| (column.cell(&row), row)).collect();
        if is_sortable(keyed.iter().map(|(key, _)| key)) {
            keyed.sort_by(|(a, _), (b, _)| {
                let order = compare_keys(a, b).unwrap_or(Ordering::Equal);
                if descending { order.reverse() } else { order }
            });
        } else {
            unsortable.push(column.title);
        }
        rows.extend(keyed.into_iter().map(|(_, row)| row));
    }
    unsortable
}

fn find<'c>(columns: &'c [Column], name: &str) -> Option<&'c Column> {
    columns
        .iter()
        .find(|column| column.title == name)
        .or_else(|| columns.iter().find(|column| normal(column.title) == normal(name)))
}

/// Returns whether Python's sort would succeed: it has to compare neighbors in any case.
fn is_sortable<'v>(keys: impl Iterator<Item = &'v Value>) -> bool {
    let mut keys: Vec<_> = keys.collect();
    // Values that do not compare are held apart by their type, to have a total order at all.
    keys.sort_by(|a, b| compare_keys(a, b).unwrap_or_else(|| rank(a).cmp(&rank(b))));
    keys.windows(2).all(|pair| match pair {
        [a, b] => compare_keys(a, b).is_some(),
        _ => true,
    })
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Bool(_) | Value::Number(_) => 0,
        Value::String(_) => 1,
        Value::Array(_) => 2,
        Value::Object(_) => 3,
        Value::Null => 4,
    }
}

/// Compares two cells. Null is the greatest, by the rule of the reference client.
fn compare_keys(a: &Value, b: &Value) -> Option<Ordering> {
    match (a.is_null(), b.is_null()) {
        (false, false) => compare(a, b),
        (a, b) => Some(a.cmp(&b)),
    }
}

/// Compares as Python's `<` does: `None` for values of types that do not compare.
fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        (Value::Array(a), Value::Array(b)) => a
            .iter()
            .zip(b)
            .find(|(a, b)| !is_equal(a, b))
            .map_or(Some(a.len().cmp(&b.len())), |(a, b)| compare(a, b)),
        _ if is_equal(a, b) => Some(Ordering::Equal),
        _ => compare_numbers(&as_number(a)?, &as_number(b)?),
    }
}

fn is_equal(a: &Value, b: &Value) -> bool {
    match (as_number(a), as_number(b)) {
        (Some(a), Some(b)) => compare_numbers(&a, &b) == Some(Ordering::Equal),
        _ => a == b,
    }
}

/// Booleans are 0 and 1.
fn as_number(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(number.clone()),
        Value::Bool(value) => Some(u8::from(*value).into()),
        _ => None,
    }
}

fn compare_numbers(a: &Number, b: &Number) -> Option<Ordering> {
    match (a.as_i128(), b.as_i128()) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => a.as_f64()?.partial_cmp(&b.as_f64()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::key;
    use serde_json::json;

    const COLUMNS: &[Column] = &[key("ID", &["id"]), key("Some Value", &["value"])];

    fn sorted(values: &[Value], by: &[&str], descending: bool) -> (Vec<Value>, Vec<&'static str>) {
        let mut rows: Vec<_> = values
            .iter()
            .enumerate()
            .map(|(id, value)| json!({"id": id, "value": value}).as_object().unwrap().clone())
            .collect();
        let by: Vec<_> = by.iter().map(ToString::to_string).collect();
        let unsortable = sort(&mut rows, COLUMNS, &by, descending);
        (rows.iter().map(|row| row["id"].clone()).collect(), unsortable)
    }

    #[test]
    fn null_comes_last_and_first_when_descending() {
        let values = [json!("b"), json!(null), json!("a"), json!("B")];
        assert_eq!(sorted(&values, &["some_value"], false).0, [3, 2, 0, 1]);
        assert_eq!(sorted(&values, &["Some Value"], true).0, [1, 0, 2, 3]);
    }

    #[test]
    fn equal_rows_keep_their_order_in_both_directions() {
        let values = [json!(1), json!(0), json!(1.0), json!(true), json!(0)];
        assert_eq!(sorted(&values, &["SOME VALUE"], false).0, [1, 4, 0, 2, 3]);
        assert_eq!(sorted(&values, &["some value "], true).0, [0, 2, 3, 1, 4]);
    }

    #[test]
    fn the_first_column_named_decides_first() {
        let values = [json!(1), json!(0), json!(1)];
        assert_eq!(sorted(&values, &["some_value", "nonsense", "id"], true).0, [2, 0, 1]);
    }

    #[test]
    fn types_that_do_not_compare_leave_the_order_and_are_reported() {
        for values in [
            [json!("b"), json!(1), json!("a")],
            [json!({"a": 1}), json!({"a": 2}), json!(null)],
            [json!([2]), json!(["a"]), json!([1])],
        ] {
            let (order, unsortable) = sorted(&values, &["some_value"], false);
            assert_eq!(
                (order, unsortable),
                (vec![0.into(), 1.into(), 2.into()], vec!["Some Value"])
            );
        }
    }

    #[test]
    fn lists_and_equal_objects_compare() {
        assert_eq!(
            sorted(&[json!([2]), json!([1, "a"]), json!([1])], &["some_value"], false).0,
            [2, 1, 0]
        );
        let same = [json!({"a": 1}), json!({"a": 1})];
        assert_eq!(sorted(&same, &["some_value"], true), (vec![0.into(), 1.into()], vec![]));
    }

    #[test]
    fn names_match_whatever_their_case_and_spaces() {
        let names = ["ID", "Flavor ID"];
        let select = |wanted: &[&str]| {
            selected(&wanted.iter().map(ToString::to_string).collect::<Vec<_>>(), &names)
        };
        assert_eq!(select(&[]).unwrap(), [true, true]);
        assert_eq!(select(&["flavor_id", "nonsense"]).unwrap(), [false, true]);
        assert_eq!(select(&[" FLAVOR ID "]).unwrap(), [false, true]);
        let error = select(&["Nonsense", "x"]).unwrap_err();
        assert_eq!(error.to_string(), "no column is called 'Nonsense' or 'x'");
        assert_eq!(error.hint().unwrap().text(), "the columns are ID, Flavor ID");
    }
}
