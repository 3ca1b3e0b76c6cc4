package dev.slipway.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** What lies in a queue of the emulator. */
final class Queue {
    private Queue() {}

    /** The message that contains all of the texts; the others stay. */
    static String next(Http http, String url, String... containing) {
        List<String> texts = List.of(containing);
        return Eventually.get("a message with " + texts + " arrives", () -> receive(http, url, texts));
    }

    private static Optional<String> receive(Http http, String url, List<String> texts) {
        String request = "{\"QueueUrl\":\"%s\",\"MaxNumberOfMessages\":10,\"VisibilityTimeout\":0}".formatted(url);
        JsonNode messages = http.aws("sqs", "AmazonSQS.ReceiveMessage", request).path("Messages");
        for (JsonNode message : messages) {
            String body = message.path("Body").asText();
            String delete = "{\"QueueUrl\":\"%s\",\"ReceiptHandle\":\"%s\"}"
                    .formatted(url, message.path("ReceiptHandle").asText());
            if (texts.stream().allMatch(body::contains)) {
                http.aws("sqs", "AmazonSQS.DeleteMessage", delete);
                return Optional.of(body);
            }
        }
        return Optional.empty();
    }
}
