package dev.slipway.environment;

import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a manifest points at and nothing is taken from: only whether it is there, before anything is changed. Each look-up
 * is made only if the manifest has something of the kind.
 */
public final class Preflight {
    private final FileSystems fileSystems;
    private final RollbackAlarms alarms;
    private final TaskRoles roles;
    private final HostedZones hostedZones;

    public Preflight(FileSystems fileSystems, RollbackAlarms alarms, TaskRoles roles, HostedZones hostedZones) {
        this.fileSystems = fileSystems;
        this.alarms = alarms;
        this.roles = roles;
        this.hostedZones = hostedZones;
    }

    /** @param exports values of the CloudFormation exports that the manifest names */
    public List<Problem> check(
            Reading reading, Manifest manifest, Environment environment, Map<String, String> exports) {
        List<Problem> problems = new ArrayList<>();
        problems.addAll(hostedZones.check(reading, manifest));
        problems.addAll(fileSystems.check(reading, manifest, environment, exports));
        problems.addAll(alarms.check(reading, manifest));
        roles.check(environment).ifPresent(problems::add);
        return problems;
    }
}
