package dev.slipway.manifest;

/** A manifest with every field, most of them in one of their forms in the base and in another in the environment. */
final class EveryField {
    static final String TEXT = """
            name: everything
            type: Load Balanced Web Service
            image:
              build:
                dockerfile: Dockerfile
                context: .
                target: main
                cache_from: [a, b]
                args: {A: 1}
              port: 8080
              credentials: arn:aws:secretsmanager:us-west-2:111122223333:secret:registry
              labels: &labels {team: web, tier: 1}
              depends_on: {init: success, proxy: healthy}
              healthcheck: &check
                command: [CMD-SHELL, curl -f http://localhost:8080/ || exit 1]
                interval: 15s
                retries: 3
                timeout: 2500ms
                start_period: 1m
            http:
              path: /
              version: http1
              healthcheck:
                path: /health
                port: 8080
                success_codes: 200,301
                healthy_threshold: 2
                unhealthy_threshold: 3
                interval: 15s
                timeout: 10s
                grace_period: 45s
              stickiness: true
              alias: [{name: a.example.com}]
              hosted_zone: Z1
              deregistration_delay: 30s
              target_container: proxy
              target_port: 8081
              allowed_source_ips: [10.0.0.0/8]
              redirect_to_https: false
              alb: mine
              additional_rules:
                - path: api
                  alias: b.example.com
                  healthcheck: /api/health
                - {path: grpc, version: grpc, target_port: 50051}
            nlb:
              port: 443/tls
              target_port: 8080
              ssl_policy: ELBSecurityPolicy-TLS13-1-2-2021-06
              stickiness: false
              deregistration_delay: 5s
              alias: n.example.com
              healthcheck: {port: 8080, healthy_threshold: 3, unhealthy_threshold: 3, interval: 10s, timeout: 5s}
              additional_listeners:
                - {port: 53/udp, healthcheck: {port: 8080}}
            cpu: 1024
            memory: 2048
            platform: linux/x86_64
            count:
              range: {min: 1, max: 10, spot_from: 3}
              cooldown: {in: 30s, out: 1500ms}
              cpu_percentage: 60
              memory_percentage: {value: 70, cooldown: {in: 10s, out: 10s}}
              requests: 1000
              response_time: 1.5s
            exec: true
            deployment:
              rolling: default
              rollback_alarms: {cpu_utilization: 70.5, memory_utilization: 80}
              timeout: 45m
            entrypoint: /bin/sh -c
            command: [serve, "--port", 8080]
            network:
              connect: {alias: web}
              vpc:
                placement: {subnets: {from_tags: {tier: [web, app], public: "true"}}}
                security_groups:
                  deny_default: true
                  groups: [sg-1, {from_cfn: "${COPILOT_APPLICATION_NAME}-db"}]
            variables:
              LOG_LEVEL: info
              BUCKET: {from_cfn: bucket}
              EMPTY:
              TAG: ${TAG}
            env_file: main.env
            secrets:
              A: /copilot/${COPILOT_APPLICATION_NAME}/${COPILOT_ENVIRONMENT_NAME}/secrets/A
              B: {secretsmanager: "db:password::"}
              C: {from_cfn: secret}
              D: {generate: 32}
            storage:
              ephemeral: 100
              readonly_fs: false
              volumes:
                scratch: {path: /tmp/scratch, read_only: false}
                shared: {path: /shared, efs: {uid: 1000, gid: 1000}}
                own:
                  path: /own
                  efs: {id: {from_cfn: fs}, root_dir: /, auth: {iam: true, access_point_id: fsap-1}}
            publish:
              topics:
                - name: orders
                - {name: events, fifo: {content_based_deduplication: true}}
            logging:
              retention: 14
              image: router
              destination: {Name: cloudwatch}
              enableMetadata: false
              secretOptions: {key: /key}
              configFilePath: /fluent.conf
              variables: {X: y}
              secrets: {Z: /z}
              env_file: router.env
            observability: {tracing: awsxray}
            sidecars:
              proxy:
                image: {location: nginx}
                port: 80
                essential: true
                credentialsParameter: arn:aws:secretsmanager:us-west-2:111122223333:secret:registry
                variables: {UPSTREAM: localhost}
                secrets: {CERT: /cert}
                env_file: proxy.env
                labels: *labels
                healthcheck: {<<: *check, retries: 5}
                entrypoint: [nginx]
                command: nginx -g 'daemon off;'
                mount_points:
                  - {source_volume: scratch, path: /tmp, read_only: true}
              init: {image: {build: init/Dockerfile}, essential: false}
            taskdef_overrides:
              - {path: "ContainerDefinitions[0].Ulimits[-].Name", value: nofile}
              - {path: "ContainerDefinitions[0].Ulimits[0].SoftLimit", value: 1024}
            environments:
              test:
                image: {location: "nginx:${TAG}"}
                count: ${N}
                exec: {enable: true}
                platform: {osfamily: linux, architecture: x86_64}
                entrypoint: [sh]
                command: serve now
                deployment: {rolling: recreate, rollback_alarms: [one]}
                http: {alias: c.example.com, healthcheck: /}
                nlb: {additional_listeners: []}
                network: {connect: true, vpc: {placement: private, security_groups: "${LIST}"}}
                storage: {volumes: {shared: {efs: true}}}
                secrets: {B: /b, A: {generate: 16}}
              prod:
                http: false
                count: {spot: 2}
            """;

    private EveryField() {}
}
