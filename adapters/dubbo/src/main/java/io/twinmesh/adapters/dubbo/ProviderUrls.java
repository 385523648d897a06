package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.model.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.common.constants.CommonConstants;
import org.apache.dubbo.common.constants.RegistryConstants;
import org.apache.dubbo.common.url.component.ServiceConfigURL;
import org.jspecify.annotations.Nullable;

/** What a consumer is told about the providers of a service. An endpoint has neither version nor group: the consumer's own are taken. */
final class ProviderUrls {

    /** The parameter that tells these URLs from those of other registries. */
    static final String MARK = "twinmesh";

    private ProviderUrls() {}

    /**
     * The URLs for a subscription.
     *
     * @return one URL with the protocol {@code empty} if there is no endpoint, which is how Dubbo is told that
     */
    static List<URL> of(URL consumer, List<Endpoint> endpoints) {
        Map<String, String> parameters = parameters(consumer);
        List<URL> urls = new ArrayList<>(Math.max(1, endpoints.size()));
        for (Endpoint endpoint : endpoints) {
            urls.add(url(CommonConstants.DUBBO_PROTOCOL, Addresses.host(endpoint), endpoint.port(), parameters));
        }
        if (urls.isEmpty()) {
            urls.add(url(RegistryConstants.EMPTY_PROTOCOL, consumer.getHost(), 0, parameters));
        }
        return urls;
    }

    private static URL url(String protocol, String host, int port, Map<String, String> parameters) {
        String path = parameters.getOrDefault(CommonConstants.INTERFACE_KEY, "");
        return new ServiceConfigURL(protocol, host, port, path, parameters);
    }

    private static Map<String, String> parameters(URL consumer) {
        Map<String, String> parameters = new HashMap<>();
        parameters.put(CommonConstants.INTERFACE_KEY, consumer.getServiceInterface());
        parameters.put(RegistryConstants.CATEGORY_KEY, RegistryConstants.PROVIDERS_CATEGORY);
        parameters.put(CommonConstants.SIDE_KEY, CommonConstants.PROVIDER_SIDE);
        parameters.put(MARK, "true");
        putIfOne(parameters, CommonConstants.VERSION_KEY, consumer.getVersion());
        putIfOne(parameters, CommonConstants.GROUP_KEY, consumer.getGroup());
        return parameters;
    }

    private static void putIfOne(Map<String, String> parameters, String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return;
        }
        if (value.indexOf(',') >= 0 || value.equals("*")) {
            throw new MeshConfigurationException(
                    name + " of a reference",
                    value,
                    "one " + name + "; the endpoints of the mesh have none to choose by");
        }
        parameters.put(name, value);
    }
}
