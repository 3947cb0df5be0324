"""What the programs in Python share."""
import os
import time

NETWORK = "6f4a1a9c-1d0c-4b7e-9a43-0d5c6f3f0001"
PATIENCE = 120
# The lab's guest agents know nothing of replication.
IS_SANDBOX = "CLOUD_IS_SANDBOX" in os.environ

env = os.environ.get


def expect(holds, what, *details):
    print("ok" if holds else "not ok", what, *([] if holds else details), flush=True)


def until(is_so):
    end = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(.2)
    return True
