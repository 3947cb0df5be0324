//! Looks at a resource again and again, until its goal is reached or the time is up.

use crate::api::wait::{Cancel, Observation, Progress, Verdict, Wait};
use crate::json::Object;
use crate::{Clock, Error, Result, Subject};
use std::time::Duration;

const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);
const MINUTE: Duration = Duration::from_secs(60);
/// How long it takes at most to notice that a wait is canceled.
const NAP: Duration = Duration::from_millis(100);
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
    let mut unsettled = Unsettled::default();
    let mut failed_looks = 0;
    let mut last = String::from("unknown");
    loop {
        if wait.cancel.is_canceled() {
            return Err(Error::Canceled { subject: subject.clone(), status: last });
        }
        let seen = match look() {
            Ok(seen) => {
                failed_looks = 0;
                seen
            }
            Err(error) if is_transient(&error) && failed_looks < FAILED_LOOKS => {
                failed_looks += 1;
                log::info!("{error}: trying again");
                Observation::new(last, Verdict::Continue, None)
            }
            Err(error) => return Err(error),
        };
        let Observation { status, verdict, object, event } = seen;
        let (elapsed, shown) = (since(start), object.as_ref());
        (wait.progress)(&Progress { subject, status: &status, elapsed, object: shown, event });
        // A look that failed says nothing of the status.
        if failed_looks == 0 {
            match unsettled.settle(verdict, clock.elapsed()) {
                Verdict::Done => return Ok(object),
                Verdict::Refused(error) => return Err(error),
                Verdict::Failed(reason) => {
                    let reason = reason.map(Box::new);
                    return Err(Error::Failed { subject: subject.clone(), status, reason });
                }
                Verdict::Continue | Verdict::Unsettled { .. } => {}
            }
        }
        last = status;
        let elapsed = since(start);
        if elapsed >= wait.limit {
            return Err(Error::TimedOut { subject: subject.clone(), status: last, after: elapsed });
        }
        // There is a look at each full minute, for those who report by the minute.
        let minute = MINUTE - Duration::new(elapsed.as_secs() % 60, elapsed.subsec_nanos());
        sleep(clock, pause.min(wait.limit - elapsed).min(minute), &wait.cancel);
        pause = (pause * 3 / 2).min(LONGEST_PAUSE);
    }
}

/// A status that may pass: since when it was seen, and how often.
#[derive(Debug, Default)]
struct Unsettled(Option<(Duration, u32)>);

impl Unsettled {
    /// Makes a failure of an unsettled status that has lasted.
    fn settle(&mut self, verdict: Verdict, now: Duration) -> Verdict {
        let Verdict::Unsettled { lasting, reason } = verdict else {
            self.0 = None;
            return verdict;
        };
        let (first, looks) = self.0.get_or_insert((now, 0));
        *looks += 1;
        match *looks >= UNSETTLED_LOOKS && now.saturating_sub(*first) >= lasting {
            true => Verdict::Failed(reason),
            false => Verdict::Unsettled { lasting, reason },
        }
    }
}

/// Sleeps, but wakes up soon after the wait is canceled.
fn sleep(clock: &dyn Clock, duration: Duration, cancel: &Cancel) {
    let end = clock.elapsed() + duration;
    while !cancel.is_canceled() {
        let left = end.saturating_sub(clock.elapsed());
        if left.is_zero() {
            return;
        }
        clock.sleep(left.min(NAP));
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
        Ok(Observation::new(status.into(), verdict, None))
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
    fn a_canceled_wait_ends_with_the_last_status_and_does_not_begin() {
        let (cancel, clock) = (Cancel::default(), clock());
        let mut wait = Wait::default().until(cancel.clone());
        let error = poll(&clock, &mut wait, &subject(), || {
            cancel.cancel();
            seen("BUILD", Verdict::Continue)
        });
        let error = error.unwrap_err();
        assert!(matches!(&error, Error::Canceled { status, .. } if status == "BUILD"), "{error}");
        assert!(clock.elapsed() < FIRST_PAUSE);
        let error = poll(&clock, &mut wait, &subject(), || unreachable!());
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Canceled);
    }

    #[test]
    fn there_is_a_look_at_each_full_minute() {
        let mut minutes = Vec::new();
        let mut wait = Wait::up_to(Duration::from_secs(300))
            .on_progress(|progress| minutes.push(progress.elapsed.as_secs_f64() / 60.0));
        let _ = poll(&clock(), &mut wait, &subject(), || seen("BUILD", Verdict::Continue));
        drop(wait);
        minutes.retain(|minute| minute.fract() == 0.0);
        assert_eq!(minutes, [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
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
