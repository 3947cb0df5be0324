//! The findings of `trove config doctor`, one row each, and the exit code.

use crate::Error;
use crate::cli::report;
use crate::json::Object;
use crate::output::{Column, key};
use serde_json::json;

/// The columns of the findings.
pub(super) const LIST: &[Column] = &[
    key("Check", &["check"]),
    key("Result", &["result"]),
    key("Detail", &["detail"]),
    key("Hint", &["hint"]),
];

/// All findings so far.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) rows: Vec<Object>,
    /// The exit code of the first failure.
    pub(super) code: Option<u8>,
}

impl Findings {
    pub(super) fn ok(&mut self, check: &str, detail: impl Into<String>) {
        self.add(check, "ok", detail.into(), String::new());
    }

    /// Adds a check that passed, with a hint about a problem that it may cause.
    pub(super) fn warning(&mut self, check: &str, detail: impl Into<String>, hint: &str) {
        self.add(check, "ok", detail.into(), hint.into());
    }

    pub(super) fn skipped(&mut self, check: &str, why: impl Into<String>) {
        self.add(check, "skipped", why.into(), String::new());
    }

    /// Skips the checks that need a token.
    pub(super) fn no_token(&mut self) {
        for check in ["Catalog", "Trove"] {
            self.skipped(check, "no token");
        }
    }

    pub(super) fn failed(&mut self, check: &str, error: Error) {
        let hint = report::hints::hint(&error).unwrap_or_default();
        self.failed_with(check, error, &hint);
    }

    /// Adds a failed check, with a better hint than that of the error.
    pub(super) fn failed_with(&mut self, check: &str, error: Error, hint: &str) {
        self.code.get_or_insert(report::exit_code::of_kind(error.kind()));
        let detail = report::causes(&error.into());
        self.add(check, "failed", detail, hint.into());
    }

    fn add(&mut self, check: &str, result: &str, detail: String, hint: String) {
        let fields = [
            ("check", json!(check)),
            ("result", json!(result)),
            ("detail", json!(detail)),
            ("hint", json!(hint)),
        ];
        self.rows.push(fields.map(|(key, value)| (key.to_owned(), value)).into_iter().collect());
    }
}
