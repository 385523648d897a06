package io.twinmesh.backend.proxy.link;

import io.twinmesh.api.Internal;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;

/**
 * How connections come to a listener.
 *
 * @param transparent they are caught on their way to somebody else (TPROXY), whose address is the socket's own
 * @param passUnmatched what no route is for goes where it was meant to go
 * @param keepMark SO_MARK of connections to the application that come from the client's address; 0: they come from the sidecar's
 */
@Internal(since = "0.2")
public record Interception(boolean transparent, boolean passUnmatched, int keepMark) {

    /** Clients connect to the listener itself. */
    public static final Interception NONE = new Interception(false, false, 0);

    /** What the rules mark packets with on their way to an outbound listener. */
    public static final int LOOP_MARK = 1;

    private static final int KEEP_MARK = 3;
    private static final String EXPLICIT = "explicit";
    private static final String TRANSPARENT = "transparent";
    private static final String PASS = "pass";
    private static final String REFUSE = "refuse";

    /**
     * How local applications' calls are to come to the sidecar.
     *
     * @throws MeshConfigurationException if an option has none of its values, or one that the mode does not allow
     */
    public static Interception outbound(MeshConfig config) {
        boolean transparent = transparent("outbound-mode", config.option("outbound-mode", EXPLICIT));
        String unmatched = config.option("unmatched", transparent ? PASS : REFUSE);
        boolean pass = isFirst("unmatched", unmatched, PASS, REFUSE);
        if (pass && !transparent) {
            throw new MeshConfigurationException(
                    "option 'unmatched'", unmatched, "refuse, unless option 'outbound-mode' is transparent");
        }
        return new Interception(transparent, pass, 0);
    }

    /**
     * How calls to local applications are to come to the sidecar.
     *
     * @throws MeshConfigurationException if an option has none of its values, or one that the mode does not allow
     */
    public static Interception inbound(MeshConfig config) {
        boolean transparent = transparent("inbound-mode", config.option("inbound-mode", EXPLICIT));
        String keep = config.option("preserve-client-address", "false");
        boolean kept = isFirst("preserve-client-address", keep, "true", "false");
        if (kept && !transparent) {
            throw new MeshConfigurationException(
                    "option 'preserve-client-address'", keep, "false, unless option 'inbound-mode' is transparent");
        }
        return new Interception(transparent, false, kept ? keepMark(config) : 0);
    }

    /**
     * The mark that brings the answers of an application back here instead of to the client.
     *
     * @throws MeshConfigurationException if it is not one that rules can have for it
     */
    public static int keepMark(MeshConfig config) {
        int mark = config.number("keep-mark", KEEP_MARK, 1, Integer.MAX_VALUE);
        if (mark == LOOP_MARK) {
            throw new MeshConfigurationException(
                    "option 'keep-mark'", String.valueOf(mark), "not 1, which the interception rules use");
        }
        return mark;
    }

    /** Whether the application sees connections come from the client's address. */
    public boolean keepClientAddress() {
        return keepMark != 0;
    }

    private static boolean transparent(String option, String mode) {
        return isFirst(option, mode, TRANSPARENT, EXPLICIT);
    }

    private static boolean isFirst(String option, String value, String first, String second) {
        if (!value.equals(first) && !value.equals(second)) {
            throw new MeshConfigurationException("option '" + option + "'", value, first + " or " + second);
        }
        return value.equals(first);
    }
}
