//! Several targets at once: all tried, each reported, the worst exit status wins.

use crate::api::{Resource, Resources, Wait};
use crate::cli::context::Cx;
use crate::cli::progress::Meter;
use crate::cli::report;
use crate::output::{Object, Tabular};
use crate::{Error, Result};
use std::collections::{HashSet, VecDeque};
use std::sync::Mutex;
use std::time::Duration;

/// How many are worked on at the same time.
const AT_ONCE: usize = 8;

/// One of the targets.
pub(super) struct Target<'t> {
    /// As the user wrote it.
    pub(super) name: &'t str,
    /// Its ID.
    pub(super) id: String,
}

/// What became of a target: the object that a wait ended with, if one did.
type Outcome = Result<Option<Object>>;

/// A target that it worked for.
pub(super) struct Worked {
    pub(super) id: String,
    /// What a wait ended with.
    pub(super) object: Option<Object>,
}

/// Does `work` to each of the things of these names or IDs in a collection, in parallel, and
/// reports the failures. Gives the IDs and objects of those that worked, in the order of the names.
pub(super) fn each<R: Resource>(
    cx: &mut Cx<'_>,
    collection: &Resources<'_, R>,
    names: &[String],
    limit: Option<Duration>,
    work: impl Fn(&Target<'_>, Option<&mut Wait<'_>>) -> Outcome + Sync,
) -> anyhow::Result<Vec<Worked>> {
    let ids = collection.find_ids(names)?;
    // What is named twice is worked on once: a second DELETE gives quota back again (PITFALLS 5).
    let mut known = HashSet::new();
    let mut is_new = |id: &Result<String>| id.as_ref().map_or(true, |id| known.insert(id.clone()));
    let targets = names.iter().map(String::as_str).zip(ids).filter(|(_, id)| is_new(id));
    let queue: Mutex<VecDeque<(usize, &str, Result<String>)>> =
        Mutex::new(targets.enumerate().map(|(at, (name, id))| (at, name, id)).collect());
    let spinner = cx.world().terminals.err && names.len() == 1;
    let done = Mutex::new(Vec::new());
    if limit.is_some() {
        (cx.world().before_wait)();
    }
    let err = crate::cli::progress::shared(cx.world());
    std::thread::scope(|scope| {
        for _ in 0..names.len().min(AT_ONCE) {
            scope.spawn(|| {
                while let Some((at, name, id)) = pop(&queue) {
                    let outcome = id.and_then(|id| {
                        let target = Target { name, id };
                        let mut meter = Meter::new(&err, spinner);
                        let mut wait = limit.map(|limit| meter.wait(limit));
                        let object = work(&target, wait.as_mut())?;
                        Ok(Worked { id: target.id, object })
                    });
                    push(&done, (at, name, outcome));
                }
            });
        }
    });
    report_all::<R>(cx, done.into_inner().unwrap_or_default())
}

fn pop<T>(queue: &Mutex<VecDeque<T>>) -> Option<T> {
    queue.lock().ok()?.pop_front()
}

fn push<T>(done: &Mutex<Vec<T>>, item: T) {
    if let Ok(mut done) = done.lock() {
        done.push(item);
    }
}

/// Prints what a wait ended with: one as a show, several as a list.
pub(super) fn print<R: Tabular>(
    cx: &mut Cx<'_>,
    names: &[String],
    done: Vec<Worked>,
) -> anyhow::Result<()> {
    let mut objects: Vec<Object> = done.into_iter().filter_map(|worked| worked.object).collect();
    match (names.len(), objects.pop()) {
        (_, None) => Ok(()),
        (1, Some(object)) => cx.show::<R>(|| Ok(object)),
        (_, Some(last)) => {
            objects.push(last);
            cx.rows::<R>(objects)
        }
    }
}

type Done<'t> = (usize, &'t str, Result<Worked>);

/// Reports the failures in the order of the targets. A single one is the command's own error.
fn report_all<R: Resource>(
    cx: &mut Cx<'_>,
    mut done: Vec<Done<'_>>,
) -> anyhow::Result<Vec<Worked>> {
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
                    _ => anyhow::Error::from(error).context(format!("{} '{name}'", R::KIND)),
                };
                report::tell(&named, &mut cx.world().err);
                cx.worst(report::exit_code(&named));
            }
        }
    }
    Ok(worked)
}
