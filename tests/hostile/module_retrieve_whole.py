"""`module retrieve` leaves no half file when the disk is full. Long and equal names do not end it."""

from stranger import *
import base64, resource

M = lambda name, size, n=1: {
    "id": f"m{n}",
    "module_name": name,
    "name": name,
    "type": "ping",
    "datastore": "mysql",
    "datastore_version": "8",
    "contents": base64.b64encode(b"x" * size).decode(),
    "md5": "x",
    "created": "2026-01-01T00:00:00",
    "updated": "2026-01-01T00:00:00",
    "status": "OK",
    "message": "",
}
MODS = []


def a(c, l, *_):
    c.sendall(resp("200 OK", {"modules": MODS})) if "/modules" in l else usual(c, l)


s = Server(a)
e = env(s.base)
d = e["HOME"] + "/in"


def full():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))


MODS[:] = [M("big", 100000)]
r = run(["module", "retrieve", "i1", "--directory", "in"], e, preexec_fn=full)
left = os.listdir(d)
expect(r.rc == 1 and not left, f"no room: exit {r.rc}, left {left}")
r = run(["module", "retrieve", "i1", "--directory", "in"], e)
expect(r.rc == 0, f"again, with room: exit {r.rc} {r.err.strip()[:100]}")
MODS[:] = [M("n" * 255, 3), M("ok", 3, 2)]
r = run(["module", "retrieve", "i1", "--directory", "in2"], e)
expect(
    r.rc == 0 and len(os.listdir(e["HOME"] + "/in2")) == 2,
    f"a name of 255 characters: exit {r.rc} {r.err.strip()[-60:]}",
)
MODS[:] = [M("same", 3), M("same", 4, 2)]
r = run(["module", "retrieve", "i1", "--directory", "in3", "--force"], e)
expect(
    r.rc != 0 or len(os.listdir(e["HOME"] + "/in3")) == 2,
    f"two modules of one name, --force: exit {r.rc}, files {os.listdir(e['HOME'] + '/in3')}",
)
done()
