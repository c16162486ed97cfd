#!/usr/bin/env python3
"""Runs `intercom-lua map` as a stage of a Spark job: records in, records out, the failing ones to the side.

    spark-submit scripts/examples/spark_map.py plans.lua subscriptions.ndjson people.parquet --rejects rejects

The input is NDJSON, or Parquet where its name ends in .parquet; the output is a folder of Parquet. Each partition is piped
through a process of its own, which makes of each record what a single process would. Records that the script fails on, or
that cannot be read, go to the folder of rejects as NDJSON, each with its error in _error.

A process that is killed, or ends with another exit code than 0, fails its task; Spark then runs that task again, and keeps
nothing of the attempt that failed. The script and the program must be on every worker, in the same place.
"""

import argparse
import json
import os
import shlex

from pyspark import StorageLevel
from pyspark.sql import SparkSession


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("script", help="the Lua script; its path is the same on every worker")
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--rejects", required=True, help="the folder for records that the script fails on")
    parser.add_argument("--schema", help="the columns of the output, as in 'email string, seats long'; else they are found out")
    parser.add_argument("--partitions", type=int, help="how many processes share the work; else Spark says")
    parser.add_argument("--program", default="intercom-lua", help="where the program is")
    parser.add_argument("--map-option", action="append", default=[], help="one more word for map, as in --map-option=--trusted")
    return parser.parse_args()


def read(spark, path, partitions):
    """The records as lines of JSON."""
    if path.rstrip("/").endswith(".parquet"):
        lines = spark.read.parquet(path).toJSON()
        return lines.repartition(partitions) if partitions else lines
    return spark.sparkContext.textFile(path, partitions)


def transform(lines, program, script, options=()):
    """What becomes of the records: lines of JSON, rejected ones among them."""
    words = [program, "map", script, "-", "--format", "ndjson", "--to", "ndjson", "--on-error", "-", "--quiet", *options]
    # checkCode: an attempt that did not come to its end counts for nothing.
    return lines.pipe(shlex.join(words), {"PATH": os.environ["PATH"]}, checkCode=True)


def is_reject(line):
    # Hardly any line has the word, so hardly any is parsed.
    return '"_error"' in line and "_error" in json.loads(line)


def main():
    given = arguments()
    spark = SparkSession.builder.appName("intercom-lua map").getOrCreate()
    records = read(spark, given.input, given.partitions)
    # Kept, for they are looked at more than once: for the columns, for the rejects, for the rest.
    lines = transform(records, given.program, given.script, given.map_option).persist(StorageLevel.MEMORY_AND_DISK)
    good = lines.filter(lambda line: not is_reject(line))
    frame = spark.read.json(good, schema=given.schema)
    if frame.columns:
        frame.write.mode("overwrite").parquet(given.output)
    else:
        print("Nothing came out, so that there are no columns: the output was not written.")
    rejects = lines.filter(is_reject)
    spark.createDataFrame(rejects.map(lambda line: (line,)), "value string").write.mode("overwrite").text(given.rejects)
    print(f"{lines.count()} records came out, {rejects.count()} of them rejected.")
    lines.unpersist()


if __name__ == "__main__":
    main()
