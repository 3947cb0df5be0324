"""A `next` link without a marker is an error: otherwise rows are missing with exit code 0.

gophercloud/gophercloud #2431, opentelekomcloud/gophertelekomcloud #952
"""

from scripted import *


def api(h, m, p, q, b):
    if p.endswith("/instances"):
        return 200, {"instances": [inst(1), inst(2)], "links": [{"rel": "next", "href": f"http://x{p}?page=2"}]}


m = Mock(api)
rc, out, err = run(["instance", "list", "--all", "-f", "value", "-c", "Name"], m.env())
check(
    rc != 0 or err.strip(),
    f"a page that cannot be followed is told: exit {rc}, rows {out.split()}, said {err.strip()!r}",
)

sys.exit(bool(bad))
