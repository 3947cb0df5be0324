//! Deleting a resource, and waiting until it is gone.

use crate::api::collection::Collection;
use crate::api::resource::Resource;
use crate::api::wait::{Observation, Verdict, Wait, WaitEvent, poll};
use crate::json::Object;
use crate::{ApiError, Error, Failure, Result, Subject};

/// How many looks in a row have to find a resource at rest that should be at work or away: a look can
/// be older than what it looks for.
const LOOKS_AT_REST: u32 = 3;

/// How far a resource is from its deletion.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeletionStage {
    /// The resource is being deleted.
    Deleting,
    /// The resource is at work, and the service may refuse to delete it.
    Busy,
    /// Nothing is being done to the resource.
    Resting,
    /// The resource failed, or its deletion did.
    Broken(Option<Failure>),
}

/// A resource whose deletion takes time.
pub trait Deletable: Resource {
    /// Whether a resource of this type shows that it is being deleted.
    const SHOWS_DELETION: bool;

    /// Tells how far the resource is from its deletion.
    fn stage(object: &Object) -> DeletionStage;

    /// Names the status of the resource.
    fn describe(object: &Object) -> String;

    /// Requests the deletion of the resource of this ID.
    ///
    /// # Errors
    /// The refusal of the service.
    fn request_deletion(collection: &Collection<'_, Self>, id: &str) -> Result<()>;

    /// Tells whether the service refuses a deletion only for as long as the resource is at work.
    #[must_use]
    fn is_refusal(error: &ApiError, _: &DeletionStage) -> bool {
        error.status == 422
    }
}

/// How a deletion is requested.
pub(crate) struct Request<'r> {
    /// Sends the request.
    pub(crate) send: &'r dyn Fn(&str) -> Result<()>,
    /// Whether to send it to a resource that is being deleted already.
    pub(crate) insists: bool,
}

impl<R: Deletable> Collection<'_, R> {
    /// Deletes a resource, and waits until it is gone. While the service refuses, because the resource
    /// is being built or at work, it is asked again. Nothing is sent while the resource is being
    /// deleted already. If it comes back, the service is asked once more.
    ///
    /// # Errors
    /// The refusal of the service, unless it can pass; [`Error::TimedOut`] when the time is up,
    /// [`Error::Failed`] when the deletion failed.
    pub fn delete_and_wait(&self, id: &str, wait: &mut Wait<'_>) -> Result<()> {
        let send = |id: &str| R::request_deletion(self, id);
        self.delete_named(id, id, &Request { send: &send, insists: false }, wait)
    }

    /// Deletes as [`delete_and_wait`](Self::delete_and_wait) does, in a special way, and names the
    /// resource as the user did.
    pub(crate) fn delete_named(
        &self,
        id: &str,
        name: &str,
        request: &Request<'_>,
        wait: &mut Wait<'_>,
    ) -> Result<()> {
        let subject = Subject::new(R::NOUN, name);
        let mut deletion = Deletion { collection: self, id, request, phase: Phase::default() };
        poll(self.client.clock(), wait, &subject, || deletion.look()).map(drop)
    }
}

/// A deletion on its way.
struct Deletion<'d, R> {
    collection: &'d Collection<'d, R>,
    id: &'d str,
    request: &'d Request<'d>,
    phase: Phase,
}

#[derive(Debug, Default)]
struct Phase {
    /// Whether the service has accepted the deletion.
    accepted: bool,
    /// Whether the resource was seen being deleted.
    seen: bool,
    /// Whether the service has refused it.
    refused: bool,
    /// Whether it was requested once more.
    repeated: bool,
    /// How many looks in a row have found the resource at rest.
    at_rest: u32,
}

impl<R: Deletable> Deletion<'_, R> {
    fn look(&mut self) -> Result<Observation> {
        let object = match self.collection.get_object(self.id) {
            Ok(object) => Some(object),
            Err(error) if error.status() == Some(404) => return Ok(Observation::gone()),
            // What the service cannot show may still be deleted.
            Err(Error::Api(error)) if !self.phase.accepted && error.status >= 500 => None,
            Err(error) => return Err(error),
        };
        let stage = object.as_ref().map_or(DeletionStage::Resting, R::stage);
        let (verdict, event) = match self.phase.accepted {
            true => self.follow(&stage),
            false => self.ask(&stage),
        };
        let status = object.as_ref().map_or_else(|| "unknown".to_owned(), R::describe);
        Ok(Observation { status, verdict, object, event })
    }

    /// Requests the deletion, unless it is underway.
    fn ask(&mut self, stage: &DeletionStage) -> (Verdict, Option<WaitEvent>) {
        if *stage == DeletionStage::Deleting && !self.request.insists {
            self.phase = Phase { accepted: true, seen: true, ..Phase::default() };
            return (Verdict::Continue, Some(WaitEvent::DeletionUnderway));
        }
        match (self.request.send)(self.id) {
            Ok(()) => {
                self.phase.accepted = true;
                (Verdict::Continue, None)
            }
            Err(error) if error.status() == Some(404) => (Verdict::Done, None),
            Err(Error::Api(error)) if self.may_pass(&error, stage) => {
                let is_new = !std::mem::replace(&mut self.phase.refused, true);
                (Verdict::Continue, is_new.then_some(WaitEvent::DeletionRefused))
            }
            // Not tried again even if the connection broke: the service may have got the request.
            Err(error) => (Verdict::Refused(error), None),
        }
    }

    /// Tells whether this refusal may pass.
    fn may_pass(&mut self, error: &ApiError, stage: &DeletionStage) -> bool {
        self.phase.at_rest = match stage {
            DeletionStage::Resting => self.phase.at_rest + 1,
            _ => 0,
        };
        R::is_refusal(error, stage) && self.phase.at_rest <= LOOKS_AT_REST
    }

    /// Follows a deletion that was accepted.
    fn follow(&mut self, stage: &DeletionStage) -> (Verdict, Option<WaitEvent>) {
        match stage {
            DeletionStage::Broken(reason) => return (Verdict::unsettled(reason.clone()), None),
            DeletionStage::Resting if R::SHOWS_DELETION => self.phase.at_rest += 1,
            DeletionStage::Deleting => {
                self.phase.seen = true;
                self.phase.at_rest = 0;
            }
            _ => self.phase.at_rest = 0,
        }
        let has_come_back =
            self.phase.at_rest >= LOOKS_AT_REST || self.phase.at_rest > 0 && self.phase.seen;
        if !has_come_back {
            return (Verdict::Continue, None);
        }
        if self.phase.repeated {
            return (Verdict::Failed(Some(Failure::NotDeleted)), None);
        }
        self.phase = Phase { repeated: true, ..Phase::default() };
        let (verdict, event) = self.ask(stage);
        (verdict, event.or(Some(WaitEvent::DeletionRepeated)))
    }
}
