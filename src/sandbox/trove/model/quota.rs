//! Quotas: the limits of a project, and what it uses.

use crate::sandbox::http::refusal::Refusal;
use rusqlite::{Connection, OptionalExtension, params};

/// The default limits, in the order of the real server; -1 means no limit.
pub(crate) const DEFAULTS: &[(&str, i64)] =
    &[("instances", 100), ("ram", -1), ("backups", 100), ("volumes", 1000)];

/// The size of the largest volume, in GB (`max_accepted_volume_size`).
pub(crate) const MAX_VOLUME: i64 = 25;

/// Refuses additions that exceed a limit.
pub(crate) fn check(db: &Connection, project: &str, deltas: &[(&str, i64)]) -> Result<(), Refusal> {
    let mut over = Vec::new();
    for (resource, delta) in deltas {
        let limit = limit(db, project, resource)?;
        if *delta > 0 && limit >= 0 && in_use(db, project, resource)? + delta > limit {
            over.push(*resource);
        }
    }
    if over.is_empty() {
        return Ok(());
    }
    over.sort_unstable();
    let names: Vec<_> = over.iter().map(|name| format!("'{name}'")).collect();
    Err(Refusal::over_limit(format!("Quota exceeded for resources: [{}].", names.join(", "))))
}

/// Adds to what a project uses, or refuses additions that exceed a limit. Negative amounts are refunds.
pub(crate) fn charge(
    db: &Connection,
    project: &str,
    deltas: &[(&str, i64)],
) -> Result<(), Refusal> {
    check(db, project, deltas)?;
    for (resource, delta) in deltas {
        db.execute(
            "INSERT INTO quota_usage VALUES (?1, ?2, max(?3, 0))
             ON CONFLICT DO UPDATE SET in_use = max(in_use + ?3, 0)",
            params![project, resource, delta],
        )?;
    }
    Ok(())
}

/// Returns a limit of a project; -1 means no limit.
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

/// Returns how much of a resource a project uses.
pub(crate) fn in_use(db: &Connection, project: &str, resource: &str) -> rusqlite::Result<i64> {
    db.query_row(
        "SELECT coalesce(sum(in_use), 0) FROM quota_usage WHERE project = ?1 AND resource = ?2",
        [project, resource],
        |row| row.get(0),
    )
}

/// Lists the limits of a project: its own first, then the defaults
/// (trove/quota/quota.py, `get_all_quotas_by_tenant`).
pub(crate) fn limits(db: &Connection, project: &str) -> rusqlite::Result<Vec<(String, i64)>> {
    let sql = "SELECT resource, hard_limit FROM quotas WHERE project = ?1 ORDER BY resource";
    with_defaults(db, sql, project, |default| default)
}

/// Lists what a project uses, with the unused resources last.
pub(crate) fn usages(db: &Connection, project: &str) -> rusqlite::Result<Vec<(String, i64)>> {
    let sql = "SELECT resource, in_use FROM quota_usage WHERE project = ?1 ORDER BY resource";
    with_defaults(db, sql, project, |_| 0)
}

fn with_defaults(
    db: &Connection,
    sql: &str,
    project: &str,
    default: impl Fn(i64) -> i64,
) -> rusqlite::Result<Vec<(String, i64)>> {
    let mut rows: Vec<(String, i64)> = db
        .prepare_cached(sql)?
        .query_map([project], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (name, limit) in DEFAULTS {
        if !rows.iter().any(|(known, _)| known == name) {
            rows.push(((*name).to_owned(), default(*limit)));
        }
    }
    Ok(rows)
}
