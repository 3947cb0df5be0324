"""A directory of hashed certificates is taken as --os-cacert, as curl --capath takes it.

redhat-openstack/openshift-on-openstack #380
"""

from scripted import *

D = tempfile.mkdtemp()


def sh(c):
    subprocess.run(c, shell=True, check=True, cwd=D, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def api(h, m, p, q, b):
    if p.endswith("/instances"):
        return 200, {"instances": [inst()]}


L = ["instance", "list", "-f", "value", "-c", "Name"]

sh(
    'openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=CA -keyout ca.key -out ca.pem; openssl req -newkey rsa:2048 -nodes -subj /CN=x -keyout l.key -out l.csr; printf "subjectAltName=IP:127.0.0.1" > ext; openssl x509 -req -in l.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile ext -out l.pem; mkdir certs; cp ca.pem certs/$(openssl x509 -hash -noout -in ca.pem).0'
)
m = Mock(api, tls=(f"{D}/l.pem", f"{D}/l.key"))
p = subprocess.run(["curl", "-sS", "-o", "/dev/null", "--capath", f"{D}/certs", m.base + "/v3"])
check(p.returncode == 0, "control: curl --capath takes it")
rc, out, err = run(L, m.env(OS_CACERT=f"{D}/certs/"))
check((rc, out) == (0, "i1\n"), f"a directory of CAs: exit {rc}: {err.strip()[:200]}")

sys.exit(bool(bad))
