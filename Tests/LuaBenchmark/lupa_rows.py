"""PyPI's lupa, measured as the table of `scripts/bench lua` needs it.

Arguments: the path of rows.lua, milliseconds a row. Prints lines of a row's name, a tab, nanoseconds.
"""
import sys
import time

from lupa.lua54 import LuaRuntime

path, budget = sys.argv[1], float(sys.argv[2]) * 1e6
lua = LuaRuntime(encoding="utf-8")
with open(path) as file:
    rows = lua.execute(file.read())

last = {"name": "Ada Lovelace", "email": "ada@example.com", "seats": 12, "active": True}


def nothing():
    pass


def increment(number):
    return number + 1


def measure_text(text):
    return len(text)


def echo(text):
    return text


def fail():
    raise ValueError("no seat is left for ada")


def push_record():
    return lua.table_from(last)


def read_record(table):
    global last
    last = {"name": table["name"], "email": table["email"], "seats": table["seats"], "active": table["active"]}


def call_lua(count):
    callee, total = rows["callee"], 0
    for number in range(count):
        total += callee(number)


def open_states(count):
    for _ in range(count):
        LuaRuntime()


def scaled(count, spent):
    """How often to do what took `spent` for `count` times, so that it fills the time of a row."""
    return max(1, int(count * budget / spent)) if spent > budget / 50 else count * 10


def measure(name, body):
    count = 10
    while True:
        began = time.thread_time_ns()
        body(count)
        spent = time.thread_time_ns() - began
        if spent > budget / 2:
            print(f"{name}\t{spent / count:.2f}")
            return
        count = scaled(count, spent)


def measure_row(name, row, function=None):
    measure(name, lambda count: rows[row](count, function))


measure_row("call without arguments", "no_argument", nothing)
measure_row("integer to integer", "integer", increment)
measure_row("string argument as String", "text", measure_text)
measure_row("string to string", "echo", echo)
measure_row("failing call, own error", "failure", fail)
measure_row("push a record of 4 fields", "push_record", push_record)
measure_row("read a record of 4 fields", "read_record", read_record)
measure("call of Lua", call_lua)
measure_row("coroutine resume and yield", "coroutine")
measure("new state with libraries", open_states)
