//! Routes of the logs of an instance, which grow with time and are published in the object store.

mod text;

use crate::sandbox::http::call::Call;
use crate::sandbox::http::python::is_truthy;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route::{Body, Route, get, route};
use crate::sandbox::http::schema::Rule;
use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::swift;
use crate::sandbox::trove::logs::text::{LogType, types_of};
use crate::sandbox::trove::model::agent;
use crate::sandbox::trove::model::datastore::{Datastore, Version};
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::instance::status::AgentStatus;
use rusqlite::{OptionalExtension, params};
use serde_json::{Map, Value, json};

pub(crate) const ROUTES: &[Route] = &[
    get("/instances/{}/log", list),
    route("POST", "/instances/{}/log", Body::Json(&Rule::Any), act),
];

/// The container of published logs (`guest_log_container_name`).
const CONTAINER: &str = "database_logs";
/// The size of the largest object, in bytes (`guest_log_limit`).
const MAX_OBJECT: usize = 1_000_000;

/// A log of an instance.
struct Log {
    instance: String,
    datastore: String,
    log_type: &'static LogType,
    /// The time of enabling it, moved forward by all the time for which it was disabled.
    since: Option<Timestamp>,
    /// The time of disabling it.
    until: Option<Timestamp>,
    /// The number of published lines.
    published: u64,
}

impl Log {
    fn load(
        call: &Call<'_>,
        instance: &Instance,
        datastore: &str,
        log_type: &'static LogType,
    ) -> Result<Self, Refusal> {
        let row = call
            .db
            .prepare_cached(
                "SELECT since, until, published FROM logs WHERE instance = ?1 AND name = ?2",
            )?
            .query_row([instance.id.as_str(), log_type.name], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get::<_, i64>(2)?))
            })
            .optional()?;
        // System logs are always enabled.
        let fresh = ((!log_type.user).then_some(instance.created), None, 0);
        let (since, until, published) = row.unwrap_or(fresh);
        Ok(Self {
            instance: instance.id.clone(),
            datastore: datastore.to_owned(),
            log_type,
            since,
            until,
            published: u64::try_from(published).unwrap_or(0),
        })
    }

    fn save(&self, call: &Call<'_>) -> rusqlite::Result<()> {
        let published = i64::try_from(self.published).unwrap_or(i64::MAX);
        call.db
            .prepare_cached("INSERT OR REPLACE INTO logs VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![
                self.instance,
                self.log_type.name,
                self.since,
                self.until,
                published
            ])?;
        Ok(())
    }

    fn is_enabled(&self) -> bool {
        self.since.is_some() && self.until.is_none()
    }

    fn enable(&mut self, now: Timestamp) {
        self.since = match (self.since, self.until.take()) {
            (Some(since), Some(until)) => Some(since.after(now.since(until))),
            (since, _) => since.or(Some(now)),
        };
    }

    /// Counts the lines.
    fn lines(&self, now: Timestamp) -> u64 {
        let Some(since) = self.since else { return 0 };
        self.log_type.lines(self.until.unwrap_or(now).since(since))
    }

    fn prefix(&self) -> String {
        format!("{}/{}-{}/", self.instance, self.datastore, self.log_type.name)
    }

    fn metafile(&self) -> String {
        format!("{}/{}-{}_metafile", self.instance, self.datastore, self.log_type.name)
    }

    /// Returns the object, without the wrapper (trove/guestagent/guest_log.py, `show`).
    fn view(&self, call: &Call<'_>) -> Result<Value, Refusal> {
        if !self.log_type.exposed && !call.caller.admin {
            let name = self.log_type.name;
            return Err(agent::error(&format!("You must be admin to show log '{name}'.")));
        }
        let (size, published) =
            (self.log_type.bytes(self.lines(call.now)), self.log_type.bytes(self.published));
        let status = match (size > published, published > 0) {
            _ if !self.is_enabled() => "Disabled",
            (true, true) => "Partial",
            (true, false) => "Ready",
            (false, true) => "Published",
            (false, false) => "Enabled",
        };
        let place = |text: String| if published > 0 { text } else { "None".to_owned() };
        Ok(json!({
            "name": self.log_type.name,
            "type": if self.log_type.user { "USER" } else { "SYS" },
            "status": status,
            "published": published,
            "pending": size.saturating_sub(published),
            "container": place(CONTAINER.to_owned()),
            "prefix": place(self.prefix()),
            "metafile": self.metafile(),
        }))
    }

    /// Publishes new lines as objects of whole lines (trove/guestagent/guest_log.py,
    /// `_publish_to_container`).
    fn publish(&mut self, call: &Call<'_>) -> rusqlite::Result<()> {
        swift::create_container(call, CONTAINER)?;
        let Some(since) = self.since else { return Ok(()) };
        let (mut body, mut lines, mut number) = (String::new(), 0, 0);
        let end = self.lines(call.now);
        for index in self.published..end {
            let line = self.log_type.line(since, index);
            if body.len() + line.len() > MAX_OBJECT {
                self.put(call, number, lines, &body)?;
                (body, lines, number) = (String::new(), 0, number + 1);
            }
            body.push_str(&line);
            lines += 1;
        }
        if lines > 0 {
            self.put(call, number, lines, &body)?;
        }
        self.published = end;
        let details = json!({
            "log_name": self.log_type.name,
            "log_type": if self.log_type.user { "USER" } else { "SYS" },
            "log_size": self.log_type.bytes(end),
        });
        swift::put(call, CONTAINER, &self.metafile(), None, &details.to_string())
    }

    /// Stores an object, whose name is a time that no other object has.
    fn put(&self, call: &Call<'_>, number: u32, lines: u32, body: &str) -> rusqlite::Result<()> {
        let micros = call.now.0.rem_euclid(1000) * 1000 + i64::from(number);
        let name = format!("{}log-{}.{micros:06}", self.prefix(), call.now);
        swift::put(call, CONTAINER, &name, Some(lines), body)
    }

    fn discard(&mut self, call: &Call<'_>) -> rusqlite::Result<()> {
        swift::create_container(call, CONTAINER)?;
        swift::delete(call, CONTAINER, &self.prefix())?;
        swift::delete(call, CONTAINER, &self.metafile())?;
        self.published = 0;
        Ok(())
    }
}

/// Finds the instance and the name of its datastore, after the check of the object store
/// (docs/server-behaviour.md 37).
fn find(call: &Call<'_>) -> Result<(Instance, String), Refusal> {
    if !call.settings.faults.has_object_store() {
        return Err(Refusal::new(501, "Log actions are not supported."));
    }
    let instance = Instance::find(call, &call.segment(0))?;
    let version = Version::of(call.db, instance.version.as_deref())?;
    let datastore = match version {
        Some(version) => Datastore::of(call.db, &version)?.name,
        None => String::new(),
    };
    Ok((instance, datastore))
}

fn list(call: &Call<'_>) -> Outcome {
    let (instance, datastore) = find(call)?;
    agent::require_answer(call, &instance)?;
    let visible =
        types_of(&datastore).iter().filter(|log_type| log_type.exposed || call.caller.admin);
    let views = visible
        .map(|log_type| Log::load(call, &instance, &datastore, log_type)?.view(call))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Reply::ok(&json!({ "logs": views })))
}

/// Enables, disables, publishes or discards a log (trove/guestagent/datastore/manager.py,
/// `guest_log_action`).
fn act(call: &Call<'_>) -> Outcome {
    let (mut instance, datastore) = find(call)?;
    let none = Map::new();
    let body = call.body.as_object().unwrap_or(&none);
    let Some(name) = body.get("name") else {
        return Err(call.crash("The name of the log is missing."));
    };
    let name = name.as_str().unwrap_or_default();
    let is_set = |key: &str| body.get(key).is_some_and(is_truthy);
    let (disable, publish) = (is_set("disable"), is_set("publish"));
    if is_set("enable") && disable {
        return Err(Refusal::bad_request("Cannot enable and disable log."));
    }
    agent::require_answer(call, &instance)?;
    let enable = is_set("enable") || (publish && !disable);
    let Some(log_type) = types_of(&datastore).iter().find(|log_type| log_type.name == name) else {
        return Err(agent::error(&format!("Log '{name}' is not defined.")));
    };
    if !log_type.user && !publish && (enable || disable) {
        let verb = if enable { "enable" } else { "disable" };
        return Err(agent::error(&format!("Cannot {verb} a SYSTEM log ('{name}').")));
    }
    let mut log = Log::load(call, &instance, &datastore, log_type)?;
    if log_type.user && ((log.is_enabled() && disable) || (!log.is_enabled() && enable)) {
        if enable {
            log.enable(call.now);
        } else {
            log.until = Some(call.now);
        }
        if log_type.restart {
            instance.set_agent(AgentStatus::RestartRequired, call.now);
            instance.save(call.db, call.now)?;
        }
    }
    log.view(call)?;
    if is_set("discard") {
        log.discard(call)?;
    }
    if publish {
        log.publish(call)?;
    }
    log.save(call)?;
    Ok(Reply::ok(&json!({ "log": log.view(call)? })))
}

#[cfg(test)]
mod tests;
