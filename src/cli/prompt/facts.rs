//! What is known of a resource, in a few words, for the question whether to delete it.

use crate::api::is_uuid;
use crate::json::{Object, at, text, text_at};
use serde_json::Value;
use std::time::{Duration, SystemTime};

/// The facts of a resource of any type, as in `mysql 8.0, 5 GB, 3 days old, 2 replicas`.
pub(in crate::cli) fn of(object: &Object, now: SystemTime) -> Vec<String> {
    let age = text(object, "created")
        .and_then(moment)
        .map(|then| age(now.duration_since(then).unwrap_or_default()));
    let of_replica = text_at(object, &["replica_of", "id"]).map(|id| format!("a replica of {id}"));
    let facts = [
        kind(object),
        size(object),
        age,
        of_replica,
        count(object, "replicas", "replica"),
        // Clusters list their members, configuration groups count their instances.
        count(object, "instances", "member"),
        number(object, "instance_count").filter(|n| *n > 0).map(|n| plural(n, "instance")),
        text(object, "parent_id").map(|_| "incremental".to_owned()),
        status(object),
    ];
    facts.into_iter().flatten().collect()
}

/// The datastore with its version, or the type.
fn kind(object: &Object) -> Option<String> {
    let known = |name: Option<&str>| name.filter(|name| !name.is_empty()).map(str::to_owned);
    let name = known(text_at(object, &["datastore", "type"]))
        .or_else(|| known(text(object, "datastore_name")))
        // Modules have the name of their datastore, versions its ID.
        .or_else(|| known(text(object, "datastore").filter(|text| !is_uuid(text))))
        .or_else(|| known(text(object, "type")))?;
    let version = known(text_at(object, &["datastore", "version"]))
        .or_else(|| known(text(object, "datastore_version_name")));
    Some(match version {
        Some(version) => format!("{name} {version}"),
        None => name,
    })
}

fn size(object: &Object) -> Option<String> {
    let size = at(object, &["volume", "size"]).or_else(|| object.get("size"))?;
    size.is_number().then(|| format!("{size} GB"))
}

fn number(object: &Object, key: &str) -> Option<u64> {
    object.get(key)?.as_u64()
}

fn count(object: &Object, key: &str, noun: &str) -> Option<String> {
    let items = object.get(key).and_then(Value::as_array).filter(|items| !items.is_empty())?;
    Some(plural(items.len() as u64, noun))
}

/// The status, unless the resource is at rest, or the task of a cluster.
fn status(object: &Object) -> Option<String> {
    let status = text(object, "status").or_else(|| text_at(object, &["task", "name"]))?;
    let at_rest = ["ACTIVE", "HEALTHY", "COMPLETED", "NONE", ""].contains(&status);
    (!at_rest).then(|| status.to_owned())
}

fn plural(number: u64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// Reads a time of the service: UTC, mostly without a zone.
fn moment(text: &str) -> Option<SystemTime> {
    let time: jiff::civil::DateTime = text.trim_end_matches('Z').parse().ok()?;
    Some(time.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().into())
}

fn age(age: Duration) -> String {
    let minutes = age.as_secs() / 60;
    let (number, unit) = match minutes {
        0 => return "just created".to_owned(),
        1..60 => (minutes, "minute"),
        60..1440 => (minutes / 60, "hour"),
        _ => (minutes / 1440, "day"),
    };
    format!("{} old", plural(number, unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_type_of_resource_is_described() {
        let now = moment("2026-11-28T12:00:00").unwrap();
        for (object, words) in [
            (
                json!({"datastore": {"type": "mysql", "version": "8.0"}, "volume": {"size": 5}, "status": "ACTIVE",
                       "created": "2026-11-25T11:00:00", "replicas": [{"id": "a"}, {"id": "b"}]}),
                "mysql 8.0, 5 GB, 3 days old, 2 replicas",
            ),
            (
                json!({"replica_of": {"id": "p"}, "status": "BUILD", "created": "2026-11-28T11:59:30"}),
                "just created, a replica of p, BUILD",
            ),
            (
                json!({"datastore": {"type": "mariadb", "version": "10.4"}, "instances": [{}, {}, {}],
                       "task": {"name": "NONE"}, "created": "2026-11-28T10:59:30Z"}),
                "mariadb 10.4, 1 hour old, 3 members",
            ),
            (
                json!({"size": 0.5, "status": "COMPLETED", "parent_id": "x", "created": "2026-11-28T11:58:00.5"}),
                "0.5 GB, 1 minute old, incremental",
            ),
            (json!({"size": null, "status": "BUILDING", "parent_id": null}), "BUILDING"),
            (
                json!({"datastore_name": "mysql", "datastore_version_name": "8.0", "instance_count": 1}),
                "mysql 8.0, 1 instance",
            ),
            (json!({"type": "ping", "datastore": "all", "instance_count": 0}), "all"),
            (json!({"id": "x", "created": "yesterday"}), ""),
        ] {
            assert_eq!(of(object.as_object().unwrap(), now).join(", "), words);
        }
    }
}
