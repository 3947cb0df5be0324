"""Nova, Cinder, Neutron, Glance and Swift, as stand-ins under a real trove-api and task manager.

They build on the fakes in Trove's own package; trove.conf names the five functions that make a client of each:
nova, cinder, neutron, glance, swift. What they hold lives in the server's process.
"""
import hashlib
import types
import uuid

import eventlet
from novaclient import api_versions
from novaclient import exceptions as nova_exceptions
from trove.instance.tasks import InstanceTasks
from trove.tests.fakes import nova as fakes

import guest

IMAGE = "c00000c0-00c0-0c00-00c0-000c000000cc"
NETWORK = "6f4a1a9c-1d0c-4b7e-9a43-0d5c6f3f0001"
FLAVORS = fakes.FakeFlavors()


# Nova and Cinder ---------------------------------------------------------------------------------------------------------

class Servers(fakes.FakeServers):
    adopted = set()

    def can_see(self, id):
        return True

    def list(self, *args, **kwargs):
        self.adopt()
        return list(self.db.values())

    def get(self, id):
        if str(id).startswith("f111"):
            self.adopt()
        return super().get(id)

    def adopt(self):
        """Give each row that `lab fill` wrote straight into the database a running server."""
        from trove.instance.models import DBInstance
        with DBInstance.query() as query:
            rows = query.filter(DBInstance.compute_instance_id.like("f111%")).filter_by(deleted=0).all()
        for row in rows:
            id = row.compute_instance_id
            if id not in self.adopted:
                self.adopted.add(id)
                server = fakes.FakeServer(self, self.context, id, row.name, "image", row.flavor_id, [], None)
                server._current_status = "ACTIVE"
                self.db[id] = server

    def create(self, name, image_id, flavor_ref, *args, **kwargs):
        if name.endswith("SERVER_ERROR"):
            raise nova_exceptions.ClientException(500, "Fake server create error.")
        if kwargs.get("availability_zone") == "BAD_ZONE":
            raise nova_exceptions.ClientException(400, "The requested availability zone is not available.")
        id = str(uuid.uuid4())
        server = fakes.FakeServer(self, self.context, id, name, image_id, flavor_ref, [], kwargs.get("key_name"))
        self.db[id] = server
        server.schedule_status("ACTIVE", 0.5)
        group = ServerGroups.db.get((kwargs.get("scheduler_hints") or {}).get("group"))
        if group:
            group.members.append(id)
        return server


class ServerGroups:
    db = {}

    def list(self, *args, **kwargs):
        return list(self.db.values())

    def create(self, name=None, policies=None, **kwargs):
        group = types.SimpleNamespace(id=str(uuid.uuid4()), name=name, policies=policies or [], members=[])
        self.db[group.id] = group
        return group

    def delete(self, id):
        self.db.pop(id, None)


class Volumes(fakes.FakeVolumes):
    """A volume of 13 GB cannot be created, one of 9 GB ends in error."""

    def can_see(self, id):
        return True

    def create(self, size, name=None, description=None, volume_type=None, availability_zone=None, **kwargs):
        if size == 13:
            raise Exception("No volume for you!")
        id = str(uuid.uuid4())
        volume = fakes.FakeVolume(self, self.context, id, size, name, description, volume_type, availability_zone)
        self.db[id] = volume
        volume.schedule_status("error" if size == 9 else "available", 0.5)
        return volume

    def list(self, search_opts=None, **kwargs):
        """Trove looks for the volumes of an instance by their name when it deletes it."""
        wanted = (search_opts or {}).get("name")
        return [volume for volume in self.db.values() if wanted in (None, volume.name)]

    def delete(self, volume):
        self.db.pop(getattr(volume, "id", volume), None)

    def extend(self, volume_id, new_size):
        def grow():
            self.get(volume_id).size = new_size

        eventlet.spawn_after(0.3, grow)

    def nothing(self, *args, **kwargs):
        pass

    update = set_metadata = detach = nothing


class VolumeTypes:
    def __init__(self):
        self.items = [types.SimpleNamespace(id=name, name=name, is_public=True, description="") for name in ("lvmdriver-1", "ceph")]

    def list(self, *args, **kwargs):
        return self.items

    def get(self, id):
        for item in self.items:
            if item.id == id:
                return item
        raise nova_exceptions.NotFound(404, "no such volume type")

    def find(self, name=None, **kwargs):
        return self.get(name)


class Client(fakes.FakeClient):
    def __init__(self, context):
        super().__init__(context)
        self.flavors = FLAVORS
        self.servers = Servers(context, FLAVORS)
        self.volumes = Volumes(context)
        self.servers.volumes = self.volumes
        self.volume_types = VolumeTypes()
        self.server_groups = ServerGroups()
        self.api_version = api_versions.APIVersion("2.90")
        zone = types.SimpleNamespace(zoneName="nova", zoneState={"available": True})
        self.availability_zones = types.SimpleNamespace(list=lambda *args, **kwargs: [zone])
        self.keypairs = types.SimpleNamespace(get=lambda *args, **kwargs: None)


def nova(context, region_name=None, password=None):
    return Client(context)


def cinder(context, region_name=None):
    return Client(context)


class Server:
    """What a running server of the fakes does differently here: it obeys at once."""

    @property
    def status(self):
        return {"HEALTHY": "ACTIVE"}.get(self._current_status, self._current_status)

    def delete(self):
        self._current_status = "SHUTDOWN"
        self.parent.schedule_delete(self.id, 1.0)

    def nothing(self, *args, **kwargs):
        pass

    def interface_list(self):
        return []

    stop = start = reboot = rebuild = nothing
    image, metadata = {"id": IMAGE}, {}


for name in ("status", "delete", "stop", "start", "reboot", "rebuild", "image", "metadata", "interface_list"):
    setattr(fakes.FakeServer, name, vars(Server)[name])


# Neutron -----------------------------------------------------------------------------------------------------------------

class Neutron:
    """Every network exists; a running server has one port, with an address made from its id."""

    ports, floating = {}, {}
    fixed_ips = [{"subnet_id": "sub", "ip_address": "192.0.2.5"}]

    def network(self, id):
        return {"id": id, "name": f"net-{id[:8]}", "subnets": [f"sub-{id[:8]}"], "router:external": False,
                "tenant_id": "x", "project_id": "x", "shared": True}

    def show_extension(self, *args, **kwargs):
        return {}

    def show_network(self, id, *args, **kwargs):
        return {"network": self.network(id)}

    def list_networks(self, *args, **query):
        if query.get("router:external"):
            return {"networks": [{**self.network("public"), "router:external": True}]}
        return {"networks": [self.network(query.get("id", "priv"))]}

    def show_subnet(self, id, *args, **kwargs):
        return {"subnet": {"id": id, "network_id": "priv", "cidr": "192.0.2.0/24", "gateway_ip": "192.0.2.1",
                           "enable_dhcp": True, "host_routes": [], "ip_version": 4}}

    def list_subnets(self, *args, **kwargs):
        return {"subnets": [self.show_subnet("sub")["subnet"]]}

    def create_port(self, body):
        port = {**body["port"], "id": str(uuid.uuid4()), "fixed_ips": self.fixed_ips, "mac_address": "fa:16:3e:00:00:01"}
        self.ports[port["id"]] = port
        return {"port": port}

    def show_port(self, id, *args, **kwargs):
        other = {"id": id, "network_id": "priv", "fixed_ips": self.fixed_ips, "mac_address": "fa:16:3e:00:00:01"}
        return {"port": self.ports.get(id) or other}

    def delete_port(self, id, *args, **kwargs):
        self.ports.pop(id, None)

    def update_port(self, *args, **kwargs):
        return {"port": {}}

    def list_ports(self, *args, **query):
        if "device_owner" in query:
            return {"ports": [{"id": "rp"}]}
        device = query.get("device_id")
        if device not in fakes.FAKE_SERVERS_DB:
            return {"ports": []}
        last = hashlib.md5(device.encode()).digest()[0]
        return {"ports": [{"id": f"port-{device[:8]}", "network_id": NETWORK, "security_groups": ["fake-sg-id"],
                           "fixed_ips": [{"ip_address": f"192.0.2.{last}", "subnet_id": "sub"}]}]}

    def create_floatingip(self, body):
        address = {**body["floatingip"], "id": str(uuid.uuid4()), "floating_ip_address": "203.0.113.5"}
        self.floating[address["id"]] = address
        return {"floatingip": address}

    def list_floatingips(self, port_id=None, **query):
        return {"floatingips": [address for address in self.floating.values() if address["port_id"] == port_id]}

    def delete_floatingip(self, id, *args, **kwargs):
        self.floating.pop(id, None)

    def __getattr__(self, name):
        def answer(*args, **kwargs):
            verb, _, noun = name.partition("_")
            if verb == "list":
                return {noun: []}
            if verb in ("create", "show"):
                return {noun: {"id": f"fake-{name}"}}

        return answer


def neutron(context, region_name=None):
    return Neutron()


# Glance and Swift --------------------------------------------------------------------------------------------------------

class Images:
    def get(self, id):
        return types.SimpleNamespace(id=id, min_disk=0, min_ram=0, status="active", virtual_size=None)

    def list(self, **kwargs):
        return [{"id": IMAGE}]


def glance(context, region_name=None):
    return types.SimpleNamespace(images=Images())


class Swift:
    url = guest.STORE
    log = b"2026-11-21T00:00:00Z 0 [Note] mysqld ready for connections\n"

    def get_container(self, container, **kwargs):
        return {}, [{"name": "log-1", "bytes": len(self.log), "last_modified": "2026-11-21T00:00:00"}]

    def get_object(self, container, name, **kwargs):
        return {"content-length": str(len(self.log))}, self.log

    def head_object(self, *args, **kwargs):
        return {"content-length": "10", "etag": "fake-md5-sum"}

    def head_container(self, *args, **kwargs):
        return {}

    def get_account(self, *args, **kwargs):
        return {}, []

    def __getattr__(self, name):
        return lambda *args, **kwargs: None


def swift(context, region_name=None):
    return Swift()


# The task manager --------------------------------------------------------------------------------------------------------

class Tasks:
    """Steps of the task manager that would poll a real Nova: here they take a fixed time; the states seen are the same."""

    def finish(self, seconds, **columns):
        eventlet.sleep(seconds)
        self.update_db(task_status=InstanceTasks.NONE, **columns)

    def resize_flavor(self, old_flavor, new_flavor):
        self.finish(1.5, flavor_id=new_flavor["id"])

    def upgrade(self, datastore_version):
        self.finish(1.5, datastore_version_id=datastore_version.id)

    def resize_volume(self, new_size):
        if self.volume_id in fakes.FAKE_VOLUMES_DB:
            fakes.FAKE_VOLUMES_DB[self.volume_id].size = new_size
        self.finish(1.0, volume_size=new_size)

    def rebuild(self, image_id):
        self.finish(1.0)
        self.guest.restart()

    def reboot(self):
        self.finish(1.0)
        self.guest.restart()

    def migrate(self, host):
        self.finish(1.0)


def patch_tasks():
    from trove.taskmanager.models import BuiltInstanceTasks
    for name in ("finish", "resize_flavor", "upgrade", "resize_volume", "rebuild", "reboot", "migrate"):
        setattr(BuiltInstanceTasks, name, vars(Tasks)[name])
