//! `trove log tail`

use crate::api::{Collection, Log, LogChange, LogReader, is_transient};
use crate::cli::commands::log::Which;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::output::sanitise;
use anyhow::Result;
use clap::Args;
use std::io::Write;
use std::time::Duration;

/// How long to wait before looking for more.
const PAUSE: Duration = Duration::from_secs(5);
/// How many looks in a row may fail: a restarting API should not end what goes on for hours.
const BLIPS: u32 = 5;

#[derive(Debug, Args)]
pub(crate) struct Tail {
    #[command(flatten)]
    which: Which,
    /// How many lines; 0 for all there are
    #[arg(short = 'n', long, default_value_t = 50, allow_negative_numbers = true)]
    lines: u64,
    /// Go on with what is published later, until interrupted
    #[arg(long)]
    follow: bool,
    /// Publish what is pending before looking at it; this enables the log
    #[arg(long)]
    publish: bool,
}

impl Run for Tail {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let logs = client.logs(&client.instances().find_id(&self.which.instance)?);
        let mut reader = self.which.open(&logs, self.publish, |log| match self.lines {
            0 => logs.read(log),
            lines => logs.tail(log, lines),
        })?;
        if reader.is_none() {
            cx.note(&format!("there is nothing in the log '{}' yet", self.which.log_name));
        }
        let clock = cx.world().clock.clone();
        let mut paper = Paper::new(cx);
        let mut blips = 0;
        let mut outcome = paper.copy(reader.as_mut());
        loop {
            match outcome {
                Ok(()) if self.follow => blips = 0,
                Err(Failed::Log(error)) if self.follow && is_transient(&error) && blips < BLIPS => {
                    blips += 1;
                    log::info!("{error}: looking again");
                }
                end => {
                    paper.finish()?;
                    return Ok(end?);
                }
            }
            clock.sleep(PAUSE);
            let looked = self.look(&logs, &mut reader).map_err(Failed::Log);
            outcome = looked.and_then(|()| paper.copy(reader.as_mut()));
        }
    }
}

impl Tail {
    /// Looks for what is new.
    fn look<'c>(
        &self,
        logs: &Collection<'c, Log>,
        reader: &mut Option<LogReader<'c>>,
    ) -> crate::Result<()> {
        if self.publish {
            let log = logs.change(&self.which.log_name, LogChange::publish())?;
            if reader.is_none() && log.is_published() {
                *reader = Some(logs.read(&log)?);
                return Ok(());
            }
        }
        reader.as_mut().map_or(Ok(()), LogReader::refresh)
    }
}

/// Why copying has ended early.
#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error(transparent)]
    Log(crate::Error),
    #[error(transparent)]
    Paper(#[from] std::io::Error),
}

/// Standard output, for text that comes in pieces.
struct Paper<'p> {
    out: &'p mut dyn Write,
    is_terminal: bool,
    /// The beginning of a line that has not ended, where the whole of it is looked at.
    line: Vec<u8>,
}

impl<'p> Paper<'p> {
    fn new(cx: &'p mut Cx<'_>) -> Self {
        let world = cx.world();
        let is_terminal = world.terminals.out.is_some();
        Self { out: &mut world.out, is_terminal, line: Vec::new() }
    }

    /// Prints what there is to read, as it is; for a terminal without what it would obey.
    fn copy(&mut self, reader: Option<&mut LogReader<'_>>) -> Result<(), Failed> {
        let Some(reader) = reader else { return Ok(()) };
        while let Some(chunk) = reader.chunk().map_err(Failed::Log)? {
            self.print(chunk)?;
        }
        Ok(())
    }

    fn print(&mut self, mut chunk: Vec<u8>) -> std::io::Result<()> {
        if self.is_terminal {
            self.line.append(&mut chunk);
            let end = self.line.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let rest = self.line.split_off(end);
            chunk = self.safe();
            self.line = rest;
        }
        self.out.write_all(&chunk)?;
        self.out.flush()
    }

    fn safe(&self) -> Vec<u8> {
        sanitise(&String::from_utf8_lossy(&self.line)).as_bytes().to_vec()
    }

    /// Prints the line that never ended.
    fn finish(self) -> std::io::Result<()> {
        self.out.write_all(&self.safe())?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(is_terminal: bool, chunks: &[&[u8]]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut paper = Paper { out: &mut out, is_terminal, line: Vec::new() };
        chunks.iter().try_for_each(|chunk| paper.print(chunk.to_vec())).unwrap();
        paper.finish().unwrap();
        out
    }

    #[test]
    fn a_terminal_gets_whole_lines_without_what_it_would_obey() {
        let chunks: &[&[u8]] = &[b"caf\xc3", b"\xa9 \x1b[31", b"mred\n\xff\nno end"];
        let text = String::from_utf8(printed(true, chunks)).unwrap();
        assert_eq!(text, "café \\x1b[31mred\n\u{fffd}\nno end");
    }

    #[test]
    fn a_pipe_gets_the_bytes_as_they_are() {
        assert_eq!(printed(false, &[b"\xff\x1b", b"x"]), b"\xff\x1bx");
    }
}
