//! `trove backup delete`

use crate::api::{Backup, BackupGoal, Client, Query, Resource, is_uuid};
use crate::cli::batch;
use crate::cli::context::Cx;
use crate::cli::prompt::confirm;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;
use std::collections::HashMap;

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Names or IDs
    #[arg(required = true, value_name = "BACKUP")]
    backups: Vec<String>,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Delete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        confirm::deletion(cx, Backup::KIND, &self.backups)?;
        let client = cx.client()?;
        let backups = client.backups();
        let family = Family::of(&client, &self.backups)?;
        let done = batch::run(cx, &backups, &self.backups, self.wait.wait, |target, wait| {
            if !family.goes_with_another(&target.id) {
                backups.delete(&target.id)?;
            }
            match wait {
                Some(wait) => backups.wait_named(&target.id, target.name, BackupGoal::Gone, wait),
                None => Ok(None),
            }
        })?;
        for deleted in done {
            let id = deleted.id;
            cx.say(&format!("Request to delete database backup {id} has been accepted."))?;
        }
        Ok(())
    }
}

/// Which of the targets adds to which. A backup goes with the one that it adds to: to ask for it
/// as well would fail, or give quota back twice (trove/backup/models.py:318).
#[derive(Debug, Default)]
struct Family {
    targets: Vec<String>,
    parents: HashMap<String, String>,
}

impl Family {
    fn of(client: &Client, names: &[String]) -> crate::Result<Self> {
        if names.len() < 2 {
            return Ok(Self::default());
        }
        let mut parents = HashMap::new();
        let mut called: HashMap<String, Vec<String>> = HashMap::new();
        for backup in client.backups().all(Query::new()) {
            let backup = backup?;
            parents.extend(backup.parent_id.map(|parent| (backup.id.clone(), parent)));
            called.entry(backup.name).or_default().push(backup.id);
        }
        // A name that several have is no target.
        let id = |name: &String| match called.get(name).map(Vec::as_slice) {
            Some([id]) => Some(id.clone()),
            _ => is_uuid(name).then(|| name.clone()),
        };
        Ok(Self { targets: names.iter().filter_map(id).collect(), parents })
    }

    /// Whether some ancestor of this backup is a target too.
    fn goes_with_another(&self, id: &str) -> bool {
        let parent = |id: &String| self.parents.get(id);
        // No line of backups is longer than there are backups.
        std::iter::successors(self.parents.get(id), |id| parent(id))
            .take(self.parents.len())
            .any(|ancestor| self.targets.contains(ancestor))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_goes_with_any_of_its_ancestors() {
        let pairs = [("b", "a"), ("c", "b"), ("x", "y"), ("y", "x")];
        let family = Family {
            targets: vec!["a".into(), "c".into()],
            parents: pairs.map(|(id, parent)| (id.to_owned(), parent.to_owned())).into(),
        };
        assert!(family.goes_with_another("c"));
        assert!(!family.goes_with_another("a"));
        assert!(!family.goes_with_another("x"), "a circle ends");
    }
}
