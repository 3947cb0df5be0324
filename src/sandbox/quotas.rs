//! How much of each thing a project may have, and has.

use rusqlite::{Connection, OptionalExtension, params};

use super::reply::Refusal;

/// Every resource with its limit unless a project has its own; -1 is no limit.
const DEFAULTS: &[(&str, i64)] =
    &[("backups", 100), ("instances", 100), ("ram", -1), ("volumes", 1000)];

/// The largest volume, in GB (`max_accepted_volume_size`).
pub(crate) const MAX_VOLUME: i64 = 25;

/// Adds to what the project uses, or refuses to when that is too much. What is negative is given back.
pub(crate) fn charge(
    db: &Connection,
    project: &str,
    deltas: &[(&str, i64)],
) -> Result<(), Refusal> {
    let mut over = Vec::new();
    for (resource, delta) in deltas {
        let limit = limit(db, project, resource)?;
        if *delta > 0 && limit >= 0 && in_use(db, project, resource)? + delta > limit {
            over.push(*resource);
        }
    }
    if !over.is_empty() {
        over.sort_unstable();
        let names: Vec<_> = over.iter().map(|name| format!("'{name}'")).collect();
        let names = names.join(", ");
        return Err(Refusal::over(format!("Quota exceeded for resources: [{names}].")));
    }
    for (resource, delta) in deltas {
        db.execute(
            "INSERT INTO quota_usage VALUES (?1, ?2, max(?3, 0))
             ON CONFLICT DO UPDATE SET in_use = max(in_use + ?3, 0)",
            params![project, resource, delta],
        )?;
    }
    Ok(())
}

/// The project's limit; -1 for none.
pub(crate) fn limit(db: &Connection, project: &str, resource: &str) -> rusqlite::Result<i64> {
    let own = db
        .query_row(
            "SELECT hard_limit FROM quotas WHERE project = ?1 AND resource = ?2",
            [project, resource],
            |row| row.get(0),
        )
        .optional()?;
    let default = DEFAULTS.iter().find(|(name, _)| *name == resource).map(|(_, limit)| *limit);
    Ok(own.or(default).unwrap_or(-1))
}

/// How much the project uses.
pub(crate) fn in_use(db: &Connection, project: &str, resource: &str) -> rusqlite::Result<i64> {
    db.query_row(
        "SELECT coalesce(sum(in_use), 0) FROM quota_usage WHERE project = ?1 AND resource = ?2",
        [project, resource],
        |row| row.get(0),
    )
}
