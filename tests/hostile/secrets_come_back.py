"""Secrets that trove knows are not shown when a server sends them back, nor those in malformed addresses."""

from stranger import *

S = ["Sekret99", "SekretTok77", "SekretUser55", "SekretUrl33"]


def shown(r):
    return [s for s in S if s in r.out + r.err]


def create(make):
    def f(c, l, h, b, s):
        if l.startswith("POST"):
            c.sendall(make(h, b))
        else:
            usual(c, l)

    return f


W = CREATE + ["--users", "bob:SekretUser55", "--databases", "d"]
for name, make in (
    ("JSON", lambda h, b: resp("400 X", b)),
    ("text", lambda h, b: resp("400 X", b, ctype="text/plain")),
    ("a message", lambda h, b: resp("400 X", {"badRequest": {"code": 400, "message": "Invalid body: " + b.decode()}})),
    (
        "a page with the headers",
        lambda h, b: resp(
            "500 X", b"<html><title>Error</title><body><pre>" + h + b"\n" + b + b"</pre>", ctype="text/html"
        ),
    ),
):
    for pre in ([], ["--debug"]):
        s = Server(create(make))
        r = run(pre + W, env(s.base))
        expect(not shown(r), f"create refused, the request comes back as {name} {pre}: {shown(r)}")
for pre in ([], ["--debug"]):
    s = Server(
        usual,
        login=lambda c, l, h, b, s: c.sendall(
            resp("400 X", {"error": {"code": 400, "message": "cannot read " + b.decode()}})
        ),
    )
    r = run(pre + LIST, env(s.base))
    expect(not shown(r), f"login refused, the request comes back {pre}: {shown(r)}")
for name, kw in (
    ("auth_url that cannot be parsed", {"OS_AUTH_URL": "http://me:SekretUrl33@[bad/v3"}),
    ("auth_url of another scheme", {"OS_AUTH_URL": "ftp://me:SekretUrl33@h/v3"}),
    ("auth_url without a scheme", {"OS_AUTH_URL": "me:SekretUrl33@h/v3"}),
    ("override that cannot be parsed", {"TROVE_BYPASS_URL": "http://me:SekretUrl33@[bad"}),
):
    for words in (LIST, ["config", "show"]):
        s = Server(usual)
        r = run(words, env(s.base, **kw))
        expect(not shown(r), f"{name}, {words}: {shown(r)}")
s = Server(
    usual,
    login=lambda c, l, h, b, s: c.sendall(resp("201 C", token("ht tp://me:SekretUrl33@h"), "X-Subject-Token: t\r\n")),
)
r = run(LIST, env(s.base))
expect(not shown(r), f"an endpoint of the catalog that is no URL: {shown(r)}")
for q in ("code", "sig", "X-Amz-Signature", "X-Amz-Credential"):
    s = Server(lambda c, *_: c.sendall(resp("302 X", b"", f"Location: http://127.0.0.1:9/x?{q}=SekretUrl33\r\n")))
    r = run(LIST, env(s.base))
    expect(not shown(r), f"a redirect with {q}=…: {shown(r)}")
done()
