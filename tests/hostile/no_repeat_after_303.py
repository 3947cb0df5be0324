"""A POST or DELETE that is answered by 303 is not sent again: 303 says that it was carried out."""

from stranger import *

for words, verb in (
    (CREATE, "POST"),
    (["instance", "delete", "00000000-0000-4000-8000-000000000001", "--yes"], "DELETE"),
):

    def a(c, l, h, b, s):
        if l.startswith(verb) and "/other" not in l:
            c.sendall(resp("303 See Other", b"", f"Location: {s.base}/v1.0/pid/instances/other\r\n"))
        else:
            usual(c, l)

    s = Server(a)
    r = run(words, env(s.base))
    n = [l for l in s.log if l.startswith(verb) and "/instances" in l]
    expect(len(n) == 1, f"{verb}: exit {r.rc}, {n}")
done()
