//! Runs an operation on several targets at once: every failure is reported, and the highest exit code wins.

use crate::api::{Collection, Resource, Wait};
use crate::cli::context::{Cx, ListView, ShowView};
use crate::cli::interrupt;
use crate::cli::progress::Meter;
use crate::cli::report::aftermath::{Purpose, Thing};
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

/// A target that was worked on.
pub(super) struct Done {
    pub(super) thing: Thing,
    /// The object that the wait ended with, or has seen last.
    pub(super) object: Option<Object>,
    pub(super) has_failed: bool,
}

/// The end of a batch.
pub(super) struct Ended {
    pub(super) done: Vec<Done>,
    /// The error of the only target.
    pub(super) error: Option<anyhow::Error>,
}

impl Ended {
    /// The targets that were worked on without an error.
    pub(super) fn worked(self) -> anyhow::Result<Vec<Done>> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(self.done.into_iter().filter(|done| !done.has_failed).collect()),
        }
    }
}

/// The targets by their names: the IDs, or why there is none.
pub(super) type Found<'n> = Vec<(&'n str, Result<String>)>;

/// Finds the targets of these names or IDs.
pub(super) fn find<'n, R: Resource>(
    collection: &Collection<'_, R>,
    names: &'n [String],
) -> Result<Found<'n>> {
    let ids = collection.find_ids(names)?;
    // A target that is named twice is processed once: a second DELETE frees its quota again (docs/server-behaviour.md 5).
    let mut known = HashSet::new();
    let mut is_new = |id: &Result<String>| id.as_ref().map_or(true, |id| known.insert(id.clone()));
    Ok(names.iter().map(String::as_str).zip(ids).filter(|(_, id)| is_new(id)).collect())
}

/// Runs `work` for each of the resources of these names or IDs, in parallel, and reports the failures.
/// Returns the others, in the order of the names.
pub(super) fn run<R: Resource>(
    cx: &mut Cx<'_>,
    collection: &Collection<'_, R>,
    names: &[String],
    work: impl Fn(&Target<'_>) -> Outcome + Sync,
) -> anyhow::Result<Vec<Done>> {
    let found = find(collection, names)?;
    run_found::<R>(cx, found, None, Purpose::Change, |target, _| work(target)).worked()
}

/// Runs `work` for each of the targets, in parallel, and reports the failures, unless there is only one target.
pub(super) fn run_found<R: Resource>(
    cx: &mut Cx<'_>,
    found: Found<'_>,
    limit: Option<Duration>,
    purpose: Purpose,
    work: impl Fn(&Target<'_>, Option<&mut Wait<'_>>) -> Outcome + Sync,
) -> Ended {
    if limit.is_some() {
        cx.watch_for_interrupts();
    }
    let (show, workers) = (cx.show_progress(found.len()), found.len().min(AT_ONCE));
    let cancel = cx.environment().cancel.clone();
    let queue = Mutex::new(found.into_iter().enumerate().collect::<VecDeque<_>>());
    let done = Mutex::new(Vec::new());
    let err: Mutex<&mut (dyn Write + Send)> = Mutex::new(&mut cx.environment().err);
    let work_on = |name: &str, id: String| {
        let thing = Thing::new::<R>(name, &id);
        let target = Target { name, id };
        if cancel.is_canceled() && purpose != Purpose::Create {
            return Tried { thing, outcome: None, seen: None };
        }
        let mut meter = Meter::new(&err, show);
        let outcome = Some(match limit {
            Some(limit) => {
                interrupt::leaving(thing.id(), purpose.interrupted(&thing, "being changed"));
                let outcome = work(&target, Some(&mut meter.wait(limit, cancel.clone())));
                if outcome.is_ok() {
                    interrupt::leaving_nothing(thing.id());
                }
                outcome
            }
            None => work(&target, None),
        });
        Tried { outcome, thing, seen: meter.into_seen() }
    };
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((at, (name, id))) = pop(&queue) {
                    let tried = id.map(|id| work_on(name, id));
                    push(&done, (at, name, tried));
                }
            });
        }
    });
    report_all::<R>(cx, done.into_inner().unwrap_or_default(), purpose)
}

/// A target that was tried.
struct Tried {
    thing: Thing,
    /// The outcome; none if an interrupt came first.
    outcome: Option<Outcome>,
    /// The object that was seen last.
    seen: Option<Object>,
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
        count: usize,
        columns: &'static [Column],
        fields: &'static Fields,
    ) -> anyhow::Result<Option<Self>> {
        let Some(limit) = wait.wait else { return Ok(None) };
        let view = match count {
            1 => BatchView::One(cx.show_view(fields)?),
            _ => BatchView::Several(cx.list_view(columns)?),
        };
        Ok(Some(Self { limit, view }))
    }

    /// Prints the objects of the targets, of those that failed only if a format was asked for.
    pub(super) fn print(self, cx: &mut Cx<'_>, done: &[Done]) -> anyhow::Result<()> {
        let with_failed = cx.is_format_given();
        let printed = done.iter().filter(|done| with_failed || !done.has_failed);
        let mut objects: Vec<Object> = printed.filter_map(|done| done.object.clone()).collect();
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
    let found = find(collection, names)?;
    start_found::<R>(cx, found, wait, Purpose::Change, begin, finish)?.worked().map(drop)
}

/// Begins something for each of these targets as [`start`] does, and returns all of them.
pub(super) fn start_found<R: Resource>(
    cx: &mut Cx<'_>,
    found: Found<'_>,
    wait: Option<BatchWait>,
    purpose: Purpose,
    begin: impl Fn(&str) -> Result<()> + Sync,
    finish: impl Fn(&Target<'_>, &mut Wait<'_>) -> Outcome + Sync,
) -> anyhow::Result<Ended> {
    let limit = wait.map(|wait| wait.limit);
    let ended = run_found::<R>(cx, found, limit, purpose, |target, wait| {
        begin(&target.id)?;
        wait.map_or(Ok(None), |wait| finish(target, wait))
    });
    if let Some(wait) = wait {
        wait.print(cx, &ended.done)?;
    }
    Ok(ended)
}

fn pop<T>(queue: &Mutex<VecDeque<T>>) -> Option<T> {
    queue.lock().ok()?.pop_front()
}

fn push<T>(done: &Mutex<Vec<T>>, item: T) {
    if let Ok(mut done) = done.lock() {
        done.push(item);
    }
}

type TriedAt<'t> = (usize, &'t str, Result<Tried>);

/// Reports the failures in the order of the targets. With a single target, its failure is the error of the
/// command.
fn report_all<R: Resource>(cx: &mut Cx<'_>, mut all: Vec<TriedAt<'_>>, purpose: Purpose) -> Ended {
    all.sort_by_key(|(at, ..)| *at);
    let is_alone = all.len() == 1;
    let mut ended = Ended { done: Vec::new(), error: None };
    for (_, name, tried) in all {
        let error = match tried {
            Ok(Tried { thing, outcome, seen }) => {
                let thing = thing.named_by(seen.as_ref());
                let (object, error) = match outcome {
                    Some(Ok(object)) => (object.or(seen), None),
                    Some(Err(error)) => (seen, Some(purpose.advise(error, &thing))),
                    None => (None, Some(thing.is_untouched())),
                };
                let has_failed = error.is_some();
                ended.done.push(Done { thing, object, has_failed });
                error
            }
            Err(error) => Some(error.into()),
        };
        match error {
            None => {}
            Some(error) if is_alone => ended.error = Some(error),
            Some(error) => tell::<R>(cx, name, error),
        }
    }
    ended
}

/// Reports the failure of one of several targets.
fn tell<R: Resource>(cx: &mut Cx<'_>, name: &str, error: anyhow::Error) {
    // These name the target themselves.
    let names_it = error.chain().any(|cause| {
        let error = cause.downcast_ref::<Error>();
        error.is_some_and(|error| matches!(error, Error::NotFound { .. } | Error::Ambiguous { .. }))
    });
    let error = if names_it { error } else { error.context(format!("{} '{name}'", R::NOUN)) };
    cx.report_and_continue(&error);
}
