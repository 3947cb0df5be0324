"""A scripted Keystone and Trove that answers requests with a status and a body."""

import datetime, http.server, json, os, re, shutil, socket, ssl, subprocess, sys, tempfile, threading, time

trove = os.path.abspath(sys.argv[1])


def iso(d):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=d)).strftime(
        "%Y-%m-%dT%H:%M:%S.000000Z"
    )


class Mock:
    """Keystone and Trove on loopback: `api(handler, method, path, query, body)` gives (status, body[, headers]) or None."""

    def __init__(self, api, catalog=None, tls=None, prefix=""):
        self.log = []
        self.logins = 0
        outer = self

        class H(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *a):
                pass

            def go(self):
                n = int(self.headers.get("Content-Length") or 0)
                raw = self.rfile.read(n) if n else b""
                body = json.loads(raw) if raw else None
                p, _, q = self.path.partition("?")
                outer.log.append((self.command, self.path, dict(self.headers), body))
                r = outer.route(self, p, q, body)
                data = r[1] if isinstance(r[1], bytes) else b"" if r[1] is None else json.dumps(r[1]).encode()
                h = {"Content-Type": "application/json", **(r[2] if len(r) > 2 else {})}
                try:
                    self.send_response(r[0])
                    for k, v in h.items():
                        self.send_header(k, v)
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data)
                except OSError:
                    pass

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = go

        self.api, self.catalog, self.prefix = api, catalog, prefix
        self.srv = http.server.ThreadingHTTPServer(("127.0.0.1", 0), H)
        self.srv.daemon_threads = True
        if tls:
            c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            c.load_cert_chain(*tls)
            self.srv.socket = c.wrap_socket(self.srv.socket, server_side=True)
        self.port = self.srv.server_address[1]
        self.base = f'http{"s" if tls else ""}://127.0.0.1:{self.port}'
        threading.Thread(target=self.srv.serve_forever, daemon=True).start()

    def route(self, h, p, q, body):
        if h.command == "POST" and p == self.prefix + "/v3/auth/tokens":
            self.logins += 1
            cat = self.catalog or [
                {
                    "type": "database",
                    "name": "trove",
                    "id": "d",
                    "endpoints": [
                        {"id": "e", "interface": "public", "region": "R", "region_id": "R", "url": "BASE/v1.0/pid"}
                    ],
                }
            ]
            return (
                201,
                {
                    "token": {
                        "methods": ["password"],
                        "user": {"id": "uid", "name": "u", "domain": {"id": "default", "name": "Default"}},
                        "audit_ids": ["a"],
                        "expires_at": iso(3600),
                        "issued_at": iso(0),
                        "roles": [{"id": "r", "name": "member"}],
                        "project": {"id": "pid", "name": "p", "domain": {"id": "default", "name": "Default"}},
                        "catalog": json.loads(json.dumps(cat).replace("BASE", self.base)),
                    }
                },
                {"X-Subject-Token": f"tok-{self.logins}"},
            )
        r = self.api(h, h.command, p, q, body)
        if r is not None:
            return r
        if p.rstrip("/") == self.prefix + "/v3":
            return 200, {
                "version": {
                    "id": "v3.14",
                    "status": "stable",
                    "links": [{"rel": "self", "href": self.base + self.prefix + "/v3/"}],
                }
            }
        return 404, {"itemNotFound": {"code": 404, "message": "mock: no rule for " + p}}

    def env(self, **more):
        e = {
            "PATH": os.environ["PATH"],
            "HOME": tempfile.mkdtemp(),
            "OS_AUTH_URL": self.base + self.prefix + "/v3",
            "OS_USERNAME": "u",
            "OS_PASSWORD": "pw",
            "OS_PROJECT_NAME": "p",
            "OS_USER_DOMAIN_ID": "default",
            "OS_PROJECT_DOMAIN_ID": "default",
        }
        return {k: v for k, v in {**e, **more}.items() if v is not None}


def run(words, env, cwd=None, timeout=90, **kw):
    p = subprocess.run(
        [trove, *words], capture_output=True, env=env, cwd=cwd, stdin=subprocess.DEVNULL, timeout=timeout, **kw
    )
    return p.returncode, p.stdout.decode("utf8", "replace"), p.stderr.decode("utf8", "replace")


bad = []


def check(ok, what):
    print(("ok    " if ok else "FAILS ") + what)
    if not ok:
        bad.append(what)


ID = "00000000-0000-4000-8000-000000000001"


def inst(i=1, **kw):
    d = {
        "id": f"00000000-0000-4000-8000-{i:012d}",
        "name": f"i{i}",
        "status": "ACTIVE",
        "operating_status": "HEALTHY",
        "datastore": {"type": "mysql", "version": "8.0"},
        "flavor": {"id": "2", "links": []},
        "volume": {"size": 1},
        "region": "R",
        "links": [],
        "created": "2024-01-01T00:00:00",
        "updated": "2024-01-01T00:00:00",
    }
    d.update(kw)
    return {k: v for k, v in d.items() if v is not ...}
