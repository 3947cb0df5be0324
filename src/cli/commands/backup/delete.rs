//! `trove backup delete`

use crate::api::{Client, Query, is_uuid};
use crate::cli::context::Cx;
use crate::cli::deletion;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;
use std::collections::HashMap;

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Backup names or IDs
    #[arg(required = true, value_name = "BACKUP")]
    backups: Vec<String>,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Delete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let backups = client.backups();
        let ancestry = Ancestry::of(&client, &self.backups)?;
        let request = |id: &str| match ancestry.includes_target(id) {
            true => Ok(()),
            false => backups.delete(id),
        };
        for id in deletion::delete(cx, &backups, &self.backups, &self.wait, &request, false)? {
            cx.say(&format!("Request to delete database backup {id} has been accepted."))?;
        }
        Ok(())
    }
}

/// The backups to delete, and the parents of all backups. The service deletes a backup together with
/// its parent: deleting both would fail, or return quota twice (trove/backup/models.py:318).
#[derive(Debug, Default)]
struct Ancestry {
    targets: Vec<String>,
    parents: HashMap<String, String>,
}

impl Ancestry {
    fn of(client: &Client, names: &[String]) -> crate::Result<Self> {
        if names.len() < 2 {
            return Ok(Self::default());
        }
        let mut parents = HashMap::new();
        let mut ids_by_name: HashMap<String, Vec<String>> = HashMap::new();
        for backup in client.backups().all(Query::new()) {
            let backup = backup?;
            parents.extend(backup.parent_id.map(|parent| (backup.id.clone(), parent)));
            ids_by_name.entry(backup.name).or_default().push(backup.id);
        }
        // An ambiguous name is not a target: it is an error later.
        let id = |name: &String| match ids_by_name.get(name).map(Vec::as_slice) {
            Some([id]) => Some(id.clone()),
            _ => is_uuid(name).then(|| name.clone()),
        };
        Ok(Self { targets: names.iter().filter_map(id).collect(), parents })
    }

    /// Returns whether an ancestor of this backup is a target.
    fn includes_target(&self, id: &str) -> bool {
        let parent = |id: &String| self.parents.get(id);
        // The bound ends a circle of parents.
        std::iter::successors(self.parents.get(id), |id| parent(id))
            .take(self.parents.len())
            .any(|ancestor| self.targets.contains(ancestor))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_is_deleted_with_any_of_its_ancestors() {
        let pairs = [("b", "a"), ("c", "b"), ("x", "y"), ("y", "x")];
        let ancestry = Ancestry {
            targets: vec!["a".into(), "c".into()],
            parents: pairs.map(|(id, parent)| (id.to_owned(), parent.to_owned())).into(),
        };
        assert!(ancestry.includes_target("c"));
        assert!(!ancestry.includes_target("a"));
        assert!(!ancestry.includes_target("x"), "a circle ends");
    }
}
