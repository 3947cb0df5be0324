//! Routes of the users of an instance, and of their grants.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::page;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route::{Body, Route, get, route, split_suffix};
use crate::sandbox::http::schema::{Rule, types};
use crate::sandbox::trove::databases;
use crate::sandbox::trove::instances::bodies::USERS;
use crate::sandbox::trove::instances::initial::{DUPLICATE_USERS, RESERVED_USERS, refuse_reserved};
use crate::sandbox::trove::model::contents::{ANYWHERE, Change};
use crate::sandbox::trove::model::datastore::Version;
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::{agent, contents};
use percent_encoding::percent_decode_str;
use rusqlite::Connection;
use serde_json::{Value, json};

pub(crate) const ROUTES: &[Route] = &[
    get("/instances/{}/users", list),
    route("POST", "/instances/{}/users", Body::Json(&BODY), create),
    route("PUT", "/instances/{}/users", Body::ByKey(passwords_rule), set_passwords),
    get("/instances/{}/users/{}", show),
    route("PUT", "/instances/{}/users/{}", Body::Json(&UPDATE), update),
    route("DELETE", "/instances/{}/users/{}", Body::None, delete),
    get("/instances/{}/users/{}/databases", access),
    route("PUT", "/instances/{}/users/{}/databases", Body::Json(&types::OBJECT), grant),
    route("DELETE", "/instances/{}/users/{}/databases/{}", Body::None, revoke),
];

const BODY: Rule = Rule::open(&["users"], &[("users", &USERS)]);

const UPDATE: Rule = Rule::open(
    &["user"],
    &[(
        "user",
        &Rule::open(
            &[],
            &[("name", &types::NAME), ("password", &types::NON_EMPTY), ("host", &types::HOST)],
        ),
    )],
);

/// Selects the rule of a body by its first key; the server supports only one.
fn passwords_rule(body: &Value) -> Result<Option<&'static Rule>, String> {
    match body.as_object().and_then(|body| body.keys().next()).map(String::as_str) {
        Some("users") => Ok(Some(&BODY)),
        _ => Err("'users' is missing.".into()),
    }
}

/// The name and host of a user.
type UserKey = (String, String);

fn users(db: &Connection, instance: &str) -> rusqlite::Result<Vec<UserKey>> {
    let sql = "SELECT name, host FROM database_users WHERE instance = ?1";
    db.prepare_cached(sql)?.query_map([instance], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

fn granted(
    db: &Connection,
    instance: &str,
    (name, host): &UserKey,
) -> rusqlite::Result<Vec<Value>> {
    let sql = "SELECT \"database\" FROM grants WHERE instance = ?1 AND user = ?2 AND host = ?3
         ORDER BY \"database\"";
    let view = |row: &rusqlite::Row<'_>| Ok(json!({ "name": row.get::<_, String>(0)? }));
    db.prepare_cached(sql)?.query_map([instance, name, host], view)?.collect()
}

fn has_grant(
    db: &Connection,
    instance: &str,
    (name, host): &UserKey,
    database: &str,
) -> rusqlite::Result<bool> {
    let sql = "SELECT 1 FROM grants WHERE instance = ?1 AND user = ?2 AND host = ?3 AND \"database\" = ?4";
    db.prepare_cached(sql)?.exists([instance, name, host, database])
}

fn view(db: &Connection, instance: &str, user: &UserKey) -> rusqlite::Result<Value> {
    Ok(json!({"name": user.0, "host": user.1, "databases": granted(db, instance, user)?}))
}

/// Reads a user from the path, which is decoded twice and split at the last `@`
/// (trove/extensions/common/common.py, `unquote_user_host`).
fn parse_user(segment: &str) -> UserKey {
    let text = percent_decode_str(segment).decode_utf8_lossy().into_owned();
    match text.rsplit_once('@') {
        Some((name, host)) if !host.is_empty() => (name.into(), host.into()),
        _ => (text, ANYWHERE.into()),
    }
}

/// Reads the user that ends the path. The server restores suffixes except `.json`
/// (trove/common/utils.py:274).
fn user_in_last_segment(call: &Call<'_>) -> Result<UserKey, Refusal> {
    let segment = call.name_segment(1)?;
    Ok(match split_suffix(&segment) {
        (stem, Some("json")) if call.settings.quirks.dots_cut_names() => parse_user(stem),
        _ => parse_user(&segment),
    })
}

/// Finds the instance and checks that it has the user. `doing` begins the message for a reserved name.
fn find(call: &Call<'_>, user: &UserKey, doing: &str) -> Result<Instance, Refusal> {
    let instance = agent::find_running(call, &call.segment(0))?;
    check_reserved(&user.0, doing)?;
    if users(call.db, &instance.id)?.contains(user) {
        return Ok(instance);
    }
    Err(Refusal::not_found(format!("User {}@{} cannot be found on the instance.", user.0, user.1)))
}

fn check_reserved(name: &str, doing: &str) -> Result<(), Refusal> {
    refuse_reserved("User", name, RESERVED_USERS).map_err(|refusal| refusal.with_prefix(doing))
}

fn list(call: &Call<'_>) -> Outcome {
    let instance = agent::find_running(call, &call.segment(0))?;
    let all = users(call.db, &instance.id)?;
    // PostgreSQL's guest agent orders by the name alone (trove/guestagent/common/guestagent_utils.py:137).
    let version = Version::of(call.db, instance.version.as_deref())?;
    let by_name = version.is_some_and(|version| version.manager == "postgresql");
    let key =
        |(name, host): &UserKey| if by_name { name.clone() } else { format!("{name}@{host}") };
    let all = all.into_iter().map(|user| (key(&user), user)).collect();
    let mut page = page::by_key(call, all)?;
    page.rows.retain(|user| !RESERVED_USERS.contains(&user.0.as_str()));
    page.reply(call, "users", |user| Ok(view(call.db, &instance.id, user)?))
}

fn requested<'v>(call: &'v Call<'_>) -> impl Iterator<Item = &'v Value> {
    call.body.get("users").and_then(Value::as_array).into_iter().flatten()
}

fn key(user: &Value) -> UserKey {
    (contents::text(user, "name").to_owned(), contents::host(user).to_owned())
}

fn create(call: &Call<'_>) -> Outcome {
    let instance = agent::find_running(call, &call.segment(0))?;
    let mut seen = Vec::new();
    for user in requested(call).map(key) {
        check_reserved(&user.0, "User create error: ")?;
        if seen.contains(&user) {
            return Err(Refusal::bad_request(DUPLICATE_USERS));
        }
        seen.push(user);
    }
    let known = users(call.db, &instance.id)?;
    if let Some(user) = seen.iter().find(|user| known.contains(user)) {
        return Err(already_exists(&user.0));
    }
    for user in requested(call) {
        agent::cast(call, &instance, &Change::new_user(&instance.id, user))?;
    }
    Ok(Reply::accepted())
}

fn already_exists(name: &str) -> Refusal {
    Refusal::bad_request(format!("A user with the name \"{name}\" already exists."))
}

/// Changes passwords, if all users exist.
fn set_passwords(call: &Call<'_>) -> Outcome {
    let instance = agent::find_running(call, &call.segment(0))?;
    for user in requested(call).map(key) {
        find(call, &user, "Error loading user: ")?;
    }
    for user in requested(call) {
        let to = key(user);
        let password = contents::text(user, "password");
        let digest = Some(contents::digest(&instance.id, &to.0, &to.1, password));
        let (name, host) = to.clone();
        agent::cast(call, &instance, &Change::AlterUser { name, host, to, digest })?;
    }
    Ok(Reply::accepted())
}

fn show(call: &Call<'_>) -> Outcome {
    let user = user_in_last_segment(call)?;
    let instance = find(call, &user, "User show error: ")?;
    Ok(Reply::ok(&json!({"user": view(call.db, &instance.id, &user)?})))
}

/// Changes a user. A request with the same name and host is refused, as if another user had them
/// (docs/server-behaviour.md 63).
fn update(call: &Call<'_>) -> Outcome {
    let input = call.body.get("user").cloned().unwrap_or_default();
    if input.as_object().is_some_and(serde_json::Map::is_empty) {
        return Err(Refusal::bad_request("Validation error: user {} should be non-empty"));
    }
    let user = user_in_last_segment(call)?;
    let instance = find(call, &user, "Error loading user: ")?;
    let new = |key: &str| input.get(key).and_then(Value::as_str).map(str::to_owned);
    let (name, host) = (new("name"), new("host"));
    let renamed = name.is_some() || host.is_some();
    let to = (name.unwrap_or_else(|| user.0.clone()), host.unwrap_or_else(|| user.1.clone()));
    check_reserved(&to.0, "User update error: ")?;
    if renamed && users(call.db, &instance.id)?.contains(&to) {
        return Err(already_exists(&to.0));
    }
    let digest =
        new("password").map(|password| contents::digest(&instance.id, &to.0, &to.1, &password));
    let (name, host) = user;
    agent::cast(call, &instance, &Change::AlterUser { name, host, to, digest })?;
    Ok(Reply::accepted())
}

fn delete(call: &Call<'_>) -> Outcome {
    let user = user_in_last_segment(call)?;
    let instance = find(call, &user, "User delete error: ")?;
    let (name, host) = user;
    agent::cast(call, &instance, &Change::DropUser { name, host })?;
    Ok(Reply::accepted())
}

fn access(call: &Call<'_>) -> Outcome {
    let user = parse_user(&call.name_segment(1)?);
    let instance = find(call, &user, "Error loading user: ")?;
    Ok(Reply::ok(&json!({"databases": granted(call.db, &instance.id, &user)?})))
}

/// Grants access at once, even to databases that do not exist. The server has no schema for this
/// request, and crashes when a key is missing.
fn grant(call: &Call<'_>) -> Outcome {
    let user = parse_user(&call.name_segment(1)?);
    let instance = find(call, &user, "Error loading user: ")?;
    let names: Option<Vec<String>> = call.body.get("databases").and_then(|databases| {
        let databases = databases.as_array()?.iter();
        databases.map(|database| Some(database.get("name")?.as_str()?.to_owned())).collect()
    });
    let crash = || call.crash("'databases' is missing, or a 'name' in it.");
    let databases = names.ok_or_else(crash)?;
    let (name, host) = user;
    agent::cast(call, &instance, &Change::Grant { name, host, databases })?;
    Ok(Reply::accepted())
}

/// Revokes access. The suffix of the database's name moves to the user's (docs/server-behaviour.md 1).
fn revoke(call: &Call<'_>) -> Outcome {
    let (mut user, mut database) = (call.name_segment(1)?, call.name_segment(2)?);
    if call.settings.quirks.dots_cut_names()
        && let (stem, Some(suffix)) = split_suffix(&database)
    {
        if suffix != "json" {
            user = format!("{user}.{suffix}");
        }
        database = stem.to_owned();
    }
    let user = parse_user(&user);
    let instance = find(call, &user, "Error loading user: ")?;
    if !has_grant(call.db, &instance.id, &user, &database)? {
        return Err(databases::not_found(&database));
    }
    let (name, host) = user;
    agent::cast(call, &instance, &Change::Revoke { name, host, database })?;
    Ok(Reply::accepted())
}
