"""A byte order mark at the beginning of a password file or of standard input is no part of the password.

Eppie-io/Eppie-CLI #622
"""

from scripted import *


def api(h, m, p, q, b):
    return (200, {"instances": [inst()]}) if p.endswith("/instances") else None


d = tempfile.mkdtemp()
open(d + "/pw", "wb").write(b"\xef\xbb\xbfsecret\r\n")
m = Mock(api)
rc, out, err = run(["instance", "list"], m.env(OS_PASSWORD=None, OS_PASSWORD_FILE=d + "/pw"))
sent = [b["auth"]["identity"]["password"]["user"]["password"] for a, p, h, b in m.log if a == "POST"]
check(sent == ["secret"], f"OS_PASSWORD_FILE: the mark is no part of the password: sent {sent!r}")


def api(h, m, p, q, b):
    return (202, None) if m == "POST" else (200, {"instance": inst()})


m = Mock(api)
subprocess.run(
    [trove, "user", "create", ID, "x", "--password-stdin"],
    input=b"\xef\xbb\xbfsecret\r\n",
    env=m.env(),
    capture_output=True,
)
sent = [b["users"][0]["password"] for a, p, h, b in m.log if a == "POST" and p.endswith("/users")]
check(sent == ["secret"], f"--password-stdin: nor of that of a database user: sent {sent!r}")

sys.exit(bool(bad))
