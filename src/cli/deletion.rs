//! Every command that deletes: look first, ask then, delete, and wait until what is deleted is gone.

use crate::api::{Collection, Deletable, DeletionRequest, DeletionStage, Resource, Wait};
use crate::cli::batch::{self, Found, Target};
use crate::cli::context::Cx;
use crate::cli::prompt::{confirm, facts};
use crate::cli::report::aftermath::{Purpose, Thing};
use crate::cli::wait_option::WaitArg;
use crate::json::Object;
use crate::{Error, Result};

/// Deletes the resources of these names or IDs. Returns the IDs of those that the service has agreed to
/// delete.
pub(super) fn delete<R: Deletable>(
    cx: &mut Cx<'_>,
    collection: &Collection<'_, R>,
    names: &[String],
    wait: &WaitArg,
    request: &(impl Fn(&str) -> Result<()> + Sync),
    insists: bool,
) -> anyhow::Result<Vec<String>> {
    let found = batch::find(collection, names)?;
    ask(cx, collection, &found)?;
    let is_underway = |object: Option<&Object>| {
        object.is_some_and(|object| R::stage(object) == DeletionStage::Deleting)
    };
    let ended =
        batch::run_found::<R>(cx, found, wait.wait, Purpose::Delete, |target, wait| match wait {
            Some(wait) => {
                let request = DeletionRequest { send: request, insists };
                collection.delete_named(&target.id, target.name, &request, wait)?;
                Ok(None)
            }
            None => {
                let object = if insists { None } else { look(collection, target)? };
                if !is_underway(object.as_ref()) {
                    request(&target.id)?;
                }
                Ok(object)
            }
        });
    let mut ids = Vec::new();
    for done in ended.done.iter().filter(|done| !done.has_failed) {
        let thing = done.thing.clone().named_by(done.object.as_ref());
        // Without a wait, the object is as it was before the request.
        match (wait.wait, is_underway(done.object.as_ref())) {
            (Some(_), _) => cx.note(&format!("Deleted {thing}")),
            (None, true) => {
                cx.note(&format!("{thing} is being deleted already{}", or_stopped(&done.object)));
                continue;
            }
            (None, false) => {}
        }
        ids.push(thing.id().to_owned());
    }
    match ended.error {
        Some(error) => Err(error),
        None => Ok(ids),
    }
}

/// What else the status can mean, up to Victoria (docs/server-behaviour.md 83).
fn or_stopped(object: &Option<Object>) -> &'static str {
    let may_be = object.as_ref().is_some_and(|object| {
        object.contains_key("status") && !object.contains_key("operating_status")
    });
    if may_be { ", or its database is stopped; with --force it is deleted in any case" } else { "" }
}

/// Looks at a target before it is deleted. What the service cannot show may still be deleted.
fn look<R: Resource>(
    collection: &Collection<'_, R>,
    target: &Target<'_>,
) -> Result<Option<Object>> {
    match collection.get_object(&target.id) {
        Err(Error::Api(error)) if error.status >= 500 => Ok(None),
        looked => looked.map(Some),
    }
}

/// Deletes the resources of these names or IDs, of a type that is deleted at once.
pub(super) fn delete_at_once<R: Resource>(
    cx: &mut Cx<'_>,
    collection: &Collection<'_, R>,
    names: &[String],
    request: impl Fn(&str) -> Result<()> + Sync,
) -> anyhow::Result<()> {
    let found = batch::find(collection, names)?;
    ask(cx, collection, &found)?;
    let send = |target: &Target<'_>, _: Option<&mut Wait<'_>>| request(&target.id).map(|()| None);
    batch::run_found::<R>(cx, found, None, Purpose::Change, send).worked().map(drop)
}

/// Deletes one resource, and waits until it is gone.
pub(super) fn delete_one<R: Deletable>(
    collection: &Collection<'_, R>,
    thing: &Thing,
    wait: &mut Wait<'_>,
) -> Result<()> {
    let send = |id: &str| R::request_deletion(collection, id);
    let request = DeletionRequest { send: &send, insists: false };
    collection.delete_named(thing.id(), thing.name(), &request, wait)
}

/// Asks whether to delete those that were found, with what is known of them, if the command was typed at a
/// prompt.
fn ask<R: Resource>(
    cx: &mut Cx<'_>,
    collection: &Collection<'_, R>,
    found: &Found<'_>,
) -> anyhow::Result<()> {
    if !confirm::is_asked(cx) {
        return Ok(());
    }
    let now = cx.environment().clock.now();
    let mut described = Vec::new();
    for (name, id) in found.iter().filter_map(|(name, id)| Some((name, id.as_ref().ok()?))) {
        let object = match collection.get_object(id) {
            Ok(object) => object,
            // What the service cannot show may still be deleted; else the deletion says why not.
            Err(Error::Api(_)) => Object::new(),
            Err(error) => return Err(error.into()),
        };
        let thing = match object.is_empty() {
            true => Thing::new::<R>(name, id),
            false => Thing::of::<R>(&object),
        };
        described.push((thing, facts::of(&object, now)));
    }
    confirm::deletion(cx, R::NOUN, &described)
}
