"""A password_command of another user's clouds.yaml is not run, even if the file changes while it is read."""

from stranger import *

if os.geteuid() != 0:
    print("needs root, to play two users")
    sys.exit(77)
pub = tempfile.mkdtemp(prefix="attack-")
os.chmod(pub, 0o755)
os.chown(pub, 65534, 65534)
f = pub + "/clouds.yaml"
h = home()
flag = h + "/ran"
s = Server(usual)
text = f"clouds:\n  prod:\n    auth: {{auth_url: '{s.base}/v3', username: me, project_name: p}}\n    password_command: [touch, {flag}]\n"
e = {"PATH": os.environ["PATH"], "HOME": h, "OS_CLOUD": "prod", "NO_PROXY": "*"}
open(f, "w").write(text)
os.chown(f, 65534, 65534)
r = run(LIST, e, cwd=pub)
expect(not os.path.exists(flag), f"a plain file of nobody is refused (exit {r.rc})")
os.remove(f)
att = subprocess.Popen(
    [
        sys.executable,
        "-c",
        f"""
import os
os.setgid(65534); os.setuid(65534); f = {f!r}; os.mkfifo(f, 0o644); fd = os.open(f, os.O_WRONLY); os.write(fd, {text.encode()!r})
os.symlink('/etc/passwd', f + '.x'); os.rename(f + '.x', f); os.close(fd)""",
    ]
)
time.sleep(0.5)
r = run(LIST, e, cwd=pub, timeout=15)
att.kill()
att.wait()
expect(
    not os.path.exists(flag),
    f"a FIFO of nobody that turns into a link to /etc/passwd is refused (exit {r.rc}: {r.err.strip()[:100]})",
)
if os.path.lexists(f):
    os.remove(f)
os.mkfifo(f)
r = run(LIST, e, cwd=pub, timeout=8)
expect(r.rc != "hangs", "a FIFO named clouds.yaml does not hang every command")
os.remove(f)
os.symlink("/dev/zero", f)
import resource

r = run(LIST, e, cwd=pub, timeout=20, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30)))
expect(r.mb < 200, f"a clouds.yaml without end does not fill the memory ({r.mb} MB)")
done()
