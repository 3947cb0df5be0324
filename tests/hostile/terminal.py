r"""Ctrl-\ at a password prompt restores the terminal. Escapes and marks that reorder text are spelled out."""

from stranger import *
import pty, select, termios


def tty(words, e, feed=None, timeout=15):
    pid, fd = pty.fork()
    if pid == 0:
        os.chdir(e["HOME"])
        os.execve(TROVE, [TROVE, *words], e)
    out = b""
    t0 = time.time()
    st = None
    fed = False
    while time.time() - t0 < timeout:
        if feed and not fed and feed[0] in out:
            time.sleep(0.2)
            os.write(fd, feed[1])
            fed = True
        if select.select([fd], [], [], 0.05)[0]:
            try:
                d = os.read(fd, 65536)
            except OSError:
                break
            out += d
        elif st is not None:
            break
        if st is None:
            p, x = os.waitpid(pid, os.WNOHANG)
            st = x if p else None
    if st is None:
        try:
            os.kill(pid, 9)
            os.waitpid(pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
    return out, bool(termios.tcgetattr(fd)[3] & termios.ECHO)


s = Server(
    lambda c, l, *_: c.sendall(
        resp("200 OK", {"instances": [dict(I, name="a\u200f\u200e\u061c\u2028b\x1b[31m\u202e")]})
    )
)
for key, name in ((b"sec\x03", "Ctrl-C"), (b"sec\x1c", "Ctrl-\\")):
    out, echo = tty(LIST, env(s.base, OS_PASSWORD=None, TERM="xterm"), (b"Password", key))
    expect(echo and b"sec" not in out, f"{name} at the prompt: echo {'on' if echo else 'OFF'}")
out, _ = tty(["x\x1b]0;pwn\x07"], env(s.base, TERM="xterm"))
expect(b"\x1b]0" not in out, "an unknown command with an escape")
out, _ = tty(LIST, env(s.base, TERM="xterm"))
bad = [
    n
    for n, m in (
        ("ESC", b"\x1b[31m"),
        ("RLO", "\u202e".encode()),
        ("RLM", "\u200f".encode()),
        ("LRM", "\u200e".encode()),
        ("ALM", "\u061c".encode()),
        ("LS", "\u2028".encode()),
    )
    if m in out
]
expect(not bad, f"in a name: {bad} get through")
done()
