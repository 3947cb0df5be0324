//! Limits: what the project may have at all, and how many requests it may make in a time.

use crate::Result;
use crate::api::Client;
use crate::api::reply::typed;
use crate::json::Object;
use serde::Deserialize;

/// How many requests of one kind may be made.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct RateLimit {
    /// The method that is counted.
    pub verb: String,
    /// How many may be made in a unit of time.
    pub value: u64,
    /// How many may be made now.
    pub remaining: u64,
    /// The unit of time, as in `MINUTE`.
    pub unit: String,
    /// Which addresses are counted, for people.
    #[serde(default)]
    pub uri: String,
    /// Which addresses are counted, as a regular expression.
    #[serde(default)]
    pub regex: String,
    /// When the next request may be made, in UTC.
    #[serde(default, rename = "nextAvailable")]
    pub next_available: Option<String>,
}

/// The limits of a project, as the objects that the service sent.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Limits {
    /// `max_instances` and so on, -1 for any amount, beside a `verb` that says `ABSOLUTE`.
    pub absolute: Object,
    /// How many requests may be made.
    pub rates: Vec<Object>,
}

impl Limits {
    /// How much of a resource there may be, -1 for any amount, as in `absolute("instances")`.
    #[must_use]
    pub fn absolute(&self, resource: &str) -> Option<i64> {
        self.absolute.get(&format!("max_{resource}"))?.as_i64()
    }

    /// How many requests may be made, as typed values.
    ///
    /// # Errors
    /// [`Error::Decode`](crate::Error::Decode) if they are not as expected.
    pub fn rates(&self) -> Result<Vec<RateLimit>> {
        self.rates.iter().map(|rate| typed(rate.clone(), "GET limits")).collect()
    }
}

impl Client {
    /// The limits of the project: `GET /limits`.
    ///
    /// # Errors
    /// Whatever the request fails with.
    pub fn limits(&self) -> Result<Limits> {
        let is_absolute = |limit: &Object| limit.get("verb").is_some_and(|verb| verb == "ABSOLUTE");
        let (absolute, rates): (Vec<_>, Vec<_>) =
            self.rows("limits", "limits")?.into_iter().partition(is_absolute);
        Ok(Limits { absolute: absolute.into_iter().next().unwrap_or_default(), rates })
    }
}

#[cfg(test)]
mod tests {
    use crate::api::fake::Fake;
    use serde_json::json;

    #[test]
    fn absolute_limits_and_rates_are_told_apart() {
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
    fn no_limits_at_all_are_no_error() {
        let fake = Fake::new(|_, _| (200, json!({"limits": []})));
        let limits = fake.client().limits().unwrap();
        assert!(limits.absolute.is_empty() && limits.rates.is_empty());
    }
}
