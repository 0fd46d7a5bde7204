# Part of Jianwei, under the Apache License 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""validate.py SCHEMA FILE...: says of each YAML file whether the schema takes it."""

import json
import sys

import jsonschema
import yaml

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
checker = jsonschema.Draft202012Validator
checker.check_schema(schema)
validator = checker(schema)
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        error = jsonschema.exceptions.best_match(validator.iter_errors(yaml.safe_load(file)))
    name = path.rsplit("/", 1)[-1]
    print(f"{name}: ok" if error is None else f"{name}: {error.json_path}: {error.message[:200]}")
