package dev.slipway.deployment;

import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/** What the pipeline tells the default event bus; the detail is the content of status.json. */
public final class Events {
    private static final String SOURCE = "slipway";

    private final EventBridgeClient eventBridge;

    public Events(EventBridgeClient eventBridge) {
        this.eventBridge = eventBridge;
    }

    void started(Deployment deployment) {
        put("Deployment Started", deployment);
    }

    void ended(Deployment deployment) {
        String type = Outcome.event(deployment);
        if (type != null) {
            put(type, deployment);
        }
    }

    private void put(String type, Deployment deployment) {
        PutEventsRequestEntry entry = PutEventsRequestEntry.builder()
                .source(SOURCE)
                .detailType(type)
                .resources(deployment.execution)
                .detail(deployment.statusJson())
                .build();
        PutEventsResponse response = eventBridge.putEvents(request -> request.entries(entry));
        if (response.failedEntryCount() != null && response.failedEntryCount() > 0) {
            throw new IllegalStateException("EventBridge refused the event: "
                    + response.entries().get(0).errorMessage());
        }
    }
}
