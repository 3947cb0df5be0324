//! Routes of configuration parameters.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route::{Body, Route, get, route};
use crate::sandbox::http::schema::{Pattern, Rule};
use crate::sandbox::trove::model::configuration::parameter::{MGMT, PUBLIC, Parameter};
use crate::sandbox::trove::model::datastore::{Datastore, Version};
use serde_json::{Value, json};

pub(crate) const ROUTES: &[Route] = &[
    get("/datastores/versions/{}/parameters", list_by_version),
    get("/datastores/versions/{}/parameters/{}", show_by_version),
    get("/datastores/{}/versions/{}/parameters", list),
    get("/datastores/{}/versions/{}/parameters/{}", show),
    get("/mgmt/datastores/versions/{}/parameters", mgmt_list),
    route("POST", "/mgmt/datastores/versions/{}/parameters", Body::Json(&BODY), create),
    get("/mgmt/datastores/versions/{}/parameters/{}", mgmt_show),
    route("PUT", "/mgmt/datastores/versions/{}/parameters/{}", Body::Json(&BODY), update),
    route("DELETE", "/mgmt/datastores/versions/{}/parameters/{}", Body::None, delete),
];

const LIMIT: Rule = Rule::Text { min: 0, max: 40, pattern: Some(Pattern::Digits) };

/// The body of new and changed parameters (trove/common/apischema.py, `mgmt_configuration`).
const BODY: Rule = Rule::open(
    &["configuration-parameter"],
    &[(
        "configuration-parameter",
        &Rule::open(
            &["name", "restart_required", "data_type"],
            &[
                ("name", &Rule::Text { min: 1, max: 128, pattern: Some(Pattern::Word) }),
                (
                    "data_type",
                    &Rule::Text { min: 1, max: usize::MAX, pattern: Some(Pattern::DataType) },
                ),
                ("restart_required", &Rule::Integer { min: Some(0), max: Some(1) }),
                ("max", &LIMIT),
                ("min", &LIMIT),
            ],
        ),
    )],
);

fn reply_list(call: &Call<'_>, version: &Version, limits: [&str; 2]) -> Outcome {
    let parameters = Parameter::all(call.db, &version.id)?;
    let views: Vec<_> = parameters.iter().map(|parameter| parameter.view(limits)).collect();
    Ok(Reply::ok(&json!({"configuration-parameters": views})))
}

fn list(call: &Call<'_>) -> Outcome {
    let datastore = Datastore::find(call.db, &call.segment(0))?;
    let version = Version::find(call.db, &datastore, &call.segment(1), None)?;
    reply_list(call, &version, PUBLIC)
}

fn show(call: &Call<'_>) -> Outcome {
    let datastore = Datastore::find(call.db, &call.segment(0))?;
    let version = Version::find(call.db, &datastore, &call.segment(1), None)?;
    let parameter = Parameter::find(call.db, &version.id, &call.segment(2))?;
    Ok(Reply::ok(&parameter.view(PUBLIC)))
}

/// Finds the version that the path names by its ID.
fn version(call: &Call<'_>) -> Result<Version, Refusal> {
    Version::find_by_id(call.db, &call.segment(0))
}

fn list_by_version(call: &Call<'_>) -> Outcome {
    reply_list(call, &version(call)?, PUBLIC)
}

fn show_by_version(call: &Call<'_>) -> Outcome {
    let version = version(call)?;
    let parameter = Parameter::find(call.db, &version.id, &call.segment(1))?;
    Ok(Reply::ok(&parameter.view(PUBLIC)))
}

fn mgmt_list(call: &Call<'_>) -> Outcome {
    call.require_admin()?;
    reply_list(call, &version(call)?, MGMT)
}

/// Returns the parameter's name in the path, which the server cuts at a dot (docs/server-behaviour.md 1).
fn name(call: &Call<'_>) -> String {
    let name = call.segment(1).into_owned();
    match name.split_once('.') {
        Some((first, _)) if call.settings.quirks.dots_cut_parameter_names() => first.to_owned(),
        _ => name,
    }
}

fn mgmt_show(call: &Call<'_>) -> Outcome {
    call.require_admin()?;
    let version = version(call)?;
    let parameter = Parameter::find(call.db, &version.id, &name(call))?;
    Ok(Reply::ok(&parameter.view(MGMT)))
}

/// Reads a parameter from the body (trove/extensions/mgmt/configuration/service.py,
/// `_validate_data_type`).
fn read_parameter(call: &Call<'_>, version: String) -> Result<Parameter, Refusal> {
    let input = call.body.get("configuration-parameter").cloned().unwrap_or_default();
    let text = |key: &str| input.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let limit = |key: &str| {
        let value = input.get(key).ok_or_else(|| {
            Refusal::bad_request(format!("{key} is required for integer data type."))
        })?;
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        text.parse::<i128>().map_err(|_| call.crash(format!("{key} has to be a number.")))
    };
    let data_type = text("data_type");
    let limits = if data_type == "integer" {
        let (max, min) = (limit("max_size")?, limit("min_size")?);
        if max < min {
            return Err(Refusal::bad_request(
                "max_size must be greater than or equal to min_size.",
            ));
        }
        Some((min.to_string(), max.to_string()))
    } else {
        None
    };
    let (min, max) = limits.unzip();
    let restart = input.get("restart_required").is_some_and(|restart| *restart == 1);
    Ok(Parameter { version, name: text("name"), data_type, restart, min, max })
}

fn create(call: &Call<'_>) -> Outcome {
    call.require_admin()?;
    let id = call.segment(0).into_owned();
    let parameter = read_parameter(call, id.clone())?;
    let version = version(call)?;
    if Parameter::by_name(call.db, &version.id, &parameter.name)?.is_some() {
        return Err(Refusal::bad_request(format!(
            "{} parameter already exists for datastore version {id}.",
            parameter.name
        )));
    }
    parameter.save(call.db)?;
    Ok(Reply::ok(&parameter.view_changed()))
}

/// Changes a parameter, but not its name.
fn update(call: &Call<'_>) -> Outcome {
    call.require_admin()?;
    let id = call.segment(0).into_owned();
    let input = read_parameter(call, id)?;
    let version = version(call)?;
    let name = Parameter::find(call.db, &version.id, &name(call))?.name;
    let parameter = Parameter { name, ..input };
    parameter.save(call.db)?;
    Ok(Reply::ok(&parameter.view_changed()))
}

fn delete(call: &Call<'_>) -> Outcome {
    call.require_admin()?;
    let name = name(call);
    let sql = "DELETE FROM parameters WHERE version = ?1 AND name = ?2";
    if call.db.execute(sql, [&*call.segment(0), &name])? == 0 {
        return Err(Refusal::bad_request(format!(
            "Parameter {name} does not exist in the database."
        )));
    }
    Ok(Reply::empty_json(204))
}
