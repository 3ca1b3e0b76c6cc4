package dev.slipway.environment;

import static dev.slipway.environment.EnvironmentBuilder.environment;
import static dev.slipway.environment.EnvironmentBuilder.loadBalancer;
import static dev.slipway.environment.ManifestBuilder.backend;
import static dev.slipway.environment.ManifestBuilder.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.environment.Environment.LoadBalancer;
import dev.slipway.manifest.Manifest.Alias;
import dev.slipway.manifest.Manifest.Type;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeValidationTest {

    @Test
    void anAliasNeedsAnHttpsListener() {
        Reading reading =
                web().noRules().rule("/", "a.com").at("http.alias", 5, 10).reading();

        assertThat(validate(reading, environment()))
                .extracting(Problem::code, Problem::path, Problem::line, Problem::column)
                .containsExactly(tuple("alias-without-https", "http.alias", 5, 10));
        assertThat(validate(reading, environment().https())).isEmpty();
    }

    @Test
    void theAliasOfAnAdditionalRuleIsReportedWhereItStands() {
        Reading reading = web().rule("/x", "a.com")
                .at("http", 3, 3)
                .at("http.additional_rules[0]", 7, 5)
                .reading();

        assertThat(validate(reading, environment()))
                .extracting(Problem::path, Problem::line)
                .containsExactly(tuple("http.additional_rules[0].alias", 7));
    }

    @Test
    void everyRuleNeedsAnAliasWhereCertificatesAreImported() {
        Reading reading = web().rule("/x").reading();
        EnvironmentBuilder imported = environment().publicCertificates("arn:cert");

        assertThat(validate(reading, imported))
                .extracting(Problem::code, Problem::path)
                .containsExactly(tuple("alias-required", "http"), tuple("alias-required", "http.additional_rules[0]"));
    }

    @Test
    void aLoadBalancerOfOnesOwnNeedsNoAlias() {
        Reading reading = web().alb("mine").reading();
        Environment imported = environment().publicCertificates("arn:cert").build();

        assertThat(RuntimeValidation.validate(
                        reading, reading.manifest().orElseThrow(), imported, Optional.of(loadBalancer("mine", true))))
                .isEmpty();
    }

    @Test
    void redirectToHttpsNeedsHttps() {
        Reading reading = web().noRules()
                .rule("/", Optional.of(false), Stream.of())
                .at("http.redirect_to_https", 6, 3)
                .reading();

        assertThat(validate(reading, environment()))
                .extracting(Problem::code, Problem::line)
                .containsExactly(tuple("redirect-without-https", 6));
        assertThat(validate(reading, environment().domain("example.com"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "www.example.com",
                "demo.example.com",
                "a.demo.example.com",
                "test.demo.example.com",
                "a.test.demo.example.com"
            })
    void anAliasInTheApplicationsDomainIsTaken(String alias) {
        assertThat(validate(
                        web().noRules().rule("/", alias).reading(),
                        environment().domain("example.com")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "a.b.example.com",
                "example.com.evil.org",
                "examplexcom",
                "a.prod.demo.example.com"
            })
    void anAliasOutsideTheApplicationsDomainIsRefused(String alias) {
        Reading reading =
                web().noRules().rule("/", alias).at("http.alias", 4, 8).reading();

        assertThat(validate(reading, environment().domain("example.com")))
                .extracting(Problem::code, Problem::path, Problem::line)
                .containsExactly(tuple("alias-outside-domain", "http.alias[0]", 4));
    }

    @Test
    void importedCertificatesFreeAliasesFromTheDomain() {
        Reading reading = web().noRules().rule("/", "www.other.org").reading();

        assertThat(validate(reading, environment().domain("example.com").publicCertificates("arn:cert")))
                .isEmpty();
    }

    @Test
    void aHostedZoneNeedsImportedCertificatesAndNoCdn() {
        Reading reading = web().noRules()
                .rule("/", Optional.empty(), Stream.of(new Alias("a.example.com", Optional.of("Z9"))))
                .reading();

        assertThat(validate(reading, environment().domain("example.com")))
                .extracting(Problem::code)
                .containsExactly("hosted-zone-unsupported");
        assertThat(validate(reading, environment().publicCertificates("arn:cert")))
                .isEmpty();
        assertThat(validate(
                        reading,
                        environment()
                                .publicCertificates("arn:cert")
                                .output("CloudFrontDomainName", "d1.cloudfront.net")))
                .extracting(Problem::code)
                .containsExactly("hosted-zone-unsupported");
    }

    @Test
    void anAliasOfANetworkLoadBalancerMustBeInTheApplicationsDomain() {
        Reading reading = web().noRules()
                .nlb("TCP", "nlb.example.com")
                .at("nlb.alias", 9, 5)
                .reading();

        assertThat(validate(reading, environment().domain("example.com"))).isEmpty();
        assertThat(validate(reading, environment()))
                .extracting(Problem::code, Problem::line)
                .containsExactly(tuple("alias-unsupported", 9));
        assertThat(validate(reading, environment().publicCertificates("arn:cert")))
                .extracting(Problem::code)
                .containsExactly("alias-unsupported");
        assertThat(validate(reading, environment().domain("example.org")))
                .extracting(Problem::code)
                .containsExactly("alias-outside-domain");
    }

    @Test
    void aTlsListenerNeedsADomain() {
        Reading reading = web().noRules().nlb("TLS").at("nlb.port", 4, 9).reading();

        assertThat(validate(reading, environment()))
                .extracting(Problem::code, Problem::line)
                .containsExactly(tuple("tls-without-domain", 4));
        assertThat(validate(reading, environment().domain("example.com"))).isEmpty();
    }

    @Test
    void aBackendServiceNeedsAliasesWherePrivateCertificatesAreImportedAndOnlyThere() {
        Reading plain = backend().rule("/").reading();
        Reading named = backend().rule("/", "api.internal.org").reading();

        assertThat(validate(plain, environment().internal(false))).isEmpty();
        assertThat(validate(plain, environment().privateCertificates("arn:cert")))
                .extracting(Problem::code)
                .containsExactly("alias-required");
        assertThat(validate(named, environment().privateCertificates("arn:cert")))
                .isEmpty();
        assertThat(validate(named, environment().internal(false)))
                .extracting(Problem::code)
                .containsExactly("alias-without-https");
    }

    private static List<Problem> validate(Reading reading, EnvironmentBuilder builder) {
        Environment environment = builder.build();
        var manifest = reading.manifest().orElseThrow();
        Optional<LoadBalancer> loadBalancer = manifest.type() == Type.BACKEND_SERVICE
                ? environment.internalLoadBalancer()
                : environment.publicLoadBalancer();
        return RuntimeValidation.validate(reading, manifest, environment, loadBalancer);
    }
}
