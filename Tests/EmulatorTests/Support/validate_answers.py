#!/usr/bin/env python3
"""Validate answers of the emulator against Intercom's public OpenAPI description.

usage: validate_answers.py SPEC.yaml ANSWERS.ndjson

ANSWERS has one JSON object a line: method, path, status, body (text). Every body is checked against the schema that SPEC
has for its operation and status; where SPEC has none, against the component that RULES or COMPONENTS name. Prints what
the named differences were needed for, and every violation; exits with 1 if there was one.
"""
import collections
import copy
import json
import re
import sys

import jsonschema
import yaml

# Operations that are not in this part of the description, and the component that answers them.
COMPONENTS = {
    ("GET", "/tags"): "tag_list", ("POST", "/tags"): "tag", ("GET", "/tags/{}"): "tag",
    ("GET", "/notes/{}"): "note", ("GET", "/admins/{}"): "admin", ("GET", "/segments/{}"): "segment",
    ("POST", "/companies"): "company", ("GET", "/companies/{}"): "company", ("PUT", "/companies/{}"): "company",
    ("GET", "/subscription_types"): "subscription_type_list",
}
# Answers of which the description has no schema at all.
UNDESCRIBED = {
    ("DELETE", "/tags/{}"), ("GET", "/companies"), ("POST", "/companies/list"), ("DELETE", "/companies/{}"),
    ("GET", "/admins"), ("GET", "/segments"),
}
# Named differences between what Intercom answers and what the description says.
RULES = {
    "null email": "search and list answers show a missing email as null [recorded]; the description has a string",
    "undescribed status": "the description omits 400, 404, 406, 409, 422, 429 and 5xx of this operation [recorded]",
    "open company": "a company's custom attributes are described as strings; they have types of their own",
}


def convert(schema):
    """A JSON schema for an OpenAPI 3.0 schema: `nullable` becomes a type."""
    if isinstance(schema, list):
        return [convert(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: convert(value) for key, value in schema.items() if key not in ("nullable", "example", "discriminator")}
    if schema.get("nullable") is True:
        out = {"anyOf": [{"type": "null"}, out]}
    return out


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        spec = yaml.safe_load(file)
    schemas = copy.deepcopy(spec["components"]["schemas"])
    schemas["company"]["properties"]["custom_attributes"].pop("additionalProperties", None)
    root = {"components": {"schemas": {name: convert(schema) for name, schema in schemas.items()}}}
    operations = []
    for path, methods in spec["paths"].items():
        pattern = re.compile("^" + re.sub(r"\{[^}]+\}", "[^/]+", path) + "$")
        for method, operation in methods.items():
            if method != "parameters":
                operations.append((method.upper(), path, pattern, operation))
    # A fixed path comes before one with a parameter in the same place.
    operations.sort(key=lambda operation: operation[1].count("{"))

    counts, used, violations = collections.Counter(), collections.Counter(), []
    with open(sys.argv[2], encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            answer = json.loads(line)
            outcome = check(answer, root, operations, used)
            counts[outcome is None] += 1
            if outcome:
                violations.append(f"{number}: {answer['method']} {answer['path']} {answer['status']}: {outcome}")
    print(f"{counts[True]} answers are as described, {counts[False]} are not")
    for rule, count in sorted(used.items()):
        print(f"  {count} x {RULES[rule]}")
    for violation in violations[:40]:
        print(violation[:600])
    sys.exit(1 if violations else 0)


def check(answer, root, operations, used):
    method, path, status = answer["method"], answer["path"].split("?")[0], answer["status"]
    schema = None
    for candidate, _, pattern, operation in operations:
        if candidate == method and pattern.match(path):
            described = operation["responses"].get(str(status), {}).get("content", {}).get("application/json", {})
            schema = described.get("schema")
            break
    if schema is None:
        generic = re.sub(r"(?<=/)(?!list$|contacts$)[^/]+$", "{}", path) if path.count("/") == 2 else path
        if status >= 400:
            used["undescribed status"] += 1
            schema = {"$ref": "#/components/schemas/error"}
        elif (method, generic) in UNDESCRIBED:
            return None
        elif (method, generic) in COMPONENTS:
            schema = {"$ref": "#/components/schemas/" + COMPONENTS[(method, generic)]}
        else:
            return f"no schema is known for {method} {generic}"
    try:
        body = json.loads(answer["body"])
    except ValueError as error:
        return f"not JSON: {error}"
    if method == "GET" and path == "/contacts" or path == "/contacts/search":
        for contact in body.get("data", []):
            if contact.get("email", "") is None:
                used["null email"] += 1
                contact["email"] = ""
    if isinstance(body, dict) and body.get("type") == "company" and body.get("custom_attributes"):
        used["open company"] += 1
    validator = jsonschema.Draft4Validator(
        {**root, "allOf": [convert(schema)]}, format_checker=jsonschema.FormatChecker(formats=["uuid"]))
    errors = sorted(validator.iter_errors(body), key=lambda error: list(error.absolute_path))
    if errors:
        deepest = jsonschema.exceptions.best_match(errors)
        return f"{'.'.join(map(str, deepest.absolute_path))}: {deepest.message}"
    return None


if __name__ == "__main__":
    main()
