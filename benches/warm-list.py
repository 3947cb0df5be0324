#!/usr/bin/env python3
"""Time `trove instance list` with a cached token, against curl doing the same GET, and against the reference client.

    warm-list.py [--trove PATH] [--runs N] [--check]

Runs alternate, so that what else the machine does falls on all alike; medians. CPU is user + system time of the process.
--check exits 1 if a limit is not kept. Needs the conformance lab up.
"""
import argparse
import json
import os
import resource
import shlex
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median

LAB = Path(__file__).resolve().parent.parent / "tests" / "conformance" / "lab"
# Wall time as a multiple of curl's, how many times faster than the reference client, CPU milliseconds.
LIMITS = {"to curl": 1.25, "reference": 40, "version": 3.0, "list": 6.0}


def environment(home):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("OS_", "TROVE_", "XDG_", "CLIFF_"))}
    # The lab's own home lies below the caller's, and trove must not see the latter's files.
    default = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "trove-conformance"
    env["LAB_HOME"] = os.environ.get("LAB_HOME", str(default))
    env["HOME"] = home
    for line in subprocess.check_output([LAB, "env", "demo"], text=True, env=env).splitlines():
        env.update(pair.split("=", 1) for pair in shlex.split(line)[1:])
    return env


def log_in(env):
    """A token, and where Trove's instances are."""
    domain = {"name": "Default"}
    user = {"name": env["OS_USERNAME"], "password": env["OS_PASSWORD"], "domain": domain}
    body = {"auth": {"identity": {"methods": ["password"], "password": {"user": user}},
                     "scope": {"project": {"name": env["OS_PROJECT_NAME"], "domain": domain}}}}
    request = urllib.request.Request(env["OS_AUTH_URL"] + "/auth/tokens", json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        catalog = json.load(answer)["token"]["catalog"]
        token = answer.headers["X-Subject-Token"]
    service = next(service for service in catalog if service["type"] == "database")
    endpoint = next(e for e in service["endpoints"] if e["interface"] == "public" and e["region"] == env["OS_REGION_NAME"])
    return token, endpoint["url"] + "/instances"


def measure(command, env):
    """Wall and CPU time of one run, in milliseconds."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall * 1000, cpu * 1000


def main():
    ask = argparse.ArgumentParser(usage=__doc__)
    ask.add_argument("--trove", default="target/release/trove")
    ask.add_argument("--runs", type=int, default=60)
    ask.add_argument("--check", action="store_true")
    args = ask.parse_args()
    with tempfile.TemporaryDirectory() as home:
        env = environment(home)
        token, url = log_in(env)
        commands = {
            "trove instance list": [args.trove, "instance", "list"],
            "curl": ["curl", "-sf", "-H", f"X-Auth-Token: {token}", "-H", "Accept: application/json", url],
            "trove --version": [args.trove, "--version"],
        }
        # Called without the lab's script around it, whose start is not the client's.
        openstack = subprocess.check_output([LAB, "python", "-c", "import sys; print(sys.executable)"], text=True, env=env).strip()
        reference = [str(Path(openstack).parent / "openstack"), "database", "instance", "list"]
        for command in commands.values():  # fills the token cache, and the caches of the servers
            for _ in range(3):
                measure(command, env)
        times = {name: [] for name in commands}
        times["openstack database instance list"] = []
        for run in range(args.runs):
            for name, command in commands.items():
                times[name].append(measure(command, env))
            if run % max(1, args.runs // 5) == 0:  # seconds each
                times["openstack database instance list"].append(measure(reference, env))

    walls = {name: median(wall for wall, _ in all) for name, all in times.items()}
    cpus = {name: median(cpu for _, cpu in all) for name, all in times.items()}
    print(f"{'':34} {'wall ms':>9} {'CPU ms':>9} {'runs':>5}")
    for name, all in times.items():
        print(f"{name:34} {walls[name]:9.2f} {cpus[name]:9.2f} {len(all):5}")
    mine = walls["trove instance list"]
    # The two of one round saw the same machine.
    to_curl = median(a[0] / b[0] for a, b in zip(times["trove instance list"], times["curl"]))
    faster = walls["openstack database instance list"] / mine
    print(f"\ntrove / curl       {to_curl:6.2f}   (limit {LIMITS['to curl']})")
    print(f"reference / trove  {faster:6.1f}   (at least {LIMITS['reference']})")
    kept = (to_curl <= LIMITS["to curl"] and faster >= LIMITS["reference"]
            and cpus["trove --version"] <= LIMITS["version"] and cpus["trove instance list"] <= LIMITS["list"])
    if not kept:
        print("a limit is not kept", file=sys.stderr)
    return int(args.check and not kept)


sys.exit(main())
