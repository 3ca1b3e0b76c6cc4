package dev.slipway.resource;

import static dev.slipway.environment.ManifestBuilder.backend;
import static dev.slipway.resource.Samples.OTHER_TAGS;
import static dev.slipway.resource.Samples.SCOPE;
import static dev.slipway.resource.Samples.TAGS;
import static dev.slipway.resource.Samples.noArns;
import static dev.slipway.resource.Samples.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.slipway.aws.Mocks;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.CreateServiceRequest;
import software.amazon.awssdk.services.servicediscovery.model.CreateServiceResponse;
import software.amazon.awssdk.services.servicediscovery.model.DeleteServiceRequest;
import software.amazon.awssdk.services.servicediscovery.model.DnsRecord;
import software.amazon.awssdk.services.servicediscovery.model.ListServicesRequest;
import software.amazon.awssdk.services.servicediscovery.model.ListServicesResponse;
import software.amazon.awssdk.services.servicediscovery.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.servicediscovery.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.servicediscovery.model.RecordType;
import software.amazon.awssdk.services.servicediscovery.model.ResourceInUseException;
import software.amazon.awssdk.services.servicediscovery.model.RoutingPolicy;
import software.amazon.awssdk.services.servicediscovery.model.ServiceAlreadyExistsException;
import software.amazon.awssdk.services.servicediscovery.model.ServiceNotFoundException;
import software.amazon.awssdk.services.servicediscovery.model.ServiceSummary;
import software.amazon.awssdk.services.servicediscovery.model.Tag;
import software.amazon.awssdk.services.servicediscovery.model.UpdateServiceRequest;
import software.amazon.awssdk.services.servicediscovery.model.UpdateServiceResponse;

class DiscoveryServicesTest {
    private static final String ARN = "arn:aws:servicediscovery:eu-west-1:111122223333:service/srv-1";
    private static final DiscoveryService WANTED = new DiscoveryService(
            "ns-1", "api", "Discovery Service for the Copilot services", Map.of("A", 10L, "SRV", 10L));

    private final ServiceDiscoveryClient cloudMap = Mocks.client(ServiceDiscoveryClient.class);
    private final DiscoveryServices kind = new DiscoveryServices(cloudMap);

    @Test
    void everyServiceHasOneWhateverItListensTo() {
        assertThat(kind.desired(service(backend()), new Existing())).containsExactly(WANTED);
    }

    @Test
    void itIsFoundByNameInTheEnvironmentsNamespace() {
        exists(10, TAGS);

        assertThat(kind.read(SCOPE, noArns())).containsExactly(new Found<>(WANTED, ARN));
        ArgumentCaptor<ListServicesRequest> request = ArgumentCaptor.forClass(ListServicesRequest.class);
        verify(cloudMap).listServices(request.capture());
        assertThat(request.getValue().filters().get(0).values()).containsExactly("ns-1");
    }

    @Test
    void anotherServicesEntryIsRefused() {
        exists(10, OTHER_TAGS);

        assertThatThrownBy(() -> kind.read(SCOPE, noArns()))
                .isInstanceOf(NotOursException.class)
                .hasMessageContaining("\"api\"")
                .hasMessageContaining("web");
    }

    @Test
    void itIsMadeAsCopilotMakesItWithTheServicesTags() {
        doReturn(CreateServiceResponse.builder().service(s -> s.arn(ARN)).build())
                .when(cloudMap)
                .createService(any(CreateServiceRequest.class));

        assertThat(kind.create(WANTED, SCOPE, noArns())).isEqualTo(ARN);

        ArgumentCaptor<CreateServiceRequest> request = ArgumentCaptor.forClass(CreateServiceRequest.class);
        verify(cloudMap).createService(request.capture());
        assertThat(request.getValue().namespaceId()).isEqualTo("ns-1");
        assertThat(request.getValue().dnsConfig().routingPolicy()).isEqualTo(RoutingPolicy.MULTIVALUE);
        assertThat(request.getValue().dnsConfig().dnsRecords())
                .extracting(DnsRecord::type, DnsRecord::ttl)
                .containsExactly(tuple(RecordType.A, 10L), tuple(RecordType.SRV, 10L));
        assertThat(request.getValue().healthCheckCustomConfig()).isNotNull();
        assertThat(request.getValue().tags()).hasSameSizeAs(TAGS.entrySet());
    }

    @Test
    void oneThatIsThereAlreadyIsBroughtToWhatIsWanted() {
        doThrow(ServiceAlreadyExistsException.builder().build())
                .when(cloudMap)
                .createService(any(CreateServiceRequest.class));
        doReturn(UpdateServiceResponse.builder().build()).when(cloudMap).updateService(any(UpdateServiceRequest.class));
        exists(60, TAGS);

        assertThat(kind.create(WANTED, SCOPE, noArns())).isEqualTo(ARN);

        ArgumentCaptor<UpdateServiceRequest> request = ArgumentCaptor.forClass(UpdateServiceRequest.class);
        verify(cloudMap).updateService(request.capture());
        assertThat(request.getValue().id()).isEqualTo("srv-1");
        assertThat(request.getValue().service().dnsConfig().dnsRecords())
                .extracting(DnsRecord::type, DnsRecord::ttl)
                .containsExactly(tuple(RecordType.A, 10L), tuple(RecordType.SRV, 10L));
    }

    @Test
    void anotherServicesEntryIsNotTakenOverOnCreation() {
        doThrow(ServiceAlreadyExistsException.builder().build())
                .when(cloudMap)
                .createService(any(CreateServiceRequest.class));
        exists(60, OTHER_TAGS);

        assertThatThrownBy(() -> kind.create(WANTED, SCOPE, noArns())).isInstanceOf(NotOursException.class);
        verify(cloudMap, never()).updateService(any(UpdateServiceRequest.class));
    }

    @Test
    void whileTasksAreRegisteredItCannotBeRemovedYet() {
        doThrow(Mocks.error(ResourceInUseException.builder(), "ResourceInUse", ResourceInUseException.class))
                .when(cloudMap)
                .deleteService(any(DeleteServiceRequest.class));

        assertThatThrownBy(() -> kind.remove(new Found<>(WANTED, ARN), SCOPE, noArns()))
                .isInstanceOf(StillInUseException.class);
    }

    @Test
    void goneAlreadyIsFine() {
        doThrow(Mocks.error(ServiceNotFoundException.builder(), "ServiceNotFound", ServiceNotFoundException.class))
                .when(cloudMap)
                .deleteService(any(DeleteServiceRequest.class));

        assertThatCode(() -> kind.remove(new Found<>(WANTED, ARN), SCOPE, noArns()))
                .doesNotThrowAnyException();
    }

    private void exists(long ttl, Map<String, String> tags) {
        doReturn(ListServicesResponse.builder()
                        .services(
                                ServiceSummary.builder()
                                        .name("web")
                                        .arn("arn:other")
                                        .build(),
                                ServiceSummary.builder()
                                        .name("api")
                                        .arn(ARN)
                                        .description(WANTED.description())
                                        .dnsConfig(dns ->
                                                dns.dnsRecords(record(RecordType.A, ttl), record(RecordType.SRV, ttl)))
                                        .build())
                        .build())
                .when(cloudMap)
                .listServices(any(ListServicesRequest.class));
        doReturn(ListTagsForResourceResponse.builder()
                        .tags(tags.entrySet().stream()
                                .map(tag -> Tag.builder()
                                        .key(tag.getKey())
                                        .value(tag.getValue())
                                        .build())
                                .toList())
                        .build())
                .when(cloudMap)
                .listTagsForResource(any(ListTagsForResourceRequest.class));
    }

    private static DnsRecord record(RecordType type, long ttl) {
        return DnsRecord.builder().type(type).ttl(ttl).build();
    }
}
