package dev.slipway.resource;

import static dev.slipway.aws.Mocks.client;
import static dev.slipway.aws.Mocks.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.CreateTopicResponse;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.sns.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.sns.model.ListTopicsRequest;
import software.amazon.awssdk.services.sns.model.ListTopicsResponse;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sns.model.Tag;

class TopicsTest {
    private static final String PREFIX = "arn:aws:sns:us-west-2:123456789123:my-app-test-fe-";

    private final SnsClient sns = client(SnsClient.class);
    private final Topics topics = new Topics(sns);
    private final Service service = TestService.of(
            TestService.BASE, "publish: {topics: [{name: a}, {name: c, fifo: {content_based_deduplication: true}}]}\n");
    private final Scope scope = TestService.scope(service);
    private final Arns arns = new Arns(Map.of());

    private Topic wanted(int index) {
        return topics.desired(service, new Existing()).get(index);
    }

    private void tagged(String arn, Map<String, String> tags) {
        doReturn(ListTagsForResourceResponse.builder()
                        .tags(tags.entrySet().stream()
                                .map(tag -> Tag.builder()
                                        .key(tag.getKey())
                                        .value(tag.getValue())
                                        .build())
                                .toList())
                        .build())
                .when(sns)
                .listTagsForResource(argThat((ListTagsForResourceRequest r) ->
                        r != null && r.resourceArn().equals(arn)));
    }

    private void attributes(Map<String, String> attributes) {
        doReturn(GetTopicAttributesResponse.builder().attributes(attributes).build())
                .when(sns)
                .getTopicAttributes(any(GetTopicAttributesRequest.class));
    }

    @Test
    void topicsAreEncryptedAndOpenToTheAccountsQueues() {
        assertThat(wanted(0).name()).isEqualTo("my-app-test-fe-a");
        assertThat(wanted(0).encryptionKey()).contains("alias/aws/sns");
        assertThat(wanted(0).policy())
                .isEqualTo("{\"Statement\":[{\"Action\":\"sns:Subscribe\","
                        + "\"Condition\":{\"StringEquals\":{\"sns:Protocol\":\"sqs\"}},\"Effect\":\"Allow\","
                        + "\"Principal\":{\"AWS\":\"arn:aws:iam::123456789123:root\"},\"Resource\":\"" + PREFIX
                        + "a\"}],\"Version\":\"2012-10-17\"}");
        assertThat(wanted(1).name()).isEqualTo("my-app-test-fe-c.fifo");
        assertThat(wanted(1).contentBasedDeduplication()).isTrue();
    }

    @Test
    void onlyTopicsWithTheServicesTagsAreItsOwn() {
        doReturn(ListTopicsResponse.builder()
                        .topics(
                                List.of(PREFIX + "a", PREFIX + "two-x", "arn:aws:sns:us-west-2:123456789123:other")
                                        .stream()
                                        .map(arn -> software.amazon.awssdk.services.sns.model.Topic.builder()
                                                .topicArn(arn)
                                                .build())
                                        .toList())
                        .build())
                .when(sns)
                .listTopics(any(ListTopicsRequest.class));
        tagged(PREFIX + "a", service.tags());
        tagged(PREFIX + "two-x", Map.of("copilot-service", "fe-two"));
        attributes(Map.of("KmsMasterKeyId", "alias/aws/sns", "Policy", wanted(0).policy()));

        assertThat(topics.read(scope, arns)).containsExactly(new Found<>(wanted(0), PREFIX + "a"));
        verify(sns, never())
                .listTagsForResource(argThat((ListTagsForResourceRequest r) ->
                        r != null && r.resourceArn().endsWith(":other")));
    }

    @Test
    void aTopicOfThatNameThatIsAnothersIsFoundBeforeAnythingChanges() {
        doReturn(ListTagsForResourceResponse.builder()
                        .tags(Tag.builder().key("copilot-service").value("fe-a").build())
                        .build())
                .when(sns)
                .listTagsForResource(any(ListTagsForResourceRequest.class));

        assertThatThrownBy(() -> topics.checkFree(wanted(0), scope, arns))
                .isInstanceOf(NotOursException.class)
                .hasMessageContaining("the topic my-app-test-fe-a")
                .hasMessageContaining("belongs to");
    }

    @Test
    void aNameThatNoTopicHasIsFree() {
        doThrow(error(SnsException.builder(), "ResourceNotFound", SnsException.class))
                .when(sns)
                .listTagsForResource(any(ListTagsForResourceRequest.class));

        assertThatCode(() -> topics.checkFree(wanted(0), scope, arns)).doesNotThrowAnyException();
    }

    @Test
    void aFifoTopicIsMadeAsOne() {
        doThrow(error(SnsException.builder(), "ResourceNotFound", SnsException.class))
                .when(sns)
                .listTagsForResource(any(ListTagsForResourceRequest.class));
        doReturn(CreateTopicResponse.builder().topicArn(PREFIX + "c.fifo").build())
                .when(sns)
                .createTopic(any(CreateTopicRequest.class));

        assertThat(topics.create(wanted(1), scope, arns)).isEqualTo(PREFIX + "c.fifo");

        ArgumentCaptor<CreateTopicRequest> sent = ArgumentCaptor.forClass(CreateTopicRequest.class);
        verify(sns).createTopic(sent.capture());
        assertThat(sent.getValue().attributes())
                .containsEntry("FifoTopic", "true")
                .containsEntry("ContentBasedDeduplication", "true")
                .containsEntry("KmsMasterKeyId", "alias/aws/sns")
                .containsKey("Policy");
        assertThat(sent.getValue().tags()).hasSize(3);
    }

    @Test
    void onlyAttributesThatDifferAreSet() {
        doReturn(null).when(sns).setTopicAttributes(any(SetTopicAttributesRequest.class));
        Topic other = new Topic(
                wanted(1).name(),
                false,
                wanted(1).encryptionKey(),
                wanted(1).policy(),
                wanted(1).tags());

        topics.update(new Found<>(other, PREFIX + "c.fifo"), wanted(1), scope, arns);

        verify(sns, times(1)).setTopicAttributes(any(SetTopicAttributesRequest.class));
        verify(sns)
                .setTopicAttributes(argThat(
                        (SetTopicAttributesRequest r) -> r.attributeName().equals("ContentBasedDeduplication")
                                && r.attributeValue().equals("true")));
    }
}
