"""An entry of no_proxy can have a port, as for Python's requests.

SAP/open-ux-tools #722
"""

from scripted import *


def api(h, m, p, q, b):
    if p.endswith("/instances"):
        return 200, {"instances": [inst()]}


m = Mock(api)
host = f"http://localhost:{m.port}"
for value, exempt in ((f"localhost:{m.port}", True), ("localhost", True), ("localhost:1", False)):
    rc, out, err = run(
        ["instance", "list", "-f", "value", "-c", "Name"],
        m.env(
            OS_AUTH_URL=host + "/v3",
            OS_DATABASE_ENDPOINT_OVERRIDE=host + "/v1.0/pid",
            http_proxy="http://127.0.0.1:1",
            no_proxy=value,
        ),
    )
    check(
        (rc == 0) == exempt,
        f'no_proxy={value}: {"past" if exempt else "through"} the proxy: exit {rc}: {err.strip()[:120]}',
    )

sys.exit(bool(bad))
