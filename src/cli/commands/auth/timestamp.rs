//! Times as Keystone writes them.

use std::time::SystemTime;

/// Writes a time to the second, as in `2026-01-31T12:00:00Z`.
pub(super) fn to_the_second(time: SystemTime) -> String {
    let stamp = jiff::Timestamp::try_from(time).and_then(|time| time.round(jiff::Unit::Second));
    stamp.map(|time| time.to_string()).unwrap_or_default()
}
