#!/usr/bin/env python3
"""Sits at the prompt of intercom-lua as a person does: types keys at a terminal of the system's own, and reads the screen.

    prompt_at_terminal.py PROGRAM FOLDER SCENARIO

Without a scenario it lists them. FOLDER is empty, and the home of the person. Needs pexpect and pyte.
"""

import os
import stat
import sys

import pexpect

sys.dont_write_bytecode = True

from terminal import PATIENCE, PROMPT, Terminal

UP, DOWN = "\033[A", "\033[B"
CTRL_C, CTRL_D, CTRL_R, CTRL_X_CTRL_E = "\x03", "\x04", "\x12", "\x18\x05"


def check(holds, *what):
    if not holds:
        sys.exit("not so: " + " ".join(repr(each) for each in what))


def at_terminal(command, **options):
    return Terminal(command, FOLDER, **options)


def repl(*arguments, **options):
    return at_terminal([PROGRAM, "repl", "--emulator", *arguments], **options)


def write(name, text):
    path = os.path.join(FOLDER, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


# MARK: Scenarios


def completion():
    """Tab knows globals, fields, methods, arguments, mapping fields, custom attributes, matching fields, commands, files."""
    write("people.csv", "name\nAda\n")
    terminal = repl()
    terminal.prompt()
    for typed, completed in [
        ("text.tri", "text.trim("),
        ("inter", "intercom"),
        (':op', ':open '),
        (':open peo', ':open people.csv'),
        ("?text.tri", "?text.trim"),
        ("intercom.ups", "intercom.upsert_contact { "),
        ("intercom.upsert_contact { matching_f", "intercom.upsert_contact { matching_field = "),
        ('intercom.upsert_contact { matching_field = "ext', 'intercom.upsert_contact { matching_field = "external_id"'),
        ("intercom.create_contact { mappings = { pho", "intercom.create_contact { mappings = { phone = "),
        ("intercom.create_contact { custom_mappings = { pla", "intercom.create_contact { custom_mappings = { plan = "),
        ('("x"):upp', '("x"):upper('),
    ]:
        terminal.type(typed + "\t")
        terminal.stands(f"{PROMPT} {completed}")
        terminal.type(CTRL_C)
        terminal.prompt()
    check(terminal.enter("tree = { branch = { leaf = 1, leaves = 2, other = 3 } }") == [], terminal.lines)
    terminal.type("tree.br\t.lea\t")
    terminal.stands(f"{PROMPT} tree.branch.lea")
    # A second Tab lists what there is.
    terminal.type("\t")
    terminal.shows("leaf    leaves")
    terminal.stands(f"{PROMPT} tree.branch.lea")
    terminal.type("v\t\r")
    terminal.shows("2")
    terminal.prompt()


def completion_runs_nothing():
    """Completion looks at tables without their metamethods."""
    terminal = repl()
    terminal.prompt()
    trap = "calls = 0; trap = setmetatable({ inner = 1 }, { __index = function() calls = calls + 1 end, "
    terminal.enter(trap + "__pairs = function() calls = calls + 1 end })")
    terminal.type("trap.in\t")
    terminal.stands(f"{PROMPT} trap.inner")
    terminal.type(CTRL_C)
    terminal.prompt()
    terminal.type("trap.unknown.x\t\t" + CTRL_C)
    terminal.prompt()
    check(terminal.enter("calls") == ["0"], terminal.lines)


def history():
    """What was entered is there in the next session, in a file for its owner alone; Ctrl-R searches it."""
    first = repl()
    first.prompt()
    first.enter("apples = 1")
    first.enter("pears = 2")
    first.type(CTRL_D)
    first.ends()
    path = FOLDER + "/state/intercom-lua/history"
    check(stat.S_IMODE(os.stat(path).st_mode) == 0o600, oct(os.stat(path).st_mode))
    check(stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode) == 0o700, oct(os.stat(os.path.dirname(path)).st_mode))
    second = repl()
    second.prompt()
    second.type(UP)
    second.stands(f"{PROMPT} pears = 2")
    second.type(UP)
    second.stands(f"{PROMPT} apples = 1")
    second.type(DOWN)
    second.stands(f"{PROMPT} pears = 2")
    second.type(CTRL_C)
    second.prompt()
    # Up after some letters goes through the entries that begin so.
    second.type("ap" + UP)
    second.stands(f"{PROMPT} apples = 1")
    second.type("0\r")
    second.prompt()
    check(second.enter("apples") == ["10"], second.lines)
    second.type(CTRL_R + "pear")
    second.until(lambda: "pears = 2" in second.line or any("pears = 2" in line for line in second.lines[-2:]), "Ctrl-R")
    second.type("\x05 + 1\r")
    second.prompt()
    check(second.enter("pears") == ["3"], second.lines)


def interrupt():
    """Ctrl-C gives up the line, or stops Lua; twice leaves."""
    terminal = repl()
    terminal.prompt()
    terminal.type("never = entered")
    terminal.stands(f"{PROMPT} never = entered")
    terminal.type(CTRL_C)
    terminal.prompt()
    check(terminal.enter("never") == ["nil"], terminal.lines)
    terminal.enter("function f()", "      ...")
    terminal.type(CTRL_C)
    terminal.prompt()
    terminal.enter("kept = 1")
    terminal.type("while true do end\r")
    running = "emulator> while true do end"
    terminal.until(lambda: terminal.line == "" and running in terminal.lines, "Lua runs")
    terminal.type(CTRL_C)
    terminal.shows("interrupted")
    terminal.prompt()
    check(terminal.enter("kept") == ["1"], terminal.lines)
    # Not even code that catches all errors goes on.
    terminal.type("while true do pcall(function() while true do end end) end\r")
    terminal.until(lambda: terminal.line == "", "Lua runs")
    terminal.type(CTRL_C)
    terminal.prompt()
    terminal.type(CTRL_C)
    terminal.shows("Ctrl-C again")
    terminal.prompt()
    terminal.type(CTRL_C)
    terminal.ends(0)


def interrupt_of_a_call():
    """Ctrl-C does not wait for an answer of the API that does not come."""
    emulator = pexpect.spawn(PROGRAM, ["emulator", "--port", "0", "--latency", "600000"], timeout=PATIENCE)
    emulator.expect(r"listening on (\S+)")
    terminal = at_terminal([PROGRAM, "repl", "--base-url", emulator.match[1].decode()], columns=120)
    terminal.prompt()
    for call in ["data_attributes()", "find_contact { matching_field = 'external_id', matching_value = 'u-1' }"]:
        terminal.type(f"intercom.{call}\r")
        terminal.until(lambda: terminal.line == "" and terminal.lines[-1].endswith(call), "the call is on its way")
        terminal.type(CTRL_C)
        terminal.prompt()
        check(terminal.lines[-2].startswith("error: interrupted while it waited"), terminal.lines)
    check(terminal.enter("1 + 1") == ["2"], terminal.lines)
    terminal.type(CTRL_D)
    terminal.ends()
    emulator.terminate(force=True)


def several_lines():
    """What is unfinished goes on, as the compiler sees it; and comes back from the history as one entry."""
    terminal = repl()
    terminal.prompt()
    more = "      ..."
    terminal.enter("function double(n)", more)
    terminal.enter("  return n * 2", more)
    terminal.enter("end")
    check(terminal.enter("double(21)") == ["42"], terminal.lines)
    terminal.enter("words = [[one", more)
    terminal.enter("two]]")
    check(terminal.enter("words") == ['"one\\ntwo"'], terminal.lines)
    check("expected" in terminal.enter("function end")[0], terminal.lines)
    terminal.type("function d" + UP)
    terminal.until(lambda: terminal.lines[-3:] == [f"{PROMPT} function double(n)", "  return n * 2", "end"], "the entry")
    terminal.type(UP + UP + "\x05 -- twice\r")
    terminal.prompt()
    check(terminal.enter("double(4)") == ["8"], terminal.lines)


def paste():
    """Several lines that are pasted run at Return as one entry, locals and all, and no tab in them completes."""
    terminal = repl()
    terminal.prompt()
    terminal.paste("local total = 0\nfor i = 1, 10 do\n\ttotal = total + i\nend\nsum = total\n")
    terminal.shows("sum = total")
    check(terminal.line == "sum = total", terminal.lines)
    terminal.type("\r")
    terminal.prompt()
    check(terminal.enter("sum") == ["55"], terminal.lines)
    # A script whose keys would do something if they were typed.
    terminal.paste("text = text or\t'\x03\x04'")
    terminal.shows("text = text or")
    terminal.type("\r")
    terminal.prompt()
    terminal.paste("a = 1\n:calls\nb = 2")
    terminal.shows("b = 2")
    terminal.type("\r")
    terminal.shows("0 API calls")
    terminal.prompt()
    check(terminal.enter("a + b") == ["3"], terminal.lines)


def resize():
    """A window that gets another size has the line drawn anew, and later lines laid out as wide as it is."""
    terminal = repl(columns=80)
    terminal.prompt()
    terminal.enter("people = { { name = 'Ada Lovelace', plan = 'team' }, { name = 'Grace Hopper', plan = 'pro' } }")
    wide = terminal.enter("people")
    check(len(wide) == 1 or max(map(len, wide)) > 40, wide)
    typed = "'" + "abcdefghij" * 6
    terminal.type(typed)
    terminal.stands(f"{PROMPT} {typed}")
    terminal.resize(40)
    whole = f"{PROMPT} {typed}"
    terminal.until(lambda: [line for line in terminal.lines[-2:]] == [whole[:40], whole[40:]], "the line in two")
    terminal.type("!'\r")
    terminal.prompt()
    terminal.shows(typed[-10:] + "!")
    narrow = terminal.enter("people")
    check(max(map(len, narrow)) <= 40, narrow)
    terminal.resize(100)
    terminal.type("x = 'still here'")
    terminal.stands(f"{PROMPT} x = 'still here'")
    terminal.type("\r")
    terminal.prompt()
    check(terminal.enter("x") == ['"still here"'], terminal.lines)


def piped_data():
    """Records come from standard input, keys from the terminal."""
    write("people.ndjson", '{"name": "Ada", "n": 1}\n{"name": "Grace", "n": 2}\n{"name": "Edsger", "n": 3}\n')
    write("sync.lua", """
        return function(row)
          return intercom.upsert_contact { matching_field = "external_id", matching_value = row.n, mappings = { name = row.name } }
        end
        """)
    terminal = at_terminal(["/bin/sh", "-c", 'cat people.ndjson | "$0" repl --emulator sync.lua', PROGRAM])
    terminal.prompt()
    terminal.shows("record 1, line 1 of standard input")
    check(terminal.enter("row.name") == ['"Ada"'], terminal.lines)
    terminal.type("text.tri\t")
    terminal.stands(f"{PROMPT} text.trim(")
    terminal.type(CTRL_C)
    terminal.prompt()
    terminal.enter(":each")
    terminal.shows("sent:")
    terminal.enter(":where row.n == 3")
    check(terminal.enter("row.name") == ['"Edsger"'], terminal.lines)
    check("last record of standard input" in terminal.enter(":next")[0], terminal.lines)
    terminal.enter(":record 1")
    check(terminal.enter("row.name") == ['"Ada"'], terminal.lines)
    check("once" not in terminal.enter(":open -")[0], terminal.lines)
    terminal.type(CTRL_D)
    terminal.ends()


def named_standard_input():
    """- is standard input, also where the output goes elsewhere than to the terminal."""
    write("people.csv", "name,n\nAda,1\nGrace,2\n")
    command = '"$0" repl --emulator - < people.csv > values.txt'
    terminal = at_terminal(["/bin/sh", "-c", command, PROGRAM])
    terminal.prompt()
    terminal.enter(":next")
    terminal.enter("row.name")
    terminal.type(CTRL_D)
    terminal.ends()
    with open(FOLDER + "/values.txt", encoding="utf-8") as file:
        check('"Grace"\n' in file.read())


def editor():
    """:edit opens the last entry in $EDITOR, and runs what comes of it; so does Ctrl-X Ctrl-E with a line, also beside data."""
    change = write("change", '#!/bin/sh\n[ -t 0 ] && [ -t 1 ] || exit 3\nsed -i "s/apples/pears/" "$1"\n')
    os.chmod(change, 0o755)
    write("script.lua", "loaded = 'apples'\n")
    write("people.csv", "name\nAda\n")
    command = 'cat people.csv | "$0" repl --emulator script.lua'
    os.mkdir(FOLDER + "/tmp")
    terminal = at_terminal(["/bin/sh", "-c", command, PROGRAM], EDITOR=change, TMPDIR=FOLDER + "/tmp")
    terminal.prompt()
    terminal.enter("x = 'apples'")
    terminal.enter(":edit")
    check(terminal.enter("x") == ['"pears"'], terminal.lines)
    terminal.type("y = 'apples" + CTRL_X_CTRL_E)
    terminal.shows("y = 'pears")
    terminal.type(CTRL_C)
    terminal.prompt()
    terminal.type("z = 'apples'" + CTRL_X_CTRL_E)
    terminal.shows("z = 'pears'")
    terminal.prompt()
    check(terminal.enter("z") == ['"pears"'], terminal.lines)
    check(terminal.enter("loaded") == ['"apples"'], terminal.lines)
    terminal.enter(":edit script.lua")
    check(terminal.enter("loaded") == ['"pears"'], terminal.lines)
    # Nothing of it is left behind.
    check(os.listdir(FOLDER + "/tmp") == [])
    terminal.type(CTRL_D)
    terminal.ends()
    for program, said in [("/nowhere/editor", "could not be started"), ("true", "Nothing was changed")]:
        terminal = repl(EDITOR=program)
        terminal.prompt()
        terminal.enter("x = 1")
        check(said in " ".join(terminal.enter(":edit")), terminal.lines)
        check(terminal.enter("x") == ["1"], terminal.lines)


def live():
    """With a token the prompt says that it is live, and begins with a dry run that only a deliberate act ends."""
    terminal = at_terminal([PROGRAM, "repl"], columns=120, INTERCOM_ACCESS_TOKEN="a-token-of-some-length-1234")
    terminal.prompt("live dry>")
    terminal.enter(":c on", "live dry>")
    terminal.type(":commit on\r")
    terminal.until(lambda: terminal.line.endswith("from now on? (yes)"), "the question")
    terminal.type("no\r")
    terminal.prompt("live dry>")
    terminal.shows("It stays a dry run.")
    terminal.type(":commit on\r")
    terminal.until(lambda: terminal.line.endswith("from now on? (yes)"), "the question")
    terminal.type("yes\r")
    terminal.prompt("live>")
    terminal.enter(":commit off", "live dry>")
    terminal.never_showed("a-token-of-some-length")


def zsh():
    """Tab in zsh, with the script that completions prints."""
    script, _ = pexpect.run(f"{PROGRAM} completions zsh", withexitstatus=True)
    write("_intercom-lua", script.decode().replace("\r\n", "\n"))
    write("people.csv", "name\nAda\n")
    terminal = at_terminal(["zsh", "-f", "-i"], PATH=os.path.dirname(PROGRAM) + ":" + os.environ["PATH"])
    terminal.type("PS1='%% '; PROMPT_EOL_MARK=; clear\r")
    terminal.prompt("%")
    terminal.type("fpath=($HOME $fpath); autoload -Uz compinit; compinit -u -D; clear\r")
    terminal.until(lambda: terminal.lines == ["%"], "an empty screen")
    for typed, completed in [
        ("che", "check"), ("run --dry", "run --dry-run"), ("run --region e", "run --region eu"),
        ("config sh", "config show"), ("run --token-file peo", "run --token-file people.csv"),
    ]:
        terminal.type(f"intercom-lua {typed}\t")
        terminal.stands(f"% intercom-lua {completed}")
        terminal.type(CTRL_C)
        terminal.prompt("%")
    terminal.type(CTRL_D)
    terminal.ends(130)


SCENARIOS = [
    completion, completion_runs_nothing, history, interrupt, interrupt_of_a_call, several_lines, paste, resize,
    piped_data, named_standard_input, editor, live, zsh,
]

if len(sys.argv) < 4:
    print("\n".join(scenario.__name__ for scenario in SCENARIOS))
else:
    PROGRAM, FOLDER, name = sys.argv[1:]
    next(scenario for scenario in SCENARIOS if scenario.__name__ == name)()
    print(f"{name}: all well")
