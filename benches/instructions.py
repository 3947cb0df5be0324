#!/usr/bin/env python3
"""Count the instructions of `trove --version` and of a warm `trove instance list` of 20 instances, with callgrind.

    instructions.py [--trove PATH] [--check]

The count is the same for the same binary, whatever else the machine does. The list asks `trove sandbox serve`, with a
cached token. --check exits 1 if a limit is not kept. Needs valgrind.
"""
import argparse
import re
import shlex
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# Instructions of the whole process; /bin/true takes 130,000.
LIMITS = {"--version": 1_500_000, "instance list": 4_000_000}


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def variables(trove, port, home):
    """The environment in which trove finds the served sandbox, and no configuration."""
    env = {"HOME": home, "PATH": "/usr/bin:/bin"}
    printed = subprocess.check_output([trove, "sandbox", "env", "--port", str(port)], text=True, env=env)
    for line in printed.splitlines():
        env.update(pair.split("=", 1) for pair in shlex.split(line)[1:])
    return env


def count(command, env, folder):
    out = Path(folder) / "callgrind.out"
    tool = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}"]
    run = subprocess.run(tool + command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", run.stderr).group(1))


def main():
    ask = argparse.ArgumentParser(usage=__doc__)
    ask.add_argument("--trove", default="target/release/trove")
    ask.add_argument("--check", action="store_true")
    args = ask.parse_args()
    trove = str(Path(args.trove).resolve())
    port = free_port()
    with tempfile.TemporaryDirectory() as home:
        env = variables(trove, port, home)
        serve = [trove, "sandbox", "serve", "--memory", "--speed", "1000", "--port", str(port)]
        server = subprocess.Popen(serve, env={"HOME": home}, stderr=subprocess.DEVNULL)
        try:
            while True:  # until it listens
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            for n in range(20):
                new = ["instance", "create", f"db{n}", "--flavor", "2", "--size", "1", "--datastore", "mysql"]
                subprocess.run([trove, *new], env=env, stdout=subprocess.DEVNULL, check=True)
            counts = {words: count([trove, *words.split()], env, home) for words in LIMITS}
        finally:
            server.terminate()
            server.wait()
    kept = True
    for words, instructions in counts.items():
        kept &= instructions <= LIMITS[words]
        print(f"trove {words:15} {instructions:10,} instructions (limit {LIMITS[words]:,})")
    return int(args.check and not kept)


sys.exit(main())
