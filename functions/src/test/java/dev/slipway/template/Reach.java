package dev.slipway.template;

import static net.bytebuddy.jar.asm.Opcodes.ACC_ABSTRACT;
import static net.bytebuddy.jar.asm.Opcodes.ASM9;
import static net.bytebuddy.jar.asm.Opcodes.H_INVOKEINTERFACE;
import static net.bytebuddy.jar.asm.Opcodes.H_INVOKEVIRTUAL;
import static net.bytebuddy.jar.asm.Opcodes.INVOKEINTERFACE;
import static net.bytebuddy.jar.asm.Opcodes.INVOKEVIRTUAL;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;

/**
 * The AWS calls that a handler can come to make: a walk through the byte code, in which a call of a method leads to all
 * classes that have it and were instantiated on the way. What depends on values, such as an {@code if}, is not seen:
 * both branches count.
 */
final class Reach {
    private static final String OWN = "dev/slipway/";
    private static final String AWS = "software/amazon/awssdk/services/";

    private final Map<String, Code> classes = new HashMap<>();
    private final Set<String> instantiated = new HashSet<>();
    private final Set<Call> virtual = new HashSet<>();
    private final Set<Call> seen = new HashSet<>();
    private final Deque<Call> open = new ArrayDeque<>();
    private final Set<String> found = new TreeSet<>();

    private record Call(String owner, String method, boolean isVirtual) {}

    /** A class, and what each of its methods calls. */
    private record Code(List<String> parents, Map<String, List<Call>> methods, Set<String> bodiless) {}

    private Reach() {}

    /** @return such as {@code Ec2.describeSubnetsPaginator}: the client's name without "Client", and its method */
    static Set<String> of(String handler) {
        Reach reach = new Reach();
        String start = handler.replace('.', '/');
        reach.call(new Call(start, "<init>()V", false));
        reach.call(new Call(
                start,
                "handleRequest(Ljava/io/InputStream;Ljava/io/OutputStream;Lcom/amazonaws/services/lambda/runtime/Context;)V",
                true));
        while (!reach.open.isEmpty()) {
            reach.follow(reach.open.pop());
        }
        return reach.found;
    }

    private void call(Call call) {
        if (call.owner().startsWith(AWS) && call.owner().endsWith("Client")) {
            String client = call.owner().substring(call.owner().lastIndexOf('/') + 1);
            String method = call.method().substring(0, call.method().indexOf('('));
            if (!method.equals("builder")) {
                found.add(client.substring(0, client.length() - "Client".length()) + "." + method);
            }
        } else if (call.owner().startsWith(OWN) && seen.add(call)) {
            open.push(call);
        }
    }

    private void follow(Call call) {
        call(new Call(call.owner(), "<clinit>()V", false));
        if (call.method().startsWith("<init>") && instantiated.add(call.owner())) {
            virtual.stream()
                    .filter(one -> isA(call.owner(), one.owner()))
                    .forEach(one -> call(new Call(call.owner(), one.method(), false)));
        }
        if (call.isVirtual()) {
            virtual.add(call);
            instantiated.stream()
                    .filter(one -> isA(one, call.owner()))
                    .forEach(one -> call(new Call(one, call.method(), false)));
        } else {
            body(call.owner(), call.method()).ifPresent(calls -> calls.forEach(this::call));
        }
    }

    private boolean isA(String type, String other) {
        return type.equals(other)
                || type.startsWith(OWN) && code(type).parents().stream().anyMatch(parent -> isA(parent, other));
    }

    /** Its own or an inherited one. */
    private Optional<List<Call>> body(String type, String method) {
        if (!type.startsWith(OWN)) {
            return Optional.empty();
        }
        List<Call> own = code(type).methods().get(method);
        return own != null && !code(type).bodiless().contains(method)
                ? Optional.of(own)
                : code(type).parents().stream()
                        .flatMap(parent -> body(parent, method).stream())
                        .findFirst();
    }

    private Code code(String type) {
        Code known = classes.get(type);
        if (known == null) {
            known = read(type);
            classes.put(type, known);
        }
        return known;
    }

    private static Code read(String type) {
        Code code = new Code(new ArrayList<>(), new HashMap<>(), new HashSet<>());
        try (InputStream in = Reach.class.getResourceAsStream("/" + type + ".class")) {
            new ClassReader(in).accept(new Reader(code), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return code;
    }

    private static final class Reader extends ClassVisitor {
        private final Code code;

        Reader(Code code) {
            super(ASM9);
            this.code = code;
        }

        @Override
        public void visit(int version, int access, String name, String generic, String parent, String[] interfaces) {
            code.parents().add(parent);
            code.parents().addAll(List.of(interfaces));
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String generic, String[] exceptions) {
            List<Call> calls = new ArrayList<>();
            code.methods().put(name + type, calls);
            if ((access & ACC_ABSTRACT) != 0) {
                code.bodiless().add(name + type);
            }
            return new Body(calls);
        }
    }

    private static final class Body extends MethodVisitor {
        private final List<Call> calls;

        Body(List<Call> calls) {
            super(ASM9);
            this.calls = calls;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String type, boolean isInterface) {
            calls.add(new Call(owner, name + type, opcode == INVOKEVIRTUAL || opcode == INVOKEINTERFACE));
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String type) {
            calls.add(new Call(owner, "<clinit>()V", false));
        }

        /** A lambda or a method reference counts as called where it is made. */
        @Override
        public void visitInvokeDynamicInsn(String name, String type, Handle bootstrap, Object... arguments) {
            Stream.of(arguments)
                    .filter(Handle.class::isInstance)
                    .map(Handle.class::cast)
                    .forEach(one -> calls.add(new Call(
                            one.getOwner(),
                            one.getName() + one.getDesc(),
                            one.getTag() == H_INVOKEVIRTUAL || one.getTag() == H_INVOKEINTERFACE)));
        }
    }
}
