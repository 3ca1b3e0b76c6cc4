package dev.slipway.local.bench;

import dev.slipway.local.LocalAws;
import dev.slipway.local.gateway.Jdk;
import dev.slipway.local.gateway.MeasuredFunction;
import dev.slipway.local.gateway.MeasuredFunction.Archive;
import dev.slipway.local.gateway.MeasuredFunction.Cold;
import dev.slipway.local.gateway.MeasuredFunction.Restored;
import dev.slipway.local.tiny.EmptyHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Starts every function, and a handler that does nothing, again and again in processes of their own. */
final class StartUps {
    static final String EMPTY = "empty handler";

    /** The one that loads most and one of those that load least are compared with a jar of their own. */
    private static final List<String> COMPARED = List.of("Plan", "Certificate");

    /** How many of the rounds have restores: a process is primed and used ten times for each. */
    private static final int RESTORES = Integer.getInteger("bench.restores", 5);
    /** Each so-many-th round has starts with jars of their own. */
    private static final int OWN_JARS = 2;
    /** Each so-many-th round has starts with archives; with them in every round, it would all take twice the time. */
    private static final int ARCHIVES = 4;
    /** Invocations after a cold one. */
    private static final int WARM = 3;

    private final Figures figures;
    private final int rounds;
    private final Path directory;

    /** @param directory for archives, jars and logs */
    StartUps(Figures figures, int rounds, Path directory) {
        this.figures = figures;
        this.rounds = rounds;
        this.directory = directory;
    }

    /** What was measured of one function, in the order of the rounds. */
    static final class Samples {
        final List<Cold> plain = new ArrayList<>();
        final List<Cold> archived = new ArrayList<>();
        final List<Cold> aot = new ArrayList<>();
        final List<Restored> restored = new ArrayList<>();
        /** With a jar of its own, and what was measured without in the same rounds. */
        final List<Cold> alone = new ArrayList<>();

        final List<Cold> besideAlone = new ArrayList<>();
    }

    /** @param events what each function is to be given, by its name */
    void measure(LocalAws aws, Map<String, byte[]> events, Path artifact, Optional<Jdk> aotJdk)
            throws InterruptedException, IOException {
        Files.createDirectories(directory.resolve("logs"));
        Map<String, MeasuredFunction> plain = plain(aws, events);
        System.out.println("recording archives");
        Map<String, MeasuredFunction> archived = archived(plain, Archive.APP_CDS, Jdk.running());
        Map<String, MeasuredFunction> aot = aotJdk.isPresent() ? archived(plain, Archive.AOT, aotJdk.get()) : Map.of();
        Map<String, MeasuredFunction> alone = new LinkedHashMap<>();
        for (String name : COMPARED) {
            MeasuredFunction function = plain.get(name);
            alone.put(name, function.withCode(SmallestJar.write(artifact, function.loads(), ownJar(name))));
        }
        Map<String, Samples> samples = new LinkedHashMap<>();
        plain.keySet().forEach(name -> samples.put(name, new Samples()));
        // In turns, so that whatever else the machine does meanwhile befalls all of them.
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            for (String name : plain.keySet()) {
                Samples its = samples.get(name);
                Cold cold = plain.get(name).cold(WARM);
                its.plain.add(cold);
                if (round % ARCHIVES == 0) {
                    its.archived.add(archived.get(name).cold(WARM));
                    if (aot.containsKey(name)) {
                        its.aot.add(aot.get(name).cold(WARM));
                    }
                }
                if (round % OWN_JARS == 0 && alone.containsKey(name)) {
                    its.alone.add(alone.get(name).cold(0));
                    its.besideAlone.add(cold);
                }
                if (round < RESTORES) {
                    its.restored.add(plain.get(name).restored());
                }
            }
            System.out.printf(
                    "starts, round %d of %d: %d s%n", round + 1, rounds, (System.nanoTime() - start) / 1_000_000_000);
        }
        samples.forEach(figures::startUp);
        for (String name : COMPARED) {
            figures.ownJar(name, Files.size(ownJar(name)), samples.get(name));
        }
        figures.aotJdk = aotJdk.map(jdk -> jdk.version().toString());
    }

    private Map<String, MeasuredFunction> plain(LocalAws aws, Map<String, byte[]> events) throws IOException {
        Map<String, MeasuredFunction> plain = new LinkedHashMap<>();
        events.forEach((name, event) -> plain.put(
                name.replaceAll("^slipway-|Function.*$", ""),
                MeasuredFunction.of(aws.gateway(), aws.details().region(), name, event, directory)));
        MeasuredFunction any = plain.values().iterator().next();
        String handler = EmptyHandler.class.getName() + "::handleRequest";
        plain.put(EMPTY, any.handler(handler, List.of(emptyJar()), "{}".getBytes()));
        return plain;
    }

    /** Each has what it has recorded itself. */
    private static Map<String, MeasuredFunction> archived(Map<String, MeasuredFunction> plain, Archive archive, Jdk jdk)
            throws InterruptedException, IOException {
        Map<String, MeasuredFunction> archived = new LinkedHashMap<>();
        for (var function : plain.entrySet()) {
            String name = function.getKey().replace(' ', '-') + "." + archive;
            archived.put(function.getKey(), function.getValue().on(jdk).with(archive, name));
        }
        return archived;
    }

    private Path ownJar(String function) {
        return directory.resolve(function + ".jar");
    }

    private Path emptyJar() throws IOException {
        Path jar = directory.resolve("empty.jar");
        String name = EmptyHandler.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                var code = EmptyHandler.class.getClassLoader().getResourceAsStream(name)) {
            out.putNextEntry(new JarEntry(name));
            code.transferTo(out);
        }
        return jar;
    }
}
