//! Projects, by name or ID: Keystone knows the names.

use crate::api::Client;
use crate::api::collection::{missing, only};
use crate::api::page::require_whole;
use crate::api::query::segment;
use crate::api::reply::rows;
use crate::http::redact;
use crate::json::text;
use crate::{Error, Result};

/// Returns whether to use `text` as the ID of a project: 32 hexadecimal digits, with or without
/// hyphens.
fn is_project_id(text: &str) -> bool {
    let digits = || text.bytes().filter(|byte| *byte != b'-');
    digits().count() == 32 && digits().all(|byte| byte.is_ascii_hexdigit())
}

impl Client {
    /// Finds the ID of the project with this name or ID: `GET /v3/projects?name=` of Keystone. Text
    /// that looks like an ID is used as the ID, without a request. Users who may not look up projects can
    /// name the project of the login.
    ///
    /// # Errors
    /// [`Error::NotFound`], or [`Error::Ambiguous`] when several domains have a project of that name.
    pub fn find_project(&self, name_or_id: &str) -> Result<String> {
        if is_project_id(name_or_id) {
            return Ok(name_or_id.to_owned());
        }
        let ids = match self.projects_named(name_or_id) {
            Err(error) if error.status() == Some(403) => match self.own_project(name_or_id)? {
                Some(id) => return Ok(id),
                None => return Err(error),
            },
            ids => ids?,
        };
        only("project", name_or_id, ids)?.ok_or_else(|| missing("project", name_or_id))
    }

    /// The ID of the project of the login.
    ///
    /// # Errors
    /// [`Error::Auth`] when the login is not for a project.
    pub fn project_id(&self) -> Result<String> {
        self.session().project_id()?.ok_or_else(|| Error::auth("the login is not for a project"))
    }

    fn own_project(&self, name: &str) -> Result<Option<String>> {
        let Some(token) = self.session().login()? else { return Ok(None) };
        let is_own = token.text("project", "name") == Some(name);
        Ok(token.text("project", "id").filter(|_| is_own).map(str::to_owned))
    }

    fn projects_named(&self, name: &str) -> Result<Vec<String>> {
        // Catalogs have the address of Keystone with or without the version.
        let base = self.session().endpoint("identity")?;
        let versioned = base.path().trim_end_matches('/').ends_with("/v3");
        let version = if versioned { "" } else { "v3/" };
        let path = format!("{version}projects?name={}", segment(name));
        let request = format!("GET {}/{path}", redact::url(base.as_str().trim_end_matches('/')));
        let mut reply = self.get_from("identity", &path, &request)?;
        require_whole(&reply, "projects", &request)?;
        let projects = rows(&mut reply, "projects", &request)?;
        Ok(projects.iter().filter_map(|project| text(project, "id")).map(str::to_owned).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_32_digits_with_or_without_hyphens() {
        assert!(is_project_id("de0000000000000000000000000000aa"));
        assert!(is_project_id("c00000c0-00c0-0c00-00c0-000c000000cc"));
        assert!(!is_project_id("demo") && !is_project_id(&"g".repeat(32)));
        assert!(!is_project_id(&"a".repeat(33)) && !is_project_id(""));
    }
}
