package io.twinmesh.api;

import io.twinmesh.api.model.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * One request as policy sees it. A protocol implements it over its own bytes or objects and decodes an answer only when it is
 * asked for; the kernel asks for no more than the rules of that method need.
 *
 * <p>Lifecycle: valid during the call it is passed to; nobody keeps it. Threading: one thread at a time. No method throws for a
 * malformed request: what cannot be read is absent.
 *
 * <p>Values have one normal form, so that every protocol and both backends match alike: text is {@link String}; {@code boolean} is
 * {@link Boolean}; {@code byte}, {@code short}, {@code int} and {@code long} are {@link Integer} or {@link Long}; {@code double}
 * is {@link Double}, {@code float} the {@link Double} of the same decimal digits (hessian2 sends no other); anything else that is there is {@link #OPAQUE}.
 */
@Stable(since = "0.1")
public interface RpcRequest {

    /** The value of an argument that is there but is no text, truth value or number. */
    Object OPAQUE = new Object() {
        @Override
        public String toString() {
            return "(object)";
        }
    };

    /** Service, version, method and parameter types. */
    MethodKey key();

    /** Which family of routes applies. */
    default Protocol protocol() {
        return Protocol.RPC;
    }

    /** The group of the service, or null if the request names none. */
    default @Nullable String group() {
        return attachment("group");
    }

    /** The application that calls, as the request itself names it, or null. */
    default @Nullable String caller() {
        String application = attachment("remote.application");
        return application == null ? attachment("dubboApplication") : application;
    }

    /** The text of an attachment, or null if it is absent or no text. */
    @Nullable String attachment(String name);

    /** The text of a header, or null; protocols without headers answer with the attachment of that name. */
    default @Nullable String header(String name) {
        return attachment(name);
    }

    /** The argument at an index from 0 in its normal form, or null if it is null or not there. */
    @Nullable Object argument(int index);

    /** The port the request came in on, or 0 where it has no meaning. */
    default int port() {
        return 0;
    }

    /** Where an outbound call goes if no route is for it, because its caller meant it to go there; null if it is rejected then. */
    default @Nullable Endpoint passesTo() {
        return null;
    }

    /** Starts a request held in memory, for callers that have no frame. */
    static SimpleRequest.Builder builder(MethodKey key) {
        return new SimpleRequest.Builder(key);
    }
}
