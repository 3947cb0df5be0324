//! Reads a log from the object store, one object at a time.

use crate::api::Client;
use crate::api::collection::Collection;
use crate::api::log::Log;
use crate::api::log::store::{Head, Part, Store};
use crate::{Error, Hint, Result};
use std::collections::{HashMap, VecDeque};
use std::io;
use std::io::{BufRead, BufReader, Cursor, Read};

/// The most bytes that are fetched at once.
pub(super) const RANGE: u64 = 8 << 20;

/// The longest line in bytes; a longer one comes in pieces.
const LONGEST_LINE: u64 = RANGE;

/// The place in an object where the last lines begin.
enum Start {
    /// At this byte.
    At(u64),
    /// In an object before: this one has so many of the lines.
    Before(u64),
}

/// Reads the published part of a log, one object at a time.
///
/// Use [`chunk`](Self::chunk), [`lines`](Self::lines) or [`io::Read`]. At the end,
/// [`refresh`](Self::refresh) finds entries that have been published since.
#[derive(Debug)]
pub struct LogReader<'c> {
    store: Store<'c>,
    /// The objects that are still to be read.
    parts: VecDeque<Part>,
    /// The number of bytes of each object that were returned or skipped.
    seen: HashMap<String, u64>,
    /// The text that was fetched to find the beginning.
    first: Option<Vec<u8>>,
    /// The text that [`Read`] has not returned yet.
    rest: Cursor<Vec<u8>>,
}

impl<'c> LogReader<'c> {
    /// Opens a reader of the whole log, or of its last lines.
    pub(super) fn open(client: &'c Client, log: &Log, lines: Option<u64>) -> Result<Self> {
        let (container, prefix) = log.location().ok_or_else(|| unpublished(&log.name))?;
        let store = Store::new(client, container, prefix);
        let parts = store.parts()?.ok_or_else(|| unpublished(&log.name))?;
        let mut reader = Self {
            store,
            parts: parts.into(),
            seen: HashMap::new(),
            first: None,
            rest: Cursor::default(),
        };
        match lines {
            None => {}
            Some(0) => reader.skip(),
            Some(lines) => reader.seek(lines)?,
        }
        Ok(reader)
    }

    /// Returns the next chunk, at most one object and 8 MB; `None` at the end. A character or a line may
    /// continue in the next chunk.
    ///
    /// # Errors
    /// The error of the request. After [`refresh`](Self::refresh), the reader tries that object again.
    pub fn chunk(&mut self) -> Result<Option<Vec<u8>>> {
        if let Some(first) = self.first.take() {
            return Ok(Some(first));
        }
        while let Some(part) = self.parts.pop_front() {
            let from = self.seen.get(&part.name).copied().unwrap_or(0);
            let to = Some(from + RANGE).filter(|to| *to < part.bytes);
            let body = self.store.get(&part, from, to)?;
            let given = body.as_ref().map_or(0, |body| from + length(body));
            if to.is_some() && from < given && given < part.bytes {
                self.seen.insert(part.name.clone(), given);
                self.parts.push_front(part);
            } else {
                // An object that is listed but not found has expired.
                self.seen.insert(part.name, given.max(part.bytes));
            }
            if let Some(body) = body.filter(|body| !body.is_empty()) {
                return Ok(Some(body));
            }
        }
        Ok(None)
    }

    /// Reads lines, without their ends. Bytes that are not UTF-8 become `U+FFFD`.
    #[must_use]
    pub fn lines(self) -> LogLines<'c> {
        LogLines(BufReader::new(self))
    }

    /// The number of bytes that are still to be fetched, as the object store lists them.
    #[must_use]
    pub fn remaining(&self) -> u64 {
        let seen = |part: &Part| self.seen.get(&part.name).copied().unwrap_or(0);
        self.parts.iter().map(|part| part.bytes.saturating_sub(seen(part))).sum()
    }

    /// Looks for objects that are new or have grown.
    ///
    /// # Errors
    /// The error of the object store's list.
    pub fn refresh(&mut self) -> Result<()> {
        let mut parts = self.store.parts()?.unwrap_or_default();
        parts.retain(|part| {
            let seen = self.seen.get(&part.name).copied();
            if seen.is_some_and(|seen| seen > part.bytes) {
                // Another object of the same name.
                self.seen.remove(&part.name);
                return true;
            }
            seen.is_none_or(|seen| seen < part.bytes)
        });
        self.parts = parts.into();
        Ok(())
    }

    /// Skips all but the last `wanted` lines, looking at the objects from the last one backwards.
    fn seek(&mut self, mut wanted: u64) -> Result<()> {
        let mut kept = VecDeque::new();
        let mut newest = true;
        while let Some(part) = self.parts.pop_back() {
            let head = self.store.head(&part)?;
            let are_whole = match head {
                Head::Gone => None,
                // The guest agent writes whole lines: no line continues in the next object.
                Head::Lines(_) if wanted == 0 => {
                    self.parts.push_back(part);
                    break;
                }
                Head::Lines(lines) if lines < wanted => {
                    wanted -= lines;
                    newest = false;
                    kept.push_front(part);
                    continue;
                }
                Head::Lines(_) => Some(true),
                Head::Unknown => Some(false),
            };
            let found = match are_whole {
                Some(_) => self.find(&part, wanted, newest)?,
                None => None,
            };
            let Some((start, text)) = found else {
                self.seen.insert(part.name, part.bytes);
                continue;
            };
            newest = false;
            let start = match start {
                Start::At(start) => start,
                Start::Before(_) if are_whole == Some(true) => 0,
                // At zero, only the beginning of the first line is still missing.
                Start::Before(lines) => {
                    wanted -= lines.min(wanted);
                    kept.push_front(part);
                    continue;
                }
            };
            if let Some(mut text) = text {
                self.seen.insert(part.name, length(&text).max(part.bytes));
                let start = usize::try_from(start).unwrap_or(usize::MAX).min(text.len());
                self.first = Some(text.split_off(start));
            } else {
                self.seen.insert(part.name.clone(), start);
                kept.push_front(part);
            }
            break;
        }
        self.skip();
        self.parts = kept;
        Ok(())
    }

    /// Looks for the place in an object where its last `wanted` lines begin, from its end backwards.
    /// Also returns the text of an object that was fetched as a whole. There is nothing if the object
    /// has expired.
    ///
    /// The very last line of the newest object counts even if it is not finished.
    fn find(
        &self,
        part: &Part,
        wanted: u64,
        newest: bool,
    ) -> Result<Option<(Start, Option<Vec<u8>>)>> {
        let is_short = part.bytes <= RANGE;
        let (mut end, mut ends, mut unfinished) = (part.bytes, 0, None);
        loop {
            let from = if is_short { 0 } else { end.saturating_sub(RANGE) };
            let to = Some(end).filter(|_| !is_short);
            let Some(text) = self.store.get(part, from, to)? else { return Ok(None) };
            let unfinished = *unfinished.get_or_insert_with(|| {
                u64::from(newest && text.last().is_some_and(|byte| *byte != b'\n'))
            });
            let before = wanted.saturating_sub(unfinished);
            for (at, _) in text.iter().enumerate().rev().filter(|(_, byte)| **byte == b'\n') {
                if ends == before {
                    let start = Start::At(from + at as u64 + 1);
                    return Ok(Some((start, Some(text).filter(|_| is_short))));
                }
                ends += 1;
            }
            if from == 0 {
                let start = Start::Before(ends + unfinished);
                return Ok(Some((start, Some(text).filter(|_| is_short))));
            }
            end = from;
        }
    }

    /// Skips all that is still to be read.
    fn skip(&mut self) {
        self.seen.extend(self.parts.drain(..).map(|part| (part.name, part.bytes)));
    }
}

impl<'c> Collection<'c, Log> {
    /// Reads the published part of a log, from its beginning.
    ///
    /// # Errors
    /// [`Error::Absent`] when nothing is published; the error of the object store's list.
    pub fn read(&self, log: &Log) -> Result<LogReader<'c>> {
        LogReader::open(self.client, log, None)
    }

    /// Reads the last `lines` lines of the published part of a log. Objects before them are not
    /// fetched.
    ///
    /// # Errors
    /// The errors of [`read`](Self::read).
    pub fn tail(&self, log: &Log, lines: u64) -> Result<LogReader<'c>> {
        LogReader::open(self.client, log, Some(lines))
    }
}

impl Read for LogReader<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.rest.read(into)?;
            if read > 0 || into.is_empty() {
                return Ok(read);
            }
            match self.chunk().map_err(io::Error::other)? {
                Some(chunk) => self.rest = Cursor::new(chunk),
                None => return Ok(0),
            }
        }
    }
}

/// An iterator over the lines of a log.
#[derive(Debug)]
pub struct LogLines<'c>(BufReader<LogReader<'c>>);

impl Iterator for LogLines<'_> {
    type Item = Result<String>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = Vec::new();
        match self.0.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) => {
                let line = line.strip_suffix(b"\n").unwrap_or(&line);
                Some(Ok(String::from_utf8_lossy(line).into_owned()))
            }
            Err(error) => Some(Err(error
                .downcast::<Error>()
                .unwrap_or_else(|error| Error::io("read the log", error)))),
        }
    }
}

fn length(body: &[u8]) -> u64 {
    body.len() as u64
}

fn unpublished(name: &str) -> Error {
    Error::absent(format!("no part of the log '{name}' is published yet"))
        .with_hint(Hint::UnpublishedLog { log: name.to_owned() })
}
