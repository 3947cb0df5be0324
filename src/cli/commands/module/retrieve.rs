//! `trove module retrieve`

use crate::api::AppliedModule;
use crate::cli::commands::module::file_name::file_names;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::whole_file::{Access, Existing, WholeFile};
use crate::{Error, Result};
use clap::Args;
use std::io::{ErrorKind, Write};
use std::path::Path;

// Here the global option `--prefix` has the meaning of the legacy client.
#[derive(Debug, Args)]
#[command(after_help = "With --prefix PREFIX, the names of the files begin with PREFIX.")]
pub(crate) struct Retrieve {
    /// Instance name or ID
    instance: String,
    /// Directory for the files, created if it does not exist [default: the current directory]
    #[arg(long)]
    directory: Option<String>,
    /// Replace existing files
    #[arg(long)]
    force: bool,
}

impl Run for Retrieve {
    fn run(self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        let modules = client.instances().retrieve_modules(&id)?;
        let directory = self.directory.as_deref().unwrap_or(".");
        let place = cx.environment().cwd.join(directory);
        std::fs::create_dir_all(&place)
            .map_err(|error| Error::io(format!("create '{directory}'"), error))?;
        let names = file_names(cx.prefix(), &modules);
        for (module, name) in modules.iter().zip(names) {
            match self.save(module, &name, &place, directory) {
                Ok(file) => {
                    let name = &module.name;
                    cx.say(&format!("Module contents for '{name}' written to '{file}'"))?;
                }
                Err(error) if modules.len() == 1 => return Err(error.into()),
                Err(error) => cx.report_and_continue(&error.into()),
            }
        }
        Ok(())
    }
}

impl Retrieve {
    /// Writes one file, and returns its path for a message.
    fn save(
        &self,
        module: &AppliedModule,
        name: &str,
        place: &Path,
        directory: &str,
    ) -> Result<String> {
        let contents = module.contents()?;
        let shown = format!("{}/{name}", directory.trim_end_matches('/'));
        match write(&place.join(name), &contents, self.force) {
            Ok(()) => Ok(shown),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                let error = Error::invalid(format!("'{shown}' already exists"));
                Err(error.with_hint(
                    "--force replaces the file; --prefix and --directory choose another name",
                ))
            }
            Err(error) => Err(Error::io(format!("write '{shown}'"), error)),
        }
    }
}

/// Writes a file that only its owner can read: modules can hold license keys.
fn write(path: &Path, contents: &[u8], force: bool) -> std::io::Result<()> {
    let existing = if force { Existing::Replace } else { Existing::Keep };
    let mut file = WholeFile::create(path, Access::Private, existing)?;
    file.write_all(contents)?;
    file.finish()
}
