package dev.slipway.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.local.gateway.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotJdkTest {
    @TempDir
    Path home;

    @Test
    void aJdkSaysItselfWhatItIs() throws IOException {
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"25.0.3\"\n");

        Jdk jdk = AotJdk.at(home);

        assertThat(jdk.feature()).isEqualTo(25);
        assertThat(jdk.home()).isEqualTo(home);
    }

    @Test
    void aDirectoryThatIsNoJdkIsNotTakenForOne() throws IOException {
        Files.writeString(home.resolve("release"), "NAME=\"something else\"\n");

        assertThatThrownBy(() -> AotJdk.at(home)).hasMessageContaining("has no JAVA_VERSION");
        assertThatThrownBy(() -> AotJdk.at(home.resolve("nothing"))).isInstanceOf(IOException.class);
    }
}
