//! The settings of an instance without a configuration group, as the server's templates compute them
//! from the flavor (trove/templates/{mysql,mariadb,postgresql}/config.template).

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::state::record::Record;
use crate::sandbox::trove::model::datastore::{Datastore, Version};
use crate::sandbox::trove::model::flavor::Flavor;
use crate::sandbox::trove::model::instance::record::Instance;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// Returns the settings of an instance, in the order of the template.
pub(crate) fn of(call: &Call<'_>, instance: &Instance) -> Result<Map<String, Value>, Refusal> {
    let version = Version::required(call.db, instance.version.as_deref())?;
    let ram = Flavor::by_id(call.db, &instance.flavor)?.ok_or(Refusal::Crash)?.ram;
    let settings = match Datastore::of(call.db, &version)?.name.as_str() {
        "postgresql" => postgresql(ram),
        "mariadb" => mariadb(ram, &instance.id),
        _ => mysql(ram, &version.version, &instance.id),
    };
    Ok(settings.as_object().cloned().unwrap_or_default())
}

/// Makes a number from the ID of an instance.
fn server_id(instance: &str) -> u32 {
    let digest = Sha256::digest(instance.as_bytes());
    digest.iter().take(4).fold(0, |id: u32, byte| (id << 8) | u32::from(*byte)) >> 1
}

fn mysql(ram: i64, version: &str, instance: &str) -> Value {
    let of_ram = |share: i64| share * ram / 512;
    let megabytes = |share: i64| format!("{}M", of_ram(share));
    let mut settings = json!({
        "port": 3306,
        "basedir": "/usr",
        "datadir": "/var/lib/mysql/data",
        "secure-file-priv": "NULL",
        "tmpdir": "/var/tmp",
        "pid-file": "/var/run/mysqld/mysqld.pid",
        "socket": "/var/run/mysqld/mysqld.sock",
        "default_authentication_plugin": "mysql_native_password",
        "skip-external-locking": 1,
        "key_buffer_size": megabytes(50),
        "max_allowed_packet": format!("{}K", of_ram(1024)),
        "thread_stack": "192K",
        "thread_cache_size": of_ram(4),
        "myisam-recover-options": "BACKUP,FORCE",
        "innodb_data_file_path": "ibdata1:10M:autoextend",
        "innodb_buffer_pool_size": megabytes(150),
        "innodb_file_per_table": 1,
        "innodb_log_files_in_group": 2,
        "innodb_log_file_size": "50M",
        "innodb_log_buffer_size": "25M",
        "connect_timeout": 15,
        "wait_timeout": 120,
        "join_buffer_size": "1M",
        "read_buffer_size": "512K",
        "read_rnd_buffer_size": "512K",
        "sort_buffer_size": "1M",
        "tmp_table_size": megabytes(16),
        "max_heap_table_size": megabytes(16),
        "table_open_cache": of_ram(256),
        "table_definition_cache": of_ram(256),
        "open_files_limit": of_ram(512),
        "max_user_connections": of_ram(100),
        "max_connections": of_ram(100),
        "default_storage_engine": "innodb",
        "local-infile": 0,
        "server_id": server_id(instance),
        "performance_schema": "ON",
    });
    // MySQL 8.4 no longer has this setting.
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let number = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if let Some(settings) = settings.as_object_mut().filter(|_| number >= (8, 4)) {
        settings.shift_remove("default_authentication_plugin");
    }
    settings
}

/// MariaDB has the settings of MySQL 8.0 with some other names, and without some.
fn mariadb(ram: i64, instance: &str) -> Value {
    let mut settings = mysql(ram, "8.0", instance);
    let Some(fields) = settings.as_object_mut() else { return settings };
    for other in
        ["secure-file-priv", "pid-file", "default_authentication_plugin", "performance_schema"]
    {
        fields.shift_remove(other);
    }
    fields.insert("pid_file".into(), json!("/var/run/mysqld/mysqld.pid"));
    fields.insert("query_cache_type".into(), json!(1));
    fields.insert("query_cache_limit".into(), json!("1M"));
    fields.insert("query_cache_size".into(), json!(format!("{}M", 8 * ram / 512)));
    settings
}

fn postgresql(ram: i64) -> Value {
    const ARCHIVE: &str = "/var/lib/postgresql/data/wal_archive";
    json!({
        "listen_addresses": "'*'",
        "max_connections": 100,
        "shared_buffers": format!("{}MB", if ram >= 3072 { ram / 4 } else { ram / 10 }),
        "max_stack_depth": "7MB",
        "dynamic_shared_memory_type": "posix",
        "wal_level": "replica",
        "wal_log_hints": "on",
        "max_wal_size": "1GB",
        "min_wal_size": "80MB",
        "archive_mode": "on",
        "archive_command": format!(
            "'test ! -f {ARCHIVE}/%f && cp %p {ARCHIVE}/%f.tmp && mv {ARCHIVE}/%f.tmp {ARCHIVE}/%f'"
        ),
        "restore_command": format!("'cp {ARCHIVE}/%f \"%p\"'"),
        // The server's parser takes a comment for a second value.
        "wal_keep_size": [80, "wal_keep_segments x wal_keep_size"],
        "effective_cache_size": format!("{}MB", (ram - 512).max(512)),
        "log_timezone": "'Etc/UTC'",
        "update_process_title": "off",
        "datestyle": "'iso, mdy'",
        "timezone": "'Etc/UTC'",
        "lc_messages": "'en_US.utf8'",
        "lc_monetary": "'en_US.utf8'",
        "lc_numeric": "'en_US.utf8'",
        "lc_time": "'en_US.utf8'",
        "default_text_search_config": "'pg_catalog.english'",
        "include_dir": "'/etc/postgresql/conf.d'",
    })
}
