//! Waiting for an asynchronous operation: observe, decide, and look again later.

use crate::error::human;
use crate::json::Object;
use crate::{Clock, Error, Failure, Result, Subject};
use std::time::{Duration, SystemTime};

/// The first pause between two looks, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(15));
/// How long something doubtful may last before it counts as failed.
const GRACE: Duration = Duration::from_secs(60);
/// How many looks in a row may fail: a restarting API should not end a long wait.
const BLIPS: u32 = 5;

/// How long to wait, and whom to tell.
pub struct Wait<'w> {
    limit: Duration,
    progress: Box<dyn FnMut(&Progress<'_>) + 'w>,
}

/// What is seen at one look.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Progress<'p> {
    /// The resource that is waited for.
    pub subject: &'p Subject,
    /// Its status now.
    pub status: &'p str,
    /// How long the wait has lasted.
    pub elapsed: Duration,
}

impl Default for Wait<'_> {
    /// Up to an hour (a restore may take that long, trove/common/cfg.py), in silence.
    fn default() -> Self {
        Self { limit: Duration::from_secs(3600), progress: Box::new(|_| {}) }
    }
}

impl std::fmt::Debug for Wait<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wait").field("limit", &human(self.limit)).finish_non_exhaustive()
    }
}

impl<'w> Wait<'w> {
    /// No longer than `limit`.
    #[must_use]
    pub fn up_to(limit: Duration) -> Self {
        Self { limit, ..Self::default() }
    }

    /// Calls `progress` after each look.
    #[must_use]
    pub fn on_progress(mut self, progress: impl FnMut(&Progress<'_>) + 'w) -> Self {
        self.progress = Box::new(progress);
        self
    }
}

/// What one look shows.
pub(super) struct Sight {
    /// The status, as progress shows it.
    pub(super) status: String,
    pub(super) decision: Decision,
    /// The object seen; `None` once it is gone.
    pub(super) object: Option<Object>,
}

pub(super) enum Decision {
    /// Not there yet.
    Continue,
    /// There.
    Done,
    /// It will never get there.
    Failed(Option<Failure>),
    /// It looks as if it will never get there, but that may pass.
    Doubtful(Option<Failure>),
}

/// Looks again and again until the decision falls, or the time is up.
pub(super) fn wait(
    clock: &dyn Clock,
    wait: &mut Wait<'_>,
    subject: &Subject,
    mut look: impl FnMut() -> Result<Sight>,
) -> Result<Option<Object>> {
    let start = clock.now();
    let since = |then: SystemTime| clock.now().duration_since(then).unwrap_or_default();
    let (mut pause, longest) = PAUSES;
    let mut doubt: Option<SystemTime> = None;
    let mut blips = 0;
    let mut last = String::from("unknown");
    loop {
        match look() {
            Ok(sight) => {
                blips = 0;
                let progress = Progress { subject, status: &sight.status, elapsed: since(start) };
                (wait.progress)(&progress);
                let failed = |reason| Error::Failed {
                    subject: subject.clone(),
                    status: sight.status.clone(),
                    reason,
                };
                match sight.decision {
                    Decision::Done => return Ok(sight.object),
                    Decision::Failed(reason) => return Err(failed(reason)),
                    Decision::Doubtful(reason) => {
                        let first = *doubt.get_or_insert_with(|| clock.now());
                        if since(first) >= GRACE {
                            return Err(failed(reason));
                        }
                    }
                    Decision::Continue => doubt = None,
                }
                last = sight.status;
            }
            Err(error) if passing(&error) && blips < BLIPS => {
                blips += 1;
                log::info!("{error}: looking again");
            }
            Err(error) => return Err(error),
        }
        let elapsed = since(start);
        if elapsed >= wait.limit {
            return Err(Error::TimedOut { subject: subject.clone(), status: last, after: elapsed });
        }
        clock.sleep(pause.min(wait.limit - elapsed));
        pause = (pause * 3 / 2).min(longest);
    }
}

/// Whether this may be over at the next look.
pub(crate) fn passing(error: &Error) -> bool {
    match error {
        Error::Transport(_) => true,
        Error::Api(error) => error.status >= 500 || error.retry_after.is_some(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ApiError, Kind, ManualClock};
    use std::cell::Cell;

    fn clock() -> ManualClock {
        ManualClock::new(SystemTime::UNIX_EPOCH)
    }

    fn subject() -> Subject {
        Subject::new("instance", "x")
    }

    fn sight(status: &str, decision: Decision) -> Result<Sight> {
        Ok(Sight { status: status.into(), decision, object: None })
    }

    #[test]
    fn it_looks_until_done_and_tells_each_status() {
        let (looks, mut told) = (Cell::new(0), Vec::new());
        let mut quiet =
            Wait::default().on_progress(|p| told.push((p.status.to_owned(), p.elapsed)));
        let end = wait(&clock(), &mut quiet, &subject(), || {
            looks.set(looks.get() + 1);
            if looks.get() < 3 {
                sight("BUILD", Decision::Continue)
            } else {
                sight("ACTIVE", Decision::Done)
            }
        });
        drop(quiet);
        assert!(end.unwrap().is_none());
        let statuses: Vec<_> = told.iter().map(|(status, _)| status.as_str()).collect();
        assert_eq!(statuses, ["BUILD", "BUILD", "ACTIVE"]);
        assert_eq!(told[2].1, Duration::from_millis(1250));
    }

    #[test]
    fn the_time_is_never_overrun_and_the_last_status_is_told() {
        let clock = clock();
        let error = wait(&clock, &mut Wait::up_to(Duration::from_secs(90)), &subject(), || {
            sight("BUILD", Decision::Continue)
        })
        .unwrap_err();
        assert_eq!(error.to_string(), "instance 'x' is still BUILD after 1m 30s");
        assert_eq!(error.kind(), Kind::Waited);
        assert_eq!(clock.now(), SystemTime::UNIX_EPOCH + Duration::from_secs(90));
    }

    #[test]
    fn a_doubt_may_pass_or_become_a_failure() {
        let looks = Cell::new(0);
        let end = wait(&clock(), &mut Wait::default(), &subject(), || {
            looks.set(looks.get() + 1);
            match looks.get() {
                1..4 => sight("ERROR", Decision::Doubtful(None)),
                4 => sight("SHUTDOWN", Decision::Continue),
                _ => sight("gone", Decision::Done),
            }
        });
        assert!(end.is_ok());
        let error = wait(&clock(), &mut Wait::default(), &subject(), || {
            sight("ERROR", Decision::Doubtful(Some(Failure::Fault("no host".into()))))
        });
        assert_eq!(error.unwrap_err().to_string(), "instance 'x' went to ERROR: no host");
    }

    #[test]
    fn a_few_server_errors_do_not_end_it_but_a_refusal_does() {
        let looks = Cell::new(0);
        let answer = |status: u16| Err(ApiError::new(status, "no", "GET x").into());
        let end = wait(&clock(), &mut Wait::default(), &subject(), || {
            looks.set(looks.get() + 1);
            if looks.get() <= 3 { answer(503) } else { sight("ACTIVE", Decision::Done) }
        });
        assert!(end.is_ok());
        looks.set(0);
        let end = wait(&clock(), &mut Wait::default(), &subject(), || {
            looks.set(looks.get() + 1);
            answer(503)
        });
        assert_eq!((end.unwrap_err().status(), looks.get()), (Some(503), BLIPS + 1));
        let end = wait(&clock(), &mut Wait::default(), &subject(), || answer(403));
        assert_eq!(end.unwrap_err().status(), Some(403));
    }
}
