package io.twinmesh.benchmarks.pods;

import io.twinmesh.benchmarks.process.Executables;
import io.twinmesh.benchmarks.rows.Site;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Network namespaces: one for the echo server and a pod for every row, each joined to it by a cable of its own, so that rules and tracked
 * connections of one row are none of another's.
 *
 * <p>Lifecycle: {@link #open}, {@link #pod} for each row, {@link #close} or the end of this program removes all of them. Used by one thread.
 */
public final class Pods implements AutoCloseable {

    /** Wide enough for many short connections; the sidecar listens below. */
    private static final String CLIENT_PORTS = "20000 65535";

    private final String name = "mesh-bench-" + ProcessHandle.current().pid();
    private final List<String> namespaces = new ArrayList<>();

    private Pods() {}

    /**
     * Makes the echo server's namespace.
     *
     * @throws IOException if this user or machine cannot have any
     */
    public static Pods open() throws IOException, InterruptedException {
        if (Executables.find("ip").isEmpty()) {
            throw new IOException("ip: not on the PATH (expected: the package iproute2)");
        }
        Pods pods = new Pods();
        Runtime.getRuntime().addShutdownHook(new Thread(pods::close, "remove-namespaces"));
        try {
            pods.add(pods.server());
        } catch (IOException refused) {
            throw new IOException("network namespaces: " + refused.getMessage() + " (expected: run as root)", refused);
        }
        return pods;
    }

    private String server() {
        return name + "-server";
    }

    private synchronized void add(String namespace) throws IOException, InterruptedException {
        Shell.must("ip netns add " + namespace);
        namespaces.add(namespace);
        Shell.must("ip -n " + namespace + " link set lo up");
    }

    /** Where the echo server runs, reached from every pod. */
    public Site serverSite() {
        return new Site(List.of("ip", "netns", "exec", server()), "0.0.0.0");
    }

    /** Makes a pod. */
    public Pod pod(String row) throws IOException, InterruptedException {
        String namespace = name + "-" + row;
        int number = namespaces.size();
        add(namespace);
        String cable = "pod" + number;
        Shell.must("ip -n " + namespace + " link add eth0 type veth peer name " + cable + " netns " + server());
        join(namespace, "eth0", number, 1);
        join(server(), cable, number, 2);
        Pod pod = new Pod(namespace, address(number, 2));
        Shell.must("ip -n " + namespace + " route add default via " + pod.server());
        Shell.must("ip -n " + namespace + " -6 route add default via " + address6(number, 2));
        set(pod, "ip_local_port_range", CLIENT_PORTS);
        set(pod, "tcp_tw_reuse", "1");
        return pod;
    }

    private static void join(String namespace, String device, int number, int host)
            throws IOException, InterruptedException {
        String at = "ip -n " + namespace;
        Shell.must(at + " addr add " + address(number, host) + "/24 dev " + device);
        Shell.must(at + " addr add " + address6(number, host) + "/64 dev " + device + " nodad");
        Shell.must(at + " link set " + device + " up");
    }

    private static String address(int number, int host) {
        return "10.78." + number + "." + host;
    }

    private static String address6(int number, int host) {
        return "fd78:" + number + "::" + host;
    }

    private static void set(Pod pod, String name, String value) throws IOException, InterruptedException {
        pod.must(List.of("tee", "/proc/sys/net/ipv4/" + name), value);
    }

    @Override
    public synchronized void close() {
        Stream.of(namespaces.toArray(String[]::new)).forEach(Pods::remove);
        namespaces.clear();
    }

    private static void remove(String namespace) {
        try {
            Shell.must("ip netns del " + namespace);
        } catch (IOException gone) {
            System.err.println(gone.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
