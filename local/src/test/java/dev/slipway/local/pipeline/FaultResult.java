package dev.slipway.local.pipeline;

/**
 * What came of a case.
 *
 * @param details the status that the deployment ended with, or what is wrong
 */
record FaultResult(Verdict verdict, String details) {

    enum Verdict {
        AS_BEFORE("b"),
        AS_ASKED("a"),
        /** The call was not made; the case says nothing. */
        DID_NOT_STRIKE("–"),
        FAILED("**F**");

        final String letter;

        Verdict(String letter) {
            this.letter = letter;
        }
    }

    static FaultResult failed(String details) {
        return new FaultResult(Verdict.FAILED, details);
    }

    boolean isGood() {
        return verdict == Verdict.AS_BEFORE || verdict == Verdict.AS_ASKED;
    }

    @Override
    public String toString() {
        return verdict + ": " + details;
    }
}
