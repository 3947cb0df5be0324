"""An endpoint without the project, or with that of another, is named by errors and by `config doctor`: Trove answers 403, and the role has nothing to do with it.

ContainX/openstack4j #1112
"""

from scripted import *


def api(h, m, p, q, b):
    if p.startswith("/v1.0/pid/"):
        return 200, {"instances": [inst()], "limits": []}
    if p.startswith("/v1.0/"):
        return 403, {
            "forbidden": {
                "code": 403,
                "message": "Access was denied to this resource. User with tenant id pid cannot access this resource.",
            }
        }


def ep(url):
    return [
        {
            "type": "database",
            "name": "trove",
            "id": "s",
            "endpoints": [{"id": "e", "interface": "public", "region": "R", "region_id": "R", "url": url}],
        }
    ]


for url in ("BASE/v1.0", "BASE/v1.0/other", "BASE/v1.0/%(tenant_id)s", "BASE/v1.0/$(project_id)s"):
    m = Mock(api, catalog=ep(url))
    rc, out, err = run(["instance", "list", "-f", "value", "-c", "Name"], m.env())
    check(
        rc == 0 or ("role" not in err and "endpoint" in err.lower()),
        f'{url}: what is said is about the endpoint: exit {rc}: {" | ".join(err.strip().splitlines())[-200:]}',
    )
    rc, out, err = run(["config", "doctor", "-f", "json"], m.env())
    rows = json.loads(out)
    check(
        rc == 0
        or any(
            r["Check"] in ("Endpoint", "Trove")
            and r["Result"] != "ok"
            and ("project" in r["Hint"] or "endpoint" in r["Hint"])
            and "role" not in r["Hint"]
            for r in rows
        ),
        f'{url}: the doctor names it: {[(r["Check"], r["Result"], r["Hint"]) for r in rows[-5:] if r["Check"] in ("Endpoint", "Trove")]}',
    )

sys.exit(bool(bad))
