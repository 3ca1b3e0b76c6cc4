"""The emulated AWS behind the gateway: moto 5.2.1, with its defects mended, in one process.

    MOTO_PORT=<the gateway's port> python3 emulator.py      prints the port that it took, then serves

Every defect that stands between the pipeline and a faithful local run is mended here and nowhere else; code that runs on
AWS never knows about it. One function per defect (`mend_...`), with what AWS does, and `gone when:` how to see on a newer
moto that the mend can be dropped. The tests `Emulated...IT` have one for each.

The process ends with the one that started it: when its standard input closes.
"""

import contextlib
import copy
import datetime
import functools
import hashlib
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
    bound = isinstance(original, (classmethod, staticmethod))
    plain = original.__func__ if bound else original

    def put(function):
        @functools.wraps(plain)
        def mended(*args, **kwargs):
            return function(plain, *args, **kwargs)

        setattr(owner, name, type(original)(mended) if bound else mended)
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
def mend_managed_policies_exist():
    """moto knows AWS's managed policies, but only when it is told to.
    gone when: never, this is moto's setting."""
    from moto.core.config import default_user_config

    default_user_config["iam"]["load_aws_managed_policies"] = True


@mend
def mend_slow_executions():
    """Each look at a JSONPath builds the tables of its grammar anew, each invocation a client, each execution parses the state
    machine: half of the emulator's time. All of them are kept.
    gone when: never for correctness; an execution of ten states takes the emulator less than 100 ms of processor time."""
    import jsonpath_ng
    import jsonpath_ng.ext

    for package in (jsonpath_ng, jsonpath_ng.ext):
        package.parse = functools.lru_cache(maxsize=None)(package.parse)

    from moto.stepfunctions.parser.asl.component.common.path import result_path
    from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils
    from moto.stepfunctions.parser.asl.parse import asl_parser
    from moto.stepfunctions.parser.asl.utils import boto_client, json_path

    result_path.parse, json_path.parse = jsonpath_ng.parse, jsonpath_ng.ext.parse
    clients = functools.lru_cache(maxsize=None)(lambda region, service: original(region=region, service=service))
    original = boto_client.boto_client_for
    lock = threading.Lock()

    def boto_client_for(region, service, state_credentials=None):
        with lock:  # clients can be used by many threads, but not made by them
            return clients(region, service)

    boto_client.boto_client_for = lambda_eval_utils.boto_client_for = boto_client_for

    @functools.lru_cache(maxsize=16)
    def tree_of(definition):
        return plain_parse(definition)[1]

    plain_parse = asl_parser.AmazonStateLanguageParser.parse

    def parse(definition):
        tree = tree_of(definition)
        return asl_parser.Preprocessor().visit(tree), tree

    asl_parser.AmazonStateLanguageParser.parse = staticmethod(parse)


@mend
def mend_slow_requests():
    """Each request lists moto's directories to find out whose it is, and writes a line, which the gateway's record of calls
    makes superfluous: more than half of what a request costs. A stack's template is parsed for each of its summaries.
    gone when: never for correctness; a HeadObject takes less than 3 ms of processor time."""
    import logging

    from moto.cloudformation import responses
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication

    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    responses.get_template_summary_response_from_template = functools.lru_cache(maxsize=16)(
        responses.get_template_summary_response_from_template)
    known = {}

    @replaces(DomainDispatcherApplication, "get_backend_for_host")
    def backend_for_host(original, self, host):
        if host not in known:
            known[host] = original(self, host)
        return known[host]


@mend
def mend_calls_at_once():
    """Calls run in threads that take turns at any point: two rules that are created at once get the same priority, since moto
    first looks and then acts, and a list that changes while it is read is HTTP 500. Calls of one service take turns here,
    where they only touch what is in memory; the others wait for something, or call other services.
    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html (PriorityInUse)
    gone when: never for as long as moto's server has threads and its services have no locks."""
    from moto.core.responses import BaseResponse

    services = ("acm application-autoscaling cloudwatch ec2 ecr elbv2 iam logs route53 secretsmanager servicediscovery ssm")
    locks = {service: threading.RLock() for service in services.split()}

    @replaces(BaseResponse, "call_action")
    def call_action(original, self):
        with locks.get(self.service_name) or contextlib.nullcontext():
            return original(self)


@mend
def mend_execution_without_a_name():
    """An execution that is started without a name is called "None", the second one then exists already. AWS names it by
    a UUID.
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
    """A rule whose target is a function or a state machine answers PutEvents with HTTP 500, and keeps an event of S3
    from all later rules; a disabled rule still delivers, and one without a pattern, which is for a schedule, delivers every
    event; Input, InputPath, RetryPolicy and DeadLetterConfig are ignored. EventBridge
    delivers asynchronously, tries again, and puts what stays undelivered into the dead-letter queue.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
    gone when: a rule with a Lambda target invokes the function."""
    from moto.events.models import Rule

    @replaces(Rule, "send_to_targets")
    def send_to_targets(original, self, original_event, transform_input=True):
        if self.state == "DISABLED" or not self.event_pattern.get_pattern():
            return
        if not self.event_pattern.matches_event(original_event):
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
    """Events of S3 have one constant id and sequencer; an "Object Tags Added" follows each PutObject; a multipart
    upload makes three events; reason is not AWS's; eTag is not spelled as by AWS; an unversioned object has a
    version-id.
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
    """Deleting an object of a versioned bucket makes no event. S3 sends "Object Deleted" with the deletion type "Delete
    Marker Created" and the marker's version.
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
    """A resource whose type moto does not know has no physical id, and an Output that names it answers HTTP 500. Here
    it gets a name and nothing else: it stands in the stack and does nothing.
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
    """A stack's function loses SnapStart and Architectures; AWS::Lambda::Version has no attribute Version, its Ref is
    not the version's ARN; AWS::Lambda::Alias (SAM's AutoPublishAlias) and AWS::Lambda::EventInvokeConfig have no model.
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
    """!Condition is read as Fn::Condition, which is never true; Fn::Cidr is unknown; Fn::GetAZs with '' gives the zones
    of us-east-1; AWS::NoValue stays in lists; the exports of outputs whose condition is false are evaluated all the
    same, and resources whose condition is false are listed.
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

    def stack_resources(stack):
        return [resource for resource in stack.resource_map.values() if resource is not None]

    models.Stack.stack_resources = property(stack_resources)


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
    """Namespaces of Cloud Map, alarms and the policies of queues and topics have no model; a parameter's tags are a map
    that moto takes for a list; a zone with VPCs is not private. A bucket's policy is not put: moto would ignore its
    conditions, so that "deny what is not TLS"
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

    @model("AWS::Route53::HostedZone")
    def hosted_zone(name, properties, account, region):
        zone = {"Name": properties["Name"], "CallerReference": name}
        vpcs = properties.get("VPCs", [])
        if vpcs:
            zone["VPC"] = {"VPCId": vpcs[0]["VPCId"], "VPCRegion": vpcs[0]["VPCRegion"]}
            zone["HostedZoneConfig"] = {"PrivateZone": True}
        made = call("route53", region, "CreateHostedZone", zone)["HostedZone"]["Id"].split("/")[-1]
        for key, value in {tag["Key"]: tag["Value"] for tag in properties.get("HostedZoneTags", [])}.items():
            tags = {"ResourceType": "hostedzone", "ResourceId": made, "AddTags": [{"Key": key, "Value": value}]}
            call("route53", region, "ChangeTagsForResource", tags)
        return Created(made, {"Id": made}, lambda: call("route53", region, "DeleteHostedZone", {"Id": made}))

    @model("AWS::S3::BucketPolicy")
    def bucket_policy(name, properties, account, region):
        return Created(properties["Bucket"])

    @model("AWS::SSM::Parameter", "Name")
    def parameter(name, properties, account, region):
        tags = [{"Key": key, "Value": value} for key, value in properties.get("Tags", {}).items()]
        call("ssm", region, "PutParameter", {**properties, "Name": name, "Tags": tags})
        attributes = {"Type": properties["Type"], "Value": properties["Value"]}
        return Created(name, attributes, lambda: call("ssm", region, "DeleteParameter", {"Name": name}))


# ---------------------------------------------------------------------------------------------- ECS
#
# moto knows services by their names, and no rollouts. Here a change of a service is a deployment that starts tasks, registers
# them with their target groups and Cloud Map services, and becomes COMPLETED after SLIPWAY_ROLLOUT_SECONDS; or fails, when an
# image's name contains "broken" or a test asks for it (see steer_rollouts). Time passes when somebody looks.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html

ROLLOUT_SECONDS = float(os.environ.get("SLIPWAY_ROLLOUT_SECONDS", "2"))
STEERING = {}  # by service name: what its next deployments are to do
UNHEALTHY = {}  # by address of a task: what its load balancer says of it
ECS_LOCK = threading.RLock()

SERVICE_FIELDS = {  # what CreateService and UpdateService set, by the name of moto's attribute
    "availabilityZoneRebalancing": "availability_zone_rebalancing",
    "capacityProviderStrategy": "capacity_provider_strategy",
    "deploymentConfiguration": "deployment_configuration",
    "enableECSManagedTags": "enable_ecs_managed_tags",
    "enableExecuteCommand": "enable_execute_command",
    "healthCheckGracePeriodSeconds": "health_check_grace_period_seconds",
    "loadBalancers": "load_balancers",
    "networkConfiguration": "network_configuration",
    "placementConstraints": "placement_constraints",
    "placementStrategy": "placement_strategy",
    "platformVersion": "platform_version",
    "propagateTags": "propagate_tags",
    "serviceConnectConfiguration": "service_connect_configuration",
    "serviceRegistries": "service_registries",
    "volumeConfigurations": "volume_configurations",
}
STARTS_A_DEPLOYMENT = (
    "capacityProviderStrategy",
    "loadBalancers",
    "networkConfiguration",
    "platformVersion",
    "serviceConnectConfiguration",
    "serviceRegistries",
    "taskDefinition",
    "volumeConfigurations",
)


@mend
def mend_ecs_services():
    """CreateService drops most fields, accepts what AWS refuses and silently replaces a service of the same name; there
    are no deployments, tasks, targets and instances; UpdateService keeps the old deployment; DeleteService is over at
    once.
    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html, API_UpdateService, API_DeleteService
    gone when: DescribeServices shows a second deployment after UpdateService."""
    from moto.core.responses import ActionResult
    from moto.ecs.models import EC2ContainerServiceBackend
    from moto.ecs.responses import EC2ContainerServiceResponse

    @replaces(EC2ContainerServiceResponse, "create_service")
    def create_service(original, self):
        with ECS_LOCK:
            settle(self.ecs_backend)
            parameters = self._get_params()
            check_service(self.ecs_backend, parameters)
            original(self)
            service = service_of(self.ecs_backend, parameters)
            if parameters.get("capacityProviderStrategy"):
                service.launch_type = None
            service.created_at = now()
            service.deployments, service.running_count, service.pending_count = [], 0, 0
            set_fields(service, {**default_fields(parameters), **parameters})
            start_deployment(self.ecs_backend, service)
            return ActionResult({"service": service})

    @replaces(EC2ContainerServiceResponse, "update_service")
    def update_service(original, self):
        with ECS_LOCK:
            settle(self.ecs_backend)
            parameters = self._get_params()
            service = service_of(self.ecs_backend, parameters, "service")
            if service.status != "ACTIVE":
                raise ecs_error("ServiceNotActiveException", "Service was not ACTIVE.")
            before = deployed(service)
            strategy = parameters.get("capacityProviderStrategy")
            changes = strategy and strategy != getattr(service, "capacity_provider_strategy", None)
            if changes and not parameters.get("forceNewDeployment"):
                message = (
                    "When switching from launch type to capacity provider strategy on an existing service, or making a "
                    "change to a capacity provider strategy on a service that is already using one, you must force a new "
                    "deployment."
                )
                raise ecs_error("InvalidParameterException", message)
            if "taskDefinition" in parameters:
                service.task_definition = active_task_definition(self.ecs_backend, parameters["taskDefinition"]).arn
            check_load_balancers(self.ecs_backend, {"taskDefinition": service.task_definition, **parameters})
            check_rebalancing(service, parameters)
            set_fields(service, parameters)
            if parameters.get("capacityProviderStrategy"):
                service.launch_type = None
            if parameters.get("desiredCount") is not None:
                scale(service, parameters["desiredCount"])
            if parameters.get("forceNewDeployment") or deployed(service) != before:
                start_deployment(self.ecs_backend, service)
            return ActionResult({"service": service})

    @replaces(EC2ContainerServiceResponse, "delete_service")
    def delete_service(original, self):
        with ECS_LOCK:
            settle(self.ecs_backend)
            service = service_of(self.ecs_backend, self._get_params(), "service")
            if service.status == "INACTIVE":
                raise ecs_error("ServiceNotFoundException", "Service not found.")
            if service.status == "ACTIVE":
                original(self)
                service.status, service.draining_since = "DRAINING", time.time()
                service.desired_count = service.pending_count = 0
            return ActionResult({"service": service})

    @replaces(EC2ContainerServiceBackend, "describe_services")
    def describe_services(original, self, cluster_str, service_names_or_arns):
        if len(service_names_or_arns) > 10:
            raise ecs_error("InvalidParameterException", "Too many services: at most 10 can be described.")
        with ECS_LOCK:
            settle(self)
            return original(self, cluster_str, service_names_or_arns)

    @replaces(EC2ContainerServiceBackend, "list_services")
    def list_services(original, self, cluster_str, scheduling_strategy=None, launch_type=None):
        active = {service.arn for service in self.services.values() if service.status == "ACTIVE"}
        return [arn for arn in original(self, cluster_str, scheduling_strategy, launch_type) if arn in active]


@mend
def mend_transactions():
    """TransactWriteItems copies the whole table, once for each of its items, which takes seconds when there are some thousand;
    and a transaction that is cancelled puts the copy back, without what others have written meanwhile.
    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
    gone when: a cancelled transaction puts back only the items that it wrote."""
    from moto.dynamodb.models import DynamoDBBackend, Table

    lock = threading.RLock()
    Table.__deepcopy__ = lambda self, memo: self

    def one_at_a_time(name):
        @replaces(DynamoDBBackend, name)
        def write(original, self, *args, **kwargs):
            with lock:
                return original(self, *args, **kwargs)

    for name in ("put_item", "update_item", "delete_item"):
        one_at_a_time(name)

    def key(backend, operation):
        if "Key" in operation:
            return operation["Key"]
        names = backend.get_table(operation["TableName"]).table_key_attrs
        return {name: operation["Item"][name] for name in names}

    @replaces(DynamoDBBackend, "transact_write_items")
    def transact_write_items(original, self, transact_items):
        with lock:
            before = []
            for operation in (operation for item in transact_items for operation in item.values()):
                name = operation["TableName"]
                item = self.get_item(name, key(self, operation))
                before.append((name, key(self, operation), item and item.to_json()["Attributes"]))
            try:
                return original(self, transact_items)
            except Exception:
                for name, where, attributes in before:
                    if attributes:
                        self.put_item(name, attributes)
                    else:
                        self.delete_item(name, where)
                raise


@mend
def mend_answers_with_tags():
    """Whether an answer has the tags is kept for all requests together: one that does not want them takes them from another
    that is answered at the same time.
    gone when: responses.py of ECS no longer changes RESPONSE_KEY_PATH_TO_TRANSFORMER of its class."""
    from moto.core.responses import BaseResponse

    @replaces(BaseResponse, "__init__")
    def __init__(original, self, service_name=None):
        original(self, service_name)
        self.RESPONSE_KEY_PATH_TO_TRANSFORMER = dict(type(self).RESPONSE_KEY_PATH_TO_TRANSFORMER)


@mend
def mend_ecs_tasks():
    """The tasks of a service are not listed, and a missing task is not reported as a failure. (They are listed as they were
    when their service was last described: what a client learns from one call after the other fits together.)
    gone when: ListTasks with a service's name lists its tasks."""
    from moto.core.responses import ActionResult
    from moto.ecs.responses import EC2ContainerServiceResponse

    @replaces(EC2ContainerServiceResponse, "list_tasks")
    def list_tasks(original, self):
        with ECS_LOCK:
            name, status = self._get_param("serviceName"), self._get_param("desiredStatus", "RUNNING")
            if not name:
                return original(self)
            service = service_of(self.ecs_backend, {"cluster": self._get_param("cluster"), "service": name}, "service")
            started_by = self._get_param("startedBy")
            tasks = [
                task["taskArn"]
                for task in tasks_of(service)
                if task["desiredStatus"] == status and started_by in (None, task["startedBy"])
            ]
            return ActionResult({"taskArns": tasks})

    @replaces(EC2ContainerServiceResponse, "describe_tasks")
    def describe_tasks(original, self):
        with ECS_LOCK:
            result = original(self).result
            wanted = self._get_param("tasks", [])
            ours = [task for service in self.ecs_backend.services.values() for task in tasks_of(service)]
            found = [task for task in ours if task["taskArn"] in wanted or task["taskArn"].split("/")[-1] in wanted]
            tasks = result["tasks"] + found
            known = {task["taskArn"] if isinstance(task, dict) else task.task_arn for task in tasks}
            missing = [one for one in wanted if not any(arn.endswith(one) for arn in known)]
            return ActionResult({"tasks": tasks, "failures": [{"arn": arn, "reason": "MISSING"} for arn in missing]})


def ecs_error(code, message):
    from moto.ecs.exceptions import ECSException

    return ECSException(code, message)


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def service_of(backend, parameters, field="serviceName"):
    cluster = backend._get_cluster(parameters.get("cluster") or "default")
    service = backend.services.get("%s:%s" % (cluster.name, parameters[field].split("/")[-1]))
    if service is None:
        raise ecs_error("ServiceNotFoundException", "Service not found.")
    return service


def active_task_definition(backend, name):
    definition = backend.describe_task_definition(name)
    if definition.status != "ACTIVE":
        raise ecs_error("ClientException", "TaskDefinition is inactive")
    return definition


def check_service(backend, parameters):
    cluster = backend._get_cluster(parameters.get("cluster") or "default")
    existing = backend.services.get("%s:%s" % (cluster.name, parameters["serviceName"]))
    if existing is not None and existing.status == "ACTIVE":
        raise ecs_error("InvalidParameterException", "Creation of service was not idempotent.")
    if existing is not None and existing.status == "DRAINING":
        raise ecs_error("InvalidParameterException", "Unable to Start a service that is still Draining.")
    if parameters.get("launchType") and parameters.get("capacityProviderStrategy"):
        message = "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again."
        raise ecs_error("InvalidParameterException", message)
    if parameters.get("healthCheckGracePeriodSeconds") and not parameters.get("loadBalancers"):
        message = "Health check grace period is only valid for services configured to use load balancers"
        raise ecs_error("InvalidParameterException", message)
    active_task_definition(backend, parameters["taskDefinition"])
    check_load_balancers(backend, parameters)


def check_rebalancing(service, parameters):
    """https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html"""
    configuration = parameters.get("deploymentConfiguration") or service.deployment_configuration
    rebalancing = parameters.get("availabilityZoneRebalancing") or service.availability_zone_rebalancing
    if rebalancing == "ENABLED" and configuration.get("maximumPercent", 200) <= 100:
        message = "Availability Zone rebalancing needs a maximumPercent of more than 100."
        raise ecs_error("InvalidParameterException", message)


def check_load_balancers(backend, parameters):
    from moto.elbv2.models import elbv2_backends

    groups = elbv2_backends[backend.account_id][backend.region_name].target_groups
    containers = {
        container["name"]: [mapping.get("containerPort") for mapping in container.get("portMappings", [])]
        for container in backend.describe_task_definition(parameters["taskDefinition"]).container_definitions
    }
    for balancer in parameters.get("loadBalancers") or []:
        arn, name, port = balancer["targetGroupArn"], balancer["containerName"], balancer["containerPort"]
        problem = None
        if arn not in groups:
            problem = "The target group with targetGroupArn %s does not exist." % arn
        elif not groups[arn].load_balancer_arns:
            problem = "The target group with targetGroupArn %s does not have an associated load balancer." % arn
        elif name not in containers:
            problem = "The container %s does not exist in the task definition." % name
        elif port not in containers[name]:
            problem = "The container %s did not have a container port %s defined." % (name, port)
        if problem:
            raise ecs_error("InvalidParameterException", problem)


def default_fields(parameters):
    maximum = (parameters.get("deploymentConfiguration") or {}).get("maximumPercent", 200)
    defaults = {
        "availabilityZoneRebalancing": "ENABLED" if maximum > 100 else "DISABLED",
        "deploymentConfiguration": {},
        "enableECSManagedTags": False,
        "enableExecuteCommand": False,
        "placementConstraints": [],
        "placementStrategy": [],
        "platformVersion": "LATEST",
    }
    return {**defaults, "healthCheckGracePeriodSeconds": 0} if parameters.get("loadBalancers") else defaults


def set_fields(service, parameters):
    for field, attribute in SERVICE_FIELDS.items():
        if parameters.get(field) is not None:
            setattr(service, attribute, copy.deepcopy(parameters[field]))
    configuration = getattr(service, "deployment_configuration", {})
    for name, value in (("maximumPercent", 200), ("minimumHealthyPercent", 100), ("strategy", "ROLLING")):
        configuration.setdefault(name, value)
    configuration.setdefault("bakeTimeInMinutes", 0)
    configuration.setdefault("deploymentCircuitBreaker", {"enable": False, "rollback": False})
    network = (service.network_configuration or {}).get("awsvpcConfiguration")
    if network is not None:
        network.setdefault("assignPublicIp", "DISABLED")


def deployed(service):
    """What a new deployment is needed for when it changes."""
    attributes = [SERVICE_FIELDS.get(field, "task_definition") for field in STARTS_A_DEPLOYMENT]
    return copy.deepcopy([getattr(service, attribute, None) for attribute in attributes])


def say(service, message):
    text = "(service %s) %s" % (service.name, message)
    service.events.insert(0, {"id": str(uuid.uuid4()), "createdAt": now(), "message": text})


def scale(service, count):
    service.desired_count = count
    for deployment in service.deployments[:1]:
        deployment["desiredCount"] = count


def start_deployment(backend, service, steered=True, reason=None):
    """The new one is PRIMARY, those that still have tasks are ACTIVE."""
    number = "ecs-svc/%019d" % (uuid.uuid4().int % 10**19)
    deployment = {
        "id": number,
        "status": "PRIMARY",
        "taskDefinition": service.task_definition,
        "desiredCount": service.desired_count,
        "pendingCount": service.desired_count,
        "runningCount": 0,
        "failedTasks": 0,
        "createdAt": now(),
        "updatedAt": now(),
        "platformVersion": "1.4.0",
        "platformFamily": "Linux",
        "networkConfiguration": service.network_configuration,
        "rolloutState": "IN_PROGRESS",
        "rolloutStateReason": reason or "ECS deployment %s in progress." % number,
        "steering": {},
    }
    for attribute, field in (
        ("launch_type", "launchType"),
        ("capacity_provider_strategy", "capacityProviderStrategy"),
        ("service_connect_configuration", "serviceConnectConfiguration"),
        ("volume_configurations", "volumeConfigurations"),
    ):
        if getattr(service, attribute, None):
            deployment[field] = copy.deepcopy(getattr(service, attribute))
    definition = backend.describe_task_definition(service.task_definition)
    broken = [c["image"] for c in definition.container_definitions if "broken" in c.get("image", "")]
    if broken:
        image = "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref %s: not found"
        deployment["steering"] = {"behaviour": "fail", "reason": image % broken[0]}
    elif steered:
        deployment["steering"] = next_steering(service.name)
    deployment["due"] = time.time() + float(deployment["steering"].get("after", ROLLOUT_SECONDS))
    for old in service.deployments:
        old["status"] = "ACTIVE"
    service.deployments.insert(0, deployment)
    service.pending_count = service.desired_count


def next_steering(name):
    for key in (name, "*"):
        waiting = STEERING.get(key)
        if waiting:
            waiting["count"] -= 1
            if waiting["count"] == 0:
                del STEERING[key]
            return dict(waiting)
    return {}


def settle(backend):
    """Lets what is due happen."""
    for service in list(backend.services.values()):
        if service.status == "DRAINING" and time.time() - service.draining_since >= ROLLOUT_SECONDS / 2:
            stop_tasks(backend, service, lambda task: True, "Scaling activity initiated by deletion of the service")
            service.status, service.deployments, service.running_count = "INACTIVE", [], 0
        elif service.status == "ACTIVE" and service.deployments:
            settle_deployment(backend, service, service.deployments[0])


def settle_deployment(backend, service, deployment):
    if deployment["rolloutState"] == "COMPLETED":
        return keep_count(backend, service, deployment)
    if deployment["rolloutState"] == "FAILED" or time.time() < deployment["due"]:
        return None
    behaviour = deployment["steering"].get("behaviour")
    alarm = ringing_alarm(backend, service)
    if behaviour == "hang" and not alarm:
        return None
    if behaviour == "fail" or alarm:
        return fail_deployment(backend, service, deployment, alarm)
    if behaviour == "heal":
        fail_tasks(backend, service, deployment)
        deployment["steering"], deployment["due"] = {}, time.time() + ROLLOUT_SECONDS
        return None
    return complete_deployment(backend, service, deployment)


def ringing_alarm(backend, service):
    from moto.cloudwatch.models import cloudwatch_backends

    wanted = (getattr(service, "deployment_configuration", None) or {}).get("alarms", {})
    alarms = cloudwatch_backends[backend.account_id][backend.region_name].alarms
    ringing = [name for name in wanted.get("alarmNames", []) if name in alarms and alarms[name].state_value == "ALARM"]
    return ringing[0] if wanted.get("enable") and ringing else None


def complete_deployment(backend, service, deployment):
    say(service, "has started %d tasks." % service.desired_count)
    deployment.update(
        rolloutState="COMPLETED",
        rolloutStateReason="ECS deployment %s completed." % deployment["id"],
        pendingCount=0,
        updatedAt=now(),
    )
    is_old = lambda task: task["startedBy"] != deployment["id"]
    stop_tasks(backend, service, is_old, "Scaling activity initiated by (deployment %s)" % deployment["id"])
    service.deployments = [deployment]
    keep_count(backend, service, deployment)
    say(service, "(deployment %s) deployment completed." % deployment["id"])
    say(service, "has reached a steady state.")


def keep_count(backend, service, deployment):
    """As many tasks as are desired."""
    running = [task for task in tasks_of(service) if task["desiredStatus"] == "RUNNING"]
    for _ in range(deployment["desiredCount"] - len(running)):
        start_task(backend, service, deployment)
    surplus = [task["taskArn"] for task in running[deployment["desiredCount"] :]]
    reason = "Scaling activity initiated by (deployment %s)" % deployment["id"]
    stop_tasks(backend, service, lambda task: task["taskArn"] in surplus, reason)
    deployment["runningCount"] = service.running_count = deployment["desiredCount"]
    service.pending_count = 0


def fail_deployment(backend, service, deployment, alarm):
    configuration = service.deployment_configuration
    breaker = configuration.get("deploymentCircuitBreaker", {})
    if not alarm:
        steering = deployment["steering"]
        if not steering.get("failed"):
            fail_tasks(backend, service, deployment)
        if steering.get("trips") and not steering.get("failed"):
            steering["failed"], deployment["due"] = True, time.time() + float(steering["trips"])
            return
        if not breaker.get("enable"):
            deployment["due"] = time.time() + ROLLOUT_SECONDS  # and so on, for ever
            return
    source = "ECS deployment alarm" if alarm else "ECS deployment circuit breaker"
    problem = "alarm detected" if alarm else "tasks failed to start"
    rollback = configuration["alarms"].get("rollback") if alarm else breaker.get("rollback")
    deployment.update(
        rolloutState="FAILED", rolloutStateReason="%s: %s." % (source, problem), pendingCount=0, updatedAt=now()
    )
    service.pending_count = 0
    say(service, "(deployment %s) deployment failed: %s." % (deployment["id"], problem))
    completed = [old for old in service.deployments[1:] if old["rolloutState"] == "COMPLETED"]
    if rollback and completed:
        say(service, "rolling back to deployment %s." % completed[0]["id"])
        service.task_definition = completed[0]["taskDefinition"]
        reason = "%s: rolling back to deploymentId %s." % (source, completed[0]["id"])
        start_deployment(backend, service, steered=False, reason=reason)


def fail_tasks(backend, service, deployment):
    """The circuit breaker trips after clamp(3, half of the desired tasks, 200) failed ones."""
    count = min(max(3, (service.desired_count + 1) // 2), 200)
    deployment["failedTasks"] += count
    steering = deployment["steering"]
    reason = steering.get("reason", "Essential container in task exited")
    code = "TaskFailedToStart" if reason.startswith(("CannotPull", "ResourceInitialization")) else "EssentialContainerExited"
    if steering.get("health"):
        reason, code = start_unhealthy_task(backend, service, deployment), "ServiceSchedulerInitiated"
    for _ in range(min(count, 3)):
        task = start_task(backend, service, deployment, register=False)
        end_task(task, reason, steering.get("stopCode", code), steering.get("exitCode", 1))
        write_log(backend, deployment, task, steering.get("log", []))
    say(service, "is unable to consistently start tasks successfully.")


def start_unhealthy_task(backend, service, deployment):
    """One that runs, while the load balancer gets the wrong answers from it; returns why ECS stops others like it."""
    group = service.load_balancers[0]["targetGroupArn"]
    task = start_task(backend, service, deployment)
    health = deployment["steering"]["health"]
    UNHEALTHY[task["attachments"][0]["details"][0]["value"]] = health
    say(service, "(port 80) is unhealthy in (target-group %s) due to (reason %s)." % (group, health))
    return "Task failed ELB health checks in (target-group %s)" % group


def write_log(backend, deployment, task, lines):
    """What the first container of a task has written, by the log driver awslogs."""
    from moto.logs.models import logs_backends

    container = backend.describe_task_definition(deployment["taskDefinition"]).container_definitions[0]
    options = (container.get("logConfiguration") or {}).get("options", {})
    group = logs_backends[backend.account_id][backend.region_name].groups.get(options.get("awslogs-group"))
    if lines and group:
        stream = "%s/%s/%s" % (options["awslogs-stream-prefix"], container["name"], task["taskArn"].split("/")[-1])
        group.create_log_stream(stream)
        millis = int(time.time() * 1000)
        group.put_log_events(stream, [{"timestamp": millis, "message": line} for line in lines])


def tasks_of(service):
    """Those that run, and those that stopped within the last hour, the newest first."""
    if not hasattr(service, "task_list"):
        service.task_list = []
    return service.task_list


def start_task(backend, service, deployment, register=True):
    task_id = uuid.uuid4().hex
    arn = "arn:aws:ecs:%s:%s:task/%s/%s" % (backend.region_name, backend.account_id, service.cluster_name, task_id)
    definition = backend.describe_task_definition(deployment["taskDefinition"])
    address = "10.0.%d.%d" % (int(task_id[:2], 16), 1 + int(task_id[2:4], 16) % 254)
    task = {
        "taskArn": arn,
        "clusterArn": service.cluster_arn,
        "taskDefinitionArn": deployment["taskDefinition"],
        "group": "service:" + service.name,
        "startedBy": deployment["id"],
        "lastStatus": "RUNNING",
        "desiredStatus": "RUNNING",
        "healthStatus": "UNKNOWN",
        "cpu": definition.cpu,
        "memory": definition.memory,
        "platformVersion": "1.4.0",
        "createdAt": now(),
        "startedAt": now(),
        "attachments": [
            {
                "id": str(uuid.uuid4()),
                "type": "ElasticNetworkInterface",
                "status": "ATTACHED",
                "details": [{"name": "privateIPv4Address", "value": address}],
            }
        ],
        "containers": [
            {
                "containerArn": "%s/%s" % (arn.replace(":task/", ":container/"), uuid.uuid4()),
                "taskArn": arn,
                "name": container["name"],
                "image": container["image"],
                "lastStatus": "RUNNING",
                "healthStatus": "UNKNOWN",
            }
            for container in definition.container_definitions
        ],
        "tags": copy.deepcopy(service.tags) if service.propagate_tags == "SERVICE" else [],
    }
    providers = deployment.get("capacityProviderStrategy")
    if providers:
        task["capacityProviderName"] = providers[0]["capacityProvider"]
    task["launchType"] = deployment.get("launchType", "FARGATE")
    tasks_of(service).insert(0, task)
    del service.task_list[50:]
    if register:
        register_task(backend, service, task_id, address)
    return task


def register_task(backend, service, task_id, address):
    from moto.elbv2.models import elbv2_backends
    from moto.servicediscovery.models import servicediscovery_backends

    elb = elbv2_backends[backend.account_id][backend.region_name]
    for balancer in service.load_balancers:
        if balancer.get("targetGroupArn") in elb.target_groups:
            target = {"Id": address, "Port": balancer["containerPort"]}
            elb.target_groups[balancer["targetGroupArn"]].register([target])
            say(service, "registered 1 targets in (target-group %s)" % balancer["targetGroupArn"])
    discovery = servicediscovery_backends[backend.account_id][backend.region_name]
    for registry in service.service_registries:
        registry_id = registry["registryArn"].split("/")[-1]
        if registry_id in discovery.services:
            attributes = {"AWS_INSTANCE_IPV4": address, "ECS_SERVICE_NAME": service.name}
            if registry.get("containerPort") or registry.get("port"):
                attributes["AWS_INSTANCE_PORT"] = str(registry.get("containerPort") or registry["port"])
            discovery.register_instance(registry_id, task_id, str(uuid.uuid4()), attributes)


def stop_tasks(backend, service, which, reason):
    from moto.elbv2.models import elbv2_backends
    from moto.servicediscovery.models import servicediscovery_backends

    elb = elbv2_backends[backend.account_id][backend.region_name]
    discovery = servicediscovery_backends[backend.account_id][backend.region_name]
    for task in tasks_of(service):
        if task["desiredStatus"] != "RUNNING" or not which(task):
            continue
        address = task["attachments"][0]["details"][0]["value"]
        for group in elb.target_groups.values():
            if address in group.targets:
                group.deregister([{"Id": address}])
        for registry in discovery.services.values():
            registry.instances = [one for one in registry.instances if one.instance_id != task["taskArn"].split("/")[-1]]
        end_task(task, reason, "ServiceSchedulerInitiated", 0)


def end_task(task, reason, code, exit_code):
    task.update(lastStatus="STOPPED", desiredStatus="STOPPED", stoppedAt=now(), stoppedReason=reason, stopCode=code)
    for container in task["containers"]:
        container["lastStatus"] = "STOPPED"
        if code == "TaskFailedToStart":
            container["reason"] = reason
        else:
            container["exitCode"] = exit_code


def steer_rollouts(wanted):
    """POST /_local/ecs-rollout {"service": name or *, "behaviour": ..., "after": seconds, "count": 1, and of tasks that fail
    "reason": why ECS stopped them, "exitCode": 1, "log": lines, "health": what the load balancer says of one that runs,
    "trips": seconds until the circuit breaker trips over them, otherwise at once}

    fail: tasks do not start, the circuit breaker trips; hang: it never becomes steady; heal: a rollout that fails or hangs
    becomes steady, or one that is still to come fails some tasks first; succeed: forget what was asked for. It is for the
    rollout in progress if there is one, else for the next ones, as many as count says."""
    from moto.ecs.models import ecs_backends

    name, behaviour = wanted["service"], wanted["behaviour"]
    with ECS_LOCK:
        if behaviour == "succeed":
            STEERING.pop(name, None)
        running = [
            service.deployments[0]
            for backends in ecs_backends.values()
            for backend in backends.values()
            for service in backend.services.values()
            if service.name == name and service.status == "ACTIVE" and service.deployments
        ]
        running = [deployment for deployment in running if deployment["rolloutState"] == "IN_PROGRESS"]
        for deployment in running:
            deployment["steering"] = {} if behaviour in ("heal", "succeed") else dict(wanted)
            deployment["due"] = time.time() + float(wanted.get("after", ROLLOUT_SECONDS))
        if not running and behaviour != "succeed":
            STEERING[name] = {"count": 1, **wanted}
    return {"running": len(running)}


# ---------------------------------------------------------------------------------------------- Elastic Load Balancing


def elb_error(code, message):
    from moto.elbv2.exceptions import ELBClientError

    return ELBClientError(code, message)


def same_settings(existing, wanted, names):
    """Whether what is wanted and named (parameter: attribute) is what the existing one has."""
    given = {attribute: wanted[name] for name, attribute in names.items() if wanted.get(name) is not None}
    return all(str(getattr(existing, attribute)) == str(value) for attribute, value in given.items())


@mend
def mend_network_load_balancer_arns():
    """A Network Load Balancer gets the ARN of an Application Load Balancer, "loadbalancer/app/...": whoever tells them
    apart by it does not find it.
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
    gone when: the ARN of a load balancer of the type network has "loadbalancer/net/" in it."""
    from moto.elbv2.models import ELBv2Backend

    @replaces(ELBv2Backend, "create_load_balancer")
    def create_load_balancer(original, self, *args, **kwargs):
        balancer = original(self, *args, **kwargs)
        if kwargs.get("loadbalancer_type") == "network":
            tags = self.tagging_service.list_tags_for_resource(balancer.arn)["Tags"]
            self.tagging_service.delete_all_tags_for_resource(balancer.arn)
            del self.load_balancers[balancer.arn]
            balancer.arn = balancer.arn.replace(":loadbalancer/app/", ":loadbalancer/net/")
            self.load_balancers[balancer.arn] = balancer
            self.tagging_service.tag_resource(balancer.arn, tags)
        return balancer


@mend
def mend_creating_what_exists():
    """Creating a target group, load balancer or listener with the same settings again is refused (or, for listeners, makes
    another one). "This operation is idempotent, which means that it completes at most one time. If you attempt to create
    multiple target groups with the same settings, each call succeeds."
    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html, and for the other two
    gone when: the same CreateTargetGroup twice gives one ARN."""
    from moto.elbv2.models import ELBv2Backend

    settings = {
        "protocol": "protocol",
        "protocol_version": "protocol_version",
        "port": "port",
        "vpc_id": "vpc_id",
        "target_type": "target_type",
        "healthcheck_protocol": "health_check_protocol",
        "healthcheck_port": "health_check_port",
        "healthcheck_path": "health_check_path",
        "healthcheck_interval_seconds": "health_check_interval_seconds",
        "healthcheck_timeout_seconds": "health_check_timeout_seconds",
        "healthy_threshold_count": "healthy_threshold_count",
        "unhealthy_threshold_count": "unhealthy_threshold_count",
        "matcher": "matcher",
    }

    @replaces(ELBv2Backend, "create_target_group")
    def create_target_group(original, self, name, **kwargs):
        existing = [group for group in self.target_groups.values() if group.name == name]
        if existing and same_settings(existing[0], kwargs, settings):
            return existing[0]
        return original(self, name, **kwargs)

    @replaces(ELBv2Backend, "create_load_balancer")
    def create_load_balancer(original, self, name, security_groups, subnet_ids, subnet_mappings=None, **kwargs):
        existing = [balancer for balancer in self.load_balancers.values() if balancer.name == name]
        names = {"scheme": "scheme", "loadbalancer_type": "type", "ip_address_type": "ip_address_type"}
        subnets = set(subnet_ids or []) | {mapping["SubnetId"] for mapping in subnet_mappings or []}
        if (
            existing
            and same_settings(existing[0], kwargs, names)
            and {subnet.id for subnet in existing[0].subnets} == subnets
            and set(existing[0].security_groups or []) == set(security_groups or [])
        ):
            return existing[0]
        kwargs["scheme"] = kwargs.get("scheme") or "internet-facing"
        return original(self, name, security_groups, subnet_ids, subnet_mappings, **kwargs)

    @replaces(ELBv2Backend, "create_listener")
    def create_listener(
        original, self, load_balancer_arn, protocol, port, ssl_policy, certificate, actions, alpn_policy=None, tags=None
    ):
        if certificate:
            check_certificate(self, certificate)
        balancer = self.load_balancers.get(load_balancer_arn)
        for listener in balancer.listeners.values() if balancer else ():
            if str(listener.port) == str(port):
                wanted = [as_answered(action) for action in actions]
                same = (listener.protocol, listener.certificate) == (protocol, certificate)
                if same and [as_answered(action.data) for action in listener.default_actions] == wanted:
                    return listener
                raise elb_error("DuplicateListener", "A listener already exists on this port for this load balancer")
        actions = [as_answered(action) for action in actions]
        return original(
            self, load_balancer_arn, protocol, port, ssl_policy, certificate, actions, alpn_policy, tags
        )


def as_answered(action):
    """The action as AWS completes it: see the output examples of
    https://docs.aws.amazon.com/cli/latest/reference/elbv2/create-rule.html"""
    action = {"Order": 1, **copy.deepcopy(action)}
    if action["Type"] == "forward":
        config = action.setdefault("ForwardConfig", {"TargetGroups": [{"TargetGroupArn": action.get("TargetGroupArn")}]})
        config.setdefault("TargetGroupStickinessConfig", {"Enabled": False})
        for group in config["TargetGroups"]:
            group.setdefault("Weight", 1)
        if len(config["TargetGroups"]) == 1:
            action["TargetGroupArn"] = config["TargetGroups"][0]["TargetGroupArn"]
    if action["Type"] == "redirect":
        defaults = {"Protocol": "#{protocol}", "Port": "#{port}", "Host": "#{host}", "Path": "/#{path}", "Query": "#{query}"}
        action["RedirectConfig"] = {**defaults, **action["RedirectConfig"]}
    return action


def condition_as_answered(condition):
    """Hosts and paths are answered both ways, whichever way they were given."""
    names = {"host-header": "HostHeaderConfig", "path-pattern": "PathPatternConfig"}
    config = names.get(condition.get("Field"))
    if not config:
        return condition
    values = condition.get("Values") or condition[config]["Values"]
    return {**condition, "Values": values, config: {"Values": values}}


@mend
def mend_rules():
    """CreateRule accepts priorities, condition values and numbers of rules that AWS refuses, and lets a target group
    serve two load balancers; rules are not answered as AWS completes them; deleting a rule that is not there succeeds,
    deleting a default rule fails with HTTP 500, and so does the next page of rules when the last rule of the page before
    is deleted meanwhile.
    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html, API_DeleteRule.html,
    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
    gone when: the 101st rule of a load balancer is refused with TooManyRules."""
    from moto.elbv2.models import ELBv2Backend, FakeAction
    from moto.elbv2.responses import ELBV2Response

    before_deleted = {}

    @replaces(ELBV2Response, "describe_rules")
    def describe_rules(original, self):
        parameter = self._get_param
        marker = parameter("Marker")
        while marker in before_deleted:
            marker = before_deleted[marker]
        self._get_param = lambda name, default=None: marker if name == "Marker" else parameter(name, default)
        return original(self)

    @replaces(ELBv2Backend, "create_rule")
    def create_rule(original, self, listener_arn, conditions, priority, actions, tags=None):
        if not 1 <= int(priority) <= 50000:
            message = "1 validation error detected: Value '%s' at 'priority' failed to satisfy constraint: Member must have "
            raise elb_error("ValidationError", message % priority + "value between 1 and 50000")
        check_conditions(conditions)
        balancer = balancer_of(self, listener_arn)
        if balancer is not None:
            check_association(self, balancer.arn, actions)
            rules = sum(len(listener._non_default_rules) for listener in balancer.listeners.values())
            if rules >= 100 and all(int(rule.priority) != int(priority) for rule in rules_of(balancer, listener_arn)):
                raise elb_error("TooManyRules", "You've reached the limit on the number of rules per load balancer")
        rule = original(self, listener_arn, conditions, int(priority), [as_answered(one) for one in actions], tags)
        rule.conditions = [condition_as_answered(condition) for condition in conditions]
        return rule

    @replaces(ELBv2Backend, "modify_rule")
    def modify_rule(original, self, rule_arn, conditions, actions):
        check_conditions(conditions or [])
        balancer = balancer_of(self, rule_arn.replace(":listener-rule/", ":listener/").rsplit("/", 1)[0])
        if balancer is not None:
            check_association(self, balancer.arn, actions or [])
        rule = original(self, rule_arn, conditions, [as_answered(action) for action in actions or []])
        rule.conditions = [condition_as_answered(condition) for condition in rule.conditions]
        return rule

    @replaces(ELBv2Backend, "modify_listener")
    def modify_listener(
        original, self, arn, port=None, protocol=None, ssl_policy=None, certificates=None, actions=None
    ):
        listener = self.describe_listeners(None, [arn])[0]
        if protocol in ("TLS", "UDP", "TCP_UDP"):
            listener.protocol, protocol = protocol, None
        if certificates:
            check_certificate(self, certificates[0]["CertificateArn"])
            others = [one for one in listener.certificates if one != listener.certificate]
            listener.certificate = certificates[0]["CertificateArn"]
            listener.certificates = [listener.certificate] + [one for one in others if one != listener.certificate]
        changed = original(self, arn, port, protocol, ssl_policy, None, [])
        if actions:
            changed.default_actions = [FakeAction(as_answered(action)) for action in actions]
            changed._default_rule[0].actions = changed.default_actions
        return changed

    @replaces(ELBv2Backend, "delete_rule")
    def delete_rule(original, self, arn):
        rule = self.describe_rules(None, [arn])[0]
        if rule.is_default:
            raise elb_error("OperationNotPermitted", "Default rule '%s' cannot be deleted" % arn)
        arns = [one.arn for one in self.describe_rules(arn.replace(":listener-rule/", ":listener/").rsplit("/", 1)[0], None)]
        before_deleted[arn] = ([None] + arns)[arns.index(arn)]
        original(self, arn)


def balancer_of(backend, listener_arn):
    return next((b for b in backend.load_balancers.values() if listener_arn in b.listeners), None)


def rules_of(balancer, listener_arn):
    return list(balancer.listeners[listener_arn]._non_default_rules.values())


def check_conditions(conditions):
    count = 0
    for condition in conditions:
        configs = [value for value in condition.values() if isinstance(value, dict)]
        count += len(configs[0]["Values"]) if configs else len(condition.get("Values") or [])
    if count > 5:
        raise elb_error("ValidationError", "A rule can only have '5' condition values")


def check_association(backend, balancer_arn, actions):
    for action in actions:
        for arn in backend._get_target_group_arns_from(action_data=action):
            group = backend.target_groups.get(arn)
            if group is not None and set(group.load_balancer_arns) - {balancer_arn}:
                message = "The following target groups cannot be associated with more than one load balancer: " + arn
                raise elb_error("TargetGroupAssociationLimit", message)


@mend
def mend_target_groups():
    """A target group stays associated with load balancers whose rules no longer forward to it; deleting one that is not
    there fails (AWS lists ResourceInUse as the only error); unknown attributes are accepted, a delay of 3600 is not;
    some
    attributes are missing.
    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html,
    API_TargetGroupAttribute.html
    gone when: DescribeTargetGroups shows no load balancer after the last rule was deleted."""
    from moto.elbv2.models import ELBv2Backend, FakeTargetGroup, elbv2_backends

    def load_balancer_arns(group):
        backend = elbv2_backends[group.account_id][group.region_name]
        found = []
        for balancer in backend.load_balancers.values():
            actions = [
                action.data
                for listener in balancer.listeners.values()
                for rule in listener.rules.values()
                for action in rule.actions
            ]
            if any(group.arn in backend._get_target_group_arns_from(action_data=action) for action in actions):
                found.append(balancer.arn)
        return found

    FakeTargetGroup.load_balancer_arns = property(load_balancer_arns, lambda group, ignored: None)

    @replaces(ELBv2Backend, "delete_target_group")
    def delete_target_group(original, self, target_group_arn):
        return original(self, target_group_arn) if target_group_arn in self.target_groups else None

    @replaces(FakeTargetGroup, "__init__")
    def init(original, self, *args, **kwargs):
        original(self, *args, **kwargs)
        more = ATTRIBUTES_OF_HTTP if self.protocol in ("HTTP", "HTTPS") else ATTRIBUTES_OF_TCP
        self.attributes = {**more, **self.attributes}

    @replaces(ELBv2Backend, "modify_target_group_attributes")
    def modify_target_group_attributes(original, self, target_group_arn, attributes):
        group = self.target_groups.get(target_group_arn)
        for key in attributes if group else ():
            if key not in group.attributes and key not in OTHER_ATTRIBUTES:
                raise elb_error("ValidationError", "Target group attribute key '%s' is not recognized" % key)
        delay = "deregistration_delay.timeout_seconds"
        if attributes.get(delay) == "3600":
            group.attributes[delay] = attributes.pop(delay)
        original(self, target_group_arn, attributes)


ATTRIBUTES_OF_HTTP = {
    "stickiness.lb_cookie.duration_seconds": "86400",
    "stickiness.app_cookie.cookie_name": "",
    "stickiness.app_cookie.duration_seconds": "86400",
    "load_balancing.algorithm.anomaly_mitigation": "off",
    "target_group_health.dns_failover.minimum_healthy_targets.count": "1",
    "target_group_health.dns_failover.minimum_healthy_targets.percentage": "off",
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": "1",
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "off",
}
ATTRIBUTES_OF_TCP = {
    "deregistration_delay.connection_termination.enabled": "false",
    "preserve_client_ip.enabled": "false",
    "proxy_protocol_v2.enabled": "false",
    "target_health_state.unhealthy.connection_termination.enabled": "true",
    "target_health_state.unhealthy.draining_interval_seconds": "0",
}
OTHER_ATTRIBUTES = ("lambda.multi_value_headers.enabled", "target_failover.on_deregistration", "target_failover.on_unhealthy")


@mend
def mend_listener_certificates():
    """A certificate that does not exist or is not issued is accepted; one that is on the listener already is listed twice;
    the default one can be removed.
    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AddListenerCertificates.html: "If the
    certificate in already in the certificate list, the call is successful but the certificate is not added again."
    gone when: AddListenerCertificates with an unknown ARN fails with CertificateNotFound."""
    from moto.elbv2.models import ELBv2Backend

    @replaces(ELBv2Backend, "add_listener_certificates")
    def add_listener_certificates(original, self, arn, certificates):
        check_one_certificate(certificates)
        listener = self.describe_listeners(None, [arn])[0]
        for certificate in certificates:
            check_certificate(self, certificate["CertificateArn"])
        new = [one for one in certificates if one["CertificateArn"] not in listener.certificates]
        if len(listener.certificates) - 1 + len(new) > 25:
            message = "You've reached the limit on the number of certificates per load balancer"
            raise elb_error("TooManyCertificates", message)
        listener.certificates.extend(one["CertificateArn"] for one in new)
        return [one["CertificateArn"] for one in certificates]

    @replaces(ELBv2Backend, "remove_listener_certificates")
    def remove_listener_certificates(original, self, arn, certificates):
        check_one_certificate(certificates)
        listener = self.describe_listeners(None, [arn])[0]
        if listener.certificate in [one["CertificateArn"] for one in certificates]:
            raise elb_error("OperationNotPermitted", "Default certificate cannot be removed from the listener")
        original(self, arn, certificates)


def check_one_certificate(certificates):
    if len(certificates) != 1:
        raise elb_error("ValidationError", "Exactly one certificate must be specified")


def check_certificate(backend, arn):
    from moto.acm.models import acm_backends

    certificate = acm_backends[backend.account_id][backend.region_name]._certificates.get(arn)
    if certificate is None:
        raise elb_error("CertificateNotFound", "Certificate '%s' not found" % arn)
    if certificate.status != "ISSUED":
        message = "The certificate '%s' must have a fully-qualified domain name, a supported signature, and a supported key size."
        raise elb_error("UnsupportedCertificate", message % arn)


@mend
def mend_describing_load_balancing():
    """DescribeLoadBalancers answers for an ARN that is not there with the one before it; DescribeTags answers for what
    is not there, and for any number of resources ("You can specify up to 20 resources in a single call."); at most 10
    tags can be
    put on a resource, on AWS 50.
    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html
    gone when: DescribeTags of a deleted rule fails with RuleNotFound."""
    from moto.elbv2.models import ELBv2Backend

    @replaces(ELBv2Backend, "describe_load_balancers")
    def describe_load_balancers(original, self, arns, names):
        known = {balancer.name for balancer in self.load_balancers.values()}
        if set(arns or []) - set(self.load_balancers) or set(names or []) - known:
            raise elb_error("LoadBalancerNotFound", "One or more load balancers not found")
        return original(self, arns, names)

    @replaces(ELBv2Backend, "describe_tags")
    def describe_tags(original, self, resource_arns):
        if len(resource_arns) > 20:
            raise elb_error("ValidationError", "The maximum number of resources that can be described in one call is 20")
        for arn in resource_arns:
            self._get_resource_by_arn(arn)
        return original(self, resource_arns)

    @replaces(ELBv2Backend, "add_tags")
    def add_tags(original, self, resource_arns, tags):
        for arn in resource_arns:
            self._get_resource_by_arn(arn)
            existing = self.tagging_service.get_tag_dict_for_resource(arn)
            if len(set(existing) | {tag["Key"] for tag in tags}) > 50:
                raise elb_error("TooManyTags", "You've reached the limit on the number of tags for this resource")
            self.tagging_service.tag_resource(arn, tags)

    @replaces(ELBv2Backend, "describe_target_health")
    def describe_target_health(original, self, target_group_arn, targets):
        from moto.ecs.models import ecs_backends

        with ECS_LOCK:
            settle(ecs_backends[self.account_id][self.region_name])
        states = original(self, target_group_arn, targets)
        for state in states:
            if state.status == "healthy" and state.instance_id in UNHEALTHY:
                state.status, state.reason = "unhealthy", "Target.ResponseCodeMismatch"
                state.description = UNHEALTHY[state.instance_id]
        return states


# ---------------------------------------------------------------------------------------------- ACM, Cloud Map, Auto Scaling


def json_error(code, message, **fields):
    from moto.core.exceptions import JsonRESTError

    error = JsonRESTError(code, message)
    error.description = json.dumps({"__type": code, "message": message, "Message": message, **fields})
    return error


@mend
def mend_certificates():
    """A requested certificate is issued a minute later, whatever its DNS says; one whose name contains "pending" is to stay
    pending here, all others are issued at once. InUseBy stays empty, so that a certificate in use can be deleted.
    https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html
    gone when: DescribeCertificate names the load balancer."""
    from moto.acm.models import AWSCertificateManagerBackend, CertBundle
    from moto.elbv2.models import elbv2_backends

    @replaces(AWSCertificateManagerBackend, "request_certificate")
    def request_certificate(original, self, domain_name, *args, **kwargs):
        arn = original(self, domain_name, *args, **kwargs)
        if "pending" not in domain_name:
            self._certificates[arn].status = "ISSUED"
        return arn

    @replaces(CertBundle, "check")
    def check(original, self):
        if self.status != "PENDING_VALIDATION":
            original(self)

    def in_use_by(certificate):
        _, _, _, region, account, _ = certificate.arn.split(":")
        balancers = elbv2_backends[account][region].load_balancers.values()
        return [
            balancer.arn
            for balancer in balancers
            if any(certificate.arn in listener.certificates for listener in balancer.listeners.values())
        ]

    CertBundle.in_use_by = property(in_use_by, lambda certificate, ignored: None)

    @replaces(AWSCertificateManagerBackend, "set_certificate_in_use_by")
    def set_certificate_in_use_by(original, self, arn, load_balancer_name):
        self.get_certificate(arn)

    @replaces(AWSCertificateManagerBackend, "delete_certificate")
    def delete_certificate(original, self, arn):
        if arn in self._certificates and self._certificates[arn].in_use_by:
            raise json_error("ResourceInUseException", "Certificate %s is in use." % arn)
        original(self, arn)


@mend
def mend_service_discovery():
    """Cloud Map accepts a second service of one name, and deletes services that have instances or are not there;
    ListServices ignores its filter and its page size; a VPC can have one namespace only.
    https://docs.aws.amazon.com/cloud-map/latest/api/API_CreateService.html, API_DeleteService.html, API_ListServices.html
    gone when: the same CreateService twice fails with ServiceAlreadyExists."""
    from moto.servicediscovery.models import ServiceDiscoveryBackend
    from moto.servicediscovery.responses import ServiceDiscoveryResponse

    @replaces(ServiceDiscoveryBackend, "create_service")
    def create_service(original, self, name, namespace_id, creator_request_id, *args, **kwargs):
        found = kwargs.get("dns_config") or {}
        namespace_id = namespace_id or found.get("NamespaceId")
        self.get_namespace(namespace_id)
        for service in self.services.values():
            if (service.name, service.namespace_id) == (name, namespace_id):
                fields = {"ServiceId": service.id, "ServiceArn": service.arn, "CreatorRequestId": service.creator_request_id}
                raise json_error("ServiceAlreadyExists", "Service already exists.", **fields)
        return original(self, name, namespace_id, creator_request_id, *args, **kwargs)

    @replaces(ServiceDiscoveryBackend, "delete_service")
    def delete_service(original, self, service_id):
        from moto.ecs.models import ecs_backends

        with ECS_LOCK:
            settle(ecs_backends[self.account_id][self.region_name])
        if self.get_service(service_id).instances:
            raise json_error("ResourceInUse", "Service contains registered instances; delete the instances first.")
        original(self, service_id)

    @replaces(ServiceDiscoveryBackend, "delete_namespace")
    def delete_namespace(original, self, namespace_id):
        if any(service.namespace_id == namespace_id for service in self.services.values()):
            raise json_error("ResourceInUse", "Namespace has associated services.")
        return original(self, namespace_id)

    @replaces(ServiceDiscoveryBackend, "create_private_dns_namespace")
    def create_private_dns_namespace(original, self, name, creator_request_id, description, vpc, tags, properties):
        others = {namespace.id: namespace.vpc for namespace in self.namespaces.values()}
        for namespace in self.namespaces.values():
            if (namespace.name, namespace.vpc) == (name, vpc):
                raise json_error("NamespaceAlreadyExists", "Namespace already exists.", NamespaceId=namespace.id)
            namespace.vpc = None
        try:
            return original(self, name, creator_request_id, description, vpc, tags, properties)
        finally:
            for namespace_id, its_vpc in others.items():
                self.namespaces[namespace_id].vpc = its_vpc

    @replaces(ServiceDiscoveryResponse, "list_services")
    def list_services(original, self):
        parameters = json.loads(self.body or "{}")
        services = list(self.servicediscovery_backend.list_services())
        for one in parameters.get("Filters", []):
            if one["Name"] == "NAMESPACE_ID":
                services = [service for service in services if service.namespace_id in one["Values"]]
        start, size = int(parameters.get("NextToken") or 0), int(parameters.get("MaxResults") or 100)
        page = {"Services": [service.to_json() for service in services[start : start + size]]}
        if start + size < len(services):
            page["NextToken"] = str(start + size)
        return json.dumps(page)


@mend
def mend_auto_scaling():
    """What is missing is a ValidationException (on AWS: ObjectNotFoundException); policies outlive their target; a
    policy can be put without one; a changed policy gets another ARN and leaves its alarms behind; tags are lost; a
    target does not bring the
    service's count between its limits.
    https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeregisterScalableTarget.html
    gone when: DeregisterScalableTarget of nothing fails with ObjectNotFoundException."""
    from moto.applicationautoscaling.models import ApplicationAutoscalingBackend, FakeScalableTarget
    from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse

    missing = "No %s found for service namespace: %s, resource ID: %s, scalable dimension: %s"

    @replaces(FakeScalableTarget, "__init__")
    def init(original, self, backend, service_namespace, resource_id, dimension, low, high, role_arn, suspended_state):
        role_arn = role_arn or (
            "arn:aws:iam::%s:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/"
            "AWSServiceRoleForApplicationAutoScaling_ECSService" % backend.account_id
        )
        suspended = ("DynamicScalingInSuspended", "DynamicScalingOutSuspended", "ScheduledScalingSuspended")
        suspended_state = suspended_state or {name: False for name in suspended}
        original(self, backend, service_namespace, resource_id, dimension, low, high, role_arn, suspended_state)
        self.tags = {}

    @replaces(ApplicationAutoscalingBackend, "register_scalable_target")
    def register(original, self, namespace, r_id, dimension, min_capacity, max_capacity, role_arn, suspended_state):
        target = original(self, namespace, r_id, dimension, min_capacity, max_capacity, role_arn, suspended_state)
        if namespace == "ecs":
            _, cluster, name = r_id.split("/")
            with ECS_LOCK:
                service = service_of(self.ecs_backend, {"cluster": cluster, "serviceName": name})
                wanted = min(max(service.desired_count, target.min_capacity), target.max_capacity)
                if wanted != service.desired_count:
                    scale(service, wanted)
        return target

    @replaces(ApplicationAutoscalingBackend, "deregister_scalable_target")
    def deregister(original, self, namespace, r_id, dimension):
        if not self._scalable_target_exists(r_id, dimension):
            raise json_error("ObjectNotFoundException", missing % ("scalable target", namespace, r_id, dimension))
        for key, policy in list(self.policies.items()):
            if (policy.resource_id, policy.scalable_dimension) == (r_id, dimension):
                policy.delete_alarms(self.account_id, self.region_name)
                del self.policies[key]
        original(self, namespace, r_id, dimension)

    @replaces(ApplicationAutoscalingBackend, "put_scaling_policy")
    def put(original, self, policy_name, service_namespace, resource_id, scalable_dimension, policy_body, policy_type):
        place = (service_namespace, resource_id, scalable_dimension)
        if not self._scalable_target_exists(resource_id, scalable_dimension):
            raise json_error("ObjectNotFoundException", missing % ("scalable target", *place))
        before = [
            policy
            for policy in self.policies.values()
            if (policy.policy_name, policy.resource_id) == (policy_name, resource_id)
        ]
        for policy in before:
            policy.delete_alarms(self.account_id, self.region_name)
        policy = original(self, policy_name, *place, policy_body, policy_type)
        if before:
            policy.policy_arn = before[0].policy_arn
        return policy

    @replaces(ApplicationAutoscalingBackend, "delete_scaling_policy")
    def delete(original, self, policy_name, service_namespace, resource_id, scalable_dimension):
        place = (service_namespace, resource_id, scalable_dimension)
        if not any((p.policy_name, p.resource_id) == (policy_name, resource_id) for p in self.policies.values()):
            message = missing % ("scaling policy", *place) + ", policy name: " + policy_name
            raise json_error("ObjectNotFoundException", message)
        original(self, policy_name, *place)

    @replaces(ApplicationAutoScalingResponse, "register_scalable_target")
    def register_with_tags(original, self):
        known = {target.arn for target in targets_of(self)}
        answer = original(self)
        for target in targets_of(self):
            if target.arn not in known:
                target.tags = dict(self._get_param("Tags") or {})
        return answer

    def targets_of(response):
        by_dimension = response.applicationautoscaling_backend.targets
        return [target for targets in by_dimension.values() for target in targets.values()]

    def target_of(response):
        found = [target for target in targets_of(response) if target.arn == response._get_param("ResourceARN")]
        if not found:
            raise json_error("ResourceNotFoundException", "No scalable target with this ARN.")
        return found[0]

    def list_tags_for_resource(self):
        return json.dumps({"Tags": target_of(self).tags})

    def tag_resource(self):
        target_of(self).tags.update(self._get_param("Tags"))
        return "{}"

    def untag_resource(self):
        for key in self._get_param("TagKeys"):
            target_of(self).tags.pop(key, None)
        return "{}"

    for function in (list_tags_for_resource, tag_resource, untag_resource):
        setattr(ApplicationAutoScalingResponse, function.__name__, function)


# ---------------------------------------------------------------------------------------------- the rest


@mend
def mend_tagged_resources():
    """GetResources still finds services that were deleted, and does not find listener rules, Cloud Map services, and by the
    names of their types log groups and topics.
    https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html
    gone when: an INACTIVE service is not found by its tags, and the filter elasticloadbalancing:listener-rule finds rules."""
    from moto.resourcegroupstaggingapi.models import ResourceGroupsTaggingAPIBackend
    from moto.servicediscovery.models import servicediscovery_backends

    def unknown(self, types):
        if "elasticloadbalancing:listener-rule" in types:
            for arn in [rule for balancer in self.elbv2_backend.load_balancers.values()
                        for listener in balancer.listeners.values() for rule in listener.rules]:
                yield arn, self.elbv2_backend.tagging_service.get_tag_dict_for_resource(arn)
        if "servicediscovery:service" in types:
            cloud_map = servicediscovery_backends[self.account_id][self.region_name]
            for service in list(cloud_map.services.values()):
                yield service.arn, cloud_map.tagger.get_tag_dict_for_resource(service.arn)

    @replaces(ResourceGroupsTaggingAPIBackend, "_get_resources_generator")
    def generator(original, self, tag_filters=None, resource_type_filters=None):
        types = list(resource_type_filters or [])
        gone = {service.arn for service in self.ecs_backend.services.values() if service.status == "INACTIVE"}
        names = {"logs:log-group": "logs:loggroup", "sns:topic": "sns"}
        for found in original(self, tag_filters, [names.get(one, one) for one in types]):
            if found["ResourceARN"] not in gone:
                yield found
        for arn, tags in unknown(self, types):
            if all(tags.get(one["Key"]) in one.get("Values", []) for one in tag_filters or []):
                yield {"ResourceARN": arn, "Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}


@mend
def mend_parameters():
    """A standard parameter can be longer than 4 KB, and can change its type.
    https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
    gone when: PutParameter of 5,000 characters fails with ValidationException."""
    from moto.ssm.models import SimpleSystemManagerBackend

    @replaces(SimpleSystemManagerBackend, "put_parameter")
    def put_parameter(
        original, self, name, description, value, parameter_type, allowed_pattern, keyid, overwrite, tags, data_type,
        tier=None, policies=None
    ):
        if value and len(value.encode()) > 4096 and tier not in ("Advanced", "Intelligent-Tiering"):
            message = "Standard tier parameters support a maximum parameter value of 4096 characters."
            raise json_error("ValidationException", message)
        existing = self._parameters[name] if name in self._parameters else []
        if existing and overwrite and parameter_type and existing[-1].parameter_type != parameter_type:
            message = "The parameter type cannot be changed from %s to %s."
            raise json_error("HierarchyTypeMismatchException", message % (existing[-1].parameter_type, parameter_type))
        rest = (allowed_pattern, keyid, overwrite, tags, data_type, tier, policies)
        return original(self, name, description, value, parameter_type, *rest)


@mend
def mend_change_events():
    """Nobody hears of a parameter that was changed, of an image that was pushed, of a secret's new value.
    https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-cwe.html
    https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
    https://docs.aws.amazon.com/secretsmanager/latest/userguide/monitoring-eventbridge.html (as with a trail)
    gone when: rules on the sources aws.ssm, aws.ecr and aws.secretsmanager get events."""
    from moto.ecr.models import ECRBackend
    from moto.secretsmanager.models import SecretsManagerBackend
    from moto.ssm.models import SimpleSystemManagerBackend

    @replaces(SimpleSystemManagerBackend, "put_parameter")
    def put_parameter(original, self, name, description, value, parameter_type, *args, **kwargs):
        operation = "Update" if name in self._parameters else "Create"
        answer = original(self, name, description, value, parameter_type, *args, **kwargs)
        arn = "arn:aws:ssm:%s:%s:parameter/%s" % (self.region_name, self.account_id, name.lstrip("/"))
        parameter = self._parameters[name][-1]
        detail = {"operation": operation, "name": name, "type": parameter.parameter_type, "description": description or ""}
        emit(self.account_id, self.region_name, "aws.ssm", "Parameter Store Change", [arn], detail)
        return answer

    @replaces(ECRBackend, "put_image")
    def put_image(original, self, repository_name, image_manifest, image_tag, *args, **kwargs):
        image = original(self, repository_name, image_manifest, image_tag, *args, **kwargs)
        detail = {
            "result": "SUCCESS",
            "repository-name": repository_name,
            "image-digest": image.get_image_digest(),
            "action-type": "PUSH",
            "image-tag": image_tag or "",
        }
        emit(self.account_id, self.region_name, "aws.ecr", "ECR Image Action", [], detail)
        return image

    @replaces(SecretsManagerBackend, "put_secret_value")
    def put_secret_value(
        original, self, secret_id, secret_string, secret_binary, client_request_token, version_stages
    ):
        answer = original(self, secret_id, secret_string, secret_binary, client_request_token, version_stages)
        asked = {
            "secretId": secret_id, "clientRequestToken": client_request_token, "versionStages": version_stages
        }
        trail(self, "PutSecretValue", secret_id, {key: value for key, value in asked.items() if value})
        return answer

    @replaces(SecretsManagerBackend, "update_secret")
    def update_secret(original, self, secret_id, *args, **kwargs):
        answer = original(self, secret_id, *args, **kwargs)
        trail(self, "UpdateSecret", secret_id, {"secretId": secret_id})
        return answer

    def trail(self, name, secret_id, request):
        detail = {
            "eventVersion": "1.09",
            "eventTime": iso(time.time()),
            "eventSource": "secretsmanager.amazonaws.com",
            "eventName": name,
            "awsRegion": self.region_name,
            "requestParameters": request,
            "responseElements": {"arn": self.secrets[secret_id].arn},
            "eventID": str(uuid.uuid4()),
            "readOnly": False,
            "eventType": "AwsApiCall",
            "managementEvent": True,
            "recipientAccountId": self.account_id,
            "eventCategory": "Management",
        }
        emit(self.account_id, self.region_name, "aws.secretsmanager", "AWS API Call via CloudTrail", [], detail)


@mend
def mend_image_digests():
    """An image's digest is one of a hundred and one, at random: another image may have the same. In a registry it is the
    SHA-256 of the image's manifest.
    https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests
    gone when: the digest that PutImage returns is the manifest's SHA-256."""
    from moto.ecr.models import Image

    @replaces(Image, "_create_digest")
    def create_digest(original, self):
        self._image_digest = "sha256:" + hashlib.sha256(self.image_manifest.encode()).hexdigest()


@mend
def mend_security_groups():
    """A security group can be deleted while a load balancer uses it. On AWS it cannot, nor for a while after the load
    balancer is gone, until its network interfaces are.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html
    gone when: deleting the group of a load balancer fails with DependencyViolation."""
    from moto.ec2.exceptions import DependencyViolationError
    from moto.ec2.models.security_groups import SecurityGroupBackend
    from moto.elbv2.models import ELBv2Backend, elbv2_backends

    lingering = {}  # security group -> until when interfaces of deleted load balancers use it

    @replaces(ELBv2Backend, "delete_load_balancer")
    def delete_load_balancer(original, self, arn):
        if arn in self.load_balancers:
            for group in self.load_balancers[arn].security_groups or []:
                lingering[group] = time.time() + ROLLOUT_SECONDS / 2
        original(self, arn)

    @replaces(SecurityGroupBackend, "_delete_security_group")
    def delete_security_group(original, self, vpc_id, group_id):
        balancers = elbv2_backends[self.account_id][self.region_name].load_balancers.values()
        used = any(group_id in (balancer.security_groups or []) for balancer in balancers)
        if used or time.time() < lingering.get(group_id, 0):
            raise DependencyViolationError("resource %s has a dependent object" % group_id)
        return original(self, vpc_id, group_id)


@mend
def mend_access_points():
    """The same CreateAccessPoint twice makes two, deleting one that is not there succeeds.
    https://docs.aws.amazon.com/efs/latest/ug/API_CreateAccessPoint.html, API_DeleteAccessPoint.html
    gone when: the second one fails with AccessPointAlreadyExists."""
    from moto.efs.exceptions import AccessPointNotFound
    from moto.efs.models import EFSBackend

    @replaces(EFSBackend, "create_access_point")
    def create_access_point(original, self, client_token, *args, **kwargs):
        for existing in self.access_points.values():
            if client_token and existing.client_token == client_token:
                fields = {"ErrorCode": "AccessPointAlreadyExists", "AccessPointId": existing.access_point_id}
                raise json_error("AccessPointAlreadyExists", "The access point exists already.", **fields)
        return original(self, client_token, *args, **kwargs)

    @replaces(EFSBackend, "delete_access_point")
    def delete_access_point(original, self, access_point_id):
        if access_point_id not in self.access_points:
            raise AccessPointNotFound(access_point_id)
        original(self, access_point_id)


@mend
def mend_alarms():
    """A new alarm is OK before anything was measured.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html: "the alarm state is
    immediately set to INSUFFICIENT_DATA"
    gone when: DescribeAlarms says so."""
    from moto.cloudwatch.models import CloudWatchBackend

    @replaces(CloudWatchBackend, "put_metric_alarm")
    def put_metric_alarm(original, self, *args, **kwargs):
        before = self.alarms.get(kwargs.get("name"))
        alarm = original(self, *args, **kwargs)
        alarm.state_value = before.state_value if before else "INSUFFICIENT_DATA"
        return alarm


@mend
def mend_retention():
    """Log groups take any number of days.
    https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
    gone when: PutRetentionPolicy of 31 days fails."""
    from moto.logs.models import LogsBackend

    allowed = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)

    @replaces(LogsBackend, "put_retention_policy")
    def put_retention_policy(original, self, log_group_name, retention_in_days):
        if int(retention_in_days) not in allowed:
            raise json_error("InvalidParameterException", "1 validation error detected: retentionInDays %s" % retention_in_days)
        return original(self, log_group_name, retention_in_days)


@mend
def mend_metadata_with_underscores():
    """The server drops headers with an underscore in their names, and with them the metadata a_b of an upload. S3 keeps it.
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
    gone when: HeadObject returns the metadata a_b that PutObject was given."""
    from moto.s3 import responses
    from werkzeug.serving import WSGIRequestHandler

    underscore = ".-."

    @replaces(WSGIRequestHandler, "make_environ")
    def make_environ(original, self):
        environ = original(self)
        for name, value in self.headers.items():
            if "_" in name and name.lower().startswith("x-amz-meta-"):
                environ["HTTP_" + name.upper().replace("_", underscore).replace("-", "_")] = value
        return environ

    @replaces(responses, "metadata_from_headers")
    def metadata_from_headers(original, headers):
        metadata = original(headers)
        for name in [name for name in metadata if underscore in name]:
            metadata[name.replace(underscore, "_")] = metadata.pop(name)
        return metadata


# ---------------------------------------------------------------------------------------------- the server


def end_with_parent():
    """The gateway holds the other end of standard input: when it dies, however it dies, so does this process."""
    sys.stdin.buffer.read()
    os._exit(0)


def with_control(application):
    """What tests ask of this process itself, under /_local/."""
    controls = {"/_local/ecs-rollout": steer_rollouts}

    def handle(environ, start_response):
        control = controls.get(environ["PATH_INFO"])
        if control is None or environ["REQUEST_METHOD"] != "POST":
            return application(environ, start_response)
        wanted = json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)) or "{}")
        body = json.dumps(control(wanted)).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    return handle


def main():
    if moto.__version__ != VERSION:
        sys.exit("these mends are for moto %s, not for %s" % (VERSION, moto.__version__))
    for apply in MENDS:
        apply()
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    application = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", 0, with_control(application), threaded=True)
    threading.Thread(target=end_with_parent, daemon=True).start()
    PORT.append(server.server_port)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
