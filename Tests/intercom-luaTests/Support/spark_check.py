"""Runs scripts/examples/spark_map.py on a Spark cluster of two workers on this machine, and compares what comes out with what one
process writes: spark_check.py PROGRAM SPARK_MAP FOLDER.
"""

import json
import os
import pathlib
import runpy
import subprocess
import sys

from pyspark.sql import SparkSession

program, spark_map, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])

SCRIPT = """
return function(row)
  if row.n % 97 == 0 then error("no " .. row.n, 0) end
  if row.n % 10 == 0 then return nil end
  local name = row.name and text.upper(row.name) or nil
  return { { n = row.n, name = name, half = row.n / 2 }, { n = -row.n, tags = { "a", tostring(row.n) } } }
end
"""

# The first process is killed after it has written something, then a whole worker, once each.
SABOTAGE = """#!/bin/sh
if mkdir "{state}/process" 2>/dev/null; then
    head -n 50 | "{program}" "$@"
    kill -KILL $$
elif mkdir "{state}/worker" 2>/dev/null; then
    pid=$$
    until [ "$(cat /proc/$pid/comm)" = java ]; do pid=$(sed 's/.*) [A-Z] //; s/ .*//' /proc/$pid/stat); done
    kill -KILL "$pid"
    exit 1
fi
exec "{program}" "$@"
"""


def by_text(lines):
    return sorted(json.dumps(line, sort_keys=True) for line in lines)


def without_nulls(value):
    """Parquet has a column for every field: what a record does not have is null."""
    return {key: field for key, field in value.items() if field is not None}


def reasons(rejects):
    """Rejected records, without where in their partition they stood."""
    return [
        {key: value for key, value in line.items() if key != "_error"} | {"_error": line["_error"]["message"]}
        for line in rejects
    ]


def lines_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def one_process(script, source):
    output, rejects = folder / "one.ndjson", folder / "one-rejects.ndjson"
    words = [program, "map", script, source, "--output", output, "--on-error", rejects, "--quiet"]
    code = subprocess.run(words, stderr=subprocess.DEVNULL, check=False).returncode
    assert code == 1, code
    return by_text(lines_of(output)), by_text(reasons(lines_of(rejects)))


def spark_job(spark, name, script, source, using):
    output, rejects = folder / f"{name}.parquet", folder / f"{name}-rejects"
    sys.argv = ["spark_map.py", script, source, str(output), "--rejects", str(rejects), "--program", using, "--partitions", "4"]
    runpy.run_path(spark_map, run_name="__main__")
    rows = [without_nulls(row.asDict()) for row in spark.read.parquet(str(output)).collect()]
    bad = [json.loads(row.value) for row in spark.read.text(str(rejects)).collect()]
    return by_text(rows), by_text(reasons(bad))


def main():
    script, source = str(folder / "script.lua"), str(folder / "people.ndjson")
    pathlib.Path(script).write_text(SCRIPT)
    people = [json.dumps({"n": n} | ({"name": f"Åsa {n}"} if n % 3 else {})) for n in range(1, 2001)]
    pathlib.Path(source).write_text("\n".join(people) + "\n")
    spark = SparkSession.builder.appName("spark_check").config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    expected = one_process(script, source)
    assert len(expected[0]) == 2 * (2000 - 200 - 20 + 2) and len(expected[1]) == 20

    assert spark_job(spark, "ndjson", script, source, program) == expected, "NDJSON differs"
    print("NDJSON: the same")

    spark.read.json(source).write.parquet(str(folder / "people.parquet"))
    assert spark_job(spark, "columns", script, str(folder / "people.parquet"), program) == expected, "Parquet differs"
    print("Parquet: the same")

    state, wrapper = folder / "state", folder / "killed-once"
    state.mkdir()
    wrapper.write_text(SABOTAGE.format(state=state, program=program))
    wrapper.chmod(0o755)
    assert spark_job(spark, "killed", script, source, str(wrapper)) == expected, "it differs after a kill"
    assert sorted(os.listdir(state)) == ["process", "worker"], "nothing was killed"
    print("Killed: the same")
    spark.stop()


main()
