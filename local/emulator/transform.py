"""Does what the AWS::Serverless transform and `sam deploy` do to a template: SAM resources become CloudFormation's, local files
become objects of a bucket.

    python3 transform.py TEMPLATE BUCKET  ->  {"template": {...}, "uploads": {"key": "path, relative to the template"}}

Code is left out of the uploads: the gateway runs the functions from where they were built.
"""

import json
import sys

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


class NoManagedPolicies:
    """Their names are only needed where a template names AWS's managed policies by their bare names."""

    def load(self):
        return {}


def main(path, bucket):
    with open(path) as file:
        template = yaml_parse(file.read())
    uploads = {}
    functions = [template.setdefault("Globals", {}).setdefault("Function", {})]
    functions += [r.setdefault("Properties", {}) for r in template["Resources"].values() if is_a(r, "Function")]
    for properties in functions:
        if isinstance(properties.get("CodeUri"), str):
            properties["CodeUri"] = {"Bucket": bucket, "Key": "functions.jar"}
    for resource in template["Resources"].values():
        definition = resource.get("Properties", {}).get("DefinitionUri")
        if is_a(resource, "StateMachine") and isinstance(definition, str):
            uploads[definition] = definition
            resource["Properties"]["DefinitionUri"] = {"Bucket": bucket, "Key": definition}
    json.dump({"template": transform(template, {}, NoManagedPolicies()), "uploads": uploads}, sys.stdout, default=str)


def is_a(resource, kind):
    return resource["Type"] == "AWS::Serverless::" + kind


if __name__ == "__main__":
    main(*sys.argv[1:])
