-- The state of a sandbox. Times are milliseconds since 1970, in UTC.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE projects (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE users (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    digest TEXT NOT NULL,
    default_project TEXT NOT NULL REFERENCES projects (id)
) STRICT;
CREATE TABLE roles (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
-- `scope` is the ID of a project, or 'system'.
CREATE TABLE assignments (
    user TEXT NOT NULL REFERENCES users (id),
    scope TEXT NOT NULL,
    role TEXT NOT NULL REFERENCES roles (id),
    PRIMARY KEY (user, scope, role)
) STRICT, WITHOUT ROWID;
CREATE TABLE application_credentials (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT,
    user TEXT NOT NULL REFERENCES users (id),
    project TEXT NOT NULL REFERENCES projects (id),
    roles TEXT NOT NULL,
    digest TEXT NOT NULL,
    expires INTEGER,
    unrestricted INTEGER,
    UNIQUE (user, name)
) STRICT;
CREATE TABLE tokens (
    digest TEXT PRIMARY KEY,
    claims TEXT NOT NULL,
    expires INTEGER NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE flavors (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    ram INTEGER NOT NULL,
    vcpus INTEGER NOT NULL,
    disk INTEGER NOT NULL,
    ephemeral INTEGER NOT NULL
) STRICT;
CREATE TABLE datastores (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, default_version TEXT) STRICT;
CREATE TABLE datastore_versions (
    id TEXT PRIMARY KEY,
    datastore TEXT NOT NULL REFERENCES datastores (id),
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    manager TEXT NOT NULL,
    active INTEGER NOT NULL,
    image TEXT,
    image_tags TEXT NOT NULL,
    packages TEXT NOT NULL,
    registry_ext TEXT,
    repl_strategy TEXT
) STRICT;

CREATE TABLE instances (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    project TEXT NOT NULL,
    flavor TEXT NOT NULL,
    size INTEGER,
    version TEXT,
    task INTEGER NOT NULL,
    server TEXT,
    server_status TEXT NOT NULL,
    volume TEXT,
    guest INTEGER NOT NULL,
    guest_updated INTEGER NOT NULL,
    alive INTEGER NOT NULL,
    configuration TEXT,
    replica_of TEXT,
    cluster TEXT,
    locality TEXT,
    region TEXT,
    access TEXT,
    network TEXT NOT NULL,
    address TEXT NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    deleted_at INTEGER
) STRICT;
CREATE INDEX instances_by_project ON instances (project, deleted, id);
CREATE INDEX instances_by_source ON instances (replica_of);
CREATE INDEX instances_by_cluster ON instances (cluster);
CREATE TABLE clusters (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    project TEXT NOT NULL,
    version TEXT NOT NULL,
    task INTEGER NOT NULL,
    configuration TEXT,
    locality TEXT,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    deleted_at INTEGER
) STRICT;
CREATE TABLE faults (
    instance TEXT PRIMARY KEY,
    message TEXT NOT NULL,
    details TEXT NOT NULL,
    updated INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- The contents of instances and backups: `instance` is the ID of either. Passwords are stored as digests.
CREATE TABLE databases (
    instance TEXT NOT NULL,
    name TEXT NOT NULL,
    character_set TEXT,
    "collate" TEXT,
    PRIMARY KEY (instance, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE database_users (
    instance TEXT NOT NULL,
    name TEXT NOT NULL,
    host TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (instance, name, host)
) STRICT, WITHOUT ROWID;
CREATE TABLE grants (
    instance TEXT NOT NULL,
    user TEXT NOT NULL,
    host TEXT NOT NULL,
    "database" TEXT NOT NULL,
    PRIMARY KEY (instance, user, host, "database")
) STRICT, WITHOUT ROWID;
CREATE TABLE root_history (instance TEXT PRIMARY KEY, user TEXT NOT NULL, created INTEGER NOT NULL) STRICT;

-- The logs of instances. They grow with time from `since` to `until`; `published` is a number of lines.
CREATE TABLE logs (
    instance TEXT NOT NULL,
    name TEXT NOT NULL,
    since INTEGER,
    until INTEGER,
    published INTEGER NOT NULL,
    PRIMARY KEY (instance, name)
) STRICT, WITHOUT ROWID;
-- The encryption of an instance, and its state before the last change.
CREATE TABLE instance_ssl (
    instance TEXT PRIMARY KEY,
    is_on INTEGER NOT NULL,
    mode TEXT,
    was_on INTEGER,
    old_mode TEXT
) STRICT, WITHOUT ROWID;
-- The object store.
CREATE TABLE containers (
    project TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (project, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE objects (
    project TEXT NOT NULL,
    container TEXT NOT NULL,
    name TEXT NOT NULL,
    lines INTEGER,
    body TEXT NOT NULL,
    modified INTEGER NOT NULL,
    PRIMARY KEY (project, container, name)
) STRICT;

CREATE TABLE backups (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT,
    project TEXT NOT NULL,
    instance TEXT,
    parent TEXT,
    version TEXT,
    state TEXT NOT NULL,
    size REAL,
    location TEXT,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX backups_by_instance ON backups (instance);
-- The parameters of configuration groups. Limits are text, because they can be longer than an integer.
CREATE TABLE parameters (
    position INTEGER PRIMARY KEY,
    version TEXT NOT NULL,
    name TEXT NOT NULL COLLATE NOCASE,
    type TEXT NOT NULL,
    restart INTEGER NOT NULL,
    min TEXT,
    max TEXT,
    UNIQUE (version, name)
) STRICT;
-- `instance` is empty for the strategy of the project.
CREATE TABLE backup_strategies (
    project TEXT NOT NULL,
    instance TEXT NOT NULL,
    container TEXT NOT NULL,
    PRIMARY KEY (project, instance)
) STRICT;
-- `values` is a JSON object of texts.
CREATE TABLE configurations (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT,
    project TEXT NOT NULL,
    version TEXT NOT NULL,
    "values" TEXT NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0
) STRICT;
-- `project`, `datastore` and `version` are null for modules of all. `contents` is Base64, as it was sent.
CREATE TABLE modules (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    contents TEXT NOT NULL,
    description TEXT,
    project TEXT,
    datastore TEXT,
    version TEXT,
    auto_apply INTEGER NOT NULL,
    visible INTEGER NOT NULL,
    live_update INTEGER NOT NULL,
    priority_apply INTEGER NOT NULL,
    apply_order INTEGER NOT NULL,
    is_admin INTEGER NOT NULL,
    md5 TEXT NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0
) STRICT;
-- `record` is the guest agent's record, with the contents.
CREATE TABLE instance_modules (
    instance TEXT NOT NULL,
    module TEXT NOT NULL,
    md5 TEXT NOT NULL,
    updated INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (instance, module)
) STRICT, WITHOUT ROWID;
CREATE INDEX instance_modules_by_module ON instance_modules (module);

CREATE TABLE quotas (
    project TEXT NOT NULL,
    resource TEXT NOT NULL,
    hard_limit INTEGER NOT NULL,
    PRIMARY KEY (project, resource)
) STRICT, WITHOUT ROWID;
CREATE TABLE quota_usage (
    project TEXT NOT NULL,
    resource TEXT NOT NULL,
    in_use INTEGER NOT NULL,
    PRIMARY KEY (project, resource)
) STRICT, WITHOUT ROWID;

-- Scheduled changes. `kind` is the kind of the resource, `change` its JSON.
CREATE TABLE transitions (
    id INTEGER PRIMARY KEY,
    due INTEGER NOT NULL,
    kind TEXT NOT NULL,
    resource TEXT NOT NULL,
    change TEXT NOT NULL
) STRICT;
CREATE INDEX transitions_by_due ON transitions (due, id);
CREATE INDEX transitions_by_resource ON transitions (kind, resource);
