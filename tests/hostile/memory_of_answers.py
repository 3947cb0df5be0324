"""A small answer does not take gigabytes: a page of empty objects, a list of numbers from Keystone."""

from stranger import *


def big(c, *_):
    c.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{"instances": [{}')
    for _ in range(20):
        c.sendall(b",{}" * 333333)
    c.sendall(b"]}")
    return "close"


s = Server(big)
r = run(LIST + ["-f", "json"], env(s.base), timeout=150)
expect(r.rc in (0, 1) and r.mb < 1000, f"20 MB of {{}}: exit {r.rc}, {r.mb} MB, {r.took:.0f} s")


def login(c, l, h, b, s):
    c.sendall(b'HTTP/1.1 201 Created\r\nX-Subject-Token: t\r\nConnection: close\r\n\r\n{"token":{"x":[1')
    for _ in range(60):
        c.sendall(b",1" * 500000)
    c.sendall(b"]}}")
    return "close"


s = Server(usual, login=login)
r = run(LIST, env(s.base), timeout=100)
expect(r.mb < 1000, f"60 MB of numbers from Keystone: exit {r.rc}, {r.mb} MB")
done()
