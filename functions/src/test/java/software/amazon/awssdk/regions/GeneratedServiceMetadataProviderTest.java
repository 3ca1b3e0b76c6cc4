package software.amazon.awssdk.regions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GeneratedServiceMetadataProviderTest {
    private static final Pattern BUILDER = Pattern.compile(
            "software/amazon/awssdk/services/\\w+/Default(?!\\w+(Async|Base))\\w+ClientBuilder\\.class");

    /** The SDK's own classes only, so that its class is found and not ours. */
    private final ClassLoader sdk;

    GeneratedServiceMetadataProviderTest() throws MalformedURLException {
        sdk = new URLClassLoader(urls(), ClassLoader.getPlatformClassLoader());
    }

    @Test
    void everyClientSignsForTheRegionThatTheSdkWouldSignFor() throws Exception {
        List<String> services = services();
        assertThat(services).contains("ecs", "iam", "route53", "s3").hasSizeGreaterThan(15);

        for (String service : services) {
            assertThat(answers(getClass().getClassLoader(), service))
                    .as(service)
                    .isEqualTo(answers(sdk, service));
        }
    }

    /** Signing region and endpoint, by region, as the classes of that loader have them. */
    private static Map<String, String> answers(ClassLoader loader, String service) throws Exception {
        Class<?> region = loader.loadClass(Region.class.getName());
        Class<?> metadata = loader.loadClass(ServiceMetadata.class.getName());
        Method signing = metadata.getMethod("signingRegion", region);
        Method endpoint = metadata.getMethod("endpointFor", region);
        Object its = metadata.getMethod("of", String.class).invoke(null, service);
        Map<String, String> answers = new TreeMap<>();
        for (Object one : (List<?>) region.getMethod("regions").invoke(null)) {
            if (isAsked(service, one.toString())) {
                answers.put(one.toString(), signing.invoke(its, one) + " " + endpoint.invoke(its, one));
            }
        }
        return answers;
    }

    /** A function is in a region; only IAM and Route 53 are called in what stands for a whole partition. */
    private static boolean isAsked(String service, String region) {
        return !region.endsWith("-global") || service.equals("iam") || service.equals("route53");
    }

    /** As the clients call them when they ask for their metadata. */
    private static List<String> services() throws Exception {
        List<String> services = new ArrayList<>();
        for (String builder : builders()) {
            Class<?> type = Class.forName(builder);
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            Method prefix = type.getSuperclass().getDeclaredMethod("serviceEndpointPrefix");
            prefix.setAccessible(true);
            services.add((String) prefix.invoke(constructor.newInstance()));
        }
        return services;
    }

    private static List<String> builders() throws IOException {
        List<String> builders = new ArrayList<>();
        for (Path path : jars().toList()) {
            try (JarFile jar = new JarFile(path.toFile())) {
                jar.stream()
                        .map(entry -> entry.getName())
                        .filter(name -> BUILDER.matcher(name).matches())
                        .map(name -> name.replace('/', '.').replace(".class", ""))
                        .forEach(builders::add);
            }
        }
        return builders;
    }

    private static Stream<Path> jars() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::isRegularFile);
    }

    private static URL[] urls() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars().toList()) {
            urls.add(jar.toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
