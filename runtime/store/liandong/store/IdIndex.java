package liandong.store;

import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

import org.h2.mvstore.MVMap;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;

/** The index on _id, which is the collection's own map: a document's position is its encoded _id, so nothing is kept a second time. */
final class IdIndex extends AbstractUniqueIndex<Key> {

    private final MVMap<Key, Document> documents;

    IdIndex(MVMap<Key, Document> documents, String name, List<IndexKey> keys) {
        super(name, keys, false);
        this.documents = documents;
    }

    @Override
    protected Key getPosition(KeyValue id) {
        Key key = new Key(Encoding.of(id.get(0)));
        return documents.containsKey(key) ? key : null;
    }

    @Override
    public void add(Document document, Key position, MongoCollection<Key> collection) {
        // The collection has put it where this index looks.
    }

    @Override
    public synchronized Key remove(Document document) {
        return getPosition(document);
    }

    @Override
    public synchronized void checkUpdate(Document before, Document after, MongoCollection<Key> collection) {
        // An _id never changes.
    }

    @Override
    public void updateInPlace(Document before, Document after, Key position, MongoCollection<Key> collection) {
        // As above.
    }

    @Override
    protected boolean putKeyPosition(KeyValue id, Key position) {
        return true;
    }

    @Override
    protected Key removeDocument(KeyValue id) {
        return getPosition(id);
    }

    @Override
    protected Iterable<Entry<KeyValue, Key>> getIterable() {
        throw new UnsupportedOperationException("a query goes through the collection");
    }

    /** The positions of these ids, in the order in which they were asked for. */
    List<Key> positions(Condition condition) {
        return condition.values().stream().map(id -> new Key(Encoding.of(id))).distinct().filter(documents::containsKey).toList();
    }

    static Condition condition(Map<String, Condition> conditions) {
        Condition condition = conditions.get("_id");
        return condition == null || condition.isRange() ? null : condition;
    }

    @Override
    public long getCount() {
        return documents.sizeAsLong();
    }

    @Override
    public long getDataSize() {
        return getCount();
    }
}
