//! Routes of limits: the quotas of a project, and its rate limits.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Outcome;
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route::{Route, get};
use crate::sandbox::trove::model::quota;
use serde_json::{Map, Value, json};

pub(crate) const ROUTES: &[Route] = &[get("/limits", list)];

/// The methods with a rate limit, in the order of the real server, and the URLs that count.
const RATES: &[(&str, &str, &str)] = &[
    ("POST", "*", ".*"),
    ("PUT", "*", ".*"),
    ("DELETE", "*", ".*"),
    ("GET", "*", ".*"),
    // Compared with the whole URL, which never matches (trove/common/limits.py).
    ("POST", "*/mgmt", "^/mgmt"),
];

fn list(call: &Call<'_>) -> Outcome {
    let mut absolute = Map::new();
    absolute.insert("verb".into(), json!("ABSOLUTE"));
    for (resource, limit) in quota::limits(call.db, &call.caller.project)? {
        absolute.insert(format!("max_{resource}"), json!(limit));
    }
    let rates = RATES.iter().map(|(verb, uri, regex)| {
        let faults = &call.settings.faults;
        let rate = match *uri {
            "*" => faults.rate(verb, &call.caller.project, call.now),
            _ => faults.full_rate(call.now),
        };
        json!({
            "nextAvailable": format!("{}Z", rate.next),
            "remaining": rate.remaining,
            "unit": "MINUTE",
            "value": rate.value,
            "verb": verb,
            "uri": uri,
            "regex": regex,
        })
    });
    let limits: Vec<Value> = std::iter::once(Value::Object(absolute)).chain(rates).collect();
    Ok(Reply::ok(&json!({ "limits": limits })))
}
