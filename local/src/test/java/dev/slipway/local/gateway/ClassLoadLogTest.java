package dev.slipway.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClassLoadLogTest {
    @Test
    void onlyClassesOfTheJarCount() {
        Stream<String> log = Stream.of(
                "java.lang.Object source: shared objects file",
                "java.util.zip.ZipCoder source: jrt:/java.base",
                "dev.slipway.A source: file:/some/code.jar",
                "dev.slipway.A$B source: file:/some/code.jar",
                "com.amazonaws.Client source: file:/some/client.jar",
                "jdk.proxy1.$Proxy3 source: __JVM_DefineClass__",
                "dev.slipway.A$$Lambda/0x00007f source: dev.slipway.A",
                "[0.123s][info][class,load] dev.slipway.C source: file:/some/code.jar");

        assertThat(ClassLoadLog.filesFrom(List.of(Path.of("/some/code.jar")), log))
                .containsExactlyInAnyOrder("dev/slipway/A.class", "dev/slipway/A$B.class", "dev/slipway/C.class");
    }
}
