package dev.slipway.local.gateway;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The names of calls that are told apart by HTTP method and path only: S3, EFS, Route 53, Lambda. */
final class RestActions {
    private record Rest(String service, String method, String path, String action) {}

    private static final List<Rest> ACTIONS = List.of(
            new Rest("elasticfilesystem", "POST", "/2015-02-01/access-points", "CreateAccessPoint"),
            new Rest("elasticfilesystem", "GET", "/2015-02-01/access-points", "DescribeAccessPoints"),
            new Rest("elasticfilesystem", "DELETE", "/2015-02-01/access-points/[^/]+", "DeleteAccessPoint"),
            new Rest("elasticfilesystem", "POST", "/2015-02-01/file-systems", "CreateFileSystem"),
            new Rest("elasticfilesystem", "GET", "/2015-02-01/file-systems", "DescribeFileSystems"),
            new Rest("elasticfilesystem", "GET", "/2015-02-01/mount-targets", "DescribeMountTargets"),
            new Rest("elasticfilesystem", "POST", "/2015-02-01/resource-tags/[^/]+", "TagResource"),
            new Rest("elasticfilesystem", "GET", "/2015-02-01/resource-tags/[^/]+", "ListTagsForResource"),
            new Rest("elasticfilesystem", "DELETE", "/2015-02-01/resource-tags/[^/]+", "UntagResource"),
            new Rest("route53", "POST", "/2013-04-01/hostedzone/[^/]+/rrset/?", "ChangeResourceRecordSets"),
            new Rest("route53", "GET", "/2013-04-01/hostedzone/[^/]+/rrset", "ListResourceRecordSets"),
            new Rest("route53", "POST", "/2013-04-01/hostedzone", "CreateHostedZone"),
            new Rest("route53", "GET", "/2013-04-01/hostedzone/[^/]+", "GetHostedZone"),
            new Rest("route53", "GET", "/2013-04-01/hostedzone", "ListHostedZones"),
            new Rest("route53", "GET", "/2013-04-01/hostedzonesbyname", "ListHostedZonesByName"),
            new Rest("route53", "GET", "/2013-04-01/tags/.*", "ListTagsForResource"),
            new Rest("lambda", "POST", "/[^/]+/functions/[^/]+/invocations", "Invoke"),
            new Rest("lambda", "GET", "/[^/]+/functions/[^/]+/configuration", "GetFunctionConfiguration"));

    private static final Set<String> OBJECT_PARTS =
            Set.of("tagging", "acl", "retention", "legal-hold", "attributes", "torrent");

    private RestActions() {}

    static String action(String service, Request request) {
        if (service.equals("s3")) {
            return s3(request);
        }
        return ACTIONS.stream()
                .filter(rest -> rest.service().equals(service)
                        && rest.method().equals(request.method())
                        && request.path().matches(rest.path()))
                .map(Rest::action)
                .findFirst()
                .orElseGet(() -> verb(request.method()) + " " + request.path());
    }

    private static String verb(String method) {
        return switch (method) {
            case "GET", "HEAD" -> "Get";
            case "DELETE" -> "Delete";
            default -> "Put";
        };
    }

    private static String s3(Request request) {
        String path = request.path().replaceFirst("^/", "");
        if (path.isEmpty()) {
            return "ListBuckets";
        }
        Set<String> parts = Set.copyOf(Arrays.stream(request.query().split("&"))
                .map(part -> part.replaceFirst("=.*", ""))
                .toList());
        boolean ofObject = path.replaceFirst("/$", "").contains("/");
        return ofObject ? s3Object(request, parts) : s3Bucket(request, parts);
    }

    private static String s3Object(Request request, Set<String> parts) {
        String method = request.method();
        for (String part : parts) {
            if (OBJECT_PARTS.contains(part)) {
                return verb(method) + "Object" + camel(part);
            }
        }
        if (method.equals("POST")) {
            return parts.contains("uploads") ? "CreateMultipartUpload" : "CompleteMultipartUpload";
        }
        if (parts.contains("uploadId")) {
            return method.equals("PUT") ? "UploadPart" : method.equals("DELETE") ? "AbortMultipartUpload" : "ListParts";
        }
        if (method.equals("PUT")) {
            return request.header("x-amz-copy-source").isPresent() ? "CopyObject" : "PutObject";
        }
        return method.equals("HEAD") ? "HeadObject" : verb(method) + "Object";
    }

    private static String s3Bucket(Request request, Set<String> parts) {
        String method = request.method();
        if (method.equals("POST")) {
            return parts.contains("delete") ? "DeleteObjects" : "PostObject";
        }
        if (method.equals("GET") && parts.contains("versions")) {
            return "ListObjectVersions";
        }
        if (method.equals("GET") && parts.contains("uploads")) {
            return "ListMultipartUploads";
        }
        boolean whole = request.query().isEmpty() || parts.stream().anyMatch(part -> part.contains("prefix"));
        if (method.equals("GET") && (parts.contains("list-type") || whole)) {
            return parts.contains("list-type") ? "ListObjectsV2" : "ListObjects";
        }
        if (request.query().isEmpty()) {
            return method.equals("HEAD") ? "HeadBucket" : method.equals("PUT") ? "CreateBucket" : "DeleteBucket";
        }
        return verb(method) + "Bucket" + camel(request.query().replaceFirst("[=&].*", ""));
    }

    /** {@code legal-hold} becomes {@code LegalHold}. */
    private static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        for (String word : name.split("-")) {
            camel.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return camel.toString();
    }
}
