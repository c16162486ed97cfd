"""A terminal of the system's own with a program at it: keys go in, and what is on the screen is looked at."""

import os
import sys
import time

import pexpect
import pyte

# How long anything may take, in seconds: only what never comes is waited for as long.
PATIENCE = 60
PROMPT = "emulator>"


class Terminal:
    """A program at a terminal. What it writes is drawn on a screen, which is what the checks look at."""

    def __init__(self, command, home, columns=80, rows=24, **environment):
        inherited = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
        own = {"HOME": home, "XDG_STATE_HOME": home + "/state", "LANG": "C.UTF-8", "TERM": "xterm-256color"}
        self.screen = pyte.HistoryScreen(columns, rows, history=2000)
        self.stream = pyte.ByteStream(self.screen)
        self.written = b""
        self.child = pexpect.spawn(
            command[0], command[1:], cwd=home, env=inherited | own | environment, dimensions=(rows, columns),
            timeout=PATIENCE)

    def type(self, keys):
        self.child.send(keys)

    def paste(self, text):
        """As a terminal sends it that was asked to mark what is pasted."""
        self.until(lambda: 2004 << 5 in self.screen.mode, "the program asks to be told of pastes")
        self.child.send("\033[200~" + text.replace("\n", "\r") + "\033[201~")

    def resize(self, columns, rows=24):
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    # What is on the screen.

    @property
    def lines(self):
        """The lines of the screen down to the cursor or the last one that is not blank, those that scrolled off before."""
        above = ["".join(row[x].data for x in range(self.screen.columns)) for row in self.screen.history.top]
        lines = [line.rstrip() for line in above + list(self.screen.display)]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    @property
    def line(self):
        """The line of the cursor."""
        return self.screen.display[self.screen.cursor.y].rstrip()

    def until(self, holds, what):
        """Takes what the program writes until something holds."""
        end = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > end:
                self.fail(f"waited in vain: {what}")
            try:
                piece = self.child.read_nonblocking(65536, timeout=0.05)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                if holds():
                    return
                self.fail(f"the program has ended: {what}")
            self.written += piece
            self.stream.feed(piece)

    def fail(self, what):
        sys.exit(f"{what}\n--- the screen:\n" + "\n".join(self.lines))

    def stands(self, line):
        """Waits until the line of the cursor reads so."""
        self.until(lambda: self.line == line.rstrip(), f"the line {line!r}")

    def prompt(self, text=PROMPT):
        """Waits for a prompt with nothing behind it."""
        ready = lambda: self.line == text and self.screen.cursor.x == len(text) + 1
        self.until(ready, f"the prompt {text!r}")

    def shows(self, text):
        self.until(lambda: any(text in line for line in self.lines), f"{text!r} on the screen")

    def never_showed(self, text):
        if any(text in line for line in self.lines):
            self.fail(f"{text!r} is on the screen")

    def enter(self, text, prompt=PROMPT):
        """Types a line, and waits for the next prompt. Returns what appeared in between."""
        before = self.line
        self.type(text)
        self.until(lambda: self.line != before, f"an echo of {text!r}")
        start = len(self.lines)
        self.type("\r")
        self.until(lambda: len(self.lines) > start, f"a line below {text!r}")
        self.prompt(prompt)
        return self.lines[start:-1]

    def ends(self, status=0):
        """Waits for the end of the program, with that status."""
        try:
            while True:
                self.stream.feed(self.child.read_nonblocking(65536, timeout=PATIENCE))
        except pexpect.EOF:
            self.child.close()
        except pexpect.TIMEOUT:
            self.fail("the program does not end")
        if self.child.exitstatus != status:
            self.fail(f"it ended with {self.child.exitstatus}, signal {self.child.signalstatus}, not with {status}")
