//! What is in the logs: some lines of a start, and then a line from time to time, all as long as each other.

use crate::sandbox::state::timestamp::Timestamp;
use std::time::Duration;

/// How fast logs grow: by a line in this time.
const INTERVAL: Duration = Duration::from_secs(5);

/// A kind of log.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// May others than administrators see it (`guest_log_exposed_logs`)?
    pub(crate) exposed: bool,
    /// Can it be turned on and off?
    pub(crate) user: bool,
    /// Does that need a restart?
    pub(crate) restart: bool,
    banner: &'static [&'static str],
    /// What comes between the time and the number of a line.
    text: &'static str,
}

const MYSQL_BANNER: &[&str] = &[
    "/usr/sbin/mysqld, Version: 8.0.32 (MySQL Community Server - GPL). started with:\n",
    "Tcp port: 3306  Unix socket: /var/run/mysqld/mysqld.sock\n",
    "Time                 Id Command    Argument\n",
];

const GUEST: Kind = Kind {
    name: "guest",
    exposed: false,
    user: false,
    restart: false,
    banner: &[],
    text: " INFO trove.guestagent.datastore.manager [-] Status reported, number ",
};

const MYSQL: &[Kind] = &[
    Kind {
        name: "general",
        exposed: true,
        user: true,
        restart: false,
        banner: MYSQL_BANNER,
        text: "\t    8 Query\tINSERT INTO visits (who, from, n) VALUES ('Zoë', '東京', ",
    },
    Kind {
        name: "slow_query",
        exposed: true,
        user: true,
        restart: false,
        banner: MYSQL_BANNER,
        text: " # Query_time: 1.250000  Lock_time: 0.000010  Rows_sent: 1  Rows_examined: ",
    },
    Kind {
        name: "error",
        exposed: false,
        user: false,
        restart: false,
        banner: &[],
        text: " 0 [Note] [MY-010733] [Server] Connections so far: ",
    },
    GUEST,
];

const POSTGRESQL: &[Kind] = &[
    Kind {
        name: "general",
        exposed: true,
        user: true,
        restart: true,
        banner: &["LOG:  database system is ready to accept connections\n"],
        text: " [42] LOG:  execute <unnamed>: INSERT INTO visits (who, n) VALUES ('Zoë', ",
    },
    GUEST,
];

/// The logs of instances of a datastore.
pub(crate) fn kinds(datastore: &str) -> &'static [Kind] {
    match datastore {
        "mysql" | "mariadb" | "percona" => MYSQL,
        "postgresql" => POSTGRESQL,
        _ => &[GUEST],
    }
}

impl Kind {
    /// How many lines there are after `age`.
    pub(crate) fn lines(&self, age: Duration) -> u64 {
        self.banner.len() as u64 + age.as_secs() / INTERVAL.as_secs()
    }

    /// Line number `index` of a log that was begun at `since`.
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

    /// The size of the first `lines` lines, in bytes.
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
    fn sizes_are_those_of_the_lines() {
        for kind in MYSQL.iter().chain(POSTGRESQL) {
            let since = Timestamp(1_795_241_469_500);
            for lines in [0, 1, 3, 4, 10] {
                let text: String = (0..lines).map(|index| kind.line(since, index)).collect();
                assert_eq!(kind.bytes(lines), text.len() as u64, "{} {lines}", kind.name);
                assert_eq!(text.lines().count() as u64, lines);
            }
        }
    }
}
