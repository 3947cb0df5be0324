//! Command lines of the legacy client, python-troveclient's `trove`.

use crate::support::cloud::Cloud;
use serde_json::json;

#[test]
fn old_commands_send_the_requests_of_the_new_ones() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    for (old, new) in [
        ("list --include_clustered", "instance list --include-clustered"),
        ("show db1", "instance show db1"),
        ("database-list db1", "db list db1"),
        ("database-create db1 x --character_set utf8", "db create db1 x --character-set utf8"),
        (
            "user-create db1 u pw --host % --databases app x",
            "user create db1 u pw --host % --databases app x",
        ),
        ("user-revoke-access db1 u app", "user revoke access db1 u app"),
        ("log-publish db1 general", "log set db1 general --publish"),
        ("log-disable db1 general --disable", "log set db1 general --disable"),
        ("backup-list-instance db1 --limit 5", "backup list instance db1 --limit 5"),
        ("backup-create db1 bk --description d", "backup create bk --instance db1 --description d"),
        (
            "create n m1.small --size 1 --volume_type ssd",
            "instance create n --flavor m1.small --size 1 --volume-type ssd --default-access",
        ),
        (
            "create --databases a b --size 1 n 2 --users u:p",
            "instance create n --flavor 2 --databases a b --size 1 --users u:p --default-access",
        ),
        ("create n 2 --descr x", "instance create n --flavor 2 --descr x --default-access"),
        (
            "create n 2 --avail az",
            "instance create n --flavor 2 --availability-zone az --default-access",
        ),
        (
            "flavor-list --datastore_type mysql --datastore_version_id v",
            "flavor list --datastore-type mysql --datastore-version-id v",
        ),
        ("database instance list", "instance list"),
        ("datastore version list mysql", "datastore version list mysql"),
    ] {
        let (ran, wanted) = (cloud.run(old), cloud.run(new));
        assert_eq!((ran.changes(), &ran.bodies), (wanted.changes(), &wanted.bodies), "{old}");
        // Both command lines would create the same object.
        if ran.changes().is_empty() {
            assert_eq!((&ran.out, ran.code), (&wanted.out, wanted.code), "{old}: {}", ran.err);
        }
    }
}

#[test]
fn commands_that_fail_in_the_legacy_client_work() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    cloud.ok("update db1 --name db2");
    let made = cloud.run("create r 2 --replica_of db2 --replica_count 1");
    assert_eq!(made.code, 0, "{}", made.err);
    let body = &made.bodies.last().unwrap()["instance"];
    assert!(body.get("flavorRef").is_none(), "{body}");
    cloud.ok("instance wait r");
    let detached = cloud.run("detach-replica r");
    assert_eq!(
        (detached.code, &detached.bodies),
        (0, &vec![json!({"instance": {"replica_of": null}})])
    );
    cloud.ok("instance wait r");
    cloud.ok("delete r");
    // A page has 20 rows.
    for number in 0..22 {
        cloud.ok(&format!(
            "configuration-create c{number} '{{\"connect_timeout\": 9}}' --datastore mysql"
        ));
    }
    cloud.ok("configuration-show c0");
    cloud.ok("configuration-show c21");
}

#[test]
fn an_address_is_sent_with_the_subnet_that_it_is_in() {
    let cloud = Cloud::new();
    let line = "create n 2 --size 1 --nic net-id=6f4a1a9c-1d0c-4b7e-9a43-0d5c6f3f0001,v4-fixed-ip=192.0.2.9";
    // The sandbox has no network service.
    cloud.run(line).failed(
        2,
        "--nic net-id=6f4a1a9c-1d0c-4b7e-9a43-0d5c6f3f0001,subnet-id=ID,ip-address=192.0.2.9",
    );
    let line = line.replace("v4-", "subnet-id=6f4a1a9c-1d0c-4b7e-9a43-0d5c6f3f0002,v4-");
    let nic = &cloud.run(&line).bodies[0]["instance"]["nics"][0];
    assert_eq!(nic["ip_address"], "192.0.2.9");
    cloud.run("create n 2 --nic port-id=P").failed(2, "'port-id' is not allowed").sent_nothing();
}

#[test]
fn the_type_of_a_module_and_the_region_of_a_member_are_sent_under_the_names_of_the_service() {
    let cloud = Cloud::new();
    cloud.piped("module-create m ping - --live_update", "message=Module.V1");
    let sent = cloud.run("module-update m --type new_relic_license");
    assert_eq!(sent.bodies, [json!({"module": {"module_type": "new_relic_license"}})]);
    let line = "cluster-create c mysql 8.0.32 --instance \"name=a,flavor=2,volume=1,region=R\""
        .replace('"', "'");
    let member = &cloud.run(&line).bodies[0]["cluster"]["instances"][0];
    assert_eq!((&member["region_name"], member.get("name")), (&json!("R"), None));
}

#[test]
fn options_of_every_command_and_variables_are_understood() {
    let cloud = Cloud::new();
    for json in [
        "--json list",
        "--os-json-output list",
        "--os_json_output list",
        "OS_JSON_OUTPUT=0 list",
        "--json instance list",
    ] {
        assert_eq!(cloud.ok(json), "[]\n", "{json}");
    }
    for line in [
        "--os_username demo --os_password demo --os_tenant_name demo list",
        "OS_USERNAME= OS_USER_NAME=demo list",
        "OS_PROJECT_NAME= OS_TENANT_NAME=demo list",
        "OS_USER_DOMAIN_NAME= OS_PROJECT_DOMAIN_NAME= list",
        "OS_INTERFACE=admin TROVE_DATABASE_SERVICE_NAME=x --database_service_name x list",
        "OS_AUTH_SYSTEM=keystone --timeout 5 --retries 2 --debug list",
        "TROVECLIENT_INSECURE=0 --insecure --insecure list",
        "OS_SERVICE_TYPE=database TROVE_SERVICE_TYPE=other list",
        "TROVE_ENDPOINT_TYPE=publicURL OS_ENDPOINT_TYPE=other list",
        "--os-database-api-version 1.0 --os-region-name RegionOne list",
        "TROVECLIENT_DEBUG=1 --tls-ciphers ALL --profile K list",
        "--os_auth_plugin password --tls_min_version 1.3 list",
    ] {
        let ran = cloud.run(line);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{line}");
    }
    assert!(cloud.run("--collect-timing list").err.contains(" requests"));
    for (line, says) in [
        ("--timeout 0 list", "a number of seconds above 0"),
        ("--retries x list", "'x'"),
        ("OS_AUTH_SYSTEM=rackspace list", "'rackspace'"),
        ("--os_nonsense x list", "--os_nonsense"),
        ("OS_SERVICE_TYPE=other list", "other"),
        ("--os-database-api-version 2.0 list", "2.0"),
    ] {
        cloud.run(line).failed(2, says).sent_nothing();
    }
}

#[test]
fn an_auth_url_in_a_variable_goes_before_clouds_yaml() {
    let cloud = Cloud::new();
    let ran = cloud.run("OS_CLOUD=prod list");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("OS_CLOUD='prod' is ignored"), "{}", ran.err);
    assert_eq!(cloud.run("TROVE_LEGACY=quiet OS_CLOUD=prod list").err, "");
    assert_eq!(cloud.run("OS_CLOUD=prod list -q").err, "");
    cloud.run("OS_CLOUD=prod instance list").failed(2, "prod");
    for line in ["--os-cloud prod list", "list --os_cloud=prod", "OS_CLOUD=x list --os-cloud prod"]
    {
        let ran = cloud.run(line);
        assert!(!ran.failed(2, "prod").err.contains("not used"), "{line}: {}", ran.err);
    }
    cloud.run("OS_AUTH_URL= OS_CLOUD=prod list").failed(2, "prod");
}

#[test]
fn a_note_names_the_new_command_on_a_terminal_only() {
    let cloud = Cloud::new();
    let told = "note: 'trove backup-list' is now 'trove backup list'\n";
    assert_eq!(cloud.on_terminal("backup-list").err, told);
    assert_eq!(cloud.on_terminal("--os_username demo backup-list").err, told);
    for quiet in
        ["TROVE_LEGACY=quiet backup-list", "-q backup-list", "backup list", "database backup list"]
    {
        assert_eq!(cloud.on_terminal(quiet).err, "", "{quiet}");
    }
    assert_eq!(cloud.run("backup-list").err, "");
}

#[test]
fn the_help_of_an_old_command_is_that_of_the_new_one() {
    let cloud = Cloud::new();
    for (old, new) in [
        ("help backup-create", "help backup create"),
        ("backup-create --help", "backup create --help"),
        ("backup-create -h", "backup create -h"),
        ("help volume-type-list", "help volume type list"),
        ("help database instance list", "help instance list"),
    ] {
        assert_eq!(cloud.ok(old), cloud.ok(new), "{old}");
    }
    assert!(cloud.on_terminal("help create").err.contains("is now 'trove instance create'"));
}

#[test]
fn a_removed_command_says_since_when_and_what_to_use_instead() {
    let cloud = Cloud::new();
    let names = [
        "secgroup-list",
        "secgroup-show x",
        "secgroup-list-rules x",
        "secgroup-add-rule x 10.0.0.0/8",
        "secgroup-delete-rule x",
        "metadata-list x",
        "metadata-show x k",
        "metadata-create x k v",
        "metadata-edit x k v",
        "metadata-update x k n v",
        "metadata-delete x k",
        "schedule-create x '0 0 * * *' n",
        "schedule-list x",
        "schedule-show x",
        "schedule-delete x",
        "execution-list x",
        "execution-delete x",
        "volume-type-show x",
        "volume-type-list",
    ];
    for line in names {
        let ran = cloud.run(line);
        let word = line.split(' ').next().unwrap();
        ran.failed(2, &format!("error: '{word}' was removed: ")).sent_nothing();
        assert_eq!(ran.err.matches('\n').count(), 1, "{}", ran.err);
        let says = ["Train", "Ussuri", "no release", "never"];
        assert!(says.iter().any(|since| ran.err.contains(since)), "{}", ran.err);
    }
    cloud.run("--os_username demo help secgroup-list").failed(2, "was removed").sent_nothing();
}

#[test]
fn other_words_are_not_treated_as_old_commands() {
    let cloud = Cloud::new();
    for (line, says) in [
        ("instnce list", "a similar subcommand exists: 'instance'"),
        ("cluster update", "unrecognized subcommand 'update'"),
        ("--os-username list shw", "unrecognized subcommand 'shw'"),
        ("database nonsense", "unrecognized subcommand 'nonsense'"),
        ("backup-lst", "unrecognized subcommand 'backup-lst'"),
    ] {
        cloud.run(line).failed(2, says).sent_nothing();
    }
}
