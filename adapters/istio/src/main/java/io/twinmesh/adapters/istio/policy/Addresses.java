package io.twinmesh.adapters.istio.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** IP literals. No name is ever looked up. */
final class Addresses {

    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    private static final Pattern LIKE_V6 = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]{1,44}");

    private Addresses() {}

    static boolean isLiteral(String text) {
        return V4.matcher(text).matches() || LIKE_V6.matcher(text).matches() && text.indexOf(':') >= 0 && isV6(text);
    }

    /** For text with a colon the JDK reads a literal or fails, it does not ask a name server. */
    private static boolean isV6(String text) {
        try {
            return InetAddress.getByName(text) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
