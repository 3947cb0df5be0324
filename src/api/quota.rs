//! Quotas: the limit and the usage of each resource of a project.

use crate::api::Client;
use crate::api::query::segment;
use crate::api::reply::typed;
use crate::json::Object;
use crate::{Error, Result};
use serde::Deserialize;
use serde_json::json;

/// A project's quota of one resource.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Quota {
    /// `instances`, `ram` (MiB), `volumes` (GiB) or `backups`.
    pub resource: String,
    /// The amount in use.
    pub in_use: i64,
    /// The amount that is being created.
    pub reserved: i64,
    /// The limit; -1 for no limit.
    pub limit: i64,
}

fn path(project_id: &str) -> String {
    format!("mgmt/quotas/{}", segment(project_id))
}

impl Client {
    /// Fetches the quotas of a project: `GET /mgmt/quotas/{project}`. Other projects are for
    /// administrators; a project that does not exist has the default quotas.
    ///
    /// # Errors
    /// Status 403 for other projects.
    pub fn quotas(&self, project_id: &str) -> Result<Vec<Quota>> {
        let request = format!("GET {}", path(project_id));
        self.quota_objects(project_id)?.into_iter().map(|quota| typed(quota, &request)).collect()
    }

    /// Fetches the quotas of a project as [`quotas`](Self::quotas) does, and returns the objects that
    /// the service sent.
    ///
    /// # Errors
    /// Status 403 for other projects.
    pub fn quota_objects(&self, project_id: &str) -> Result<Vec<Object>> {
        self.rows(&path(project_id), "quotas")
    }

    /// Changes the limits of some resources, -1 for no limit, and returns the new limits: `PUT
    /// /mgmt/quotas/{project}`. For administrators.
    ///
    /// The service stores the limits one by one until one is wrong
    /// (trove/extensions/mgmt/quota/service.py), so that several limits are checked first.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a limit below -1, a resource named twice, and an unknown resource among
    /// several; status 404 for a single unknown resource.
    pub fn update_quotas(&self, project_id: &str, limits: &[(&str, i64)]) -> Result<Object> {
        self.check_quotas(project_id, limits)?;
        let quotas: Object =
            limits.iter().map(|(name, limit)| ((*name).to_owned(), (*limit).into())).collect();
        let path = path(project_id);
        let mut reply = self.put(&path, &json!({ "quotas": quotas }))?;
        crate::api::reply::object(
            &mut reply,
            "quotas",
            &self.request_line(&http::Method::PUT, &path),
        )
    }

    fn check_quotas(&self, project_id: &str, limits: &[(&str, i64)]) -> Result<()> {
        if limits.is_empty() {
            return Err(Error::invalid("no limit to set"));
        }
        for (index, (name, limit)) in limits.iter().enumerate() {
            if *limit < -1 {
                return Err(Error::invalid(format!("the limit '{limit}' of {name} is below -1"))
                    .with_hint("-1 means no limit"));
            }
            if limits.iter().take(index).any(|(other, _)| other == name) {
                return Err(Error::invalid(format!("'{name}' is named twice")));
            }
        }
        if limits.len() == 1 {
            return Ok(());
        }
        let known = self.quota_objects(project_id)?;
        let known: Vec<&str> =
            known.iter().filter_map(|quota| quota.get("resource")?.as_str()).collect();
        match limits.iter().find(|(name, _)| !known.contains(name)) {
            Some((name, _)) => Err(Error::invalid(format!("there is no quota of '{name}'"))
                .with_hint(format!("the quotas are {}", known.join(", ")))),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::tests::fake::Fake;

    fn service() -> Fake {
        Fake::new(|line, body| match line {
            "GET mgmt/quotas/p" => {
                let quota =
                    |name: &str| json!({"resource": name, "in_use": 1, "reserved": 0, "limit": -1});
                (200, json!({"quotas": [quota("instances"), quota("ram")]}))
            }
            "PUT mgmt/quotas/p" => (200, body.clone()),
            _ => crate::api::tests::fake::not_found(),
        })
    }

    #[test]
    fn quotas_are_read() {
        let quotas = service().client().quotas("p").unwrap();
        assert_eq!((quotas[1].resource.as_str(), quotas[1].limit), ("ram", -1));
    }

    #[test]
    fn one_limit_is_one_request() {
        let fake = service();
        fake.client().update_quotas("p", &[("anything", 5)]).unwrap();
        assert_eq!(fake.asked(), ["PUT mgmt/quotas/p"]);
        assert_eq!(fake.bodies(), [json!({"quotas": {"anything": 5}})]);
    }

    #[test] // docs/server-behaviour.md 66
    fn several_limits_are_checked_before_any_is_set() {
        let fake = service();
        let error = fake.client().update_quotas("p", &[("ram", 1), ("disk", 2)]).unwrap_err();
        assert_eq!(error.to_string(), "there is no quota of 'disk'");
        assert_eq!(fake.asked(), ["GET mgmt/quotas/p"]);
        fake.client().update_quotas("p", &[("ram", 1), ("instances", -1)]).unwrap();
        assert_eq!(fake.bodies(), [json!({"quotas": {"ram": 1, "instances": -1}})]);
        for wrong in [&[("ram", -2)][..], &[("ram", 1), ("ram", 2)], &[]] {
            assert!(matches!(fake.client().update_quotas("p", wrong), Err(Error::Invalid { .. })));
        }
    }
}
