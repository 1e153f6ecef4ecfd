package liandong.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.IndexNotFoundException;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;

/** A database whose collections and indexes are maps of one file. */
final class StoreDatabase extends AbstractSynchronizedMongoDatabase<Key> {

    static final String DATA = "data/";
    private static final String INDEX = "index/";
    private static final String ID_INDEX = "_id_";

    private final MVStore store;
    private final Counters counters;

    StoreDatabase(String name, CursorRegistry cursors, MVStore store, Counters counters) {
        super(name, cursors);
        this.store = store;
        this.counters = counters;
        initializeNamespacesAndIndexes();
    }

    @Override
    public Document handleCommand(Channel channel, String command, Document query, DatabaseResolver databases, Oplog oplog) {
        return switch (command.toLowerCase()) {
            case "aggregate" -> FirstMatch.during(databaseName, query,
                () -> super.handleCommand(channel, command, query, databases, oplog));
            case "update" -> OrderedUpdates.run(query, part -> super.handleCommand(channel, command, part, databases, oplog));
            case "insert" -> counted(query, super.handleCommand(channel, command, query, databases, oplog));
            case "drop" -> resolveCollection((String) query.get(command), false) == null
                ? okay() : super.handleCommand(channel, command, query, databases, oplog);
            case "dropindexes" -> {
                Document answer = okay();
                for (Document key : indexesToDrop((String) query.get(command), query.get("index"))) {
                    Document one = query.clone();
                    one.put("index", key);
                    answer = super.handleCommand(channel, command, one, databases, oplog);
                }
                yield answer;
            }
            default -> super.handleCommand(channel, command, query, databases, oplog);
        };
    }

    private static Document okay() {
        Document answer = new Document();
        Utils.markOkay(answer);
        return answer;
    }

    /** The library says that every document of a bulk was inserted, also those that it refused. */
    private static Document counted(Document query, Document answer) {
        if (answer.get("writeErrors") instanceof List<?> errors && !errors.isEmpty()) {
            boolean ordered = Utils.isTrue(query.getOrDefault("ordered", true));
            int all = ((List<?>) query.get("documents")).size();
            answer.put("n", ordered ? ((Document) errors.getFirst()).get("index") : all - errors.size());
        }
        return answer;
    }

    /** By their keys: dropped by name, the library would forget every collection's index of that name at the next start. */
    private List<Document> indexesToDrop(String collection, Object wanted) {
        List<?> names = wanted instanceof List<?> list ? list : List.of(wanted);
        List<Document> keys = new ArrayList<>();
        for (Object name : names) {
            if (name instanceof Document key) {
                keys.add(key);
                continue;
            }
            int before = keys.size();
            for (Document each : descriptions(collection)) {
                if (name.equals(each.get("name")) || name.equals("*") && !ID_INDEX.equals(each.get("name"))) {
                    keys.add((Document) each.get("key"));
                }
            }
            if (keys.size() == before && !name.equals("*") && resolveCollection(collection, false) != null) {
                throw new IndexNotFoundException("index not found with name [" + name + "]");
            }
        }
        return keys;
    }

    private List<Document> descriptions(String collection) {
        List<Document> found = new ArrayList<>();
        if (indexes.get() != null) {
            indexes.get().handleQuery(new Document("ns", getFullCollectionNamespace(collection))).forEach(found::add);
        }
        return found;
    }

    /** The library recognises an index that exists by all of its options, which fails for some, and would keep one more description each time. */
    @Override
    protected synchronized void addIndex(Document description) {
        String namespace = (String) description.get("ns");
        for (Document existing : descriptions(namespace.substring(databaseName.length() + 1))) {
            if (Objects.equals(existing.get("name"), description.get("name"))) {
                boolean same = Objects.equals(new Key(Encoding.of(existing.get("key"))), new Key(Encoding.of(description.get("key"))))
                    && Utils.isTrue(existing.get("unique")) == Utils.isTrue(description.get("unique"));
                if (same) {
                    return;
                }
                throw new MongoServerError(86, "IndexKeySpecsConflict",
                    "an index of the name <" + description.get("name") + "> exists with other keys or options");
            }
        }
        super.addIndex(description);
    }

    @Override
    protected Index<Key> openOrCreateUniqueIndex(String collection, String name, List<IndexKey> keys, boolean sparse) {
        if (name.equals(ID_INDEX)) {
            return new IdIndex(((StoreCollection) resolveCollection(collection, true)).documents(), name, keys);
        }
        return new UniqueIndex(keyMap(indexMap(collection, name)), name, keys, sparse);
    }

    @Override
    protected Index<Key> openOrCreateSecondaryIndex(String collection, String name, List<IndexKey> keys, boolean sparse) {
        return new EqualityIndex(keyMap(indexMap(collection, name)), name, keys, sparse);
    }

    @Override
    protected MongoCollection<Key> openOrCreateCollection(String name, CollectionOptions options) {
        MVMap<Key, Document> documents = store.openMap(DATA + getFullCollectionNamespace(name),
            new MVMap.Builder<Key, Document>().keyType(KeyType.INSTANCE).valueType(DocumentType.INSTANCE));
        return new StoreCollection(this, name, options, cursorRegistry, documents, counters);
    }

    private MVMap<Key, Key> keyMap(String name) {
        return store.openMap(name, new MVMap.Builder<Key, Key>().keyType(KeyType.INSTANCE).valueType(KeyType.INSTANCE));
    }

    private String indexMap(String collection, String index) {
        return INDEX + getFullCollectionNamespace(collection) + "/" + index;
    }

    @Override
    protected void dropIndex(MongoCollection<Key> collection, String name) {
        super.dropIndex(collection, name);
        store.removeMap(indexMap(collection.getCollectionName(), name));
    }

    @Override
    public void dropCollection(String name, Oplog oplog) {
        super.dropCollection(name, oplog);
        store.removeMap(DATA + getFullCollectionNamespace(name));
    }

    @Override
    public void moveCollection(MongoDatabase from, MongoCollection<?> collection, String newName) {
        String oldFullName = collection.getFullName();
        super.moveCollection(from, collection, newName);
        String newFullName = getFullCollectionNamespace(newName);
        for (String name : List.copyOf(store.getMapNames())) {
            if (name.equals(DATA + oldFullName)) {
                store.renameMap(store.openMap(name), DATA + newFullName);
            } else if (name.startsWith(INDEX + oldFullName + "/")) {
                store.renameMap(store.openMap(name), INDEX + newFullName + name.substring((INDEX + oldFullName).length()));
            }
        }
    }

    @Override
    protected long getStorageSize() {
        return store.getFileStore().size();
    }

    @Override
    protected long getFileSize() {
        return getStorageSize();
    }
}
