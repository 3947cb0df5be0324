//! `trove log save`

use crate::api::LogReader;
use crate::cli::commands::log::log_args::LogArgs;
use crate::cli::context::Cx;
use crate::cli::progress::bytes;
use crate::cli::run::Run;
use crate::cli::whole_file::{Access, Existing, WholeFile, is_stream};
use crate::{Error, Result};
use clap::Args;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

#[derive(Debug, Args)]
pub(crate) struct Save {
    #[command(flatten)]
    log: LogArgs,
    /// File to write [default: trove-INSTANCE_ID-LOG.log in the current directory]
    #[arg(long)]
    file: Option<PathBuf>,
    /// Publish pending entries first; this enables the log
    #[arg(long)]
    publish: bool,
}

impl Run for Save {
    fn run(self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let cwd = cx.environment().cwd.clone();
        if let Some(file) = &self.file {
            Target::new(&cwd, file)?;
        }
        let client = cx.client()?;
        let id = client.instances().find_id(&self.log.instance)?;
        let log = &self.log.log_name;
        let file = self.file.unwrap_or_else(|| file_name(&format!("trove-{id}-{log}.log")).into());
        let target = Target::new(&cwd, &file)?;
        let logs = client.logs(&id);
        let reader = self.log.open(&logs, self.publish, |log| logs.read(log))?;
        if reader.as_ref().is_none_or(|reader| reader.remaining() == 0) {
            cx.note(&format!("the log '{log}' has no published entries yet"));
        }
        target.write(reader, cx.environment().terminals.err)?;
        cx.say(&format!("Log \"{log}\" written to {}", file.display()))
    }
}

/// Makes a file name of any text: it never leads to another directory.
fn file_name(name: &str) -> String {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    name.chars().map(|c| if allowed(c) { c } else { '_' }).collect()
}

/// The file that the log is written to.
struct Target {
    path: PathBuf,
}

impl Target {
    fn new(cwd: &Path, file: &Path) -> Result<Self> {
        let path = cwd.join(file);
        if file.file_name().is_none() || path.is_dir() {
            return Err(Error::invalid(format!("'{}' is a directory", file.display()))
                .with_hint("--file takes the name of a file"));
        }
        // The target of a link is replaced, not the link.
        Ok(Self { path: fs::canonicalize(&path).unwrap_or(path) })
    }

    /// Writes the whole log, or leaves the file as it was.
    fn write(&self, reader: Option<LogReader<'_>>, terminal: bool) -> Result<()> {
        let failed = |error| Error::io(format!("write '{}'", self.path.display()), error);
        if is_stream(&self.path) {
            let mut stream = OpenOptions::new().write(true).open(&self.path).map_err(failed)?;
            return copy(reader, &mut stream, terminal, failed);
        }
        let mut file =
            WholeFile::create(&self.path, Access::Usual, Existing::Replace).map_err(failed)?;
        copy(reader, &mut file, terminal, failed)?;
        file.finish().map_err(failed)
    }
}

fn copy(
    reader: Option<LogReader<'_>>,
    to: &mut dyn Write,
    terminal: bool,
    failed: impl Fn(io::Error) -> Error,
) -> Result<()> {
    let Some(mut reader) = reader else { return Ok(()) };
    let bar = bytes(terminal, reader.remaining());
    while let Some(chunk) = reader.chunk()? {
        to.write_all(&chunk).map_err(&failed)?;
        bar.inc(chunk.len() as u64);
    }
    bar.finish_and_clear();
    to.flush().map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test] // docs/differences.md W08
    fn a_log_cannot_choose_another_directory() {
        assert_eq!(file_name("trove-i-slow_query.log"), "trove-i-slow_query.log");
        assert_eq!(file_name("trove-i-../../etc/x\n.log"), "trove-i-.._.._etc_x_.log");
    }

    #[test]
    fn a_directory_is_refused_as_the_file() {
        for file in [".", "..", "/"] {
            assert!(Target::new(Path::new("/"), Path::new(file)).is_err(), "{file}");
        }
        assert!(Target::new(Path::new("/nonexistent"), Path::new("x")).is_ok());
    }
}
