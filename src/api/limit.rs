//! Limits: how much a project may have, and how many requests it may make per unit of time.

use crate::Result;
use crate::api::Client;
use crate::api::reply::typed;
use crate::json::Object;
use serde::Deserialize;

/// The limit for the requests of one method.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct RateLimit {
    /// The method.
    pub verb: String,
    /// The number of requests per unit of time.
    pub value: u64,
    /// The number of requests that are left.
    pub remaining: u64,
    /// The unit of time, as in `MINUTE`.
    pub unit: String,
    /// The addresses that are counted, as a pattern for people.
    #[serde(default)]
    pub uri: String,
    /// The addresses that are counted, as a regular expression.
    #[serde(default)]
    pub regex: String,
    /// The time of the next request that is allowed, in UTC.
    #[serde(default, rename = "nextAvailable")]
    pub next_available: Option<String>,
}

/// The limits of a project, as the objects that the service sent.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Limits {
    /// `max_instances` and so on, -1 for no limit, and a `verb` of `ABSOLUTE`.
    pub absolute: Object,
    /// The limits for requests.
    pub rates: Vec<Object>,
}

impl Limits {
    /// The limit for a resource, -1 for no limit, as in `absolute("instances")`.
    #[must_use]
    pub fn absolute(&self, resource: &str) -> Option<i64> {
        self.absolute.get(&format!("max_{resource}"))?.as_i64()
    }

    /// Reads the limits for requests as typed values.
    ///
    /// # Errors
    /// [`Error::Decode`](crate::Error::Decode) if they are not as expected.
    pub fn rates(&self) -> Result<Vec<RateLimit>> {
        self.rates.iter().map(|rate| typed(rate.clone(), "GET limits")).collect()
    }
}

impl Client {
    /// Fetches the limits of the project: `GET /limits`.
    ///
    /// # Errors
    /// The error of the request.
    pub fn limits(&self) -> Result<Limits> {
        let is_absolute = |limit: &Object| limit.get("verb").is_some_and(|verb| verb == "ABSOLUTE");
        let (absolute, rates): (Vec<_>, Vec<_>) =
            self.rows("limits", "limits")?.into_iter().partition(is_absolute);
        Ok(Limits { absolute: absolute.into_iter().next().unwrap_or_default(), rates })
    }
}

#[cfg(test)]
mod tests {
    use crate::api::tests::fake::Fake;
    use serde_json::json;

    #[test]
    fn absolute_limits_and_rates_are_distinguished() {
        let fake = Fake::new(|_, _| {
            let rate = json!({"verb": "GET", "value": 200, "remaining": 9, "unit": "MINUTE",
                "uri": "*", "regex": ".*", "nextAvailable": "2026-11-21T05:30:26Z"});
            (
                200,
                json!({"limits": [{"verb": "ABSOLUTE", "max_instances": 10, "max_ram": -1}, rate]}),
            )
        });
        let limits = fake.client().limits().unwrap();
        assert_eq!((limits.absolute("instances"), limits.absolute("ram")), (Some(10), Some(-1)));
        assert_eq!(limits.absolute("nothing"), None);
        let rates = limits.rates().unwrap();
        assert_eq!((rates.len(), rates[0].remaining), (1, 9));
    }

    #[test]
    fn an_empty_list_of_limits_is_no_error() {
        let fake = Fake::new(|_, _| (200, json!({"limits": []})));
        let limits = fake.client().limits().unwrap();
        assert!(limits.absolute.is_empty() && limits.rates.is_empty());
    }
}
