"""A closed standard output is an error, as a full one is: otherwise what was to be read is lost with exit code 0."""

from scripted import *


def api(h, m, p, q, b):
    return (200, {"instances": [inst()]}) if p.endswith("/instances") else None


m = Mock(api)
p = subprocess.run(
    ["bash", "-c", '"$T" instance list -f json >&-'], env=m.env(T=trove), capture_output=True, stdin=subprocess.DEVNULL
)
check(p.returncode != 0, f"closed: exit {p.returncode}, said {p.stderr.decode()!r}")
p = subprocess.run(
    ["bash", "-c", '"$T" instance list -f json >/dev/full'],
    env=m.env(T=trove),
    capture_output=True,
    stdin=subprocess.DEVNULL,
)
check(p.returncode == 1, f"control, full: exit {p.returncode}")

sys.exit(bool(bad))
