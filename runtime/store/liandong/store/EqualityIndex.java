package liandong.store;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.h2.mvstore.MVMap;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;

/** A non-unique index, which the library would ignore: one entry for each combination of a document's values at the index's paths. */
final class EqualityIndex extends Index<Key> implements Searchable {

    private final MVMap<Key, Key> map;

    EqualityIndex(MVMap<Key, Key> map, String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
        this.map = map;
    }

    /** A sparse index holds every document all the same: more entries, never a wrong answer. */
    private Set<Key> entries(Document document, Key position) {
        Set<Key> entries = Set.of(new Key(new byte[0]));
        boolean leading = true;
        for (String path : keys()) {
            Set<Object> values = FieldValues.at(document, path);
            if (values.isEmpty() && !leading) {
                values.add(null);
            }
            Set<Key> longer = new HashSet<>();
            for (Object value : values) {
                byte[] encoded = Encoding.forIndex(value);
                entries.forEach(entry -> longer.add(entry.then(encoded)));
            }
            entries = longer;
            leading = false;
        }
        Set<Key> complete = new HashSet<>();
        entries.forEach(entry -> complete.add(entry.then(position.bytes)));
        return complete;
    }

    @Override
    public Lookup lookup(Map<String, Condition> conditions) {
        return Lookup.over(map, keys(), conditions);
    }

    @Override
    public void add(Document document, Key position, MongoCollection<Key> collection) {
        entries(document, position).forEach(entry -> map.put(entry, position));
    }

    @Override
    public Key remove(Document document) {
        Key position = StoreCollection.positionOf(document);
        entries(document, position).forEach(map::remove);
        return position;
    }

    @Override
    public void updateInPlace(Document before, Document after, Key position, MongoCollection<Key> collection) {
        Set<Key> old = entries(before, position);
        Set<Key> current = entries(after, position);
        old.stream().filter(entry -> !current.contains(entry)).forEach(map::remove);
        current.stream().filter(entry -> !old.contains(entry)).forEach(entry -> map.put(entry, position));
    }

    @Override
    public Key getPosition(Document document) {
        return null;
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Key> collection) {
        // Nothing that is not unique can be refused.
    }

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Key> collection) {
        // As above.
    }

    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public Iterable<Key> getPositions(Document query) {
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
