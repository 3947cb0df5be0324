"""The sandbox answers only to the names of this machine, so that no web page reaches it by DNS rebinding."""

from stranger import *
import re

p = subprocess.Popen(
    [TROVE, "sandbox", "serve", "--memory", "--port", "0"],
    env={"HOME": home(), "PATH": os.environ["PATH"]},
    stderr=subprocess.PIPE,
    text=True,
)
port = int(re.search(r"127\.0\.0\.1:(\d+)", p.stderr.readline())[1])


def ask(heads, body=b""):
    c = socket.create_connection(("127.0.0.1", port), timeout=5)
    c.sendall(
        b"POST /identity/v3/auth/tokens HTTP/1.1\r\n"
        + heads
        + b"Content-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(body)
        + body
    )
    o = b""
    while d := c.recv(65536):
        o += d
    return int(o.split()[1])


L = json.dumps(
    {
        "auth": {
            "identity": {
                "methods": ["password"],
                "password": {"user": {"name": "demo", "domain": {"id": "default"}, "password": "demo"}},
            }
        }
    }
).encode()
try:
    for host in (b"127.0.0.1:%d" % port, b"localhost:%d" % port):
        st = ask(b"Host: %s\r\n" % host, L)
        expect(st == 201, f"Host {host.decode()}: {st}")
    for heads in (
        b"Host: evil.example\r\n",
        b"Host: evil.example:%d\r\nOrigin: http://evil.example:%d\r\n" % (port, port),
        b"Host: 127.0.0.1\r\nHost: evil\r\n",
        b'Host: a/"><script>\r\n',
    ):
        st = ask(heads, L)
        expect(st >= 400, f"{heads!r}: {st}")
finally:
    p.terminate()
done()
