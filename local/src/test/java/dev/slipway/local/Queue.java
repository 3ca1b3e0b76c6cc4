package dev.slipway.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What lies in a queue. */
final class Queue {
    private Queue() {}

    /** The next message that contains the text; those before it are lost. */
    static String next(Http http, String url, String containing) {
        return Eventually.get("a message with " + containing + " arrives", () -> receive(http, url, containing));
    }

    private static Optional<String> receive(Http http, String url, String containing) {
        String request = "{\"QueueUrl\":\"%s\",\"MaxNumberOfMessages\":10,\"VisibilityTimeout\":60}".formatted(url);
        JsonNode messages = http.aws("sqs", "AmazonSQS.ReceiveMessage", request).path("Messages");
        return messages.findValuesAsText("Body").stream()
                .filter(body -> body.contains(containing))
                .findFirst();
    }
}
