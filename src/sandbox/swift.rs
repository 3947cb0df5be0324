//! Swift: an object store from which published logs are read.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::keystone;
use crate::sandbox::state::timestamp::Timestamp;
use percent_encoding::percent_decode_str;
use rusqlite::{OptionalExtension, params};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::time::{Duration, UNIX_EPOCH};

/// The size of the largest list (`container_listing_limit`).
const MAX_LIST: u64 = 10_000;

/// Creates a container of the caller's project, unless it exists.
pub(crate) fn create_container(call: &Call<'_>, container: &str) -> rusqlite::Result<()> {
    call.db
        .prepare_cached("INSERT OR IGNORE INTO containers VALUES (?1, ?2)")?
        .execute([&call.caller.project, container])?;
    Ok(())
}

/// Stores an object, with the number of its lines.
pub(crate) fn put(
    call: &Call<'_>,
    container: &str,
    name: &str,
    lines: Option<u32>,
    body: &str,
) -> rusqlite::Result<()> {
    let project = &call.caller.project;
    call.db
        .prepare_cached("INSERT OR REPLACE INTO objects VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![project, container, name, lines, body, call.now])?;
    Ok(())
}

/// Deletes all objects whose names begin with `prefix`.
pub(crate) fn delete(call: &Call<'_>, container: &str, prefix: &str) -> rusqlite::Result<()> {
    call.db
        .prepare_cached(
            "DELETE FROM objects
             WHERE project = ?1 AND container = ?2 AND substr(name, 1, length(?3)) = ?3",
        )?
        .execute([&call.caller.project, container, prefix])?;
    Ok(())
}

/// Answers requests below `/swift`.
pub(crate) fn serve(call: &mut Call<'_>, path: &str) -> Outcome {
    if !call.settings.faults.has_object_store() {
        return Err(Refusal::route_not_found());
    }
    let token = call.header("x-auth-token").map(|token| keystone::caller(call, token));
    let Some(caller) = token.transpose()?.flatten() else {
        return Ok(page(
            401,
            "Unauthorized",
            "This server could not verify that you are authorized to access the document you requested.",
        ));
    };
    call.caller = caller;
    let mut parts = path.splitn(5, '/').map(|part| percent_decode_str(part).decode_utf8_lossy());
    let (_, version, account) = (parts.next(), parts.next(), parts.next());
    if version.as_deref() != Some("v1") {
        return Ok(missing());
    }
    if account.as_deref() != Some(&*format!("AUTH_{}", call.caller.project)) {
        return Ok(page(403, "Forbidden", "Access was denied to this resource."));
    }
    if !["GET", "HEAD"].contains(&call.request.method().as_str()) {
        return Ok(page(405, "Method Not Allowed", "The method is not allowed for this resource."));
    }
    let (container, object) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    if object.is_empty() { list(call, &container) } else { fetch(call, &container, &object) }
}

fn list(call: &Call<'_>, container: &str) -> Outcome {
    let project = &call.caller.project;
    let known = "SELECT 1 FROM containers WHERE project = ?1 AND name = ?2";
    if !call.db.prepare_cached(known)?.exists([project, container])? {
        return Ok(missing());
    }
    let Some(limit) = call
        .query("limit")
        .map_or(Some(MAX_LIST), |limit| limit.parse().ok())
        .filter(|n| *n <= MAX_LIST)
    else {
        let why = format!("Value of limit must be a positive integer no greater than {MAX_LIST}");
        return Ok(Reply::text(412, "text/html; charset=UTF-8", why));
    };
    let marker = call.query("marker").unwrap_or_default();
    let prefix = call.query("prefix").unwrap_or_default();
    let rows: Vec<(String, String, Timestamp)> = call
        .db
        .prepare_cached(
            "SELECT name, body, modified FROM objects
             WHERE project = ?1 AND container = ?2 AND name > ?3 AND substr(name, 1, length(?4)) = ?4
             ORDER BY name LIMIT ?5",
        )?
        .query_map(params![project, container, marker, prefix, limit.cast_signed()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    if call.query("format") == Some("json") {
        let rows: Vec<Value> = rows.iter().map(|(name, body, at)| row(name, body, *at)).collect();
        return Ok(Reply::ok(&json!(rows)));
    }
    let names: String = rows.iter().map(|(name, ..)| format!("{name}\n")).collect();
    Ok(Reply::text(if names.is_empty() { 204 } else { 200 }, "text/plain; charset=utf-8", names))
}

fn row(name: &str, body: &str, modified: Timestamp) -> Value {
    json!({
        "bytes": body.len(),
        "hash": hash(body),
        "name": name,
        "content_type": "application/octet-stream",
        "last_modified": format!("{}.{:06}", modified, modified.0.rem_euclid(1000) * 1000),
    })
}

fn fetch(call: &Call<'_>, container: &str, name: &str) -> Outcome {
    let found: Option<(Option<i64>, String, Timestamp)> = call
        .db
        .prepare_cached(
            "SELECT lines, body, modified FROM objects
             WHERE project = ?1 AND container = ?2 AND name = ?3",
        )?
        .query_row([&call.caller.project, container, name], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let Some((lines, body, modified)) = found else { return Ok(missing()) };
    let modified = UNIX_EPOCH + Duration::from_millis(modified.0.max(0).cast_unsigned());
    let mut reply = Reply::text(200, "application/octet-stream", "")
        .with("etag", hash(&body))
        .with("last-modified", httpdate::fmt_http_date(modified));
    if let Some(lines) = lines {
        reply = reply.with("x-object-meta-lines", lines.to_string());
    }
    reply.body = body;
    Ok(reply)
}

/// Makes a hash as long as Swift's.
fn hash(body: &str) -> String {
    Sha256::digest(body).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn missing() -> Reply {
    page(404, "Not Found", "The resource could not be found.")
}

fn page(status: u16, title: &str, text: &str) -> Reply {
    let page = format!("<html><h1>{title}</h1><p>{text}</p></html>");
    Reply::text(status, "text/html; charset=UTF-8", page)
}
