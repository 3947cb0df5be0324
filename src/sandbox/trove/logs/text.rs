//! The text of logs: some lines at the start, and then a line at a fixed interval, all of one length.

use crate::sandbox::state::timestamp::Timestamp;
use std::time::Duration;

/// The time between two lines.
const INTERVAL: Duration = Duration::from_secs(5);

/// A log of a datastore.
#[derive(Debug)]
pub(crate) struct LogType {
    pub(crate) name: &'static str,
    /// Whether everyone can see it, or only administrators (`guest_log_exposed_logs`).
    pub(crate) exposed: bool,
    /// Whether it can be enabled and disabled.
    pub(crate) user: bool,
    /// Whether that requires a restart.
    pub(crate) restart: bool,
    banner: &'static [&'static str],
    /// The text of a line between its time and its number.
    text: &'static str,
}

const MYSQL_BANNER: &[&str] = &[
    "/usr/sbin/mysqld, Version: 8.0.32 (MySQL Community Server - GPL). started with:\n",
    "Tcp port: 3306  Unix socket: /var/run/mysqld/mysqld.sock\n",
    "Time                 Id Command    Argument\n",
];

const GUEST: LogType = LogType {
    name: "guest",
    exposed: false,
    user: false,
    restart: false,
    banner: &[],
    text: " INFO trove.guestagent.datastore.manager [-] Status reported, number ",
};

const MYSQL: &[LogType] = &[
    LogType {
        name: "general",
        exposed: true,
        user: true,
        restart: false,
        banner: MYSQL_BANNER,
        text: "\t    8 Query\tINSERT INTO visits (who, from, n) VALUES ('Zoë', '東京', ",
    },
    LogType {
        name: "slow_query",
        exposed: true,
        user: true,
        restart: false,
        banner: MYSQL_BANNER,
        text: " # Query_time: 1.250000  Lock_time: 0.000010  Rows_sent: 1  Rows_examined: ",
    },
    LogType {
        name: "error",
        exposed: false,
        user: false,
        restart: false,
        banner: &[],
        text: " 0 [Note] [MY-010733] [Server] Connections so far: ",
    },
    GUEST,
];

const POSTGRESQL: &[LogType] = &[
    LogType {
        name: "general",
        exposed: true,
        user: true,
        restart: true,
        banner: &["LOG:  database system is ready to accept connections\n"],
        text: " [42] LOG:  execute <unnamed>: INSERT INTO visits (who, n) VALUES ('Zoë', ",
    },
    GUEST,
];

/// Returns the logs of a datastore.
pub(crate) fn types_of(datastore: &str) -> &'static [LogType] {
    match datastore {
        "mysql" | "mariadb" | "percona" => MYSQL,
        "postgresql" => POSTGRESQL,
        _ => &[GUEST],
    }
}

impl LogType {
    /// Counts the lines after a time.
    pub(crate) fn lines(&self, age: Duration) -> u64 {
        self.banner.len() as u64 + age.as_secs() / INTERVAL.as_secs()
    }

    /// Returns the line number `index` of a log that was enabled at `since`.
    pub(crate) fn line(&self, since: Timestamp, index: u64) -> String {
        let start = self.banner.len() as u64;
        let banner = usize::try_from(index).ok().and_then(|index| self.banner.get(index));
        if let Some(line) = banner {
            return (*line).to_owned();
        }
        let number = index - start + 1;
        let time = since.after(Duration::from_secs(number * INTERVAL.as_secs()));
        format!("{}{}{number:08}\n", time.with_zone(), self.text)
    }

    /// Returns the size of the first `lines` lines, in bytes.
    pub(crate) fn bytes(&self, lines: u64) -> u64 {
        let banner =
            self.banner.iter().zip(0..lines).map(|(line, _)| line.len() as u64).sum::<u64>();
        let length = self.line(Timestamp(0), self.banner.len() as u64).len() as u64;
        banner + lines.saturating_sub(self.banner.len() as u64) * length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_equal_those_of_the_lines() {
        for log_type in MYSQL.iter().chain(POSTGRESQL) {
            let since = Timestamp(1_795_241_469_500);
            for lines in [0, 1, 3, 4, 10] {
                let text: String = (0..lines).map(|index| log_type.line(since, index)).collect();
                assert_eq!(log_type.bytes(lines), text.len() as u64, "{} {lines}", log_type.name);
                assert_eq!(text.lines().count() as u64, lines);
            }
        }
    }
}
