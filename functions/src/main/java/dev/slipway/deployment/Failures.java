package dev.slipway.deployment;

import dev.slipway.aws.AwsErrors;
import dev.slipway.resource.StillInUseException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;

/** What becomes of an error: a step stops at its first; an undo goes on, and tells of all of them at its end. */
abstract class Failures {

    /** Runs one change of one resource. */
    abstract void collect(String kind, String resource, Runnable change);

    /** @throws RuntimeException if something is left to be told */
    void tell() {}

    /** Forward: the first error ends the step. */
    static Failures stopAtFirst() {
        return new Failures() {
            @Override
            void collect(String kind, String resource, Runnable change) {
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
            private RuntimeException first;
            private StillInUseException stillInUse;

            @Override
            void collect(String kind, String resource, Runnable change) {
                try {
                    change.run();
                } catch (StillInUseException e) {
                    stillInUse = e;
                } catch (SdkException e) {
                    add(kind + " " + resource + ": " + AwsErrors.describe(e), e);
                } catch (RuntimeException e) {
                    add(kind + " " + resource + ": " + e.getMessage(), e);
                }
            }

            private void add(String text, RuntimeException e) {
                told.add(text);
                first = first == null ? e : first;
            }

            @Override
            void tell() {
                if (first != null) {
                    throw new StepFailedException(String.join("; ", told), first);
                }
                if (stillInUse != null) {
                    throw stillInUse;
                }
            }
        };
    }
}
