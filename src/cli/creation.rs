//! The end of every command that creates something: the new resource is printed, waited for, and deleted
//! again if that is asked for.

use crate::api::{Collection, Deletable, Resource, Wait};
use crate::cli::context::{Cx, ShowView};
use crate::cli::report::Advised;
use crate::cli::report::aftermath::{Purpose, Thing};
use crate::cli::wait_option::WaitArg;
use crate::cli::{deletion, interrupt};
use crate::json::{Object, text};
use crate::{Error, Result};
use clap::Args;

// The options of every command that creates something and can wait for it. (A doc comment would become the
// help of commands.)
#[derive(Debug, Clone, Args)]
pub(super) struct CreateWait {
    #[command(flatten)]
    pub(super) wait: WaitArg,
    /// Delete what was created if it fails, the time is up or the command is interrupted
    #[arg(long, requires = "wait")]
    pub(super) delete_on_failure: bool,
}

/// Creates a resource with `send`, waits for it with `finish` if that is asked for, and prints it.
pub(super) fn create<R: Deletable>(
    cx: &mut Cx<'_>,
    collection: &Collection<'_, R>,
    options: &CreateWait,
    view: ShowView,
    send: impl FnOnce() -> Result<Object>,
    finish: impl FnOnce(&Thing, &mut Wait<'_>) -> Result<Option<Object>>,
) -> anyhow::Result<()> {
    if options.wait.wait.is_some() {
        // From here on an interrupt waits for the reply: without it, the resource would have no ID.
        cx.watch_for_interrupts();
    }
    let created = send()?;
    let mut thing = Thing::of::<R>(&created);
    let Some(limit) = options.wait.wait else {
        view.print(cx, created)?;
        note_namesakes(cx, collection, &mut thing);
        return Ok(());
    };
    interrupt::leaving(thing.id(), Purpose::Create.interrupted(&thing, "new"));
    if cx.is_format_given() {
        interrupt::leaving_output(view.rendered(cx, created.clone())?);
    }
    note_namesakes(cx, collection, &mut thing);
    // It is only in the reply to the create (docs/server-behaviour.md 6).
    let password = created.get("password").cloned();
    let (end, seen) = cx.watching(limit, |wait| finish(&thing, wait));
    interrupt::leaving_output(Vec::new());
    let (object, error) = match end {
        Ok(object) => (object, None),
        Err(error) => (seen, Some(error)),
    };
    let mut object = object.unwrap_or(created);
    object.extend(password.map(|password| ("password".to_owned(), password)));
    let Some(error) = error else { return view.print(cx, object) };
    if cx.is_format_given() {
        view.print(cx, object)?;
    }
    Err(match options.delete_on_failure {
        true => delete_again(cx, collection, &thing, error),
        false => Purpose::Create.advise(error, &thing),
    })
}

/// Deletes what was created, and returns the error with what is left.
fn delete_again<R: Deletable>(
    cx: &mut Cx<'_>,
    collection: &Collection<'_, R>,
    thing: &Thing,
    error: Error,
) -> anyhow::Error {
    let was_interrupted = matches!(error, Error::Canceled { .. });
    cx.note(&match was_interrupted {
        true => format!("interrupted; deleting {thing} (Ctrl-C again ends at once)"),
        false => format!("{error}; deleting {thing}"),
    });
    match clean_up(cx, collection, thing) {
        Ok(()) if was_interrupted => Advised::new(error, format!("{thing} was deleted")).into(),
        Ok(()) => Advised::new(error, format!("{thing} was deleted (--delete-on-failure)")).into(),
        Err(failure) => {
            cx.report_and_continue(&failure);
            Purpose::Create.advise(error, thing)
        }
    }
}

/// Deletes what was created, however long that takes.
pub(super) fn clean_up<R: Deletable>(
    cx: &mut Cx<'_>,
    collection: &Collection<'_, R>,
    thing: &Thing,
) -> anyhow::Result<()> {
    cx.flush();
    interrupt::clean_up();
    let end = cx.waiting_on(|wait| deletion::delete_one(collection, thing, wait));
    end.map_err(|error| Purpose::Delete.advise(error, thing))?;
    interrupt::leaving_nothing(thing.id());
    cx.note(&format!("Deleted {thing}"));
    Ok(())
}

/// Says that other resources have the name of the new one, which commands then take for ambiguous.
pub(super) fn note_namesakes<R: Resource>(
    cx: &mut Cx<'_>,
    collection: &Collection<'_, R>,
    thing: &mut Thing,
) {
    if cx.is_quiet() {
        return;
    }
    // The new resource is known, whatever comes of this look.
    cx.flush();
    match namesakes(collection, thing) {
        Ok(others) if others.is_empty() => {}
        Ok(others) => {
            thing.set_ambiguous();
            let (kind, others) = (R::NOUN, others.join(", "));
            cx.note(&format!(
                "warning: another {kind} is called '{}' too: {others}; name the new {kind} by its ID, {}",
                thing.name(),
                thing.id()
            ));
        }
        Err(error) => log::info!("{error}: cannot tell whether the name is in use"),
    }
}

/// The IDs of the others that have the name, with their statuses.
fn namesakes<R: Resource>(collection: &Collection<'_, R>, thing: &Thing) -> Result<Vec<String>> {
    let mut others = Vec::new();
    for object in collection.objects(R::lookup_query()) {
        let object = object?;
        if text(&object, "name") == Some(thing.name())
            && let Some(id) = R::id(&object).filter(|id| id != thing.id())
        {
            others.push(match text(&object, "status") {
                Some(status) => format!("{id} ({status})"),
                None => id,
            });
        }
    }
    Ok(others)
}
