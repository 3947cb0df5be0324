"""The life of an instance by openstacksdk. What the SDK sends in a form that Trove refuses (a flavor, a network, a
database, a user, a resize of a volume) goes through its session. Prints `ok` or `not ok` and what was tried. The cloud is that of the OS_* variables."""
import checks
import openstack
from openstack import exceptions

expect = checks.expect
cloud = openstack.connect(load_yaml_config=False)
db = cloud.database


def wait(instance):
    def ready():
        found = db.get_instance(instance.id).status
        assert found != "ERROR", found
        return found == "ACTIVE"
    expect(checks.until(ready), f"{instance.name} is ready")


def send(method, path, body, status=202):
    answer = db.request(path, method, json=body)
    expect(answer.status_code == status, f"{method} {path.split('/')[-1]}", answer.text)
    return answer


def names(rows):
    return sorted(row.name for row in rows)


def create(name):
    created = send("POST", "/instances", {"instance": {
        "name": name, "flavorRef": "2", "volume": {"size": 1}, "datastore": {"type": "mysql", "version": version},
        "nics": [{"net-id": checks.NETWORK}], "databases": [{"name": "app"}], "users": [{"name": "ann", "password": "pw"}]}}, 200)
    instance = db.get_instance(created.json()["instance"]["id"])
    wait(instance)
    return instance


expect(len(list(db.flavors())) > 0, "list flavors")
mysql = next(store for store in db.get("/datastores").json()["datastores"] if store["name"] == "mysql")
version = next(row["name"] for row in mysql["versions"] if row["id"] == mysql["default_version"])
one = create("sdk-1")
path = f"/instances/{one.id}"

send("POST", f"{path}/databases", {"databases": [{"name": "a"}, {"name": "b"}]})
expect(names(db.databases(one)) == ["a", "app", "b"], "databases are listed at once")
expect(names(db.databases(one, limit=1)) == ["a", "app", "b"], "databases are listed on pages", names(db.databases(one, limit=1)))
send("POST", f"{path}/users", {"users": [{"name": "bob", "password": "pw"}, {"name": "eve", "password": "pw"}]})
expect(set(names(db.users(one))) >= {"ann", "bob", "eve"}, "users are listed at once", names(db.users(one)))
db.delete_database("b", one)
expect(names(db.databases(one)) == ["a", "app"], "a deleted database is gone at once")
db.delete_user("eve", one)
expect("eve" not in names(db.users(one)), "a deleted user is gone at once")

group = send("POST", "/configurations", {"configuration": {
    "name": "sdk", "values": {"max_connections": 200}, "datastore": {"type": "mysql", "version": version}}}, 200).json()["configuration"]
send("PUT", path, {"instance": {"configuration": group["id"]}})
wait(one)
attached = db.get(f"/configurations/{group['id']}/instances").json()["instances"]
expect([row["id"] for row in attached] == [one.id], "the group is attached", attached)
send("PUT", path, {"instance": {}})
wait(one)
attached = db.get(f"/configurations/{group['id']}/instances").json()["instances"]
expect(attached == [], "an update without a group detaches it", attached)
send("DELETE", f"/configurations/{group['id']}", None)

root = one.enable_root_user(db)
expect(root["name"] == "root" and root["password"] and one.is_root_enabled(db), "root is enabled")
send("POST", f"{path}/action", {"restart": {}})
wait(one)
one.resize(db, "3")
wait(one)
expect(db.get_instance(one.id).flavor["id"] == "3", "the flavor is changed")
send("POST", f"{path}/action", {"resize": {"volume": {"size": 2}}})
wait(one)
expect(db.get_instance(one.id).volume["size"] == 2, "the volume is enlarged")

two = create("sdk-2")
expect(names(db.instances()) == ["sdk-1", "sdk-2"], "both are listed")
expect(names(db.instances(limit=1)) == ["sdk-1", "sdk-2"], "both are listed on pages", names(db.instances(limit=1)))
expect(db.find_instance("sdk-2").id == two.id, "find an instance by name")
for instance in (one, two):
    db.delete_instance(instance)

    def gone():
        try:
            db.get_instance(instance.id)
        except exceptions.NotFoundException:
            return True
        return False
    expect(checks.until(gone), f"{instance.name} is gone")
