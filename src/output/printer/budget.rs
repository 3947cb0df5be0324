//! Limits for what has to be in memory as a whole before it can be printed.

use crate::Error;
use crate::json::{Object, memory_of};
use crate::output::python;
use anyhow::{Result, bail};
use serde_json::Value;
use std::io;

/// The most memory that gathered rows may take, and the longest table, in bytes.
const MOST: usize = 64 << 20;
/// What the cells of a line take beside their text.
const CELLS: usize = 200;
/// The most characters that Python's `repr` makes of a byte.
const REPR: usize = 4;

/// Gathers the rows of a list. `weigh` tells how much memory a row takes.
///
/// # Errors
/// If a row is an error, or all of them take too much memory.
pub(super) fn gather<T>(
    rows: impl Iterator<Item = crate::Result<T>>,
    weigh: impl Fn(&T) -> usize,
) -> Result<Vec<T>> {
    let (mut gathered, mut memory) = (Vec::new(), 0);
    for row in rows {
        let row = row?;
        memory += size_of::<T>() + weigh(&row);
        if memory > MOST {
            bail!(
                "the list is too long to be printed as a whole: the formats csv, value and raw print \
                 each row as it arrives, unless they have to be sorted"
            );
        }
        gathered.push(row);
    }
    Ok(gathered)
}

/// Checks that a row may be in memory twice: as it came, and as its cells.
///
/// # Errors
/// If it takes too much memory.
pub(super) fn check_row(row: &Object) -> crate::Result<()> {
    if memory(row) > MOST / 2 {
        let action = "print a row of the list, except in the format raw";
        return Err(Error::io(action, io::Error::other("it is too large")));
    }
    Ok(())
}

fn memory(row: &Object) -> usize {
    row.values().map(memory_of).sum()
}

/// Tells how much memory the cells of a row take.
pub(super) fn cells(row: &[Value]) -> usize {
    row.iter().map(memory_of).sum()
}

/// Checks that a table of these rows is not too long. Each line of a table is as wide as its widest.
///
/// # Errors
/// If it is.
pub(super) fn check_table<'r, R>(rows: impl Iterator<Item = R> + Clone) -> Result<()>
where
    R: Iterator<Item = &'r Value> + Clone,
{
    // Writing out what is not text takes longer than a bound of its width, which is enough for most.
    let bound = |cell: &Value| match cell {
        Value::String(text) => extent(text),
        other => (memory_of(other) * REPR, 1),
    };
    if length(rows.clone(), bound) > MOST && length(rows, |cell| extent(&python::text(cell))) > MOST
    {
        bail!("the table would be longer than {} MB: use another format", MOST >> 20);
    }
    Ok(())
}

/// The width of a text, and its number of lines.
fn extent(text: &str) -> (usize, usize) {
    if !text.contains('\n') {
        return (text.len(), 1);
    }
    let widest = text.lines().map(str::len).max().unwrap_or_default();
    (widest, text.lines().count())
}

/// The length of a table of these rows, by the width and the number of lines of each cell.
fn length<'r, R>(rows: impl Iterator<Item = R>, extent: impl Fn(&Value) -> (usize, usize)) -> usize
where
    R: Iterator<Item = &'r Value>,
{
    let (mut widths, mut lines) = (Vec::new(), 0);
    for row in rows {
        let mut height = 1;
        for (index, cell) in row.enumerate() {
            let (width, cell_height) = extent(cell);
            height = cell_height.max(height);
            match widths.get_mut(index) {
                Some(widest) => *widest = width.max(*widest),
                None => widths.push(width),
            }
        }
        lines += height;
    }
    let width: usize = widths.iter().map(|width| width + 3).sum();
    (width + CELLS).saturating_mul(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;
    use serde_json::json;

    fn gathered(row: &[Value], count: usize) -> Result<usize> {
        let rows = std::iter::repeat_with(|| Ok(row.to_vec())).take(count);
        gather(rows, |row| cells(row)).map(|rows| rows.len())
    }

    #[test]
    fn rows_are_gathered_up_to_some_memory() {
        assert_eq!(gathered(&[json!("a"), json!(null)], 10_000).unwrap(), 10_000);
        assert_eq!(gathered(&[json!("x".repeat(1 << 20))], 60).unwrap(), 60);
        for (row, count) in [(json!("x".repeat(1 << 20)), 70), (json!([{"a": [1, 2]}]), 500_000)] {
            let error = gathered(&[row], count).unwrap_err().to_string();
            assert!(error.starts_with("the list is too long"), "{error}");
        }
    }

    #[test]
    fn a_row_may_be_in_memory_twice() {
        for (length, fits) in [(1 << 20, true), (40 << 20, false)] {
            let row = json!({"id": "a", "name": "x".repeat(length)});
            let row = json::parse(row.to_string().as_bytes()).unwrap();
            assert_eq!(check_row(row.as_object().unwrap()).is_ok(), fits, "{length}");
        }
    }

    #[test]
    fn a_table_is_as_wide_as_its_widest_line_and_as_high_as_all() {
        let check = |rows: &[Vec<Value>]| check_table(rows.iter().map(|row| row.iter()));
        let wide = || vec![json!("x".repeat(2 << 20)), json!("b")];
        let short = || vec![json!("a"), json!("b")];
        check(&[wide()]).unwrap();
        check(&std::iter::once(wide()).chain((0..20).map(|_| short())).collect::<Vec<_>>())
            .unwrap();
        let many: Vec<_> = std::iter::once(wide()).chain((0..40).map(|_| short())).collect();
        let error = check(&many).unwrap_err().to_string();
        assert_eq!(error, "the table would be longer than 64 MB: use another format");
        let high = vec![json!("\n".repeat(1 << 20)), json!("y".repeat(100))];
        assert!(check(&[high]).is_err());
        // Less than any long text, and yet a gigabyte.
        assert!(check(&[vec![json!("\n".repeat(110_000)), json!("y".repeat(10_000))]]).is_err());
        let digits: Value = serde_json::from_str(&"1".repeat(100_000)).unwrap();
        for cell in [digits.clone(), json!({ "x": digits })] {
            assert!(check(&[vec![json!("\n".repeat(60_000)), cell]]).is_err());
        }
        // A bound that is exceeded is not the length.
        let nested: Vec<_> = (0..20_000).map(|_| vec![json!({"a": "x".repeat(900)})]).collect();
        check(&nested).unwrap();
    }
}
