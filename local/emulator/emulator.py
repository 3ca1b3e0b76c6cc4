"""The emulated AWS behind the gateway: moto 5.2.1, with its defects mended, in one process.

    MOTO_PORT=<the gateway's port> python3 emulator.py      prints the port that it took, then serves

Every defect that stands between the pipeline and a faithful local run is mended here and nowhere else; code that runs on
AWS never knows about it. One function per defect (`mend_...`), with what AWS does, and `gone when:` how to see on a newer
moto that the mend can be dropped. `EveryMendIT` has a test for each.

The process ends with the one that started it: when its standard input closes.
"""

import copy
import datetime
import functools
import ipaddress
import itertools
import json
import os
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid

import moto

VERSION = "5.2.1"
GATEWAY = "http://127.0.0.1:" + os.environ.get("MOTO_PORT", "4566")

MENDS = []
MODELS = []
PORT = []


def mend(function):
    """Marks a mend; all are applied, in the order of the file, before the server starts."""
    MENDS.append(function)
    return function


def replaces(owner, name):
    """Puts the decorated function in the place of owner.name; it gets the original as its first argument."""
    original = vars(owner).get(name) or getattr(owner, name)
    of_class = isinstance(original, classmethod)
    plain = original.__func__ if isinstance(original, (classmethod, staticmethod)) else original

    def put(function):
        @functools.wraps(plain)
        def mended(*args, **kwargs):
            return function(plain, *args, **kwargs)

        kind = type(original) if isinstance(original, (classmethod, staticmethod)) else lambda f: f
        setattr(owner, name, kind(mended))
        return function

    return put


def log(*words):
    print(datetime.datetime.now().strftime("%H:%M:%S.%f")[:-3], *words, file=sys.stderr, flush=True)


# ---------------------------------------------------------------------------------------------- Step Functions


@mend
def mend_state_machines_cannot_be_copied():
    """StartExecution deep-copies the state machine, and with it the backend and the locks of all its executions: the second
    one in a region answers HTTP 500. The copy need not be deep, an update replaces the attributes.
    gone when: two executions of one state machine can be started."""
    from moto.stepfunctions.models import StateMachine

    StateMachine.__deepcopy__ = lambda self, memo: copy.copy(self)


@mend
def mend_state_machines_execute():
    """moto keeps state machines without running them unless it is told to run them.
    gone when: never, this is moto's setting."""
    from moto.core.config import default_user_config

    default_user_config["stepfunctions"]["execute_state_machine"] = True


@mend
def mend_execution_without_a_name():
    """An execution that is started without a name is called "None", the second one then exists already. AWS names it by a UUID.
    gone when: StartExecution without a name works twice."""
    from moto.stepfunctions.parser.models import StepFunctionsParserBackend

    @replaces(StepFunctionsParserBackend, "start_execution")
    def start_execution(original, self, state_machine_arn, name=None, execution_input=None, trace_header=None):
        execution = original(self, state_machine_arn, name or str(uuid.uuid4()), execution_input, trace_header)
        if execution.status == "RUNNING" and not getattr(execution, "announced", False):
            execution.announced = True
            emit_execution_status(execution)
        return execution


@mend
def mend_stop_execution():
    """StopExecution waits for the running state and forgets error and cause; if that state then goes on, the execution
    fails after all. On AWS the execution is ABORTED at once, with error and cause, and stays so.
    gone when: an execution that is stopped within a task is ABORTED at once and still so after the task."""
    from moto.stepfunctions.models import StepFunctionBackend
    from moto.stepfunctions.parser.api import ExecutionStatus
    from moto.stepfunctions.parser.asl.eval.environment import Environment
    from moto.stepfunctions.parser.asl.eval.program_state import ProgramStopped, ProgramTimedOut
    from moto.stepfunctions.responses import StepFunctionResponse

    @replaces(StepFunctionResponse, "stop_execution")
    def stop_execution(original, self):
        backend = self.stepfunction_backend
        execution = backend.describe_execution(self._get_param("executionArn"))
        if execution.status == "RUNNING":
            execution.stop_date = datetime.datetime.now(tz=datetime.timezone.utc)
            execution.error, execution.cause = self._get_param("error"), self._get_param("cause")
            execution.exec_status = ExecutionStatus.ABORTED
            wait_until(lambda: execution.exec_worker.env is not None)
            execution.exec_worker.stop(execution.stop_date, execution.error, execution.cause)
            emit_execution_status(execution)
        from moto.core.responses import ActionResult

        return ActionResult({"stopDate": execution.stop_date})

    @replaces(Environment, "set_error")
    def set_error(original, self, error):
        if not isinstance(self._program_state, (ProgramStopped, ProgramTimedOut)):
            original(self, error)


@mend
def mend_execution_status_events():
    """Step Functions tells EventBridge of every change of a Standard execution's status ("Step Functions Execution Status
    Change"); moto does not.
    https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
    gone when: a rule on source aws.states gets an event."""
    from moto.stepfunctions.parser.backend.execution import BaseExecutionWorkerCommunication

    @replaces(BaseExecutionWorkerCommunication, "_reflect_execution_status")
    def reflect(original, self):
        execution = self.execution
        if execution.status != "RUNNING":
            return
        original(self)
        emit_execution_status(execution)


def emit_execution_status(execution):
    def millis(date):
        return int(date.timestamp() * 1000) if date else None

    succeeded = execution.status == "SUCCEEDED"
    emit(
        execution.account_id,
        execution.region_name,
        "aws.states",
        "Step Functions Execution Status Change",
        [execution.exec_arn],
        {
            "executionArn": execution.exec_arn,
            "stateMachineArn": execution.state_machine_arn,
            "name": execution.name,
            "status": execution.status,
            "startDate": millis(execution.start_date),
            "stopDate": millis(execution.stop_date),
            "input": execution.execution_input,
            "output": json.dumps(execution.output) if succeeded else None,
            "inputDetails": {"included": True},
            "outputDetails": {"included": True} if succeeded else None,
            "error": execution.error,
            "cause": execution.cause,
        },
    )


def wait_until(condition, seconds=5):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        threading.Event().wait(0.005)


# ---------------------------------------------------------------------------------------------- EventBridge


def emit(account, region, source, detail_type, resources, detail):
    """An event of an AWS service, on the default bus."""
    from moto.events.models import events_backends

    event = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": detail_type,
        "source": source,
        "account": account,
        "time": time.time(),
        "region": region,
        "resources": resources,
        "detail": detail,
    }
    for rule in list(events_backends[account][region].event_buses["default"].rules.values()):
        try:
            rule.send_to_targets(copy.deepcopy(event))
        except Exception as e:  # one rule's failure is not the sender's, nor another rule's
            log("rule", rule.name, "failed:", repr(e))


@mend
def mend_rule_targets():
    """A rule whose target is a function or a state machine answers PutEvents with HTTP 500, and keeps an event of S3 from all
    later rules; a disabled rule still delivers; Input, InputPath, RetryPolicy and DeadLetterConfig are ignored. EventBridge
    delivers asynchronously, tries again, and puts what stays undelivered into the dead-letter queue.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
    gone when: a rule with a Lambda target invokes the function."""
    from moto.events.models import Rule

    @replaces(Rule, "send_to_targets")
    def send_to_targets(original, self, original_event, transform_input=True):
        if self.state == "DISABLED" or not self.event_pattern.matches_event(original_event):
            return
        event = {key: value for key, value in original_event.items() if key != "ingestion-time"}
        if isinstance(event.get("time"), (int, float)):
            event["time"] = iso(event["time"])
        for target in list(self.targets):
            in_background(deliver, self, target, input_of(target, event), original, original_event)


def input_of(target, event):
    from moto.events.models import EventTemplateParser

    if "Input" in target:
        return target["Input"]
    if "InputTransformer" in target:
        transformer = target["InputTransformer"]
        return json.dumps(
            EventTemplateParser.parse(
                input_template=transformer.get("InputTemplate"),
                input_paths_map=transformer.get("InputPathsMap", {}),
                event=event,
            )
        )
    for part in target.get("InputPath", "$").split(".")[1:]:
        event = event[part]
    return json.dumps(event)


def deliver(rule, target, body, original, original_event):
    """Hours and minutes of AWS's retries are tenths of seconds here."""
    attempts = 1 + min(int(target.get("RetryPolicy", {}).get("MaximumRetryAttempts", 185)), 6)
    for attempt in range(attempts):
        try:
            return deliver_once(rule, target, body, original, original_event)
        except Exception as e:
            problem = e
            log("rule", rule.name, "could not deliver to", target["Arn"], repr(e))
            if not isinstance(e, urllib.error.HTTPError) or (e.code < 500 and e.code != 429):
                break
            threading.Event().wait(0.2 * 2**attempt)
    dead_letters = target.get("DeadLetterConfig", {}).get("Arn")
    if dead_letters:
        send_to_queue(
            dead_letters,
            body,
            {"RULE_ARN": rule.arn, "TARGET_ARN": target["Arn"], "ERROR_MESSAGE": str(problem) or repr(problem)},
        )


def deliver_once(rule, target, body, original, original_event):
    arn = target["Arn"]
    service = arn.split(":")[2]
    if service == "lambda":
        invoke_event(arn, rule.region_name, body)
    elif service == "states":
        from moto.stepfunctions.parser.models import stepfunctions_parser_backends

        backend = stepfunctions_parser_backends[rule.account_id][rule.region_name]
        backend.start_execution(arn, str(uuid.uuid4()), body)
    elif service == "sqs":
        send_to_queue(arn, body, {}, target.get("SqsParameters", {}).get("MessageGroupId"))
    elif service == "sns":
        from moto.sns.models import sns_backends

        sns_backends[rule.account_id][rule.region_name].publish(body, arn=arn)
    else:
        one = copy.copy(rule)
        one.targets = [target]
        original(one, original_event)


def invoke_event(function_arn, region, body):
    """Invokes a function asynchronously, through the gateway as any client does."""
    request = urllib.request.Request(
        GATEWAY + "/2015-03-31/functions/" + urllib.request.quote(function_arn, safe="") + "/invocations",
        data=body.encode(),
        method="POST",
        headers={
            "Content-Type": "application/json",
            "X-Amz-Invocation-Type": "Event",
            "Authorization": "AWS4-HMAC-SHA256 Credential=events/20260101/%s/lambda/aws4_request" % region,
        },
    )
    urllib.request.urlopen(request, timeout=60).read()


def send_to_queue(arn, body, attributes, group=None):
    from moto.sqs import sqs_backends

    _, _, _, region, account, queue = arn.split(":")
    sqs_backends[account][region].send_message(
        queue_name=queue,
        message_body=body,
        group_id=group,
        deduplication_id=str(uuid.uuid4()) if group else None,
        message_attributes={
            name: {"data_type": "String", "string_value": value, "DataType": "String", "StringValue": value}
            for name, value in attributes.items()
        },
    )


def iso(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def in_background(function, *args):
    threading.Thread(target=function, args=args, daemon=True).start()


# ---------------------------------------------------------------------------------------------- S3


@mend
def mend_s3_events():
    """Events of S3 have one constant id and sequencer; an "Object Tags Added" follows each PutObject; a multipart upload makes
    three events; reason is not AWS's; eTag is not spelled as by AWS; an unversioned object has a version-id.
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
    gone when: two uploads make two events with different sequencers."""
    from moto.s3 import notifications

    notifications._send_event_bridge_message = send_s3_event


S3_REASONS = {
    "s3:ObjectCreated:Put": "PutObject",
    "s3:ObjectCreated:Post": "POST Object",
    "s3:ObjectCreated:Copy": "CopyObject",
    "s3:ObjectCreated:CompleteMultipartUpload": "CompleteMultipartUpload",
    "s3:ObjectRemoved:Delete": "DeleteObject",
}


def send_s3_event(account_id, bucket, event_name, key, deletion_type="Permanently Deleted"):
    name = getattr(event_name, "value", event_name)
    of_part = name == "s3:ObjectCreated:Put" and getattr(key, "multipart", None)
    if name not in S3_REASONS or of_part:
        return
    created = name.startswith("s3:ObjectCreated")
    s3_object = {"key": key.name, "sequencer": "%018X" % time.time_ns()}
    if getattr(key, "version_id", None) not in (None, "null"):
        s3_object["version-id"] = str(key.version_id)
    if created:
        s3_object.update({"size": key.size, "etag": key.etag.replace('"', "")})
    detail = {
        "version": "0",
        "bucket": {"name": bucket.name},
        "object": s3_object,
        "request-id": uuid.uuid4().hex[:16].upper(),
        "requester": account_id,
        "source-ip-address": "127.0.0.1",
        "reason": S3_REASONS[name],
    }
    if not created:
        detail["deletion-type"] = deletion_type
    emit(account_id, bucket.region_name, "aws.s3", "Object Created" if created else "Object Deleted", [bucket.arn], detail)


@mend
def mend_delete_marker_events():
    """Deleting an object of a versioned bucket makes no event. S3 sends "Object Deleted" with the deletion type "Delete Marker
    Created" and the marker's version.
    gone when: aws s3 rm in a versioned bucket makes an event."""
    from moto.s3.models import S3Backend

    @replaces(S3Backend, "_set_delete_marker")
    def set_delete_marker(original, self, bucket_name, key_name):
        marker = original(self, bucket_name, key_name)
        bucket = self.get_bucket(bucket_name)
        configuration = bucket.notification_configuration
        if configuration and configuration.event_bridge is not None:
            send_s3_event(self.account_id, bucket, "s3:ObjectRemoved:Delete", marker, "Delete Marker Created")
        return marker


# ---------------------------------------------------------------------------------------------- CloudFormation


@mend
def mend_cloudformation_state_machine():
    """State machines of a stack land in the backend that does not run them, without DefinitionS3Location and
    DefinitionSubstitutions; GetAtt Arn is unknown.
    gone when: a stack's state machine can be started and its definition has no ${...} left."""
    from moto.stepfunctions import models
    from moto.stepfunctions.parser.models import stepfunctions_parser_backends

    models.stepfunctions_backends = stepfunctions_parser_backends

    @replaces(models.StateMachine, "create_from_cloudformation_json")
    def create(original, cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        resolved = with_definition(cloudformation_json, account_id, region_name)
        return original(cls, resource_name, resolved, account_id, region_name, **kwargs)

    @replaces(models.StateMachine, "update_from_cloudformation_json")
    def update(original, cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
        resolved = with_definition(cloudformation_json, account_id, region_name)
        return original(cls, original_resource, new_resource_name, resolved, account_id, region_name)

    @replaces(models.StateMachine, "has_cfn_attr")
    def has_cfn_attr(original, cls, attr):
        return attr == "Arn" or original(cls, attr)

    @replaces(models.StateMachine, "get_cfn_attribute")
    def get_cfn_attribute(original, self, attribute_name):
        return self.arn if attribute_name == "Arn" else original(self, attribute_name)


def with_definition(cloudformation_json, account_id, region_name):
    from moto.s3.models import s3_backends
    from moto.utilities.utils import get_partition

    properties = cloudformation_json["Properties"]
    definition = properties.get("DefinitionString")
    if definition is None and "Definition" in properties:
        definition = json.dumps(properties["Definition"])
    if definition is None:
        location = properties["DefinitionS3Location"]
        s3 = s3_backends[account_id][get_partition(region_name)]
        definition = s3.get_object(location["Bucket"], location["Key"], location.get("Version")).value.decode()
    for name, value in (properties.get("DefinitionSubstitutions") or {}).items():
        definition = definition.replace("${%s}" % name, str(value))
    return {**cloudformation_json, "Properties": {**properties, "DefinitionString": definition}}


@mend
def mend_cloudformation_bucket():
    """A stack's bucket loses VersioningConfiguration, NotificationConfiguration and PublicAccessBlockConfiguration.
    gone when: a stack's bucket answers GetBucketVersioning with Enabled."""
    from moto.s3.models import FakeBucket, s3_backends
    from moto.utilities.utils import get_partition

    def apply(bucket, cloudformation_json, account_id, region_name):
        properties = cloudformation_json.get("Properties", {})
        s3 = s3_backends[account_id][get_partition(region_name)]
        if "VersioningConfiguration" in properties:
            s3.put_bucket_versioning(bucket.name, properties["VersioningConfiguration"]["Status"])
        if "EventBridgeConfiguration" in properties.get("NotificationConfiguration", {}):
            s3.put_bucket_notification_configuration(bucket.name, {"EventBridgeConfiguration": {}})
        if "PublicAccessBlockConfiguration" in properties:
            block = {name: str(value).lower() for name, value in properties["PublicAccessBlockConfiguration"].items()}
            s3.put_public_access_block(bucket.name, block)
        return bucket

    @replaces(FakeBucket, "create_from_cloudformation_json")
    def create(original, cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        bucket = original(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs)
        return apply(bucket, cloudformation_json, account_id, region_name)

    @replaces(FakeBucket, "update_from_cloudformation_json")
    def update(original, cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
        bucket = original(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name)
        return apply(bucket, cloudformation_json, account_id, region_name)


@mend
def mend_cloudformation_table():
    """A stack's table loses TimeToLiveSpecification.
    gone when: a stack's table answers DescribeTimeToLive with ENABLED."""
    from moto.dynamodb.models import Table, dynamodb_backends

    @replaces(Table, "create_from_cloudformation_json")
    def create(original, cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        table = original(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs)
        ttl = cloudformation_json["Properties"].get("TimeToLiveSpecification")
        if ttl:
            enabled = str(ttl["Enabled"]).lower() == "true"
            dynamodb_backends[account_id][region_name].update_time_to_live(
                table.name, {"Enabled": enabled, "AttributeName": ttl["AttributeName"]}
            )
        return table


@mend
def mend_unknown_resource_types():
    """A resource whose type moto does not know has no physical id, and an Output that names it answers HTTP 500. Here it gets a
    name and nothing else: it stands in the stack and does nothing.
    gone when: never for all types; a stack with an AWS::Signer::SigningProfile shows a physical id."""
    from moto.cloudformation import parsing

    @replaces(parsing, "resource_class_from_type")
    def resource_class_from_type(original, resource_type):
        found = original(resource_type)
        if found is None and resource_type not in parsing.NULL_MODELS:
            return model(resource_type)(lambda name, properties, account, region: Created(name))
        return found


class Created:
    """What became of a resource of a template: its physical id, its attributes, and how to delete it."""

    def __init__(self, physical_id, attributes=None, delete=lambda: None):
        self.physical_id, self.attributes, self.delete = physical_id, attributes or {}, delete


def model(resource_type, name_property=""):
    """Gives CloudFormation a resource type that moto lacks: create(name, properties, account, region) -> Created."""
    from moto.cloudformation import parsing  # of two models of one type, the one that is defined later counts
    from moto.core.common_models import CloudFormationModel

    parsing.get_model_list.cache_clear()
    parsing.get_model_map.cache_clear()

    def register(create):
        class Model(CloudFormationModel):
            __module__ = "moto.cloudformation"  # moto counts its instances by package

            def __init__(self, name, created):
                self.name, self.created = name, created

            @property
            def physical_resource_id(self):
                return self.created.physical_id

            @staticmethod
            def cloudformation_name_type():
                return name_property

            @staticmethod
            def cloudformation_type():
                return resource_type

            @classmethod
            def has_cfn_attr(cls, attr):
                return True

            def get_cfn_attribute(self, attribute_name):
                return self.created.attributes.get(attribute_name, "%s.%s" % (self.created.physical_id, attribute_name))

            @classmethod
            def create_from_cloudformation_json(
                cls, resource_name, cloudformation_json, account_id, region_name, **kwargs
            ):
                properties = cloudformation_json.get("Properties", {})
                return cls(resource_name, create(resource_name, properties, account_id, region_name))

            @classmethod
            def update_from_cloudformation_json(
                cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
            ):
                original_resource.created.delete()
                return cls.create_from_cloudformation_json(
                    original_resource.name, cloudformation_json, account_id, region_name
                )

            def delete(self, account_id, region_name):
                self.created.delete()

        MODELS.append(Model)
        return Model

    return register


@mend
def mend_cloudformation_function():
    """A stack's function loses SnapStart and Architectures; AWS::Lambda::Version has no attribute Version, its Ref is not the
    version's ARN; AWS::Lambda::Alias (SAM's AutoPublishAlias) and AWS::Lambda::EventInvokeConfig have no model.
    gone when: a stack's alias answers GetAlias, and its function GetFunctionConfiguration with its SnapStart."""
    from moto.awslambda.models import LambdaFunction, lambda_backends

    @replaces(LambdaFunction, "create_from_cloudformation_json")
    def create(original, cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        function = original(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs)
        properties = cloudformation_json["Properties"]
        function.snap_start = properties.get("SnapStart", {}).get("ApplyOn", "None")
        function.architectures = properties.get("Architectures", ["x86_64"])
        return function

    @replaces(LambdaFunction, "get_configuration")
    def get_configuration(original, self, on_create=False):
        configuration = original(self, on_create)
        configuration["SnapStart"]["ApplyOn"] = getattr(self, "snap_start", "None")
        return configuration

    @model("AWS::Lambda::Version")
    def version(name, properties, account, region):
        made = lambda_backends[account][region].publish_version(name_of_function(properties))
        return Created(made.function_arn, {"Version": str(made.version), "FunctionArn": made.function_arn})

    @model("AWS::Lambda::Alias")
    def alias(name, properties, account, region):
        backend, function = lambda_backends[account][region], name_of_function(properties)
        description, routing = properties.get("Description", ""), properties.get("RoutingConfig")
        made = backend.create_alias(properties["Name"], function, properties["FunctionVersion"], description, routing)
        return Created(made.arn, {"AliasArn": made.arn}, lambda: backend.delete_alias(properties["Name"], function))

    @model("AWS::Lambda::EventInvokeConfig")
    def event_invoke_config(name, properties, account, region):
        backend, function = lambda_backends[account][region], name_of_function(properties)
        configuration = {key: properties[key] for key in properties if key not in ("FunctionName", "Qualifier")}
        backend.put_function_event_invoke_config(function, configuration)
        return Created(name, {}, lambda: backend.delete_function_event_invoke_config(function))


def name_of_function(properties):
    return properties["FunctionName"].split(":function:")[-1].split(":")[0]


@mend
def mend_cloudformation_intrinsics():
    """!Condition is read as Fn::Condition, which is never true; Fn::Cidr is unknown; Fn::GetAZs with '' gives the zones of us-east-1; AWS::NoValue stays in lists; the exports of outputs
    whose condition is false are evaluated all the same.
    gone when: environment.yaml is created by plain moto."""
    from moto.cloudformation import models, parsing, responses

    @replaces(models, "yaml_tag_constructor")
    @replaces(responses, "yaml_tag_constructor")
    def yaml_tag_constructor(original, loader, tag, node):
        return {"Condition": node.value} if tag == "!Condition" else original(loader, tag, node)

    @replaces(parsing, "clean_json")
    def clean_json(original, resource_json, resources_map):
        if isinstance(resource_json, dict) and "Fn::Cidr" in resource_json:
            block, count, bits = clean_json(original, resource_json["Fn::Cidr"], resources_map)
            networks = ipaddress.ip_network(block).subnets(new_prefix=32 - int(bits))
            return [str(network) for network in itertools.islice(networks, int(count))]
        if isinstance(resource_json, dict) and resource_json.get("Fn::GetAZs") in ("", {"Ref": "AWS::Region"}):
            return [resources_map["AWS::Region"] + zone for zone in "abc"]
        cleaned = original(resource_json, resources_map)
        return [one for one in cleaned if one is not None] if isinstance(resource_json, list) else cleaned

    def exports(self):
        found = []
        for key in self.outputs:
            output, export = self[key], self._output_json_map[key].get("Export")
            if output and export:
                name = parsing.clean_json(export["Name"], self._resource_map)
                found.append(parsing.Export(self._stack_id, name, output.value))
        return found

    parsing.OutputMap.exports = property(exports)


def call(service, region, operation, parameters):
    """Calls this emulator's own API, as CloudFormation calls the services' APIs; properties that the API does not have are
    left out. (moto's models of resources drop most properties, and what the API checks.)"""
    from botocore import xform_name

    client = client_of(service, region)
    shape = client.meta.service_model.operation_model(operation).input_shape
    return getattr(client, xform_name(operation))(**as_shape(parameters, shape))


@functools.lru_cache(maxsize=None)
def client_of(service, region):
    import boto3

    return boto3.client(
        service,
        region_name=region,
        endpoint_url="http://127.0.0.1:%d" % PORT[0],
        aws_access_key_id="cloudformation",
        aws_secret_access_key="local",
    )


def as_shape(value, shape):
    """Templates write numbers as text and members with a capital letter."""
    if shape.type_name == "structure":
        names = {name.lower(): name for name in shape.members}
        return {
            names[key.lower()]: as_shape(member, shape.members[names[key.lower()]])
            for key, member in value.items()
            if key.lower() in names
        }
    if shape.type_name == "list":
        return [as_shape(one, shape.member) for one in value]
    if shape.type_name == "map":
        return {str(key): as_shape(one, shape.value) for key, one in value.items()}
    if shape.type_name == "boolean":
        return str(value).lower() == "true"
    if shape.type_name in ("integer", "long"):
        return int(value)
    if shape.type_name in ("float", "double"):
        return float(value)
    return json.dumps(value) if isinstance(value, dict) else str(value)


@mend
def mend_cloudformation_load_balancing():
    """Load balancers, target groups, listeners and rules of a stack lose their tags, attributes and type; the attributes
    LoadBalancerFullName and CanonicalHostedZoneID are missing.
    gone when: the outputs of an environment's stack have them."""

    @model("AWS::ElasticLoadBalancingV2::LoadBalancer", "Name")
    def load_balancer(name, properties, account, region):
        made = call("elbv2", region, "CreateLoadBalancer", {**properties, "Name": name})["LoadBalancers"][0]
        attributes = {
            "DNSName": made["DNSName"],
            "LoadBalancerName": name,
            "LoadBalancerFullName": made["LoadBalancerArn"].split(":loadbalancer/")[1],
            "LoadBalancerArn": made["LoadBalancerArn"],
            "CanonicalHostedZoneID": made["CanonicalHostedZoneId"],
            "SecurityGroups": made.get("SecurityGroups", []),
        }
        arn = {"LoadBalancerArn": made["LoadBalancerArn"]}
        return Created(made["LoadBalancerArn"], attributes, lambda: call("elbv2", region, "DeleteLoadBalancer", arn))

    @model("AWS::ElasticLoadBalancingV2::TargetGroup", "Name")
    def target_group(name, properties, account, region):
        made = call("elbv2", region, "CreateTargetGroup", {**properties, "Name": name})["TargetGroups"][0]
        arn = {"TargetGroupArn": made["TargetGroupArn"]}
        if properties.get("TargetGroupAttributes"):
            changed = {**arn, "Attributes": properties["TargetGroupAttributes"]}
            call("elbv2", region, "ModifyTargetGroupAttributes", changed)
        attributes = {"TargetGroupName": name, "TargetGroupFullName": made["TargetGroupArn"].split(":")[-1], **arn}
        return Created(made["TargetGroupArn"], attributes, lambda: call("elbv2", region, "DeleteTargetGroup", arn))

    @model("AWS::ElasticLoadBalancingV2::Listener")
    def listener(name, properties, account, region):
        made = call("elbv2", region, "CreateListener", properties)["Listeners"][0]
        arn = {"ListenerArn": made["ListenerArn"]}
        return Created(made["ListenerArn"], arn, lambda: call("elbv2", region, "DeleteListener", arn))

    @model("AWS::ElasticLoadBalancingV2::ListenerRule")
    def rule(name, properties, account, region):
        made = call("elbv2", region, "CreateRule", properties)["Rules"][0]
        arn = {"RuleArn": made["RuleArn"]}
        return Created(made["RuleArn"], arn, lambda: call("elbv2", region, "DeleteRule", arn))

    @model("AWS::ElasticLoadBalancingV2::ListenerCertificate")
    def certificates(name, properties, account, region):
        call("elbv2", region, "AddListenerCertificates", properties)
        return Created(name, {}, lambda: call("elbv2", region, "RemoveListenerCertificates", properties))


@mend
def mend_cloudformation_cluster():
    """A stack's cluster has nothing but its name.
    gone when: a stack's cluster answers DescribeClusters with its capacity providers."""

    @model("AWS::ECS::Cluster", "ClusterName")
    def cluster(name, properties, account, region):
        wanted = {**properties, "ClusterName": name, "Settings": properties.get("ClusterSettings", [])}
        made = call("ecs", region, "CreateCluster", wanted)["cluster"]
        return Created(name, {"Arn": made["clusterArn"]}, lambda: call("ecs", region, "DeleteCluster", {"cluster": name}))


@mend
def mend_cloudformation_missing_models():
    """Namespaces of Cloud Map, alarms and the policies of queues and topics have no model; a parameter's tags are a map that
    moto takes for a list. A bucket's policy is not put: moto would ignore its conditions, so that "deny what is not TLS"
    would deny everything.
    gone when: DescribeAlarms shows a stack's alarm, and so on."""

    @model("AWS::ServiceDiscovery::PrivateDnsNamespace")
    def namespace(name, properties, account, region):
        operation = call("servicediscovery", region, "CreatePrivateDnsNamespace", properties)["OperationId"]
        found = call("servicediscovery", region, "GetOperation", {"OperationId": operation})
        made = {"Id": found["Operation"]["Targets"]["NAMESPACE"]}
        namespace = call("servicediscovery", region, "GetNamespace", made)["Namespace"]
        zone = namespace["Properties"]["DnsProperties"]["HostedZoneId"]
        attributes = {**made, "Arn": namespace["Arn"], "HostedZoneId": zone}
        return Created(made["Id"], attributes, lambda: call("servicediscovery", region, "DeleteNamespace", made))

    @model("AWS::CloudWatch::Alarm", "AlarmName")
    def alarm(name, properties, account, region):
        call("cloudwatch", region, "PutMetricAlarm", {**properties, "AlarmName": name})
        arn = "arn:aws:cloudwatch:%s:%s:alarm:%s" % (region, account, name)
        return Created(name, {"Arn": arn}, lambda: call("cloudwatch", region, "DeleteAlarms", {"AlarmNames": [name]}))

    @model("AWS::SQS::QueuePolicy")
    def queue_policy(name, properties, account, region):
        for queue in properties["Queues"]:
            attributes = {"Policy": properties["PolicyDocument"]}
            call("sqs", region, "SetQueueAttributes", {"QueueUrl": queue, "Attributes": attributes})
        return Created(name)

    @model("AWS::SNS::TopicPolicy")
    def topic_policy(name, properties, account, region):
        for topic in properties["Topics"]:
            policy = {"AttributeName": "Policy", "AttributeValue": properties["PolicyDocument"]}
            call("sns", region, "SetTopicAttributes", {"TopicArn": topic, **policy})
        return Created(name)

    @model("AWS::S3::BucketPolicy")
    def bucket_policy(name, properties, account, region):
        return Created(properties["Bucket"])

    @model("AWS::SSM::Parameter", "Name")
    def parameter(name, properties, account, region):
        tags = [{"Key": key, "Value": value} for key, value in properties.get("Tags", {}).items()]
        call("ssm", region, "PutParameter", {**properties, "Name": name, "Tags": tags})
        attributes = {"Type": properties["Type"], "Value": properties["Value"]}
        return Created(name, attributes, lambda: call("ssm", region, "DeleteParameter", {"Name": name}))


# ---------------------------------------------------------------------------------------------- the server


def end_with_parent():
    """The gateway holds the other end of standard input: when it dies, however it dies, so does this process."""
    sys.stdin.buffer.read()
    os._exit(0)


def main():
    if moto.__version__ != VERSION:
        sys.exit("these mends are for moto %s, not for %s" % (VERSION, moto.__version__))
    for apply in MENDS:
        apply()
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
    threading.Thread(target=end_with_parent, daemon=True).start()
    PORT.append(server.server_port)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
