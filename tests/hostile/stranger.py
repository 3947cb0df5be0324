"""A Keystone and a Trove that answer with any bytes, and runs of trove whose memory is watched."""

import json, os, signal, socket, ssl, subprocess, sys, tempfile, threading, time

TROVE = os.path.abspath(sys.argv[1])
BAD = []


def expect(ok, what):
    print("ok  " if ok else "FAIL", what, flush=True)
    if not ok:
        BAD.append(what)


def done():
    sys.exit(1 if BAD else 0)


def token(base, **kw):
    t = {
        "methods": ["password"],
        "user": {"id": "u", "name": "u", "domain": {"id": "default", "name": "Default"}},
        "expires_at": "2099-01-01T00:00:00.000000Z",
        "issued_at": "2020-01-01T00:00:00.000000Z",
        "project": {"id": "pid", "name": "p", "domain": {"id": "default", "name": "Default"}},
        "roles": [],
        "catalog": [
            {
                "type": "database",
                "name": "trove",
                "id": "s",
                "endpoints": [
                    {"id": "e", "interface": "public", "region": "R", "region_id": "R", "url": base + "/v1.0/pid"}
                ],
            }
        ],
    }
    t.update(kw)
    return {"token": t}


def resp(status, body=b"", headers="", ctype="application/json"):
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: {ctype}\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode("latin1")
        + body
    )


class Server:
    """A Keystone and a Trove: answer(c, line, head, body, server) for Trove, login(…) for POST …/auth/tokens."""

    def __init__(self, answer, login=None, tls=None):
        self.answer, self.login, self.tls, self.log, self.heads = answer, login, tls, [], []
        self.s = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.base = f"{'https' if tls else 'http'}://127.0.0.1:{self.s.getsockname()[1]}"
        threading.Thread(target=self.loop, daemon=True).start()

    def loop(self):
        while True:
            try:
                c, _ = self.s.accept()
            except OSError:
                return
            threading.Thread(target=self.one, args=(c,), daemon=True).start()

    def one(self, c):
        try:
            c.settimeout(600)
            if self.tls:
                c = self.tls.wrap_socket(c, server_side=True)
            buf = b""
            while True:
                while b"\r\n\r\n" not in buf:
                    d = c.recv(65536)
                    if not d:
                        return
                    buf += d
                head, _, rest = buf.partition(b"\r\n\r\n")
                n = 0
                for l in head.split(b"\r\n"):
                    if l.lower().startswith(b"content-length:"):
                        n = int(l.split(b":")[1])
                while len(rest) < n:
                    d = c.recv(65536)
                    if not d:
                        return
                    rest += d
                body, buf = rest[:n], rest[n:]
                line = head.split(b"\r\n")[0].decode("latin1")
                self.log.append(line)
                self.heads.append(head)
                if "/auth/tokens" in line and self.login:
                    r = self.login(c, line, head, body, self)
                elif "/auth/tokens" in line:
                    r = c.sendall(resp("201 Created", token(self.base), "X-Subject-Token: SekretTok77\r\n"))
                elif "/v1.0/" in line:
                    r = self.answer(c, line, head, body, self)
                else:
                    r = c.sendall(
                        resp(
                            "200 OK",
                            {
                                "version": {
                                    "id": "v3.14",
                                    "status": "stable",
                                    "links": [{"rel": "self", "href": self.base + "/v3/"}],
                                }
                            },
                        )
                    )
                if r == "close":
                    return
        except (OSError, ValueError):
            pass
        finally:
            c.close()


def home():
    return tempfile.mkdtemp(prefix="attack-")


def env(base, **kw):
    e = {
        "PATH": os.environ["PATH"],
        "HOME": home(),
        "LANG": "C.UTF-8",
        "NO_PROXY": "*",
        "OS_AUTH_URL": base + "/v3",
        "OS_USERNAME": "u",
        "OS_PASSWORD": "Sekret99",
        "OS_PROJECT_NAME": "p",
        "OS_USER_DOMAIN_ID": "default",
        "OS_PROJECT_DOMAIN_ID": "default",
    }
    e.update(kw)
    return {k: v for k, v in e.items() if v is not None}


class Ran:
    pass


def run(words, e, timeout=60, cwd=None, preexec_fn=None):
    r = Ran()
    t0 = time.time()
    out, err = tempfile.TemporaryFile(), tempfile.TemporaryFile()
    p = subprocess.Popen(
        [TROVE, *words],
        env=e,
        cwd=cwd or e["HOME"],
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=err,
        preexec_fn=preexec_fn,
    )
    r.rc = None
    r.mb = 0
    while r.rc is None:
        try:
            r.mb = max(
                r.mb, next(int(l.split()[1]) // 1024 for l in open(f"/proc/{p.pid}/status") if l.startswith("VmHWM"))
            )
        except (OSError, StopIteration):
            pass
        r.rc = p.poll()
        if r.rc is None and time.time() - t0 > timeout:
            p.kill()
            p.wait()
            r.rc = "hangs"
        time.sleep(0.01)
    r.took = time.time() - t0
    for f, n in ((out, "out"), (err, "err")):
        f.seek(0)
        setattr(r, n, f.read(10_000_000).decode("utf-8", "replace"))
    return r


LIST = ["instance", "list"]
CREATE = ["instance", "create", "x", "--flavor", "2", "--size", "1", "--datastore", "mysql", "--datastore-version", "8"]
I = {
    "id": "i1",
    "name": "x",
    "status": "ACTIVE",
    "flavor": {"id": "2"},
    "datastore": {"type": "mysql", "version": "8"},
    "volume": {"size": 1},
    "region": "R",
}
FLAVOR = {"flavor": {"id": 2, "str_id": "2", "name": "m1", "ram": 512, "links": []}}


def usual(c, l, *_):
    path = l.split()[1].split("?")[0]
    c.sendall(
        resp(
            "200 OK",
            (
                FLAVOR
                if "/flavors" in l
                else {"instances": [I]} if path.endswith("/instances") and l.startswith("GET") else {"instance": I}
            ),
        )
    )
