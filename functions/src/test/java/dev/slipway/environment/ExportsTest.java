package dev.slipway.environment;

import static dev.slipway.environment.ManifestBuilder.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.slipway.aws.Mocks;
import dev.slipway.manifest.Manifest.FileSystem;
import dev.slipway.manifest.Manifest.Secret;
import dev.slipway.manifest.Manifest.Value;
import dev.slipway.manifest.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Export;
import software.amazon.awssdk.services.cloudformation.model.ListExportsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListExportsResponse;

class ExportsTest {
    private final CloudFormationClient cloudFormation = Mocks.client(CloudFormationClient.class);

    @Test
    void theyAreFoundWhereverTheManifestNamesThem() {
        ManifestBuilder manifest = web().variable("A", new Value.Export("a"))
                .variable("B", new Value.Text("b"))
                .secret("S", new Secret.Export("s"))
                .securityGroups(new Value.Text("sg-1"), new Value.Export("g"))
                .volume("data", new FileSystem.Own(new Value.Export("fs"), "/", false, Optional.empty()))
                .sidecar("nginx", Optional.of("nginx"), Map.of("V", new Value.Export("v")), Map.of())
                .fireLens(Map.of("L", new Value.Export("l")), Map.of(), Map.of("o", new Secret.Export("o")));

        assertThat(References.exports(manifest.reading(), manifest.manifest()))
                .extracting(References.Reference::path, References.Reference::target)
                .containsExactlyInAnyOrder(
                        tuple("variables.A.from_cfn", "a"),
                        tuple("secrets.S.from_cfn", "s"),
                        tuple("network.vpc.security_groups[1].from_cfn", "g"),
                        tuple("storage.volumes.data.efs.id.from_cfn", "fs"),
                        tuple("sidecars.nginx.variables.V.from_cfn", "v"),
                        tuple("logging.variables.L.from_cfn", "l"),
                        tuple("logging.secretOptions.o.from_cfn", "o"));
    }

    @Test
    void securityGroupsWrittenAsAMapHaveTheirOwnPath() {
        ManifestBuilder manifest =
                web().securityGroups(new Value.Export("g")).at("network.vpc.security_groups.groups", 9, 3);

        assertThat(References.exports(manifest.reading(), manifest.manifest()))
                .extracting(References.Reference::path)
                .containsExactly("network.vpc.security_groups.groups[0].from_cfn");
    }

    @Test
    void pagesAreReadUntilAllAreFoundAndTheMissingAreReported() {
        pages();
        ManifestBuilder manifest = web().variable("A", new Value.Export("two"))
                .variable("B", new Value.Export("nowhere"))
                .at("variables.B", 6, 3);

        Answer<Map<String, String>> answer = new Exports(cloudFormation)
                .of(manifest.reading(), References.exports(manifest.reading(), manifest.manifest()));

        assertThat(answer.value()).isEqualTo(Map.of("two", "2"));
        assertThat(answer.problems())
                .extracting(Problem::code, Problem::path, Problem::line)
                .containsExactly(tuple("export-not-found", "variables.B.from_cfn", 6));
        verify(cloudFormation, times(3)).listExports(any(ListExportsRequest.class));
    }

    @Test
    void noPageIsReadThatIsNotNeeded() {
        pages();

        assertThat(new Exports(cloudFormation).find(List.of("one"))).isEqualTo(Map.of("one", "1"));
        verify(cloudFormation, times(1)).listExports(any(ListExportsRequest.class));
    }

    @Test
    void aManifestWithoutExportsNeedsNoCall() {
        assertThat(new Exports(cloudFormation).of(web().reading(), List.of()).value())
                .isEmpty();
        verifyNoInteractions(cloudFormation);
    }

    private void pages() {
        List<String> names = List.of("one", "two", "three");
        doAnswer(call -> {
                    String token = ((ListExportsRequest) call.getArgument(0)).nextToken();
                    int page = token == null ? 0 : Integer.parseInt(token);
                    return ListExportsResponse.builder()
                            .exports(Export.builder()
                                    .name(names.get(page))
                                    .value(String.valueOf(page + 1))
                                    .build())
                            .nextToken(page == 2 ? null : String.valueOf(page + 1))
                            .build();
                })
                .when(cloudFormation)
                .listExports(any(ListExportsRequest.class));
    }
}
