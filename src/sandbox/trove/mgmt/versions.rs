//! Routes for administrators: versions of datastores
//! (trove/extensions/mgmt/datastores/service.py).

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route::{Body, Route, get, route};
use crate::sandbox::http::schema::{Rule, types};
use crate::sandbox::state::ids;
use crate::sandbox::state::record::Record;
use crate::sandbox::trove::model::datastore::{Datastore, Version};
use serde_json::{Value, json};

pub(crate) const ROUTES: &[Route] = &[
    get("/mgmt/datastore-versions", list),
    route("POST", "/mgmt/datastore-versions", Body::Json(&CREATE), create),
    get("/mgmt/datastore-versions/{}", show),
    route("PATCH", "/mgmt/datastore-versions/{}", Body::Json(&EDIT), edit),
    route("DELETE", "/mgmt/datastore-versions/{}", Body::None, delete),
];

type Field = (&'static str, &'static Rule);

const NAME: Field = ("name", &types::NON_EMPTY);
const MANAGER: Field = ("datastore_manager", &types::NON_EMPTY);
const PACKAGES: Field = ("packages", &types::PACKAGES);
const IMAGE: Field = ("image", &types::UUID);
const IMAGE_TAGS: Field = ("image_tags", &types::IMAGE_TAGS);
const EXTENSION: Field = ("registry_ext", &types::NON_EMPTY);
const STRATEGY: Field = ("repl_strategy", &types::NON_EMPTY);
const ACTIVE: Field = ("active", &Rule::Flag);
const DEFAULT: Field = ("default", &Rule::Flag);

const CREATE: Rule = Rule::open(
    &["version"],
    &[(
        "version",
        &Rule::closed(
            &["name", "datastore_name", "datastore_manager", "active"],
            &[
                NAME,
                ("datastore_name", &types::NON_EMPTY),
                MANAGER,
                PACKAGES,
                IMAGE,
                IMAGE_TAGS,
                EXTENSION,
                STRATEGY,
                ACTIVE,
                DEFAULT,
                ("version", &types::NON_EMPTY),
            ],
        ),
    )],
);

const EDIT: Rule = Rule::closed(
    &[],
    &[MANAGER, PACKAGES, IMAGE, IMAGE_TAGS, EXTENSION, STRATEGY, ACTIVE, DEFAULT, NAME],
);

/// The known managers, their default extension and their default replication strategy
/// (trove/common/constants.py, trove/common/cfg.py).
const MANAGERS: &[(&str, &str, &str)] = &[
    (
        "mysql",
        "trove.guestagent.datastore.mysql.manager.Manager",
        "trove.guestagent.strategies.replication.mysql_gtid.MysqlGTIDReplication",
    ),
    (
        "mariadb",
        "trove.guestagent.datastore.mariadb.manager.Manager",
        "trove.guestagent.strategies.replication.mariadb_gtid.MariaDBGTIDReplication",
    ),
    (
        "postgresql",
        "trove.guestagent.datastore.postgres.manager.PostgresManager",
        "trove.guestagent.strategies.replication.postgresql.PostgresqlReplicationStreaming",
    ),
];

fn view(call: &Call<'_>, version: &Version) -> Result<Value, Refusal> {
    let datastore = Datastore::of(call.db, version)?;
    // An empty list has one empty text, as Python splits it (docs/server-behaviour.md 59).
    let split = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
    Ok(json!({
        "id": version.id,
        "name": version.name,
        "version": version.version,
        "datastore_id": datastore.id,
        "datastore_name": datastore.name,
        "datastore_manager": version.manager,
        "image": version.image,
        "image_tags": split(&version.image_tags),
        "packages": split(&version.packages),
        "active": version.active,
        "registry_ext": version.registry_ext,
        "repl_strategy": version.repl_strategy,
        "default": datastore.default_version.as_ref() == Some(&version.id),
    }))
}

fn list(call: &Call<'_>) -> Outcome {
    call.require_admin()?;
    let versions = Version::all(call.db)?;
    let views: Vec<_> =
        versions.iter().map(|version| view(call, version)).collect::<Result<_, _>>()?;
    Ok(Reply::ok(&json!({ "versions": views })))
}

fn show(call: &Call<'_>) -> Outcome {
    call.require_admin()?;
    let version = Version::find_by_id(call.db, &call.segment(0))?;
    Ok(Reply::ok(&json!({"version": view(call, &version)?})))
}

fn text(input: &Value, key: &str) -> Option<String> {
    input.get(key)?.as_str().map(str::to_owned)
}

fn joined(input: &Value, key: &str) -> Option<String> {
    let texts: Vec<_> = input.get(key)?.as_array()?.iter().filter_map(Value::as_str).collect();
    Some(texts.join(","))
}

fn no_image() -> Refusal {
    Refusal::bad_request("Image must be specified.")
}

/// Creates a version. The reply is empty: clients find the ID in the list (docs/server-behaviour.md 60).
fn create(call: &Call<'_>) -> Outcome {
    call.require_admin()?;
    let input = call.body.get("version").unwrap_or(&Value::Null);
    let name = text(input, "name").unwrap_or_default();
    let number = text(input, "version").unwrap_or_else(|| name.clone());
    let manager = text(input, "datastore_manager").unwrap_or_default();
    let image_tags = joined(input, "image_tags").unwrap_or_default();
    let image = text(input, "image");
    if image.is_none() && image_tags.is_empty() {
        return Err(no_image());
    }
    let datastore_name = text(input, "datastore_name").unwrap_or_default();
    let datastore = Datastore::find_or_create(call.db, &datastore_name)?;
    if Version::find(call.db, &datastore, &name, Some(&number)).is_ok() {
        return Err(Refusal::bad_request(format!(
            "The datastore version '{name}({number})' already exists."
        )));
    }
    let mut version = Version {
        id: ids::next_id(call.db)?.to_string(),
        datastore: datastore.id.clone(),
        name,
        version: number,
        active: input.get("active") == Some(&json!(true)),
        image,
        image_tags,
        packages: joined(input, "packages").unwrap_or_default(),
        registry_ext: text(input, "registry_ext"),
        repl_strategy: text(input, "repl_strategy"),
        manager,
    };
    complete(call, &mut version)?;
    version.store(call.db)?;
    if input.get("default") == Some(&json!(true)) {
        datastore.set_default(call.db, Some(&version.name))?;
    }
    Ok(Reply::accepted())
}

/// Fills in the defaults of the manager. An unknown one crashes the server, after the datastore is
/// created.
fn complete(call: &Call<'_>, version: &mut Version) -> Result<(), Refusal> {
    let known = MANAGERS.iter().find(|(name, ..)| *name == version.manager);
    let extension = known.map(|(_, extension, _)| (*extension).to_owned());
    version.registry_ext = version.registry_ext.take().or(extension);
    if version.repl_strategy.is_none() {
        let Some((.., strategy)) = known else {
            let why = format!("Datastore manager {} is not known.", version.manager);
            return Err(call.crash(why));
        };
        version.repl_strategy = Some((*strategy).to_owned());
    }
    Ok(())
}

fn edit(call: &Call<'_>) -> Outcome {
    call.require_admin()?;
    let mut version = Version::find_by_id(call.db, &call.segment(0))?;
    let datastore = Datastore::of(call.db, &version)?;
    let (input, old_name) = (&call.body, version.name.clone());
    let was_default = datastore.default_version.as_ref() == Some(&version.id);
    let tags = joined(input, "image_tags");
    match text(input, "image") {
        Some(image) => version.image = Some(image),
        // Tags without an image delete the image.
        None if tags.as_ref().is_some_and(|tags| !tags.is_empty()) => {
            version.image = Some(String::new());
        }
        None => {}
    }
    version.image_tags = tags.unwrap_or(version.image_tags);
    if version.image.as_deref().unwrap_or_default().is_empty() && version.image_tags.is_empty() {
        return Err(no_image());
    }
    version.name = text(input, "name").unwrap_or(version.name);
    version.manager = text(input, "datastore_manager").unwrap_or(version.manager);
    version.packages = joined(input, "packages").unwrap_or(version.packages);
    version.active = input.get("active").and_then(Value::as_bool).unwrap_or(version.active);
    version.registry_ext = text(input, "registry_ext").or(version.registry_ext);
    version.repl_strategy = text(input, "repl_strategy").or(version.repl_strategy);
    complete(call, &mut version)?;
    version.store(call.db)?;
    match input.get("default").and_then(Value::as_bool) {
        // The server searches for the old name, which is not found after a rename.
        Some(true) => datastore.set_default(call.db, Some(&old_name))?,
        Some(false) if was_default => datastore.set_default(call.db, None)?,
        _ => {}
    }
    Ok(Reply::accepted())
}

/// The resources that can use a version, and the query of their rows.
const USERS: &[(&str, &str)] = &[
    ("instance", "instances WHERE version = ?1 AND NOT deleted"),
    ("backup", "backups WHERE version = ?1 AND NOT deleted"),
    ("configuration", "configurations WHERE version = ?1 AND NOT deleted"),
];

fn delete(call: &Call<'_>) -> Outcome {
    call.require_admin()?;
    let id = call.segment(0);
    for (user, place) in USERS {
        if call.db.prepare(&format!("SELECT 1 FROM {place}"))?.exists([&id])? {
            return Err(Refusal::bad_request(format!("Datastore version is in use by {user}.")));
        }
    }
    let version = Version::find_by_id(call.db, &id)?;
    call.db.execute(
        "UPDATE datastores SET default_version = NULL WHERE default_version = ?1",
        [&version.id],
    )?;
    call.db.execute("DELETE FROM datastore_versions WHERE id = ?1", [&version.id])?;
    Ok(Reply::accepted())
}
