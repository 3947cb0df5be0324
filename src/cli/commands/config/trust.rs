//! `trove config trust`

use crate::Error;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::config::TrustedFiles;
use crate::json::Object;
use crate::output::{Column, key};
use anyhow::Result;
use clap::Args;
use serde_json::json;
use std::path::{Path, PathBuf};

const LIST: &[Column] = &[key("File", &["file"]), key("State", &["state"])];

#[derive(Debug, Args)]
pub(crate) struct Trust {
    /// Files to trust as they are now [default: the configuration files in the current directory]
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Stop trusting the files
    #[arg(long)]
    withdraw: bool,
    /// List the trusted files
    #[arg(long, conflicts_with_all = ["withdraw", "files"])]
    list: bool,
}

impl Run for Trust {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let environment = cx.environment_ref();
        let trusted = TrustedFiles::for_user(&environment.variables).ok_or_else(|| {
            Error::config("there is no place to remember trusted files").with_hint("set HOME")
        })?;
        if self.list {
            return list(cx, &trusted);
        }
        let cwd = environment.cwd.clone();
        for file in files(&cwd, self.files, self.withdraw.then_some(&trusted))? {
            let shown = file.display();
            if self.withdraw {
                match trusted.withdraw(&file)? {
                    true => cx.note(&format!("'{shown}' is no longer trusted")),
                    false => cx.note(&format!("'{shown}' was not trusted")),
                }
                continue;
            }
            trusted.add(&file)?;
            cx.note(&format!(
                "'{shown}' is trusted until it changes: it may name programs and files of passwords"
            ));
        }
        Ok(())
    }
}

/// The files on the command line, or else those in the current directory: for a withdrawal, also those
/// that are gone.
fn files(cwd: &Path, named: Vec<PathBuf>, known: Option<&TrustedFiles>) -> Result<Vec<PathBuf>> {
    if !named.is_empty() {
        return Ok(named.into_iter().map(|file| cwd.join(file)).collect());
    }
    let mut files = TrustedFiles::candidates(cwd);
    let known = known.into_iter().flat_map(TrustedFiles::list).map(|file| file.path);
    files.extend(known.filter(|file| file.parent() == Some(cwd)));
    files.sort();
    files.dedup();
    if files.is_empty() {
        return Err(Error::invalid("there is no configuration file in the current directory")
            .with_hint("name the file")
            .into());
    }
    Ok(files)
}

fn list(cx: &mut Cx<'_>, trusted: &TrustedFiles) -> Result<()> {
    let view = cx.list_view(LIST)?;
    let row = |path: &Path, is_unchanged: bool| -> Object {
        let state = match is_unchanged {
            true => "trusted",
            false if path.exists() => "changed",
            false => "gone",
        };
        let fields = [("file", json!(path.display().to_string())), ("state", json!(state))];
        fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
    };
    let files = trusted.list();
    view.rows(cx, files.iter().map(|file| row(&file.path, file.is_unchanged)).collect())
}
