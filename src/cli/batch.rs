//! Runs an operation on several targets at once: every failure is reported, and the highest exit code wins.

use crate::api::{Collection, Resource, Wait};
use crate::cli::context::{Cx, ListView, ShowView};
use crate::cli::progress::Meter;
use crate::cli::wait_option::WaitArg;
use crate::json::Object;
use crate::output::{Column, Fields};
use crate::{Error, Result};
use std::collections::{HashSet, VecDeque};
use std::io::Write;
use std::sync::Mutex;
use std::time::Duration;

/// The number of targets that are processed at the same time.
const AT_ONCE: usize = 8;

/// One of the targets.
pub(super) struct Target<'t> {
    /// The name or ID that the user typed.
    pub(super) name: &'t str,
    /// Its ID.
    pub(super) id: String,
}

/// The outcome for one target: the object that the wait returned, if there was a wait.
type Outcome = Result<Option<Object>>;

/// A target whose operation succeeded.
pub(super) struct Done {
    pub(super) id: String,
    /// The object that the wait returned, if there was a wait.
    pub(super) object: Option<Object>,
}

/// Runs `work` in parallel for the resources with these names or IDs, and reports the failures.
/// Returns the IDs and objects of the successes, in the order of the names.
pub(super) fn run<R: Resource>(
    cx: &mut Cx<'_>,
    collection: &Collection<'_, R>,
    names: &[String],
    limit: Option<Duration>,
    work: impl Fn(&Target<'_>, Option<&mut Wait<'_>>) -> Outcome + Sync,
) -> anyhow::Result<Vec<Done>> {
    let ids = collection.find_ids(names)?;
    // A target that is named twice is processed once: a second DELETE frees its quota again (docs/server-behaviour.md 5).
    let mut known = HashSet::new();
    let mut is_new = |id: &Result<String>| id.as_ref().map_or(true, |id| known.insert(id.clone()));
    let targets = names.iter().map(String::as_str).zip(ids).filter(|(_, id)| is_new(id));
    let queue: Mutex<VecDeque<(usize, &str, Result<String>)>> =
        Mutex::new(targets.enumerate().map(|(at, (name, id))| (at, name, id)).collect());
    let spinner = cx.environment().terminals.err && names.len() == 1;
    let done = Mutex::new(Vec::new());
    if limit.is_some() {
        (cx.environment().before_wait)();
    }
    let err: Mutex<&mut (dyn Write + Send)> = Mutex::new(&mut cx.environment().err);
    std::thread::scope(|scope| {
        for _ in 0..names.len().min(AT_ONCE) {
            scope.spawn(|| {
                while let Some((at, name, id)) = pop(&queue) {
                    let outcome = id.and_then(|id| {
                        let target = Target { name, id };
                        let mut meter = Meter::new(&err, spinner);
                        let mut wait = limit.map(|limit| meter.wait(limit));
                        let object = work(&target, wait.as_mut())?;
                        Ok(Done { id: target.id, object })
                    });
                    push(&done, (at, name, outcome));
                }
            });
        }
    });
    report_all::<R>(cx, done.into_inner().unwrap_or_default())
}

/// The option `--wait` for all targets, with the view that prints the results: an object for one target, a
/// list for several.
#[derive(Debug, Clone, Copy)]
pub(super) struct BatchWait {
    limit: Duration,
    view: BatchView,
}

#[derive(Debug, Clone, Copy)]
enum BatchView {
    One(ShowView),
    Several(ListView),
}

impl BatchWait {
    /// Makes the wait, if `--wait` is given. Checks that its result can be printed before anything starts.
    pub(super) fn new(
        cx: &mut Cx<'_>,
        wait: &WaitArg,
        names: &[String],
        columns: &'static [Column],
        fields: &'static Fields,
    ) -> anyhow::Result<Option<Self>> {
        let Some(limit) = wait.wait else { return Ok(None) };
        let view = match names {
            [_] => BatchView::One(cx.show_view(fields)?),
            _ => BatchView::Several(cx.list_view(columns)?),
        };
        Ok(Some(Self { limit, view }))
    }

    fn print(self, cx: &mut Cx<'_>, done: Vec<Done>) -> anyhow::Result<()> {
        let mut objects: Vec<Object> = done.into_iter().filter_map(|done| done.object).collect();
        match self.view {
            _ if objects.is_empty() => Ok(()),
            BatchView::Several(view) => view.rows(cx, objects),
            BatchView::One(view) => view.print(cx, objects.pop().unwrap_or_default()),
        }
    }
}

/// Begins an operation on each target. If `wait` is given, waits for all of them and prints the results.
pub(super) fn start<R: Resource>(
    cx: &mut Cx<'_>,
    collection: &Collection<'_, R>,
    names: &[String],
    wait: Option<BatchWait>,
    begin: impl Fn(&str) -> Result<()> + Sync,
    finish: impl Fn(&Target<'_>, &mut Wait<'_>) -> Outcome + Sync,
) -> anyhow::Result<()> {
    let limit = wait.map(|wait| wait.limit);
    let done = run(cx, collection, names, limit, |target, wait| {
        begin(&target.id)?;
        wait.map_or(Ok(None), |wait| finish(target, wait))
    })?;
    wait.map_or(Ok(()), |wait| wait.print(cx, done))
}

fn pop<T>(queue: &Mutex<VecDeque<T>>) -> Option<T> {
    queue.lock().ok()?.pop_front()
}

fn push<T>(done: &Mutex<Vec<T>>, item: T) {
    if let Ok(mut done) = done.lock() {
        done.push(item);
    }
}

type Ended<'t> = (usize, &'t str, Result<Done>);

/// Reports the failures in the order of the targets. With a single target, its failure is the error of the
/// command.
fn report_all<R: Resource>(cx: &mut Cx<'_>, mut done: Vec<Ended<'_>>) -> anyhow::Result<Vec<Done>> {
    done.sort_by_key(|(at, ..)| *at);
    let alone = done.len() == 1;
    let mut worked = Vec::new();
    for (_, name, outcome) in done {
        match outcome {
            Ok(target) => worked.push(target),
            Err(error) if alone => return Err(error.into()),
            Err(error) => {
                let named = match &error {
                    Error::NotFound { .. } | Error::Ambiguous { .. } => anyhow::Error::from(error),
                    _ => anyhow::Error::from(error).context(format!("{} '{name}'", R::NOUN)),
                };
                cx.report_and_continue(&named);
            }
        }
    }
    Ok(worked)
}
