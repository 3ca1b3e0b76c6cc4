package dev.slipway.local.cli;

import dev.slipway.local.cli.Status.Action;
import dev.slipway.local.cli.Status.Step;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** One step on a terminal: mark, name, what is true of it, seconds. Never wider than the terminal, or redrawing slips. */
record StepLine(boolean marks, boolean colours, int columns) {
    private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private static final String ASCII_SPINNER = "|/-\\";

    private static final int GREEN = 32;
    private static final int RED = 31;
    private static final int YELLOW = 33;
    private static final int CYAN = 36;
    private static final int GREY = 90;

    /** @param ticks how often it was drawn: turns the spinner */
    String of(Step step, Optional<Duration> time, int ticks) {
        String words = String.format(Locale.ROOT, "%-14s %s", step.name(), Wording.of(step));
        return line(
                colour(step), mark(step, ticks), words, time.map(Wording::of).orElse(""));
    }

    /** What stands there before there are any steps. */
    String waiting(Duration time, int ticks) {
        return line(CYAN, spinner(ticks), "waiting for the pipeline", Wording.of(time));
    }

    /** More about the step above it. */
    String below(String text) {
        String line = " ".repeat(17) + text;
        return line.substring(0, Math.min(line.length(), columns - 1));
    }

    private String line(int colour, String mark, String words, String time) {
        String text = String.format(Locale.ROOT, "%-35s %8s", words, time);
        String fitting = text.substring(0, Math.min(text.length(), columns - 3)).stripTrailing();
        return (colours ? "\u001b[" + colour + "m" + mark + "\u001b[0m" : mark) + " " + fitting;
    }

    private String mark(Step step, int ticks) {
        return switch (step.state()) {
            case PENDING -> marks ? "·" : ".";
            case RUNNING -> spinner(ticks);
            case DONE -> step.action() == Action.NONE ? "=" : marks ? "✔" : "+";
            case FAILED, UNDO_FAILED -> marks ? "✘" : "x";
            case UNDONE -> marks ? "↩" : "<";
        };
    }

    private static int colour(Step step) {
        return switch (step.state()) {
            case PENDING -> GREY;
            case RUNNING -> CYAN;
            case DONE -> step.action() == Action.NONE ? GREY : GREEN;
            case FAILED, UNDO_FAILED -> RED;
            case UNDONE -> YELLOW;
        };
    }

    private String spinner(int ticks) {
        String spinner = marks ? SPINNER : ASCII_SPINNER;
        return spinner.substring(ticks % spinner.length(), ticks % spinner.length() + 1);
    }
}
