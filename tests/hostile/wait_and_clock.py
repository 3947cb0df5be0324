"""A wait lasts as long as it is told, whatever is done to the system clock. Needs libfaketime."""

from stranger import *
import glob

LIB = (glob.glob("/usr/lib/*/faketime/libfaketime.so.1") + glob.glob("/usr/lib*/faketime/libfaketime.so.1") + [None])[0]
if not LIB:
    print("no libfaketime (apt install faketime)")
    sys.exit(77)
B = dict(I, status="BUILD")
s = Server(
    lambda c, l, *_: c.sendall(
        resp(
            "200 OK", {"instances": [B]} if "instances?" in l or l.split()[1].endswith("instances") else {"instance": B}
        )
    )
)
f = tempfile.mktemp()


def clock(x):
    open(f + ".n", "w").write(x)
    os.rename(f + ".n", f)


for name, limit, later, least, most in (
    ("steady", "6", "+0", 5, 12),
    ("set back a day", "6", "-1d", 5, 20),
    ("set on a day", "20", "+1d", 15, 40),
):
    clock("+0")
    t = threading.Timer(3, clock, [later])
    t.start()
    r = run(
        ["instance", "wait", "i1", "--timeout", limit],
        env(s.base, LD_PRELOAD=LIB, FAKETIME_TIMESTAMP_FILE=f, FAKETIME_NO_CACHE="1", FAKETIME_DONT_FAKE_MONOTONIC="1"),
        timeout=45,
    )
    t.join()
    expect(
        r.rc == 5 and least <= r.took <= most,
        f"{name}: --timeout {limit} took {r.took:.0f} s, exit {r.rc} {r.err.strip().splitlines()[1:2]}",
    )
done()
