//! The contents of a new sandbox: accounts, datastores, flavors and configuration parameters.

use crate::sandbox::state::digest::digest;
use rusqlite::{Connection, params};

/// The region of every endpoint.
pub const REGION: &str = "RegionOne";
/// The ID of the only domain.
pub const DOMAIN_ID: &str = "default";
/// The name of the only domain.
pub const DOMAIN_NAME: &str = "Default";
/// The path of Keystone's `auth_url` on a sandbox's address.
pub const AUTH_PATH: &str = "/identity/v3";

/// The ID of the application credential that logs in to the project `demo`.
pub const APPLICATION_CREDENTIAL_ID: &str = "a9914ca7100d4e1cb0ba5a4db0e00000";
/// The name of the application credential.
pub const APPLICATION_CREDENTIAL_NAME: &str = "sandbox";
/// The secret of the application credential.
pub const APPLICATION_CREDENTIAL_SECRET: &str = "sandbox";

/// The secret of all users' one-time passcodes, in Base32 as authenticator programs read it.
pub const TOTP_SECRET: &str = "ORZG65TFEBZWC3TEMJXXQIDTMVRXEZLU";
/// The bytes of [`TOTP_SECRET`].
pub(crate) const TOTP_KEY: &[u8] = b"trove sandbox secret";

/// The ID of the network of instances that name none.
pub const NETWORK_ID: &str = "6f4a1a9c-1d0c-4b7e-9a43-0d5c6f3f0001";

/// A user who can log in with a password, and the user's project.
#[derive(Debug, Clone, Copy)]
pub struct Account {
    /// Name of the user and of the project.
    pub name: &'static str,
    /// Password.
    pub password: &'static str,
    /// ID of the user.
    pub user_id: &'static str,
    /// ID of the project.
    pub project_id: &'static str,
    /// Roles in the project.
    pub roles: &'static [&'static str],
}

/// An administrator.
pub const ADMIN: Account = Account {
    name: "admin",
    password: "admin",
    user_id: "ad000000000000000000000000000001",
    project_id: "ad0000000000000000000000000000aa",
    roles: &["admin", "member", "reader"],
};

/// An ordinary user.
pub const DEMO: Account = Account {
    name: "demo",
    password: "demo",
    user_id: "de000000000000000000000000000001",
    project_id: "de0000000000000000000000000000aa",
    roles: &["member", "reader"],
};

const ROLES: &[(&str, &str)] = &[
    ("4015000000000000000000000000000a", "admin"),
    ("4015000000000000000000000000000b", "member"),
    ("4015000000000000000000000000000c", "reader"),
];

const MYSQL: &str = "a00000a0-00a0-0a00-00a0-000a000000aa";
const MARIADB: &str = "a00000a0-00a0-0a00-00a0-000a000000ab";
const POSTGRESQL: &str = "a00000a0-00a0-0a00-00a0-000a000000a2";
const IMAGE: &str = "c00000c0-00c0-0c00-00c0-000c000000cc";

/// ID, name, default version.
const DATASTORES: &[(&str, &str, &str)] = &[
    (MYSQL, "mysql", "b00000b0-00b0-0b00-00b0-000b000000bb"),
    (MARIADB, "mariadb", "b00000b0-00b0-0b00-00b0-000b000000b5"),
    (POSTGRESQL, "postgresql", "b00000b0-00b0-0b00-00b0-000b000000b3"),
];

/// ID, datastore, name, manager, active.
const VERSIONS: &[(&str, &str, &str, &str, bool)] = &[
    ("b00000b0-00b0-0b00-00b0-000b000000bb", MYSQL, "8.0.32", "mysql", true),
    ("d00000d0-00d0-0d00-00d0-000d000000dd", MYSQL, "5.7.29", "mysql", false),
    ("b00000b0-00b0-0b00-00b0-000b000000b2", MYSQL, "8.4.0", "mysql", true),
    ("b00000b0-00b0-0b00-00b0-000b000000b3", POSTGRESQL, "16.4", "postgresql", true),
    ("b00000b0-00b0-0b00-00b0-000b000000b4", MARIADB, "10.11.14", "mariadb", true),
    ("b00000b0-00b0-0b00-00b0-000b000000b5", MARIADB, "11.4.8", "mariadb", true),
];

/// ID, name, RAM in MB, disk and ephemeral disk in GB.
const FLAVORS: &[(&str, &str, i64, i64, i64)] = &[
    ("1", "m1.tiny", 512, 0, 0),
    ("2", "m1.small", 2048, 20, 0),
    ("3", "m1.medium", 4096, 40, 0),
    ("4", "m1.large", 8192, 80, 0),
    ("5", "m1.xlarge", 16384, 160, 0),
    ("6", "m1.nano", 64, 0, 0),
    ("7", "m1.micro", 128, 0, 0),
    ("8", "m1.rd-smaller", 768, 2, 0),
    ("9", "tinier", 506, 10, 0),
    ("10", "m1.rd-tiny", 512, 2, 0),
    ("11", "eph.rd-tiny", 512, 0, 1),
    ("12", "eph.rd-smaller", 768, 20, 2),
    ("custom", "custom.small", 512, 25, 1),
];

/// The configuration parameters of each datastore manager; the header of the file describes it.
const PARAMETERS: &str = include_str!("parameters.txt");

/// Fills empty tables.
pub(crate) fn fill(db: &Connection) -> rusqlite::Result<()> {
    for (id, name) in ROLES {
        db.execute("INSERT INTO roles VALUES (?1, ?2)", [id, name])?;
    }
    for account in [ADMIN, DEMO] {
        fill_account(db, &account)?;
    }
    db.execute("INSERT INTO assignments SELECT ?1, 'system', id FROM roles", [ADMIN.user_id])?;
    db.execute(
        "INSERT INTO application_credentials
         VALUES (?1, ?2, NULL, ?3, ?4, ?5, ?6, NULL, 0)",
        params![
            APPLICATION_CREDENTIAL_ID,
            APPLICATION_CREDENTIAL_NAME,
            DEMO.user_id,
            DEMO.project_id,
            DEMO.roles.join(","),
            digest(APPLICATION_CREDENTIAL_ID, APPLICATION_CREDENTIAL_SECRET)
        ],
    )?;
    fill_offers(db)?;
    fill_parameters(db)
}

fn fill_account(db: &Connection, account: &Account) -> rusqlite::Result<()> {
    db.execute("INSERT INTO projects VALUES (?1, ?2)", [account.project_id, account.name])?;
    db.execute(
        "INSERT INTO users VALUES (?1, ?2, ?3, ?4)",
        params![
            account.user_id,
            account.name,
            digest(account.user_id, account.password),
            account.project_id
        ],
    )?;
    for role in account.roles {
        db.execute(
            "INSERT INTO assignments SELECT ?1, ?2, id FROM roles WHERE name = ?3",
            [account.user_id, account.project_id, role],
        )?;
    }
    Ok(())
}

/// Adds the parameters, as `trove-manage db_load_datastore_config_parameters` does.
fn fill_parameters(db: &Connection) -> rusqlite::Result<()> {
    let mut insert = db.prepare(
        "INSERT INTO parameters (version, name, type, restart, min, max)
         SELECT id, ?2, ?3, ?4 = 'restart', nullif(?5, '-'), nullif(?6, '-')
         FROM datastore_versions WHERE manager = ?1 AND active",
    )?;
    for line in PARAMETERS.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        insert.execute(rusqlite::params_from_iter(line.split(' ')))?;
    }
    Ok(())
}

fn fill_offers(db: &Connection) -> rusqlite::Result<()> {
    for (id, name, default) in DATASTORES {
        db.execute("INSERT INTO datastores VALUES (?1, ?2, ?3)", [id, name, default])?;
    }
    for (id, datastore, name, manager, active) in VERSIONS {
        db.execute(
            "INSERT INTO datastore_versions
             VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, 'trove,' || ?4, '', 'ext', 'strategy')",
            params![id, datastore, name, manager, active, IMAGE],
        )?;
    }
    for (id, name, ram, disk, ephemeral) in FLAVORS {
        db.execute(
            "INSERT INTO flavors (id, name, ram, vcpus, disk, ephemeral)
             VALUES (?1, ?2, ?3, 10, ?4, ?5)",
            params![id, name, ram, disk, ephemeral],
        )?;
    }
    Ok(())
}
