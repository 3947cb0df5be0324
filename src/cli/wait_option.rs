//! The option `--wait` and its duration.

use crate::api::Wait;
use crate::cli::context::{Cx, ShowView};
use crate::cli::interrupt;
use crate::cli::report::aftermath::{Purpose, Thing};
use crate::json::Object;
use crate::output::Fields;
use anyhow::Result;
use clap::Args;
use std::time::Duration;

// The option of every command that can wait for what it starts. (A doc comment would become the help of commands.)
#[derive(Debug, Clone, Args)]
pub(crate) struct WaitArg {
    /// Wait for completion, at most DURATION (90s, 15m, 1h30m) [default: 1h]
    #[arg(
        long,
        value_name = "DURATION",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "1h",
        value_parser = duration
    )]
    pub(crate) wait: Option<Duration>,
}

/// The wait of `--wait`, with the view that prints the result.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Waiting {
    limit: Duration,
    view: ShowView,
}

impl WaitArg {
    /// Makes the wait, if `--wait` is given. Checks that its result can be printed before anything starts.
    pub(crate) fn with_view(
        &self,
        cx: &mut Cx<'_>,
        fields: &'static Fields,
    ) -> Result<Option<Waiting>> {
        let Some(limit) = self.wait else { return Ok(None) };
        Ok(Some(Waiting { limit, view: cx.show_view(fields)? }))
    }
}

impl Waiting {
    /// Waits for what is done to the thing, and prints the object that the wait returns, if there is one.
    pub(crate) fn run(
        self,
        cx: &mut Cx<'_>,
        thing: &Thing,
        wait: impl FnOnce(&mut Wait<'_>) -> crate::Result<Option<Object>>,
    ) -> Result<()> {
        match self.step(cx, thing, wait)? {
            Some(object) => self.view.print(cx, object),
            None => Ok(()),
        }
    }

    /// Waits for what is done to the thing, and returns the object that the wait returns. If the wait
    /// fails, prints the object that was seen last, if a format was asked for.
    pub(crate) fn step(
        self,
        cx: &mut Cx<'_>,
        thing: &Thing,
        wait: impl FnOnce(&mut Wait<'_>) -> crate::Result<Option<Object>>,
    ) -> Result<Option<Object>> {
        interrupt::leaving(thing.id(), Purpose::Change.interrupted(thing, "being changed"));
        let (end, seen) = cx.watching(self.limit, wait);
        let error = match end {
            Ok(object) => return Ok(object),
            Err(error) => error,
        };
        if let Some(object) = seen.filter(|_| cx.is_format_given()) {
            self.view.print(cx, object)?;
        }
        Err(Purpose::Change.advise(error, thing))
    }
}

/// Parses `90`, `90s`, `15m` or `1h30m`.
pub(crate) fn duration(text: &str) -> std::result::Result<Duration, String> {
    let wrong = || format!("'{text}' is not a duration: write 90s, 15m or 1h30m");
    if let Ok(seconds) = text.parse::<u64>() {
        return Ok(Duration::from_secs(seconds));
    }
    let read: jiff::SignedDuration = text.parse().map_err(|_| wrong())?;
    Duration::try_from(read).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        let seconds = |text| duration(text).map(|d| d.as_secs());
        assert_eq!(seconds("90"), Ok(90));
        assert_eq!(seconds("90s"), Ok(90));
        assert_eq!(seconds("15m"), Ok(900));
        assert_eq!(seconds("1h30m"), Ok(5400));
        assert_eq!(seconds("2h"), Ok(7200));
        for wrong in ["", "x", "-5", "-5s", "1x", "s"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }
}
