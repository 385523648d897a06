package io.twinmesh.adapters.istio.document;

/** A file cannot be read further. Stays inside this package. */
final class TreeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final String place;
    private final String value;
    private final String expected;

    TreeException(ProblemCode code, String place, String value, String expected) {
        super(place + ": " + value + " (expected: " + expected + ")", null, false, false);
        this.code = code;
        this.place = place;
        this.value = value;
        this.expected = expected;
    }

    void report(String file, Problems problems) {
        problems.add(code, new Place(file, place, ""), value, expected);
    }
}
