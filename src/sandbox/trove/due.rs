//! Makes the scheduled changes that are due.

use crate::sandbox::state::schedule;
use crate::sandbox::state::schedule::Change as _;
use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::trove::model::module::apply::Reapply;
use crate::sandbox::trove::model::{backup, cluster, instance};
use rusqlite::Connection;
use serde::Deserialize;

/// A change of any resource, as it is stored.
#[derive(Deserialize)]
enum Change {
    Instance(instance::changes::Change),
    Cluster(cluster::changes::Change),
    Module(Reapply),
    Backup(backup::changes::Change),
}

impl Change {
    fn apply(&self, db: &Connection, resource: &str, at: Timestamp) -> rusqlite::Result<()> {
        match self {
            Self::Instance(change) => change.apply(db, resource, at),
            Self::Cluster(change) => change.apply(db, resource, at),
            Self::Module(change) => change.apply(db, resource, at),
            Self::Backup(change) => change.apply(db, resource, at),
        }
    }
}

/// Makes all changes that are due, in order, each as of its own time.
pub(crate) fn apply(db: &Connection, now: Timestamp) -> rusqlite::Result<()> {
    for due in schedule::due(db, now)? {
        // An earlier change may have canceled this one.
        if due.take(db)?
            && let Ok(change) = serde_json::from_str::<Change>(&due.change)
        {
            change.apply(db, &due.resource, due.at)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::tests::Bench;
    use serde_json::json;

    /// State files of earlier builds hold scheduled changes.
    #[test]
    fn stored_changes_keep_their_kind_and_text() {
        let bench = Bench::new();
        let id = bench.running("db1");
        bench.demo("POST", &format!("/instances/{id}/action"), json!({"restart": {}}));
        let db = bench.sandbox.lock();
        let stored: Vec<(String, String)> = db
            .prepare("SELECT kind, change FROM transitions ORDER BY id")
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap();
        assert_eq!(stored, [("instances".to_owned(), r#"{"Instance":"Settled"}"#.to_owned())]);
        assert!(stored.iter().all(|(_, text)| serde_json::from_str::<Change>(text).is_ok()));
    }

    #[test]
    fn changes_of_all_resources_can_be_read() {
        for text in [
            r#"{"Instance":{"Built":{"alive":true}}}"#,
            r#"{"Cluster":"Formed"}"#,
            r#"{"Module":{"md5":null,"include_clustered":false,"force":true}}"#,
            r#"{"Backup":{"Taken":{"location":"x"}}}"#,
        ] {
            assert!(serde_json::from_str::<Change>(text).is_ok(), "{text}");
        }
    }
}
