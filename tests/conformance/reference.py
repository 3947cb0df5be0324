"""Run command lines of the reference client without paying its start-up for each.

Loads `openstack` once, then forks a process per line: JSON requests {"argv", "env"} on stdin, JSON answers
{"code", "stdout", "stderr"} on stdout, one a line, in order. What runs in the child is the program's own `main`.
"""
import contextlib
import gc
import json
import os
import sys
import tempfile
import traceback
import warnings

sys.argv = ["openstack"]  # its name in usage messages, read on import
warnings.simplefilter("ignore")
from importlib.metadata import distributions

from openstackclient import shell

# Its main imports the modules of all commands, which takes longer than most commands do.
for command in [point for package in distributions() for point in package.entry_points]:
    if command.group.startswith(("openstack.", "keystoneauth1.")):
        with contextlib.suppress(Exception):
            command.load()
gc.freeze()  # or the children copy all of it


def child(argv, env, stdout, stderr):
    os.environ.clear()
    os.environ.update(env)
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((null, 0), (stdout.fileno(), 1), (stderr.fileno(), 2)):
        os.dup2(source, target)
    try:
        code = shell.main(argv)
    except SystemExit as exit:
        code = exit.code if isinstance(exit.code, int) else int(exit.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code or 0)


def main():
    for line in sys.stdin:
        request = json.loads(line)
        with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
            pid = os.fork()
            if pid == 0:
                child(request["argv"], request["env"], stdout, stderr)
            code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            texts = []
            for file in (stdout, stderr):
                file.seek(0)
                texts.append(file.read().decode(errors="surrogateescape"))
        print(json.dumps({"code": code, "stdout": texts[0], "stderr": texts[1]}), flush=True)


main()
