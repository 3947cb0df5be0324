"""A clouds.yaml that exists but cannot be used is named, with the reason: it is not "no clouds.yaml".

kubernetes-sigs/cluster-api-provider-openstack #825
"""

from scripted import *

GOOD = "clouds:\n  c:\n    auth:\n      auth_url: http://127.0.0.1:9/v3\n      username: u\n      password: pw\n      project_name: p\n"


def case(name, data, **kw):
    d = tempfile.mkdtemp()
    os.makedirs(d + "/.config/openstack")
    f = d + "/.config/openstack/clouds.yaml"
    if callable(data):
        data(f)
    else:
        open(f, "wb").write(data.encode() if isinstance(data, str) else data)
    os.chmod(d, 0o755)
    rc, out, err = run(["--os-cloud", "c", "instance", "list"], {"PATH": os.environ["PATH"], "HOME": d}, cwd="/", **kw)
    check(
        rc == 2 and f in err and "there is no clouds.yaml" not in err,
        f'{name}: {" | ".join(err.strip().splitlines())[:260]}',
    )


case("a password with a colon and a space, without quotes", GOOD.replace("password: pw", "password: a: b"))
case("a password that begins with @", GOOD.replace("password: pw", "password: @home"))
case("a tab", GOOD.replace("      username", "\tusername"))
case("UTF-16, as an editor of Windows saves it", GOOD.encode("utf-16"))
case("two documents", GOOD + "---\nx: y\n")
case("the key clouds is missing", GOOD.split("\n", 1)[1])
case("empty", "")
case("a directory", os.mkdir)
if os.geteuid() == 0:

    def private(f):
        open(f, "w").write(GOOD)
        os.chmod(f, 0o600)

    case("of somebody else", private, user=12345)

sys.exit(bool(bad))
