package dev.slipway.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.slipway.aws.AwsErrors;
import dev.slipway.aws.Clients;
import dev.slipway.deployment.Deployment;
import dev.slipway.deployment.Json;
import dev.slipway.deployment.Rehearsed;
import dev.slipway.deployment.StepFailedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/**
 * What the function of every state does: a deployment comes in, its part is done, the deployment goes out. Public, since the
 * Lambda runtime calls its method by reflection.
 */
public abstract class DeploymentHandler implements RequestStreamHandler, Resource {
    private static final Logger LOG = LoggerFactory.getLogger(DeploymentHandler.class);

    /**
     * What the state machine sends.
     *
     * @param mode apply, undo or retire, for the steps
     * @param execution ARN of the execution, for the first state and the last
     */
    public record Request(String mode, String execution, Deployment deployment) {}

    protected DeploymentHandler() {
        Core.getGlobalContext().register(this);
    }

    protected abstract Deployment handle(Request request);

    /**
     * Class loading is nine tenths of a first invocation, so it is done before the snapshot is taken: the function goes
     * through its work without any effect, see {@link Clients#rehearse}.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html">Runtime hooks</a>
     */
    @Override
    public final void beforeCheckpoint(org.crac.Context<? extends Resource> context) throws IOException {
        Rehearsed rehearsed = Rehearsed.read();
        ByteArrayInputStream event = new ByteArrayInputStream(Json.MAPPER.writeValueAsBytes(rehearsed.event()));
        Request request = Json.MAPPER.readValue(event, Request.class);
        // In the same frame as an invocation: with a tagged line, and the answer written.
        Deployment done = PowertoolsLogging.withLogging(null, () -> {
            tag(request.deployment());
            Clients.rehearse(() -> rehearse(request, rehearsed), rehearsed.answers());
            // With a parameter, so that the snapshot has the classes of a formatted message.
            LOG.info("{} for a snapshot", "Ready");
            return request.deployment();
        });
        Json.MAPPER.writeValue(new ByteArrayOutputStream(), done);
    }

    /** Nothing that the snapshot holds grows old: connections, credentials and randomness are had when they are needed. */
    @Override
    public final void afterRestore(org.crac.Context<? extends Resource> context) {}

    /** As much of the work as can be gone through when AWS calls are answered with nothing, or with what {@link Rehearsed} has. */
    protected void rehearse(Request request, Rehearsed rehearsed) {
        handle(request);
    }

    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Request request = Json.MAPPER.readValue(input, Request.class);
        Deployment done = PowertoolsLogging.withLogging(context, () -> run(request));
        Json.MAPPER.writeValue(output, done);
    }

    private Deployment run(Request request) {
        Deployment deployment = request.deployment();
        tag(deployment);
        try {
            Deployment done = handle(request);
            LOG.info("{} done: {}", request.mode() == null ? "state" : request.mode(), done.status);
            return done;
        } catch (SdkException e) {
            LOG.error("An AWS call failed", e);
            throw AwsErrors.is(AwsErrors.Meaning.RETRY, e)
                    ? new TryAgainException(AwsErrors.describe(e), e)
                    : new StepFailedException(AwsErrors.describe(e), e);
        } catch (StepFailedException e) {
            LOG.error("The step failed", e);
            throw isTransient(e) ? new TryAgainException(e.getMessage(), e) : e;
        } catch (RuntimeException e) {
            LOG.error("The step failed", e);
            throw e;
        }
    }

    /** What every line of the log says. */
    private static void tag(Deployment deployment) {
        MDC.put("deployment", deployment.deployment);
        MDC.put("environment", deployment.environment);
        MDC.put("deployed_service", deployment.service);
    }

    private static boolean isTransient(StepFailedException e) {
        return e.getCause() instanceof SdkException cause && AwsErrors.is(AwsErrors.Meaning.RETRY, cause);
    }
}
