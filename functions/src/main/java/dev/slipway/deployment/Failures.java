package dev.slipway.deployment;

import dev.slipway.aws.AwsErrors;
import dev.slipway.resource.StillInUseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What becomes of an error: a step stops at its first, once what was begun at the same time has ended; an undo goes on, and
 * tells of all of them at its end.
 */
abstract class Failures {

    /** Runs one change of one resource. */
    final void collect(String kind, String resource, Runnable change) {
        collect(kind, resource, () -> "", change);
    }

    /**
     * Runs one change of one resource.
     *
     * @param byHand the command that does the same, asked for only where the change fails; empty for none
     */
    abstract void collect(String kind, String resource, Supplier<String> byHand, Runnable change);

    /** @throws RuntimeException if something is left to be told */
    void tell() {}

    /** Forward: the first error ends the step. */
    static Failures stopAtFirst() {
        return new Failures() {
            @Override
            void collect(String kind, String resource, Supplier<String> byHand, Runnable change) {
                try {
                    change.run();
                } catch (SdkException e) {
                    throw new StepFailedException(kind + " " + resource + ": " + AwsErrors.describe(e), e);
                }
            }
        };
    }

    /** Backward: an error of one resource does not keep the others from being put back. */
    static Failures collectAll() {
        return new Failures() {
            private final List<String> told = new ArrayList<>();
            private final List<String> commands = new ArrayList<>();
            private RuntimeException first;
            private StillInUseException stillInUse;

            @Override
            void collect(String kind, String resource, Supplier<String> byHand, Runnable change) {
                try {
                    change.run();
                } catch (StillInUseException e) {
                    keep(e);
                } catch (SdkException e) {
                    add(kind + " " + resource + ": " + AwsErrors.describe(e), byHand, e);
                } catch (RuntimeException e) {
                    String what = e.getMessage() == null ? e.toString() : e.getMessage();
                    add(kind + " " + resource + ": " + what, byHand, e);
                }
            }

            private synchronized void keep(StillInUseException e) {
                stillInUse = e;
            }

            private synchronized void add(String text, Supplier<String> byHand, RuntimeException e) {
                told.add(text);
                Optional.of(byHand.get()).filter(command -> !command.isEmpty()).ifPresent(commands::add);
                if (first == null) {
                    first = e;
                } else if (first != e) {
                    first.addSuppressed(e);
                }
            }

            @Override
            void tell() {
                if (first != null) {
                    // The first line is the message of the failure, the others are its reasons.
                    String message = String.join("\n", commands);
                    throw new StepFailedException(
                            String.join("; ", told) + (message.isEmpty() ? "" : "\n" + message), first);
                }
                if (stillInUse != null) {
                    throw stillInUse;
                }
            }
        };
    }
}
