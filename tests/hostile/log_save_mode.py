"""`log save` keeps the permissions of the file that it replaces."""

from stranger import *

LOG = {
    "log": {
        "name": "general",
        "type": "USER",
        "status": "Ready",
        "published": 10,
        "pending": 0,
        "container": "c",
        "prefix": "p/",
        "metafile": "m",
    }
}


def a(c, l, *_):
    if "/swift" in l:
        c.sendall(resp("200 OK", [{"name": "p/1", "bytes": 3, "last_modified": "x"}] if "format=json" in l else b"abc"))
    elif "/log" in l:
        c.sendall(resp("200 OK", LOG))
    else:
        usual(c, l)


def login(c, l, h, b, s):
    t = token(s.base)
    t["token"]["catalog"].append(
        {
            "type": "object-store",
            "name": "swift",
            "id": "w",
            "endpoints": [
                {"id": "e2", "interface": "public", "region": "R", "region_id": "R", "url": s.base + "/v1.0/swift"}
            ],
        }
    )
    c.sendall(resp("201 C", t, "X-Subject-Token: t\r\n"))


s = Server(a, login=login)
e = env(s.base)
f = e["HOME"] + "/x.log"
open(f, "w").write("old")
os.chmod(f, 0o600)
r = run(["log", "save", "i1", "general", "--file", "x.log"], e)
expect(r.rc == 0 and open(f).read() == "abc", f"saved: exit {r.rc} {r.err[:100]}")
expect(os.stat(f).st_mode & 0o777 == 0o600, f"its mode was 0600 and is {os.stat(f).st_mode & 0o777:04o}")
done()
