package dev.slipway.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.cli.Executions.Execution;
import dev.slipway.local.cli.Upload.Uploaded;
import dev.slipway.manifest.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A status as it was written, and as it was understood.
 *
 * @param json what {@code --json} prints: the pipeline's own words, with whatever this version does not know
 */
record Document(Status status, String json) {
    private static final JsonMapper JSON = new JsonMapper();

    static Document of(String json) {
        return new Document(Status.parse(json), json);
    }

    /** Several as one document: a list. */
    static String list(List<Document> documents) {
        ArrayNode list = JSON.createArrayNode();
        documents.forEach(document -> list.add(tree(document.json)));
        return list.toPrettyString();
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("it was parsed before", e);
        }
    }

    /** What another program returned, if it is a status. */
    static Optional<Document> find(String json) {
        try {
            return Optional.of(Document.of(json));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Of a manifest that was refused before it was uploaded. */
    static Document rejected(String environment, List<Problem> problems) {
        ObjectNode status = JSON.createObjectNode();
        status.put("environment", environment).put("status", "REJECTED");
        status.set(
                "problems",
                JSON.valueToTree(problems.stream().map(Document::node).toList()));
        return Document.of(text(status));
    }

    /** Of an upload that the pipeline never took up, because a newer one was there already. */
    static Document superseded(String bucket, Uploaded upload) {
        return Document.of(text(node("SUPERSEDED", bucket, upload)));
    }

    /**
     * Of a deployment that did not succeed, and whose own words the next deployment has overwritten already.
     *
     * @param outcome the error of its execution, which is the deployment's outcome where that has one
     */
    static Optional<Document> failed(String outcome, Execution execution, String bucket, Uploaded upload) {
        ObjectNode status = node(outcome, bucket, upload).put("execution", execution.arn());
        execution.cause().ifPresent(cause -> status.putObject("failure").put("message", cause));
        return Optional.of(Document.of(text(status)));
    }

    private static ObjectNode node(String outcome, String bucket, Uploaded upload) {
        ObjectNode status = JSON.createObjectNode();
        status.put("environment", upload.environment())
                .put("service", upload.service())
                .put("status", outcome);
        status.putObject("manifest")
                .put("bucket", bucket)
                .put("key", upload.key())
                .put("versionId", upload.versionId());
        return status;
    }

    /** In the shape of status.json: what is absent is left out. */
    static ObjectNode node(Problem problem) {
        ObjectNode node = JSON.createObjectNode();
        node.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
        node.put("code", problem.code());
        if (!problem.path().isEmpty()) {
            node.put("path", problem.path());
        }
        if (problem.line() > 0) {
            node.put("line", problem.line()).put("column", problem.column());
        }
        node.put("message", problem.message());
        problem.hint().ifPresent(hint -> node.put("hint", hint));
        return node;
    }

    static String text(ObjectNode node) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of text and numbers is always JSON", e);
        }
    }
}
