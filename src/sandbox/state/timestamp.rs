//! Points in time, as the sandbox stores and prints them.

use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlResult, ToSqlOutput, ValueRef};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(pub(crate) i64);

impl Moment {
    pub(crate) fn after(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }

    pub(crate) fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// As Trove prints times: UTC without saying so, whole seconds.
    pub(crate) fn naive(self) -> String {
        self.format("%Y-%m-%dT%H:%M:%S")
    }

    /// As Keystone prints times.
    pub(crate) fn zulu(self) -> String {
        self.format("%Y-%m-%dT%H:%M:%S.000000Z")
    }

    fn format(self, format: &str) -> String {
        jiff::Timestamp::from_millisecond(self.0)
            .map(|time| time.strftime(format).to_string())
            .unwrap_or_default()
    }
}

impl From<SystemTime> for Moment {
    fn from(time: SystemTime) -> Self {
        let millis = time.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        Self(i64::try_from(millis).unwrap_or(i64::MAX))
    }
}

impl ToSql for Moment {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.0.to_sql()
    }
}

impl FromSql for Moment {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        i64::column_result(value).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trove_and_keystone_print_times_differently() {
        let moment = Moment(1_795_241_469_500);
        assert_eq!(moment.naive(), "2026-11-21T06:11:09");
        assert_eq!(moment.zulu(), "2026-11-21T06:11:09.000000Z");
        assert_eq!(moment.after(Duration::from_secs(1)).since(moment), Duration::from_secs(1));
        assert_eq!(moment.since(moment.after(Duration::from_secs(1))), Duration::ZERO);
    }
}
