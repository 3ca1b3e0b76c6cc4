package dev.slipway.manifest;

/** Where in a manifest: {@code environments.prod.http.additional_rules[0].path}. Written out only when somebody reads it. */
record Path(Path parent, String segment) {
    static final Path ROOT = new Path(null, "");

    Path child(String key) {
        return new Path(this, key);
    }

    Path item(int index) {
        return new Path(this, "[" + index + "]");
    }

    @Override
    public String toString() {
        if (parent == null) {
            return "";
        }
        String before = parent.toString();
        return before.isEmpty() || segment.startsWith("[") ? before + segment : before + "." + segment;
    }
}
