"""The life of an instance by troveclient's library: its own example, over a session of keystoneauth.
Prints `ok` or `not ok` and what was tried. The cloud is that of the OS_* variables."""
import time

import checks
from keystoneauth1 import loading, session
from troveclient import exceptions
from troveclient.v1 import client

expect, env = checks.expect, checks.env
auth = loading.get_plugin_loader("v3password").load_from_options(
    auth_url=env("OS_AUTH_URL"), username=env("OS_USERNAME"), password=env("OS_PASSWORD"), project_name=env("OS_PROJECT_NAME"),
    user_domain_name=env("OS_USER_DOMAIN_NAME"), project_domain_name=env("OS_PROJECT_DOMAIN_NAME"))
tc = client.Client(session=session.Session(auth=auth, verify=env("OS_CACERT", True)), region_name=env("OS_REGION_NAME"))


def wait(instance, status="ACTIVE"):
    def ready():
        found = tc.instances.get(instance.id).status
        assert found != "ERROR", found
        return found == status
    expect(checks.until(ready), f"{instance.name} is {status}")


def create(name):
    instance = tc.instances.create(
        name, "2", {"size": 1}, [{"name": "my_db", "character_set": "latin2", "collate": "latin2_general_ci"}],
        [{"name": "jsmith", "password": "12345", "databases": [{"name": "my_db"}]}],
        datastore="mysql", datastore_version=version, nics=[{"net-id": checks.NETWORK}])
    found = tc.instances.get(instance.id)
    expect((found.name, found.status, found.flavor["id"]) == (name, "BUILD", "2"), f"{name} is in BUILD", found.status)
    while instance.status == "BUILD":
        instance = tc.instances.get(instance.id)
        time.sleep(.2)
    expect(instance.status == "ACTIVE", f"{name} is ready", instance.status)
    return instance


def pages(fetch):
    """The names on all pages of a row."""
    found, page = [], fetch(limit=1)
    while True:
        found += [row.name for row in page]
        if page.next is None or len(found) > 50:
            return sorted(found)
        page = fetch(limit=1, marker=page.next)


expect(len(tc.flavors.list()) > 0, "list flavors")
mysql = next(store for store in tc.datastores.list() if store.name == "mysql")
version = tc.datastore_versions.get("mysql", mysql.default_version).name
one = create("py-1")

tc.databases.create(one, [{"name": "a"}, {"name": "b"}])
found = pages(lambda **page: tc.databases.list(one, **page))
expect(found == ["a", "b", "my_db"], "databases are listed at once, on pages", found)
tc.users.create(one, [{"name": "ann", "password": "pw", "databases": [{"name": "a"}]}, {"name": "bob", "password": "pw", "host": "192.0.2.1"}])
found = pages(lambda **page: tc.users.list(one, **page))
expect(set(found) >= {"ann", "bob", "jsmith"}, "users are listed at once, on pages", found)
tc.users.grant(one, "ann", ["b"])
found = sorted(row.name for row in tc.users.list_access(one, "ann"))
expect(found == ["a", "b"], "access is granted at once", found)
tc.users.revoke(one, "ann", "a")
found = [row.name for row in tc.users.list_access(one, "ann")]
expect(found == ["b"], "access is revoked at once", found)
tc.users.delete(one, "bob", "192.0.2.1")
expect("bob" not in pages(lambda **page: tc.users.list(one, **page)), "a deleted user is gone at once")
tc.databases.delete(one, "b")
expect("b" not in pages(lambda **page: tc.databases.list(one, **page)), "a deleted database is gone at once")

group = tc.configurations.create("py", '{"max_connections": 200}', datastore="mysql", datastore_version=version)
tc.instances.modify(one, group)
wait(one)
expect([row.name for row in tc.configurations.instances(group)] == ["py-1"], "the group is attached")
tc.instances.modify(one)
wait(one)
expect(len(tc.configurations.instances(group)) == 0, "an update without a group detaches it")
tc.configurations.delete(group)

name, password = tc.root.create(one)
expect(name == "root" and password and tc.root.is_root_enabled(one).rootEnabled, "root is enabled")
one.restart()
wait(one)
tc.instances.resize_volume(one, 2)
wait(one)
expect(tc.instances.get(one).volume["size"] == 2, "the volume is enlarged")

replica = tc.instances.create("py-2", replica_of=one.id, nics=[{"net-id": checks.NETWORK}])
wait(replica)
wait(one)
if checks.IS_SANDBOX:
    tc.databases.create(one, [{"name": "later"}])
    found = [[row.name for row in tc.databases.list(each)] for each in (one, replica)]
    expect(found[0] == found[1] == ["a", "later", "my_db"], "a replica has the databases of its primary", found)
found = pages(tc.instances.list)
expect(found == ["py-1", "py-2"], "instances are listed, on pages", found)
tc.instances.update(replica.id, detach_replica_source=True)
wait(replica)

for instance in (replica, one):
    instance.delete()

    def gone():
        try:
            status = tc.instances.get(instance.id).status
        except exceptions.NotFound:
            return True
        assert status == "SHUTDOWN", status
        return False
    expect(checks.until(gone), f"{instance.name} is gone")
