"""The guest agent, as a stand-in under a real trove-api and task manager.

It builds on the fake in Trove's own package. What it says of modules and of encryption comes from the real agent's code, with
files and settings of each instance in place of those of a machine. What is not named here is done, and does nothing.
"""
import functools
import json
import os
from pathlib import Path

import eventlet
from oslo_config import cfg
from trove.backup.models import Backup
from trove.backup.state import BackupState
from trove.common import exception, stream_codecs
from trove.datastore.models import DBDatastoreVersion
from trove.guestagent.datastore.manager import Manager
from trove.guestagent.models import AgentHeartBeat
from trove.guestagent.module.driver_manager import ModuleDriverManager
from trove.guestagent.module.module_manager import ModuleManager
from trove.instance.models import DBInstance, InstanceServiceStatus
from trove.instance.service_status import ServiceStatuses
from trove.tests.fakes import guestagent

import key_manager

CONF = cfg.CONF
# The real agent reads it without saying that it is one.
CONF.register_opt(cfg.StrOpt("ssl_mode"))
# Its own hands text to what reads bytes, and no module is ever listed.
stream_codecs.JsonCodec.deserialize = lambda self, stream: json.loads(stream)
STORE = "http://127.0.0.1:8080/v1/AUTH_lab"
LOGS = {"general": "USER", "slow_query": "USER", "error": "SYS"}
UNPUBLISHED = {"published": 0, "pending": 128, "container": "None", "prefix": "None", "metafile": "None"}


class Agent(Manager):
    """The part of the real agent that is used: ssl_* and module_*."""

    drivers = None
    do_prepare = None  # it would have to be there

    def __init__(self, manager):
        self.datastore, self.context = manager, None
        self.mode, self.previous, self.encrypts = None, None, manager == "mysql"
        self.files = {"private_key": "", "certificate": key_manager.certificate(), "ca": ""}

    @property
    def module_driver_manager(self):
        if Agent.drivers is None:
            Agent.drivers = ModuleDriverManager()
        return Agent.drivers

    def show_ssl_status(self):
        return {"status": "on", "certificate": self.files["certificate"]} if self.encrypts else {"status": "off"}

    def _enable_ssl_certificate_impl(self, mode, apply_overrides=True):
        self.encrypts = True
        return self.datastore == "mysql"

    def _disable_ssl_certificate_impl(self, apply_overrides=True):
        self.encrypts = False
        return self.datastore == "mysql"

    def disable_ssl_certificate(self):
        if self.datastore == "mysql":
            raise exception.TroveError("Not supported for MySQL 8.0 and above")
        return super().disable_ssl_certificate()

    def _write_ssl_files(self, container):
        self.files = dict(container)

    def _read_ssl_files(self):
        return self.files

    def _write_ssl_state(self, state):
        self.previous = state

    def _read_ssl_state(self):
        if self.previous is None:
            raise FileNotFoundError(2, "No such file or directory", "/etc/trove/conf.d/ssl_state.json")
        return self.previous

    def _delete_ssl_state(self):
        self.previous = None

    def override_guest_info(self, ssl_mode):
        self.mode = ssl_mode


class Guest(guestagent.FakeGuest):
    # One agent at a time: the real one's settings are those of its process. And what each backup holds, by its id.
    turn, backups = eventlet.semaphore.Semaphore(), {}

    def __init__(self, id):
        super().__init__(id)
        self.logs = {name: {"name": name, "type": kind, "status": "Disabled" if kind == "USER" else "Ready", **UNPUBLISHED}
                     for name, kind in LOGS.items()}
        self.name = DBInstance.find_by(id=id).name

    @functools.cached_property
    def agent(self):
        version = DBDatastoreVersion.find_by(id=DBInstance.find_by(id=self.id).datastore_version_id)
        return Agent(version.manager)

    def ask(self, method, *args, **kwargs):
        """Have the real agent's code do it. What fails there comes back as it does over RPC."""
        with self.turn:
            ModuleManager.MODULE_BASE_DIR = str(Path(os.environ["LAB_HOME"], "trove", "modules", self.id))
            CONF.set_override("datastore_manager", self.agent.datastore)
            CONF.set_override("ssl_mode", self.agent.mode)
            try:
                return getattr(self.agent, method)(self.context, *args, **kwargs)
            except Exception as error:
                raise exception.GuestError(original_message=str(error))
            finally:
                CONF.clear_override("datastore_manager")

    def rpc_ping(self):
        if self.name.endswith("-silent"):
            raise exception.GuestTimeout()
        return True

    # Its beginning, and its end.

    def prepare(self, memory_mb, packages, databases, users, backup_info=None, overrides=None, modules=None, cluster_config=None, **kwargs):
        if backup_info:
            self.dbs, self.users, self.grants = (dict(part) for part in self.backups.get(backup_info["id"], ({}, {}, {})))
        self.create_user(users)
        self.create_database(databases)
        self.overrides = overrides or {}
        if modules:
            self.module_apply(modules)
        # A member of a cluster waits to be told of the others.
        eventlet.spawn_after(1, self.come_up, ServiceStatuses.INSTANCE_READY if cluster_config else ServiceStatuses.HEALTHY)

    def come_up(self, status):
        self.report(ServiceStatuses.FAILED if self.name.endswith("GUEST_ERROR") else status)
        AgentHeartBeat.create(instance_id=self.id)

    def report(self, status):
        found = InstanceServiceStatus.find_by(instance_id=self.id)
        found.status = status
        found.save()

    def stop_db(self, **kwargs):
        self.report(ServiceStatuses.SHUTDOWN)

    def restart(self, *args, **kwargs):
        self.report(ServiceStatuses.HEALTHY)

    start_db_with_conf_changes = cluster_complete = restart

    def get_cluster_context(self):
        return {"cluster_name": "cluster", "replication_user": {"name": "r", "password": "p"}, "admin_password": "p"}

    # Backups and replicas.

    def pre_create_backup(self, **kwargs):
        return {}

    def post_create_backup(self, **kwargs):
        return {}

    def create_backup(self, backup_info):
        eventlet.spawn_after(1.5, self.back_up, backup_info["id"])

    def back_up(self, id):
        self.backups[id] = tuple(dict(part) for part in (self.dbs, self.users, self.grants))
        backup = Backup.get_by_id(context=None, backup_id=id)
        backup.state, backup.size, backup.checksum = BackupState.COMPLETED, 0.14, "fake-md5-sum"
        backup.location = f"{STORE}/database_backups/{id}.xbstream.gz"
        backup.save()

    def get_replication_snapshot(self, snapshot_info, replica_source_config=None):
        self.back_up(snapshot_info["id"])
        return {"dataset": {"datastore_manager": "mysql", "dataset_size": 0.16, "volume_size": 4.0, "snapshot_id": snapshot_info["id"]},
                "replication_strategy": "strategy", "master": {"host": "192.0.2.5", "port": 3306}}

    # Users.

    def _check_username(self, user):
        pass

    def enable_root(self):
        return {**super().enable_root(), "_password": "root-secret"}

    def enable_root_with_password(self, root_password=None):
        return {**super().enable_root_with_password(root_password), "_password": root_password or "root-secret"}

    # Logs.

    def guest_log_list(self):
        return list(self.logs.values())

    def guest_log_action(self, name, enable, disable, publish, discard):
        log = self.logs[name]
        if enable:
            log["status"] = "Enabled"
        if disable:
            log["status"] = "Disabled"
        if publish:
            log.update(status="Published", published=log["pending"], pending=0, container="database_logs",
                       prefix=f"{self.id}/mysql-{name}/", metafile=f"{self.id}/mysql-{name}_metafile")
        if discard:
            log.update(UNPUBLISHED)
        return dict(log)

    # Encryption.

    def ssl_show(self):
        shown = self.ask("ssl_show")
        if "certificate" in shown:
            # Over RPC times are text.
            shown["certificate"]["expire_at"] = shown["certificate"]["expire_at"].strftime("%Y-%m-%dT%H:%M:%S.%f")
        return shown

    def ssl_action(self, mode, container, enable, disable):
        return self.after_restart(self.ask("ssl_action", mode, container, enable, disable))

    def ssl_rollback(self):
        return self.after_restart(self.ask("ssl_rollback"))

    def after_restart(self, result):
        if result.get("restart_required"):
            self.report(ServiceStatuses.RESTART_REQUIRED)
        return result

    # Modules.

    def module_list(self, include_contents=False):
        return self.ask("module_list", include_contents=include_contents)

    def module_apply(self, modules):
        return self.ask("module_apply", modules=modules)

    def module_remove(self, module):
        return self.ask("module_remove", module=module)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **kwargs: None


def client(context, id, manager=None):
    if id not in guestagent.DB:
        guestagent.DB[id] = Guest(id)
    guestagent.DB[id].agent.context = context
    guestagent.DB[id].context = context
    return guestagent.DB[id]
