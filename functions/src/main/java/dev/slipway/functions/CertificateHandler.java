package dev.slipway.functions;

import dev.slipway.deployment.Step;

/** The certificate reference: the certificates that cover the aliases are on the HTTPS listener. */
public final class CertificateHandler extends StepHandler {
    public CertificateHandler() {
        super(Step.CERTIFICATE, Wiring.certificate());
    }
}
