"""The password of a proxy is not shown, with a scheme or without."""

from stranger import *

for value in ("me:SekretProxy@127.0.0.1:1", "http://me:SekretProxy@127.0.0.1:1", "http://SekretProxy@127.0.0.1:1"):
    for pre in ([], ["-v"], ["--debug"]):
        s = Server(usual)
        r = run(pre + LIST, env(s.base, NO_PROXY=None, HTTP_PROXY=value))
        expect(
            "SekretProxy" not in r.out + r.err,
            f"HTTP_PROXY={value} {pre}: exit {r.rc} {next((l for l in r.err.splitlines() if 'SekretProxy' in l), '')[:160]}",
        )
done()
