//! `trove module retrieve`

use crate::api::file_name;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::{Error, Result};
use clap::Args;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

// clap has the global `--prefix` already: it means here what it means to the legacy client.
#[derive(Debug, Args)]
#[command(after_help = "With --prefix PREFIX the names of the files begin with it.")]
pub(crate) struct Retrieve {
    /// Name or ID
    instance: String,
    /// Directory for the files, made if it is not there; the current one if not said
    #[arg(long)]
    directory: Option<String>,
    /// Replace files that are there
    #[arg(long)]
    force: bool,
}

impl Run for Retrieve {
    fn run(self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        let modules = client.instances().retrieve_modules(&id)?;
        // Made out first: a broken one keeps none of the others from being complete.
        let files = modules.iter().map(|module| Ok((module, module.contents()?)));
        let files = files.collect::<Result<Vec<_>>>()?;
        let directory = self.directory.as_deref().unwrap_or(".");
        let place = cx.world().cwd.join(directory);
        std::fs::create_dir_all(&place)
            .map_err(|error| Error::io(format!("make '{directory}'"), error))?;
        for (module, contents) in files {
            let file = self.save(&file_name(cx.prefix(), module), &contents, &place, directory)?;
            cx.say(&format!("Module contents for '{}' written to '{file}'", module.name))?;
        }
        Ok(())
    }
}

impl Retrieve {
    /// Writes one file, and gives its name as the user knows it.
    fn save(&self, name: &str, contents: &[u8], place: &Path, directory: &str) -> Result<String> {
        let shown = format!("{}/{name}", directory.trim_end_matches('/'));
        let written = write(&place.join(name), contents, self.force);
        match written {
            Ok(()) => Ok(shown),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                let error = Error::invalid(format!("'{shown}' is there already"));
                Err(error.with_hint("--force replaces it; or name a --prefix or --directory"))
            }
            Err(error) => Err(Error::io(format!("write '{shown}'"), error)),
        }
    }
}

/// Modules hold licence keys and the like: the file is for nobody else to read.
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
