//! `trove module retrieve`

use crate::api::file_name;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::{Error, Result};
use clap::Args;
use std::fs::OpenOptions;
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
        // All are decoded before any is saved: if one is broken, nothing is written.
        let files = modules.iter().map(|module| Ok((module, module.contents()?)));
        let files = files.collect::<Result<Vec<_>>>()?;
        let directory = self.directory.as_deref().unwrap_or(".");
        let place = cx.environment().cwd.join(directory);
        std::fs::create_dir_all(&place)
            .map_err(|error| Error::io(format!("create '{directory}'"), error))?;
        for (module, contents) in files {
            let file = self.save(&file_name(cx.prefix(), module), &contents, &place, directory)?;
            cx.say(&format!("Module contents for '{}' written to '{file}'", module.name))?;
        }
        Ok(())
    }
}

impl Retrieve {
    /// Writes one file, and returns its path for a message.
    fn save(&self, name: &str, contents: &[u8], place: &Path, directory: &str) -> Result<String> {
        let shown = format!("{}/{name}", directory.trim_end_matches('/'));
        let written = write(&place.join(name), contents, self.force);
        match written {
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
fn write(path: &Path, contents: &[u8], replace: bool) -> std::io::Result<()> {
    if replace {
        let directory = path.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(directory)?;
        file.write_all(contents)?;
        return file.persist(path).map(drop).map_err(|error| error.error);
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(contents)
}
