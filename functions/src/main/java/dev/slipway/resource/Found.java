package dev.slipway.resource;

/** A resource that exists: its state and its ARN (or id, where AWS gives no ARN). */
public record Found<R extends Resource>(R state, String arn) {}
