//! Looks at a resource again and again, until its goal is reached or the time is up.

use crate::api::wait::{Observation, Progress, Verdict, Wait};
use crate::json::Object;
use crate::{Clock, Error, Result, Subject};
use std::time::Duration;

const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);
/// How many looks in a row have to find an unsettled status before it counts.
const UNSETTLED_LOOKS: u32 = 3;
/// How many looks in a row may fail: an restart of the API must not end a long wait.
const FAILED_LOOKS: u32 = 5;

/// Polls until the verdict is final or the time is up.
pub(in crate::api) fn poll(
    clock: &dyn Clock,
    wait: &mut Wait<'_>,
    subject: &Subject,
    mut look: impl FnMut() -> Result<Observation>,
) -> Result<Option<Object>> {
    let start = clock.elapsed();
    let since = |then: Duration| clock.elapsed().saturating_sub(then);
    let mut pause = FIRST_PAUSE;
    let mut unsettled: Option<(Duration, u32)> = None;
    let mut failed_looks = 0;
    let mut last = String::from("unknown");
    loop {
        match look() {
            Ok(Observation { status, verdict, object }) => {
                failed_looks = 0;
                (wait.progress)(&Progress { subject, status: &status, elapsed: since(start) });
                let failed = |reason| Error::Failed {
                    subject: subject.clone(),
                    status: status.clone(),
                    reason: Option::map(reason, Box::new),
                };
                match verdict {
                    Verdict::Done => return Ok(object),
                    Verdict::Failed(reason) => return Err(failed(reason)),
                    Verdict::Unsettled { lasting, reason } => {
                        let (first, looks) = unsettled.get_or_insert_with(|| (clock.elapsed(), 0));
                        *looks += 1;
                        if *looks >= UNSETTLED_LOOKS && since(*first) >= lasting {
                            return Err(failed(reason));
                        }
                    }
                    Verdict::Continue => unsettled = None,
                }
                last = status;
            }
            Err(error) if is_transient(&error) && failed_looks < FAILED_LOOKS => {
                failed_looks += 1;
                log::info!("{error}: trying again");
            }
            Err(error) => return Err(error),
        }
        let elapsed = since(start);
        if elapsed >= wait.limit {
            return Err(Error::TimedOut { subject: subject.clone(), status: last, after: elapsed });
        }
        clock.sleep(pause.min(wait.limit - elapsed));
        pause = (pause * 3 / 2).min(LONGEST_PAUSE);
    }
}

/// Returns whether this error may be temporary.
pub(crate) fn is_transient(error: &Error) -> bool {
    match error {
        Error::Transport(_) => true,
        Error::Api(error) => error.status >= 500 || error.retry_after.is_some(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ApiError, ErrorKind, Failure, ManualClock};
    use std::cell::Cell;
    use std::time::SystemTime;

    fn clock() -> ManualClock {
        ManualClock::new(SystemTime::UNIX_EPOCH)
    }

    fn subject() -> Subject {
        Subject::new("instance", "x")
    }

    fn seen(status: &str, verdict: Verdict) -> Result<Observation> {
        Ok(Observation { status: status.into(), verdict, object: None })
    }

    #[test]
    fn a_poll_continues_until_the_goal_and_reports_each_status() {
        let (looks, mut statuses_seen) = (Cell::new(0), Vec::new());
        let mut quiet =
            Wait::default().on_progress(|p| statuses_seen.push((p.status.to_owned(), p.elapsed)));
        let end = poll(&clock(), &mut quiet, &subject(), || {
            looks.set(looks.get() + 1);
            if looks.get() < 3 {
                seen("BUILD", Verdict::Continue)
            } else {
                seen("ACTIVE", Verdict::Done)
            }
        });
        drop(quiet);
        assert!(end.unwrap().is_none());
        let statuses: Vec<_> = statuses_seen.iter().map(|(status, _)| status.as_str()).collect();
        assert_eq!(statuses, ["BUILD", "BUILD", "ACTIVE"]);
        assert_eq!(statuses_seen[2].1, Duration::from_millis(1250));
    }

    #[test]
    fn a_poll_never_exceeds_its_limit_and_reports_the_last_status() {
        let clock = clock();
        let error = poll(&clock, &mut Wait::up_to(Duration::from_secs(90)), &subject(), || {
            seen("BUILD", Verdict::Continue)
        })
        .unwrap_err();
        assert_eq!(error.to_string(), "instance 'x' is still BUILD after 1m 30s");
        assert_eq!(error.kind(), ErrorKind::Waited);
        assert_eq!(clock.now(), SystemTime::UNIX_EPOCH + Duration::from_secs(90));
    }

    #[test]
    fn a_clock_that_is_set_changes_no_wait() {
        let day = Duration::from_secs(86_400);
        for set in [SystemTime::UNIX_EPOCH, SystemTime::UNIX_EPOCH + 3 * day] {
            let clock = ManualClock::new(SystemTime::UNIX_EPOCH + day);
            let error = poll(&clock, &mut Wait::up_to(Duration::from_secs(90)), &subject(), || {
                clock.set(set);
                seen("BUILD", Verdict::Continue)
            });
            assert_eq!(error.unwrap_err().to_string(), "instance 'x' is still BUILD after 1m 30s");
            assert_eq!(clock.elapsed(), Duration::from_secs(90));
        }
    }

    #[test]
    fn an_unsettled_status_may_pass_or_become_a_failure() {
        let looks = Cell::new(0);
        let end = poll(&clock(), &mut Wait::default(), &subject(), || {
            looks.set(looks.get() + 1);
            match looks.get() {
                1..4 => seen("ERROR", Verdict::unsettled(None)),
                4 => seen("SHUTDOWN", Verdict::Continue),
                _ => seen("gone", Verdict::Done),
            }
        });
        assert!(end.is_ok());
        let error = poll(&clock(), &mut Wait::default(), &subject(), || {
            seen("ERROR", Verdict::unsettled(Some(Failure::Fault("no host".into()))))
        });
        assert_eq!(error.unwrap_err().to_string(), "instance 'x' went to ERROR: no host");
    }

    #[test]
    fn a_few_server_errors_do_not_end_a_poll_but_a_refusal_does() {
        let looks = Cell::new(0);
        let answer = |status: u16| Err(ApiError::new(status, "no", "GET x").into());
        let end = poll(&clock(), &mut Wait::default(), &subject(), || {
            looks.set(looks.get() + 1);
            if looks.get() <= 3 { answer(503) } else { seen("ACTIVE", Verdict::Done) }
        });
        assert!(end.is_ok());
        looks.set(0);
        let end = poll(&clock(), &mut Wait::default(), &subject(), || {
            looks.set(looks.get() + 1);
            answer(503)
        });
        assert_eq!((end.unwrap_err().status(), looks.get()), (Some(503), FAILED_LOOKS + 1));
        let end = poll(&clock(), &mut Wait::default(), &subject(), || answer(403));
        assert_eq!(end.unwrap_err().status(), Some(403));
    }
}
