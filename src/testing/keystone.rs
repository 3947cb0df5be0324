//! A fake Keystone (version 3) with one user and one project: a function of the request.

use crate::testing::fake::reply;
use http::Response;
use serde_json::{Value, json};

/// A Keystone that accepts every login.
pub(crate) struct Keystone {
    /// The address, as in `http://keystone/v3`.
    pub(crate) url: String,
    /// The ID of the next token.
    pub(crate) token: String,
    /// When that token expires, as in `2027-01-15T08:00:00Z`.
    pub(crate) expires: String,
    /// The ID and name of the user.
    pub(crate) user: [&'static str; 2],
    /// The ID and name of the project.
    pub(crate) project: [&'static str; 2],
    pub(crate) catalog: Value,
}

impl Keystone {
    /// Answers a request for a path below the address, if there is an answer.
    pub(crate) fn answer(
        &self,
        method: &str,
        path: &str,
        body: &Value,
    ) -> Option<Response<Vec<u8>>> {
        let path = path.trim_end_matches('/');
        let project = || self.object(self.project);
        match (method, path) {
            ("GET", "") => Some(reply(200, &json!({"version": version("v3.14", &self.url)}))),
            ("POST", "/auth/tokens") => {
                Some(self.grant(&body["auth"]["identity"]["methods"], project()))
            }
            ("GET", "/projects") => Some(reply(200, &json!({"projects": [project()]}))),
            ("GET", _) if path.strip_prefix("/projects/") == Some(self.project[0]) => {
                Some(reply(200, &json!({"project": project()})))
            }
            _ => None,
        }
    }

    /// The response to any login.
    pub(crate) fn granted(&self) -> Response<Vec<u8>> {
        self.grant(&Value::Null, self.object(self.project))
    }

    fn grant(&self, methods: &Value, project: Value) -> Response<Vec<u8>> {
        let body = json!({"token": {
            "methods": methods,
            "expires_at": self.expires,
            "catalog": self.catalog,
            "roles": [{"id": "r", "name": "member"}],
            "user": self.object(self.user),
            "project": project,
        }});
        let mut response = reply(201, &body);
        response.headers_mut().insert("x-subject-token", self.token.parse().unwrap());
        response
    }

    fn object(&self, [id, name]: [&str; 2]) -> Value {
        let domain = json!({"id": "default", "name": "Default"});
        json!({"id": id, "name": name, "domain": domain, "domain_id": "default", "enabled": true})
    }
}

/// An entry in the list of versions.
pub(crate) fn version(id: &str, url: &str) -> Value {
    json!({"id": id, "status": "stable", "links": [{"rel": "self", "href": url}]})
}

/// A service of the catalog, with its endpoints: interface, region, URL.
pub(crate) fn service(kind: &str, name: &str, endpoints: &[[&str; 3]]) -> Value {
    let endpoint = |[interface, region, url]: &[&str; 3]| json!({"interface": interface, "region": region, "region_id": region, "url": url});
    let endpoints: Vec<Value> = endpoints.iter().map(endpoint).collect();
    json!({"type": kind, "name": name, "endpoints": endpoints})
}
