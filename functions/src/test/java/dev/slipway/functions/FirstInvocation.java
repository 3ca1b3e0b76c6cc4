package dev.slipway.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import org.crac.Resource;

/** A process of its own, in the place of one that SnapStart restores: rehearses, says so, and has its first invocation. */
final class FirstInvocation {
    static final String RESTORED = "-- restored --";
    static final String ANSWERED = "-- answered --";

    private FirstInvocation() {}

    /** @param arguments the handler's class; the event comes from the standard input */
    public static void main(String[] arguments) throws Exception {
        ByteArrayInputStream event = new ByteArrayInputStream(System.in.readAllBytes());
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        Context context = (Context) Proxy.newProxyInstance(
                FirstInvocation.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, none) -> method.getReturnType() == int.class ? (Object) 1024 : "x");
        context.getFunctionName();
        context.getMemoryLimitInMB();
        Object function = Class.forName(arguments[0]).getDeclaredConstructor().newInstance();
        ((Resource) function).beforeCheckpoint(null);
        System.out.println(RESTORED);
        ((RequestStreamHandler) function).handleRequest(event, answer, context);
        System.out.println(ANSWERED);
        System.out.println(answer);
    }
}
