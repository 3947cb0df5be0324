//! The last error of an instance, which stays visible after it has recovered.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::state::timestamp::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

/// The last error.
pub(crate) struct Fault {
    pub(crate) message: String,
    pub(crate) details: String,
    pub(crate) updated: Timestamp,
}

/// Finds the fault of an instance.
pub(crate) fn find(db: &Connection, instance: &str) -> rusqlite::Result<Option<Fault>> {
    db.query_row(
        "SELECT message, details, updated FROM faults WHERE instance = ?1",
        [instance],
        |row| Ok(Fault { message: row.get(0)?, details: row.get(1)?, updated: row.get(2)? }),
    )
    .optional()
}

/// Records a fault, in place of an earlier one.
pub(crate) fn record(
    db: &Connection,
    instance: &str,
    message: &str,
    source: &str,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let details = format!("Server type: {source}\n{message}\n");
    db.execute(
        "INSERT OR REPLACE INTO faults VALUES (?1, ?2, ?3, ?4)",
        params![instance, fold(message, 0), details, now],
    )?;
    Ok(())
}

/// Passes an outcome on, and records a refusal as the instance's fault (trove/instance/models.py:2236).
pub(crate) fn record_refusal<T>(
    call: &Call<'_>,
    instance: &str,
    outcome: Result<T, Refusal>,
) -> Result<T, Refusal> {
    if let Some(message) = outcome.as_ref().err().and_then(Refusal::message) {
        record(call.db, instance, message, "api", call.now)?;
    }
    outcome
}

const WIDTH: usize = 79;
const BREAKS: [(&str, &str); 3] = [(". ", ".\n"), (" (", "\n("), (": ", ":\n    ")];

/// Breaks long lines as the server does (trove/common/utils.py, `format_output`).
fn fold(line: &str, first: usize) -> String {
    if line.chars().count() <= WIDTH {
        return line.to_owned();
    }
    let order = (0..BREAKS.len()).map(|step| (first + step) % BREAKS.len());
    for index in order {
        let Some((from, to)) = BREAKS.get(index) else { continue };
        if line.contains(from) {
            let broken = line.replacen(from, to, 1);
            return broken.split_inclusive('\n').map(|part| fold(part, index + 1)).collect();
        }
    }
    line.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_messages_are_broken_as_the_server_does() {
        let message = "Instance 780a3e5e-286e-4389-849b-bce56bab1af3 is not currently available for an action to be performed (instance status was VERIFY_RESIZE).";
        assert_eq!(
            fold(message, 0),
            "Instance 780a3e5e-286e-4389-849b-bce56bab1af3 is not currently available for an action to be performed\n(instance status was VERIFY_RESIZE)."
        );
        assert_eq!(fold("short. (really)", 0), "short. (really)");
    }
}
