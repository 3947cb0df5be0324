"""Create through the API what lines/ is written for.

In demo: `primary` with a network, databases, users, a published log and the configuration group `tuned`, and its backups `full`,
`inc` and two `twin`; `standby`, its replica; `pg`, of another datastore; the group `empty`; two backup strategies; the cluster `galera`.
In admin: `other`.
"""
import os
import time

from keystoneauth1 import session
from keystoneauth1.identity import v3
from troveclient.v1 import client

KEYSTONE = f"http://127.0.0.1:{os.environ['LAB_KEYSTONE_PORT']}/v3"
NETWORK = "6f4a1a9c-1d0c-4b7e-9a43-0d5c6f3f0001"


def connect(name):
    auth = v3.Password(KEYSTONE, username=name, password=name, project_name=name,
                       user_domain_name="Default", project_domain_name="Default")
    return client.Client(session=session.Session(auth), region_name="RegionOne", endpoint_type="public")


def settle(trove, *created):
    """Wait until each of them is up."""
    deadline = time.monotonic() + 90
    for instance in created:
        while (found := trove.instances.get(instance)).status != "ACTIVE" or found.operating_status != "HEALTHY":
            if found.status == "ERROR" or (found.status == "BUILD" and hasattr(found, "fault")) or time.monotonic() > deadline:
                raise SystemExit(f"{found.name} is {found.status}, not ACTIVE")
            time.sleep(0.3)


def back_up(trove, primary):
    """Make backups, no two of which were changed last in the same second: that is what lists are sorted by."""
    deadline = time.monotonic() + 60
    for name in ("full", "inc"):
        backup = trove.backups.create(name, primary, description=f"the {name} one", incremental=name == "inc")
        while (found := trove.backups.get(backup)).status != "COMPLETED":
            if found.status == "FAILED" or time.monotonic() > deadline:
                raise SystemExit(f"backup {name} is {found.status}, not COMPLETED")
            time.sleep(0.3)
        settle(trove, primary)
    for size in (0.5, 1.0):
        time.sleep(1)
        trove.backups.create("twin", None, restore_from=found.locationRef, restore_size=size,
                             restore_ds_version=found.datastore["version_id"])
    trove.backup_strategies.create(swift_container="all")
    trove.backup_strategies.create(instance_id=primary.id, swift_container="own")


def gather(trove):
    """Make a cluster, and wait until it is one."""
    member = {"flavorRef": "2", "volume": {"size": 1}, "nics": [{"network_id": NETWORK}]}
    cluster = trove.clusters.create("galera", "mariadb", "11.4.8", instances=[member] * 3)
    deadline = time.monotonic() + 90
    while True:
        found = trove.clusters.get(cluster.id)
        if found.task["name"] == "NONE" and all(member["status"] == "ACTIVE" for member in found.instances):
            return
        if time.monotonic() > deadline:
            raise SystemExit(f"galera is {found.task['name']}, not NONE")
        time.sleep(0.3)


def main():
    demo, admin = connect("demo"), connect("admin")
    primary = demo.instances.create(
        "primary", flavor_id="2", volume={"size": 2}, datastore="mysql", datastore_version="8.0.32",
        nics=[{"net-id": NETWORK}], locality="affinity",
        access={"is_public": True, "allowed_cidrs": ["10.0.0.0/8", "192.168.0.0/16"]},
        databases=[{"name": "app"}, {"name": "shop", "character_set": "utf8mb4"}],
        users=[{"name": "u", "password": "pw", "databases": [{"name": "app"}]},
               {"name": "ann", "password": "pw", "host": "10.0.0.%"}])
    pg = demo.instances.create("pg", flavor_id="3", volume={"size": 1}, datastore="postgresql", datastore_version="16.4",
                               nics=[{"net-id": NETWORK}])
    other = admin.instances.create("other", flavor_id="2", volume={"size": 1}, datastore="mysql", nics=[{"net-id": NETWORK}])
    settle(demo, primary, pg)
    settle(admin, other)
    # Before the replica is made, which gets it too.
    tuned = demo.configurations.create("tuned", '{"connect_timeout": 20, "collation_server": "utf8mb4_bin"}', description="slow clients",
                                       datastore="mysql", datastore_version="8.0.32")
    demo.configurations.create("empty", "{}", datastore="mysql", datastore_version="8.4.0")
    demo.instances.update(primary.id, configuration=tuned.id)
    settle(demo, primary)
    demo.instances.log_action(primary, "slow_query", publish=True)
    standby = demo.instances.create("standby", nics=[{"net-id": NETWORK}], replica_of=primary.id)
    settle(demo, standby, primary)
    back_up(demo, primary)
    gather(demo)


main()
