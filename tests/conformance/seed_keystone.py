"""Fill a fresh Keystone: projects, users, the catalog in two regions, an application credential."""
import os
from pathlib import Path

from keystoneauth1 import session
from keystoneauth1.identity import v3
from keystoneclient.v3 import client

PORT = os.environ
KEYSTONE = f"http://127.0.0.1:{PORT['LAB_KEYSTONE_PORT']}/v3"
TROVE = f"http://127.0.0.1:{PORT['LAB_TROVE_PORT']}/v1.0/%(tenant_id)s"
SWIFT = f"http://127.0.0.1:{PORT['LAB_SWIFT_PORT']}/v1/AUTH_%(tenant_id)s"
TROVE_TLS = f"https://127.0.0.1:{PORT['LAB_TROVE_TLS_PORT']}/v1.0/%(tenant_id)s"
KEYSTONE_TLS = f"https://127.0.0.1:{PORT['LAB_KEYSTONE_TLS_PORT']}/v3"


def connect(name):
    auth = v3.Password(KEYSTONE, username=name, password=name, project_name=name,
                       user_domain_name="Default", project_domain_name="Default")
    return client.Client(session=session.Session(auth))


def main():
    keystone = connect("admin")
    roles = {role.name: role for role in keystone.roles.list()}
    projects = {name: keystone.projects.create(name, "default") for name in ("service", "demo", "other")}
    projects["admin"] = keystone.projects.find(name="admin")

    demo = keystone.users.create("demo", password="demo", default_project=projects["demo"])
    for project in ("demo", "other"):
        keystone.roles.grant(roles["member"], user=demo, project=projects[project])
    trove = keystone.users.create("trove", password="trove", default_project=projects["service"])
    keystone.roles.grant(roles["admin"], user=trove, project=projects["service"])

    database = keystone.services.create("trove", type="database")
    store = keystone.services.create("swift", type="object-store")
    identity = keystone.services.find(type="identity")
    keystone.regions.create(id="RegionTLS")
    for interface in ("public", "internal", "admin"):
        keystone.endpoints.create(database, TROVE, interface, "RegionOne")
        keystone.endpoints.create(store, SWIFT, interface, "RegionOne")
        keystone.endpoints.create(database, TROVE_TLS, interface, "RegionTLS")
        keystone.endpoints.create(identity, KEYSTONE_TLS, interface, "RegionTLS")

    home = Path(os.environ["LAB_HOME"]) / "keystone"
    for name, project in projects.items():
        (home / f"project.{name}").write_text(project.id)
    credential = connect("demo").application_credentials.create("lab", secret="lab-secret", user=demo.id)
    (home / "appcred.id").write_text(credential.id)


main()
