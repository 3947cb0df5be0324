"""Rate limits and outages of Keystone are not called a wrong password. A token that expires in the year 9999, or without a zone, is a token. A large catalog is cached."""

from stranger import *

for status in ("429 Too Many Requests", "413 Too Large"):
    s = Server(usual, login=lambda c, *_: c.sendall(resp(status, {}, "Retry-After: 1\r\n")))
    r = run(LIST, env(s.base), timeout=90)
    expect(r.rc != 4 and "check password" not in r.err, f"{status}: exit {r.rc} {r.err.strip()[-110:]!r}")
for t in ("9999-12-31T23:59:59.000000Z", "2099-01-01T00:00:00"):
    s = Server(
        usual,
        login=lambda c, l, h, b, s: c.sendall(resp("201 C", token(s.base, expires_at=t), "X-Subject-Token: t\r\n")),
    )
    r = run(LIST, env(s.base))
    expect(r.rc == 0, f"expires_at {t}: exit {r.rc} {r.err.strip()[:130]}")
n = {}
for run_ in range(3):
    if not n:
        n["s"] = Server(
            usual,
            login=lambda c, l, h, b, s: c.sendall(
                resp(
                    "201 C",
                    (
                        lambda t: (
                            t["token"]["catalog"].extend(
                                [
                                    {
                                        "type": f"svc{i}",
                                        "name": "n" * 200,
                                        "id": str(i),
                                        "endpoints": [
                                            {
                                                "id": "e",
                                                "interface": "public",
                                                "region": "R",
                                                "region_id": "R",
                                                "url": "http://x/" + "y" * 200,
                                            }
                                        ],
                                    }
                                    for i in range(10000)
                                ]
                            ),
                            t,
                        )[1]
                    )(token(s.base)),
                    "X-Subject-Token: t\r\n",
                )
            ),
        )
        n["e"] = env(n["s"].base)
    r = run(LIST, n["e"])
k = sum("/auth/tokens" in l for l in n["s"].log)
expect(k == 1, f"a catalog of 5 MB: {k} logins in 3 runs (the cache writes what it will not read)")
done()
