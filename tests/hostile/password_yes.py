"""`password: yes` is sent as a text, or refused with a word about quotes.

kubernetes-sigs/cluster-api-provider-openstack #1953
"""

from scripted import *


def api(h, m, p, q, b):
    return (200, {"instances": [inst()]}) if p.endswith("/instances") else None


for word in ("yes", "on", "true", "off"):
    m = Mock(api)
    d = tempfile.mkdtemp()
    open(d + "/clouds.yaml", "w").write(
        f"clouds:\n  c:\n    auth:\n      auth_url: {m.base}/v3\n      username: u\n      password: {word}\n      project_name: p\n      user_domain_id: default\n      project_domain_id: default\n"
    )
    rc, out, err = run(["--os-cloud", "c", "instance", "list"], {"PATH": os.environ["PATH"], "HOME": d}, cwd=d)
    sent = [b["auth"]["identity"]["password"]["user"]["password"] for a, p, h, b in m.log if a == "POST"]
    check(
        sent == [word] or (not sent and rc == 2 and "quot" in err),
        f"password: {word} is sent as a text, or refused with a word about quotes: exit {rc}, sent {sent}",
    )

sys.exit(bool(bad))
