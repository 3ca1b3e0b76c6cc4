package dev.slipway.local;

import java.util.List;

/** What a client of a local AWS wants to know; the one line of JSON that {@code slipway start} prints. */
public record Details(
        String endpoint,
        String region,
        String application,
        List<String> environments,
        String bucket,
        String stateMachineArn,
        String albDnsName,
        String certificateDomain) {}
