//! Addresses with placeholders, and the project that an address is for.

use crate::auth::token::Token;
use crate::http::redact;
use crate::{ConfigHint, Error, ProjectMismatch, Result};
use percent_encoding::percent_decode_str;
use url::Url;

/// The beginnings and ends of placeholders: Python's, Keystone's, and those of documentation.
const PLACEHOLDERS: [(&str, &str); 3] = [("%(", ")s"), ("$(", ")s"), ("{", "}")];

/// Returns `template` as a URL, with the IDs of the project and the user filled in. `whose` says in
/// errors what has this address.
pub(super) fn fill(template: &str, whose: &str, token: Option<&Token>) -> Result<Url> {
    let shown = || redact::url(template);
    let mut text = template.to_owned();
    for (open, close) in PLACEHOLDERS {
        let mut filled = String::new();
        let mut rest = text.as_str();
        while let Some((before, (name, after))) =
            rest.split_once(open).and_then(|(b, tail)| Some((b, tail.split_once(close)?)))
        {
            let owner = match name {
                "project_id" | "tenant_id" => "project",
                "user_id" => "user",
                _ => {
                    let mark = format!("{open}{name}{close}");
                    let error = format!("{whose} has an unknown placeholder {mark}: '{}'", shown());
                    return Err(Error::config(error));
                }
            };
            let id = token.and_then(|token| token.text(owner, "id")).ok_or_else(|| {
                let error =
                    format!("{whose} needs a {name}, but the login has none: '{}'", shown());
                Error::config(error).with_hint(ConfigHint::ProjectOfService)
            })?;
            filled.push_str(before);
            filled.push_str(id);
            rest = after;
        }
        filled.push_str(rest);
        text = filled;
    }
    Url::parse(&text)
        .ok()
        .filter(Url::has_host)
        .ok_or_else(|| Error::config(format!("{whose} is not a URL: '{}'", shown())))
}

/// Compares the project in an endpoint of the database service with that of the login. The service looks
/// for the project after its version (trove/common/auth.py:59).
pub(super) fn mismatch(endpoint: &Url, project: &str, in_catalog: bool) -> Option<ProjectMismatch> {
    let segments: Vec<_> = endpoint
        .path_segments()
        .into_iter()
        .flatten()
        .filter(|segment| !segment.is_empty())
        .map(|segment| percent_decode_str(segment).decode_utf8_lossy())
        .collect();
    let last = segments.last();
    let version = segments.iter().rposition(|segment| is_version(segment));
    let found = match version {
        Some(at) => segments.get(at + 1),
        // Without a version, only what looks like an ID is a project.
        None => last.filter(|last| *last == project || is_id(last)),
    };
    if found.is_some_and(|found| found == project) {
        return None;
    }
    Some(ProjectMismatch {
        endpoint: redact::url(endpoint.as_str().trim_end_matches('/')),
        found: found.map(|found| found.to_string()),
        project: project.to_owned(),
        in_catalog,
    })
}

/// Whether a path segment is a version, as in `v1.0`.
fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix('v').unwrap_or_default();
    digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.chars().all(|other| other.is_ascii_digit() || other == '.')
}

/// Whether a path segment looks like the ID of a project: 32 hexadecimal digits.
fn is_id(segment: &str) -> bool {
    segment.bytes().filter(u8::is_ascii_hexdigit).count() == 32
        && segment.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::time::SystemTime;

    fn token(project: bool) -> Token {
        let body = match project {
            true => json!({"user": {"id": "uid"}, "project": {"id": "pid"}}),
            false => json!({"user": {"id": "uid"}}),
        };
        Token {
            secret: "t".into(),
            expires: SystemTime::UNIX_EPOCH,
            body: body.as_object().unwrap().clone(),
        }
    }

    fn filled(template: &str, token: &Token) -> Result<String, String> {
        let url = fill(template, "the endpoint", Some(token)).map_err(|error| error.to_string())?;
        Ok(url.to_string())
    }

    #[test]
    fn placeholders_are_filled_in_in_every_form() {
        for (template, wanted) in [
            ("http://h/v1.0/%(tenant_id)s", "http://h/v1.0/pid"),
            ("http://h/v1.0/$(project_id)s/", "http://h/v1.0/pid/"),
            ("http://h/v1.0/{project_id}", "http://h/v1.0/pid"),
            ("http://h/v1/AUTH_%(project_id)s", "http://h/v1/AUTH_pid"),
            ("http://h/%(user_id)s/$(tenant_id)s/{project_id}", "http://h/uid/pid/pid"),
            ("http://h/50%(x", "http://h/50%(x"),
        ] {
            assert_eq!(filled(template, &token(true)).unwrap(), wanted, "{template}");
        }
    }

    #[test]
    fn a_placeholder_that_cannot_be_filled_in_is_an_error() {
        for (template, says) in [
            ("http://h/%(region)s", "has an unknown placeholder %(region)s: 'http://h/%(region)s'"),
            ("http://me:pw@h/{x}", "has an unknown placeholder {x}"),
            ("http://h/$(tenant_id)s", "needs a tenant_id, but the login has none"),
            ("/v1.0/%(user_id)s", "the endpoint is not a URL: '/v1.0/%(user_id)s'"),
        ] {
            let error = filled(template, &token(false)).unwrap_err();
            assert!(error.contains(says) && !error.contains("pw"), "{template}: {error}");
        }
    }

    #[test]
    fn an_id_that_looks_like_a_placeholder_is_filled_in_once() {
        let mut token = token(true);
        token.body.insert("project".into(), json!({"id": "%(project_id)s"}));
        assert_eq!(filled("http://h/%(project_id)s", &token).unwrap(), "http://h/%(project_id)s");
    }

    #[test]
    fn the_project_of_an_endpoint_stands_after_its_version() {
        let id = "0123456789abcdef0123456789abcdef";
        for (path, found) in [
            ("v1.0/pid", None),
            ("v1.0/pid/", None),
            ("database/v1.0/pid", None),
            ("pid", None),
            ("v1.0/%70id", None),
            ("", Some(None)),
            ("v1.0", Some(None)),
            ("database", Some(None)),
            ("pid/v1.0/", Some(None)),
            ("v1.0/other", Some(Some("other"))),
            ("v1.0/AUTH_pid", Some(Some("AUTH_pid"))),
            ("v1.0/other/pid", Some(Some("other"))),
            (id, Some(Some(id))),
        ] {
            let endpoint = Url::parse(&format!("http://h/{path}")).unwrap();
            let mismatch = mismatch(&endpoint, "pid", true);
            let seen = mismatch.as_ref().map(|mismatch| mismatch.found.as_deref());
            assert_eq!(seen, found, "{path}");
        }
    }
}
