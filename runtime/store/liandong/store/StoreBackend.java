package liandong.store;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.h2.mvstore.MVStore;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import io.netty.channel.Channel;

/** The databases of one file, and the door through which every command comes. */
final class StoreBackend extends AbstractMongoBackend {

    /** Today's driver refuses a server below wire version 9; 7.0 is a line whose commands it sends here are all understood. */
    private static final MongoVersion VERSION = new MongoVersion() {
        @Override
        public List<Integer> getVersionArray() {
            return List.of(7, 0, 0);
        }

        @Override
        public int getWireVersion() {
            return 21;
        }
    };

    private static final Set<String> WRITES = Set.of("insert", "update", "delete", "findandmodify", "create", "createindexes", "drop",
        "dropindexes", "dropdatabase", "renamecollection", "aggregate");

    private final MVStore store;
    private final Commits commits;
    private final Counters counters;
    private final Map<String, MongoDatabase> opened = new ConcurrentHashMap<>();

    StoreBackend(MVStore store, Commits commits, Counters counters) {
        this.store = store;
        this.commits = commits;
        this.counters = counters;
        version(VERSION);
        store.getMapNames().stream().filter(name -> name.startsWith(StoreDatabase.DATA))
            .map(name -> Utils.firstFragment(name.substring(StoreDatabase.DATA.length()))).distinct().forEach(this::resolveDatabase);
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        if (command.equals("liandongStats")) {
            return stats();
        }
        if (command.equals("hello")) {
            return super.handleCommand(channel, database, "ismaster", query).append("isWritablePrimary", true);
        }
        try {
            return isWrite(command, query)
                ? commits.write(() -> super.handleCommand(channel, database, command, query))
                : super.handleCommand(channel, database, command, query);
        } catch (MongoServerException e) {
            throw e;
        } catch (RuntimeException e) {
            // The sender hears of it too; here it says which command the library could not bear.
            System.err.println("store: <" + command + "> failed: " + e);
            throw e;
        }
    }

    private static boolean isWrite(String command, Document query) {
        return WRITES.contains(command.toLowerCase()) && (!command.equals("aggregate") || writesItsResult(query));
    }

    private static boolean writesItsResult(Document query) {
        return query.get("pipeline") instanceof List<?> stages && !stages.isEmpty()
            && stages.getLast() instanceof Document last && (last.containsKey("$out") || last.containsKey("$merge"));
    }

    private Document stats() {
        Document stats = new Document("examined", counters.examined.sum())
            .append("commits", counters.commits.sum())
            .append("fileBytes", store.getFileStore().size());
        Utils.markOkay(stats);
        return stats;
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return opened.computeIfAbsent(name, each -> new StoreDatabase(each, getCursorRegistry(), store, counters));
    }

    @Override
    public void dropDatabase(String name) {
        super.dropDatabase(name);
        opened.remove(name);
    }
}
