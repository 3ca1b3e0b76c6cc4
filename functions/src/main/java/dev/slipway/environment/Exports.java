package dev.slipway.environment;

import dev.slipway.environment.References.Reference;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Export;

/** The values that CloudFormation stacks of this account and region export. */
public final class Exports {
    private final CloudFormationClient cloudFormation;

    public Exports(CloudFormationClient cloudFormation) {
        this.cloudFormation = cloudFormation;
    }

    /** The values of the exports that a manifest names with {@code from_cfn}, by name. */
    public Answer<Map<String, String>> of(Reading reading, List<Reference<String>> references) {
        Map<String, String> values =
                find(references.stream().map(Reference::target).toList());
        List<Problem> problems = new ArrayList<>();
        for (Reference<String> reference : references) {
            if (!values.containsKey(reference.target())) {
                problems.add(Problem.error(
                                "export-not-found",
                                reference.path(),
                                reading.at(reference.path()),
                                "no CloudFormation stack of this account and region exports \"%s\""
                                        .formatted(reference.target()))
                        .withHint("aws cloudformation list-exports shows the names that there are"));
            }
        }
        return new Answer<>(values, problems);
    }

    /**
     * Those of the names that are exported, with their values. CloudFormation offers no look-up by name: the pages are
     * read until all are found.
     */
    public Map<String, String> find(Collection<String> names) {
        Map<String, String> values = new TreeMap<>();
        Set<String> missing = new HashSet<>(names);
        if (missing.isEmpty()) {
            return values;
        }
        for (Export export : cloudFormation.listExportsPaginator().exports()) {
            if (missing.remove(export.name())) {
                values.put(export.name(), export.value());
            }
            if (missing.isEmpty()) {
                break;
            }
        }
        return values;
    }
}
