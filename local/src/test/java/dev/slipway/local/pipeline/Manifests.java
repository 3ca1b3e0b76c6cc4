package dev.slipway.local.pipeline;

/** Manifests of services that tests deploy. */
public final class Manifests {
    private Manifests() {}

    /** Something of everything: every step has something to do. */
    static String first(String service) {
        return """
                name: %1$s
                type: Load Balanced Web Service
                image:
                  location: public.ecr.aws/nginx/nginx:1.27
                  port: 80
                http:
                  path: /%1$s
                  healthcheck: /alive
                cpu: 256
                memory: 512
                count:
                  range: 1-2
                  cpu_percentage: 70
                variables:
                  COLOUR: green
                secrets:
                  %2$s: {generate: 20}
                deployment:
                  rollback_alarms: {cpu_utilization: 80}
                """.formatted(service, secret(service));
    }

    /** {@link #first} as it is after some work: every step changes something. */
    static String second(String service) {
        return """
                name: %1$s
                type: Load Balanced Web Service
                image:
                  location: public.ecr.aws/nginx/nginx:1.28
                  port: 80
                http:
                  path: /%1$s
                  alias: %1$s.slipway.test
                  healthcheck: /ready
                cpu: 512
                memory: 1024
                count:
                  range: 1-3
                  cpu_percentage: 60
                variables:
                  COLOUR: blue
                  SHAPE: round
                secrets:
                  %2$s: {generate: 20}
                deployment:
                  rollback_alarms: {cpu_utilization: 90}
                """.formatted(service, secret(service));
    }

    /** {@link #first} behind another port. */
    static String moved(String service) {
        return first(service).replace("port: 80\n", "port: 8080\n");
    }

    /** As little as there can be. */
    public static String small(String service) {
        return """
                name: %1$s
                type: Load Balanced Web Service
                image:
                  location: public.ecr.aws/nginx/nginx:1.27
                  port: 80
                http:
                  path: /%1$s
                """.formatted(service);
    }

    static String secret(String service) {
        return service.toUpperCase(java.util.Locale.ROOT).replace('-', '_') + "_KEY";
    }
}
