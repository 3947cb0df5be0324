"""A list that never ends and brings nothing new is an error: in lists, and in the look-up of a name."""

from stranger import *
import re

nx = lambda m: [{"rel": "next", "href": f"http://other.invalid/y?marker={m}"}]
mk = lambda l: (re.search(r"marker=([^& ]*)", l) or [0, ""])[1]


def pager(f):
    return lambda c, l, h, b, s: c.sendall(resp("200 OK", f(l, s)))


for name, f, words, codes in (
    (
        "loop of two markers",
        lambda l, s: {"instances": [dict(I, id=str(len(s.log)))], "links": nx("b" if mk(l) == "a" else "a")},
        LIST + ["--all"],
        {1},
    ),
    (
        "no items, always another marker",
        lambda l, s: {"instances": [], "links": nx(len(s.log))},
        LIST + ["--all"],
        {0, 1},
    ),
    (
        "no items, always another marker, a name is searched",
        lambda l, s: {"instances": [], "links": nx(len(s.log))},
        ["instance", "show", "nosuch"],
        {1, 3},
    ),
    (
        "the same item, always another marker",
        lambda l, s: {"instances": [I], "links": nx(len(s.log))},
        LIST + ["--all", "-f", "csv"],
        {0, 1},
    ),
):
    s = Server(pager(f))
    r = run(words, env(s.base), timeout=25)
    expect(r.rc in codes, f"{name}: exit {r.rc} after {len(s.log)} requests and {r.took:.0f} s")
done()
