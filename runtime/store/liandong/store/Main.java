package liandong.store;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.h2.mvstore.MVStore;

import de.bwaldvogel.mongo.MongoServer;

/** Starts the store: --file FILE [--port N] [--bind ADDRESS]; prints "store ready ADDRESS:PORT" once it accepts connections. */
public final class Main {

    /** A connection keeps to one thread, and a writer waits in it for its commit: many threads, so that many writers can share one. */
    private static final int CONNECTION_THREADS = 64;

    /** Long enough for the last refused writers to hear of it. */
    private static final long FAREWELL_MILLISECONDS = 300;

    private Main() {
    }

    public static void main(String[] arguments) {
        System.setProperty("io.netty.noUnsafe", "true");
        try {
            start(options(arguments));
        } catch (Refused e) {
            System.err.println("store: " + e.getMessage());
            Runtime.getRuntime().halt(e.exitCode);
        }
    }

    private static void start(Map<String, String> options) throws Refused {
        Path file = Path.of(options.get("file"));
        String address = options.getOrDefault("bind", "127.0.0.1");
        int port = port(options.getOrDefault("port", "0"));
        MVStore store = StoreFile.open(file);
        Counters counters = new Counters();
        Commits commits = new Commits(store, counters, Main::fail);
        MongoServer server = serve(store, commits, counters, new InetSocketAddress(address, port));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.stopListening();
            commits.end("the store is shutting down");
            commits.alone(store::close);
        }));
        new Upkeep(store, file, commits, counters).start();
        InetSocketAddress bound = server.getLocalAddress();
        System.out.println("store ready " + bound.getAddress().getHostAddress() + ":" + bound.getPort());
    }

    private static MongoServer serve(MVStore store, Commits commits, Counters counters, InetSocketAddress address) throws Refused {
        MongoServer server;
        try {
            server = new MongoServer(new StoreBackend(store, commits, counters));
        } catch (RuntimeException e) {
            throw new Refused(Refused.CORRUPT, "the store file cannot be read: " + StoreFile.reason(e));
        }
        try {
            server.bind(address, 1, CONNECTION_THREADS);
            return server;
        } catch (Exception e) {
            store.closeImmediately();
            throw new Refused(Refused.PORT, "cannot listen on <" + address.getHostString() + ":" + address.getPort() + ">: " + StoreFile.reason(e));
        }
    }

    private static void fail(Throwable cause) {
        System.err.println("store: the file could not be written, what was not acknowledged is lost: " + StoreFile.reason(cause));
        Thread leaving = new Thread(() -> {
            try {
                Thread.sleep(FAREWELL_MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(Refused.DISK);
        });
        leaving.setDaemon(true);
        leaving.start();
    }

    private static Map<String, String> options(String[] arguments) throws Refused {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!arguments[i].matches("--(file|port|bind)") || i + 1 == arguments.length) {
                throw new Refused(Refused.USAGE, "unknown or incomplete option <" + arguments[i] + ">");
            }
            options.put(arguments[i].substring(2), arguments[i + 1]);
        }
        if (!options.containsKey("file")) {
            throw new Refused(Refused.USAGE, "--file is missing");
        }
        return options;
    }

    private static int port(String text) throws Refused {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port < 1 << 16) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw new Refused(Refused.USAGE, "not a port: <" + text + ">");
    }
}
