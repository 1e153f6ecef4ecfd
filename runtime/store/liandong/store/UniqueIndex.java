package liandong.store;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

import org.h2.mvstore.MVMap;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;

/** The library's unique index over encoded keys, and serving every query that demands its leading field, not only those that demand nothing else. */
final class UniqueIndex extends AbstractUniqueIndex<Key> implements Searchable {

    private final MVMap<Key, Key> map;

    UniqueIndex(MVMap<Key, Key> map, String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
        this.map = map;
    }

    private static Key encoded(KeyValue values) {
        Key key = new Key(new byte[0]);
        for (Object value : values) {
            key = key.then(Encoding.forIndex(value));
        }
        return key;
    }

    /** The library keeps no entry for an empty array, and for an array none as a whole; so only plain values narrow a look-up here. */
    @Override
    public Lookup lookup(Map<String, Condition> conditions) {
        Map<String, Condition> plain = new LinkedHashMap<>();
        for (String path : keys()) {
            Condition condition = conditions.get(path);
            boolean fits = condition != null && Utils.splitPath(path).stream().noneMatch(FieldValues::isPosition)
                && (condition.isRange() || condition.values().stream().allMatch(UniqueIndex::isPlain));
            if (fits) {
                plain.put(path, condition);
            }
        }
        boolean complete = plain.size() == keys().size();
        return complete || !map.containsKey(GAP) ? Lookup.over(map, keys(), plain) : null;
    }

    /** Says that some document has no entry, for an empty array in one of several fields: then some of the fields are no longer enough to find it. */
    private static final Key GAP = new Key(new byte[] {(byte) 0xFE});

    private static boolean isPlain(Object value) {
        return !Missing.isNullOrMissing(value) && !(value instanceof Collection) && !(value instanceof Document);
    }

    @Override
    public synchronized void add(Document document, Key position, MongoCollection<Key> collection) {
        super.add(document, position, collection);
        if (isCompoundIndex() && getKeyValues(document).isEmpty()) {
            map.put(GAP, position);
        }
    }

    @Override
    protected Key removeDocument(KeyValue values) {
        return map.remove(encoded(values));
    }

    @Override
    protected boolean putKeyPosition(KeyValue values, Key position) {
        return map.putIfAbsent(encoded(values), position) == null;
    }

    @Override
    protected Key getPosition(KeyValue values) {
        return map.get(encoded(values));
    }

    @Override
    protected Iterable<Entry<KeyValue, Key>> getIterable() {
        throw new UnsupportedOperationException("a query goes through lookup()");
    }

    @Override
    public long getCount() {
        return map.sizeAsLong();
    }

    @Override
    public long getDataSize() {
        return getCount();
    }

    @Override
    public void drop() {
        // The database removes the map.
    }
}
