"""Serve the real Trove API and task manager on loopback, over the stand-ins in backends.py.

Real: trove-api (routing, validation, policy, quotas, pagination, database), the task manager, keystonemiddleware in
front of it. Expects an empty database.
"""
import eventlet

eventlet.monkey_patch()
import json
import os
import sys
import types
import urllib.parse
from pathlib import Path

from oslo_log import log as logging
from trove.common import cfg

CONF = cfg.CONF
logging.register_options(CONF)
CONF(args=[], project="trove", default_config_files=[os.environ["LAB_TROVE_CONF"]])
logging.setup(CONF, None)

from trove import rpc

rpc.init(CONF)
from trove.db import get_db_api

db_api = get_db_api()
db_api.db_sync(CONF)
db_api.configure_db()
cfg.set_api_config_defaults()

# The released package lacks the module that its own test fakes import.
import trove.tests

util = types.ModuleType("trove.tests.util")
util.__path__ = []


def unquote_user_host(text):
    user, at, host = urllib.parse.unquote(text).partition("@")
    return user, (host if at else "%")


util.unquote_user_host = unquote_user_host
util.usage = types.ModuleType("trove.tests.util.usage")
util.usage.notify = lambda *args, **kwargs: None
trove.tests.util = util
sys.modules["trove.tests.util"] = util
sys.modules["trove.tests.util.usage"] = util.usage

from trove.tests.fakes import taskmanager

taskmanager.monkey_patch()

import backends
import key_manager
from trove.common import clients, context, notification, pastedeploy, ssl
from trove.configuration.models import DatastoreConfigurationParameters
from trove.datastore import models as datastores
from trove.instance import models as instances

MYSQL, POSTGRES = "a00000a0-00a0-0a00-00a0-000a000000aa", "a00000a0-00a0-0a00-00a0-000a000000a2"
MYSQL_8_0, MYSQL_8_4 = "b00000b0-00b0-0b00-00b0-000b000000bb", "b00000b0-00b0-0b00-00b0-000b000000b2"
POSTGRES_16 = "b00000b0-00b0-0b00-00b0-000b000000b3"
MARIADB = "a00000a0-00a0-0a00-00a0-000a000000ab"
MARIADB_10_11, MARIADB_11_4 = "b00000b0-00b0-0b00-00b0-000b000000b4", "b00000b0-00b0-0b00-00b0-000b000000b5"


def seed():
    def datastore(id, name, default):
        datastores.DBDatastore.create(id=id, name=name, default_version_id=default)

    def version(id, datastore_id, name, manager, active=1):
        datastores.DBDatastoreVersion.create(
            id=id, datastore_id=datastore_id, name=name, manager=manager, version=name, active=active,
            image_id="c00000c0-00c0-0c00-00c0-000c000000cc", packages="", image_tags=f"trove,{manager}",
            registry_ext="ext", repl_strategy="strategy")

    def parameters(version_id, manager):
        rules = Path(trove.__file__).parent / "templates" / manager / "validation-rules.json"
        for rule in json.loads(rules.read_text())["configuration-parameters"]:
            DatastoreConfigurationParameters.create(
                datastore_version_id=version_id, name=rule["name"], restart_required=rule["restart_required"],
                max_size=rule.get("max"), min_size=rule.get("min"), data_type=rule["type"], deleted=0, deleted_at=None)

    datastore(MYSQL, "mysql", MYSQL_8_0)
    version(MYSQL_8_0, MYSQL, "8.0.32", "mysql")
    version("d00000d0-00d0-0d00-00d0-000d000000dd", MYSQL, "5.7.29", "mysql", active=0)
    version(MYSQL_8_4, MYSQL, "8.4.0", "mysql")
    datastore(POSTGRES, "postgresql", POSTGRES_16)
    version(POSTGRES_16, POSTGRES, "16.4", "postgresql")
    datastore(MARIADB, "mariadb", MARIADB_11_4)
    version(MARIADB_10_11, MARIADB, "10.11.14", "mariadb")
    version(MARIADB_11_4, MARIADB, "11.4.8", "mariadb")
    parameters(MYSQL_8_0, "mysql")
    parameters(MYSQL_8_4, "mysql")
    parameters(POSTGRES_16, "postgresql")
    parameters(MARIADB_10_11, "mariadb")
    parameters(MARIADB_11_4, "mariadb")


def heartbeats():
    """Do the guest agents' heartbeats; an instance whose name ends in -silent has none."""
    while True:
        eventlet.sleep(40)
        try:
            for status in instances.InstanceServiceStatus.find_all().all():
                try:
                    name = instances.DBInstance.find_by(id=status.instance_id, deleted=False).name
                except Exception:
                    continue
                if not name.endswith("-silent"):
                    status.save()
        except Exception as error:
            print("heartbeat:", error)


seed()
# trove/common/context.py relies on an attribute that oslo.context has since dropped.
context.TroveContext.tenant = property(lambda self: self.project_id)
clients.swift_client = backends.swift
ssl.barbican_client, ssl.TroveSSL.certificate_details = key_manager.client, key_manager.details
backends.patch_tasks()
notification.DBaaSAPINotification.register_notify_callback(instances.persist_instance_fault)
eventlet.spawn(heartbeats)
app = pastedeploy.paste_deploy_app(CONF.api_paste_config, "trove", {})
sock = eventlet.listen(("127.0.0.1", CONF.bind_port), backlog=512)
import eventlet.wsgi

eventlet.wsgi.server(sock, app, log_output=bool(os.environ.get("LAB_ACCESS_LOG")))
